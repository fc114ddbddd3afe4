"""Bayesian averaging over decomposable graphs: lists that depend on each other through chains of overlapping groups.

Madigan and York, "Bayesian methods for estimation of the size of a closed population", Biometrika 1997. A graph on
the lists is decomposable if it has no ring of four or more without a chord; its likelihood is then a product over its
cliques divided by one over its separators, each a Dirichlet integral. The number never seen has a prior in proportion
to 1/N, each cell of the full table a prior count of 2**-t, and all graphs but the complete one the same weight: under
that one the data say nothing of the dark figure.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations

import numpy as np
from scipy.special import gammaln, logsumexp

from manumit.errors import InputError
from manumit.estimate.captures import Captures, Floats, Ints

MOST_LISTS = 6
FARTHEST = 30
"""The largest dark figure looked at, in multiples of the people seen."""
POINTS = 4_000
"""At most so many values of the dark figure, evenly spread."""
CHUNK = 256


@dataclass(frozen=True)
class Averaged:
    """The posterior of the number of people in all: `totals` and the probability of each."""

    totals: Floats
    probabilities: Floats

    def quantile(self, share: float) -> float:
        """The total below which a share of the probability lies."""
        reached = np.cumsum(self.probabilities)
        return float(self.totals[min(int(np.searchsorted(reached, share)), len(self.totals) - 1)])

    @property
    def median(self) -> float:
        """The total in the middle of the posterior."""
        return self.quantile(0.5)

    def interval(self, level: float = 0.95) -> tuple[float, float]:
        """The credible interval with equal tails."""
        return self.quantile((1 - level) / 2), self.quantile((1 + level) / 2)


def average_decomposable(captures: Captures, *, points: int = POINTS) -> Averaged:
    """Average over all decomposable graphs on the lists. InputError beyond six lists."""
    lists = len(captures.lists)
    if lists > MOST_LISTS:
        said = f"the decomposable graphs on {lists} lists are too many"
        raise InputError(said, remedy=f"merge lists; {MOST_LISTS} are looked through")
    dark = np.unique(np.round(np.linspace(1, FARTHEST * captures.seen, points)))
    parts = _subset_terms(captures, dark)
    totals = captures.seen + dark
    around = gammaln(totals + 1) - gammaln(dark + 1) - np.log(totals)
    coefficients = graph_coefficients(lists)
    log_mass = np.full(len(dark), -np.inf)
    for start in range(0, len(coefficients), CHUNK):
        some = coefficients[start : start + CHUNK].astype(np.float64) @ parts
        log_mass = np.logaddexp(log_mass, logsumexp(some, axis=0))
    log_mass += around
    mass = np.exp(log_mass - logsumexp(log_mass))
    return Averaged(totals, mass)


def _subset_terms(captures: Captures, dark: Floats) -> Floats:
    """For each subset of the lists, the log Dirichlet integral of its margin at each dark figure."""
    lists = len(captures.lists)
    full = np.concatenate([[0], captures.counts]).astype(np.float64)
    histories = np.arange(1 << lists)
    totals = captures.seen + dark
    terms = np.empty((1 << lists, len(dark)))
    for subset in range(1 << lists):
        margin = np.bincount(histories & subset, weights=full, minlength=1 << lists)[_within(subset, lists)]
        prior = 1.0 / len(margin)
        seen_cells = float((gammaln(margin[1:] + prior) - gammaln(prior)).sum())
        unseen_cell = gammaln(margin[0] + dark + prior) - gammaln(prior)
        terms[subset] = seen_cells + unseen_cell - gammaln(totals + 1.0)
    return terms


def _within(subset: int, lists: int) -> Ints:
    """The histories that hold lists of a subset only: the cells of its margin."""
    histories = np.arange(1 << lists)
    inside: Ints = histories[(histories & ~subset) == 0]
    return inside


@cache
def graph_coefficients(lists: int) -> Ints:
    """For each decomposable graph but the complete one, how often each subset is a clique less a separator."""
    edges = list(combinations(range(lists), 2))
    found = []
    for chosen in range((1 << len(edges)) - 1):
        neighbours = [0] * lists
        for number, (one, other) in enumerate(edges):
            if chosen >> number & 1:
                neighbours[one] |= 1 << other
                neighbours[other] |= 1 << one
        parts = _cliques_and_separators(neighbours)
        if parts is not None:
            coefficient = np.zeros(1 << lists, dtype=np.int64)
            for subset, times in parts:
                coefficient[subset] += times
            found.append(coefficient)
    return np.array(found)


def _cliques_and_separators(neighbours: list[int]) -> list[tuple[int, int]] | None:
    """A graph's cliques (1) and separators (-1) as bits, by maximum cardinality search; None if not decomposable.

    Tarjan and Yannakakis 1984: lists are numbered by how many numbered neighbours they have; the graph is
    decomposable if those of each list are all joined to one another.
    """
    parts: list[tuple[int, int]] = []
    numbered, clique = 0, 0
    for one in _by_cardinality(neighbours):
        before = neighbours[one] & numbered
        if any(before & ~neighbours[other] & ~(1 << other) for other in _bits(before)):
            return None
        if numbered and before != clique:
            parts += [(clique, 1), (before, -1)]
        clique = before | 1 << one
        numbered |= 1 << one
    return [*parts, (clique, 1)]


def _by_cardinality(neighbours: list[int]) -> Iterator[int]:
    numbered = 0
    for _ in neighbours:
        left = [one for one in range(len(neighbours)) if not numbered >> one & 1]
        one = max(left, key=lambda each: (neighbours[each] & numbered).bit_count())
        yield one
        numbered |= 1 << one


def _bits(number: int) -> Iterator[int]:
    while number:
        low = number & -number
        yield low.bit_length() - 1
        number ^= low
