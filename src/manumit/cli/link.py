"""The commands `manumit link …`: who is who in files, and against a live index."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import orjson
import polars as pl
import typer

from manumit.cli.inputs import SOURCE, TRUTH, Inputs, read_inputs, rejected_table, tell
from manumit.cli.screen import out, progress, say
from manumit.errors import InputError
from manumit.formats.outputs import Outputs
from manumit.link.batch import Engine, link_batch
from manumit.link.clusters import cluster
from manumit.link.evaluate import Quality, evaluate
from manumit.link.explain import explain
from manumit.link.judgements import read_judgements
from manumit.link.kinds import KINDS, kind_named
from manumit.link.live import Connection, Index
from manumit.link.model import Model
from manumit.link.normalise import normalise
from manumit.link.train import train
from manumit.pictures.render import svg
from manumit.pictures.waterfall import draw_waterfall

WORKERS = 2
FLOOR = -10.0
"""Links down to this many bits are weighed: weak ones speak against a merge."""

Files = Annotated[
    list[Path],
    typer.Argument(help="CSV, JSON Lines or Parquet; several files are linked together.", show_default=False),
]
KindOption = Annotated[str, typer.Option("--kind", help=f"What the records are about: {', '.join(KINDS)}.")]
ModelOption = Annotated[
    str | None, typer.Option("--model", help="A model file; without it, the one shipped for the kind.")
]
MapOption = Annotated[
    list[str] | None,
    typer.Option("--map", help="FIELD=COLUMN where the guess is wrong; FIELD= drops a field. Again for each."),
]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object on stdout; messages stay on stderr.")]


def run(
    inputs: Files,
    out_path: Annotated[Path, typer.Option("--out", help="Where the clusters go: .parquet, .csv or .jsonl.")],
    kind: KindOption = "person",
    truth: Annotated[
        str | None,
        typer.Option("--truth", help="A column that says which records are truly one; never used as evidence."),
    ] = None,
    truth_pattern: Annotated[
        str | None,
        typer.Option("--truth-pattern", help="The same, taken from the ids by a pattern with one group."),
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
    threshold: Annotated[
        float | None,
        typer.Option("--threshold", help="Bits at which a link may merge; the model has its own."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Find which records are of one person, organisation, contact point, place, vehicle or vessel.

    Columns are guessed by name; what was guessed is said. Rows that cannot be used go to *.rejected.csv beside
    --out, with the reason. Nothing is written before everything is done.

    Try:

        manumit link people.csv --kind person --out clusters.parquet

        manumit link a.csv b.parquet --kind organisation --out clusters.csv --links links.parquet

        manumit link list.csv --map family_name=nachname --truth person --out clusters.csv --json

    Also: manumit link train | explain | index | match, each with --help.
    """
    for path in filter(None, (out_path, links)):
        Outputs.check(path)
    chosen = _model(kind, model)
    judged = read_judgements(judgements) if judgements else None
    with progress() as report:
        read = read_inputs(inputs, kind, map_ or [], truth=truth, truth_pattern=truth_pattern)
        tell(read)
        compact = normalise(kind, read.mentions, workers=WORKERS, progress=report)
        adapted = chosen.adapted(compact)
        found = link_batch(
            compact, adapted, engine=_engine(engine), floor=FLOOR, levels=links is not None, progress=report
        )
        limit = chosen.threshold if threshold is None else threshold
        clustering = cluster(compact["id"], found, judged, threshold=limit)
    for conflict in clustering.conflicts:
        say(f"judgements contradict one another: {conflict}")
    result = _result(read, clustering.clusters)
    quality = evaluate(clustering.clusters, _truth(read)) if truth or truth_pattern else None
    with Outputs() as files:
        files.write(result, out_path)
        if links:
            files.write(found, links)
        if read.rejected:
            files.write(rejected_table(read.rejected), out_path.with_suffix(".rejected.csv"))
    _report(read, kind, engine, chosen, found, clustering.clusters, quality, out_path, as_json)


def _engine(name: str) -> Engine:
    if name in {"duckdb", "spark"}:
        return name
    raise InputError(f"there is no engine '{name}'", remedy="use duckdb or spark")


