"""What takes part in matching: victim services only by a living consent, tribes by their own terms, nothing expired."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from manumit_desk.agencies.models import Agency
from manumit_desk.cases.models import Party
from manumit_desk.guard.consents import record_consent, revoke_consent
from manumit_desk.guard.handling import Handling
from manumit_desk.guard.models import Consent
from manumit_desk.guard.permission import RefusedError
from manumit_desk.registry.actions import end_what_ran_out, follow_terms
from manumit_desk.registry.judging import answer_hit
from manumit_desk.registry.models import Hit, HitReason, HitSide, Link, Mention, MentionRole, Subject
from tests.manumit_desk.cast import NOW, Cast
from tests.manumit_desk.registry.records import EVA, EVA_AGAIN, add_party, correct, later, mention_of, open_case

VICTIM = MentionRole.VICTIM
TODAY = NOW.date()


def sheltered(cast: Cast, handling: str = Handling.VICTIM_CONFIDENTIAL) -> Party:
    return add_party(open_case(cast.shelter), "person", EVA, role=VICTIM, handling=handling)


def suspected(cast: Cast) -> Party:
    return add_party(open_case(cast.police), "person", EVA_AGAIN)


def consent_to_linking(
    cast: Cast, party: Party, *, to: tuple[Agency, ...] = (), linking: bool = True, days: int = 30
) -> Consent:
    return record_consent(
        party, to_agencies=to, what="That I am here.", purpose="To find who did it.", linking=linking,
        until_date=TODAY + timedelta(days=days), informed=True, written=True, not_a_condition=True,
        viewer=cast.advocate, at=NOW,
    )  # fmt: skip


def traces_of(one: UUID) -> dict[str, int]:
    """How often a mention appears where matching leaves traces."""
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from registry_person_mention where id = %s", [str(one)])
        indexed = cursor.fetchone()[0]
    mention = Mention.objects.for_system().get(pk=one)
    return {
        "index": indexed,
        "links": Link.objects.filter(left=one).count() + Link.objects.filter(right=one).count(),
        "subjects": int(mention.subject_id is not None),
        "reasons": HitReason.objects.filter(left=one).count() + HitReason.objects.filter(right=one).count(),
    }


NOTHING = {"index": 0, "links": 0, "subjects": 0, "reasons": 0}


@pytest.mark.parametrize("handling", [Handling.VICTIM_CONFIDENTIAL, Handling.AGENCY, Handling.OPEN])
def test_a_provider_s_record_takes_no_part_however_it_is_handled(cast: Cast, handling: str) -> None:
    party = sheltered(cast, handling)
    suspected(cast)
    assert traces_of(mention_of(party).pk) == NOTHING
    assert not Hit.objects.exists()


def test_a_consent_to_share_alone_is_none_to_link(cast: Cast) -> None:
    party = sheltered(cast)
    consent_to_linking(cast, party, linking=False)
    assert traces_of(mention_of(party).pk) == NOTHING


def test_a_consent_to_link_lets_it_take_part_and_tells_the_provider_alone(cast: Cast) -> None:
    suspected(cast)
    party = sheltered(cast)
    consent_to_linking(cast, party)
    assert HitSide.objects.get(is_told=True).agency == cast.shelter


def test_revoking_takes_it_out_at_once_and_leaves_no_trace(cast: Cast) -> None:
    suspected(cast)
    party = sheltered(cast)
    consent = consent_to_linking(cast, party)
    assert Hit.objects.exists()
    revoke_consent(consent, party, viewer=cast.advocate, at=later())
    assert traces_of(mention_of(party).pk) == NOTHING
    assert not Hit.objects.exists()
    assert Subject.objects.count() == 1


def test_a_second_consent_keeps_it_in(cast: Cast) -> None:
    party = sheltered(cast)
    first = consent_to_linking(cast, party, days=60)
    consent_to_linking(cast, party, days=10)
    revoke_consent(first, party, viewer=cast.advocate, at=later())
    assert mention_of(party).takes_part_until == TODAY + timedelta(days=10)


def test_a_consent_that_runs_out_takes_it_out_on_the_day_after(cast: Cast) -> None:
    suspected(cast)
    party = sheltered(cast)
    consent_to_linking(cast, party, days=5)
    assert end_what_ran_out(at=NOW + timedelta(days=5)) == 0
    assert end_what_ran_out(at=NOW + timedelta(days=6)) == 1
    assert traces_of(mention_of(party).pk) == NOTHING
    assert not Hit.objects.exists()


def test_what_ran_out_is_not_found_even_before_anybody_cleans_up(cast: Cast) -> None:
    party = sheltered(cast)
    consent_to_linking(cast, party, days=5)
    add_party(open_case(cast.police), "person", EVA_AGAIN, at=NOW + timedelta(days=6))
    assert not Hit.objects.exists()
    assert traces_of(mention_of(party).pk) == NOTHING


def test_disclosing_a_client_s_match_needs_a_consent_that_names_the_other_agency(cast: Cast) -> None:
    suspected(cast)
    party = sheltered(cast)
    consent_to_linking(cast, party, to=(cast.task_force,))
    side = HitSide.objects.get(agency=cast.shelter)
    with pytest.raises(RefusedError, match="Rivera City Police"):
        answer_hit(side, HitSide.Answer.DISCLOSED, message="", viewer=cast.advocate, at=later())
    assert HitSide.objects.get(is_told=True).agency == cast.shelter
    consent_to_linking(cast, party, to=(cast.police,))
    answer_hit(side, HitSide.Answer.DISCLOSED, message="", viewer=cast.advocate, at=later())
    assert HitSide.objects.filter(is_told=True).count() == 2


def disclosed_to_police(cast: Cast, party: Party, *, days: int = 30) -> Consent:
    """The consent by which the police know of a client's match, beside a longer one that names another agency."""
    consent_to_linking(cast, party, to=(cast.task_force,), days=60)
    consent = consent_to_linking(cast, party, to=(cast.police,), days=days)
    side = HitSide.objects.get(agency=cast.shelter)
    answer_hit(side, HitSide.Answer.DISCLOSED, message="", viewer=cast.advocate, at=later())
    assert HitSide.objects.get(agency=cast.police).is_told
    return consent


