"""Joint cases: showing a case to another agency, leaving it, and saying that two agencies' cases are one matter."""

import uuid
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from manumit_desk.agencies.models import Agency
from manumit_desk.agencies.viewer import Viewer
from manumit_desk.cases.access import require_own
from manumit_desk.cases.models import Case
from manumit_desk.guard import audit
from manumit_desk.guard.models import Consent, Share
from manumit_desk.guard.shares import RefusedError, live_shares, revoke_shares, share_record


@transaction.atomic
def join_agency(
    case: Case,
    to_agency: Agency,
    *,
    viewer: Viewer,
    at: datetime,
    until_date: date | None = None,
    consent: Consent | None = None,
) -> Share:
    """Work a case jointly: the agency sees it and its parts, but for victims' and tribal ones, and may add its own."""
    require_own(case, viewer)
    if to_agency.pk == case.owner_id:
        raise RefusedError("This case is your agency's own.")
    if case.status == Case.Status.CLOSED:
        raise RefusedError("Reopen the case first.")
    return share_record(
        case, to_agency, why=Share.Why.JOINT_CASE, viewer=viewer, at=at, until_date=until_date, consent=consent
    )


@transaction.atomic
def take_out(case: Case, agency: Agency, *, viewer: Viewer, at: datetime) -> None:
    """Stop showing a case to an agency. What it added stays its own, and stays in the case."""
    revoke_shares(case, agency, viewer=viewer, at=at)


@transaction.atomic
def leave_case(case: Case, *, viewer: Viewer, at: datetime) -> None:
    """Leave another agency's case. What one's own agency added stays its own, and stays in the case."""
    if case.owner_id == viewer.agency_id or not viewer.works_with_records:
        raise RefusedError("An agency leaves only the cases of others.")
    shares = live_shares(timezone.localdate(at)).filter(
        record_kind=case.kind_of_record(), record_id=case.pk, to_agency=viewer.agency_id
    )
    shares.update(revoked_at=at)
    audit.record("leave joint case", viewer=viewer, at=at, held=case)


@transaction.atomic
def count_as_one(own: Case, other: Case, *, viewer: Viewer, at: datetime) -> None:
    """Say that one's own case and one that the viewer sees are one matter: net figures count them once."""
    require_own(own, viewer)
    own.joint_group = other.joint_group
    own.save(update_fields=["joint_group"])
    audit.record("count as one", viewer=viewer, at=at, held=own, other=str(other.pk))


@transaction.atomic
def count_alone(case: Case, *, viewer: Viewer, at: datetime) -> None:
    """Say that a case is a matter of its own after all."""
    require_own(case, viewer)
    case.joint_group = uuid.uuid4()
    case.save(update_fields=["joint_group"])
    audit.record("count alone", viewer=viewer, at=at, held=case)
