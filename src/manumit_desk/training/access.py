"""The only ways to records of training: by id for members, by its code for whoever was shown a certificate."""

from datetime import datetime
from uuid import UUID

from django.http import Http404

from manumit_desk.agencies.viewer import Viewer
from manumit_desk.guard.access import access
from manumit_desk.training.models import Certificate, Completion, Course, RosterImport, Trainee


def access_course(course_id: int) -> Course:
    """A course by its number; every member may read every course."""
    course = Course.objects.filter(pk=course_id).first()
    if course is None:
        raise Http404
    return course


def access_trainee(viewer: Viewer | None, trainee_id: UUID | str, *, at: datetime) -> Trainee:
    """A professional of the viewer's agency, or NotThere."""
    return access(Trainee, viewer, trainee_id, at=at)


def access_completion(viewer: Viewer | None, completion_id: UUID | str, *, at: datetime) -> Completion:
    """A seat that the viewer may see, or NotThere."""
    return access(Completion, viewer, completion_id, at=at)


def access_roster(viewer: Viewer | None, roster_id: UUID | str, *, at: datetime) -> RosterImport:
    """A roster that the viewer's agency brought in, or NotThere."""
    return access(RosterImport, viewer, roster_id, at=at)


def access_certificate(viewer: Viewer | None, certificate_id: UUID | str, *, at: datetime) -> Certificate:
    """A certificate that the viewer's agency made, or NotThere."""
    return access(Certificate, viewer, certificate_id, at=at)


def certificate_by_code(code: str) -> Certificate | None:
    """The certificate with a public code; None where there is none."""
    found: Certificate | None = (
        Certificate.objects.for_system()
        .filter(code=code)
        .select_related("owner", "completion__course", "trainee")
        .first()
    )
    return found


def revoked_codes() -> list[str]:
    """The public codes of certificates that no longer hold."""
    gone = Certificate.objects.for_system().filter(revoked_at__isnull=False).order_by("code")
    return list(gone.values_list("code", flat=True))