def test_who_was_told_by_a_consent_knows_no_more_when_that_one_is_revoked_though_another_lives(cast: Cast) -> None:
    suspected(cast)
    party = sheltered(cast)
    revoke_consent(disclosed_to_police(cast, party), party, viewer=cast.advocate, at=later())
    assert mention_of(party).is_indexed
    assert HitSide.objects.get(is_told=True).agency == cast.shelter


def test_who_was_told_by_a_consent_knows_no_more_when_that_one_runs_out_though_another_lives(cast: Cast) -> None:
    suspected(cast)
    party = sheltered(cast)
    disclosed_to_police(cast, party, days=5)
    end_what_ran_out(at=NOW + timedelta(days=6))
    assert mention_of(party).is_indexed
    assert HitSide.objects.get(is_told=True).agency == cast.shelter


def test_a_confidential_record_of_police_takes_part_and_one_of_an_inspectorate_does_not(cast: Cast) -> None:
    inspectorate = Agency.objects.create(name="State Labor Office", short_name="SLO", kind="state")
    held: dict[str, Any] = {"role": VICTIM, "handling": Handling.VICTIM_CONFIDENTIAL}
    assert mention_of(add_party(open_case(cast.police), "person", EVA, **held)).is_indexed
    assert not mention_of(add_party(open_case(inspectorate), "person", EVA, **held)).is_indexed


def test_a_tribe_s_records_take_part_only_on_the_tribe_s_terms(cast: Cast) -> None:
    suspected(cast)
    party = add_party(open_case(cast.nation), "person", EVA)
    assert traces_of(mention_of(party).pk) == NOTHING
    cast.nation.tribal_linking_allowed = True
    cast.nation.save()
    follow_terms(cast.nation, at=later())
    assert Hit.objects.exists()
    cast.nation.tribal_linking_allowed = False
    cast.nation.save()
    follow_terms(cast.nation, at=later())
    assert traces_of(mention_of(party).pk) == NOTHING


def test_tribal_data_that_another_agency_holds_takes_no_part(cast: Cast) -> None:
    assert not mention_of(add_party(open_case(cast.police), "person", EVA, handling=Handling.TRIBAL)).is_indexed


def test_an_expired_record_takes_no_part_until_it_is_confirmed(cast: Cast) -> None:
    party = add_party(open_case(cast.police), "person", EVA, revalidate_by=date(2026, 3, 10))
    assert end_what_ran_out(at=later(day=11)) == 1
    assert not mention_of(party).is_indexed
    correct(party, revalidate_by=date(2031, 3, 10), at=later(day=12))
    assert mention_of(party).is_indexed


def test_a_record_that_becomes_confidential_at_a_provider_leaves_the_index(cast: Cast) -> None:
    party = add_party(open_case(cast.police), "person", EVA)
    correct(party, owner=cast.shelter)
    assert traces_of(mention_of(party).pk) == NOTHING
