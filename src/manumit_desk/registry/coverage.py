"""Whether a survivor's consent covers telling another agency of a match; what it covers no more is silent again."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from manumit_desk.guard.consents import live_consents
from manumit_desk.registry.hits import settle_hits
from manumit_desk.registry.models import HitReason, Mention
from manumit_desk.registry.participation import needs_consent


def covered(records: Iterable[UUID], *, holder: int, to_agency: int, on: date) -> set[UUID]:
    """Of an agency's records, those with a live consent to linking that names another agency."""
    naming = live_consents(on).filter(linking=True, holder=holder, record_id__in=records, to_agencies=to_agency)
    return set(naming.values_list("record_id", flat=True))


def silence_uncovered(mentions: Iterable[Mention], *, at: datetime) -> None:
    """Take back the disclosures of matches that no consent covers any more, though another one lets matching go on."""
    asking = {one.pk: one for one in mentions if one.is_indexed and needs_consent(one)}
    told = Q(left__in=asking, left_disclosed=True) | Q(right__in=asking, right_disclosed=True)
    touched = set()
    for reason in HitReason.objects.filter(told).select_related("left", "right") if asking else ():
        for near, far, mark in (
            (reason.left, reason.right, "left_disclosed"),
            (reason.right, reason.left, "right_disclosed"),
        ):
            if near.pk in asking and getattr(reason, mark) and not _covers(near, far, timezone.localdate(at)):
                HitReason.objects.filter(pk=reason.pk).update(**{mark: False})
                touched.add(reason.hit_id)
    settle_hits(touched, at=at)


def _covers(near: Mention, far: Mention, on: date) -> bool:
    return bool(covered([near.source_id], holder=near.owner_id, to_agency=far.owner_id, on=on))
