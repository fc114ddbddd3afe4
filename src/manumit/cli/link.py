"""`manumit link FILES…`: who is who in files."""

import os
import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any, cast

import polars as pl
import typer

from manumit.cli.inputs import SOURCE, TRUTH, Inputs, Truth, read_inputs, rejected_table, tell
from manumit.cli.options import WORKERS, AsJson, Files, KindOption, MapOption, ModelOption, model_for, several
from manumit.cli.screen import progress, say, show, show_json
from manumit.errors import InputError
from manumit.formats.outputs import Outputs, check_outputs
from manumit.formats.tables import read_table
from manumit.link.batch import Engine, link_batch
from manumit.link.clusters import Clustering, cluster
from manumit.link.evaluate import Quality, evaluate
from manumit.link.judgements import read_judgements
from manumit.link.normalise import normalise

FLOOR = -10.0
"""Links down to this many bits are weighed: weak ones speak against a merge."""
MOST_SAID = 5


def run(
    inputs: Files,
    out: Annotated[Path, typer.Option("--out", help="Where the clusters go: .parquet, .csv or .jsonl.")],
    kind: KindOption = "person",
    truth: Annotated[
        str | None,
        typer.Option("--truth", help="A column that says which records are truly one; never used as evidence."),
    ] = None,
    truth_pattern: Annotated[
        str | None,
        typer.Option("--truth-pattern", help="Take it from a part of that column, or of the ids: 'rec-(\\d+)-'."),
    ] = None,
    engine: Annotated[
        str, typer.Option("--engine", help="duckdb, or spark (needs the extra 'spark' and Java).")
    ] = "duckdb",
    model: ModelOption = None,
    map_: MapOption = None,
    links: Annotated[
        Path | None,
        typer.Option("--links", help="Where the links go: left, right, weight, probability, levels."),
    ] = None,
    judgements: Annotated[
        Path | None, typer.Option("--judgements", help="People's judgements: left, right, verdict, by, at.")
    ] = None,
    previous: Annotated[
        Path | None, typer.Option("--previous", help="Clusters of an earlier run: they keep their ids.")
    ] = None,
    redirects: Annotated[
        Path | None, typer.Option("--redirects", help="Where ids go that merged away: old_id, new_id.")
    ] = None,
    threshold: Annotated[
        float | None,
        typer.Option("--threshold", help="Bits at which a link may merge; the model has its own."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Find which records are of one person, organisation, contact point, place, vehicle or vessel.

    Columns are guessed by name; what was guessed is said. Rows that cannot be used go to *.rejected.csv beside
    --out, with the reason. Nothing is written before everything is done. Where two files share an id, --links,
    --judgements and 'manumit link explain' write it FILE:ID.

    Try:

        manumit link people.csv --kind person --out clusters.parquet

        manumit link a.csv b.parquet --kind organisation --out clusters.csv --links links.parquet

        manumit link list.csv --map family_name=nachname --truth person --out clusters.csv --json
    """
    check_outputs(out, links, redirects, _aside(out), inputs=[*inputs, *filter(None, [judgements])])
    if redirects and not previous:
        raise InputError("without clusters of an earlier run nothing redirects", remedy="give --previous too")
    chosen, checked_engine, known = model_for(kind, model), _engine(engine), Truth(truth, truth_pattern)
    judged = read_judgements(judgements) if judgements else None
    with progress() as report:
        read = read_inputs(inputs, kind, map_ or [], truth=known)
        before = _before(previous, read) if previous else None
        tell(read)
        compact = normalise(kind, read.mentions, workers=WORKERS, progress=report)
        levels, adapted = links is not None, chosen.adapted(compact)
        found = link_batch(compact, adapted, engine=checked_engine, floor=FLOOR, levels=levels, progress=report)
        limit = chosen.threshold if threshold is None else threshold
        clustering = cluster(compact["id"], found, judged, threshold=limit, previous=before, progress=report)
    quality = evaluate(clustering.clusters, pl.DataFrame([read.mentions["id"], read.origin[TRUTH]])) if known else None
    _write(read, found, clustering, out, links, redirects)
    told = {"kind": kind, "engine": engine, "model": chosen.version, "threshold": limit, "links": found.height}
    _report(read, clustering, quality, told | {"out": str(out)}, as_json)


def _aside(out: Path) -> Path:
    return out.with_suffix(".rejected.csv")


def _engine(name: str) -> Engine:
    if name == "spark" and not find_spec("pyspark"):
        raise InputError("Spark is not installed", remedy="pip install 'manumit[spark]'")
    if name == "spark" and not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        raise InputError("Spark needs Java, and there is none", remedy="install one, for example default-jre-headless")
    if name in {"duckdb", "spark"}:
        return cast("Engine", name)
    raise InputError(f"there is no engine '{name}'", remedy="use duckdb or spark")


def _before(path: Path, read: Inputs) -> pl.DataFrame:
    """The clusters of an earlier run by the ids that records have in this one; those of records that are gone too."""
    table = read_table(path).table
    for column in ("id", "cluster_id"):
        if column not in table.columns or table[column].null_count():
            remedy = "give what 'manumit link' wrote with --out"
            raise InputError("earlier clusters need an id and a cluster_id each", file=str(path), remedy=remedy)
    unique = table["id"].is_unique().all() and read.origin["id"].is_unique().all()
    by = ["id"] if unique or SOURCE not in table.columns else ["id", SOURCE]
    now = read.origin.with_columns(mention=read.mentions["id"]).select(*by, "mention")
    gone = pl.concat_str(pl.lit("gone "), *by, separator=" ")
    known = table.join(now, on=by, how="left").select(pl.coalesce("mention", gone).alias("id"), "cluster_id")
    return known.unique("id", keep="first", maintain_order=True)


def _write(
    read: Inputs, found: pl.DataFrame, clustering: Clustering, out: Path, links: Path | None, redirects: Path | None
) -> None:
    with Outputs() as files:
        files.table(_result(read, clustering.clusters), out)
        if links:
            files.table(found, links)
        if redirects:
            files.table(clustering.redirects, redirects)
        if read.rejected or _aside(out).exists():  # one of an earlier run must not stay beside other clusters
            files.table(rejected_table(read.rejected), _aside(out))


def _result(read: Inputs, clusters: pl.DataFrame) -> pl.DataFrame:
    """The clusters with each record's own id, and its source where there are several."""
    mentions = read.origin.with_columns(read.mentions["id"].alias("mention"))
    keyed = mentions.join(clusters, left_on="mention", right_on="id", how="left", maintain_order="left")
    return keyed.select("id", "cluster_id", *([SOURCE] if len(read.columns) > 1 else []))


def _report(read: Inputs, clustering: Clustering, quality: Quality | None, told: dict[str, Any], as_json: bool) -> None:
    _tell_judgements(clustering)
    count = clustering.clusters["cluster_id"].n_unique()
    if as_json:
        numbers = {"mentions": read.mentions.height, "rejected": len(read.rejected), "clusters": count}
        conflicts, unknown = ([str(one) for one in some] for some in (clustering.conflicts, clustering.unknown))
        judged = {"conflicts": conflicts, "unknown": unknown, "redirects": clustering.redirects.height}
        scores = quality.as_dict() if quality else None
        show_json(told | numbers | judged | {"columns": read.columns, "quality": scores})
        return
    if read.mentions.height == 1:
        say("there is one record only: nothing to compare it with")
    show(f"{read.mentions.height:,} records of {count:,} different {several(told['kind'])}: {told['out']}")
    if quality:
        show(quality.as_text())


def _tell_judgements(clustering: Clustering) -> None:
    for words, some in (
        ("judgements contradict one another", clustering.conflicts),
        ("a judgement is about a record that is not here", clustering.unknown),
    ):
        for one in some[:MOST_SAID]:
            say(f"{words}: {one}")
        if len(some) > MOST_SAID:
            say(f"… and {len(some) - MOST_SAID:,} more")
