"""CSV as it comes: any of four separators, a byte order mark, quotes that were never closed, rows too short or long."""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from manumit.errors import InputError
from manumit.formats.rows import (
    LONGEST_NAME,
    LONGEST_VALUE,
    NOT_UTF8,
    REMEDY_UTF8,
    Bad,
    Reading,
    Rows,
    cell,
    refuse_names,
)

LONGEST_RECORD = 200
"""Lines over which a quoted record may run; beyond it a quote was never closed."""
_LONGEST_FIELD = 100 * 1024 * 1024
_SEPARATORS = ",;\t|"
_UNCLOSED = "a quote is opened and never closed"


def read_csv(path: Path) -> Reading:
    """The table in a CSV file; the separator is the one that gives the header most columns."""
    csv.field_size_limit(_LONGEST_FIELD)
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as opened:
        separator, names = _header(opened.readline(), str(path))
        rows = Rows(str(path), names)
        _read_records(_Lines(opened, first=2), separator, rows)
    return rows.reading()


def _header(line: str, file: str) -> tuple[str, list[str]]:
    separator = max(_SEPARATORS, key=lambda one: len(_split(line, one, file)))
    names = [name.strip() or f"column_{number}" for number, name in enumerate(_split(line, separator, file), 1)]
    if any("\ud800" <= char <= "\udfff" for name in names for char in name):
        raise InputError(NOT_UTF8, file=file, row=1, remedy=REMEDY_UTF8)
    if any(len(name) > LONGEST_NAME or not name.isprintable() for name in names) or not names:
        raise InputError("there is no header", file=file, row=1, remedy="put the columns' names into the first row")
    refuse_names(names, file, row=1)
    return separator, names


def _split(line: str, separator: str, file: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=separator, skipinitialspace=True), [])
    except csv.Error as error:
        said = f"the header cannot be read ({error})"
        raise InputError(said, file=file, row=1, remedy="put the columns' names into the first row") from error


class _Lines:
    """The lines of a file, with those of the record under way, so that reading can start again behind its first."""

    def __init__(self, lines: Iterable[str], *, first: int) -> None:
        self._lines = iter(lines)
        self._again: list[str] = []
        self.record: list[str] = []
        self.number = first

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._again.pop() if self._again else next(self._lines)
        self.record.append(line)
        if len(self.record) > LONGEST_RECORD:
            raise csv.Error(_UNCLOSED)
        return line

    def next_record(self) -> None:
        """The record under way was read whole."""
        self.number += len(self.record)
        self.record = []

    def only_first(self) -> str:
        """Give up the record's first line alone; its other lines are read again."""
        first = self.record[0]
        self._again += reversed(self.record[1:])
        self.number += 1
        self.record = []
        return first.rstrip("\r\n")


def _read_records(lines: _Lines, separator: str, rows: Rows) -> None:
    while True:
        records = csv.reader(lines, delimiter=separator, skipinitialspace=True, strict=True)
        try:
            for cells in records:
                _read_cells(cells, lines, rows)
            return
        except csv.Error as error:
            number = lines.number
            rows.reject(number, Bad(_said(error)), lines.only_first())


def _said(error: csv.Error) -> str:
    if "larger than field limit" in str(error):
        return f"a value of more than {_LONGEST_FIELD:,} characters; at most {LONGEST_VALUE:,} are taken"
    unclosed = str(error) == _UNCLOSED or "unexpected end" in str(error)
    return _UNCLOSED if unclosed else f"broken quotes ({error})"


def _read_cells(cells: list[str], lines: _Lines, rows: Rows) -> None:
    """Keep a record or set it aside; of one that runs over several lines and does not fit, only the first line."""
    number, names = lines.number, rows.names
    if not any(value.strip() for value in cells):
        lines.next_record()  # an empty line is no record
        return
    while len(cells) > len(names) and not cells[-1].strip():
        cells.pop()
    try:
        _refuse_length(cells, names)
        rows.keep(number, [cell(value, name) for value, name in zip(cells, names, strict=True)])
        lines.next_record()
    except Bad as bad:
        several = len(lines.record) > 1 and len(cells) != len(names)
        rows.reject(number, Bad(f"{_UNCLOSED}, or {bad}", bad.column) if several else bad, _text(lines, several))


def _text(lines: _Lines, only_first: bool) -> str:
    if only_first:
        return lines.only_first()
    text = "".join(lines.record).rstrip("\r\n")
    lines.next_record()
    return text


def _refuse_length(cells: list[str], names: list[str]) -> None:
    if len(cells) == len(names):
        return
    longer = "long" if len(cells) > len(names) else "short"
    column = names[len(cells)] if len(cells) < len(names) else None
    raise Bad(f"the row is too {longer}: {len(cells)} values under {len(names)} columns", column)
