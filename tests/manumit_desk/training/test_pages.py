"""Pages: whose people, how many questions to the database, forms that say what is wrong."""

from typing import Any

import pytest

from manumit_desk.guard.models import AuditEvent
from manumit_desk.training.models import Completion, Course, Trainee
from tests.manumit_desk.accounts.people import logged_in
from tests.manumit_desk.cast import Cast
from tests.manumit_desk.training.rosters import ANA, BEN, HEADER, bring

pytestmark = pytest.mark.django_db


def many(count: int) -> str:
    """A roster of so many people."""
    names = [f"{chr(65 + number % 26)}{'abcdefgh'[number // 26]}lo" for number in range(count)]
    return HEADER + "".join(
        f"{name},Family{name},{name}@x.example,Clinic,Nurse,Austin,TX,Signs,01/15/2026,,,\n" for name in names
    )


def test_people_are_the_own_agencys_alone(cast: Cast) -> None:
    bring(HEADER + ANA, cast.detective)
    bring(HEADER + BEN, cast.agent)
    page = logged_in(cast.detective).get("/training/people/").content.decode()
    assert "Ana Ruiz" in page
    assert "Ben Oak" not in page
    theirs = Trainee.objects.for_system().get(owner=cast.task_force)
    assert logged_in(cast.detective).get(f"/training/people/{theirs.pk}/").status_code == 404


@pytest.mark.parametrize(("asked", "shown"), [("q=ruiz", True), ("q=ruiz+oak", False), ("sector=health", False)])
def test_the_list_of_people_is_filtered(cast: Cast, asked: str, shown: bool) -> None:
    bring(HEADER + ANA + BEN, cast.detective)
    page = logged_in(cast.detective).get(f"/training/people/?{asked}").content.decode()
    assert ("Ana Ruiz" in page) is shown


def test_refreshers_that_are_due_are_found(cast: Cast) -> None:
    bring(HEADER + ANA + BEN, cast.detective)
    Completion.all_objects.filter(trainee__given_name="Ana").update(refresher_due="2026-02-01")
    page = logged_in(cast.detective).get("/training/people/?due=on").content.decode()
    assert "Ana Ruiz" in page
    assert "Ben Oak" not in page


def test_pages_ask_the_database_as_often_for_many_as_for_one(cast: Cast, django_assert_max_num_queries: Any) -> None:
    bring(many(60), cast.detective)
    client = logged_in(cast.detective)
    course = Course.objects.get()
    for path in ("/training/", "/training/people/?page=2", f"/training/courses/{course.pk}/", "/training/map/"):
        with django_assert_max_num_queries(22):
            assert client.get(path).status_code == 200


def test_a_course_is_added_once(cast: Cast) -> None:
    client = logged_in(cast.detective)
    said = {"title": "Signs of trafficking", "kind": "classroom", "refresher_months": "12"}
    assert client.post("/training/courses/new/", said).status_code == 302
    again = client.post("/training/courses/new/", said | {"title": "SIGNS, of trafficking!"})
    assert again.status_code == 422
    assert b"There is a course of this name already." in again.content
    assert Course.objects.count() == 1


def test_the_audit_says_that_and_not_what(cast: Cast) -> None:
    bring(HEADER + ANA, cast.detective)
    said = " ".join(str(event.detail) for event in AuditEvent.objects.all())
    assert AuditEvent.objects.filter(action="brought in roster").exists()
    assert "Ruiz" not in said
