"""What cases count: gross as agencies enter it, net each matter, defendant and victim once."""

from datetime import date, datetime
from typing import Any

import pytest
from django.utils import timezone

from manumit_desk.agencies.roles import Role
from manumit_desk.agencies.viewer import Viewer
from manumit_desk.cases.actions.cases import close_case, open_case
from manumit_desk.cases.actions.charges import add_charge, decide_charge
from manumit_desk.cases.actions.joint import count_alone, count_as_one, join_agency
from manumit_desk.cases.measures import MEASURES
from manumit_desk.cases.models import Case, Charge
from manumit_desk.measures.measure import Period, by_agency, drill_down, figure
from manumit_desk.measures.queries import behind
from tests.manumit_desk.cases.matter import Matter, consent, make_matter, person
from tests.manumit_desk.cast import NOW, Cast, make_cast

CODES = {measure.code: measure for measure in MEASURES}


def counted(code: str, viewer: Viewer, *, year: int = 2026, at: datetime = NOW) -> tuple[int | None, int | None]:
    """Gross and net of all agencies in a fiscal year."""
    found = figure(CODES[code], Period.fiscal_year(year, as_of=at), viewer, scope="all")
    return found.gross, found.net


@pytest.fixture
def cast(db: None) -> Cast:
    """The agencies, without the joint case: what is counted here is what a test enters."""
    return make_cast()


@pytest.fixture
def matter(cast: Cast) -> Matter:
    return make_matter(cast)


@pytest.fixture
def overseer(cast: Cast) -> Viewer:
    return cast.viewer(cast.centre, Role.OVERSEER)


def opened(viewer: Viewer, kind: str = "investigation", **facts: Any) -> Case:
    return open_case(title="Night work", kind=kind, viewer=viewer, at=NOW, **facts)


def charged(case: Case, viewer: Viewer, fields: dict[str, str]) -> Charge:
    suspect = person(case, "suspect", fields, viewer=viewer)
    return add_charge(case, defendant=suspect, statute="18-1591", filed_date=NOW.date(), viewer=viewer, at=NOW)


def test_one_joint_matter_of_two_agencies_is_one_investigation_net(cast: Cast, overseer: Viewer) -> None:
    police, theirs = opened(cast.detective), opened(cast.agent)
    assert counted("investigations_opened", overseer) == (2, 2)
    join_agency(police, cast.task_force, viewer=cast.detective, at=NOW)
    count_as_one(theirs, police, viewer=cast.agent, at=NOW)
    assert counted("investigations_opened", overseer) == (2, 1)
    count_alone(theirs, viewer=cast.agent, at=NOW)
    assert counted("investigations_opened", overseer) == (2, 2)


def test_cases_count_in_the_year_in_which_they_were_opened(cast: Cast, overseer: Viewer) -> None:
    opened(cast.detective, opened_date=date(2025, 9, 30))
    opened(cast.detective, opened_date=date(2025, 10, 1))
    assert counted("investigations_opened", overseer, year=2025) == (1, 1)
    assert counted("investigations_opened", overseer, year=2026) == (1, 1)


def test_a_duplicate_is_no_further_investigation(cast: Cast, overseer: Viewer) -> None:
    close_case(opened(cast.detective), reason="duplicate", viewer=cast.detective, at=NOW)
    assert counted("investigations_opened", overseer) == (0, 0)


@pytest.mark.parametrize(
    ("kind", "code"), [("task_force", "task_force_cases_opened"), ("prosecution", "prosecutions_opened")]
)
def test_each_kind_of_case_has_its_figure(cast: Cast, overseer: Viewer, kind: str, code: str) -> None:
    opened(cast.detective, kind)
    assert counted(code, overseer) == (1, 1)
    assert counted("investigations_opened", overseer) == (0, 0)


def test_one_defendant_convicted_of_two_charges_is_one_defendant(cast: Cast, matter: Matter, overseer: Viewer) -> None:
    second = add_charge(
        matter.case, defendant=matter.suspect, statute="18-1594", filed_date=NOW.date(), viewer=cast.detective, at=NOW
    )
    decide_charge(second, result="convicted", decided_date=NOW.date(), viewer=cast.detective, at=NOW)
    assert counted("charges_filed", overseer) == (2, 2)
    assert counted("defendants_convicted", overseer) == (1, 1)


