"""Which language a page speaks: pages for callers that of the caller, all others English."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme

View = Callable[..., HttpResponse]


def for_callers(view: View) -> View:
    """Mark a page as one for callers: it speaks their language, and no browser keeps a copy of it.

    So the Back button of a computer that somebody else also uses shows nothing of what was typed.
    """

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        add_never_cache_headers(response)
        return response

    shown.is_for_callers = True  # type: ignore[attr-defined]
    return shown


class LanguageMiddleware(LocaleMiddleware):
    """Django's choice by cookie and browser, kept to pages for callers: the desk's own speak English."""

    def process_view(self, request: HttpRequest, view: View, args: Any, kwargs: Any) -> None:
        if not getattr(view, "is_for_callers", False):
            translation.activate("en")
            request.LANGUAGE_CODE = "en"


@for_callers
def choose_language(request: HttpRequest, code: str) -> HttpResponse:
    """Speak this language from now on until the browser is closed, and go back to `next` on this site.

    A plain link, so that it works without JavaScript and can be printed on a poster.
    """
    if code not in dict(settings.LANGUAGES):
        raise Http404
    wanted = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=False)
    response = HttpResponseRedirect(wanted if is_ours else "/")
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, code, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
    return response
