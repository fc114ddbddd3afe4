"""What stands before every page of the desk: somebody must be there to look."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from manumit_desk.agencies.viewer import Viewer

View = Callable[..., HttpResponseBase]


class MemberRequest(HttpRequest):
    """A request of which the viewer is known."""

    viewer: Viewer


def members_only(view: View) -> View:
    """A page for members of an agency: strangers are led to log in; people whose membership ended are told so."""

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if request.viewer is None:
            return render(request, "guard/no_membership.html", status=403)
        return view(request, *args, **kwargs)

    return guarded
