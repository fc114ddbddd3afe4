"""Work on cases: from tips, changes of handling, charges, intelligence that expires, deletions that leave a trace."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from manumit_desk.agencies.models import Agency
from manumit_desk.agencies.roles import Role
from manumit_desk.agencies.viewer import Viewer
from manumit_desk.cases.actions.cases import close_case, delete_case, edit_case, open_case
from manumit_desk.cases.actions.charges import add_charge, decide_charge
from manumit_desk.cases.actions.from_tip import bring_tip, open_case_from_tip
from manumit_desk.cases.actions.joint import join_agency, take_out
from manumit_desk.cases.actions.parties import add_party, delete_party, describe_party, edit_party
from manumit_desk.cases.actions.parts import add_event, add_task, delete_part
from manumit_desk.cases.actions.revalidation import confirm_party, expiry
from manumit_desk.cases.models import Case, CaseNote, Party
from manumit_desk.cases.queries.revalidation import to_revalidate
from manumit_desk.cases.queries.seen import Seen
from manumit_desk.cases.queries.timeline import timeline_page
from manumit_desk.cases.queries.today import my_open_cases, tasks_due
from manumit_desk.guard import audit
from manumit_desk.guard.models import AuditEvent
from manumit_desk.guard.permission import RefusedError, may_see
from manumit_desk.registry.models import Mention, SearchText
from manumit_desk.tips.models import Tip, TipEntry
from tests.manumit_desk.cases.matter import Matter, person
from tests.manumit_desk.cast import NOW, Cast


def tip_of(agency: Agency, **facts: Any) -> Tip:
    """A tip as it lies at an agency's desk, naming a suspect's phone and a victim."""
    common = {"owner": agency, "created_at": NOW}
    tip: Tip = Tip.objects.create(
        channel="hotline", received_at=NOW, received_by=agency, what_happened="A van", handling="law_enforcement",
        may_tell_police=True, confirmed_at=NOW, **common, **facts
    )  # fmt: skip
    of_tip = {"tip": tip, **common}
    TipEntry.objects.create(
        kind="contact", role="suspect", fields={"value": "5045550142"}, handling="law_enforcement", **of_tip
    )  # fmt: skip
    TipEntry.objects.create(
        kind="person", role="victim", fields={"name": "Ana"}, handling="victim_confidential", **of_tip
    )  # fmt: skip
    return tip


def test_a_case_is_opened_for_a_tip_and_what_it_names_comes_along_as_closely_handled(cast: Cast) -> None:
    tip = tip_of(cast.police, state="TX")
    case = open_case_from_tip(
        tip, title="Van", kind="investigation", bring_entries=True, viewer=cast.detective, at=NOW
    )  # fmt: skip
    tip.refresh_from_db()
    assert (tip.status, tip.case_id) == (Tip.Status.IN_CASE, case.pk)
    parties = Party.objects.visible_to(cast.detective).filter(case=case).order_by("role")
    assert [(one.role, one.handling) for one in parties] == [
        ("suspect", "law_enforcement"),
        ("victim", "victim_confidential"),
    ]
    close_case(case, reason="convicted", tips_outcome="helped", viewer=cast.detective, at=NOW)
    tip.refresh_from_db()
    assert (tip.status, tip.outcome_for_caller) == (Tip.Status.CLOSED, "helped")


def test_another_desks_tip_opens_no_case(cast: Cast) -> None:
    tip = tip_of(cast.police)
    with pytest.raises(RefusedError):
        open_case_from_tip(tip, title="Van", kind="investigation", bring_entries=True, viewer=cast.agent, at=NOW)
    assert not Case.objects.for_system().filter(title="Van").exists()


def test_a_closed_case_takes_up_no_tip(cast: Cast, matter: Matter) -> None:
    close_case(matter.case, reason="referred", viewer=cast.detective, at=NOW)
    with pytest.raises(RefusedError):
        bring_tip(matter.case, tip_of(cast.police), bring_entries=False, viewer=cast.detective, at=NOW)


@pytest.mark.parametrize(
    ("who", "kind", "handling"),
    [
        ("detective", "investigation", "law_enforcement"),
        ("detective", "victim_services", "victim_confidential"),
        ("advocate", "task_force", "victim_confidential"),
        ("scout", "investigation", "tribal"),
    ],
)
def test_a_case_is_handled_as_is_usual_for_its_agency_and_kind(cast: Cast, who: str, kind: str, handling: str) -> None:
    viewer = cast.viewer(cast.nation) if who == "scout" else getattr(cast, who)
    assert open_case(title="New", kind=kind, viewer=viewer, at=NOW).handling == handling


def test_a_case_changes_its_handling_with_its_parts_but_never_while_others_are_shown_it(
    cast: Cast, matter: Matter
) -> None:
    case, change = matter.case, {"handling": "agency"}
    with pytest.raises(ValidationError, match="Take the other agencies out"):
        edit_case(case, change, viewer=cast.detective, at=NOW)
    case.refresh_from_db()
    take_out(case, cast.task_force, viewer=cast.detective, at=NOW)
    edit_case(case, change, viewer=cast.detective, at=NOW)
    assert {Party.all_objects.get(pk=matter.suspect.pk).handling, CaseNote.all_objects.get().handling} == {"agency"}
    assert Party.all_objects.get(pk=matter.victim.pk).handling == "victim_confidential"
    assert set(Mention.all_objects.filter(source_id=matter.suspect.pk).values_list("handling", flat=True)) == {"agency"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": "x" * 201},
        {"title": "a\0b"},
        {"kind": "war"},
        {"state": "ZZ"},
        {"sectors": ["spaceflight"]},
        {"concern": "none"},
        {"opened_date": date(2999, 1, 1)},
        {"handling": "secret"},
        {"lead_id": 999_999},
    ],
)
def test_a_case_that_cannot_be_is_refused_whoever_asks(cast: Cast, wrong: dict[str, Any]) -> None:
    facts: dict[str, Any] = {"title": "New", "kind": "investigation", **wrong}
    before = Case.objects.for_system().count()
    with pytest.raises(ValidationError):
        open_case(viewer=cast.detective, at=NOW, **facts)
    assert Case.objects.for_system().count() == before


def test_an_overseer_opens_no_case(cast: Cast) -> None:
    with pytest.raises(RefusedError):
        open_case(title="New", kind="investigation", viewer=cast.viewer(cast.police, Role.OVERSEER), at=NOW)


@pytest.mark.parametrize(
    "fields", [{}, {"name": " "}, {"shoe_size": "38"}, {"name": "x" * 301}, {"name": "a\0b"}, {"name": "\ud800"}]
)
def test_a_party_that_says_nothing_or_what_cannot_be_is_refused(
    cast: Cast, matter: Matter, fields: dict[str, str]
) -> None:
    with pytest.raises(ValidationError):
        add_party(matter.case, kind="person", role="suspect", fields=fields, viewer=cast.detective, at=NOW)


def test_the_standards_answers_are_checked(cast: Cast, matter: Matter) -> None:
    with pytest.raises(ValidationError) as refused:
        describe_party(
            matter.victim,
            {"vic_TraffickingStatus": "Certain", "per_RoleDetails": "x", "vic_AgeWhenTrafficked": "16"},
            viewer=cast.detective,
            at=NOW,
        )
    assert set(refused.value.error_dict) == {"vic_TraffickingStatus", "per_RoleDetails"}


def test_a_charge_takes_its_nibrs_offense_from_the_law(matter: Matter) -> None:
    assert matter.charge.nibrs == "64A"


@pytest.mark.parametrize(
    "wrong",
    [{"statute": "none"}, {"statute": "other"}, {"counts": 0}, {"nibrs": "99Z"}, {"filed_date": date(2999, 1, 1)}],
)
def test_a_charge_that_cannot_be_is_refused(cast: Cast, matter: Matter, wrong: dict[str, Any]) -> None:
    facts: dict[str, Any] = {"statute": "18-1591", "filed_date": NOW.date(), **wrong}
    with pytest.raises(ValidationError):
        add_charge(matter.case, defendant=matter.suspect, viewer=cast.detective, at=NOW, **facts)


def test_when_the_accused_turns_out_to_be_a_victim_the_partner_sees_charge_and_outcome_no_more(
    cast: Cast, matter: Matter
) -> None:
    assert may_see(cast.agent, matter.charge)
    fields = matter.suspect.fields
    edit_party(matter.suspect, role="victim", fields=fields, viewer=cast.detective, at=NOW)
    for part in (matter.suspect, matter.charge, matter.outcome):
        part.refresh_from_db()
        assert not may_see(cast.agent, part)
        assert may_see(cast.detective, part)
    assert set(SearchText.objects.filter(source_id=matter.charge.pk).values_list("handling", flat=True)) <= {
        "victim_confidential"
    }


def test_no_victim_and_nobody_of_another_case_is_charged(cast: Cast, matter: Matter) -> None:
    who: dict[str, Any] = {"viewer": cast.detective, "at": NOW}
    other = open_case(title="Other", kind="investigation", **who)
    stranger = person(other, "suspect", {"name": "Someone"}, viewer=cast.detective)
    for defendant in (matter.victim, stranger):
        with pytest.raises(ValidationError):
            add_charge(matter.case, defendant=defendant, statute="18-1591", filed_date=NOW.date(), **who)


@pytest.mark.parametrize(
    "facts",
    [
        {"result": "convicted"},
        {"result": "pending", "decided_date": NOW.date()},
        {"result": "acquitted", "decided_date": NOW.date(), "sentence_months": 12},
        {"result": "dismissed", "decided_date": NOW.date(), "restitution_ordered_cents": 1},
        {"result": "convicted", "decided_date": NOW.date(), "restitution_paid_cents": 1},
        {"result": "convicted", "decided_date": date(2999, 1, 1)},
        {"result": "hanged", "decided_date": NOW.date()},
    ],
)
def test_an_outcome_that_cannot_be_is_refused(cast: Cast, matter: Matter, facts: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        decide_charge(matter.charge, viewer=cast.detective, at=NOW, **facts)
    matter.outcome.refresh_from_db()
    assert matter.outcome.result == "convicted"


@pytest.fixture
def supervisor(cast: Cast) -> Viewer:
    return cast.viewer(cast.police, Role.SUPERVISOR)


@pytest.fixture
def intelligence(cast: Cast) -> Case:
    return open_case(title="Watch", kind="investigation", is_intelligence=True, viewer=cast.detective, at=NOW)


def test_suspects_in_intelligence_files_expire_after_five_years(cast: Cast, intelligence: Case, matter: Matter) -> None:
    suspect = person(intelligence, "suspect", {"name": "Rolf"}, viewer=cast.detective)
    witness = person(intelligence, "witness", {"name": "Pia"}, viewer=cast.detective)
    assert (suspect.revalidate_by, witness.revalidate_by) == (date(2031, 3, 2), None)
    assert expiry(intelligence, "suspect", date(2024, 2, 29)) == date(2029, 2, 28)
    edit_case(matter.case, {"is_intelligence": True}, viewer=cast.detective, at=NOW)
    matter.suspect.refresh_from_db()
    assert matter.suspect.revalidate_by == date(2031, 3, 2)


def test_an_expired_record_shows_to_supervisors_only_until_one_confirms_or_deletes_it(
    cast: Cast, intelligence: Case, supervisor: Viewer
) -> None:
    now = timezone.now()
    kept, gone = (person(intelligence, "suspect", {"name": name}, viewer=cast.detective) for name in ("Rolf", "Pia"))
    for one in (kept, gone):
        one.revalidate_by = timezone.localdate(now) - timedelta(days=1)
        one.save()
        assert not may_see(cast.detective, one)
    assert [row.id for row in to_revalidate(supervisor, at=now).object_list] == sorted([kept.pk, gone.pk])
    with pytest.raises(RefusedError):
        confirm_party(kept, reason="active", viewer=cast.detective, at=now)
    confirm_party(kept, reason="active", viewer=supervisor, at=now)
    deleted = str(gone.pk)
    delete_party(gone, viewer=supervisor, at=now, reason="not confirmed")
    assert may_see(cast.detective, kept)
    assert list(to_revalidate(supervisor, at=now).object_list) == []
    line = AuditEvent.objects.get(action="delete", record_id=deleted)
    assert line.detail["reason"] == "not confirmed"


def test_deleting_a_party_leaves_a_line_and_no_mention_or_word(cast: Cast, matter: Matter) -> None:
    with pytest.raises(RefusedError, match="Delete the charge first"):
        delete_party(matter.suspect, viewer=cast.detective, at=NOW)
    gone = matter.suspect.pk
    delete_part(matter.charge, viewer=cast.detective, at=NOW)
    delete_party(matter.suspect, viewer=cast.detective, at=NOW)
    assert not Mention.all_objects.filter(source_id=gone).exists()
    assert not SearchText.objects.filter(source_id__in=[gone, matter.charge.pk]).exists()
    assert AuditEvent.objects.filter(action="delete").count() == 3  # the outcome went with its charge
    assert audit.verify().faults == ()


def test_a_case_is_deleted_by_a_supervisor_when_nobody_elses_record_is_in_it(
    cast: Cast, matter: Matter, supervisor: Viewer
) -> None:
    for viewer, said in ((cast.detective, "supervisor"), (supervisor, "Take the other agencies out")):
        with pytest.raises(RefusedError, match=said):
            delete_case(matter.case, viewer=viewer, at=NOW)
    take_out(matter.case, cast.task_force, viewer=cast.detective, at=NOW)
    with pytest.raises(RefusedError, match="Another agency has records"):
        delete_case(matter.case, viewer=supervisor, at=NOW)
    delete_party(matter.partners_victim, viewer=cast.agent, at=NOW)
    delete_case(matter.case, viewer=supervisor, at=NOW)
    assert not Case.all_objects.filter(pk=matter.case.pk).exists()
    assert not Mention.all_objects.filter(file_id=matter.case.pk).exists()
    assert not SearchText.objects.filter(file_id=matter.case.pk).exists()
    assert AuditEvent.objects.filter(action="delete", record_kind="cases.case").count() == 1


def test_the_timeline_is_in_order_and_holds_what_the_viewer_may_see(cast: Cast, matter: Matter) -> None:
    add_event(
        matter.case, happened_at=NOW - timedelta(days=40), what="She was taken", handling="victim_confidential",
        viewer=cast.detective, at=NOW,
    )  # fmt: skip
    own = timeline_page(Seen(matter.case, cast.detective, at=NOW)).object_list
    assert [entry.at for entry in own] == sorted((entry.at for entry in own), reverse=True)
    titles = [entry.title for entry in own]
    assert {"She was taken", "Charge filed", "Convicted", "Note", "Case opened", "The van was seen"} <= set(titles)
    partners = [entry.title for entry in timeline_page(Seen(matter.case, cast.agent, at=NOW)).object_list]
    assert set(titles) - set(partners) == {"She was taken"}


def test_today_shows_ones_own_open_cases_and_tasks_the_late_ones_first(cast: Cast, matter: Matter) -> None:
    me = cast.detective
    case = open_case(title="Mine", kind="investigation", lead_id=me.user_id, viewer=me, at=NOW)
    for what, day in (("no day", None), ("late", date(2026, 3, 1)), ("soon", date(2026, 3, 9))):
        add_task(case, what=what, due_date=day, who_id=me.user_id, viewer=me, at=NOW)
    assert [row.title for row in my_open_cases(me)] == ["Mine"]
    assert [(task.what, task.is_late) for task in tasks_due(me, NOW)] == [
        ("late", True),
        ("soon", False),
        ("no day", False),
    ]
    with pytest.raises(ValidationError):
        add_task(case, what="not theirs", who_id=cast.agent.user_id, viewer=me, at=NOW)
    join_agency(case, cast.task_force, viewer=me, at=NOW)
    add_task(case, what="theirs now", who_id=cast.agent.user_id, viewer=me, at=NOW)
    assert [task.what for task in tasks_due(cast.agent, NOW)] == ["theirs now"]


def test_only_the_owner_of_a_part_changes_or_deletes_it(cast: Cast, matter: Matter) -> None:
    for act in (
        lambda: edit_party(matter.suspect, role="witness", fields={"name": "x"}, viewer=cast.agent, at=NOW),
        lambda: delete_party(matter.suspect, viewer=cast.agent, at=NOW),
        lambda: delete_part(matter.charge, viewer=cast.agent, at=NOW),
        lambda: decide_charge(matter.charge, result="pending", viewer=cast.agent, at=NOW),
        lambda: close_case(matter.case, reason="other", note="x", viewer=cast.agent, at=NOW),
    ):
        with pytest.raises(RefusedError):
            act()


def test_a_moment_that_is_to_come_is_no_event(cast: Cast, matter: Matter) -> None:
    later: datetime = NOW + timedelta(hours=1)
    with pytest.raises(ValidationError):
        add_event(matter.case, happened_at=later, what="To be", viewer=cast.detective, at=NOW)


def test_correcting_a_party_keeps_what_others_judged_of_it(cast: Cast, matter: Matter) -> None:
    [before] = Mention.all_objects.filter(source_id=matter.suspect.pk, kind="person")
    changed = {**matter.suspect.fields, "family_name": "Brandtmeier"}
    edit_party(matter.suspect, role="suspect", fields=changed, handling="case", viewer=cast.detective, at=NOW)
    [after] = Mention.all_objects.filter(source_id=matter.suspect.pk, kind="person")
    assert (after.pk, after.fields["family_name"]) == (before.pk, "Brandtmeier")
