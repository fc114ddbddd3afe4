"""Pages of background work: which runs, how far it is, and a way to stop it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from manumit_desk.guard.pages import MemberRequest, members_only
from manumit_desk.jobs.queries import job_row, job_rows
from manumit_desk.jobs.work import ask_to_stop


@require_safe
@members_only
def show_jobs(request: MemberRequest) -> HttpResponse:
    """The agency's jobs."""
    return render(request, "jobs/list.html", {"jobs": job_rows(request.viewer, page=request.GET.get("page"))})


@require_safe
@members_only
def show_job(request: MemberRequest, job_id: UUID) -> HttpResponse:
    """One job; while it runs, htmx takes its progress anew from this page."""
    return render(request, "jobs/job.html", {"job": job_row(request.viewer, job_id)})


@require_POST
@members_only
def stop_job(request: MemberRequest, job_id: UUID) -> HttpResponse:
    """Ask a job to stop."""
    job = job_row(request.viewer, job_id)
    ask_to_stop(job.id, viewer=request.viewer, at=timezone.now())
    return redirect("jobs:job", job.id)
