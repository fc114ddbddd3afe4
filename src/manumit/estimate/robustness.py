"""How much an estimate hangs on one list, on how lists are kept apart, on linking, and on its method being right."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from manumit.estimate.captures import Captures, Floats
from manumit.progress import Progress, silent

Estimator = Callable[[Captures], float]
FEWEST_LISTS = 3
FEWEST_SHARED = 10
"""People on two other lists, below which a hidden list cannot be estimated from them."""


@dataclass(frozen=True)
class Rerun:
    """An estimate made again under another view of the data, in words."""

    what: str
    estimate: float


@dataclass(frozen=True)
class KnownTruth:
    """People on one list, estimated from the other lists as if it did not exist, beside their true number."""

    hidden: str
    truth: int
    estimate: float

    @property
    def ratio(self) -> float:
        """Estimate over truth."""
        return self.estimate / self.truth


def without_each_list(captures: Captures, estimator: Estimator) -> list[Rerun]:
    """The estimate with each list left out in turn; nothing below four lists."""
    if len(captures.lists) <= FEWEST_LISTS:
        return []
    return [Rerun(f"without {name}", estimator(captures.without(number))) for number, name in enumerate(captures.lists)]


def with_each_pair_merged(captures: Captures, estimator: Estimator) -> list[Rerun]:
    """The estimate with each pair of lists made one; nothing below four lists."""
    if len(captures.lists) <= FEWEST_LISTS:
        return []
    return [
        Rerun(f"{captures.name_of(pair)} as one list", estimator(captures.merged(*pair))) for pair in captures.pairs
    ]


def hide_each_list(captures: Captures, estimator: Estimator) -> list[KnownTruth]:
    """For each list its people, as the others alone would estimate them: their true number is known.

    Nothing below four lists; a list of whose people hardly any are on two others is passed over.
    """
    checks = []
    for number, name in enumerate(captures.lists):
        inside = captures.with_counts(np.where(captures.histories[:, number], captures.counts, 0))
        others = inside.without(number)
        shared = int(others.counts[others.histories.sum(axis=1) > 1].sum())
        if len(captures.lists) > FEWEST_LISTS and shared >= FEWEST_SHARED:
            checks.append(KnownTruth(name, inside.seen, estimator(others)))
    return checks


def linkage_draws(
    mentions: pl.DataFrame,
    links: pl.DataFrame,
    estimator: Estimator,
    *,
    draws: int = 200,
    seed: int = 1,
    progress: Progress = silent,
) -> Floats:
    """Estimates under draws of which links are true: what the linking's own uncertainty adds.

    `mentions` has `id` and `source` (the list); `links` has `left`, `right`, `probability`. In each draw every link
    holds with its probability; who hangs together is one person.
    """
    ids = mentions["id"].to_list()
    place = {one: number for number, one in enumerate(ids)}
    ends = [links[end].replace_strict(place, return_dtype=pl.Int64).to_numpy() for end in ("left", "right")]
    chances = links["probability"].to_numpy()
    random = np.random.default_rng(seed)
    estimates = np.empty(draws)
    for draw in range(draws):
        held = random.random(len(chances)) < chances
        edges = coo_array((np.ones(int(held.sum())), (ends[0][held], ends[1][held])), shape=(len(ids), len(ids)))
        person = connected_components(edges, directed=False)[1]
        clusters = pl.DataFrame({"cluster_id": person, "source": mentions["source"]})
        estimates[draw] = estimator(Captures.from_clusters(clusters))
        progress("drawing links", (draw + 1) / draws)
    return estimates
