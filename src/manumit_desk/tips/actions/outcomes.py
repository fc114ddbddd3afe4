"""How a tip ends, and how its outcome goes back to the desk that handed it over and to the caller."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from manumit import terms
from manumit_desk.agencies.viewer import Viewer
from manumit_desk.guard import audit
from manumit_desk.guard.permission import RefusedError
from manumit_desk.tips.actions.rows import begin, open_again, put_outcome, write_note
from manumit_desk.tips.clocks import meet, running_legal
from manumit_desk.tips.models import Tip, TipNote
from manumit_desk.tips.states import Act

Status = Tip.Status
DECIDED = ("first_look", "receipt", "decision")
"""The desk's own clocks that a decision on the tip stops."""


@transaction.atomic
def take_up_in_case(tip: Tip, *, case_id: UUID, viewer: Viewer, at: datetime) -> None:
    """Say that a case of the viewer's agency takes the tip up. The legal clocks run on."""
    begin(Act.TAKE_UP, tip, viewer, at=at)
    tip.case_id, tip.status = case_id, Status.IN_CASE
    tip.assigned_to_id = tip.assigned_to_id or viewer.user_id
    tip.save(update_fields=["case_id", "status", "assigned_to"])
    meet(tip, *DECIDED, at=at, user_id=viewer.user_id)
    audit.record("take up tip in case", viewer=viewer, at=at, held=tip, case=str(case_id))


@transaction.atomic
def close_tip(tip: Tip, *, reason: str, viewer: Viewer, at: datetime, note: str = "") -> None:
    """End the work on a tip for a reason (terms/tip_close_reasons.csv), from which the caller's outcome follows.

    RefusedError while a legal clock runs: what it asks for is written down first.
    """
    begin(Act.CLOSE, tip, viewer, at=at)
    outcomes = {row["code"]: row["outcome"] for row in terms.load("tip_close_reasons")}
    if reason not in outcomes:
        raise RefusedError("Choose a reason.")
    if running := running_legal(tip):
        raise RefusedError(f"First write down what was done: {'; '.join(rule.title for rule in running)}.")
    if note.strip():
        write_note(tip, TipNote.Kind.NOTE, note, at=at, user_id=viewer.user_id)
    tip.status, tip.closed_at, tip.close_reason = Status.CLOSED, at, reason
    tip.save(update_fields=["status", "closed_at", "close_reason"])
    meet(tip, *DECIDED, at=at, user_id=viewer.user_id)
    put_outcome(tip, outcomes[reason], at=at)
    audit.record("close tip", viewer=viewer, at=at, held=tip, reason=reason)


@transaction.atomic
def set_outcome(tip: Tip, outcome: str, *, viewer: Viewer, at: datetime) -> None:
    """Say what came of a tip (terms/tip_outcomes.csv) while its case goes on, or put that right."""
    begin(Act.SET_OUTCOME, tip, viewer, at=at)
    if outcome not in {row["code"] for row in terms.load("tip_outcomes")}:
        raise RefusedError("Choose an outcome.")
    put_outcome(tip, outcome, at=at)
    audit.record("set outcome of tip", viewer=viewer, at=at, held=tip, outcome=outcome)


@transaction.atomic
def reopen_tip(tip: Tip, *, why: str, viewer: Viewer, at: datetime) -> None:
    """Work on a closed tip again, or take it out of its case. Its clocks run anew; its outcome is no more."""
    begin(Act.REOPEN, tip, viewer, at=at)
    write_note(tip, TipNote.Kind.NOTE, why, at=at, user_id=viewer.user_id)
    open_again(tip, at=at)
    meet(tip, "first_look", *(["receipt"] if tip.confirmed_at else []), at=at, user_id=viewer.user_id)
    audit.record("reopen tip", viewer=viewer, at=at, held=tip)


@transaction.atomic
def close_tips_of_case(case_id: UUID, *, viewer: Viewer, at: datetime, outcome: str = "looked_into") -> int:
    """Close the tips that a case took up, now that it is closed; those with a running legal clock stay. How many."""
    closed = 0
    taken_up: QuerySet[Tip] = Tip.objects.visible_to(viewer).filter(case_id=case_id, owner=viewer.agency_id)
    for tip in taken_up.filter(status=Status.IN_CASE):
        if not running_legal(tip):
            close_tip(tip, reason="case_closed", viewer=viewer, at=at)
            if outcome != tip.outcome_for_caller:
                set_outcome(tip, outcome, viewer=viewer, at=at)
            closed += 1
    return closed
