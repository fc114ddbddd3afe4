"""Bringing in rosters: seats and people, each once; what cannot be used is set aside; nothing is half-written."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from manumit.errors import InputError
from manumit_desk.training.actions import rosters as actions
from manumit_desk.training.importing import read_seats
from manumit_desk.training.models import Completion, Course, RosterImport, Trainee
from tests.manumit_desk.accounts.people import logged_in
from tests.manumit_desk.cast import NOW, Cast
from tests.manumit_desk.training.rosters import ANA, BEN, HEADER, TODAY, bring

pytestmark = pytest.mark.django_db


def counts() -> tuple[int, int]:
    return Trainee.objects.for_system().count(), Completion.objects.for_system().count()


def test_a_row_becomes_a_seat_of_a_professional(cast: Cast) -> None:
    held = bring(HEADER + ANA, cast.detective)
    seat = Completion.objects.for_system().select_related("trainee", "course").get()
    person = seat.trainee
    assert (person.full_name, person.employer, person.state, person.sector) == ("Ana Ruiz", "Rail", "TX", "transport")
    assert person.sector_is_guessed
    assert person.owner_id == seat.owner_id == cast.police.pk
    assert (seat.course.title, seat.completed_date) == ("Signs", date(2026, 1, 15))
    assert (seat.score_before, seat.score_after, seat.score_later) == (50, 80, 70)
    assert (seat.roster_id, seat.roster_row) == (held.pk, 2)


def test_the_same_roster_again_makes_nothing_new(cast: Cast) -> None:
    bring(HEADER + ANA + BEN, cast.detective)
    again = bring(HEADER + ANA + BEN, cast.detective)
    assert counts() == (2, 2)
    assert (again.made, again.known) == (0, 2)


def test_a_longer_edition_of_a_roster_adds_what_is_new(cast: Cast) -> None:
    bring(HEADER + ANA, cast.detective)
    assert bring(HEADER + BEN + ANA, cast.detective).made == 1
    assert counts() == (2, 2)


def test_the_same_address_and_name_is_one_person_with_several_seats(cast: Cast) -> None:
    later = ANA.replace("01/15/2026", "02/15/2026").replace("Ruiz", "Ruiz-Vega").replace("ana@", "ANA@")
    bring(HEADER + ANA, cast.detective)
    bring(HEADER + later, cast.detective)
    assert counts() == (1, 2)


def test_a_shared_address_makes_two_names_no_one_person(cast: Cast) -> None:
    other = ANA.replace("Ana,Ruiz", "Wolfgang,Steiner")
    bring(HEADER + ANA + other, cast.detective)
    assert counts() == (2, 2)


def test_namesakes_in_different_towns_stay_two_people(cast: Cast) -> None:
    here = "Ana,Ruiz,,Rail,,Austin,TX,Signs,01/15/2026,,,\n"
    bring(HEADER + here + here.replace("Austin,TX", "Albany,NY"), cast.detective)
    assert counts() == (2, 2)


def test_two_rows_for_one_seat_are_one_seat(cast: Cast) -> None:
    held = bring(HEADER + ANA + ANA.replace(",50,", ",51,"), cast.detective)
    assert counts() == (1, 1)
    assert (held.made, held.known) == (1, 1)


def test_two_agencies_each_have_their_own_record(cast: Cast) -> None:
    bring(HEADER + ANA, cast.detective)
    bring(HEADER + ANA, cast.agent)
    assert counts() == (2, 2)


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (BEN.replace("Signs", ""), "course"),
        (BEN.replace("01/15/2026", ""), "attended_date"),
        (BEN.replace("01/15/2026", "02/30/2026"), "attended_date"),
        (BEN.replace("40", "many"), "score_before"),
        (BEN.replace("Ben", "B" * 130), "given_name"),
        (BEN.replace("Oak Clinic", "x" * 201), "agency"),
    ],
)
def test_a_row_that_cannot_be_used_is_set_aside_with_row_column_and_reason(cast: Cast, row: str, column: str) -> None:
    held = bring(HEADER + ANA + row, cast.detective)
    assert held.made == 1
    assert [(one[0], one[1]) for one in held.rejected] == [(3, column)]
    assert held.rejected[0][2]


def test_who_did_not_complete_has_no_seat() -> None:
    read = read_seats(b"Name,Course,Date,Status\nAna Ruiz,Signs,2026-01-05,No show\n" * 1, "r.csv", today=TODAY)
    assert read.seats == []
    assert read.aside[0].column == "completion"


def test_course_and_day_of_the_whole_file_stand_for_rows_that_name_none() -> None:
    read = read_seats(
        b"Name,Email\nAna Ruiz,a@x.example\n", "r.csv", course_title="Signs", held_date=TODAY, today=TODAY
    )
    assert [(seat.course_title, seat.completed_date) for seat in read.seats] == [("Signs", TODAY)]


NAME = st.text("abc ", min_size=1, max_size=3)


@given(st.lists(st.tuples(NAME, NAME, st.sampled_from(["2026-01-05", "01/06/2026", "never", ""])), min_size=1))
def test_each_row_of_a_file_has_a_key_of_its_own_and_the_same_in_every_reading(
    rows: list[tuple[str, str, str]],
) -> None:
    text = "First name,Last name,Date,Course\n" + "".join(",".join((*row, "Signs")) + "\n" for row in rows)
    try:
        once, twice = (read_seats(text.encode(), "r.csv", today=TODAY) for _ in range(2))
    except InputError:
        return
    keys = [seat.row_key for seat in once.seats]
    assert len(set(keys)) == len(keys)
    assert keys == [seat.row_key for seat in twice.seats]
    assert len(once.seats) + len(once.aside) == len(rows)


def test_what_fails_on_the_way_leaves_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> int:
        raise RuntimeError

    monkeypatch.setattr(actions, "_write_seats", broken)
    with pytest.raises(RuntimeError):
        bring(HEADER + ANA, cast.detective)
    assert counts() == (0, 0)
    assert not Course.objects.exists()


def test_a_refresher_is_due_after_the_months_of_the_course(cast: Cast) -> None:
    Course.objects.create(title="Signs", title_key="signs", kind="classroom", refresher_months=12)
    bring(HEADER + ANA, cast.detective)
    assert Completion.objects.for_system().get().refresher_due == date(2027, 1, 15)


def upload(cast: Cast, content: bytes, name: str = "roster.csv") -> Any:
    file = BytesIO(content)
    file.name = name
    return logged_in(cast.detective).post("/training/rosters/", {"file": file})


def test_the_page_brings_a_roster_in_and_tells_what_became_of_it(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        answer = upload(cast, (HEADER + ANA + BEN.replace("Signs", "=1+1").replace("01/15/2026", "never")).encode())
    page = logged_in(cast.detective).get(answer.url)
    assert b"New seats" in page.content
    assert b"is no date" in page.content
    aside = logged_in(cast.detective).get(f"{answer.url}set-aside.csv").content.decode()
    assert aside.splitlines()[0] == "row,column,reason,text"
    assert aside.splitlines()[1].startswith("3,attended_date,")
    held = RosterImport.objects.for_system().get()
    assert bytes(held.content) == b""
    assert held.finished_at


def test_a_file_that_is_no_roster_fails_in_words_and_is_forgotten(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        answer = upload(cast, b"just words")
    assert b"no header with a name" in logged_in(cast.detective).get(answer.url).content
    assert bytes(RosterImport.objects.for_system().get().content) == b""


def test_broken_letters_are_set_aside_and_shown_without_harm(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    broken = (
        b"Name\x81,Course,Date\nAna\x00 Ruiz,Signs,2026-01-05\n\x81\x8d,Signs,never\n"
        + b"Ben Oak,Signs,2026-01-05\n" * 300
    )
    with django_capture_on_commit_callbacks(execute=True):
        answer = upload(cast, broken)
    client = logged_in(cast.detective)
    assert b"New seats" in client.get(answer.url).content
    assert client.get(f"{answer.url}set-aside.csv").content.count(b"\n") == 3


def test_a_file_that_is_too_large_is_refused(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "LARGEST_ROSTER", 10)
    with pytest.raises(InputError, match="larger"):
        actions.keep_roster("r.csv", b"x" * 11, course=None, held_date=None, viewer=cast.detective, at=NOW)


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("manumit_desk.training.importing.MOST_ROWS", 1)
    with pytest.raises(InputError, match="divide"):
        read_seats((HEADER + ANA + BEN).encode(), "r.csv", today=timezone.localdate())
