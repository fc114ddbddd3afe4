"""Callers are answered in their language; the desk's own pages stay English."""

import pytest
from django.test import Client

from tests.manumit_desk.shell.conftest import tree

pytestmark = pytest.mark.urls("tests.manumit_desk.shell.gallery")


def test_a_callers_page_speaks_the_browsers_language() -> None:
    shown = tree(Client(headers={"accept-language": "es-MX,es;q=0.9"}).get("/public/"))
    assert shown.html["lang"] == "es"
    assert "Salida rápida" in shown.get_text()


def test_a_caller_can_choose_a_language_by_a_plain_link() -> None:
    client = Client()
    link = tree(client.get("/public/")).find("a", attrs={"hreflang": "es"})
    assert link.get_text() == "Español"
    assert tree(client.get(link["href"], follow=True)).html["lang"] == "es"


def test_the_choice_is_forgotten_when_the_browser_closes() -> None:
    cookie = Client().get("/language/es/").cookies["django_language"]
    assert cookie["max-age"] == ""
    assert cookie["expires"] == ""


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_a_choice_of_language_leads_nowhere_else(elsewhere: str) -> None:
    assert Client().get("/language/es/", {"next": elsewhere})["Location"] == "/"


def test_a_language_that_we_do_not_speak_is_not_there() -> None:
    assert Client().get("/language/xx/").status_code == 404


def test_the_desks_own_pages_stay_english() -> None:
    shown = tree(Client(headers={"accept-language": "es"}).post("/form/", {}))
    assert shown.html["lang"] == "en"
    assert "This field is required." in shown.get_text()


def test_after_a_callers_page_the_next_request_starts_anew() -> None:
    client = Client()
    client.get("/public/", headers={"accept-language": "es"})
    assert tree(client.get("/public/")).html["lang"] == "en"
