"""The yearly report on referrals: what a desk received and passed on; small figures of others do not show."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manumit_desk.measures.measure import Period, by_agency
from manumit_desk.tips import actions
from manumit_desk.tips.measures import MEASURES
from manumit_desk.tips.report import Report, as_rows, hidden_desks, referral_report
from tests.manumit_desk.cast import NOW
from tests.manumit_desk.tips.desk import Desks, log_in, receive

LATER = NOW + timedelta(hours=1)


def own(report: Report) -> dict[str, int | None]:
    return {line.title: line.own for line in report.lines}


@pytest.fixture
def passed_on(desks: Desks) -> Desks:
    """Three tips of the Line: one kept, one passed to police and closed there, one passed on and taken back."""
    receive(desks.line)
    one, other = receive(desks.line).tip, receive(desks.line, state="LA").tip
    offer = actions.hand_over(one, desks.cast.police, why="x", viewer=desks.operator, at=LATER)
    actions.confirm_handover(offer, viewer=desks.detective, at=LATER)
    actions.close_tip(one, reason="helped", viewer=desks.detective, at=LATER)
    again = actions.hand_over(other, desks.cast.task_force, why="x", viewer=desks.operator, at=LATER)
    actions.take_back(other, again, viewer=desks.operator, at=LATER)
    return desks


def test_it_counts_what_was_received_passed_on_confirmed_and_known(passed_on: Desks) -> None:
    report = referral_report(passed_on.operator, year=2026, at=LATER)
    assert own(report) == {
        "Tips received": 3,
        "Tips received by a hotline": 3,
        "Tips passed to another desk": 1,
        "Tips passed to police": 1,
        "Tips passed on whose receipt was confirmed": 1,
        "Tips passed on whose outcome came back": 1,
    }


def test_a_tip_counts_where_it_first_came_to(passed_on: Desks) -> None:
    report = referral_report(passed_on.detective, year=2026, at=LATER)
    assert own(report)["Tips received"] == 0


def test_it_tells_the_states_of_the_own_desk(passed_on: Desks) -> None:
    report = referral_report(passed_on.operator, year=2026, at=LATER)
    assert {name: figures[0] for name, figures in report.by_state.rows} == {"Louisiana": 1, "Texas": 2}


def test_small_figures_of_other_desks_do_not_show(passed_on: Desks) -> None:
    report = referral_report(passed_on.detective, year=2026, at=LATER)
    assert [line.everywhere for line in report.lines][:1] == [None]
    assert dict(report.by_agency.rows)["The Line"][0] is None
    for _ in range(9):
        receive(passed_on.line)
    more = referral_report(passed_on.detective, year=2026, at=LATER)
    assert dict(more.by_agency.rows)["The Line"][0] == 12


def test_a_year_is_a_fiscal_year(passed_on: Desks) -> None:
    at = datetime(2026, 11, 1, tzinfo=UTC)
    assert own(referral_report(passed_on.operator, year=2027, at=at))["Tips received"] == 0
    assert referral_report(passed_on.operator, year=1800, at=at).year == 2027


def test_it_is_as_of_a_moment(passed_on: Desks) -> None:
    before = Period.fiscal_year(2026, as_of=NOW)
    counted = {measure.code: measure.records(before).count() for measure in MEASURES}
    assert counted["tips_received"] == 3
    assert counted["tips_receipt_confirmed"] == 0


def test_no_measure_of_tips_is_shown_by_agency_without_care() -> None:
    for measure in MEASURES:
        with pytest.raises(ValueError, match="people"):
            by_agency(measure, Period.fiscal_year(2026, as_of=NOW))


def test_the_csv_says_the_same_as_the_page(passed_on: Desks) -> None:
    rows = list(as_rows(referral_report(passed_on.operator, year=2026, at=LATER)))
    assert rows[1][:3] == ("own desk", "", "3")
    answer = log_in(passed_on.operator).get("/tips/report/referrals.csv?year=2026")
    assert answer.content.decode().splitlines()[0].startswith("part,name,Tips received")


@given(st.dictionaries(st.integers(2, 9), st.integers(0, 40), max_size=8))
def test_what_is_hidden_cannot_be_found_by_taking_the_rest_from_the_total(counted: dict[int, int]) -> None:
    hidden = hidden_desks(counted, own=1)
    few = {desk for desk, count in counted.items() if 0 < count < 11}
    assert few <= hidden
    shown = {desk for desk, count in counted.items() if count > 0} - hidden
    if hidden and shown:
        assert len(hidden) >= 2
        assert sum(counted[desk] for desk in hidden) >= 11
