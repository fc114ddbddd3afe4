"""Ids of clusters, which live on: people cite them, and tables point to them.

Without clusters from before, a cluster is named by the smallest id among its mentions. With them, a cluster
inherits the id of the one with which it shares most mentions (at a tie the smaller id; where two clusters
claim one, the one that shares more, then the one with the smaller first mention); each id is inherited at
most once. So a split leaves the id with the larger part, and of clusters that merge the largest keeps its id;
the others redirect to it. A new id is never one that any cluster from before bears: the smallest mention id
that is free, or that id with ~2, ~3 …
"""

from collections.abc import Iterable, Iterator
from itertools import chain, count

import polars as pl

REDIRECTS = {"old_id": pl.String, "new_id": pl.String}


def named(ids: pl.Series, label: pl.Series, previous: pl.DataFrame | None) -> tuple[pl.Series, pl.DataFrame]:
    """The cluster id of each mention, and the redirects of ids that ended.

    `ids` are sorted; `label` is the position of the first mention of each one's cluster.
    """
    if previous is None or previous.is_empty():
        return ids.gather(label).alias("cluster_id"), pl.DataFrame(schema=REDIRECTS)
    shared = _shared(ids, label, previous)
    inherited = _inherited(shared)
    names = pl.DataFrame({"id": ids, "label": label}).join(inherited, on="label", how="left", maintain_order="left")
    fresh = _fresh(names.filter(pl.col("cluster_id").is_null()), set(previous["cluster_id"]), names["id"])
    known = pl.concat([inherited, fresh])
    of_all = names.select("label").join(known, on="label", how="left", maintain_order="left")["cluster_id"]
    return of_all, _redirects(shared, known)


def _shared(ids: pl.Series, label: pl.Series, previous: pl.DataFrame) -> pl.DataFrame:
    """How many mentions each cluster shares with each from before, the most first."""
    now = pl.DataFrame({"id": ids, "label": label})
    before = previous.select(pl.col("id").cast(pl.String), before=pl.col("cluster_id").cast(pl.String))
    counted = now.join(before, on="id").group_by("label", "before").len("count")
    return counted.sort("count", "before", "label", descending=[True, False, False])


def _inherited(shared: pl.DataFrame) -> pl.DataFrame:
    """`label`, `cluster_id`: who inherits which id."""
    alone = shared["label"].is_unique() & shared["before"].is_unique()
    simple, contested = shared.filter(alone), shared.filter(~alone)
    heirs: dict[int, str] = {}
    taken: set[str] = set()
    for label, before in contested.select("label", "before").iter_rows():
        if label not in heirs and before not in taken:
            heirs[label] = before
            taken.add(before)
    claims = pl.DataFrame(
        {"label": list(heirs), "cluster_id": list(heirs.values())},
        schema={"label": pl.Int64, "cluster_id": pl.String},
    )
    return pl.concat([simple.select("label", cluster_id="before"), claims])


def _fresh(mentions: pl.DataFrame, taken: set[str], ids: pl.Series) -> pl.DataFrame:
    """`label`, `cluster_id`: a free id for each cluster that inherits none."""
    clusters = mentions.group_by("label", maintain_order=True).agg("id")
    chosen = []
    for members in clusters["id"].to_list():
        free = next(
            (one for one in _candidates(members) if one not in taken and (one in members or one not in ids)),
            "",
        )
        taken.add(free)
        chosen.append(free)
    return pl.DataFrame({"label": clusters["label"], "cluster_id": pl.Series(chosen, dtype=pl.String)})


def _candidates(members: list[str]) -> Iterator[str]:
    numbered: Iterable[str] = (f"{members[0]}~{number}" for number in count(2))
    return chain(members, numbered)


def _redirects(shared: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Where to find, under its new id, most of each cluster whose id ended."""
    ended = shared.filter(~pl.col("before").is_in(known["cluster_id"].implode())).unique(
        "before", keep="first", maintain_order=True
    )
    redirects = ended.join(known, on="label").select(old_id="before", new_id="cluster_id")
    return redirects.sort("old_id")
