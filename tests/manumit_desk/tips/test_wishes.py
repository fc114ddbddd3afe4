"""What the caller wants is a rule: no police, no call back, no name."""

from datetime import timedelta
from typing import Any

import pytest

from manumit_desk.guard.handling import Handling
from manumit_desk.guard.models import Share
from manumit_desk.guard.permission import RefusedError, may_see
from manumit_desk.guard.shares import share_record
from manumit_desk.registry.models import Hit, Mention, MentionRole
from manumit_desk.tips import actions
from manumit_desk.tips.draft import Named
from manumit_desk.tips.models import TipHandover, TipNote
from manumit_desk.tips.page import tip_page
from tests.manumit_desk.cast import NOW
from tests.manumit_desk.tips.desk import Desks, fresh, receive

LATER = NOW + timedelta(hours=1)
ANA = Named(kind="person", role="victim", fields={"name": "Ana"})
PHONE = Named(kind="contact", role=MentionRole.CONTACT, fields={"type": "phone", "value": "956 555 0144"})


def test_a_tip_goes_to_police_where_the_caller_allows_it(desks: Desks) -> None:
    tip = receive(desks.line, may_tell_police=True).tip
    handover = actions.hand_over(tip, desks.cast.police, why="Theirs", viewer=desks.operator, at=LATER)
    assert handover.to_police


@pytest.mark.parametrize("ground", ["", "child_in_danger"])
def test_it_does_not_where_the_caller_does_not_want_it(desks: Desks, ground: str) -> None:
    tip = receive(desks.line, may_tell_police=False).tip
    with pytest.raises(RefusedError):
        actions.hand_over(
            tip, desks.cast.police, why="Theirs", ground=ground, decided_by=desks.supervisor.user_id,
            viewer=desks.operator, at=LATER,
        )  # fmt: skip
    assert not TipHandover.all_objects.exists()


def test_it_may_go_to_a_desk_that_is_no_police(desks: Desks) -> None:
    tip = receive(desks.line, may_tell_police=False).tip
    assert actions.hand_over(tip, desks.welfare, why="Theirs", viewer=desks.operator, at=LATER)


def test_for_a_child_in_danger_a_named_supervisor_may_decide_otherwise(desks: Desks) -> None:
    tip = receive(desks.line, may_tell_police=False, child="yes").tip
    act = {"why": "She is fourteen and locked in.", "ground": "child_in_danger", "viewer": desks.operator, "at": LATER}
    with pytest.raises(RefusedError, match="supervisor"):
        actions.hand_over(tip, desks.cast.police, decided_by=desks.operator.user_id, **act)  # type: ignore[arg-type]
    handover = actions.hand_over(
        tip, desks.cast.police, decided_by=desks.supervisor.user_id, **act  # type: ignore[arg-type]
    )  # fmt: skip
    decision = TipNote.all_objects.get(tip=tip, kind=TipNote.Kind.DECISION)
    assert handover.decided_by_id == desks.supervisor.user_id == decision.created_by_id


def test_an_anonymous_caller_leaves_no_trace(desks: Desks) -> None:
    said = {"caller_name": "Rosa Trace", "caller_phone": "956 555 0101", "caller_email": "r@trace.example"}
    tip = receive(desks.line, is_anonymous=True, may_call_back=True, **said).tip
    held = fresh(tip)
    assert (held.caller_name, held.caller_phone, held.caller_email, held.may_call_back) == ("", "", "", False)


def test_a_caller_who_becomes_anonymous_is_forgotten(desks: Desks) -> None:
    tip = receive(desks.line, is_anonymous=False, caller_name="Rosa", may_call_back=True, caller_phone="956").tip
    assert tip_page(desks.operator, fresh(tip)).caller == {"name": "Rosa", "phone": "956"}
    actions.change_wishes(tip, {"is_anonymous": True}, said="By phone today", viewer=desks.operator, at=LATER)
    assert tip_page(desks.operator, fresh(tip)).caller == {}
    assert fresh(tip).caller_name == ""


