"""What holds on every page and call: nothing too large is read, and nothing is kept by a browser."""

from datetime import timedelta
from io import BytesIO
from typing import Any, NoReturn

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from manumit_desk.accounts.actions.tokens import make_token
from tests.manumit_desk.accounts.people import logged_in
from tests.manumit_desk.addresses import addresses
from tests.manumit_desk.cast import make_cast

pytestmark = pytest.mark.django_db
LISTS = ["/" + one.route for one in addresses() if not one.arguments]


class Unread(BytesIO):
    """A body that must not be read."""

    def read(self, size: int | None = -1, /) -> NoReturn:
        pytest.fail("it was read")


def sent(path: str, length: int) -> Any:
    body = {"CONTENT_LENGTH": str(length), "CONTENT_TYPE": "multipart/form-data; boundary=x", "wsgi.input": Unread()}
    return Client().request(PATH_INFO=path, REQUEST_METHOD="POST", **body)


def test_no_answer_is_kept_by_a_browser() -> None:
    cast, at = make_cast(), timezone.now()
    until = timezone.localdate(at) + timedelta(days=1)
    _, secret = make_token(name="t", handlings=["agency"], until_date=until, viewer=cast.detective, at=at)
    page, call = logged_in(cast.detective), Client(headers={"authorization": f"Bearer {secret}"})
    page.raise_request_exception = False
    for path in [*LISTS, "/nothing/", "/cases/x/"]:
        for client in (page, call, Client()):
            assert "no-store" in client.get(path).headers["Cache-Control"], path


@pytest.mark.parametrize(
    "path", ["/tips/tell/", "/tips/follow/", "/accounts/login/", "/cases/", "/plan/", "/api/tips/"]
)
def test_a_body_larger_than_any_file_that_is_taken_is_refused_unread_from_anybody(path: str) -> None:
    assert sent(path, 2 * 2**30).status_code == 413
    assert sent(path, settings.LARGEST_DOCUMENT + 2**17).status_code == 413
