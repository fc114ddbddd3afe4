"""The desk's pages of tips: the queue, one tip, and entering one at the hotline."""

import secrets
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from manumit_desk.guard.access import NotThere
from manumit_desk.guard.pages import MemberRequest, members_only
from manumit_desk.guard.permission import RefusedError
from manumit_desk.tips.access import access_tip
from manumit_desk.tips.actions import add_entry, add_note, assign_tip, confirm_receipt, receive_tip
from manumit_desk.tips.desk_forms import AssignForm, FilterForm, NoteForm
from manumit_desk.tips.forms import HotlineForm
from manumit_desk.tips.limits import first_time
from manumit_desk.tips.models import Tip, TipNote
from manumit_desk.tips.page import tip_page
from manumit_desk.tips.queries import (
    VIEWS,
    colleagues_of,
    counts_of_queue,
    desk_numbered,
    handed_over_by,
    offers_to,
    tips_in_queue,
)


@members_only
@require_GET
def queue(request: MemberRequest) -> HttpResponse:
    """The desk's tips: what presses first, and what other desks offer."""
    viewer, at = request.viewer, timezone.now()
    form = FilterForm(request.GET or {"view": "open"})
    filters = form.filters()
    counts = counts_of_queue(viewer, at=at).by_view
    views = [(name, label, counts[f"n_{name}"], name == filters.view) for name, label in VIEWS.items()]
    page = tips_in_queue(viewer, filters, at=at, number=request.GET.get("page", 1))
    shown = {"form": form, "views": views, "page_obj": page, "offers": offers_to(viewer), "at": at}
    return render(request, "tips/list.html", shown)


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: MemberRequest) -> HttpResponse:
    """Writing down a call. Reference and code are shown once, to be read to the caller."""
    viewer = request.viewer
    if not viewer.works_with_records:
        raise NotThere
    if request.method != "POST":
        form = HotlineForm(initial={"once": secrets.token_urlsafe(16), "language": "en"})
        return render(request, "tips/enter.html", {"form": form})
    form = HotlineForm(request.POST)
    if not form.is_valid():
        return render(request, "tips/enter.html", {"form": form}, status=422)
    if not first_time(form.cleaned_data["once"] or secrets.token_hex(16)):
        messages.info(request, "This tip is already written down.")
        return redirect("tips:list")
    received = receive_tip(
        form.draft(),
        channel=Tip.Channel.HOTLINE,
        owner=desk_numbered(viewer.agency_id),
        viewer=viewer,
        at=timezone.now(),
        received_at=form.cleaned_data["received_at"],
    )
    return render(
        request, "tips/entered.html", {"tip": received.tip, "code": received.code, "site": settings.SITE_ADDRESS}
    )


@members_only
@require_GET
def tip(request: MemberRequest, tip_id: UUID) -> HttpResponse:
    """One tip with all that belongs to it."""
    return _show(request, access_tip(request.viewer, tip_id, at=timezone.now()))


def _show(
    request: MemberRequest, held: Tip, *, note: NoteForm | None = None, assign: AssignForm | None = None
) -> HttpResponse:
    at = timezone.now()
    page = tip_page(request.viewer, held)
    colleagues = colleagues_of(request.viewer, at=at) if page.is_own else []
    shown = {
        "tip": page,
        "ways": {act.value for act in page.ways},
        "note": note or NoteForm(),
        "assign": assign or AssignForm(colleagues=colleagues, initial={"to_user": page.assigned_to_id}),
        "is_mine": page.assigned_to_id == request.viewer.user_id,
        "at": at,
        "crumbs": [("Tips", "/tips/")],
        "new_case": _address("cases:from_tip", held.pk),
        "case": _address("cases:case", held.case_id) if held.case_id else "",
    }
    return render(request, "tips/tip.html", shown, status=422 if note or assign else 200)


def _address(name: str, one: UUID) -> str:
    """A page of the room of cases, which stands above and may not be there."""
    try:
        return reverse(name, args=[one])
    except NoReverseMatch:
        return ""


@members_only
@require_POST
def note(request: MemberRequest, tip_id: UUID) -> HttpResponse:
    """Add a note, a question or an answer; where it is refused, what was typed stays."""
    at = timezone.now()
    held = access_tip(request.viewer, tip_id, at=at)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _show(request, held, note=form)
    said = form.cleaned_data
    try:
        kind = TipNote.Kind(said["kind"])
        add_note(held, said["text"], kind=kind, of_caller=said["of_caller"], viewer=request.viewer, at=at)
    except RefusedError as refused:
        form.add_error(None, str(refused))
        return _show(request, held, note=form)
    return redirect("tips:tip", held.pk)


@members_only
@require_POST
def assign(request: MemberRequest, tip_id: UUID) -> HttpResponse:
    """Make somebody responsible; without a name, whoever asks."""
    at = timezone.now()
    held = access_tip(request.viewer, tip_id, at=at)
    form = AssignForm(
        {"to_user": request.POST.get("to_user") or request.viewer.user_id},
        colleagues=colleagues_of(request.viewer, at=at),
    )
    if not form.is_valid():
        return _show(request, held, assign=form)
    try:
        assign_tip(held, to_user_id=form.cleaned_data["to_user"], viewer=request.viewer, at=at)
    except RefusedError as refused:
        messages.error(request, str(refused))
    return redirect("tips:tip", held.pk)


@members_only
@require_POST
def confirm(request: MemberRequest, tip_id: UUID) -> HttpResponse:
    """Say that the tip was read."""
    at = timezone.now()
    held = access_tip(request.viewer, tip_id, at=at)
    try:
        confirm_receipt(held, viewer=request.viewer, at=at)
    except RefusedError as refused:
        messages.error(request, str(refused))
    return redirect("tips:tip", held.pk)


@members_only
@require_POST
def take_suggestion(request: MemberRequest, tip_id: UUID) -> HttpResponse:
    """Enter a contact point that the system found in the text; only those that it found."""
    at = timezone.now()
    held = access_tip(request.viewer, tip_id, at=at)
    wanted = request.POST.get("value", "")
    found = next((one for one in tip_page(request.viewer, held).suggestions if one.value == wanted), None)
    try:
        if found is None:
            raise RefusedError("This was entered already, or is not in the tip.")
        add_entry(held, found.named(), viewer=request.viewer, at=at)
    except RefusedError as refused:
        messages.error(request, str(refused))
    return redirect("tips:tip", held.pk)


@members_only
@require_GET
def handed_over(request: MemberRequest) -> HttpResponse:
    """What the desk handed over: who confirmed, and what came of it."""
    page = handed_over_by(request.viewer, number=request.GET.get("page", 1))
    return render(request, "tips/handed_over.html", {"page_obj": page, "at": timezone.now()})
