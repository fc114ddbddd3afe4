"""Whatever the scene, "all that X may see", "may X see Y?" and "why?" agree, and so does the rule book said anew."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from manumit_desk.agencies.models import Agency, Agreement
from manumit_desk.agencies.queries import handlings_agreed_with
from manumit_desk.agencies.roles import Role
from manumit_desk.agencies.viewer import Viewer
from manumit_desk.cases.models import Case, CaseNote
from manumit_desk.guard.handling import Handling
from manumit_desk.guard.permission import may_see, why
from tests.manumit_desk import oracle
from tests.manumit_desk.cast import Cast
from tests.manumit_desk.guard.records import TODAY, make_case, make_consent, make_note, show

AGENCIES = ("police", "task_force", "shelter", "nation", "centre")
CODES = st.sampled_from(Handling.values)
AGENCY = st.sampled_from(AGENCIES)
GIVEN = st.lists(st.tuples(AGENCY, st.sampled_from(["none", "live", "revoked", "over"])), max_size=2)
RECORD = st.fixed_dictionaries({"owner": AGENCY, "handling": CODES, "given": GIVEN, "expired": st.booleans()})
SCENE = st.fixed_dictionaries(
    {
        "case": RECORD,
        "parts": st.lists(RECORD, max_size=2),
        "agreed": st.lists(st.tuples(AGENCY, AGENCY, st.sets(CODES, min_size=1)), max_size=1),
    }
)
VIEWER = st.fixed_dictionaries(
    {
        "agency": AGENCY,
        "role": st.sampled_from(list(Role)),
        "second_factor": st.booleans(),
        "token": st.none() | st.frozensets(CODES),
    }
)


def stage(cast: Cast, scene: dict[str, Any]) -> dict[Case | CaseNote, oracle.Fact]:
    """Put a scene into the database, and write down its facts."""
    agreed: dict[tuple[int, int], set[str]] = {}
    for one, other, codes in scene["agreed"]:
        agreement = Agreement.objects.create(title="x", handlings=list(codes), from_date=TODAY, until_date=TODAY)
        agreement.parties.set([getattr(cast, one), getattr(cast, other)])
        ends = (getattr(cast, one).pk, getattr(cast, other).pk)
        agreed[ends] = agreed[ends[::-1]] = set(codes)
    case = make_case(getattr(cast, scene["case"]["owner"]), scene["case"]["handling"], **expiry(scene["case"]))
    facts: dict[Case | CaseNote, oracle.Fact] = {case: fact(cast, case, scene["case"], agreed)}
    for drawn in scene["parts"]:
        note = make_note(case, getattr(cast, drawn["owner"]), drawn["handling"], **expiry(drawn))
        facts[note] = fact(cast, note, drawn, agreed)
        facts[note].whole = facts[case]
    return facts


def expiry(drawn: dict[str, Any]) -> dict[str, Any]:
    return {"revalidate_by": TODAY - timedelta(days=1)} if drawn["expired"] else {}


def fact(
    cast: Cast, record: Case | CaseNote, drawn: dict[str, Any], agreed: dict[tuple[int, int], set[str]]
) -> oracle.Fact:
    known = oracle.Fact(owner=record.owner, handling=record.handling, has_expired=drawn["expired"])
    known.agreed = {other: codes for (owner, other), codes in agreed.items() if owner == record.owner_id}
    for name, state in drawn["given"]:
        agency: Agency = getattr(cast, name)
        consent = None
        if state != "none":
            until = TODAY - timedelta(days=state == "over")
            consent = make_consent(record, agency, cast, until=until, is_revoked=state == "revoked")
        show(record, agency, cast, consent)
        known.given.add(agency.pk)
        known.consented |= {agency.pk} if state == "live" else set()
    return known


@pytest.mark.usefixtures("db")
@given(scene=SCENE, watchers=st.lists(VIEWER, min_size=2, max_size=2))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_lists_answers_and_explanations_agree_with_the_rule_book(
    cast: Cast, scene: dict[str, Any], watchers: list[dict[str, Any]]
) -> None:
    with transaction.atomic():
        facts = stage(cast, scene)
        for drawn in watchers:
            viewer = cast.viewer(getattr(cast, drawn["agency"]), drawn["role"])
            viewer = replace(viewer, has_second_factor=drawn["second_factor"], handlings=drawn["token"])
            agreed = handlings_agreed_with(viewer.agency_id, timezone.localdate())
            for one in (viewer, replace(viewer, agreed=agreed, memory={})):  # asked each time, and kept for a page
                hold_against_the_rule_book(one, facts)
        transaction.set_rollback(True)


def hold_against_the_rule_book(viewer: Viewer, facts: dict[Case | CaseNote, oracle.Fact]) -> None:
    shown = {
        *Case.objects.visible_to(viewer).values_list("pk", flat=True),
        *CaseNote.objects.visible_to(viewer).values_list("pk", flat=True),
    }
    for record, known in facts.items():
        rows = why(viewer, record)
        assert rows
        assert all(row.reason for row in rows)
        shows = {row.effect for row in rows} == {"allow"}
        assert may_see(viewer, record) == (record.pk in shown) == shows
        assert shows == oracle.may_see(viewer, known), (record, known, rows)
