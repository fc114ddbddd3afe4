"""The pages on which a roster is brought in, watched, and on which what was set aside is downloaded."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from manumit.errors import InputError
from manumit_desk.guard.access import NotThere
from manumit_desk.guard.pages import MemberRequest, members_only
from manumit_desk.jobs.queries import job_row
from manumit_desk.jobs.rejected import rejected_file
from manumit_desk.jobs.work import start_job
from manumit_desk.shell.errors import too_large
from manumit_desk.training.access import access_roster
from manumit_desk.training.actions.rosters import keep_roster, name_job
from manumit_desk.training.forms import RosterForm
from manumit_desk.training.importing import LARGEST_ROSTER
from manumit_desk.training.queries import roster_row, rosters_of
from manumit_desk.training.tasks import import_roster

ENVELOPE = 64 * 1024
"""Bytes of a form around the file in it."""
CRUMBS = [("Training", "/training/")]


@csrf_exempt  # the length is looked at before anything is read; then the token is asked for as everywhere
def bring_in(request: HttpRequest) -> HttpResponse:
    """Bring in a roster; what is too large is refused before it is read."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > LARGEST_ROSTER + ENVELOPE:
        return too_large(request, limit=LARGEST_ROSTER)
    answer: HttpResponse = _bring_in(request)  # type: ignore[assignment]
    return answer


@csrf_protect
@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def _bring_in(request: MemberRequest) -> HttpResponse:
    viewer, at = request.viewer, timezone.now()
    if not viewer.works_with_records:
        raise NotThere
    form = RosterForm(request.POST, request.FILES) if request.method == "POST" else RosterForm()
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        upload = said["file"]
        try:
            held = keep_roster(
                upload.name,
                upload.read(LARGEST_ROSTER + 1),
                course=said["course"],
                held_date=said["held_date"],
                viewer=viewer,
                at=at,
            )
        except InputError as error:
            form.add_error("file", str(error))
        else:
            job = start_job("Bring in a roster", import_roster, viewer=viewer, at=at, roster_id=str(held.pk))
            name_job(held, job.pk)
            return redirect("training:roster", held.pk)
    shown = {"form": form, "rosters": rosters_of(viewer), "crumbs": CRUMBS}
    return render(request, "training/bring_in.html", shown, status=422 if form.errors else 200)


@members_only
@require_safe
def brought_in(request: MemberRequest, roster_id: UUID) -> HttpResponse:
    """How far a roster is, and then what became of its rows."""
    row = roster_row(access_roster(request.viewer, roster_id, at=timezone.now()))
    job = job_row(request.viewer, row.job_id) if row.job_id else None
    crumbs = [*CRUMBS, ("Bring in a roster", "/training/rosters/")]
    return render(request, "training/brought_in.html", {"roster": row, "job": job, "crumbs": crumbs})


@members_only
@require_safe
def set_aside(request: MemberRequest, roster_id: UUID) -> HttpResponse:
    """The rows that could not be used, as CSV: row, column, reason, text."""
    row = roster_row(access_roster(request.viewer, roster_id, at=timezone.now()))
    return rejected_file(row.rejected, name="roster")
