"""From the files named on the command line to raw mentions, with what was guessed and what was set aside."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from manumit.cli.screen import say
from manumit.errors import InputError
from manumit.formats.tables import ROW, Reading, Rejected, read_table
from manumit.link.columns import ColumnMap, guess_columns, mapped_columns, to_mentions
from manumit.link.kinds import kind_named

SOURCE = "source"
TRUTH = "truth"


@dataclass(frozen=True, slots=True)
class Inputs:
    """The raw mentions of all files; `origin` holds each one's own `id`, its `source` and, if asked for, its `truth`.

    `left_out` names, per source, columns without plain values.
    """

    mentions: pl.DataFrame
    origin: pl.DataFrame
    rejected: list[Rejected]
    columns: dict[str, ColumnMap]
    left_out: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Truth:
    """Where it stands which records are truly one: a column, a pattern with one group, or the pattern in the column."""

    column: str | None = None
    pattern: str | None = None

    def __bool__(self) -> bool:
        return bool(self.column or self.pattern)

    def check(self) -> None:
        """Raise InputError for a pattern that is none."""
        if self.pattern is None:
            return
        try:
            groups = re.compile(self.pattern).groups
        except re.error as error:
            raise InputError(f"'{self.pattern}' is no pattern: {error}", remedy="write a regular expression") from error
        if groups != 1:
            raise InputError(f"'{self.pattern}' has {groups} groups", remedy="put one part of it in ( )")

    def of(self, reading: Reading, ids: pl.Series) -> pl.Series:
        """What is known of each record; null where nothing is."""
        values = reading.table[self.column] if self.column else ids if self.pattern else ids.clear(ids.len())
        if self.pattern is None:
            return values.alias(TRUTH)
        found = [re.search(self.pattern, value) if value else None for value in values]
        for value, match, row in zip(values, found, reading.table[ROW], strict=True):
            if value and not match:
                said = f"the pattern does not fit '{value[:80]}'"
                raise InputError(said, file=reading.file, row=row, column=self.column, remedy="change --truth-pattern")
        return pl.Series(TRUTH, [match and match[1] for match in found], pl.String)


def read_inputs(paths: Sequence[Path], kind: str, said: Sequence[str], *, truth: Truth | None = None) -> Inputs:
    """The mentions of a kind in files, read and mapped one by one; ids that two files share are told apart by source.

    `said` holds FIELD=COLUMN. Raises InputError for what cannot be used.
    """
    kind_named(kind)
    truth = truth or Truth()
    truth.check()
    readings = {name: read_table(path) for name, path in zip(_names(paths), paths, strict=True)}
    _refuse_unused(said, list(readings.values()))
    parts, origins, maps, rejected = [], [], {}, []
    for name, whole in readings.items():
        maps[name] = mapping = _mapping(kind, said, whole, truth.column, several=len(readings) > 1)
        reading = _with_ids(whole, mapping)
        parts.append(to_mentions(reading.table, mapping, as_of=date.today().isoformat()))  # noqa: DTZ011
        ids = parts[-1]["id"]
        _refuse_twice(ids, reading, mapping)
        source = pl.Series(SOURCE, [name], pl.String).new_from_index(0, ids.len())
        origins.append(pl.DataFrame([ids.alias("id"), source, truth.of(reading, ids)]))
        rejected += reading.rejected
    origin = pl.concat(origins)
    mentions = pl.concat(parts, how="diagonal").with_columns(_unique_ids(origin))
    left_out = {name: reading.left_out for name, reading in readings.items() if reading.left_out}
    return Inputs(mentions, origin, rejected, maps, left_out)


def _names(paths: Sequence[Path]) -> list[str]:
    """What each file is called: by its name without ending, or in full where two would be called the same."""
    if twice := next((path for number, path in enumerate(paths) if path in paths[:number]), None):
        raise InputError("this file is given twice", file=str(twice), remedy="give it once")
    stems = [path.stem for path in paths]
    return stems if len(set(stems)) == len(stems) else [str(path) for path in paths]


def _headers(reading: Reading) -> list[str]:
    return [column for column in reading.table.columns if column != ROW]


def _refuse_unused(said: Sequence[str], readings: Sequence[Reading]) -> None:
    """A column named with --map must be in one of the files."""
    for column in filter(None, (each.partition("=")[2].strip() for each in said)):
        if len(readings) > 1 and not any(column in _headers(reading) for reading in readings):
            raise InputError("no file has such a column", column=column, remedy="look at the first row of each file")


def _mapping(kind: str, said: Sequence[str], reading: Reading, truth: str | None, *, several: bool) -> ColumnMap:
    """Which column holds what, as said and else as guessed; a column that only other files have is passed over."""
    headers = _headers(reading)
    if truth and truth not in headers:
        remedy = f"the columns are: {', '.join(headers[:40])}"
        raise InputError("there is no such column", file=reading.file, column=truth, remedy=remedy)
    here = [each for each in said if not several or each.partition("=")[2].strip() in ("", *headers)]
    try:
        guessed = _guessed(kind, headers, truth, said=bool(here))
        return mapped_columns(kind, here, headers, guessed)
    except InputError as error:
        raise InputError(error.problem, file=reading.file, column=error.column, remedy=error.remedy) from None


def _guessed(kind: str, headers: list[str], truth: str | None, *, said: bool) -> ColumnMap:
    try:
        return guess_columns(kind, headers, leave_out=[truth] if truth else [])
    except InputError:
        if not said:
            raise
        return {}


def _with_ids(reading: Reading, mapping: ColumnMap) -> Reading:
    """The same without records that have no id; they are set aside."""
    if "id" not in mapping:
        return reading
    column = mapping["id"][0]
    nameless = reading.table.filter(pl.col(column).is_null())
    if nameless.height == reading.table.height:
        remedy = "map another column, or use row numbers: --map id="
        raise InputError("no record has an id", file=reading.file, column=column, remedy=remedy)
    rejected = [
        Rejected(reading.file, row.pop(ROW), column, "the record has no id", " | ".join(filter(None, row.values())))
        for row in nameless.iter_rows(named=True)
    ]
    kept = reading.table.filter(pl.col(column).is_not_null())
    return Reading(reading.file, kept, [*reading.rejected, *rejected], reading.left_out)


def _refuse_twice(ids: pl.Series, reading: Reading, mapping: ColumnMap) -> None:
    if not ids.is_duplicated().any():
        return
    value = ids.filter(ids.is_duplicated())[0]
    first, second = reading.table[ROW].filter(ids == value)[:2]
    said = f"the id '{value[:80]}' stands twice: in row {first} and in row {second}"
    remedy = "make ids unique, or use row numbers instead: --map id="
    raise InputError(said, file=reading.file, row=second, column=mapping["id"][0], remedy=remedy)


def _unique_ids(origin: pl.DataFrame) -> pl.Series:
    if not origin["id"].is_duplicated().any():
        return origin["id"]
    return (origin[SOURCE] + ":" + origin["id"]).alias("id")


def tell(inputs: Inputs) -> None:
    """Say what was guessed, what was left out and what was set aside."""
    for name, mapping in inputs.columns.items():
        guess = "; ".join(f"{field} <- {', '.join(columns)}" for field, columns in mapping.items())
        say(f"{name}: {guess}" + ("" if "id" in mapping else "; no id column: row numbers are the ids"))
        if name in inputs.left_out:
            say(f"{name}: left out, as they hold no plain values: {', '.join(inputs.left_out[name])}")
    if inputs.rejected:
        first, count = inputs.rejected[0], len(inputs.rejected)
        where = f"{first.file}, row {first.row}" + (f", column {first.column}" if first.column else "")
        say(f"{count:,} {'row' if count == 1 else 'rows'} set aside; the first: {where}: {first.reason}")


def rejected_table(rejected: Sequence[Rejected]) -> pl.DataFrame:
    """The rows set aside as a table: file, row, column, reason, text."""
    names = dict.fromkeys(("file", "row", "column", "reason", "text"), pl.String()) | {"row": pl.Int64()}
    rows = [
        (one.file, one.row, one.column, one.reason, one.text.encode("utf-8", "replace").decode()) for one in rejected
    ]
    return pl.DataFrame(rows, schema=names, orient="row")
