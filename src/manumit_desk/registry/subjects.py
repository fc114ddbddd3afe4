"""Subjects: the clusters of mentions, settled anew around what was touched, from links and judgements alone."""

from collections.abc import Iterable
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
    if not members:
        return
    mentions = {str(one.pk): one for one in Mention.objects.for_system().filter(pk__in=members, kind=kind)}
    before = {key: str(one.subject_id) for key, one in mentions.items() if one.subject_id}
    clustering = cluster(
        list(mentions),
        _links(members),
        _judgements(members),
        threshold=model_of(kind).threshold,
        previous=pl.DataFrame({"id": list(before), "cluster_id": list(before.values())}, schema=_CLUSTERS),
    )
    subjects = _subjects_named(kind, clustering.clusters["cluster_id"].unique().to_list(), set(before.values()))
    moved = []
    for key, name in clustering.clusters.iter_rows():
        if mentions[key].subject_id != subjects[name].pk:
            mentions[key].subject = subjects[name]
            moved.append(mentions[key])
    Mention.all_objects.bulk_update(moved, ["subject"])
    for old, new in clustering.redirects.iter_rows():
        Subject.objects.filter(pk=old).update(merged_into=subjects[new])
    Subject.objects.filter(pk__in=[one.pk for one in subjects.values()], merged_into__isnull=False).update(
        merged_into=None
    )


_CLUSTERS: dict[str, Any] = {"id": pl.String, "cluster_id": pl.String}


def _subjects_named(kind: str, names: list[str], known: set[str]) -> dict[str, Subject]:
    """The subject for each cluster name: the one of before, or a new one."""
    old = {str(one.pk): one for one in Subject.objects.filter(pk__in=[name for name in names if name in known])}
    new = {name: Subject(kind=kind) for name in names if name not in old}
    Subject.objects.bulk_create(new.values())
    return old | new


def _hanging_together(kind: str, touched: set[UUID]) -> set[UUID]:
    """The touched mentions, all that strong links or judgements reach from them, and their subjects' other mentions."""
    threshold = model_of(kind).threshold
    reached: set[UUID] = set()
    frontier = touched
    while frontier and len(reached) < LARGEST:
        reached |= frontier
        ends = Q(left__in=frontier) | Q(right__in=frontier)
        pairs = [
            *Link.objects.filter(ends, weight__gte=threshold).values_list("left_id", "right_id"),
            *Judgement.objects.filter(ends).values_list("left_id", "right_id"),
        ]
        near = {end for pair in pairs for end in pair}
        together = Mention.objects.for_system().filter(
            subject__in=Mention.objects.for_system().filter(pk__in=frontier, subject__isnull=False).values("subject")
        )
        near |= set(together.values_list("pk", flat=True))
        frontier = near - reached
    return reached


def _links(members: set[UUID]) -> pl.DataFrame:
    rows = Link.objects.filter(left__in=members, right__in=members).values_list("left_id", "right_id", "weight")
    held = [(str(left), str(right), weight) for left, right, weight in rows]
    return pl.DataFrame(held, schema={"left": pl.String, "right": pl.String, "weight": pl.Float64}, orient="row")


def _judgements(members: set[UUID]) -> pl.DataFrame:
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
