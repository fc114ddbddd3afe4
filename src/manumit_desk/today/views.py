"""The page that everybody starts with."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from manumit_desk.guard.pages import MemberRequest, members_only
from manumit_desk.today.queries import today_of


@members_only
@require_GET
def today(request: MemberRequest) -> HttpResponse:
    """What waits for the viewer."""
    at = timezone.now()
    waits = today_of(request.viewer, at=at) if request.viewer.works_with_records else None
    return render(request, "today/today.html", {"today": waits, "at": at})
