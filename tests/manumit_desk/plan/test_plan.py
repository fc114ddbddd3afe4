"""A plan: read by all, reported on by who leads, edited by its overseer; what is late or waited for shows."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from manumit.errors import InputError
from manumit_desk.agencies.roles import Role
from manumit_desk.agencies.viewer import Viewer
from manumit_desk.guard.permission import RefusedError
from manumit_desk.plan import actions, queries
from manumit_desk.plan.due import due_date_of
from manumit_desk.plan.models import Action, Plan, Requirement
from manumit_desk.plan.transfer import (
    ACTION_COLUMNS,
    as_csv,
    exported_actions,
    import_actions,
    import_requirements,
    shipped,
)
from tests.manumit_desk.cast import NOW, Cast

TODAY = NOW.date()


@pytest.fixture
def plan(cast: Cast, tmp_path: Path) -> Plan:
    """A plan of three actions, overseen by the centre; the police lead the first one."""
    rows = [
        {"pillar": "Prevention", "title": "Teach drivers", "leads": "RCPD", "due": "2025"},
        {"pillar": "Prevention", "title": "Teach nurses", "leads": "HHS | RCPD", "due": "Dec 2026"},
        {"pillar": "Protection", "title": "Find beds", "leads": "HUD", "due": ""},
    ]
    path = tmp_path / "plan.csv"
    path.write_text(as_csv([{"edition": "NAP 2021", **row} for row in rows], ("edition", *rows[0])), encoding="utf-8")
    import_actions(path)
    held = Plan.objects.get()
    held.overseer = cast.centre
    held.save()
    return held


def action(title: str) -> Action:
    return Action.objects.select_related("pillar__plan").get(title=title)


def overseer(cast: Cast) -> Viewer:
    return cast.viewer(cast.centre, Role.OVERSEER)


def test_the_shipped_plans_and_duties_are_read_and_reading_them_again_changes_nothing(db: None) -> None:
    first = import_actions(shipped("actions.csv"))
    assert first.new == first.read > 100
    assert import_requirements(shipped("requirements.csv")).new == 24
    assert import_actions(shipped("actions.csv")).new == 0
    assert import_requirements(shipped("requirements.csv")).new == 0
    assert {plan.edition for plan in Plan.objects.all()} == {
        "NAP 2020",
        "NAP 2021",
        "PITF 2022",
        "PITF 2023",
        "PITF 2024",
    }


def test_an_export_is_read_again_as_the_same_plan(plan: Plan, tmp_path: Path) -> None:
    before = exported_actions(plan)
    path = tmp_path / "again.csv"
    path.write_text(as_csv(before, ACTION_COLUMNS), encoding="utf-8")
    Action.objects.all().delete()
    import_actions(path)
    assert exported_actions(plan) == before


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024", date(2024, 12, 31)),
        ("Feb 2024", date(2024, 2, 29)),
        ("Dec 2021", date(2021, 12, 31)),
        ("autumn 2024", date(2024, 11, 30)),
        ("2026-05-04", date(2026, 5, 4)),
        ("within a year", None),
        ("", None),
    ],
)
def test_due_dates_as_plans_word_them(text: str, day: date | None) -> None:
    assert due_date_of(text) == day


def test_who_leads_reports_and_others_do_not(plan: Plan, cast: Cast) -> None:
    said = {"status": "under_way", "text": "Two classes held.", "at": NOW}
    actions.report_on_action(action("Teach drivers"), viewer=cast.detective, **said)
    assert action("Teach drivers").status == Action.Status.UNDER_WAY
    with pytest.raises(RefusedError, match="lead or help"):
        actions.report_on_action(action("Teach drivers"), viewer=cast.agent, **said)
    with pytest.raises(RefusedError, match="lead or help"):
        actions.report_on_action(action("Find beds"), viewer=cast.detective, **said)


def test_an_action_is_not_done_without_proof(plan: Plan, cast: Cast) -> None:
    said = {"status": "done", "text": "All taught.", "viewer": cast.detective, "at": NOW}
    with pytest.raises(ValidationError, match="proof"):
        actions.report_on_action(action("Teach drivers"), **said)
    assert action("Teach drivers").status == Action.Status.NOT_STARTED
    actions.report_on_action(action("Teach drivers"), proof="Roster 12", **said)
    assert action("Teach drivers").status == Action.Status.DONE


def test_only_the_overseer_edits(plan: Plan, cast: Cast) -> None:
    for change in (
        lambda viewer: actions.set_due_date(action("Find beds"), due_date=TODAY, viewer=viewer, at=NOW),
        lambda viewer: actions.hold_review(plan, notes="", viewer=viewer, at=NOW),
        lambda viewer: actions.meet_requirements(
            action("Find beds"), requirements=Requirement.objects.all(), viewer=viewer, at=NOW
        ),
    ):
        with pytest.raises(RefusedError, match="overseer"):
            change(cast.detective)
        change(overseer(cast))


def test_the_scoreboard_counts_states_and_names_what_is_late(plan: Plan, cast: Cast) -> None:
    board = queries.scoreboard(plan, cast.detective, TODAY)
    assert [(one.title, one.total, one.late) for one in board.pillars] == [("Prevention", 2, 1), ("Protection", 1, 0)]
    assert [line.name for line in board.late] == ["Teach drivers"]
    assert board.without_date == 1


def test_what_is_done_or_dropped_is_never_late(plan: Plan, cast: Cast) -> None:
    actions.report_on_action(
        action("Teach drivers"), status="dropped", text="Not wanted.", viewer=cast.detective, at=NOW
    )
    assert queries.scoreboard(plan, cast.detective, TODAY).late == ()


def test_a_review_shows_what_changed_since_the_last_one_and_who_is_waited_for(plan: Plan, cast: Cast) -> None:
    police = {"viewer": cast.detective, "at": NOW}
    actions.report_on_action(action("Teach nurses"), status="under_way", text="Begun.", **police)
    actions.add_blocker(action("Teach nurses"), text="The course", waiting_for="HHS", **police)
    page = queries.review_page(plan, overseer(cast), TODAY)
    assert [(line.name, said.text) for line, said in page.changed] == [("Teach nurses", "Begun.")]
    assert [(who, [text for _, text in lines]) for who, lines in page.waiting] == [("HHS", ["The course"])]
    assert {line.name for line in page.silent} == {"Teach drivers", "Find beds"}
    actions.hold_review(plan, notes="", viewer=overseer(cast), at=NOW + timedelta(hours=1))
    assert queries.review_page(plan, overseer(cast), TODAY).changed == ()


def test_what_was_waited_for_comes_once(plan: Plan, cast: Cast) -> None:
    blocker = actions.add_blocker(
        action("Teach nurses"), text="Money", waiting_for="DOJ", viewer=cast.detective, at=NOW
    )
    for later in (1, 2):
        actions.resolve_blocker(blocker, viewer=cast.detective, at=NOW + timedelta(days=later))
    blocker.refresh_from_db()
    assert blocker.resolved_at == NOW + timedelta(days=1)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("edition,pillar\nNAP,P\n", "column title: this column is missing"),
        ("edition,pillar,title\nNAP,P,A\nNAP,,B\n", "row 3, column pillar: a value is missing"),
        ("edition,pillar,title,status\nNAP,P,A,finished\n", "row 2, column status: 'finished' is no status"),
        ("edition,pillar,title\nNAP,P,A\nNAP,P\n", "row 3"),
    ],
)
def test_a_bad_file_is_named_by_row_and_column_and_nothing_is_taken(
    db: None, tmp_path: Path, text: str, said: str
) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        import_actions(path)
    assert Plan.objects.count() == 0


def test_an_exported_title_is_never_a_formula(plan: Plan) -> None:
    Action.objects.filter(title="Find beds").update(title="=cmd()")
    assert "'=cmd()" in as_csv(exported_actions(plan), ACTION_COLUMNS)