def test_who_does_not_want_to_be_called_is_not_called(desks: Desks) -> None:
    tip = receive(desks.line, is_anonymous=False, caller_name="Rosa", caller_phone="956", may_call_back=False).tip
    assert tip_page(desks.operator, fresh(tip)).caller == {"name": "Rosa"}
    with pytest.raises(RefusedError, match="called back"):
        actions.add_note(
            tip, "Asked", kind=TipNote.Kind.QUESTION, of_caller=True, viewer=desks.operator, at=LATER
        )  # fmt: skip
    actions.change_wishes(tip, {"may_call_back": True}, said="She called", viewer=desks.operator, at=LATER)
    actions.add_note(tip, "Asked", kind=TipNote.Kind.QUESTION, of_caller=True, viewer=desks.operator, at=LATER)


def test_a_hit_does_not_tell_police_of_a_tip_that_they_may_not_know(desks: Desks) -> None:
    receive(desks.cast.police, named=(PHONE,))
    receive(desks.line, named=(PHONE,), may_tell_police=False)
    assert not Hit.objects.exists()
    receive(desks.line, named=(PHONE,), may_tell_police=True)
    assert Hit.objects.count() == 1


def test_when_the_caller_allows_police_later_the_tip_is_matched_at_once(desks: Desks) -> None:
    receive(desks.cast.police, named=(PHONE,))
    tip = receive(desks.line, named=(PHONE,), may_tell_police=False).tip
    actions.change_wishes(tip, {"may_tell_police": True}, said="She called", viewer=desks.operator, at=LATER)
    assert Hit.objects.count() == 1


def test_the_caller_is_never_entered_among_the_named(desks: Desks) -> None:
    tip = receive(desks.line, is_anonymous=False, caller_name="Rosa", caller_phone="956 555 0101").tip
    assert not Mention.objects.for_system().filter(file_id=tip.pk).exists()
    caller = Named(kind="person", role=MentionRole.CALLER, fields={"name": "Rosa"})
    with pytest.raises(RefusedError):
        actions.add_entry(tip, caller, viewer=desks.operator, at=LATER)


@pytest.mark.parametrize(
    ("desk", "said", "expected"),
    [
        ("line", {"may_tell_police": True}, Handling.AGENCY),
        ("line", {"may_tell_police": False}, Handling.AGENCY),
        ("line", {"child": "yes"}, Handling.VICTIM_CONFIDENTIAL),
        ("line", {"named": (ANA,)}, Handling.VICTIM_CONFIDENTIAL),
        ("police", {"may_tell_police": True}, Handling.LAW_ENFORCEMENT),
        ("police", {"may_tell_police": False}, Handling.AGENCY),
        ("police", {"child": "yes"}, Handling.VICTIM_CONFIDENTIAL),
        ("nation", {"child": "yes"}, Handling.TRIBAL),
    ],
)  # fmt: skip
def test_handling_follows_from_the_facts(desks: Desks, desk: str, said: dict[str, object], expected: Handling) -> None:
    owner = desks.line if desk == "line" else getattr(desks.cast, desk)
    assert receive(owner, **said).tip.handling == expected


def test_no_share_shows_police_what_the_caller_keeps_from_them(desks: Desks) -> None:
    tip = receive(desks.line, may_tell_police=False).tip
    share: Any = {"why": Share.Why.DISCLOSURE, "viewer": desks.operator, "at": LATER}
    with pytest.raises(RefusedError, match="police"):
        share_record(tip, desks.cast.police, **share)
    assert share_record(tip, desks.welfare, **share)
    actions.change_wishes(tip, {"may_tell_police": True}, said="She called", viewer=desks.operator, at=LATER)
    assert share_record(tip, desks.cast.police, **share)
    assert may_see(desks.detective, fresh(tip))
    actions.change_wishes(tip, {"may_tell_police": False}, said="She called", viewer=desks.operator, at=LATER)
    assert not may_see(desks.detective, fresh(tip))
