"""Who sees a case and each of its parts: one set-up, every viewer, every part."""

from typing import Any

import pytest

from manumit_desk.agencies.roles import Role
from manumit_desk.cases.access import access_case, access_part, access_party, works_on
from manumit_desk.cases.actions.cases import edit_case
from manumit_desk.cases.actions.joint import join_agency, leave_case, take_out
from manumit_desk.cases.actions.parts import add_note
from manumit_desk.guard.access import NotThere
from manumit_desk.guard.held import HeldObject
from manumit_desk.guard.models import AuditEvent
from manumit_desk.guard.permission import may_see, why
from manumit_desk.guard.shares import RefusedError
from tests.manumit_desk.cases.matter import Matter, person
from tests.manumit_desk.cast import NOW, Cast


def seen(matter: Matter, viewer: object) -> set[str]:
    """What of the matter a viewer sees, by names."""
    named: dict[str, HeldObject] = {
        "case": matter.case,
        "victim": matter.victim,
        "partner's victim": matter.partners_victim,
        **{part.kind_of_record(): part for part in matter.shown},
    }
    return {name for name, held in named.items() if may_see(viewer, held)}  # type: ignore[arg-type]


PARTS = {
    "cases.party", "cases.charge", "cases.outcome", "cases.casenote", "cases.caseevent", "cases.casetask",
    "cases.document",
}  # fmt: skip


def test_the_owner_sees_all_but_the_partners_victim(cast: Cast, matter: Matter) -> None:
    assert seen(matter, cast.detective) == {"case", "victim", *PARTS}


def test_the_partner_sees_all_but_the_owners_victim(cast: Cast, matter: Matter) -> None:
    assert seen(matter, cast.agent) == {"case", "partner's victim", *PARTS}


@pytest.mark.parametrize("who", ["advocate", "analyst"])
def test_other_agencies_see_nothing(cast: Cast, matter: Matter, who: str) -> None:
    assert seen(matter, getattr(cast, who)) == set()


@pytest.mark.parametrize("role", [Role.OVERSEER, Role.ADMINISTRATOR])
def test_overseers_and_administrators_of_the_owner_see_nothing(cast: Cast, matter: Matter, role: Role) -> None:
    assert seen(matter, cast.viewer(cast.police, role)) == set()


def test_without_a_second_factor_the_owner_does_not_see_the_victim(cast: Cast, matter: Matter) -> None:
    assert seen(matter, cast.viewer(cast.police, second_factor=False)) == {"case", *PARTS}


def test_a_stranger_gets_what_a_missing_case_gets(cast: Cast, matter: Matter) -> None:
    for viewer in (None, cast.advocate):
        with pytest.raises(NotThere):
            access_case(viewer, matter.case.pk, at=NOW)
        with pytest.raises(NotThere):
            access_party(viewer, matter.suspect.pk, at=NOW)
        for part in matter.shown:
            with pytest.raises(NotThere):
                access_part(type(part), viewer, part.pk, at=NOW)
    with pytest.raises(NotThere):
        access_case(cast.detective, "no id", at=NOW)


def test_reading_a_victims_record_is_a_line_in_the_audit(cast: Cast, matter: Matter) -> None:
    access_party(cast.detective, matter.victim.pk, at=NOW)
    last = AuditEvent.objects.last()
    assert last is not None
    assert (last.action, last.record_id, last.handling) == ("read", str(matter.victim.pk), "victim_confidential")


def test_a_partner_that_leaves_sees_only_what_it_added(cast: Cast, matter: Matter) -> None:
    leave_case(matter.case, viewer=cast.agent, at=NOW)
    assert seen(matter, cast.agent) == {"partner's victim"}
    assert not works_on(matter.case, cast.agent, at=NOW)


def test_a_partner_that_is_taken_out_sees_only_what_it_added(cast: Cast, matter: Matter) -> None:
    take_out(matter.case, cast.task_force, viewer=cast.detective, at=NOW)
    assert seen(matter, cast.agent) == {"partner's victim"}


def test_what_a_partner_adds_is_its_own_and_the_owner_sees_it(cast: Cast, matter: Matter) -> None:
    note = add_note(matter.case, text="We watched the door.", viewer=cast.agent, at=NOW)
    assert note.owner == cast.task_force
    assert may_see(cast.detective, note)


def test_a_partner_may_not_change_the_case_or_bring_in_others(cast: Cast, matter: Matter) -> None:
    with pytest.raises(RefusedError):
        edit_case(matter.case, {"title": "Ours"}, viewer=cast.agent, at=NOW)
    with pytest.raises(RefusedError):
        join_agency(matter.case, cast.centre, viewer=cast.agent, at=NOW)


def test_a_case_for_law_enforcement_is_not_joined_by_a_shelter(cast: Cast, matter: Matter) -> None:
    with pytest.raises(RefusedError, match="is not a law-enforcement agency"):
        join_agency(matter.case, cast.shelter, viewer=cast.detective, at=NOW)


def test_seeing_a_case_by_agreement_is_not_working_it(cast: Cast, matter: Matter) -> None:
    from manumit_desk.agencies.models import Agreement

    agreement = Agreement.objects.create(
        title="Gulf", handlings=["law_enforcement"], from_date=NOW.date(), until_date=NOW.date().replace(year=2099)
    )
    agreement.parties.set([cast.police, cast.centre])
    assert may_see(cast.analyst, matter.case)
    with pytest.raises(RefusedError):
        add_note(matter.case, text="Mine too", viewer=cast.analyst, at=NOW)


def test_the_owner_and_the_partner_are_told_why_they_see_a_case(cast: Cast, matter: Matter) -> None:
    assert [row.rule for row in why(cast.detective, matter.case)] == ["own agency"]
    assert [row.rule for row in why(cast.agent, matter.case)] == ["shared"]


def test_a_victim_is_confidential_unless_somebody_says_otherwise(cast: Cast, matter: Matter) -> None:
    assert matter.victim.handling == "victim_confidential"
    known = person(matter.case, "victim", {"given_name": "Ines"}, handling="case", viewer=cast.detective)
    assert known.handling == matter.case.handling
    assert may_see(cast.agent, known)


def test_every_part_bears_the_cases_code_or_a_more_closed_one(cast: Cast, matter: Matter) -> None:
    kinds: set[Any] = {type(part) for part in matter.shown}
    for kind in kinds:
        codes = set(kind.objects.for_system().filter(case=matter.case).values_list("handling", flat=True))
        assert codes <= {matter.case.handling, "victim_confidential"}
