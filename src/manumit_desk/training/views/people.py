"""Professionals of the viewer's agency, and their certificates."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from manumit_desk.guard.access import NotThere
from manumit_desk.guard.pages import MemberRequest, members_only
from manumit_desk.training import queries
from manumit_desk.training.access import access_certificate, access_completion, access_trainee
from manumit_desk.training.actions.certificates import make_certificate, revoke_certificate
from manumit_desk.training.actions.people import set_sector
from manumit_desk.training.badges import signed_badge
from manumit_desk.training.forms import CertificateForm, PeopleFilter, RevokeForm, SectorForm

CRUMBS = [("Training", "/training/"), ("People", "/training/people/")]


@members_only
@require_safe
def people_list(request: MemberRequest) -> HttpResponse:
    """The professionals whom the viewer's agency trained."""
    if not request.viewer.works_with_records:
        raise NotThere
    form = PeopleFilter(request.GET)
    said: dict[str, Any] = form.cleaned_data if form.is_valid() else {"q": "", "sector": "", "due": False}
    people = queries.person_rows(request.viewer, today=timezone.localdate(), page=request.GET.get("page"), **said)
    return render(request, "training/people.html", {"people": people, "form": form, "crumbs": CRUMBS[:1]})


@members_only
@require_safe
def person_page(request: MemberRequest, trainee_id: UUID) -> HttpResponse:
    """One professional."""
    trainee = access_trainee(request.viewer, trainee_id, at=timezone.now())
    page = queries.person_page(trainee, request.viewer)
    shown = {"person": page, "form": SectorForm(initial={"sector": page.sector_code}), "crumbs": CRUMBS}
    return render(request, "training/person.html", shown)


@members_only
@require_POST
def change_sector(request: MemberRequest, trainee_id: UUID) -> HttpResponse:
    """Put the sector right."""
    trainee = _own(request, access_trainee(request.viewer, trainee_id, at=timezone.now()))
    form = SectorForm(request.POST)
    if form.is_valid():
        set_sector(trainee, viewer=request.viewer, at=timezone.now(), **form.cleaned_data)
        messages.success(request, "Saved.")
        return redirect("training:person", trainee_id)
    shown = {"person": queries.person_page(trainee, request.viewer), "form": form, "crumbs": CRUMBS}
    return render(request, "training/person.html", shown, status=422)


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def certify(request: MemberRequest, completion_id: UUID) -> HttpResponse:
    """Make a certificate of a completion."""
    completion = _own(request, access_completion(request.viewer, completion_id, at=timezone.now()))
    form = CertificateForm(request.POST or None)
    if request.method == "POST" and (form.is_valid() or not form.errors):
        agreed = request.POST.get("shows_name") == "on"
        make_certificate(completion, shows_name=agreed, viewer=request.viewer, at=timezone.now())
        messages.success(request, "The certificate is made. Give its address or its file to the person.")
        return redirect("training:person", completion.trainee_id)
    shown = {"form": form, "title": "Make a certificate", "button": "Make it", "crumbs": CRUMBS}
    return render(request, "training/form.html", shown)


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: MemberRequest, certificate_id: UUID) -> HttpResponse:
    """Revoke a certificate."""
    certificate = _own(request, access_certificate(request.viewer, certificate_id, at=timezone.now()))
    form = RevokeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        revoke_certificate(certificate, viewer=request.viewer, at=timezone.now(), **form.cleaned_data)
        messages.success(request, "The certificate is revoked; its public page says so.")
        return redirect("training:person", certificate.trainee_id)
    shown = {"form": form, "title": "Revoke the certificate", "button": "Revoke it", "crumbs": CRUMBS}
    return render(request, "training/form.html", shown, status=422 if form.errors else 200)


@members_only
@require_safe
def badge_file(request: MemberRequest, certificate_id: UUID) -> HttpResponse:
    """The certificate as a signed file, for the person's wallet."""
    one = access_certificate(request.viewer, certificate_id, at=timezone.now())
    course = one.completion.course
    badge = signed_badge(
        code=one.code,
        course=course.title,
        course_number=course.pk,
        issuer=one.owner.name,
        completed=one.completion.completed_date,
        issued_at=one.created_at,
        name=one.trainee.full_name if one.shows_name else "",
    )
    response = HttpResponse(badge, content_type="application/vc+jwt")
    response["Content-Disposition"] = 'attachment; filename="certificate.jwt"'
    return response


def _own(request: MemberRequest, held: Any) -> Any:
    """A record of the viewer's own agency; NotThere for one that it was only shown."""
    if held.owner_id != request.viewer.agency_id or not request.viewer.works_with_records:
        raise NotThere
    return held
