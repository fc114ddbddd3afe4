"""Raising hits: two files of two agencies that mention one subject; each told, but never by a victim's record."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from manumit_desk.registry.models import Hit, HitReason, HitSide, Judgement, Mention
from manumit_desk.registry.notices import tell_of_hit

LIGHTEST = 3.0
"""Bits from which a pair raises a hit: odds of eight to one that both mention the same."""


def raise_hits(mention: Mention, weights: dict[UUID, float], *, at: datetime) -> list[Hit]:
    """Raise or strengthen the hits between a mention's file and the files of other agencies' mentions like it."""
    strong = {one: weight for one, weight in weights.items() if weight >= LIGHTEST}
    others = Mention.objects.for_system().filter(pk__in=strong).exclude(owner=mention.owner_id)
    return [
        _between(mention, other, strong[other.pk], at)
        for other in others.select_related("owner")
        if not _judged_different(mention, other)
    ]


def _judged_different(one: Mention, other: Mention) -> bool:
    pair = Q(left=one, right=other) | Q(left=other, right=one)
    last = Judgement.objects.filter(pair).order_by("judged_at", "pk").last()
    return last is not None and last.verdict == Judgement.Verdict.DIFFERENT


def _between(one: Mention, other: Mention, weight: float, at: datetime) -> Hit:
    """The hit between two mentions' files, with this pair among its reasons."""
    hit = _hit_of_files(one, other)
    if hit is None:
        hit = Hit.objects.create(raised_at=at)
        for near, far in ((one, other), (other, one)):
            HitSide.objects.create(
                hit=hit,
                agency_id=near.owner_id,
                file_kind=near.file_kind,
                file_id=near.file_id,
                is_silent=near.is_silent,
                is_told=not far.is_silent,
            )
    first, _ = hit.sides.all()
    left, right = (one, other) if first.file_id == one.file_id else (other, one)
    HitReason.objects.get_or_create(hit=hit, left=left, right=right, defaults={"kind": one.kind, "weight": weight})
    if hit.state != Hit.State.OPEN:
        Hit.objects.filter(pk=hit.pk).update(state=Hit.State.OPEN, ended_at=None)
    settle_who_is_told(hit, at=at)
    return hit


def _hit_of_files(one: Mention, other: Mention) -> Hit | None:
    files = HitSide.objects.filter(file_kind=one.file_kind, file_id=one.file_id).values("hit")
    same = HitSide.objects.filter(file_kind=other.file_kind, file_id=other.file_id, hit__in=files)
    side = same.select_related("hit").first()
    return side.hit if side else None


def settle_who_is_told(hit: Hit, *, at: datetime) -> None:
    """Say of each side whether its agency may know of the hit, and tell those who newly may.

    A side is told unless all that it could learn of rests on the other's silent mentions; it is told for good once
    the other side disclosed. A pair of which both mentions are silent is told to neither agency: only the
    coordination centre sees that pointer.
    """
    reasons = list(hit.reasons.select_related("left", "right"))
    first, second = hit.sides.all()
    for near, far, far_is_silent in (
        (first, second, [one.right.is_silent for one in reasons]),
        (second, first, [one.left.is_silent for one in reasons]),
    ):
        told = far.answer == HitSide.Answer.DISCLOSED or not all(far_is_silent)
        if told and not near.is_told:
            near.is_told = True
        elif not told:
            near.is_told = False
        near.is_silent = all(one.left.is_silent if near is first else one.right.is_silent for one in reasons)
        near.save(update_fields=["is_told", "is_silent"])
        if near.is_told:
            tell_of_hit(near, at=at)


def end_hits_without_reason(reasons_of: list[UUID], *, at: datetime) -> None:
    """End the hits among these that rest on no pair any more, or only on pairs judged different."""
    for hit in Hit.objects.filter(pk__in=reasons_of, state=Hit.State.OPEN):
        reasons = list(hit.reasons.select_related("left", "right"))
        if all(_judged_different(one.left, one.right) for one in reasons):
            state = Hit.State.ENDED if reasons else Hit.State.WITHDRAWN
            Hit.objects.filter(pk=hit.pk).update(state=state, ended_at=at)
        else:
            settle_who_is_told(hit, at=at)
