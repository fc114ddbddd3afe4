"""Reading tables of text from CSV, JSON Lines, JSON and Parquet files.

Rows that cannot be used are set aside with row number, column and reason; files that are no table raise InputError.
Row numbers are those that a person sees in an editor: the header of a CSV file is row 1.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
import polars as pl

from manumit.errors import InputError

LONGEST_VALUE = 10_000
"""Characters in a value; a longer one is no name, date or address but a mistake, and its row is set aside."""
LONGEST_RECORD = 200
"""Lines over which a quoted CSV record may run; beyond it a quote was never closed."""
ROW = "_row"
"""The column that holds each row's number in its file."""
NOTHING = frozenset(
    {"", "null", "NULL", "Null", "None", "none", "nan", "NaN", "N/A", "n/a", "#N/A", "NA", "\\N", "<NA>"}
)
"""Whole values that registers and spreadsheets write for "nothing". "NA" is one: it is what statistics programs write."""
CHUNK = 50_000
_SEPARATORS = ",;\t|"
_REMEDY_UTF8 = "save it as UTF-8 (in a spreadsheet: 'CSV UTF-8'; or: iconv -f latin1 -t utf-8 FILE)"


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that was set aside: where it stands, why, and its text as far as it could be read."""

    file: str
    row: int
    column: str | None
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A file's rows as a table of text (`_row` holds their numbers), and the rows that were set aside."""

    table: pl.DataFrame
    rejected: list[Rejected]


class _Bad(Exception):
    """A row cannot be used: the column, if it is known, and the reason."""

    def __init__(self, reason: str, column: str | None = None) -> None:
        super().__init__(reason)
        self.column = column


@dataclass(slots=True)
class _Rows:
    """Collects good rows in chunks of columns, and bad ones with their reasons."""

    file: str
    names: list[str]
    rejected: list[Rejected] = field(default_factory=list)
    _numbers: list[int] = field(default_factory=list)
    _values: list[list[str | None]] = field(default_factory=list)
    _parts: list[pl.DataFrame] = field(default_factory=list)

    def keep(self, number: int, values: list[str | None]) -> None:
        self._numbers.append(number)
        self._values.append(values)
        if len(self._numbers) == CHUNK:
            self._flush()

    def reject(self, number: int, bad: _Bad, text: str) -> None:
        self.rejected.append(Rejected(self.file, number, bad.column, str(bad), text[:LONGEST_VALUE]))

    def _flush(self) -> None:
        columns = zip(*self._values, strict=True) if self._values else ([] for _ in self.names)
        data = [pl.Series(name, list(column), pl.String) for name, column in zip(self.names, columns, strict=True)]
        self._parts.append(pl.DataFrame([*data, pl.Series(ROW, self._numbers, pl.Int64)]))
        self._numbers, self._values = [], []

    def reading(self) -> Reading:
        """Everything collected; InputError when there is no row, or none that can be used."""
        self._flush()
        table = pl.concat(self._parts)
        if table.height == 0 and not self.rejected:
            raise InputError("there are no rows", file=self.file, remedy="give a file with at least one record")
        if table.height == 0:
            first = self.rejected[0]
            raise InputError(
                f"none of the {len(self.rejected)} rows can be used: {first.reason}",
                file=self.file, row=first.row, column=first.column, remedy="mend the file",
            )  # fmt: skip
        self._refuse_other_encodings(table.height)
        return Reading(table, self.rejected)

    def _refuse_other_encodings(self, kept: int) -> None:
        """One broken row in a hundred is an accident; more is a file in another encoding, whose accents all count."""
        broken = [one for one in self.rejected if one.reason == _NOT_UTF8]
        if len(broken) * 100 > kept:
            first = broken[0]
            raise InputError(_NOT_UTF8, file=self.file, row=first.row, column=first.column, remedy=_REMEDY_UTF8)


_NOT_UTF8 = "this is not UTF-8 text"


