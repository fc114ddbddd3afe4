"""Agreements between agencies: a supervisor proposes, one of each other party confirms, any one of them ends it."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from manumit_desk.accounts.queries import agreements_of
from manumit_desk.agencies.models import Agency, Agreement
from manumit_desk.agencies.roles import Role
from manumit_desk.agencies.viewer import Viewer
from manumit_desk.guard import audit
from manumit_desk.guard.handling import NEVER_BY_AGREEMENT
from manumit_desk.guard.shares import RefusedError


@transaction.atomic
def propose_agreement(
    *,
    title: str,
    with_agencies: Collection[int],
    handlings: Collection[str],
    from_date: date,
    until_date: date,
    viewer: Viewer,
    at: datetime,
) -> Agreement:
    """Propose to show one another records of these handling codes. In force when all others have confirmed."""
    _require_supervisor(viewer)
    if NEVER_BY_AGREEMENT & set(handlings):
        raise RefusedError("Records of victims, of tribes and of one agency only are never shown by agreement.")
    others = list(Agency.objects.filter(pk__in=with_agencies).exclude(pk=viewer.agency_id))
    if not others or not handlings or until_date < from_date:
        raise RefusedError("An agreement needs another agency, a handling code, and an end after its beginning.")
    agreement = Agreement.objects.create(
        title=title.strip(), handlings=sorted(set(handlings)), from_date=from_date, until_date=until_date
    )
    agreement.parties.set([*others, viewer.agency_id])
    agreement.waits_for.set(others)
    audit.record("propose agreement", viewer=viewer, at=at, agreement=agreement.pk)
    return agreement


@transaction.atomic
def confirm_agreement(agreement_id: int, *, viewer: Viewer, at: datetime) -> None:
    """Say yes for the viewer's agency. Twice is once."""
    agreement = _own(agreement_id, viewer)
    if agreement.ended_at is not None:
        raise RefusedError("This agreement has ended.")
    if agreement.waits_for.filter(pk=viewer.agency_id).exists():
        agreement.waits_for.remove(viewer.agency_id)
        audit.record("confirm agreement", viewer=viewer, at=at, agreement=agreement.pk)


@transaction.atomic
def end_agreement(agreement_id: int, *, viewer: Viewer, at: datetime) -> None:
    """End an agreement at once, for all its parties: what was shown by it is no longer shown."""
    agreement = _own(agreement_id, viewer)
    if agreement.ended_at is None:
        Agreement.objects.filter(pk=agreement.pk).update(ended_at=at)
        audit.record("end agreement", viewer=viewer, at=at, agreement=agreement.pk)


def _own(agreement_id: int, viewer: Viewer) -> Agreement:
    _require_supervisor(viewer)
    return agreements_of(viewer).select_for_update().get(pk=agreement_id)


def _require_supervisor(viewer: Viewer) -> None:
    if viewer.role != Role.SUPERVISOR:
        raise RefusedError("Agreements are for supervisors.")
