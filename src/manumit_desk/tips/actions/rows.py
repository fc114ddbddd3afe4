"""What all acts on tips share: one at a time, a note as a row, and that somebody looked."""

from datetime import datetime

from manumit_desk.agencies.viewer import Viewer
from manumit_desk.guard import audit
from manumit_desk.guard.permission import RefusedError
from manumit_desk.tips.clocks import meet, restart_clocks
from manumit_desk.tips.models import Tip, TipHandover, TipNote
from manumit_desk.tips.states import Act, require

LONGEST_TEXT = 10_000


def lock(tip: Tip) -> None:
    """Wait for others who act, and read the tip anew: to be called first in a transaction."""
    audit.wait_in_line()
    tip.refresh_from_db(from_queryset=Tip.all_objects.select_for_update(of=("self",)).select_related("owner"))


def begin(act: Act, tip: Tip, viewer: Viewer, *, at: datetime) -> None:
    """Lock a tip for an act, refuse it where it is not allowed, and note that somebody looked at the tip."""
    lock(tip)
    require(act, tip, viewer)
    meet(tip, "first_look", at=at, user_id=viewer.user_id)


def write_note(tip: Tip, kind: TipNote.Kind, text: str, *, at: datetime, user_id: int | None) -> TipNote:
    """Add a note under the tip's owner and handling. RefusedError when it is empty or too long."""
    plain = text.replace("\0", "").strip()
    if not plain or len(plain) > LONGEST_TEXT:
        raise RefusedError(f"Write something, at most {LONGEST_TEXT:,} characters.")
    note = TipNote(tip=tip, owner=tip.owner, handling=tip.handling, kind=kind, text=plain)
    note.created_at, note.created_by_id = at, user_id
    note.save()
    return note


def back_to_work(tip: Tip) -> None:
    """The tip waits for nothing any more."""
    tip.status = Tip.Status.ASSIGNED if tip.assigned_to_id else Tip.Status.NEW
    tip.save(update_fields=["status"])


def open_again(tip: Tip, *, at: datetime) -> None:
    """Work on a tip that was closed or in a case: its clocks run anew, and what was said of its outcome is no more."""
    tip.closed_at, tip.close_reason, tip.case_id = None, "", None
    tip.save(update_fields=["closed_at", "close_reason", "case_id"])
    back_to_work(tip)
    put_outcome(tip, "", at=None)
    restart_clocks(tip, since=at)


def put_outcome(tip: Tip, outcome: str, *, at: datetime | None) -> None:
    """Put an outcome where the caller sees it by their code, and where the desks see it that handed the tip over."""
    tip.outcome_for_caller, tip.outcome_at = outcome, at
    tip.save(update_fields=["outcome_for_caller", "outcome_at"])
    passed = TipHandover.all_objects.filter(tip=tip, state=TipHandover.State.CONFIRMED)
    passed.update(outcome=outcome, outcome_at=at)
