"""What holds for every request and answer, whichever page it is for."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from manumit_desk.shell.errors import too_large

Answer = Callable[[HttpRequest], HttpResponse]
AROUND_A_FILE = 64 * 1024
"""Bytes that a form may take besides its file."""


def guard_exchange(get_response: Answer) -> Answer:
    """Middleware: a body larger than any file that is taken is refused unread, and no answer is kept by a browser.

    Django writes the files of any form to disk before a page sees them, also a stranger's on a page that takes none.
    An answer that is kept would come back by the Back button after log-out, on a computer that others use too.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        said = request.META.get("CONTENT_LENGTH") or "0"
        if said.isdecimal() and int(said) > settings.LARGEST_DOCUMENT + AROUND_A_FILE:
            return too_large(request, limit=settings.LARGEST_DOCUMENT)
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return answer
