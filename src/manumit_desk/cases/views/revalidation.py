"""Intelligence records that a supervisor confirms or deletes before they expire (28 CFR 23.20(h))."""

from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from manumit_desk.agencies.roles import Role
from manumit_desk.cases.access import access_party
from manumit_desk.cases.actions.parties import delete_party
from manumit_desk.cases.actions.revalidation import REASONS, confirm_party
from manumit_desk.cases.forms.cases import ReasonForm
from manumit_desk.cases.models import Party
from manumit_desk.cases.queries.revalidation import to_revalidate
from manumit_desk.cases.views.acting import GET_OR_POST, confirm_page, crumbs_to, require_mine
from manumit_desk.guard.access import NotThere
from manumit_desk.guard.pages import MemberRequest, members_only


@members_only
@require_safe
def list_due(request: MemberRequest) -> HttpResponse:
    """The records to confirm or delete; for supervisors."""
    if request.viewer.role != Role.SUPERVISOR:
        raise NotThere
    at = timezone.now()
    rows = to_revalidate(request.viewer, at=at, page=request.GET.get("page", 1))
    shown = {"page_obj": rows, "today": timezone.localdate(at), "crumbs": crumbs_to()}
    return render(request, "cases/revalidate.html", shown)


def _due(request: MemberRequest, party_id: UUID, at: datetime) -> Party:
    if request.viewer.role != Role.SUPERVISOR:
        raise NotThere
    party = access_party(request.viewer, party_id, at=at)
    require_mine(party, request)
    if party.revalidate_by is None:
        raise NotThere
    return party


@members_only
@GET_OR_POST
def confirm(request: MemberRequest, party_id: UUID) -> HttpResponse:
    """Keep a record for five more years."""
    at = timezone.now()
    party = _due(request, party_id, at)
    form = ReasonForm(request.POST if request.method == "POST" else None, reasons=REASONS)

    def act() -> None:
        confirm_party(party, reason=form.cleaned_data["reason"], viewer=request.viewer, at=at)

    return confirm_page(
        request,
        act,
        question="Keep this record for five more years?",
        text="Your name, the day and the reason are written down.",
        button="Keep it",
        back=reverse("cases:revalidate"),
        form=form,
    )


@members_only
@GET_OR_POST
def delete(request: MemberRequest, party_id: UUID) -> HttpResponse:
    """Delete a record that no longer holds."""
    at = timezone.now()
    party = _due(request, party_id, at)

    def act() -> None:
        delete_party(party, viewer=request.viewer, at=at, reason="not confirmed")

    return confirm_page(
        request,
        act,
        question="Delete this record?",
        text="Hits that rest on it end. That it was deleted, when and by whom stays written down.",
        button="Delete",
        back=reverse("cases:revalidate"),
        grave=True,
    )
