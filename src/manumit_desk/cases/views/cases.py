"""The page of a case, its sections, and what is done to the case as a whole."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from manumit_desk.cases.access import access_case
from manumit_desk.cases.actions.cases import close_case, delete_case, edit_case, open_case, set_status
from manumit_desk.cases.actions.from_tip import open_case_from_tip
from manumit_desk.cases.forms.cases import CaseForm, CloseForm, TipCaseForm
from manumit_desk.cases.models import Case
from manumit_desk.cases.queries.listing import members
from manumit_desk.cases.queries.page import case_facts, case_page, took_up_tips
from manumit_desk.cases.queries.parts import section_page
from manumit_desk.cases.queries.seen import Seen
from manumit_desk.cases.queries.timeline import timeline_page
from manumit_desk.cases.views.acting import (
    GET_OR_POST,
    case_address,
    confirm_page,
    crumbs_to,
    form_page,
    own_case,
)
from manumit_desk.guard.access import NotThere
from manumit_desk.guard.pages import MemberRequest, members_only
from manumit_desk.tips.access import access_tip

TITLES = {
    "parties": "People, businesses, places",
    "timeline": "Timeline",
    "tasks": "Tasks",
    "documents": "Documents",
    "charges": "Charges and outcomes",
}
"""The sections of a case that have pages of their own."""


@members_only
@require_safe
def show_case(request: MemberRequest, case_id: UUID) -> HttpResponse:
    """A case: its summary, then its parts, then who sees it and why."""
    at = timezone.now()
    case = access_case(request.viewer, case_id, at=at)
    shown = {"page": case_page(case, request.viewer, at=at), "at": at, "crumbs": crumbs_to()}
    return render(request, "cases/case.html", {"case": shown.pop("page"), **shown})


@members_only
@require_safe
def show_section(request: MemberRequest, case_id: UUID, section: str) -> HttpResponse:
    """All parts of one sort, in pages."""
    at = timezone.now()
    case = access_case(request.viewer, case_id, at=at)
    seen, number = Seen(case, request.viewer, at=at), request.GET.get("page", 1)
    rows = timeline_page(seen, page=number) if section == "timeline" else section_page(section, seen, page=number)
    shown = {
        "facts": case_facts(case, request.viewer, at=at),
        "section": section,
        "title": TITLES[section],
        "page_obj": rows,
        "rows": rows,
        "at": at,
        "crumbs": crumbs_to(case),
        "template": f"cases/parts/{section}.html",
    }
    return render(request, "cases/section.html", shown)


def _case_form(
    request: MemberRequest, form: type[CaseForm] = CaseForm, initial: dict[str, Any] | None = None
) -> CaseForm:
    people = members([request.viewer.agency_id])
    return form(request.POST if request.method == "POST" else None, initial=initial, people=people)


def _facts(said: dict[str, Any]) -> dict[str, Any]:
    """What was typed of a case, by the names of its fields."""
    facts = {name: value for name, value in said.items() if name not in ("lead", "bring_entries")}
    return {**facts, "lead_id": said["lead"]}


@members_only
@GET_OR_POST
def new_case(request: MemberRequest) -> HttpResponse:
    """Open a case."""
    if not request.viewer.works_with_records:
        raise NotThere
    at = timezone.now()
    form = _case_form(request, initial={"opened_date": timezone.localdate(at), "lead": request.viewer.user_id})

    def act() -> str:
        return case_address(open_case(viewer=request.viewer, at=at, **_facts(form.cleaned_data)))

    return form_page(
        request, form, act, title="Open a case", button="Open the case", back=reverse("cases:list"), crumbs=crumbs_to()
    )


@members_only
@GET_OR_POST
def case_from_tip(request: MemberRequest, tip_id: UUID) -> HttpResponse:
    """Open a case for a tip of the viewer's desk."""
    at = timezone.now()
    tip = access_tip(request.viewer, tip_id, at=at)
    if tip.owner_id != request.viewer.agency_id or not request.viewer.works_with_records:
        raise NotThere
    concern = tip.concern if tip.concern in Case.Concern.values else ""
    initial = {"opened_date": timezone.localdate(at), "state": tip.state, "concern": concern}
    form = _case_form(request, TipCaseForm, {**initial, "lead": request.viewer.user_id})

    def act() -> str:
        said = form.cleaned_data
        facts = _facts(said)
        bring = said["bring_entries"]
        return case_address(open_case_from_tip(tip, bring_entries=bring, viewer=request.viewer, at=at, **facts))

    return form_page(
        request,
        form,
        act,
        title=f"Open a case for tip {tip.reference}",
        button="Open the case",
        back=reverse("tips:tip", args=[tip.pk]),
        crumbs=crumbs_to(),
    )


@members_only
@GET_OR_POST
def change_case(request: MemberRequest, case_id: UUID) -> HttpResponse:
    """Change what is said of a case."""
    case = own_case(request, case_id)
    fields = ("title", "kind", "concern", "summary", "opened_date", "state", "county", "sectors", "is_intelligence")
    initial = {name: getattr(case, name) for name in (*fields, "handling")} | {"lead": case.lead_id}
    form = _case_form(request, initial=initial)

    def act() -> None:
        said = _facts(form.cleaned_data)
        said["handling"] = said["handling"] or case.handling
        edit_case(case, said, viewer=request.viewer, at=timezone.now())

    return form_page(
        request,
        form,
        act,
        title=f"Change {case.reference}",
        button="Save",
        back=case_address(case),
        crumbs=crumbs_to(case),
    )


@members_only
@GET_OR_POST
def close(request: MemberRequest, case_id: UUID) -> HttpResponse:
    """Close a case with a reason."""
    case = own_case(request, case_id)
    has_tips = took_up_tips(case, request.viewer)
    form = CloseForm(request.POST if request.method == "POST" else None, has_tips=has_tips)

    def act() -> None:
        said = form.cleaned_data
        told = said.get("tips_outcome") or "looked_into"
        close_case(
            case, reason=said["reason"], note=said["note"], tips_outcome=told, viewer=request.viewer, at=timezone.now()
        )

    return form_page(
        request,
        form,
        act,
        title=f"Close {case.reference}",
        button="Close the case",
        back=case_address(case),
        crumbs=crumbs_to(case),
    )


@members_only
@GET_OR_POST
def change_status(request: MemberRequest, case_id: UUID, status: str) -> HttpResponse:
    """Set a case aside, or take it up again."""
    case = own_case(request, case_id)
    wanted = Case.Status(status)
    question = {"open": f"Work on {case.reference} again?", "inactive": f"Set {case.reference} aside?"}[status]

    def act() -> None:
        set_status(case, wanted, viewer=request.viewer, at=timezone.now())

    return confirm_page(request, act, question=question, button="Yes", back=case_address(case))


@members_only
@GET_OR_POST
def delete(request: MemberRequest, case_id: UUID) -> HttpResponse:
    """Delete a case with all its parts."""
    case = own_case(request, case_id)

    def act() -> str:
        delete_case(case, viewer=request.viewer, at=timezone.now())
        return reverse("cases:list")

    return confirm_page(
        request,
        act,
        question=f"Delete {case.reference} with all its parts?",
        text="That it was deleted, when and by whom stays written down. Closing it keeps it.",
        button="Delete the case",
        back=case_address(case),
        grave=True,
    )