def _model(kind: str, model: str | None) -> Model:
    loaded = Model.load(model or kind_named(kind).name)
    if loaded.kind_name != kind:
        raise InputError(
            f"the model is for kind {loaded.kind_name}, not {kind}",
            file=model,
            remedy=f"use --kind {loaded.kind_name}",
        )
    return loaded


def _result(read: Inputs, clusters: pl.DataFrame) -> pl.DataFrame:
    """The clusters with each record's own id, and its source where there are several."""
    keyed = read.origin.with_columns(read.mentions["id"].alias("mention")).join(
        clusters, left_on="mention", right_on="id", how="left", maintain_order="left"
    )
    columns = ["id", "cluster_id"] + ([SOURCE] if read.origin[SOURCE].n_unique() > 1 else [])
    return keyed.select(columns)


def _truth(read: Inputs) -> pl.DataFrame:
    return pl.DataFrame([read.mentions["id"], read.origin[TRUTH]])


def _report(
    read: Inputs, kind: str, engine: str, model: Model, links: pl.DataFrame, clusters: pl.DataFrame,
    quality: Quality | None, path: Path, as_json: bool,
) -> None:  # fmt: skip
    count = clusters["cluster_id"].n_unique()
    if as_json:
        report: dict[str, Any] = {
            "kind": kind, "engine": engine, "model": model.version, "mentions": clusters.height,
            "rejected": len(read.rejected), "links": links.height, "clusters": count, "columns": read.columns,
            "out": str(path), "quality": quality.as_dict() if quality else None,
        }  # fmt: skip
        out.print(orjson.dumps(report).decode(), markup=False)
        return
    out.print(f"{clusters.height:,} records of {count:,} different {kind}s: {path}", markup=False)
    if quality:
        out.print(quality.as_text(), markup=False)


def train_command(
    inputs: Files,
    out_path: Annotated[Path, typer.Option("--out", help="Where the model goes, a .json file.")],
    kind: KindOption = "person",
    truth: Annotated[
        str | None, typer.Option("--truth", help="A column that says which records are truly one.")
    ] = None,
    name: Annotated[
        str, typer.Option("--name", help="The model's version name; it is kept with every decision.")
    ] = "own",
    map_: MapOption = None,
) -> None:
    """Train a model on your own lists: from true pairs where a column tells them, else without.

    Try:

        manumit link train judged.csv --kind person --truth person --name county-2026 --out county.json
    """
    if not out_path.parent.is_dir():
        raise InputError("there is no such folder", file=str(out_path.parent), remedy="make it first")
    with progress() as report:
        read = read_inputs(inputs, kind, map_ or [], truth=truth)
        tell(read)
        compact = normalise(kind, read.mentions, workers=WORKERS, progress=report)
        known = read.origin[TRUTH] if truth else None
        made = train(
            compact,
            kind,
            truth=known,
            name=name,
            threshold=Model.load(kind).threshold,
            trained={"files": [path.name for path in inputs]},
            progress=report,
        )
    temporary = out_path.with_name(f".{out_path.name}.part")
    temporary.write_bytes(made.to_json())
    temporary.replace(out_path)
    out.print(f"model '{name}' of kind {kind}, from {compact.height:,} records: {out_path}", markup=False)


