"""People counted once across agencies, sectors put right, figures, the map, tests before and after."""

from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from manumit.progress import silent
from manumit_desk.agencies.models import User
from manumit_desk.agencies.viewer import Viewer
from manumit_desk.guard.permission import RefusedError
from manumit_desk.measures.measure import Figure, Period, all_measures, figure
from manumit_desk.tips.models import Tip
from manumit_desk.training.actions.courses import save_course
from manumit_desk.training.actions.people import count_people_once, set_sector
from manumit_desk.training.capability import capability, gains
from manumit_desk.training.counting import count_once, with_employers
from manumit_desk.training.due import refresher_due
from manumit_desk.training.models import Completion, Course, Trainee
from manumit_desk.training.sorting import course_kind_of, sector_of
from tests.manumit_desk.accounts.people import logged_in
from tests.manumit_desk.cast import Cast
from tests.manumit_desk.training.rosters import ANA, BEN, HEADER, TODAY, bring

pytestmark = pytest.mark.django_db
OTHERWISE = "Anna,RUIZ,ana@rail.example,Rail,Conductor,Austin,Texas,Online module 1,01/20/2026,,,\n"


def counted(cast: Cast) -> tuple[int, int]:
    return count_people_once(viewer=cast.detective, at=timezone.now(), progress=silent)


def trained(cast: Cast) -> None:
    """The police trained Ana and Ben in a class, the task force Ana in an online module, under another spelling."""
    Course.objects.create(title="Signs", title_key="signs", kind="classroom")
    bring(HEADER + ANA + BEN, cast.detective)
    bring(HEADER + OTHERWISE, cast.agent)
    counted(cast)


def value(code: str, viewer: Viewer) -> Figure:
    period = Period.fiscal_year(2026, as_of=timezone.now())
    return figure(all_measures()[code], period, viewer, scope="all")


def test_one_person_of_two_agencies_is_counted_once(cast: Cast) -> None:
    trained(cast)
    found = value("professionals_trained", cast.detective)
    assert (found.gross, found.net) == (3, 2)


def test_keys_stay_when_people_are_counted_again(cast: Cast) -> None:
    trained(cast)
    before = dict(Trainee.objects.for_system().values_list("pk", "person_key"))
    bring(HEADER + BEN.replace("Ben,Oak,ben@", "Cy,Elm,cy@"), cast.agent)
    counted(cast)
    after = dict(Trainee.objects.for_system().values_list("pk", "person_key"))
    assert {pk: after[pk] for pk in before} == before


def test_seats_and_kinds_of_courses_are_counted_apart(cast: Cast) -> None:
    trained(cast)
    assert value("training_seats", cast.detective).gross == 3
    assert value("training_seats_online", cast.detective).gross == 1


def test_a_seat_that_two_departments_list_is_one_net(cast: Cast) -> None:
    bring(HEADER + ANA, cast.detective)
    bring(HEADER + ANA, cast.agent)
    counted(cast)
    found = value("training_seats", cast.detective)
    assert (found.gross, found.net) == (2, 1)


def test_a_refresher_is_due_unless_the_course_was_taken_again(cast: Cast) -> None:
    bring(HEADER + ANA.replace("2026", "2025") + BEN.replace("2026", "2025") + ANA, cast.detective)
    course = Course.objects.get()
    save_course(
        course, title="Signs", kind="classroom", hours=None, refresher_months=12, viewer=cast.detective,
        at=timezone.now(),
    )  # fmt: skip
    assert value("refreshers_due", cast.detective).gross == 1


def test_tips_that_trained_people_took_in_afterwards_are_counted(cast: Cast) -> None:
    agent = cast.detective
    bring(HEADER + ANA.replace("ana@rail.example", agent.email.upper()), agent)
    done = Completion.objects.for_system().get().completed_date
    at = timezone.now()
    for day in (done - timedelta(days=3), done + timedelta(days=3)):
        received = datetime(day.year, day.month, day.day, 18, tzinfo=UTC)
        Tip.all_objects.create(
            owner=cast.police, received_by=cast.police, channel="hotline", received_at=received, created_at=at,
            created_by=User.objects.get(pk=agent.user_id), what_happened="x",
        )  # fmt: skip
    assert value("tips_after_training", agent).gross == 1
    assert value("tips_after_training", cast.agent).gross is None


def test_the_map_counts_each_person_once_and_names_where_nobody_is(cast: Cast) -> None:
    trained(cast)
    found = capability(TODAY)
    texas = next(row for row in found.states if row.code == "TX")
    assert texas.total == 2
    assert dict(zip(found.sectors, texas.by_sector, strict=True))["Health"] == 1
    assert "Alaska" in found.nobody
    assert "Texas" not in found.nobody


