"""Who is looking, settled once for each request; and nobody who may meet a victim's record without a second factor."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from manumit_desk.agencies.accounts import has_second_factor
from manumit_desk.agencies.models import Membership
from manumit_desk.agencies.queries import handlings_agreed_with, memberships_of
from manumit_desk.agencies.roles import NEEDS_SECOND_FACTOR
from manumit_desk.agencies.viewer import Viewer

MEMBERSHIP = "membership"
"""Where the session holds the membership that a person with several has chosen."""
SET_UP_PATHS = ("/accounts/", "/static/")
"""What a person without their second factor may still reach."""


class ViewerMiddleware:
    """Sets `request.viewer` (None for a stranger) and leads people without their second factor to its set-up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.viewer = None  # type: ignore[attr-defined]
        if request.user.is_authenticated:
            membership = _membership(request)
            # Who has a second factor could not log in without it; setting one up ends the sessions of before.
            with_second_factor = has_second_factor(request.user)
            if membership and membership.role in NEEDS_SECOND_FACTOR and not with_second_factor:
                if not request.path.startswith(SET_UP_PATHS):
                    return redirect(reverse("mfa_activate_totp"))
            elif membership:
                agreed = handlings_agreed_with(membership.agency_id, timezone.localdate())
                viewer = Viewer.of(membership, has_second_factor=with_second_factor, agreed=agreed)
                request.viewer = viewer  # type: ignore[attr-defined]
        return self.get_response(request)


def _membership(request: HttpRequest) -> Membership | None:
    assert request.user.pk is not None
    held = list(memberships_of(request.user.pk, timezone.localdate()))
    chosen = request.session.get(MEMBERSHIP)
    return next((one for one in held if one.pk == chosen), held[0] if held else None)
