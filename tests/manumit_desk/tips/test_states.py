"""A tip is always in one state, at one desk, with a clock that runs and something that can be done."""

import contextlib
from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from manumit_desk.guard.permission import RefusedError
from manumit_desk.tips import actions
from manumit_desk.tips.models import Tip, TipClock, TipHandover, TipNote
from manumit_desk.tips.states import WAYS, Act, open_offer, ways_forward
from tests.manumit_desk.cast import NOW
from tests.manumit_desk.tips.desk import Desks, fresh, receive

Status = Tip.Status
LATER = NOW + timedelta(hours=2)


def test_every_state_has_a_way_forward() -> None:
    assert set(WAYS) == set(Status)
    assert all(ways - {Act.NOTE} for ways in WAYS.values())


def test_a_tip_is_new_then_assigned_then_closed_and_can_be_opened_again(desks: Desks) -> None:
    tip, viewer = receive(desks.line).tip, desks.operator
    assert tip.status == Status.NEW
    actions.assign_tip(tip, to_user_id=viewer.user_id, viewer=viewer, at=LATER)
    assert fresh(tip).status == Status.ASSIGNED
    actions.close_tip(tip, reason="not_enough", viewer=viewer, at=LATER)
    assert (fresh(tip).status, fresh(tip).outcome_for_caller) == (Status.CLOSED, "not_enough")
    actions.reopen_tip(tip, why="The caller called again.", viewer=viewer, at=LATER)
    assert (fresh(tip).status, fresh(tip).closed_at, fresh(tip).outcome_for_caller) == (Status.ASSIGNED, None, "")


def test_a_question_waits_and_its_answer_ends_the_waiting(desks: Desks) -> None:
    tip = receive(desks.line).tip
    for kind, then in ((TipNote.Kind.QUESTION, Status.WAITING), (TipNote.Kind.ANSWER, Status.NEW)):
        actions.add_note(tip, "Which motel?", kind=kind, viewer=desks.operator, at=LATER)
        assert fresh(tip).status == then


def test_only_the_desk_that_has_a_tip_works_on_it(desks: Desks) -> None:
    tip = receive(desks.line).tip
    with pytest.raises(RefusedError):
        actions.assign_tip(tip, to_user_id=desks.detective.user_id, viewer=desks.detective, at=LATER)
    assert fresh(tip).status == Status.NEW


def test_a_tip_is_assigned_to_members_of_its_desk_only(desks: Desks) -> None:
    tip = receive(desks.line).tip
    with pytest.raises(RefusedError):
        actions.assign_tip(tip, to_user_id=desks.detective.user_id, viewer=desks.operator, at=LATER)


def test_a_closed_tip_is_not_closed_or_handed_over_again(desks: Desks) -> None:
    tip = receive(desks.line).tip
    actions.close_tip(tip, reason="duplicate", viewer=desks.operator, at=LATER)
    with pytest.raises(RefusedError, match="closed"):
        actions.hand_over(tip, desks.cast.police, why="Theirs", viewer=desks.operator, at=LATER)


def test_a_case_takes_a_tip_up_and_its_end_closes_it(desks: Desks) -> None:
    tip, case_id = receive(desks.cast.police).tip, uuid4()
    actions.take_up_in_case(tip, case_id=case_id, viewer=desks.detective, at=LATER)
    assert (fresh(tip).status, fresh(tip).case_id) == (Status.IN_CASE, case_id)
    assert actions.close_tips_of_case(case_id, viewer=desks.detective, at=LATER, outcome="helped") == 1
    assert (fresh(tip).status, fresh(tip).outcome_for_caller) == (Status.CLOSED, "helped")


