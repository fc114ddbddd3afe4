"""Raising hits and settling them: what each agency may know, and whether an answer is due.

All that a side says follows from the reasons its agency is told of. So neither a hit's state, nor a date, nor a count
tells an agency of a pair that the other's silent record keeps from it.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q

from manumit_desk.registry.models import Hit, HitReason, HitSide, Judgement, Mention
from manumit_desk.registry.notices import tell_of_hits

LIGHTEST = 3.0
"""Bits from which a pair raises a hit: odds of eight to one that both mention the same."""
Pair = tuple[UUID, UUID]
"""Two mentions' ids, the smaller first."""


def raise_hits(mention: Mention, found: Sequence[tuple[Mention, float]], *, at: datetime) -> None:
    """Let a mention's reasons be its strong pairs with other agencies' files; settle the hits touched."""
    strong = {one.pk: weight for one, weight in found if weight >= LIGHTEST}
    others = [
        one
        for one, _ in found
        if one.pk in strong and one.owner_id != mention.owner_id and _file(one) != _file(mention)
    ]
    known = {
        one.right_id if one.left_id == mention.pk else one.left_id: one
        for one in HitReason.objects.filter(Q(left=mention) | Q(right=mention))
    }
    touched = {one.hit_id for one in known.values()}
    sides = _sides_towards(mention, [one for one in others if one.pk not in known], at)
    fresh = [_reason(side, mention, one, strong[one.pk], at) for one, side in sides]
    HitReason.objects.bulk_create(fresh)
    kept = [known.pop(one.pk) for one in others if one.pk in known]
    for reason in kept:
        reason.weight = strong[reason.right_id if reason.left_id == mention.pk else reason.left_id]
    HitReason.objects.bulk_update(kept, ["weight"])
    HitReason.objects.filter(pk__in=[one.pk for one in known.values()]).delete()
    settle_hits(touched | {one.hit_id for one in fresh}, at=at)


def _reason(side: HitSide, one: Mention, other: Mention, weight: float, at: datetime) -> HitReason:
    left, right = (one, other) if side.is_left else (other, one)
    return HitReason(hit_id=side.hit_id, left=left, right=right, weight=weight, kind=one.kind, raised_at=at)


def _sides_towards(one: Mention, others: list[Mention], at: datetime) -> list[tuple[Mention, HitSide]]:
    """For each other mention, the first one's side of the hit between the two agencies' files; made where lacking."""
    if not others:
        return []
    far = {side.hit_id: side for side in HitSide.objects.filter(file_id__in={other.file_id for other in others})}
    near = HitSide.objects.filter(hit__in=far, agency=one.owner_id, **_file(one))
    towards = {_end(far[side.hit_id].agency_id, far[side.hit_id]): side for side in near}
    new: list[HitSide] = []
    for other in others:
        end = _end(other.owner_id, other)
        if end not in towards:
            hit = Hit(raised_at=at)
            towards[end] = HitSide(hit=hit, is_left=True, agency_id=one.owner_id, **_file(one))
            new += [towards[end], HitSide(hit=hit, is_left=False, agency_id=other.owner_id, **_file(other))]
    Hit.objects.bulk_create({side.hit_id: side.hit for side in new}.values())
    HitSide.objects.bulk_create(new)
    return [(other, towards[_end(other.owner_id, other)]) for other in others]


def _file(held: Mention | HitSide) -> dict[str, Any]:
    return {"file_kind": held.file_kind, "file_id": held.file_id}


def _end(agency_id: int, held: Mention | HitSide) -> tuple[int, str, UUID]:
    return agency_id, held.file_kind, held.file_id


def settle_hits(ids: Iterable[UUID], *, at: datetime) -> None:
    """Bring hits in line with their reasons and what was judged of them; one without a reason is gone."""
    reasons = Prefetch("reasons", HitReason.objects.select_related("left", "right"))
    sides = Prefetch("sides", HitSide.objects.select_related("agency"))
    hits = list(Hit.objects.filter(pk__in=set(ids)).prefetch_related(reasons, sides))
    different = judged_different({pair_of(one) for hit in hits for one in hit.reasons.all()})
    changed: dict[tuple[Any, ...], list[HitSide]] = {}
    for hit in hits:
        held = list(hit.reasons.all())
        if not held:
            hit.delete()
            continue
        _settle_state(hit, all(pair_of(one) in different for one in held), at)
        for side in hit.sides.all():
            now = _standing(side, [one for one in held if one.is_told_to(side)], different, at)
            if now != tuple(getattr(side, name) for name in STANDING):
                changed.setdefault(now, []).append(side)
    for now, alike in changed.items():
        HitSide.objects.filter(pk__in=[side.pk for side in alike]).update(**dict(zip(STANDING, now, strict=True)))
    tell_of_hits([side for now, alike in changed.items() for side in alike if now[WAITS]], at=at)


def _settle_state(hit: Hit, is_ended: bool, at: datetime) -> None:
    state = Hit.State.ENDED if is_ended else Hit.State.OPEN
    if hit.state != state:
        Hit.objects.filter(pk=hit.pk).update(state=state, ended_at=at if is_ended else None)


STANDING = ("is_told", "told_at", "is_ended", "waits_since", "escalated_at")
WAITS = STANDING.index("waits_since")


def _standing(side: HitSide, told: list[HitReason], different: Collection[Pair], at: datetime) -> tuple[Any, ...]:
    """What a side's agency may know, from the reasons that it is told of: the values of STANDING."""
    alive = [one for one in told if pair_of(one) not in different]
    waits_since = min((since for one in alive if (since := _asks_since(one, side, at))), default=None)
    return (
        bool(told),
        (side.told_at or at) if told else None,
        bool(told) and not alive,
        waits_since,
        side.escalated_at if waits_since else None,
    )


def _asks_since(reason: HitReason, side: HitSide, at: datetime) -> datetime | None:
    """Since when a reason asks a side for an answer; None when it asks for none (any more).

    A reason newer than the answer asks again where the answer does not cover it: the agency had declined, or its own
    mention is silent, so that it alone decides whether the other may know.
    """
    since = max(reason.raised_at, side.told_at or at)
    if side.answer == HitSide.Answer.NONE or side.answered_at is None:
        return since
    uncovered = side.answer == HitSide.Answer.DECLINED or reason.near(side).is_silent
    return since if uncovered and reason.raised_at > side.answered_at else None


def pair_of(reason: HitReason) -> Pair:
    """The pair that a reason is."""
    return ordered(reason.left_id, reason.right_id)


def ordered(one: UUID, other: UUID) -> Pair:
    """A pair of ids, the smaller first."""
    return (one, other) if one < other else (other, one)


def judged_different(pairs: Collection[Pair]) -> set[Pair]:
    """The pairs of which the last judgement says that they are different."""
    return {pair for pair, last in last_judgements(pairs).items() if last.verdict == Judgement.Verdict.DIFFERENT}


def last_judgements(pairs: Collection[Pair]) -> dict[Pair, Judgement]:
    """The judgement that counts about each pair: the last one. Judgements hold the smaller id on the left."""
    ends = {end for pair in pairs for end in pair}
    about = Judgement.objects.filter(left__in=ends, right__in=ends).select_related("agency", "judged_by")
    last = {(one.left_id, one.right_id): one for one in about.order_by("judged_at", "pk")}
    return {pair: one for pair, one in last.items() if pair in pairs}
