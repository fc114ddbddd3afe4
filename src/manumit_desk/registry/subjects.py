"""Subjects: the clusters of mentions, settled anew around what was touched, from links and judgements alone."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

import polars as pl
from django.db.models import Q

from manumit.link.clusters import cluster
from manumit_desk.registry.index import model_of
from manumit_desk.registry.models import Judgement, Link, Mention, Subject

LARGEST = 5_000
"""Mentions that are clustered at once; what hangs together beyond that is a hub, and left as it is."""


def recluster(kind: str, touched: Iterable[UUID]) -> None:
    """Settle anew which mentions are of one subject, in all that hangs together with the touched ones."""
    members = _hanging_together(kind, set(touched))
    if len(members) >= LARGEST:
        _leave_apart(kind, touched)
        return
    mentions = {str(one.pk): one for one in Mention.objects.for_system().filter(pk__in=members)}
    before = {key: str(one.subject_id) for key, one in mentions.items() if one.subject_id}
    if not mentions:
        return
    clustering = cluster(
        list(mentions),
        links_among(members),
        judgements_among(members),
        threshold=model_of(kind).threshold,
        previous=pl.DataFrame({"id": list(before), "cluster_id": list(before.values())}, schema=CLUSTERS),
    )
    subjects = _subjects_named(kind, clustering.clusters["cluster_id"].unique().to_list(), set(before.values()))
    moved = []
    for key, name in clustering.clusters.iter_rows():
        if mentions[key].subject_id != subjects[name].pk:
            mentions[key].subject = subjects[name]
            moved.append(mentions[key])
    Mention.all_objects.bulk_update(moved, ["subject"])
    _lead_on(clustering.redirects, subjects)


def _lead_on(redirects: pl.DataFrame, subjects: dict[str, Subject]) -> None:
    """Let subjects that merged away lead to those they went into, and those that live again lead nowhere."""
    for old, new in redirects.iter_rows():
        Subject.objects.filter(pk=old).update(merged_into=subjects[new])
    alive = [one.pk for one in subjects.values()]
    Subject.objects.filter(pk__in=alive, merged_into__isnull=False).update(merged_into=None)


def _leave_apart(kind: str, touched: Iterable[UUID]) -> None:
    """Give each touched mention that has no subject one of its own: it hangs on a hub, which says little."""
    alone = list(Mention.objects.for_system().filter(pk__in=set(touched), subject__isnull=True, is_indexed=True))
    for mention in alone:
        mention.subject = Subject(kind=kind)
    Subject.objects.bulk_create([mention.subject for mention in alone if mention.subject])
    Mention.all_objects.bulk_update(alone, ["subject"])


CLUSTERS: dict[str, Any] = {"id": pl.String, "cluster_id": pl.String}


def _subjects_named(kind: str, names: list[str], known: set[str]) -> dict[str, Subject]:
    """The subject for each cluster name: the one of before, or a new one."""
    old = {str(one.pk): one for one in Subject.objects.filter(pk__in=[name for name in names if name in known])}
    new = {name: Subject(kind=kind) for name in names if name not in old}
    Subject.objects.bulk_create(new.values())
    return old | new


def _hanging_together(kind: str, touched: set[UUID]) -> set[UUID]:
    """The touched mentions, all that strong links or judgements reach from them, and their subjects' other mentions.

    Only mentions in the index: one that takes no part (any more) belongs to no subject, whatever was judged of it.
    """
    reached: set[UUID] = set()
    frontier = touched
    while frontier and len(reached) < LARGEST:
        indexed = Mention.objects.for_system().filter(pk__in=frontier, kind=kind, is_indexed=True)
        subject_of = dict(indexed.values_list("pk", "subject"))
        frontier = set(subject_of)
        reached |= frontier
        near = linked_to(frontier, model_of(kind).threshold)
        together = Mention.objects.for_system().filter(subject__in=set(filter(None, subject_of.values())))
        near |= set(together.values_list("pk", flat=True))
        frontier = near - reached
    return reached


def linked_to(ids: set[UUID], threshold: float) -> set[UUID]:
    """The mentions that a strong link or a judgement holds together with one of these."""
    ends = Q(left__in=ids) | Q(right__in=ids)
    pairs = [
        *Link.objects.filter(ends, weight__gte=threshold).values_list("left_id", "right_id"),
        *Judgement.objects.filter(ends).values_list("left_id", "right_id"),
    ]
    return {end for pair in pairs for end in pair}


def links_among(members: Collection[UUID]) -> pl.DataFrame:
    """The links among mentions: `left`, `right`, `weight` in bits."""
    rows = Link.objects.filter(left__in=members, right__in=members).values_list("left_id", "right_id", "weight")
    held = [(str(left), str(right), weight) for left, right, weight in rows]
    return pl.DataFrame(held, schema={"left": pl.String, "right": pl.String, "weight": pl.Float64}, orient="row")


def judgements_among(members: Collection[UUID]) -> pl.DataFrame:
    """The judgements among mentions, as manumit.link.judgements reads them."""
    rows = Judgement.objects.filter(left__in=members, right__in=members).order_by("judged_at", "pk")
    held = [(str(one.left_id), str(one.right_id), one.verdict, str(one.judged_by_id), one.judged_at) for one in rows]
    schema: dict[str, Any] = {
        "left": pl.String,
        "right": pl.String,
        "verdict": pl.String,
        "by": pl.String,
        "at": pl.Datetime("us", "UTC"),
    }
    return pl.DataFrame(held, schema=schema, orient="row")
