"""Answers of a view that refuses: too much at once, or too often. Django's own refusals have templates of their own."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext, ngettext


def too_large(request: HttpRequest, *, limit: int) -> HttpResponse:
    """413: what was sent is larger than `limit` bytes."""
    return render(request, "413.html", {"limit": filesizeformat(limit)}, status=413)


def too_many(request: HttpRequest, *, wait: int) -> HttpResponse:
    """429: too many requests; the next may come after `wait` seconds."""
    response = render(request, "429.html", {"wait": in_words(wait)}, status=429)
    response["Retry-After"] = str(wait)
    return response


def in_words(seconds: int) -> str:
    """A waiting time as people say it, rounded up."""
    if seconds <= 60:
        return gettext("one minute")
    minutes = -(-seconds // 60)
    if minutes < 90:
        return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    hours = -(-minutes // 60)
    return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