def read_table(path: Path) -> Reading:
    """The table in a file, by its ending: .csv, .tsv, .txt; .jsonl, .ndjson, .json; .parquet.

    Every value is text, trimmed, or null. Raises InputError for a file that is missing, empty or no table.
    """
    file = str(path)
    if path.is_dir():
        raise InputError("this is a folder", file=file, remedy="give a file")
    if not path.exists():
        raise InputError("there is no such file", file=file, remedy="look at the name and the folder")
    try:
        with path.open("rb") as opened:
            start = opened.read(4096)
    except OSError as error:
        raise InputError(
            f"the file cannot be read: {error.strerror}", file=file, remedy="look at its permissions"
        ) from error
    if not start.strip():
        raise InputError("the file is empty", file=file, remedy="give a file with a header and records")
    if start.startswith(b"PAR1") or path.suffix == ".parquet":
        return _read_parquet(path)
    _refuse_binary(start, file)
    if path.suffix in (".jsonl", ".ndjson", ".json"):
        return _read_json(path, start)
    return _read_csv(path)


def _refuse_binary(start: bytes, file: str) -> None:
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError("this is UTF-16 text, not UTF-8", file=file, row=1, remedy=_REMEDY_UTF8)
    if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise InputError("this is a spreadsheet or an archive", file=file, remedy="export the sheet as CSV UTF-8")
    if start.count(b"\0") > len(start) // 100 + 1:
        raise InputError("this is not a text file", file=file, row=1, remedy="give CSV, JSON Lines or Parquet")


def _value(text: str, column: str) -> str | None:
    """A cell as text or null; raises _Bad for what no cell can be."""
    plain = text.strip()
    if len(plain) > LONGEST_VALUE:
        raise _Bad(f"a value of {len(plain):,} characters; at most {LONGEST_VALUE:,} are taken", column)
    if not plain.isprintable() and not plain.isascii() and any("\ud800" <= char <= "\udfff" for char in plain):
        raise _Bad(_NOT_UTF8, column)
    if "\0" in plain:
        raise _Bad("a NUL character", column)
    return None if plain in NOTHING else plain


# CSV


class _Lines:
    """The lines of a file, with those of the record under way, so that reading can start again behind its first."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._again: list[str] = []
        self.record: list[str] = []
        self.number = 1

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._again.pop(0) if self._again else next(self._lines)
        self.record.append(line)
        if len(self.record) > LONGEST_RECORD:
            raise csv.Error("a quote is opened and never closed")
        return line

    def next_record(self) -> None:
        """The record under way was read whole."""
        self.number += len(self.record)
        self.record = []

    def only_first(self) -> str:
        """Give up the record's first line alone; its other lines are read again."""
        first, self._again = self.record[0], self.record[1:] + self._again
        self.number += 1
        self.record = []
        return first


def _read_csv(path: Path) -> Reading:
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as opened:
        lines = _Lines(opened)
        csv.field_size_limit(100 * 1024 * 1024)
        header = opened.readline()
        separator = max(_SEPARATORS, key=header.count)
        names = _column_names(next(csv.reader([header], delimiter=separator, skipinitialspace=True), []), str(path))
        lines.number = 2
        rows = _Rows(str(path), names)
        _read_records(lines, separator, rows)
    return rows.reading()


def _read_records(lines: _Lines, separator: str, rows: _Rows) -> None:
    while True:
        records = csv.reader(lines, delimiter=separator, skipinitialspace=True, strict=True)
        try:
            for cells in records:
                _read_cells(cells, lines, rows)
                lines.next_record()
            return
        except csv.Error as error:
            number = lines.number
            rows.reject(number, _Bad(_said(error)), lines.only_first())


def _said(error: csv.Error) -> str:
    return "a quote is opened and never closed" if "unexpected end" in str(error) else f"broken quotes ({error})"


def _read_cells(cells: list[str], lines: _Lines, rows: _Rows) -> None:
    if not any(cell.strip() for cell in cells):
        return  # an empty line is no record
    names = rows.names
    while len(cells) > len(names) and not cells[-1].strip():
        cells.pop()
    try:
        if len(cells) != len(names):
            longer = "long" if len(cells) > len(names) else "short"
            column = names[len(cells)] if len(cells) < len(names) else None
            raise _Bad(f"the row is too {longer}: {len(cells)} values under {len(names)} columns", column)
        rows.keep(lines.number, [_value(cell, name) for cell, name in zip(cells, names, strict=True)])
    except _Bad as bad:
        rows.reject(lines.number, bad, "".join(lines.record).rstrip("\r\n"))


