"""Certificates: made for a completion, and revoked."""

from datetime import datetime

from django.db import transaction

from manumit_desk.agencies.viewer import Viewer
from manumit_desk.guard import audit
from manumit_desk.guard.permission import RefusedError
from manumit_desk.training.models import Certificate, Completion


@transaction.atomic
def make_certificate(completion: Completion, *, shows_name: bool, viewer: Viewer, at: datetime) -> Certificate:
    """Certify a completion; `shows_name` only where the person agreed to be named on a public page."""
    _require_own(completion.owner_id, viewer)
    made = Certificate(owner_id=completion.owner_id, handling=completion.handling, trainee_id=completion.trainee_id)
    made.completion, made.shows_name, made.created_at, made.created_by_id = completion, shows_name, at, viewer.user_id
    made.save()
    audit.record("make certificate", viewer=viewer, at=at, held=made, shows_name=shows_name)
    return made


@transaction.atomic
def revoke_certificate(certificate: Certificate, *, why: str, viewer: Viewer, at: datetime) -> None:
    """Say that a certificate no longer holds. One that was revoked stays so, as of then."""
    _require_own(certificate.owner_id, viewer)
    if certificate.revoked_at:
        return
    certificate.revoked_at, certificate.revoked_why = at, why
    certificate.save(update_fields=["revoked_at", "revoked_why"])
    audit.record("revoke certificate", viewer=viewer, at=at, held=certificate)


def _require_own(owner_id: int, viewer: Viewer) -> None:
    if owner_id != viewer.agency_id or not viewer.works_with_records:
        raise RefusedError("Only the agency that trained them may do this.")
