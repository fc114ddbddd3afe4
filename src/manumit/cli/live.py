"""`manumit link index` and `manumit link match`: a live index of files, and one new record against it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from manumit.cli.inputs import read_inputs, tell
from manumit.cli.options import WORKERS, AsJson, Files, KindOption, MapOption, ModelOption, model_for
from manumit.cli.screen import progress, say, show, show_json
from manumit.errors import InputError
from manumit.formats.outputs import check_outputs
from manumit.link.live import Answer, Connection, Index
from manumit.link.normalise import normalise

ENDINGS = (".db", ".sqlite", ".sqlite3")
_POSTGRES = ("postgresql://", "postgres://")


def index_command(
    inputs: Files,
    db: Annotated[str, typer.Option("--db", help="A SQLite file (.db), or a postgresql:// address.")],
    kind: KindOption = "person",
    model: ModelOption = None,
    map_: MapOption = None,
    as_json: AsJson = False,
) -> None:
    """Make the live index of files, so that one new record can be matched in milliseconds.

    An index of this kind that is there already is made anew. Where two files share an id it is indexed as FILE:ID.

    Try:

        manumit link index people.csv --kind person --db people.db
    """
    if not db.startswith(_POSTGRES):
        check_outputs(Path(db), endings=ENDINGS, inputs=inputs)
    chosen = model_for(kind, model)
    with progress() as report:
        read = read_inputs(inputs, kind, map_ or [])
        tell(read)
        compact = normalise(kind, read.mentions, workers=WORKERS, progress=report)
        with _database(db) as connection:
            index = Index(connection, chosen.adapted(compact))
            index.create()
            index.load(compact, progress=report)
    if as_json:
        show_json(
            {"kind": kind, "mentions": compact.height, "rejected": len(read.rejected), "db": _without_password(db)}
        )
    else:
        show(f"{compact.height:,} mentions of kind {kind} indexed: {_without_password(db)}")


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
    mention = _one_mention(record, kind, map_ or [])
    with _database(against, must_exist=True) as connection:
        answer = Index.open(connection, kind).match(mention, floor=floor, limit=limit)
    if as_json:
        show_json(_as_dict(answer))
        return
    for words in answer.capped:
        say(f"too common to look through: {words}")
    for one in answer.candidates:
        show(f"\n{one.id}: {one.weight:+.1f} bits, probability {one.probability:.4f}\n{one.waterfall.as_text()}")
    if not answer.candidates:
        show("nobody known is like this record" if kind == "person" else "nothing known is like this record")


def _one_mention(record: Path, kind: str, said: list[str]) -> dict[str, Any]:
    read = read_inputs([record], kind, said)
    if read.mentions.height != 1:
        said_now = f"there are {read.mentions.height} records"
        raise InputError(said_now, file=str(record), remedy="give one; for many use 'manumit link'")
    mention = read.mentions.to_dicts()[0]
    named = "id" in next(iter(read.columns.values()))
    return mention if named else mention | {"id": None}


def _as_dict(answer: Answer) -> dict[str, Any]:
    found = [
        {"id": one.id, "weight": one.weight, "probability": one.probability, "waterfall": one.waterfall.as_dict()}
        for one in answer.candidates
    ]
    return {"candidates": found, "capped": list(answer.capped)}


@contextmanager
def _database(address: str, *, must_exist: bool = False) -> Iterator[Connection]:
    """A connection whose work is kept when the block ends well and undone when it does not."""
    if address.startswith(_POSTGRES):
        yield from _postgres(address)
        return
    path = Path(address)
    if must_exist and not path.is_file():
        raise InputError("there is no such index", file=address, remedy="make one with 'manumit link index'")
    new = not path.exists()
    try:
        yield from _sqlite(path)
    except BaseException as error:
        if new:
            path.unlink(missing_ok=True)
        if isinstance(error, sqlite3.DatabaseError):
            said = f"the database cannot be used ({error})"
            raise InputError(said, file=address, remedy="look at the file; 'manumit link index' makes one") from error
        raise


def _sqlite(path: Path) -> Iterator[Connection]:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection, connection:
        connection.execute("begin")  # said by us, so that making tables is undone too
        yield connection


def _postgres(address: str) -> Iterator[Connection]:
    try:
        import psycopg  # an extra
    except ImportError as error:
        raise InputError("the driver is not installed", remedy="pip install 'manumit[postgres]'") from error
    try:
        connection = psycopg.connect(address)
    except psycopg.Error as error:
        said = f"the database does not answer: {str(error).splitlines()[0]}"
        raise InputError(said, remedy="look at the address") from error
    with connection:
        yield connection


def _without_password(address: str) -> str:
    return address.partition("@")[2] if address.startswith(_POSTGRES) and "@" in address else address
