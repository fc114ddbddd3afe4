"""How soon somebody must look, and what must be done by when."""

from datetime import timedelta

import pytest

from manumit_desk.guard.permission import RefusedError
from manumit_desk.tips import actions
from manumit_desk.tips.clocks import BY_CODE
from manumit_desk.tips.models import TipClock, TipNote
from manumit_desk.tips.queries import overdue_tips
from tests.manumit_desk.cast import NOW
from tests.manumit_desk.tips.desk import Desks, fresh, receive

CARE = {"child": "yes", "child_in_care": "yes"}


@pytest.mark.parametrize(
    ("facts", "urgency"),
    [
        ({"in_danger_now": "yes"}, "now"),
        ({"child": "yes", "child_is_missing": "yes"}, "now"),
        ({"child": "yes"}, "today"),
        ({"indicators": ("cannot_leave",)}, "today"),
        ({"concern": "sex", "child": "unknown"}, "today"),
        ({"concern": "sex", "child": "no"}, "this_week"),
        ({"indicators": ("debt",)}, "this_week"),
        ({}, "this_week"),
    ],
)
def test_urgency_follows_from_the_facts(desks: Desks, facts: dict[str, object], urgency: str) -> None:
    tip = receive(desks.line, **facts).tip
    assert tip.urgency == urgency
    assert bool(tip.urgency_reasons) == (urgency != "this_week")


@pytest.mark.parametrize(
    ("desk", "facts", "legal"),
    [
        ("welfare", {"child": "yes", "child_is_foreign": "yes"}, {"foreign_child_to_hhs"}),
        ("welfare", CARE, {"child_to_police"}),
        ("welfare", {**CARE, "concern": "labour"}, set()),
        ("welfare", {**CARE, "child_is_missing": "yes"}, {"child_to_police", "missing_child_to_police"}),
        ("welfare", {"child": "no", "child_is_foreign": "yes"}, set()),
        ("police", {"child": "yes", "child_is_foreign": "yes"}, {"foreign_child_to_hhs"}),
        ("police", CARE, set()),
        ("line", {**CARE, "child_is_foreign": "yes"}, set()),
    ],
)
def test_legal_clocks_run_where_the_law_binds_the_desk(
    desks: Desks, desk: str, facts: dict[str, str], legal: set[str]
) -> None:
    owner = {"welfare": desks.welfare, "police": desks.cast.police, "line": desks.line}[desk]
    running = TipClock.objects.filter(tip=receive(owner, **facts).tip)
    found = {clock.code: clock for clock in running if BY_CODE[clock.code].is_legal}
    assert set(found) == legal
    assert all(clock.due_at == NOW + timedelta(hours=24) for clock in found.values())


def test_a_legal_clock_starts_when_the_desk_learns_the_fact(desks: Desks) -> None:
    tip, at = receive(desks.welfare, child="unknown").tip, NOW + timedelta(days=3)
    actions.correct_facts(tip, {**CARE, "child_is_foreign": "yes"}, viewer=desks.worker, at=at)
    assert TipClock.objects.get(tip=tip, code="foreign_child_to_hhs").due_at == at + timedelta(hours=24)


def test_a_clock_goes_when_the_fact_was_wrong(desks: Desks) -> None:
    tip = receive(desks.welfare, **CARE).tip
    actions.correct_facts(tip, {"child": "no"}, viewer=desks.worker, at=NOW)
    assert not TipClock.objects.filter(tip=tip, code="child_to_police").exists()


def test_a_tip_is_not_closed_while_a_legal_clock_runs(desks: Desks) -> None:
    tip = receive(desks.welfare, **CARE).tip
    with pytest.raises(RefusedError, match="tell police"):
        actions.close_tip(tip, reason="helped", viewer=desks.worker, at=NOW)
    actions.meet_clock(tip, "child_to_police", how="Told RCPD, number 17", viewer=desks.worker, at=NOW)
    actions.close_tip(tip, reason="helped", viewer=desks.worker, at=NOW)
    decision = TipNote.all_objects.get(tip=tip, kind=TipNote.Kind.DECISION)
    assert "number 17" in decision.text


def test_a_handover_to_police_meets_the_duty_to_tell_them_once_they_confirm(desks: Desks) -> None:
    tip = receive(desks.welfare, **CARE).tip
    offer = actions.hand_over(tip, desks.cast.police, why="Law", viewer=desks.worker, at=NOW)
    assert TipClock.objects.get(tip=tip, code="child_to_police").met_at is None
    actions.confirm_handover(offer, viewer=desks.detective, at=NOW)
    assert TipClock.objects.get(tip=tip, code="child_to_police").met_at == NOW


def test_somebody_who_works_on_a_tip_has_looked_at_it(desks: Desks) -> None:
    tip = receive(desks.line).tip
    assert TipClock.objects.get(tip=tip, code="first_look").met_at is None
    actions.add_note(tip, "Read", kind=TipNote.Kind.NOTE, viewer=desks.operator, at=NOW)
    assert TipClock.objects.get(tip=tip, code="first_look").met_at == NOW


def test_what_a_caller_adds_must_be_looked_at_again(desks: Desks) -> None:
    tip = receive(desks.line).tip
    actions.close_tip(tip, reason="not_enough", viewer=desks.operator, at=NOW)
    actions.add_from_caller(tip, "The plate is ABC 1234.", at=NOW)
    assert fresh(tip).status == "new"
    assert TipClock.objects.get(tip=tip, code="first_look").met_at is None


def test_overdue_tips_show_to_their_desk_only(desks: Desks) -> None:
    tip, late = receive(desks.line).tip, NOW + timedelta(days=4)
    rows, count = overdue_tips(desks.operator, at=late)
    assert ([row.reference for row in rows], count) == ([tip.reference], 1)
    assert overdue_tips(desks.detective, at=late) == ([], 0)
    assert overdue_tips(desks.operator, at=NOW) == ([], 0)


def test_a_more_urgent_fact_brings_the_clock_nearer_and_none_pushes_it_away(desks: Desks) -> None:
    tip = receive(desks.line).tip
    actions.correct_facts(tip, {"in_danger_now": "yes"}, viewer=desks.operator, at=NOW)
    soon = TipClock.objects.get(tip=tip, code="decision").due_at
    assert soon == NOW + timedelta(hours=72)
    actions.correct_facts(tip, {"in_danger_now": "no"}, viewer=desks.operator, at=NOW)
    assert TipClock.objects.get(tip=tip, code="decision").due_at == soon


def test_the_desks_own_clocks_are_not_stopped_by_saying_so(desks: Desks) -> None:
    tip = receive(desks.line).tip
    with pytest.raises(RefusedError):
        actions.meet_clock(tip, "decision", how="Later", viewer=desks.operator, at=NOW)
    assert TipClock.objects.get(tip=tip, code="decision").met_at is None
