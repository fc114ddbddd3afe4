"""A survivor's consent: what it shows, to whom, until when; and that an end takes effect at once, everywhere."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from manumit_desk.cases.access import access_party
from manumit_desk.cases.actions.cases import open_case
from manumit_desk.cases.actions.consents import consent_to_share, end_consent
from manumit_desk.cases.actions.parties import add_party, edit_party
from manumit_desk.cases.models import Case, Party
from manumit_desk.guard.models import AuditEvent, Consent
from manumit_desk.guard.permission import RefusedError, may_see
from manumit_desk.registry.models import HitSide, Mention
from tests.manumit_desk.cases.matter import Matter, consent, person
from tests.manumit_desk.cast import NOW, Cast

MARISOL = {"given_name": "Marisol", "family_name": "Quetzalli", "birth_date": "2001-02-03", "phone": "+15045550177"}


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def survivor(cast: Cast) -> Party:
    """A survivor in a file of the shelter."""
    case = open_case(title="Intake 14", kind="victim_services", viewer=cast.advocate, at=NOW)
    return person(case, "victim", MARISOL, viewer=cast.advocate)


def indexed(party: Party) -> set[bool]:
    return set(Mention.objects.for_system().filter(source_id=party.pk).values_list("is_indexed", flat=True))


def test_a_shelters_record_takes_part_in_nothing_without_consent(survivor: Party) -> None:
    assert survivor.handling == "victim_confidential"
    assert indexed(survivor) == {False}


def test_consent_shows_the_record_to_the_agency_it_names_and_to_no_other(
    cast: Cast, survivor: Party, now: datetime
) -> None:
    consent(survivor, cast.police, viewer=cast.advocate, at=now)
    assert access_party(cast.detective, survivor.pk, at=now) == survivor
    assert not may_see(cast.agent, survivor)
    assert not may_see(cast.detective, survivor.case)
    assert indexed(survivor) == {False}


def test_revoking_hides_the_record_at_once(cast: Cast, survivor: Party, now: datetime) -> None:
    given = consent(survivor, cast.police, viewer=cast.advocate, at=now)
    end_consent(survivor, given, viewer=cast.advocate, at=now)
    assert not may_see(cast.detective, survivor)
    end_consent(survivor, given, viewer=cast.advocate, at=now)
    assert AuditEvent.objects.filter(action="revoke consent").count() == 1


def test_a_consent_that_is_sent_twice_is_one_so_that_ending_it_ends_it(
    cast: Cast, survivor: Party, now: datetime
) -> None:
    given = [consent(survivor, cast.police, viewer=cast.advocate, at=now) for _ in range(2)]
    assert given[0] == given[1]
    assert consent(survivor, cast.task_force, viewer=cast.advocate, at=now) not in given
    end_consent(survivor, given[0], viewer=cast.advocate, at=now)
    assert not may_see(cast.detective, survivor)
    assert consent(survivor, cast.police, viewer=cast.advocate, at=now) not in given
    assert may_see(cast.detective, survivor)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch, now: datetime) -> Callable[[int], datetime]:
    """Lets days go by."""

    def go(days: int) -> datetime:
        moment = now + timedelta(days=days)
        monkeypatch.setattr(timezone, "now", lambda: moment)
        return moment

    return go


def test_a_consent_ends_by_itself(cast: Cast, survivor: Party, now: datetime, later: Any) -> None:
    consent(survivor, cast.police, viewer=cast.advocate, at=now, days=30)
    later(29)
    assert may_see(cast.detective, survivor)
    later(32)
    assert not may_see(cast.detective, survivor)


def test_with_consent_to_linking_the_record_is_matched_and_its_owner_alone_is_told(
    cast: Cast, survivor: Party, now: datetime
) -> None:
    case = open_case(title="Night work", kind="investigation", viewer=cast.detective, at=NOW)
    person(case, "witness", MARISOL, viewer=cast.detective)
    of_case = HitSide.objects.filter(hit__sides__file_id=case.pk)
    assert not of_case.exists()
    given = consent(survivor, viewer=cast.advocate, at=now, linking=True)
    assert indexed(survivor) == {True}
    assert {side.agency: side.is_told for side in of_case} == {cast.shelter: True, cast.police: False}
    end_consent(survivor, given, viewer=cast.advocate, at=now)
    assert indexed(survivor) == {False}
    assert not of_case.filter(is_told=True).exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"informed": False}, "informed"),
        ({"written": False}, "written"),
        ({"not_a_condition": False}, "not_a_condition"),
        ({"what": " "}, "what"),
        ({"purpose": ""}, "purpose"),
        ({"days": -1}, "until_date"),
        ({"days": 400}, "until_date"),
    ],
)
def test_a_consent_that_is_not_what_the_law_asks_is_not_kept(
    cast: Cast, survivor: Party, now: datetime, wrong: dict[str, Any], field: str
) -> None:
    said: dict[str, Any] = {
        "what": "My name", "purpose": "A bed", "linking": False, "informed": True, "written": True,
        "not_a_condition": True, "days": 30,
    } | wrong  # fmt: skip
    until = timezone.localdate(now) + timedelta(days=said.pop("days"))
    with pytest.raises(ValidationError) as refused:
        consent_to_share(
            survivor, to_agencies=[cast.police], until_date=until, viewer=cast.advocate, at=now, **said
        )  # fmt: skip
    assert list(refused.value.error_dict) == [field]
    assert not Consent.objects.exists()
    assert not may_see(cast.detective, survivor)


def test_only_the_holder_writes_down_or_ends_a_consent(cast: Cast, survivor: Party, now: datetime) -> None:
    given = consent(survivor, cast.police, viewer=cast.advocate, at=now)
    for act in (
        lambda: consent(survivor, cast.task_force, viewer=cast.detective, at=now),
        lambda: end_consent(survivor, given, viewer=cast.detective, at=now),
    ):
        with pytest.raises(RefusedError):
            act()
    assert may_see(cast.detective, survivor)


def test_a_provider_may_not_handle_a_survivor_less_closely(cast: Cast, survivor: Party) -> None:
    with pytest.raises(ValidationError, match="victim confidential"):
        edit_party(
            survivor, role="victim", fields=MARISOL, handling="case", viewer=cast.advocate, at=NOW
        )  # fmt: skip


def test_a_partner_of_a_joint_case_sees_the_victim_only_with_consent(cast: Cast, matter: Matter, now: datetime) -> None:
    assert not may_see(cast.agent, matter.victim)
    given = consent(matter.victim, cast.task_force, viewer=cast.detective, at=now)
    assert may_see(cast.agent, matter.victim)
    end_consent(matter.victim, given, viewer=cast.detective, at=now)
    assert not may_see(cast.agent, matter.victim)


def test_the_phone_of_a_person_is_found_as_a_contact_point_too(cast: Cast) -> None:
    def entered(case: Case, kind: str, role: str, fields: dict[str, str], who: Any) -> None:
        add_party(case, kind=kind, role=role, fields=fields, viewer=who, at=NOW)

    police = open_case(title="Night work", kind="investigation", viewer=cast.detective, at=NOW)
    theirs = open_case(title="Roof crew", kind="investigation", viewer=cast.agent, at=NOW)
    entered(
        police, "person", "suspect", {"name": "Rolf Brandt", "phone": "(504) 555-0142; 504 555 0143"}, cast.detective
    )
    entered(theirs, "contact", "contact", {"value": "+1 504 555 0143"}, cast.agent)
    assert {side.file_id for side in HitSide.objects.filter(is_told=True)} == {police.pk, theirs.pk}
