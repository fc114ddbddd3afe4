"""Letting mentions take part in matching, and taking them out again with all that rests on them.

Everything here runs in its caller's transaction, after `audit.wait_in_line`: two acts at once would each not see the
mentions of the other, and both would miss the match between them.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from manumit_desk.registry.coverage import silence_uncovered
from manumit_desk.registry.hits import ordered, raise_hits, settle_hits
from manumit_desk.registry.index import add_to_index, drop_from_index, model_of, weights_against
from manumit_desk.registry.models import HitReason, Link, Mention, Subject
from manumit_desk.registry.participation import taking_part
from manumit_desk.registry.subjects import recluster


def bring_up_to_date(mentions: Sequence[Mention], *, at: datetime, changed: Collection[UUID] = ()) -> None:
    """Match mentions that newly may take part or have changed; take out those that no longer may.

    Of those that stay, what no consent lets the other agency know any more is silent again.
    """
    parts = taking_part(mentions, timezone.localdate(at))
    take_out([one for one in mentions if one.is_indexed and one.pk not in parts], at=at)
    for mention in mentions:
        if mention.pk not in parts:
            continue
        if mention.takes_part_until != parts[mention.pk]:
            mention.takes_part_until = parts[mention.pk]
            mention.save(update_fields=["takes_part_until"])
        if not mention.is_indexed or mention.pk in changed:
            _match(mention, at=at)
    silence_uncovered(mentions, at=at)


def _match(mention: Mention, *, at: datetime) -> None:
    """Match a mention anew: its links, subjects and hits are then what its fields say today."""
    found = _found(mention, at=at)
    weights = {one.pk: weight for one, weight in found}
    add_to_index(mention)
    if not mention.is_indexed:
        mention.is_indexed = True
        mention.save(update_fields=["is_indexed"])
    near = _relink(mention, weights)
    recluster(mention.kind, {mention.pk, *weights, *near})
    raise_hits(mention, found, at=at)


def _found(mention: Mention, *, at: datetime) -> list[tuple[Mention, float]]:
    """The mentions that may still be found, with their weights; those that no longer may leave the index now."""
    weights = {UUID(one): weight for one, weight in weights_against(mention).items()}
    found = list(Mention.objects.for_system().filter(pk__in=weights).select_related("owner"))
    parts = taking_part(found, timezone.localdate(at))
    take_out([one for one in found if one.pk not in parts], at=at)
    return [(one, weights[one.pk]) for one in found if one.pk in parts]


def _relink(mention: Mention, weights: dict[UUID, float]) -> set[UUID]:
    """Let the links of a mention be these; returns the mentions that it was linked to before."""
    either = Link.objects.filter(Q(left=mention) | Q(right=mention))
    before = {end for pair in either.values_list("left_id", "right_id") for end in pair} - {mention.pk}
    if before:
        either.delete()
    version = model_of(mention.kind).version
    pairs = ((*ordered(mention.pk, one), weight) for one, weight in weights.items())
    Link.objects.bulk_create(
        Link(left_id=left, right_id=right, weight=weight, model=version) for left, right, weight in pairs
    )
    return before


def take_out(mentions: Sequence[Mention], *, at: datetime) -> None:
    """Take mentions out of the index and undo what rests on them: links, subjects, hits."""
    if not mentions:
        return
    ids = {one.pk for one in mentions}
    either = Q(left__in=ids) | Q(right__in=ids)
    reasons = HitReason.objects.filter(either)
    hits = set(reasons.values_list("hit", flat=True))
    neighbours = _neighbours(mentions)
    drop_from_index(mentions)
    reasons.delete()
    Link.objects.filter(either).delete()
    Mention.all_objects.filter(pk__in=ids).update(is_indexed=False, subject=None, takes_part_until=None)
    subjects = {one.subject_id for one in mentions if one.subject_id}
    for mention in mentions:
        mention.is_indexed, mention.subject, mention.takes_part_until = False, None, None
    for kind, near in neighbours.items():
        recluster(kind, near - ids)
    held = Mention.objects.for_system().filter(subject__in=subjects)
    Subject.objects.filter(pk__in=subjects).exclude(pk__in=held.values("subject")).delete()
    settle_hits(hits, at=at)


def _neighbours(mentions: Iterable[Mention]) -> dict[str, set[UUID]]:
    """By kind, the mentions of the same subjects, themselves among them."""
    subjects = {one.subject_id for one in mentions if one.subject_id}
    near: dict[str, set[UUID]] = {}
    for kind, one in Mention.objects.for_system().filter(subject__in=subjects).values_list("kind", "pk"):
        near.setdefault(kind, set()).add(one)
    return near
