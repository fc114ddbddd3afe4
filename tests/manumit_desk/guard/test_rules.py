"""Each rule: what it lets through and what it stops, from one set-up that differs in one thing."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from manumit_desk.agencies.models import Agency, Agreement
from manumit_desk.agencies.roles import Role
from manumit_desk.agencies.viewer import Viewer
from manumit_desk.cases.models import Case
from manumit_desk.guard.handling import NEVER_BY_AGREEMENT, Handling
from manumit_desk.guard.held import HeldObject
from manumit_desk.guard.permission import may_see, why
from manumit_desk.guard.rules import RULES
from tests.manumit_desk.cast import Cast
from tests.manumit_desk.guard.records import TODAY, make_case, make_consent, make_note, show

YESTERDAY = TODAY - timedelta(days=1)


def reasons(viewer: Viewer, record: HeldObject) -> set[str]:
    return {row.rule for row in why(viewer, record)}


def test_an_agency_sees_what_it_holds_and_no_other_agency_does(cast: Cast) -> None:
    case = make_case(cast.police)
    assert may_see(cast.detective, case)
    assert reasons(cast.detective, case) == {"own agency"}
    assert not may_see(cast.agent, case)
    assert reasons(cast.agent, case) == {"nothing allows"}


def test_open_records_are_for_every_member_even_without_work_on_records(cast: Cast) -> None:
    overseer = cast.viewer(cast.task_force, Role.OVERSEER)
    assert may_see(overseer, make_case(cast.police, "open"))
    assert not may_see(overseer, make_case(cast.task_force, "agency"))


@pytest.mark.parametrize("role", [Role.OVERSEER, Role.ADMINISTRATOR])
def test_overseers_and_administrators_see_no_records_of_their_own_agency(cast: Cast, role: Role) -> None:
    case = make_case(cast.police)
    assert may_see(cast.viewer(cast.police, Role.ANALYST), case)
    assert reasons(cast.viewer(cast.police, role), case) == {"own agency", "no work with records"}
    assert not may_see(cast.viewer(cast.police, role), case)


def test_a_shared_record_shows_until_the_share_is_taken_back_or_ends(cast: Cast) -> None:
    case = make_case(cast.police)
    share = show(case, cast.task_force, cast)
    assert may_see(cast.agent, case)
    share.until_date = YESTERDAY
    share.save()
    assert not may_see(cast.agent, case)


def test_law_enforcement_records_go_to_law_enforcement_alone_whoever_shares_them(cast: Cast) -> None:
    case = make_case(cast.police, "law_enforcement")
    show(case, cast.task_force, cast)
    show(case, cast.shelter, cast)
    assert may_see(cast.agent, case)
    assert not may_see(cast.advocate, case)
    assert "law enforcement only" in reasons(cast.advocate, case)


def test_a_victims_record_needs_a_second_factor(cast: Cast) -> None:
    case = make_case(cast.shelter, "victim_confidential")
    assert may_see(cast.advocate, case)
    assert not may_see(cast.viewer(cast.shelter, Role.ADVOCATE, second_factor=False), case)


@pytest.mark.parametrize(
    ("consent", "shows"),
    [({}, True), ({"is_revoked": True}, False), ({"until": YESTERDAY}, False), (None, False)],
    ids=["in force", "revoked", "ran out", "none"],
)
def test_a_victims_record_is_shown_to_another_agency_only_while_a_consent_holds(
    cast: Cast, consent: dict[str, object] | None, *, shows: bool
) -> None:
    case = make_case(cast.shelter, "victim_confidential")
    given = None if consent is None else make_consent(case, cast.police, cast, **consent)  # type: ignore[arg-type]
    show(case, cast.police, cast, given)
    assert may_see(cast.detective, case) is shows


def test_a_consent_about_another_record_opens_nothing(cast: Cast) -> None:
    case, other = make_case(cast.shelter, "victim_confidential"), make_case(cast.shelter, "victim_confidential")
    show(case, cast.police, cast, make_consent(other, cast.police, cast))
    assert not may_see(cast.detective, case)


def test_a_consent_that_names_another_agency_opens_nothing(cast: Cast) -> None:
    case = make_case(cast.shelter, "victim_confidential")
    show(case, cast.police, cast, make_consent(case, cast.task_force, cast))
    assert not may_see(cast.detective, case)


def test_tribal_records_are_shown_by_the_tribe_and_by_nobody_else(cast: Cast) -> None:
    by_tribe, by_police = make_case(cast.nation, "tribal"), make_case(cast.police, "tribal")
    show(by_tribe, cast.task_force, cast)
    show(by_police, cast.task_force, cast)
    assert may_see(cast.agent, by_tribe)
    assert not may_see(cast.agent, by_police)


@pytest.fixture
def agreement(cast: Cast) -> Agreement:
    made = Agreement.objects.create(title="Gulf", handlings=list(Handling.values), from_date=TODAY, until_date=TODAY)
    made.parties.set([cast.police, cast.task_force])
    return made


@pytest.mark.parametrize("handling", Handling.values)
def test_an_agreement_covers_what_was_agreed_but_never_victims_tribes_or_one_agency_only(
    cast: Cast, agreement: Agreement, handling: str
) -> None:
    assert may_see(cast.agent, make_case(cast.police, handling)) is (handling not in NEVER_BY_AGREEMENT)


def test_an_agreement_holds_only_between_its_parties(cast: Cast, agreement: Agreement) -> None:
    case = make_case(cast.police, "law_enforcement")
    assert may_see(cast.agent, case)
    assert not may_see(cast.viewer(cast.nation), case)


@pytest.mark.parametrize(
    "change",
    [
        {"until_date": YESTERDAY, "from_date": YESTERDAY},
        {"ended_at": "2026-01-01T00:00Z"},
        {"from_date": TODAY + timedelta(days=1), "until_date": TODAY + timedelta(days=1)},
    ],
    ids=["over", "ended", "not yet"],
)
def test_an_agreement_opens_nothing_outside_its_time(
    cast: Cast, agreement: Agreement, change: dict[str, object]
) -> None:
    case = make_case(cast.police, "law_enforcement")
    assert may_see(cast.agent, case)
    Agreement.objects.filter(pk=agreement.pk).update(**change)
    assert not may_see(cast.agent, case)


def test_an_agreement_that_waits_for_a_party_opens_nothing(cast: Cast, agreement: Agreement) -> None:
    agreement.waits_for.add(cast.task_force)
    assert not may_see(cast.agent, make_case(cast.police, "law_enforcement"))


def test_an_expired_record_is_hidden_from_all_but_its_owners_supervisor(cast: Cast) -> None:
    case = make_case(cast.police, "law_enforcement", revalidate_by=TODAY)
    assert may_see(cast.detective, case)
    Case.all_objects.filter(pk=case.pk).update(revalidate_by=YESTERDAY)
    assert not may_see(cast.detective, case)
    assert may_see(cast.viewer(cast.police, Role.SUPERVISOR), case)
    show(case, cast.task_force, cast)
    assert not may_see(cast.viewer(cast.task_force, Role.SUPERVISOR), case)


def test_a_token_sees_the_codes_that_it_was_made_for(cast: Cast) -> None:
    narrow = narrowed(cast.detective, {"agency"})
    assert may_see(narrow, make_case(cast.police, "agency"))
    assert not may_see(narrow, make_case(cast.police, "law_enforcement"))
    assert not may_see(narrow, make_case(cast.police, "open"))


def narrowed(viewer: Viewer, handlings: set[str]) -> Viewer:
    from dataclasses import replace

    return replace(viewer, handlings=frozenset(handlings))


def test_who_is_shown_a_case_sees_its_parts_but_those_of_victims_and_tribes(cast: Cast) -> None:
    case = make_case(cast.police)
    show(case, cast.task_force, cast)
    for handling in Handling.values:
        note = make_note(case, cast.police, handling)
        assert may_see(cast.agent, note) is (handling not in {"victim_confidential", "tribal"}), handling


def test_the_owner_of_a_case_sees_what_partners_add_to_it_but_those_of_victims_and_tribes(cast: Cast) -> None:
    case = make_case(cast.police)
    for handling in Handling.values:
        note = make_note(case, cast.task_force, handling)
        assert may_see(cast.detective, note) is (handling not in {"victim_confidential", "tribal"}), handling


def hidden_wholes(cast: Cast) -> Iterator[tuple[str, Viewer, Case, Agency]]:
    """Cases that a viewer was shown, or owns, and may not see: why, who, the case, and who adds a part to it."""
    revoked = make_case(cast.shelter, "victim_confidential")
    show(revoked, cast.police, cast, make_consent(revoked, cast.police, cast, is_revoked=True))
    yield "the consent was revoked", cast.detective, revoked, cast.shelter
    expired = make_case(cast.police, "law_enforcement", revalidate_by=YESTERDAY)
    show(expired, cast.task_force, cast)
    yield "it expired, shown", cast.agent, expired, cast.police
    yield "it expired, own", cast.detective, expired, cast.police
    closed = make_case(cast.police, "law_enforcement")
    show(closed, cast.shelter, cast)
    yield "the agency is no law enforcement", cast.advocate, closed, cast.police
    victims = make_case(cast.shelter, "victim_confidential")
    yield "no second factor", cast.viewer(cast.shelter, Role.ADVOCATE, second_factor=False), victims, cast.shelter
    yield "outside the token", narrowed(cast.advocate, {"agency", "open"}), victims, cast.shelter
    yield "never shown", cast.agent, make_case(cast.police), cast.police


def test_no_part_shows_of_a_case_that_is_hidden_whatever_its_own_code(cast: Cast) -> None:
    for cause, viewer, case, adder in hidden_wholes(cast):
        assert not may_see(viewer, case), cause
        for handling in ("open", "agency"):
            note = make_note(case, adder, handling)
            assert not may_see(viewer, note), f"{cause}: {handling}"
            assert "part of a hidden record" in reasons(viewer, note), cause


def test_an_agency_still_sees_what_it_added_to_a_case_that_it_is_no_longer_shown(cast: Cast) -> None:
    case = make_case(cast.police)
    assert may_see(cast.agent, make_note(case, cast.task_force))


def test_a_part_that_was_shown_by_itself_shows_without_its_whole(cast: Cast) -> None:
    note = make_note(make_case(cast.police), cast.police)
    assert not may_see(cast.agent, note)
    show(note, cast.task_force, cast)
    assert may_see(cast.agent, note)


def test_the_coordination_centre_sees_no_content(cast: Cast) -> None:
    seen = [code for code in Handling.values if may_see(cast.analyst, make_case(cast.police, code))]
    assert seen == ["open"]


def test_every_rule_gives_its_reason(cast: Cast) -> None:
    assert all(rule.reason and rule.name for rule in RULES)
    assert len({rule.name for rule in RULES}) == len(RULES)
