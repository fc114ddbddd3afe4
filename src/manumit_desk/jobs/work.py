"""Starting background work, and running it with progress that a page can show and a person can stop."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django_tasks.base import Task

from manumit.errors import InputError
from manumit.progress import Progress
from manumit_desk.agencies.queries import memberships_of
from manumit_desk.agencies.viewer import Viewer
from manumit_desk.guard import audit
from manumit_desk.guard.permission import RefusedError
from manumit_desk.jobs.models import Job
from manumit_desk.jobs.queries import jobs_of

ENDED = "The membership of who started this has ended. Nothing was done."


class Stopped(Exception):
    """The person who started a job asked it to stop."""


def start_job(title: str, task: Task[Any, Any], *, viewer: Viewer, at: datetime, **arguments: Any) -> Job:
    """Have a task done in the background, after the transaction is kept; it is called with the job's id and these."""
    job = Job.objects.create(
        title=title,
        agency_id=viewer.agency_id,
        started_by_id=viewer.user_id,
        membership_id=viewer.membership_id,
        has_second_factor=viewer.has_second_factor,
        handlings=None if viewer.handlings is None else sorted(viewer.handlings),
        asked_at=at,
    )
    transaction.on_commit(lambda: _enqueue(task, job, arguments))
    return job


def _enqueue(task: Task[Any, Any], job: Job, arguments: dict[str, Any]) -> None:
    task.enqueue(job_id=str(job.pk), **arguments)


@contextmanager
def running(job_id: str) -> Iterator[tuple[Viewer, Progress, Callable[[dict[str, Any]], None]]]:
    """Run a job: gives who started it, where to tell progress, and where to put the result. Progress raises Stopped.

    What goes wrong is told on the job's page: a user's mistake in its words, anything else without details.
    RefusedError, and nothing is done, when the membership of who started it has ended meanwhile.
    """
    job = Job.objects.select_related("membership__user", "membership__agency").get(pk=UUID(job_id))
    if not memberships_of(job.started_by_id, timezone.localdate()).filter(pk=job.membership_id).exists():
        _end(job, Job.State.FAILED, ENDED)
        raise RefusedError(ENDED)
    viewer = _viewer_of(job)
    Job.objects.filter(pk=job.pk).update(state=Job.State.RUNNING)

    def progress(stage: str, done: float) -> None:
        if Job.objects.filter(pk=job.pk, stop_asked=True).exists():
            raise Stopped
        Job.objects.filter(pk=job.pk).update(stage=stage, done=done)

    def finish(result: dict[str, Any]) -> None:
        Job.objects.filter(pk=job.pk).update(result=result)

    try:
        yield viewer, progress, finish
    except Stopped:
        _end(job, Job.State.STOPPED, "Stopped. Nothing of it was kept.")
    except InputError as error:
        _end(job, Job.State.FAILED, str(error))
    except Exception:
        _end(job, Job.State.FAILED, "Something went wrong on our side. Nothing of it was kept.")
        raise
    else:
        Job.objects.filter(pk=job.pk).update(state=Job.State.DONE, done=1.0, ended_at=timezone.now())


def _viewer_of(job: Job) -> Viewer:
    """Who started a job, seeing no more than they did then."""
    handlings = None if job.handlings is None else frozenset(job.handlings)
    return Viewer.of(job.membership, has_second_factor=job.has_second_factor, handlings=handlings)


def _end(job: Job, state: Job.State, problem: str) -> None:
    Job.objects.filter(pk=job.pk).update(state=state, problem=problem, ended_at=timezone.now())


def ask_to_stop(job_id: UUID, *, viewer: Viewer, at: datetime) -> None:
    """Ask a job of the viewer's agency to stop; it does at its next step. One that ended stays as it is."""
    asked = jobs_of(viewer).filter(pk=job_id, state__in=(Job.State.WAITING, Job.State.RUNNING), stop_asked=False)
    if asked.update(stop_asked=True):
        audit.record("stop job", viewer=viewer, at=at, job=str(job_id))
