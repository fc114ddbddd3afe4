"""The pages on which a file of tips is brought in, watched, and on which what was set aside is downloaded."""

from uuid import UUID

from django.conf import settings
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
from manumit_desk.tips.access import access_import
from manumit_desk.tips.actions.files import keep_file, name_job
from manumit_desk.tips.desk_forms import ImportForm
from manumit_desk.tips.importing import COLUMNS
from manumit_desk.tips.queries import import_row, imports_of
from manumit_desk.tips.tasks import import_file

ENVELOPE = 64 * 1024
"""Bytes of a form around the file in it."""


@csrf_exempt  # the length is looked at before anything is read; then the token is asked for as everywhere
def bring_in(request: HttpRequest) -> HttpResponse:
    """Bring in a file; what is too large is refused before it is read."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > settings.LARGEST_TIP_FILE + ENVELOPE:
        return too_large(request, limit=settings.LARGEST_TIP_FILE)
    answer: HttpResponse = _bring_in(request)  # type: ignore[assignment]
    return answer


@csrf_protect
@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def _bring_in(request: MemberRequest) -> HttpResponse:
    viewer, at = request.viewer, timezone.now()
    if not viewer.works_with_records:
        raise NotThere
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            held = keep_file(upload.name, upload.read(settings.LARGEST_TIP_FILE + 1), viewer=viewer, at=at)
        except InputError as error:
            form.add_error("file", str(error))
        else:
            job = start_job("Bring in tips", import_file, viewer=viewer, at=at, import_id=str(held.pk))
            name_job(held, job.pk)
            return redirect("tips:import", held.pk)
    shown = {"form": form, "columns": COLUMNS, "imports": imports_of(viewer), "crumbs": [("Tips", "/tips/")]}
    return render(request, "tips/bring_in.html", shown, status=422 if form.errors else 200)


@members_only
@require_safe
def brought_in(request: MemberRequest, import_id: UUID) -> HttpResponse:
    """How far a file is, and then what became of its rows."""
    held = access_import(request.viewer, import_id, at=timezone.now())
    row = import_row(held)
    job = job_row(request.viewer, row.job_id) if row.job_id else None
    crumbs = [("Tips", "/tips/"), ("Bring in a file", "/tips/import/")]
    return render(request, "tips/brought_in.html", {"held": row, "job": job, "crumbs": crumbs})


@members_only
@require_safe
def set_aside(request: MemberRequest, import_id: UUID) -> HttpResponse:
    """The rows that could not be used, as CSV: row, column, reason, text."""
    row = import_row(access_import(request.viewer, import_id, at=timezone.now()))
    return rejected_file(row.rejected, name="tips")
