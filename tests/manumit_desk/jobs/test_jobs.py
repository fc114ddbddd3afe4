"""Background work: its page is for its agency, it sees what its starter saw, and it can be stopped."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from manumit.errors import InputError
from manumit_desk.agencies.models import Membership
from manumit_desk.agencies.roles import Role
from manumit_desk.guard.permission import RefusedError
from manumit_desk.jobs.models import Job
from manumit_desk.jobs.work import ask_to_stop, running
from tests.manumit_desk.accounts.people import logged_in
from tests.manumit_desk.cast import Cast


def make_job(cast: Cast, **fields: Any) -> Job:
    viewer = fields.pop("viewer", cast.detective)
    return Job.objects.create(
        title="Import of tips",
        agency_id=viewer.agency_id,
        started_by_id=viewer.user_id,
        membership_id=viewer.membership_id,
        has_second_factor=viewer.has_second_factor,
        asked_at=timezone.now(),
        **fields,
    )


def test_an_agencys_people_see_its_jobs_and_others_do_not(cast: Cast) -> None:
    job = make_job(cast, state="running", stage="Reading", done=0.5)
    for viewer, sees in (
        (cast.detective, True),
        (cast.viewer(cast.police, Role.ANALYST), True),
        (cast.viewer(cast.police, Role.OVERSEER), False),
        (cast.agent, False),
    ):
        client = logged_in(viewer)
        assert ("Import of tips" in client.get("/jobs/").content.decode()) is sees
        assert client.get(f"/jobs/{job.pk}/").status_code == (200 if sees else 404)
        assert client.post(f"/jobs/{job.pk}/stop/").status_code == (302 if sees else 404)
    assert logged_in(cast.detective).get(f"/jobs/{uuid4()}/").status_code == 404


def test_the_page_works_without_javascript_and_asks_again_by_itself_with_it(cast: Cast) -> None:
    page = logged_in(cast.detective).get(f"/jobs/{make_job(cast, state='running').pk}/").content.decode()
    assert "Look again" in page
    assert "hx-get" in page


def test_a_job_sees_what_its_starter_saw(cast: Cast) -> None:
    job = make_job(cast, viewer=cast.viewer(cast.police, second_factor=False), handlings=["agency"])
    with running(str(job.pk)) as (viewer, _, finish):
        assert not viewer.has_second_factor
        assert viewer.handlings == {"agency"}
        finish({"tips": 3})
    job.refresh_from_db()
    assert (job.state, job.done, job.result) == ("done", 1.0, {"tips": 3})


def test_a_job_does_nothing_once_its_starters_membership_has_ended(cast: Cast) -> None:
    job = make_job(cast)
    Membership.objects.filter(pk=job.membership_id).update(until_date=timezone.localdate() - timedelta(days=1))
    with pytest.raises(RefusedError), running(str(job.pk)):
        pytest.fail("it ran")
    job.refresh_from_db()
    assert job.state == "failed"
    assert "membership" in job.problem


def test_a_job_stops_at_its_next_step(cast: Cast) -> None:
    job = make_job(cast)
    with running(str(job.pk)) as (_, progress, _finish):
        progress("Reading", 0.1)
        ask_to_stop(job.pk, viewer=cast.detective, at=timezone.now())
        progress("Writing", 0.2)
        pytest.fail("it went on")
    job.refresh_from_db()
    assert (job.state, job.stage) == ("stopped", "Reading")


def test_another_agency_stops_nothing(cast: Cast) -> None:
    job = make_job(cast)
    ask_to_stop(job.pk, viewer=cast.agent, at=timezone.now())
    job.refresh_from_db()
    assert not job.stop_asked


def test_a_users_mistake_is_told_in_its_words_and_our_own_without_details(cast: Cast) -> None:
    one, other = make_job(cast), make_job(cast)
    with running(str(one.pk)):
        raise InputError("no such column", file="a.csv", row=3)
    with pytest.raises(ZeroDivisionError), running(str(other.pk)):
        raise ZeroDivisionError("the caller's name is Ann")
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.state, one.problem) == ("failed", "a.csv, row 3: no such column")
    assert other.state == "failed"
    assert "Ann" not in other.problem
