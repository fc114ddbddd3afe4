"""The merge rule: the two clusters that belong together most are merged, until no two are left that do.

How much two clusters belong together is the mean surplus over all pairs between them. The surplus of a pair
is its weight minus the threshold, in bits; a pair without a link (no key shared, or far too light) counts as
`missing` bits below the threshold. Two clusters merge only while that mean is not negative. So one strong
link does not outvote many pairs that speak against it: brothers, namesakes, father and son stay apart, and a
record that says little and fits several clusters joins the one that it fits best, without gluing them
together. On the other hand a record without a date of birth joins by a single strong link as long as the
other pairs do not speak clearly against it.

This is average-linkage agglomeration of a signed graph with a stop at zero (Bailoni et al., "GASP", 2019; the
signed graph of entity resolution is that of Bansal et al., "Correlation clustering", 2004). A mean over a
merged cluster is never above the greater of the two before, so clusters that are each other's best may all be
merged in one round: the result is that of taking the best two of all each time (Bruynooghe 1977, on reducible
linkages).

Measured and left out, as they gained nothing: ranking by sum or by strongest link, capping weights, a share
for the strongest link, a threshold that falls with size, and refusing a record that fits a second cluster
nearly as well.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from manumit.progress import Progress, silent

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Edges:
    """What is known between nodes, sorted by `one`, then `other`; `one` < `other`.

    `total` is the sum of the surpluses of the linked pairs of mentions between two nodes, `linked` their
    count; a total of -inf keeps two nodes apart for good.
    """

    one: Ints
    other: Ints
    total: Floats
    linked: Ints

    def __len__(self) -> int:
        return len(self.one)

    def where(self, wanted: Mask) -> "Edges":
        """The wanted ones among them."""
        return Edges(self.one[wanted], self.other[wanted], self.total[wanted], self.linked[wanted])

    def between(self, node: Ints) -> "Edges":
        """The same between other nodes, of which `node` names one for each; several edges become one."""
        one, other = node[self.one], node[self.other]
        low, high = np.minimum(one, other), np.maximum(one, other)
        outside = np.flatnonzero(low != high)
        key = low[outside] * len(node) + high[outside]
        order = np.argsort(key, kind="stable")
        key, outside = key[order], outside[order]
        first = np.flatnonzero(np.diff(key, prepend=-1))
        if not len(first):
            return self.where(np.zeros(len(self), dtype=np.bool_))
        total, linked = (np.add.reduceat(column[outside], first) for column in (self.total, self.linked))
        return Edges(low[outside[first]], high[outside[first]], total, linked)


def merged(edges: Edges, size: Ints, component: Ints, missing: float, progress: Progress = silent) -> Ints:
    """For each node one of the nodes in its cluster: the same for all of them.

    `size` gives the mentions of each node, `component` a number such that no edge that speaks for a merge
    joins two different ones. Where several pairs of clusters belong together exactly as much, the smaller
    numbers go first.
    """
    root, size, start = np.arange(len(size)), size.copy(), len(edges)
    while True:
        pairs = size[edges.one] * size[edges.other]
        mean = (edges.total - missing * (pairs - edges.linked)) / pairs
        chosen = _each_others_best(edges, mean, len(root))
        if not len(chosen):
            return _followed(root)
        keep, gone = edges.one[chosen], edges.other[chosen]
        root[gone] = keep
        size[keep] += size[gone]
        undecided = np.zeros(len(root), dtype=np.bool_)
        undecided[component[edges.one[mean >= 0]]] = True
        edges = edges.where(undecided[component[edges.one]]).between(root)
        progress("merging mentions into clusters", 1 - len(edges) / start)


def _each_others_best(edges: Edges, mean: Floats, count: int) -> Ints:
    """The edges that are the best one of both their ends, among those that speak for a merge."""
    ranked = np.flatnonzero(mean >= 0)
    ranked = ranked[np.argsort(-mean[ranked], kind="stable")]
    ends = np.stack([edges.one[ranked], edges.other[ranked]], axis=1)
    rank = np.arange(len(ranked))
    best = np.zeros(count, dtype=np.int64)
    best[ends[::-1].ravel()] = np.repeat(rank[::-1], 2)  # of several, the last one written stays: the best
    chosen: Ints = ranked[(best[ends[:, 0]] == rank) & (best[ends[:, 1]] == rank)]
    return chosen


def _followed(root: Ints) -> Ints:
    """Every node's final root, when roots point to roots."""
    while not np.array_equal(further := root[root], root):
        root = further
    return root
