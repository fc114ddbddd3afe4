"""What a page says when it refuses, in plain words and without what went wrong inside."""

import pytest
from django.test import Client

from tests.manumit_desk.shell.conftest import tree

pytestmark = pytest.mark.urls("tests.manumit_desk.shell.gallery")


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/refuse/", 403, "Your role does not open this page"),
        ("/nothing/", 404, "There is nothing here for you"),
        ("/large/", 413, "At most 25.0\xa0MB can be sent at once"),
        ("/often/", 429, "Try again in 5 minutes"),
        ("/fail/", 500, "Something went wrong on our side"),
    ],
)
def test_each_refusal_says_what_to_do(address: str, status: int, words: str) -> None:
    response = Client(raise_request_exception=False).get(address)
    assert response.status_code == status
    assert words in tree(response).main.get_text()


def test_a_failure_tells_nothing_of_its_cause() -> None:
    assert b"on purpose" not in Client(raise_request_exception=False).get("/fail/").content


def test_a_refusal_for_too_many_tries_tells_programs_how_long_to_wait() -> None:
    assert Client().get("/often/")["Retry-After"] == "300"


def test_a_form_without_its_token_is_refused_in_words() -> None:
    response = Client(enforce_csrf_checks=True).post("/form/", {"name": "x"})
    assert response.status_code == 403
    assert "This form waited too long" in tree(response).main.get_text()


def test_a_form_that_is_too_long_is_refused_in_words() -> None:
    response = Client().post("/form/", "name=" + "x" * (6 * 2**20), content_type="application/x-www-form-urlencoded")
    assert response.status_code == 400
    assert "Nothing was kept" in tree(response).main.get_text()


def test_a_caller_is_refused_in_their_language() -> None:
    response = Client(headers={"accept-language": "es"}).get("/nothing/")
    assert "Aquí no hay nada para usted" in tree(response).main.get_text()