def test_every_act_is_a_line_in_the_audit_without_content(desks: Desks) -> None:
    from manumit_desk.guard.models import AuditEvent

    tip = receive(desks.line).tip
    actions.add_note(tip, "He is called Zebulon.", kind=TipNote.Kind.NOTE, viewer=desks.operator, at=LATER)
    actions.close_tip(tip, reason="duplicate", note="Zebulon", viewer=desks.operator, at=LATER)
    lines = AuditEvent.objects.filter(record_id=str(tip.pk))
    assert [line.action for line in lines] == ["receive tip", "note on tip", "close tip"]
    assert not any("Zebulon" in str(line.detail) or "Motel" in str(line.detail) for line in lines)


ACTS = st.lists(
    st.sampled_from(["note", "ask", "answer", "assign", "confirm", "close", "reopen", "take_up", "offer", "take_back",
                     "accept", "decline", "caller", "outcome", "child"]),
    max_size=8,
)  # fmt: skip


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_whatever_is_done_a_tip_has_a_state_an_owner_and_a_way_forward(desks: Desks, acts: list[str]) -> None:
    tip = receive(desks.line, may_tell_police=True).tip
    for step, act in enumerate(acts):
        with contextlib.suppress(RefusedError):  # what is refused leaves all as it was
            _do(desks, tip, act, minutes=step)
        _require_invariants(tip)


def _do(desks: Desks, tip: Tip, act: str, *, minutes: int) -> None:
    at = NOW + timedelta(minutes=minutes)
    held = fresh(tip)
    viewer = desks.operator if held.owner_id == desks.line.pk else desks.detective
    other = desks.cast.police if held.owner_id == desks.line.pk else desks.line
    offer = open_offer(held)
    receiver = desks.detective if held.owner_id == desks.line.pk else desks.operator
    acts = {
        "note": lambda: actions.add_note(held, "x", kind=TipNote.Kind.NOTE, viewer=viewer, at=at),
        "ask": lambda: actions.add_note(held, "x", kind=TipNote.Kind.QUESTION, viewer=viewer, at=at),
        "answer": lambda: actions.add_note(held, "x", kind=TipNote.Kind.ANSWER, viewer=viewer, at=at),
        "assign": lambda: actions.assign_tip(held, to_user_id=viewer.user_id, viewer=viewer, at=at),
        "confirm": lambda: actions.confirm_receipt(held, viewer=viewer, at=at),
        "close": lambda: actions.close_tip(held, reason="helped", viewer=viewer, at=at),
        "reopen": lambda: actions.reopen_tip(held, why="x", viewer=viewer, at=at),
        "take_up": lambda: actions.take_up_in_case(held, case_id=uuid4(), viewer=viewer, at=at),
        "offer": lambda: actions.hand_over(held, other, why="x", viewer=viewer, at=at),
        "take_back": lambda: offer and actions.take_back(held, offer, viewer=viewer, at=at),
        "accept": lambda: offer and actions.confirm_handover(offer, viewer=receiver, at=at),
        "decline": lambda: offer and actions.decline_handover(offer, because="known", viewer=receiver, at=at),
        "caller": lambda: actions.add_from_caller(held, "x", at=at),
        "outcome": lambda: actions.set_outcome(held, "helped", viewer=viewer, at=at),
        "child": lambda: actions.correct_facts(held, {"child": "yes"}, viewer=viewer, at=at),
    }
    acts[act]()


def _require_invariants(tip: Tip) -> None:
    held = fresh(tip)
    offers = TipHandover.all_objects.filter(tip=held, state=TipHandover.State.OFFERED).count()
    assert held.status in Status.values
    assert held.owner is not None
    assert ways_forward(held, is_offered=offers > 0)
    assert offers <= 1
    assert offers == 0 or held.status == Status.WAITING
    if held.is_open:
        assert TipClock.objects.filter(tip=held, met_at__isnull=True).exists()
    assert (held.status == Status.CLOSED) == (held.closed_at is not None)
    assert (held.status == Status.IN_CASE) == (held.case_id is not None) or held.status == Status.CLOSED
    assert set(TipNote.all_objects.filter(tip=held).values_list("owner", flat=True)) <= {held.owner_id}
