"""Questions about jobs, as plain values for pages."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.paginator import Page
from django.db.models import QuerySet

from manumit_desk.agencies.viewer import Viewer
from manumit_desk.guard.access import NotThere
from manumit_desk.guard.listing import page_of
from manumit_desk.jobs.models import Job


@dataclass(frozen=True, slots=True, kw_only=True)
class JobRow:
    """A job as a page shows it; `done` from 0 to 1, `result` as facts with their names."""

    id: UUID
    title: str
    stage: str
    done: float
    state: str
    state_label: str
    problem: str
    started_by: str
    asked_at: datetime
    ended_at: datetime | None
    may_be_stopped: bool
    result: tuple[tuple[str, str], ...]


def jobs_of(viewer: Viewer) -> QuerySet[Job]:
    """The jobs that a viewer may look at: their agency's, or for who does not work with records only their own."""
    jobs = Job.objects.filter(agency=viewer.agency_id)
    return jobs if viewer.works_with_records else jobs.filter(started_by=viewer.user_id)


def job_rows(viewer: Viewer, *, page: str | None) -> Page[JobRow]:
    """A page of the viewer's jobs, the newest first."""
    return page_of(jobs_of(viewer).select_related("started_by"), page, _row)


def job_row(viewer: Viewer, job_id: UUID) -> JobRow:
    """One job. NotThere when it is not the viewer's to see."""
    job = jobs_of(viewer).select_related("started_by").filter(pk=job_id).first()
    if job is None:
        raise NotThere
    return _row(job)


def _row(job: Job) -> JobRow:
    return JobRow(
        id=job.pk,
        title=job.title,
        stage=job.stage,
        done=job.done,
        state=job.state,
        state_label=job.get_state_display(),
        problem=job.problem,
        started_by=job.started_by.name,
        asked_at=job.asked_at,
        ended_at=job.ended_at,
        may_be_stopped=job.state in (Job.State.WAITING, Job.State.RUNNING) and not job.stop_asked,
        result=tuple((str(name).replace("_", " "), str(value)) for name, value in job.result.items()),
    )
