"""Where a tip can stand, and what may be done with it there. A tip is always in one state, and none is a dead end."""

from enum import StrEnum

from manumit_desk.agencies.viewer import Viewer
from manumit_desk.guard.permission import RefusedError
from manumit_desk.tips.models import Tip, TipHandover

Status = Tip.Status


class Act(StrEnum):
    """What members do with a tip."""

    NOTE = "note"
    CORRECT = "correct"
    CONFIRM = "confirm"
    ASSIGN = "assign"
    ASK = "ask"
    HAND_OVER = "hand_over"
    TAKE_BACK = "take_back"
    TAKE_UP = "take_up"
    CLOSE = "close"
    REOPEN = "reopen"
    SET_OUTCOME = "set_outcome"


_OPEN = frozenset({Act.NOTE, Act.CORRECT, Act.CONFIRM, Act.ASSIGN, Act.ASK, Act.HAND_OVER, Act.TAKE_UP, Act.CLOSE})
WAYS: dict[Tip.Status, frozenset[Act]] = {
    Status.NEW: _OPEN,
    Status.ASSIGNED: _OPEN,
    Status.WAITING: _OPEN,
    Status.IN_CASE: frozenset({Act.NOTE, Act.CORRECT, Act.CONFIRM, Act.SET_OUTCOME, Act.CLOSE, Act.REOPEN}),
    Status.CLOSED: frozenset({Act.NOTE, Act.REOPEN, Act.SET_OUTCOME}),
}
OFFERED = frozenset({Act.NOTE, Act.TAKE_BACK})
"""While another desk has not answered, the one that offered a tip adds to it or takes it back."""
SAID = {
    Act.NOTE: "noted upon",
    Act.CORRECT: "corrected",
    Act.CONFIRM: "confirmed",
    Act.ASSIGN: "assigned",
    Act.ASK: "asked about",
    Act.HAND_OVER: "handed over",
    Act.TAKE_BACK: "taken back",
    Act.TAKE_UP: "taken up in a case",
    Act.CLOSE: "closed",
    Act.REOPEN: "opened again",
    Act.SET_OUTCOME: "given an outcome",
}


def open_offer(tip: Tip) -> TipHandover | None:
    """The handover of a tip that another desk has not answered yet."""
    offers = TipHandover.objects.for_system().filter(tip=tip, state=TipHandover.State.OFFERED)
    found: TipHandover | None = offers.select_related("owner", "to_agency").first()
    return found


def ways_forward(tip: Tip, *, is_offered: bool) -> frozenset[Act]:
    """What its desk may do with a tip now."""
    return OFFERED if is_offered else WAYS[Status(tip.status)]


def require(act: Act, tip: Tip, viewer: Viewer) -> None:
    """RefusedError where the viewer's agency does not have the tip, or its state does not allow the act."""
    if tip.owner_id != viewer.agency_id or not viewer.works_with_records:
        raise RefusedError("Only the desk that has the tip may do this.")
    offer = open_offer(tip)
    if act in ways_forward(tip, is_offered=offer is not None):
        return
    if offer is not None:
        raise RefusedError(f"The tip was offered to {offer.to_agency}. Take it back first, or wait for the answer.")
    raise RefusedError(f"A tip that is {tip.get_status_display().lower()} cannot be {SAID[act]}.")
