"""What the API answers when it cannot: `detail` in a sentence, and `fields` with what to do about each."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled
from ninja.errors import ValidationError as UnreadableError
from ninja.parser import Parser

from manumit.errors import InputError
from manumit_desk.guard.permission import RefusedError

UNUSABLE = "Some fields cannot be used."


class TextParser(Parser):
    """Refuses what is no text: zero characters and halves of characters, which no database keeps."""

    def parse_body(self, request: HttpRequest) -> Any:
        try:
            said = super().parse_body(request)
        except (ValueError, RecursionError):
            raise HttpError(400, "The body is no JSON.") from None
        if not _is_text(said):
            raise HttpError(400, "The body holds a zero character or half a character; send plain text.")
        return said


def _is_text(said: Any) -> bool:
    if isinstance(said, str):
        return not any(one == "\0" or "\ud800" <= one <= "\udfff" for one in said)
    if isinstance(said, dict):
        return all(_is_text(name) and _is_text(value) for name, value in said.items())
    return all(_is_text(one) for one in said) if isinstance(said, list) else True


def answer_errors(api: NinjaAPI) -> None:
    """Let all errors of an API answer in one form."""

    def say(request: HttpRequest, status: int, detail: str, fields: dict[str, list[str]] | None = None) -> HttpResponse:
        return api.create_response(request, {"detail": detail, "fields": fields or {}}, status=status)

    def unreadable(request: HttpRequest, error: Any) -> HttpResponse:
        fields: dict[str, list[str]] = {}
        for one in error.errors:
            name = ".".join(str(part) for part in one["loc"] if part not in ("body", "query", "path", "said"))
            fields.setdefault(name or "body", []).append(str(one["msg"]))
        return say(request, 422, UNUSABLE, fields)

    def invalid(request: HttpRequest, error: Any) -> HttpResponse:
        if hasattr(error, "error_dict"):
            return say(request, 422, UNUSABLE, error.message_dict)
        return say(request, 422, "; ".join(error.messages))

    def refused(request: HttpRequest, error: Any) -> HttpResponse:
        return say(request, error.status_code, str(error))

    def too_many(request: HttpRequest, error: Any) -> HttpResponse:
        response = say(request, 429, "Too many calls; wait a little.")
        if error.wait:
            response["Retry-After"] = str(int(error.wait) + 1)
        return response

    def who_are_you(request: HttpRequest, _: Any) -> HttpResponse:
        response = say(request, 401, "A token is needed, and it must be live: Authorization: Bearer manumit_…")
        response["WWW-Authenticate"] = "Bearer"
        return response

    api.add_exception_handler(UnreadableError, unreadable)
    api.add_exception_handler(ValidationError, invalid)
    api.add_exception_handler(Throttled, too_many)
    api.add_exception_handler(AuthenticationError, who_are_you)
    api.add_exception_handler(HttpError, refused)
    api.add_exception_handler(Http404, lambda request, _: say(request, 404, "There is nothing here for you."))
    api.add_exception_handler(RefusedError, lambda request, error: say(request, 403, str(error)))
    api.add_exception_handler(InputError, lambda request, error: say(request, 422, str(error)))