def test_a_defendant_whom_both_agencies_enter_in_one_matter_counts_once(cast: Cast, overseer: Viewer) -> None:
    police, theirs = opened(cast.detective), opened(cast.agent)
    join_agency(police, cast.task_force, viewer=cast.detective, at=NOW)
    count_as_one(theirs, police, viewer=cast.agent, at=NOW)
    same = {"given_name": "Rolf", "family_name": "Brandtmeier", "birth_date": "1971-04-03", "phone": "+15045550142"}
    for case, viewer, paid in ((police, cast.detective, 0), (theirs, cast.agent, 40_00)):
        decide_charge(
            charged(case, viewer, same),
            result="convicted",
            decided_date=NOW.date(),
            restitution_ordered_cents=1_000_00,
            restitution_paid_cents=paid,
            viewer=viewer,
            at=NOW,
        )
    assert counted("defendants_convicted", overseer) == (2, 1)
    assert counted("restitution_ordered", overseer) == (2_000_00, 1_000_00)
    assert counted("restitution_paid", overseer) == (40_00, 40_00)
    assert by_agency(CODES["restitution_ordered"], Period.fiscal_year(2026, as_of=NOW)) == {
        cast.police.pk: (1_000_00, 1_000_00),
        cast.task_force.pk: (1_000_00, 1_000_00),
    }


def test_an_acquittal_is_no_conviction(cast: Cast, matter: Matter, overseer: Viewer) -> None:
    decide_charge(matter.charge, result="acquitted", decided_date=NOW.date(), viewer=cast.detective, at=NOW)
    assert counted("defendants_convicted", overseer) == (0, 0)


def test_victims_of_other_agencies_are_not_shown_while_they_are_few(cast: Cast, overseer: Viewer) -> None:
    case = opened(cast.advocate, "victim_services")
    person(case, "victim", {"given_name": "Marisol"}, viewer=cast.advocate)
    assert counted("victims_served", overseer) == (None, None)
    own = figure(CODES["victims_served"], Period.fiscal_year(2026, as_of=NOW), cast.advocate, scope="own")
    assert (own.gross, own.net) == (1, 1)


def test_a_survivor_in_two_files_is_one_victim_only_where_linking_was_consented_to(cast: Cast) -> None:
    now = timezone.now()
    same = {"given_name": "Marisol", "family_name": "Quetzalli", "birth_date": "2001-02-03", "phone": "+15045550177"}
    parties = [person(opened(cast.advocate, "victim_services"), "victim", same, viewer=cast.advocate) for _ in range(2)]
    period = Period.fiscal_year(2026, as_of=NOW)
    assert figure(CODES["victims_served"], period, cast.advocate, scope="own").net == 2
    for party in parties:
        consent(party, viewer=cast.advocate, at=now, linking=True)
    assert figure(CODES["victims_served"], period, cast.advocate, scope="own").net == 1


def test_who_may_not_see_a_record_gets_the_figure_and_nothing_to_open(
    cast: Cast, matter: Matter, overseer: Viewer
) -> None:
    period = Period.fiscal_year(2026, as_of=NOW)
    for measure in MEASURES:
        assert list(drill_down(measure, period, overseer)) == []
    assert list(drill_down(CODES["investigations_opened"], period, cast.agent)) == [matter.case]


def test_of_a_record_that_is_shown_alone_the_drill_down_does_not_name_the_case(cast: Cast, matter: Matter) -> None:
    at = timezone.now()
    consent(matter.victim, cast.shelter, viewer=cast.detective, at=at)
    period = Period.fiscal_year(2026, as_of=at)
    for viewer, reference in ((cast.advocate, "this record alone"), (cast.detective, matter.case.reference)):
        rows = behind(CODES["victims_identified"], viewer, period).rows
        assert [one.reference for one in rows] == [reference]
