"""Notes, events and tasks of a case, and deleting a part."""

from datetime import date, datetime

from django.db import transaction

from manumit_desk.agencies.viewer import Viewer
from manumit_desk.cases import vault
from manumit_desk.cases.access import require_own, require_work_on
from manumit_desk.cases.actions.declaring import declare
from manumit_desk.cases.checks import Faults, check, handling_of_part, who_fault
from manumit_desk.cases.models import Case, CaseEvent, CaseNote, CasePart, CaseTask, Charge, Document, Outcome, Party
from manumit_desk.cases.vocabulary import htcds_labels
from manumit_desk.guard import audit
from manumit_desk.registry.actions import withdraw_mentions


def _keep(part: CasePart, *, wanted: str, viewer: Viewer, at: datetime, faults: Faults | None = None) -> None:
    """Save a new part under the viewer's agency, and say so in the audit."""
    require_work_on(part.case, viewer, at=at)
    part.owner_id, part.created_by_id, part.created_at = viewer.agency_id, viewer.user_id, at
    part.handling = handling_of_part(part.case, wanted)
    check(part, faults or {})
    part.save()
    audit.record(f"add {part._meta.verbose_name}", viewer=viewer, at=at, held=part, to=str(part.case_id))
    declare(part, at=at)


@transaction.atomic
def add_note(case: Case, *, text: str, handling: str = "", viewer: Viewer, at: datetime) -> CaseNote:
    """Write something down. ValidationError by field."""
    note = CaseNote(case=case, text=text.strip())
    _keep(note, wanted=handling, viewer=viewer, at=at)
    return note


@transaction.atomic
def add_event(
    case: Case,
    *,
    happened_at: datetime,
    what: str,
    where: str = "",
    city: str = "",
    stage: str = "",
    handling: str = "",
    viewer: Viewer,
    at: datetime,
) -> CaseEvent:
    """Something that happened. `stage` is one of the standard's (hte_Type) or empty. ValidationError by field."""
    event = CaseEvent(case=case, at=happened_at, what=what.strip(), where=where.strip(), city=city.strip(), stage=stage)
    _keep(event, wanted=handling, viewer=viewer, at=at, faults=_event_faults(event, at=at))
    return event


def _event_faults(event: CaseEvent, *, at: datetime) -> Faults:
    known = event.stage in ("", *htcds_labels("hte_type"))
    return {
        "at": "Choose a moment that is past; what is to come is a task." if event.at > at else None,
        "stage": None if known else "Choose from the list.",
    }


@transaction.atomic
def add_task(
    case: Case,
    *,
    what: str,
    due_date: date | None = None,
    who_id: int | None = None,
    handling: str = "",
    viewer: Viewer,
    at: datetime,
) -> CaseTask:
    """Something to be done, by somebody of an agency that works the case. ValidationError by field."""
    task = CaseTask(case=case, what=what.strip(), due_date=due_date, who_id=who_id)
    _keep(task, wanted=handling, viewer=viewer, at=at, faults={"who": who_fault(who_id, case, at=at)})
    return task


@transaction.atomic
def finish_task(task: CaseTask, *, is_done: bool, viewer: Viewer, at: datetime) -> None:
    """Say that a task is done, or that it is not done after all. Everybody who works the case may."""
    require_work_on(task.case, viewer, at=at)
    if is_done == (task.done_at is not None):
        return
    task.done_at, task.done_by_id = (at, viewer.user_id) if is_done else (None, None)
    task.save(update_fields=["done_at", "done_by"])
    audit.record("finish task" if is_done else "take task up again", viewer=viewer, at=at, held=task)


@transaction.atomic
def delete_part(part: CasePart, *, viewer: Viewer, at: datetime) -> None:
    """Delete a note, event, task, document, charge or outcome of one's own; a line in the audit stays.

    A party is deleted by `delete_party`, which also takes back what rests on it.
    """
    if isinstance(part, Party):
        raise TypeError("a party is deleted by delete_party")
    require_own(part, viewer)
    audit.record("delete", viewer=viewer, at=at, held=part, of=str(part.case_id))
    if isinstance(part, Charge):
        _delete_outcomes(part, viewer=viewer, at=at)
    withdraw_mentions(part, at=at)
    stored = part.stored_name if isinstance(part, Document) else ""
    part.delete()
    if stored:
        transaction.on_commit(lambda: vault.drop(stored))


def _delete_outcomes(charge: Charge, *, viewer: Viewer, at: datetime) -> None:
    for outcome in Outcome.objects.for_system().filter(charge=charge):
        audit.record("delete", viewer=viewer, at=at, held=outcome, of=str(charge.case_id))
        withdraw_mentions(outcome, at=at)