def test_an_online_module_alone_makes_nobody_able_to_respond(cast: Cast) -> None:
    bring(HEADER + OTHERWISE, cast.agent)
    assert Course.objects.get().kind == "online"
    assert sum(row.total for row in capability(TODAY).states) == 0
    assert sum(row.total for row in capability(TODAY, live_only=False).states) == 1


def test_a_training_that_ran_out_is_not_in_force(cast: Cast) -> None:
    trained(cast)
    Completion.all_objects.update(refresher_due=TODAY - timedelta(days=1))
    assert sum(row.total for row in capability(TODAY).states) == 0


def test_gains_are_of_those_who_took_both_tests_and_hide_few_others(cast: Cast) -> None:
    bring(HEADER + ANA + BEN + BEN.replace("Ben,Oak,ben@", "Cy,Elm,cy@").replace(",40,90", ",,90"), cast.detective)
    course = Course.objects.get()
    own, everybody = gains(course, cast.detective)
    assert (own.count, own.before, own.after, own.gain, own.later_count, own.kept) == (2, 45, 85, 40, 1, 20)
    assert everybody.count == 2
    hidden = gains(course, cast.agent)[1]
    assert (hidden.count, hidden.gain) == (None, None)


def test_only_the_own_agency_puts_a_sector_right(cast: Cast) -> None:
    bring(HEADER + ANA, cast.detective)
    person = Trainee.objects.for_system().get()
    with pytest.raises(RefusedError):
        set_sector(person, sector="health", viewer=cast.agent, at=timezone.now())
    answer = logged_in(cast.detective).post(f"/training/people/{person.pk}/sector/", {"sector": "health"})
    assert answer.status_code == 302
    person = Trainee.objects.for_system().get()
    assert (person.sector, person.sector_is_guessed) == ("health", False)


@pytest.mark.parametrize(
    ("stated", "job", "employer", "sector", "is_guessed"),
    [
        ("Health", "", "", "health", False),
        ("", "Registered Nurse", "County", "health", True),
        ("", "Sergeant", "Rivera City Police", "law_enforcement", True),
        ("", "Wage and Hour Investigator", "", "labour_inspection", True),
        ("", "Truck drivers", "", "transport", True),
        ("", "", "Unified School District", "education", True),
        ("", "", "", "other", True),
    ],
)
def test_a_sector_is_read_from_what_is_said_or_guessed_from_words(
    stated: str, job: str, employer: str, sector: str, is_guessed: bool
) -> None:
    assert sector_of(stated, job, employer) == (sector, is_guessed)


def test_kinds_of_courses_are_guessed_from_titles() -> None:
    assert [course_kind_of(one) for one in ("Online Module 3", "Tabletop exercise", "Signs")] == [
        "online",
        "exercise",
        "other",
    ]


def test_a_refresher_falls_on_the_last_day_of_a_shorter_month() -> None:
    assert refresher_due(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert refresher_due(date(2025, 1, 31), None) is None


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(1, 240))
def test_a_refresher_is_never_in_the_month_before_or_after_its_own(day: date, months: int) -> None:
    due = refresher_due(day, months)
    assert due is not None
    assert (due.year * 12 + due.month) - (day.year * 12 + day.month) == months


def test_a_shared_office_address_makes_colleagues_no_one_person() -> None:
    people = pl.DataFrame(
        [
            ("1", "Ana", "Ruiz", "desk@ngo.example", "Austin", "TX"),
            ("2", "Wolfgang", "Steiner", "desk@ngo.example", "Austin", "TX"),
            ("3", "Ana", "Ruiz", "desk@ngo.example", "Austin", "TX"),
        ],
        schema=["id", "given_name", "family_name", "email", "city", "state"],
        orient="row",
    )
    for certain in (True, False):
        found = count_once(people, certain=certain)["cluster_id"].to_list()
        assert found[0] == found[2]
        assert found[0] != found[1]


def test_an_employer_tells_namesakes_apart_and_says_little_where_all_work_for_it() -> None:
    people = pl.DataFrame(
        [(str(number), employer, "Austin") for number, employer in enumerate(["Rail", "Rail.", "Clinic", "", "Rail"])],
        schema=["id", "employer", "city"],
        orient="row",
    )
    links = pl.DataFrame({"left": ["0", "0", "0"], "right": ["1", "2", "3"], "weight": [5.0, 5.0, 5.0]})
    same, other, unknown = with_employers(links, people)["weight"].to_list()
    assert other < unknown == 5.0 < same < 6.0
