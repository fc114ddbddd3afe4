"""From the files named on the command line to raw mentions, with what was guessed and what was set aside."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from manumit.cli.screen import say
from manumit.errors import InputError
from manumit.formats.tables import ROW, Reading, Rejected, read_table
from manumit.link.columns import ColumnMap, guess_columns, mapped_columns, to_mentions

SOURCE = "source"
TRUTH = "truth"


@dataclass(frozen=True, slots=True)
class Inputs:
    """The raw mentions of all files; `origin` holds each one's own `id`, its `source` and, if asked for, its `truth`."""

    mentions: pl.DataFrame
    origin: pl.DataFrame
    rejected: list[Rejected]
    columns: dict[str, ColumnMap]


def read_inputs(
    paths: Sequence[Path],
    kind: str,
    said: Sequence[str],
    *,
    truth: str | None = None,
    truth_pattern: str | None = None,
) -> Inputs:
    """The mentions of a kind in files, read and mapped one by one; ids that two files share are told apart by source."""
    readings = {name: read_table(path) for name, path in zip(_names(paths), paths, strict=True)}
    parts, origins, maps = [], [], {}
    for name, reading in readings.items():
        headers = [column for column in reading.table.columns if column != ROW]
        mapping = _mapping(kind, said, headers, truth, reading, several=len(readings) > 1)
        maps[name] = mapping
        mentions = to_mentions(reading.table, mapping, as_of=date.today().isoformat())  # noqa: DTZ011
        _refuse_twice(mentions["id"], reading, mapping)
        parts.append(mentions)
        origins.append(_origin(mentions["id"], name, reading, truth, truth_pattern))
    origin = pl.concat(origins)
    mentions = pl.concat(parts, how="diagonal").with_columns(_unique_ids(origin))
    return Inputs(mentions, origin, [one for reading in readings.values() for one in reading.rejected], maps)


def _names(paths: Sequence[Path]) -> list[str]:
    stems = [path.stem for path in paths]
    return stems if len(set(stems)) == len(stems) else [str(path) for path in paths]


def _mapping(
    kind: str, said: Sequence[str], headers: list[str], truth: str | None, reading: Reading, *, several: bool
) -> ColumnMap:
    file = _file(reading)
    if truth and truth not in headers:
        raise InputError(
            "there is no such column",
            file=file,
            column=truth,
            remedy=f"the columns are: {', '.join(headers)}",
        )
    here = [each for each in said if not several or each.partition("=")[2].strip() in ("", *headers)]
    try:
        guessed = guess_columns(kind, headers, leave_out=[truth] if truth else [], table=reading.table)
    except InputError:
        if not here:
            raise
        guessed = {}
    return mapped_columns(kind, here, headers, guessed)


def _file(reading: Reading) -> str | None:
    return reading.rejected[0].file if reading.rejected else None


def _refuse_twice(ids: pl.Series, reading: Reading, mapping: ColumnMap) -> None:
    column = mapping["id"][0] if "id" in mapping else None
    rows = reading.table[ROW]
    if ids.null_count():
        row = rows.filter(ids.is_null())[0]
        raise InputError(
            "a record has no id",
            row=row,
            column=column,
            remedy="give each record an id, or map another column: --map id=COLUMN",
        )
    if ids.is_duplicated().any():
        value = ids.filter(ids.is_duplicated())[0]
        first, second = rows.filter(ids == value)[:2]
        raise InputError(
            f"the id '{value}' stands twice: in rows {first} and {second}",
            row=second, column=column, remedy="make ids unique, or use row numbers instead: --map id=",
        )  # fmt: skip


def _origin(ids: pl.Series, name: str, reading: Reading, truth: str | None, pattern: str | None) -> pl.DataFrame:
    known = pl.Series(TRUTH, [None] * ids.len(), pl.String)
    if truth:
        known = reading.table[truth].alias(TRUTH)
    elif pattern:
        known = ids.str.extract(pattern).alias(TRUTH)
        if known.null_count():
            raise InputError(
                f"the pattern does not fit the id '{ids.filter(known.is_null())[0]}'",
                remedy="give it one group in ()",
            )
    return pl.DataFrame([ids.alias("id"), pl.Series(SOURCE, [name] * ids.len(), pl.String), known])


def _unique_ids(origin: pl.DataFrame) -> pl.Series:
    if not origin["id"].is_duplicated().any():
        return origin["id"]
    return (origin[SOURCE] + ":" + origin["id"]).alias("id")


def tell(inputs: Inputs) -> None:
    """Say what was guessed, and what was set aside."""
    for name, mapping in inputs.columns.items():
        guess = "; ".join(f"{field} <- {', '.join(columns)}" for field, columns in mapping.items())
        say(f"{name}: {guess}" + ("" if "id" in mapping else "; no id column: row numbers are the ids"))
    if inputs.rejected:
        first = inputs.rejected[0]
        say(f"{len(inputs.rejected)} rows set aside; the first: {first.file}, row {first.row}: {first.reason}")


def rejected_table(rejected: Sequence[Rejected]) -> pl.DataFrame:
    """The rows set aside as a table: file, row, column, reason, text."""
    rows = [
        (one.file, one.row, one.column, one.reason, one.text.encode("utf-8", "replace").decode()) for one in rejected
    ]
    return pl.DataFrame(
        rows,
        schema={
            "file": pl.String,
            "row": pl.Int64,
            "column": pl.String,
            "reason": pl.String,
            "text": pl.String,
        },
        orient="row",
    )
