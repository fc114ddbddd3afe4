"""Documents: taken in, however large the attempt, and handed out as files that no browser opens by itself."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_safe

from manumit_desk.cases.access import access_part
from manumit_desk.cases.actions.documents import add_document, open_document
from manumit_desk.cases.forms.parts import DocumentForm
from manumit_desk.cases.models import Document
from manumit_desk.cases.vault import DamagedError
from manumit_desk.cases.views.acting import GET_OR_POST, case_address, case_to_work_on, crumbs_to, form_page
from manumit_desk.guard.pages import MemberRequest, members_only
from manumit_desk.shell.errors import too_large

AROUND_A_FILE = 64 * 1024
"""Bytes that a form may take besides its file."""


def no_larger_than_a_document(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Refuses a body that is too large by what it says of its length, before a byte of it is read or kept.

    The check for forged requests reads the body, so it runs inside.
    """
    guarded = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if _length(request) > settings.LARGEST_DOCUMENT + AROUND_A_FILE:
            return too_large(request, limit=settings.LARGEST_DOCUMENT)
        return guarded(request, *args, **kwargs)

    return checked


def _length(request: HttpRequest) -> int:
    said = request.META.get("CONTENT_LENGTH") or "0"
    return int(said) if said.isdecimal() else 0


@no_larger_than_a_document
@members_only
@GET_OR_POST
def new_document(request: MemberRequest, case_id: UUID) -> HttpResponse:
    """Add a document."""
    case = case_to_work_on(request, case_id)
    sent = request.method == "POST"
    form = DocumentForm(request.POST if sent else None, request.FILES if sent else None)

    def act() -> None:
        said = form.cleaned_data
        add_document(
            case,
            said["file"],
            about=said["about"],
            handling=said["handling"],
            viewer=request.viewer,
            at=timezone.now(),
        )

    return form_page(
        request,
        form,
        act,
        title="Add a document",
        button="Add the document",
        back=case_address(case),
        crumbs=crumbs_to(case),
        text=f"At most {settings.LARGEST_DOCUMENT // 2**20} MB. It is kept encrypted; each download is written down.",
    )


@members_only
@require_safe
def download(request: MemberRequest, document_id: UUID) -> HttpResponseBase:
    """Hand out a document."""
    at = timezone.now()
    document = access_part(Document, request.viewer, document_id, at=at)
    try:
        content = open_document(document, viewer=request.viewer, at=at)
    except DamagedError:
        return render(request, "cases/damaged.html", {"back": case_address(document.case_id)}, status=500)
    response = StreamingHttpResponse(content, content_type=document.media_type)
    response["Content-Length"] = str(document.size)
    response["Content-Disposition"] = content_disposition_header(True, document.name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "no-store"
    return response