def explain_command(
    left: Annotated[str, typer.Argument(help="The id of one record.")],
    right: Annotated[str, typer.Argument(help="The id of the other.")],
    inputs: Annotated[list[Path], typer.Option("--in", help="The files that hold them, as for 'manumit link'.")],
    kind: KindOption = "person",
    model: ModelOption = None,
    map_: MapOption = None,
    picture: Annotated[Path | None, typer.Option("--svg", help="Also draw it, to this .svg file.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show why two records weigh what they weigh together, comparison by comparison.

    Try:

        manumit link explain 17 42 --in people.csv --kind person
    """
    read = read_inputs(inputs, kind, map_ or [])
    wanted = read.mentions.filter(pl.col("id").is_in([left, right]))
    for one in (left, right):
        if one not in wanted["id"]:
            raise InputError(f"there is no record '{one}'", remedy="use the ids that 'manumit link' writes")
    chosen = _model(kind, model).adapted(normalise(kind, read.mentions, workers=WORKERS))
    rows = {row["id"]: row for row in normalise(kind, wanted).iter_rows(named=True)}
    waterfall = explain(chosen, rows[left], rows[right])
    if picture:
        picture.write_text(svg(draw_waterfall(waterfall, names=(left, right))), encoding="utf-8")
    out.print(orjson.dumps(waterfall.as_dict()).decode() if as_json else waterfall.as_text(), markup=False)


def index_command(
    inputs: Files,
    db: Annotated[str, typer.Option("--db", help="A SQLite file, or a postgresql:// address.")],
    kind: KindOption = "person",
    model: ModelOption = None,
    map_: MapOption = None,
) -> None:
    """Make the live index of files, so that one new record can be matched in milliseconds.

    Try:

        manumit link index people.csv --kind person --db people.db
    """
    chosen = _model(kind, model)
    with progress() as report:
        read = read_inputs(inputs, kind, map_ or [])
        tell(read)
        compact = normalise(kind, read.mentions, workers=WORKERS, progress=report)
        with _database(db) as connection:
            index = Index(connection, chosen.adapted(compact))
            index.create()
            index.load(compact, progress=report)
    out.print(f"{compact.height:,} mentions of kind {kind} indexed: {db}", markup=False)


def match_command(
    record: Annotated[
        Path,
        typer.Argument(help="A JSON or CSV file with one record, its columns named as for 'manumit link'."),
    ],
    against: Annotated[str, typer.Option("--against", help="What 'manumit link index' made.")],
    kind: KindOption = "person",
    limit: Annotated[int, typer.Option("--limit", min=1, help="At most so many candidates.")] = 10,
    floor: Annotated[float, typer.Option("--floor", help="Only candidates of at least so many bits.")] = 0.0,
    map_: MapOption = None,
    as_json: AsJson = False,
) -> None:
    """Match one new record against all that are indexed, and say why.

    Try:

        manumit link match record.json --against people.db --kind person
    """
    read = read_inputs([record], kind, map_ or [])
    if read.mentions.height != 1:
        raise InputError(
            f"{read.mentions.height} records",
            file=str(record),
            remedy="give one; for many use 'manumit link'",
        )
    mention = read.mentions.to_dicts()[0]
    mention["id"] = None if "id" not in next(iter(read.columns.values())) else mention["id"]
    with _database(against, must_exist=True) as connection:
        answer = Index.open(connection, kind).match(mention, floor=floor, limit=limit)
    if as_json:
        found = [
            {
                "id": one.id,
                "weight": one.weight,
                "probability": one.probability,
                "waterfall": one.waterfall.as_dict(),
            }
            for one in answer.candidates
        ]
        out.print(orjson.dumps({"candidates": found, "capped": list(answer.capped)}).decode(), markup=False)
        return
    for words in answer.capped:
        say(f"too common to look through: {words}")
    for one in answer.candidates:
        out.print(
            f"\n{one.id}: {one.weight:+.1f} bits, probability {one.probability:.4f}\n{one.waterfall.as_text()}",
            markup=False,
        )
    if not answer.candidates:
        out.print("nobody known is like this record", markup=False)


@contextmanager
def _database(address: str, *, must_exist: bool = False) -> Iterator[Connection]:
    """A connection whose work is kept when the block ends well and undone when it does not."""
    if address.startswith(("postgresql://", "postgres://")):
        yield from _postgres(address)
        return
    path = Path(address)
    if must_exist and not path.is_file():
        raise InputError("there is no such index", file=address, remedy="make one with 'manumit link index'")
    new = not path.exists()
    connection = sqlite3.connect(path)
    try:
        with connection:
            yield connection
    except BaseException:
        connection.close()
        if new:
            path.unlink(missing_ok=True)
        raise
    connection.close()


def _postgres(address: str) -> Iterator[Connection]:
    import psycopg  # an extra

    try:
        connection = psycopg.connect(address)
    except psycopg.OperationalError as error:
        raise InputError(
            f"the database does not answer: {str(error).splitlines()[0]}", remedy="look at the address"
        ) from error
    with connection:
        yield connection
