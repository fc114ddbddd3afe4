"""The links between mentions as arrays of numbers, settled by judgements, and the parts that can be looked at
alone.

Mentions are numbered in the order of their ids, so that nothing depends on the order of the input.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from manumit.errors import InputError
from manumit.link.clusters.merging import Edges, Ints, Mask
from manumit.link.judgements import Pair, Settled

HEAVIEST = 1e6
# A pair that a person is unsure of: alone it merges nothing, among others it weighs nothing.
UNSURE = -1e-9


@dataclass(frozen=True, slots=True)
class Graph:
    """Edges between nodes. `node` gives each mention's node: its own number, or the smallest number among
    those that people judged the same. `size` gives the mentions of each node, by its number; 0 for mentions
    that are no node.
    """

    node: Ints
    size: Ints
    edges: Edges

    @property
    def speaks_for(self) -> Mask:
        """Which edges may merge what they join; a merge of two clusters needs at least one."""
        return self.edges.total >= 0

    def components(self) -> Ints:
        """A number per node; nodes with different numbers never end in one cluster."""
        strong = self.speaks_for
        return components(len(self.node), self.edges.one[strong], self.edges.other[strong])

    def unanimous(self, component: Ints) -> Mask:
        """Per component, whether every pair of mentions in it is linked and speaks for a merge (then it is a
        cluster).
        """
        one, other = self.edges.one, self.edges.other
        full = self.speaks_for & (self.edges.linked == self.size[one] * self.size[other])
        count = int(component.max(initial=-1)) + 1
        agreed = np.bincount(component[one[full]], minlength=count)
        nodes = np.bincount(component[self.size > 0], minlength=count)
        unanimous: Mask = agreed == nodes * (nodes - 1) // 2
        return unanimous


def components(count: int, one: Ints, other: Ints) -> Ints:
    """The connected component of each of `count` nodes."""
    edges = coo_array((np.ones(len(one), dtype=np.int8), (one, other)), shape=(count, count))
    found: Ints = connected_components(edges, directed=False)[1].astype(np.int64)
    return found


def first_with(label: Ints) -> Ints:
    """For each position the first one with the same label; labels are below their count."""
    first = np.zeros(len(label), dtype=np.int64)
    first[label[::-1]] = np.arange(len(label))[::-1]
    return first[label]


def numbered(ids: pl.Series) -> pl.DataFrame:
    """The ids sorted as column `id`, with their `number`; InputError where one is missing or stands twice."""
    table = pl.DataFrame({"id": ids.cast(pl.String).sort()}).with_row_index("number")
    twice = table.filter(pl.col("id") == pl.col("id").shift())
    if twice.height or ids.null_count():
        said = f"the id '{twice['id'][0]}' stands twice" if twice.height else "a record has no id"
        raise InputError(said, column="id", remedy="give each record an id of its own")
    return table.with_columns(pl.col("number").cast(pl.Int64))


def numbers_of(names: pl.Series, numbers: pl.DataFrame) -> pl.Series:
    """The number of each id; null where it has none."""
    named = pl.DataFrame({"id": names.cast(pl.String)})
    return named.join(numbers, on="id", how="left", maintain_order="left")["number"]


def build_graph(numbers: pl.DataFrame, links: pl.DataFrame, settled: Settled, threshold: float) -> Graph:
    """The graph of the links among the numbered mentions, as people's judgements leave it.

    Links to other mentions, to themselves or without a weight are passed over; of several for a pair the
    heaviest counts.
    """
    count = numbers.height
    edges = _edges(links, numbers, threshold)
    if not (settled.same or settled.different or settled.unsure):
        return Graph(np.arange(count), np.ones(count, dtype=np.int64), edges)
    judged = _overruled(edges, numbers, settled)
    node = first_with(components(count, *_pair_numbers(settled.same, numbers)))
    return Graph(node, np.bincount(node, minlength=count), judged.between(node))


def _edges(links: pl.DataFrame, numbers: pl.DataFrame, threshold: float) -> Edges:
    """The usable links, one a pair."""
    left, right = (numbers_of(links[end], numbers) for end in ("left", "right"))
    found = pl.DataFrame({"left": left, "right": right, "weight": links["weight"].cast(pl.Float64)})
    ends = found.lazy().select(
        one=pl.min_horizontal("left", "right"),
        other=pl.max_horizontal("left", "right"),
        surplus=pl.col("weight").clip(-HEAVIEST, HEAVIEST) - threshold,
        usable=pl.col("weight").is_not_nan() & pl.col("left").is_not_null() & (pl.col("left") != pl.col("right")),
    )
    sound = ends.filter(pl.col("usable") & pl.col("other").is_not_null()).drop("usable").collect()
    one, other, surplus = (sound[column].to_numpy() for column in ("one", "other", "surplus"))
    key = one * numbers.height + other
    if not (np.diff(key) > 0).all():
        order = np.lexsort((-surplus, key))
        order = order[np.flatnonzero(np.diff(key[order], prepend=-1))]
        one, other, surplus = one[order], other[order], surplus[order]
    return Edges(one, other, surplus, np.ones(len(one), dtype=np.int64))


def _pair_numbers(pairs: Sequence[Pair], numbers: pl.DataFrame) -> tuple[Ints, Ints]:
    """The two ends of judged pairs, the smaller number first (as ids are in order)."""
    table = pl.DataFrame(pairs, schema=["left", "right"], orient="row")
    one, other = (numbers_of(table[end], numbers).to_numpy().astype(np.int64) for end in ("left", "right"))
    return one, other


def _overruled(edges: Edges, numbers: pl.DataFrame, settled: Settled) -> Edges:
    """The edges with what people judged in place of the machine's weight."""
    different, unsure = _pair_numbers(settled.different, numbers), _pair_numbers(settled.unsure, numbers)
    one, other = (np.concatenate(ends) for ends in zip(different, unsure, strict=True))
    kept = edges.where(~np.isin(edges.one * numbers.height + edges.other, one * numbers.height + other))
    said = np.repeat([-np.inf, UNSURE], [len(different[0]), len(unsure[0])])
    one, other = np.concatenate([kept.one, one]), np.concatenate([kept.other, other])
    order = np.lexsort((other, one))
    total = np.concatenate([kept.total, said])[order]
    return Edges(one[order], other[order], total, np.ones(len(one), dtype=np.int64))
