"""Which records are shared with an agency, and the acts of sharing and taking back."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from manumit_desk.agencies.models import Agency, AgencyKind
from manumit_desk.agencies.viewer import Viewer
from manumit_desk.guard import audit
from manumit_desk.guard.consents import live_consents
from manumit_desk.guard.handling import Handling
from manumit_desk.guard.held import HeldObject
from manumit_desk.guard.models import Consent, Share
from manumit_desk.guard.permission import RefusedError

__all__ = ["RefusedError", "agencies_shown", "live_shares", "revoke_shares", "share_record", "shared_ids", "shown_ids"]


def live_shares(on: date) -> QuerySet[Share]:
    """The shares that hold on a day."""
    return Share.objects.filter(Q(until_date__isnull=True) | Q(until_date__gte=on), revoked_at__isnull=True)


def shared_ids(kind: type[HeldObject], agency_id: int, on: date, *, with_consent: bool = False) -> QuerySet[Share, Any]:
    """The ids of the records of a kind that are shared with an agency on a day; only those with a live consent."""
    shares = live_shares(on).filter(record_kind=kind.kind_of_record(), to_agency=agency_id)
    if with_consent:
        named = live_consents(on).filter(to_agencies=agency_id)
        shares = shares.filter(consent__in=named, consent__record_id=F("record_id"))
    return shares.values("record_id")


FEW = 300
"""Shares with an agency up to which their ids are read once for a page, instead of being asked for in each query."""


def shown_ids(
    kind: type[HeldObject], viewer: Viewer, *, with_consent: bool = False
) -> QuerySet[Share, Any] | list[UUID]:
    """The ids of `shared_ids` for a viewer, today; as a list where they are few and kept for the page."""
    today = timezone.localdate()
    if viewer.memory is not None:
        if "shares" not in viewer.memory:
            viewer.memory["shares"] = _few_shares(viewer.agency_id, today)
        few: dict[tuple[str, bool], list[UUID]] | None = viewer.memory["shares"]
        if few is not None:
            return few.get((kind.kind_of_record(), with_consent), [])
    return shared_ids(kind, viewer.agency_id, today, with_consent=with_consent)


def _few_shares(agency_id: int, on: date) -> dict[tuple[str, bool], list[UUID]] | None:
    """By kind of record and whether a living consent is asked for, the ids shared with an agency; None if many."""
    shares = live_shares(on).filter(to_agency=agency_id)
    held = list(shares.values_list("record_kind", "record_id", "consent")[: FEW + 1])
    if len(held) > FEW:
        return None
    named = live_consents(on).filter(to_agencies=agency_id, pk__in=[consent for _, _, consent in held])
    about = dict(named.values_list("pk", "record_id"))
    few: dict[tuple[str, bool], list[UUID]] = {}
    for kind, record, consent in held:
        few.setdefault((kind, False), []).append(record)
        if about.get(consent) == record:
            few.setdefault((kind, True), []).append(record)
    return few


@transaction.atomic
def share_record(
    held: HeldObject,
    to_agency: Agency,
    *,
    why: Share.Why,
    viewer: Viewer,
    at: datetime,
    consent: Consent | None = None,
    until_date: date | None = None,
) -> Share:
    """Show a record to one more agency. RefusedError when its handling does not allow it.

    Only the owner may share. A victim's record needs a consent that lives, is about this record and names the agency.
    Law-enforcement records go to law-enforcement agencies only; tribal ones are shared by the tribe. Sharing again
    what is shared changes nothing.
    """
    _require_may_share(held, to_agency, viewer, at, consent)
    given = live_shares(timezone.localdate(at)).filter(
        record_kind=held.kind_of_record(), record_id=held.pk, to_agency=to_agency, consent=consent
    )
    share = given.first()
    if share is None:
        share = Share.objects.create(
            record_kind=held.kind_of_record(),
            record_id=held.pk,
            to_agency=to_agency,
            why=why,
            consent=consent,
            shared_at=at,
            shared_by_id=viewer.user_id,
            until_date=until_date or (consent.until_date if consent else None),
        )
        audit.record("share", viewer=viewer, at=at, held=held, to_agency=to_agency.pk, why=str(why))
    return share


def _require_may_share(
    held: HeldObject, to_agency: Agency, viewer: Viewer, at: datetime, consent: Consent | None
) -> None:
    if held.owner_id != viewer.agency_id or not viewer.works_with_records:
        raise RefusedError("Only the agency that owns a record may share it.")
    if refused := held.refuses(to_agency):
        raise RefusedError(refused)
    if held.handling == Handling.LAW_ENFORCEMENT and not to_agency.is_law_enforcement:
        raise RefusedError(f"This record is for law enforcement; {to_agency} is not a law-enforcement agency.")
    if held.handling == Handling.TRIBAL and held.owner.kind != AgencyKind.TRIBAL:
        raise RefusedError("Only the tribe itself shares its records.")
    if held.handling == Handling.VICTIM_CONFIDENTIAL:
        covers = consent is not None and (
            live_consents(timezone.localdate(at))
            .filter(pk=consent.pk, holder=held.owner_id, record_kind=held.kind_of_record(), record_id=held.pk)
            .filter(to_agencies=to_agency)
            .exists()
        )
        if not covers:
            raise RefusedError(f"The survivor's written consent, in force and naming {to_agency}, is needed first.")


@transaction.atomic
def revoke_shares(held: HeldObject, to_agency: Agency, *, viewer: Viewer, at: datetime) -> int:
    """Take back every share of a record with an agency; returns how many."""
    if held.owner_id != viewer.agency_id or not viewer.works_with_records:
        raise RefusedError("Only the agency that owns a record may take a share back.")
    shares = live_shares(timezone.localdate(at)).filter(
        record_kind=held.kind_of_record(), record_id=held.pk, to_agency=to_agency
    )
    revoked = shares.update(revoked_at=at)
    audit.record("take share back", viewer=viewer, at=at, held=held, to_agency=to_agency.pk)
    return revoked


def agencies_shown(held: HeldObject, on: date) -> list[Agency]:
    """The other agencies that a record is shared with on a day."""
    ids = live_shares(on).filter(record_kind=held.kind_of_record(), record_id=held.pk).values("to_agency")
    return list(Agency.objects.filter(pk__in=ids))
