"""From links and judgements to clusters."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import polars as pl

from manumit.link.clusters.graph import Graph, build_graph, components, first_with, numbered, numbers_of
from manumit.link.clusters.merging import Ints, Mask, merged
from manumit.link.clusters.naming import named
from manumit.link.judgements import Conflict, Judgement, settle
from manumit.progress import Progress, silent

MISSING = 1.5
"""How many bits below the threshold a pair counts that has no link. Measured on made-up nations and known
lists: between 1 and 2 hardly anything changes; 0 lets chains grow, 4 and more tear apart records that share
few fields.
"""


@dataclass(frozen=True, slots=True)
class Clustering:
    """`clusters`: `id`, `cluster_id`, in the order of the ids given. `redirects`: `old_id`, `new_id` of
    clusters of before that merged away. `conflicts`: judgements that later ones contradict, for a person to
    settle. `unknown`: judgements about mentions that are not there.

    An id that redirects may live again when what merged is taken apart: where it names a cluster, that
    counts.
    """

    clusters: pl.DataFrame
    redirects: pl.DataFrame
    conflicts: tuple[Conflict, ...] = ()
    unknown: tuple[Judgement, ...] = ()


def cluster(
    ids: Iterable[str] | pl.Series,
    links: pl.DataFrame,
    judgements: pl.DataFrame | None = None,
    *,
    threshold: float,
    previous: pl.DataFrame | None = None,
    touched: Iterable[str] | None = None,
    missing: float = MISSING,
    progress: Progress = silent,
) -> Clustering:
    """The clusters of mentions: people's judgements first, then merges while the evidence speaks for them.

    `links` (`left`, `right`, `weight` in bits) should reach well below `threshold`: light links speak against
    a merge. `previous` (`id`, `cluster_id`) only gives names. With `touched`, the ids of all mentions that
    are new or whose links or judgements are new, changed or gone since `previous`, only their components are
    clustered again; the result is the same. `ids` may be a part of all mentions if no link at the threshold
    or above and no judgement leads out of it.
    """
    asked = ids if isinstance(ids, pl.Series) else pl.Series(list(ids), dtype=pl.String)
    numbers = numbered(asked)
    settled = settle(judgements, numbers["id"])
    progress("settling the links by what people judged", 0.0)
    graph = build_graph(numbers, links, settled, threshold)
    if previous is None or touched is None:
        root = _roots(graph, missing, np.ones(numbers.height, dtype=np.bool_), progress)
    else:
        ids_touched = pl.Series(list(touched), dtype=pl.String)
        before, again = _to_do_again(graph, numbers, previous, ids_touched)
        root = np.where(again, _roots(graph, missing, again, progress), before)
    cluster_id, redirects = named(numbers["id"], pl.Series(first_with(root)), previous)
    clusters = pl.DataFrame({"id": asked, "number": numbers_of(asked, numbers)})
    in_order = clusters.select("id", cluster_id=cluster_id.gather(clusters["number"]))
    return Clustering(in_order, redirects, settled.conflicts, settled.unknown)


def _roots(graph: Graph, missing: float, wanted: Mask, progress: Progress) -> Ints:
    """For each mention one that stands for its cluster; only right for the components that are `wanted`
    throughout.
    """
    component = graph.components()
    unanimous = graph.unanimous(component)[component]
    edges, unclear = graph.edges, wanted & ~unanimous
    inside = unclear[edges.one] & (component[edges.one] == component[edges.other])
    root = merged(edges.where(inside), graph.size, component, missing, progress)
    return np.where(unanimous, first_with(component), root)[graph.node]


def _to_do_again(graph: Graph, numbers: pl.DataFrame, previous: pl.DataFrame, touched: pl.Series) -> tuple[Ints, Mask]:
    """The first mention of each one's cluster before, and which mentions must be clustered again.

    What hangs together now or did before is done again as a whole if any of it was touched, is new, or is
    gone.
    """
    named_before = previous.select("id", before="cluster_id").unique("id")
    known = numbers.join(named_before, on="id", how="left", maintain_order="left")
    gone = named_before.join(numbers, on="id", how="anti")["before"]
    changed = known.select(
        pl.col("before").is_null() | pl.col("before").is_in(gone.implode()) | pl.col("id").is_in(touched.implode())
    ).to_series()
    same = pl.col("number").first().over("before")
    first = known.select(pl.when(pl.col("before").is_null()).then("number").otherwise(same)).to_series().to_numpy()
    strong = graph.speaks_for
    everyone = np.arange(numbers.height)
    one = np.concatenate([graph.edges.one[strong], everyone, everyone])
    other = np.concatenate([graph.edges.other[strong], graph.node, first])
    hanging_together = components(numbers.height, one, other)
    again = np.zeros(numbers.height, dtype=np.bool_)
    again[hanging_together[changed.to_numpy()]] = True
    return first, again[hanging_together]
