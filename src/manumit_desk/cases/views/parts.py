"""Notes, events, tasks, charges and outcomes: adding, finishing, deciding, deleting."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from manumit_desk.cases.access import access_part
from manumit_desk.cases.actions.charges import add_charge, decide_charge
from manumit_desk.cases.actions.parts import add_event, add_note, add_task, delete_part, finish_task
from manumit_desk.cases.checks import agencies_of
from manumit_desk.cases.forms.parts import ChargeForm, EventForm, NoteForm, OutcomeForm, TaskForm
from manumit_desk.cases.models import (
    Case,
    CaseEvent,
    CaseNote,
    CasePart,
    CaseTask,
    Charge,
    Document,
    Outcome,
)
from manumit_desk.cases.queries.listing import members
from manumit_desk.cases.queries.parts import may_be_charged, outcome_facts
from manumit_desk.cases.views.acting import (
    GET_OR_POST,
    case_address,
    case_to_work_on,
    confirm_page,
    crumbs_to,
    form_page,
    require_mine,
)
from manumit_desk.guard.access import NotThere
from manumit_desk.guard.pages import MemberRequest, members_only


def _add(
    request: MemberRequest, case: Case, form: forms.Form, add: Callable[..., Any], *, title: str, button: str
) -> HttpResponse:
    """A page that adds one part; the form's names are the action's."""

    def act() -> None:
        add(case, viewer=request.viewer, at=timezone.now(), **form.cleaned_data)

    return form_page(request, form, act, title=title, button=button, back=case_address(case), crumbs=crumbs_to(case))


def _sent(request: MemberRequest) -> Any:
    return request.POST if request.method == "POST" else None


@members_only
@GET_OR_POST
def new_note(request: MemberRequest, case_id: UUID) -> HttpResponse:
    """Write a note."""
    case = case_to_work_on(request, case_id)
    return _add(request, case, NoteForm(_sent(request)), add_note, title="Write a note", button="Keep the note")


@members_only
@GET_OR_POST
def new_event(request: MemberRequest, case_id: UUID) -> HttpResponse:
    """Enter something that happened."""
    case = case_to_work_on(request, case_id)
    form = EventForm(_sent(request))
    return _add(request, case, form, add_event, title="Add what happened", button="Add to the timeline")


@members_only
@GET_OR_POST
def new_task(request: MemberRequest, case_id: UUID) -> HttpResponse:
    """Give somebody something to do."""
    case = case_to_work_on(request, case_id)
    people = members(agencies_of(case, at=timezone.now()))
    form = TaskForm(_sent(request), people=people)

    def add(case: Case, *, who: int | None, **said: Any) -> None:
        add_task(case, who_id=who, **said)

    return _add(request, case, form, add, title="Add a task", button="Add the task")


@members_only
@require_POST
def task_done(request: MemberRequest, task_id: UUID) -> HttpResponse:
    """Say that a task is done, or is not."""
    task = access_part(CaseTask, request.viewer, task_id, at=timezone.now())
    case = case_to_work_on(request, task.case_id)
    finish_task(task, is_done=request.POST.get("done") != "no", viewer=request.viewer, at=timezone.now())
    return redirect(case_address(case))


@members_only
@GET_OR_POST
def new_charge(request: MemberRequest, case_id: UUID) -> HttpResponse:
    """Enter a charge."""
    case = case_to_work_on(request, case_id)
    parties = may_be_charged(case, request.viewer)
    form = ChargeForm(_sent(request), defendants=[(str(one.pk), text) for one, text in parties])

    def add(case: Case, *, defendant: str, nibrs: str, **said: Any) -> None:
        named = next(one for one, _ in parties if str(one.pk) == defendant)
        offense = {"": None, "none": ""}.get(nibrs, nibrs)
        add_charge(case, defendant=named, nibrs=offense, **said)

    return _add(request, case, form, add, title="Enter a charge", button="Enter the charge")


@members_only
@GET_OR_POST
def decide(request: MemberRequest, charge_id: UUID) -> HttpResponse:
    """Enter what came of a charge."""
    charge = access_part(Charge, request.viewer, charge_id, at=timezone.now())
    require_mine(charge, request)
    form = OutcomeForm(_sent(request), initial=outcome_facts(charge, request.viewer))

    def act() -> None:
        decide_charge(charge, viewer=request.viewer, at=timezone.now(), **form.given())

    return form_page(
        request,
        form,
        act,
        title="What came of the charge",
        button="Save",
        back=case_address(charge.case_id),
        crumbs=crumbs_to(),
        text="Entered once here, it counts in every report.",
    )


_DELETABLE: dict[str, type[CasePart]] = {
    kind._meta.model_name or "": kind for kind in (CaseNote, CaseEvent, CaseTask, Document, Charge, Outcome)
}


@members_only
@GET_OR_POST
def delete(request: MemberRequest, kind: str, part_id: UUID) -> HttpResponse:
    """Delete a part of one's own."""
    if kind not in _DELETABLE:
        raise NotThere
    part = access_part(_DELETABLE[kind], request.viewer, part_id, at=timezone.now())
    require_mine(part, request)

    def act() -> None:
        delete_part(part, viewer=request.viewer, at=timezone.now())

    return confirm_page(
        request,
        act,
        question=f"Delete this {part._meta.verbose_name}?",
        text="That it was deleted, when and by whom stays written down.",
        button="Delete",
        back=case_address(part.case_id),
        grave=True,
    )
