"""Work on training that is done in the background."""

from uuid import UUID

from django.utils import timezone
from django_tasks import task

from manumit_desk.jobs.work import running, start_job
from manumit_desk.training.access import access_roster
from manumit_desk.training.actions.people import count_people_once
from manumit_desk.training.actions.rosters import bring_in, forget_content
from manumit_desk.training.importing import read_seats


@task()
def import_roster(job_id: str, roster_id: str) -> None:
    """Read a roster that was kept and make its rows seats; then people are counted once again."""
    with running(job_id) as (viewer, progress, finish):
        at = timezone.now()
        held = access_roster(viewer, UUID(roster_id), at=at)
        progress("Reading the roster", 0.0)
        try:
            read = read_seats(
                bytes(held.content),
                held.name,
                course_title=held.course.title if held.course else "",
                held_date=held.held_date,
                today=timezone.localdate(at),
            )
            made, known = bring_in(held, read, viewer=viewer, at=at, progress=progress)
        except BaseException:
            forget_content(held)
            raise
        finish({"seats": made, "known": known, "set_aside": len(read.aside)})
        start_job("Count people once", count_people, viewer=viewer, at=at)


@task()
def count_people(job_id: str) -> None:
    """Find who is one person across agencies."""
    with running(job_id) as (viewer, progress, finish):
        records, people = count_people_once(viewer=viewer, at=timezone.now(), progress=progress)
        finish({"records": records, "people": people})