def _column_names(cells: list[str], file: str) -> list[str]:
    names = [cell.strip() or f"column_{number}" for number, cell in enumerate(cells, 1)]
    if any("\ud800" <= char <= "\udfff" for name in names for char in name):
        raise InputError(_NOT_UTF8, file=file, row=1, remedy=_REMEDY_UTF8)
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise InputError("two columns have the same name", file=file, row=1, column=twice, remedy="rename one of them")
    if any(len(name) > 200 or "\0" in name for name in names) or not names:
        raise InputError("there is no header", file=file, row=1, remedy="put the columns' names into the first row")
    return names


# JSON


def _read_json(path: Path, start: bytes) -> Reading:
    records = list(_json_array(path) if start.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"[") else _json_lines(path))
    names = list(dict.fromkeys(name for _, record, _ in records if isinstance(record, dict) for name in record))
    if ROW in names:
        raise InputError(f"'{ROW}' cannot be a column's name", file=str(path), remedy="rename it")
    rows = _Rows(str(path), names)
    for number, record, text in records:
        try:
            rows.keep(number, _json_values(record, names))
        except _Bad as bad:
            rows.reject(number, bad, text)
    return rows.reading()


def _json_lines(path: Path) -> Iterator[tuple[int, Any, str]]:
    with path.open("rb") as opened:
        for number, line in enumerate(opened, 1):
            if not line.strip():
                continue
            text = line.decode("utf-8", "surrogateescape").strip()
            try:
                yield number, orjson.loads(line.removeprefix(b"\xef\xbb\xbf")), text
            except orjson.JSONDecodeError as error:
                yield (
                    number,
                    _Bad(_NOT_UTF8 if "utf-8" in str(error).lower() else f"this is not JSON ({error})"),
                    text,
                )


def _json_array(path: Path) -> Iterator[tuple[int, Any, str]]:
    try:
        records = orjson.loads(path.read_bytes().removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        raise InputError(
            f"this is not JSON ({error})",
            file=str(path),
            row=error.lineno,
            remedy="mend the file, or give JSON Lines",
        ) from error
    for number, record in enumerate(records, 1):
        yield number, record, orjson.dumps(record).decode()


def _json_values(record: Any, names: list[str]) -> list[str | None]:
    if isinstance(record, _Bad):
        raise record
    if not isinstance(record, dict):
        raise _Bad("this is no record: a JSON object in {} is wanted")
    return [_json_value(record.get(name), name) for name in names]


def _json_value(value: Any, column: str) -> str | None:
    if isinstance(value, list):
        parts = [_json_value(part, column) for part in value]
        return " | ".join(part for part in parts if part) or None
    if isinstance(value, dict):
        raise _Bad("a value with fields of its own cannot be a cell", column)
    return None if value is None else _value(str(value), column)


# Parquet


def _read_parquet(path: Path) -> Reading:
    try:
        frame = pl.read_parquet(path)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise InputError(
            f"this is not a Parquet file ({str(error).splitlines()[0]})",
            file=str(path),
            remedy="write it anew",
        ) from error
    nested = [name for name, dtype in frame.schema.items() if dtype.base_type() in (pl.Struct, pl.Binary, pl.Object)]
    if nested:
        raise InputError("this column holds no plain values", file=str(path), column=nested[0], remedy="leave it out")
    text = frame.select(_as_text(name, dtype) for name, dtype in frame.schema.items() if name != ROW)
    numbered = text.with_columns(pl.int_range(1, pl.len() + 1).alias(ROW))
    columns = list(text.columns)
    longest = pl.max_horizontal([pl.col(name).str.len_chars() for name in columns]) if columns else pl.lit(0)
    good = numbered.filter(longest.fill_null(0) <= LONGEST_VALUE)
    rows = _Rows(str(path), columns)
    for values in numbered.filter(longest.fill_null(0) > LONGEST_VALUE).iter_rows(named=True):
        column = next(name for name in columns if len(values[name] or "") > LONGEST_VALUE)
        rows.reject(
            values[ROW],
            _Bad(f"a value of {len(values[column]):,} characters; at most {LONGEST_VALUE:,} are taken", column),
            str(values),
        )
    rows._parts.append(good)
    return rows.reading()


def _as_text(name: str, dtype: pl.DataType) -> pl.Expr:
    column = pl.col(name)
    if isinstance(dtype, pl.List):
        column = column.cast(pl.List(pl.String)).list.join(" | ", ignore_nulls=True)
    plain = column.cast(pl.String).str.strip_chars()
    return pl.when(plain.is_in(list(NOTHING))).then(None).otherwise(plain).alias(name)
