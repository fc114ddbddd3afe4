"""Consents are written down by who holds the record, and shares are made by its owner within its code."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from manumit_desk.agencies.models import Agency
from manumit_desk.agencies.roles import Role
from manumit_desk.agencies.viewer import Viewer
from manumit_desk.cases.models import Case
from manumit_desk.guard.consents import LONGEST, linking_allowed, record_consent, revoke_consent
from manumit_desk.guard.handling import Handling
from manumit_desk.guard.models import AuditEvent, Consent, Share
from manumit_desk.guard.permission import may_see
from manumit_desk.guard.shares import RefusedError, agencies_shown, revoke_shares, share_record
from tests.manumit_desk.cast import Cast
from tests.manumit_desk.guard.records import TODAY, make_case, now


def consent_to(case: Case, viewer: Viewer, agency: Agency, **changes: Any) -> Consent:
    said: dict[str, Any] = {
        "to_agencies": [agency],
        "what": "my first name",
        "purpose": "a bed",
        "linking": True,
        "until_date": TODAY + timedelta(days=30),
        "informed": True,
        "written": True,
        "not_a_condition": True,
    }
    return record_consent(case, **{**said, **changes}, viewer=viewer, at=now())


@pytest.fixture
def case(cast: Cast) -> Case:
    return make_case(cast.shelter, "victim_confidential")


@pytest.mark.parametrize(
    "change",
    [
        {"informed": False},
        {"written": False},
        {"not_a_condition": False},
        {"what": " "},
        {"purpose": ""},
        {"until_date": TODAY - timedelta(days=1)},
        {"until_date": TODAY + LONGEST + timedelta(days=1)},
    ],
    ids=str,
)
def test_a_consent_is_what_the_law_asks_for_or_is_not_written_down(
    cast: Cast, case: Case, change: dict[str, Any]
) -> None:
    assert consent_to(case, cast.advocate, cast.police)
    with pytest.raises(ValidationError) as refused:
        consent_to(case, cast.advocate, cast.police, **change)
    assert list(refused.value.message_dict) == list(change)
    assert Consent.objects.count() == 1


def test_nobody_writes_down_or_ends_a_consent_about_another_agencys_record(cast: Cast, case: Case) -> None:
    consent = consent_to(case, cast.advocate, cast.police)
    share_record(case, cast.police, why=Share.Why.REFERRAL, consent=consent, viewer=cast.advocate, at=now())
    assert may_see(cast.detective, case)
    with pytest.raises(RefusedError):
        consent_to(case, cast.detective, cast.police)
    with pytest.raises(RefusedError):
        revoke_consent(consent, case, viewer=cast.detective, at=now())
    with pytest.raises(RefusedError):
        consent_to(case, cast.viewer(cast.shelter, Role.ADMINISTRATOR), cast.police)


def test_a_consent_that_another_agency_slipped_in_allows_no_matching(cast: Cast, case: Case) -> None:
    consent = consent_to(case, cast.advocate, cast.police)
    assert linking_allowed(case, TODAY)
    Consent.objects.filter(pk=consent.pk).update(holder=cast.police)
    assert not linking_allowed(case, TODAY)


def test_ending_a_consent_hides_at_once_what_it_showed(cast: Cast, case: Case) -> None:
    consent = consent_to(case, cast.advocate, cast.police)
    share_record(case, cast.police, why=Share.Why.REFERRAL, consent=consent, viewer=cast.advocate, at=now())
    assert may_see(cast.detective, case)
    assert linking_allowed(case, TODAY)
    for _ in range(2):
        revoke_consent(consent, case, viewer=cast.advocate, at=now())
    assert not may_see(cast.detective, case)
    assert not linking_allowed(case, TODAY)
    assert AuditEvent.objects.filter(action="revoke consent").count() == 1


def test_a_consent_is_ended_on_its_own_record_only(cast: Cast, case: Case) -> None:
    consent = consent_to(case, cast.advocate, cast.police)
    with pytest.raises(RefusedError):
        revoke_consent(consent, make_case(cast.shelter, "victim_confidential"), viewer=cast.advocate, at=now())


@pytest.mark.parametrize("handling", [Handling.OPEN, Handling.AGENCY, Handling.TRADE_SENSITIVE])
def test_the_owner_shares_and_takes_back(cast: Cast, handling: Handling) -> None:
    record = make_case(cast.police, handling)
    for _ in range(2):
        share_record(record, cast.shelter, why=Share.Why.DISCLOSURE, viewer=cast.detective, at=now())
    assert agencies_shown(record, TODAY) == [cast.shelter]
    assert may_see(cast.advocate, record)
    assert revoke_shares(record, cast.shelter, viewer=cast.detective, at=now()) == 1
    assert may_see(cast.advocate, record) is (handling == Handling.OPEN)


def test_only_the_owner_shares_and_takes_back(cast: Cast) -> None:
    record = make_case(cast.police)
    share_record(record, cast.task_force, why=Share.Why.DISCLOSURE, viewer=cast.detective, at=now())
    for viewer in (cast.agent, cast.viewer(cast.police, Role.ADMINISTRATOR)):
        with pytest.raises(RefusedError):
            share_record(record, cast.shelter, why=Share.Why.DISCLOSURE, viewer=viewer, at=now())
        with pytest.raises(RefusedError):
            revoke_shares(record, cast.task_force, viewer=viewer, at=now())


def test_what_is_for_law_enforcement_victims_or_a_tribe_is_not_shared_against_its_code(cast: Cast, case: Case) -> None:
    police_only = make_case(cast.police, "law_enforcement")
    share_record(police_only, cast.task_force, why=Share.Why.DISCLOSURE, viewer=cast.detective, at=now())
    named = consent_to(case, cast.advocate, cast.police)
    tribal = make_case(cast.police, "tribal")
    for record, agency, viewer, consent in (
        (police_only, cast.shelter, cast.detective, None),
        (case, cast.police, cast.advocate, None),
        (case, cast.task_force, cast.advocate, named),
        (tribal, cast.task_force, cast.detective, None),
    ):
        with pytest.raises(RefusedError):
            share_record(record, agency, why=Share.Why.REFERRAL, consent=consent, viewer=viewer, at=now())
