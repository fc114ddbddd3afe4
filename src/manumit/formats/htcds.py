"""The Human Trafficking Case Data Standard 2.0 (IOM, CC BY 4.0) as rows of a CSV file: what is in them, checked.

The standard names 84 fields of nine sorts of record and their pick lists (terms/htcds_fields.csv, htcds_lists.csv); it
prescribes no file. Ours has a column for each field, under the standard's name, and two columns before them that are
not the standard's: `case`, by which the rows of one case are known, and `record`, what sort of row it is. Several
choices in one cell are parted by semicolons.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from manumit import terms
from manumit.errors import InputError
from manumit.formats.formulas import with_formula, without_formula
from manumit.formats.tables import ROW, Rejected, read_table

CASE, RECORD = "case", "record"
PERSON, EVENT, COMMENT = "person", "event", "comment"
"""What `record` may be: a person in a case, something that happened, a comment on the case."""
Row = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of the standard: its name, what people call it, what it holds, from which list, whether it is core."""

    name: str
    label: str
    holds: str
    list: str
    is_core: bool

    @property
    def several(self) -> bool:
        """Whether it may hold more than one value."""
        return self.holds == "several of"


@cache
def fields() -> dict[str, Field]:
    """The standard's fields by name, in its order."""
    return {
        row["field"]: Field(
            name=row["field"],
            label=row["label"],
            holds=row["holds"],
            list=row["list"],
            is_core=row["core"] == "yes",
        )
        for row in terms.load("htcds_fields")
    }


@cache
def choices(list_name: str) -> dict[str, str]:
    """The codes and labels of a pick list; empty for a list that the standard takes from ISO."""
    return {row["code"]: row["label"] for row in terms.load("htcds_lists") if row["list"] == list_name}


@dataclass(frozen=True, slots=True)
class HtcdsReading:
    """A file's rows, checked; those set aside with their reason; and the columns that are none of the standard's."""

    file: str
    rows: list[Row]
    rejected: list[Rejected]
    left_out: tuple[str, ...]


def read_htcds(path: Path) -> HtcdsReading:
    """The rows of a file; only known fields that are not empty. InputError when it is no table, or has no such field.

    A row with a value that the standard does not allow is set aside with the column and what is wrong.
    """
    reading = read_table(path)
    columns = [name for name in reading.table.columns if name != ROW]
    known = [name for name in columns if name in fields() or name in (CASE, RECORD)]
    if not any(name in fields() for name in known):
        raise InputError(
            "no column is a field of the standard",
            file=str(path),
            row=1,
            remedy="name the columns as in docs/data/htcds_fields.md, such as prs_FirstName",
        )
    rows, rejected = [], list(reading.rejected)
    for raw in reading.table.iter_rows(named=True):
        held = {name: with_formula(raw[name]) for name in known if raw[name]}
        try:
            rows.append(checked(held, file=str(path), row=raw[ROW]))
        except InputError as error:
            said = ", ".join(f"{name}={value}" for name, value in held.items())
            rejected.append(Rejected(str(path), raw[ROW], error.column, str(error.problem), said[:10_000]))
    left_out = tuple(name for name in columns if name not in known)
    return HtcdsReading(str(path), rows, rejected, reading.left_out + left_out)


def checked(values: Mapping[str, str], *, file: str | None = None, row: int | None = None) -> Row:
    """The row with every value in its one spelling and without the empty ones; InputError names the column."""
    kept: Row = {}
    for name, value in values.items():
        plain = value.strip()
        if not plain:
            continue
        try:
            kept[name] = plain if name in (CASE, RECORD) else _spelled(fields()[name], plain)
        except KeyError:
            raise InputError("this is no field of the standard", file=file, row=row, column=name) from None
        except ValueError as error:
            raise InputError(str(error), file=file, row=row, column=name, remedy="correct the value") from None
    return kept


def missing_core(row: Mapping[str, str], prefix: str) -> list[str]:
    """The core fields of a sort of record (`vic_`) that a row does not fill."""
    return [
        one.name for one in fields().values() if one.is_core and one.name.startswith(prefix) and not row.get(one.name)
    ]


def _spelled(field: Field, value: str) -> str:
    if field.several:
        parts = dict.fromkeys(_choice(field.list, part.strip()) for part in value.split(";") if part.strip())
        return ";".join(parts)
    if field.holds == "one of":
        return _choice(field.list, value)
    return _READERS.get(field.holds, str)(value)


def _choice(list_name: str, value: str) -> str:
    if pattern := _ISO.get(list_name):
        if not pattern.fullmatch(value.strip()):
            raise ValueError(f"'{value[:40]}' is no code of the list {list_name}")
        return value
    allowed = choices(list_name)
    by_label = {label.casefold(): code for code, label in allowed.items()}
    code = value if value in allowed else by_label.get(value.casefold())
    if code is None:
        raise ValueError(f"'{value[:40]}' is not among the choices: {', '.join(allowed)}")
    return code


def _date(value: str) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise ValueError(f"'{value[:40]}' is no day; write it as 2026-01-31") from None


def _number(value: str) -> str:
    if not _DECIMAL.fullmatch(value):
        raise ValueError(f"'{value[:40]}' is no number")
    return value


def _degrees(value: str) -> str:
    if abs(float(_number(value))) > 180:
        raise ValueError(f"'{value}' is outside -180 to 180 degrees")
    return value


def _yes_or_no(value: str) -> str:
    if (answer := _ANSWERS.get(value.casefold())) is None:
        raise ValueError(f"'{value[:40]}' is neither true nor false")
    return answer


_ISO = {"ISO 3166 country": re.compile("[A-Z]{2,3}"), "ISO 639-2 language": re.compile("[A-Za-z]{2,3}")}
_DECIMAL = re.compile(r"-?\d{1,12}(\.\d{1,12})?")
_ANSWERS = {**dict.fromkeys(("true", "yes", "1"), "true"), **dict.fromkeys(("false", "no", "0"), "false")}
_READERS: dict[str, Callable[[str], str]] = {
    "date": _date,
    "number": _number,
    "degrees": _degrees,
    "yes or no": _yes_or_no,
}


def htcds_lines(rows: Iterable[Mapping[str, str]]) -> Iterator[str]:
    """The lines of a CSV file, the header first; one row at a time, so that it can be streamed.

    A value that the standard does not allow raises InputError with the row (the header is row 1) and the column.
    """
    names = [CASE, RECORD, *fields()]
    yield _line(names)
    for number, row in enumerate(rows, 2):
        held = checked(row, row=number)
        yield _line([without_formula(held.get(name, "")) for name in names])


def _line(cells: Iterable[str]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerow(cells)
    return written.getvalue()
