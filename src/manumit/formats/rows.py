"""What all readers of tables share: what a cell may hold, and how rows are kept or set aside with their reason."""

from collections import Counter
from dataclasses import dataclass, field

import polars as pl

from manumit.errors import InputError

LONGEST_VALUE = 10_000
"""Characters in a value; a longer one is no name, date or address but a mistake, and its row is set aside."""
LONGEST_NAME = 200
"""Characters in a column's name."""
ROW = "_row"
"""The column that holds each row's number in its file."""
NOTHING = frozenset("null NULL Null None none nan NaN N/A n/a #N/A NA \\N <NA>".split()) | {""}
"""Whole values that registers and spreadsheets write for "nothing"; "NA" is what statistics programs write."""
NOT_UTF8 = "this is not UTF-8 text"
REMEDY_UTF8 = "save it as UTF-8 (in a spreadsheet: 'CSV UTF-8'; or: iconv -f latin1 -t utf-8 FILE)"
_CHUNK = 50_000
_WHOLE = r"^-?\d{1,15}\.0$"


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
    """A file's rows as a table of text (`_row` holds their numbers), and the rows that were set aside.

    `left_out` names the columns that hold no plain values, such as pictures.
    """

    file: str
    table: pl.DataFrame
    rejected: list[Rejected]
    left_out: tuple[str, ...] = ()


class Bad(Exception):
    """A row cannot be used: the column, if it is known, and the reason."""

    def __init__(self, reason: str, column: str | None = None) -> None:
        super().__init__(reason)
        self.column = column


def cell(text: str, column: str) -> str | None:
    """A value as trimmed text, or None for nothing; raises Bad for what no cell can be."""
    plain = text.strip()
    if plain in NOTHING:
        return None
    if len(plain) > LONGEST_VALUE:
        raise Bad(too_long(len(plain)), column)
    if not plain.isprintable():
        if any("\ud800" <= char <= "\udfff" for char in plain):
            raise Bad(NOT_UTF8, column)
        if "\0" in plain:
            raise Bad("a NUL character", column)
    return plain


def refuse_names(names: list[str], file: str, *, row: int | None = None) -> None:
    """Raise InputError where two columns have one name, or one has the name that row numbers bear."""
    twice = next((name for name, count in Counter(names).items() if count > 1), None)
    if twice is not None:
        raise InputError(
            "two columns have the same name", file=file, row=row, column=twice, remedy="rename one of them"
        )
    if ROW in names:
        raise InputError("this cannot be a column's name", file=file, row=row, column=ROW, remedy="rename it")


def too_long(length: int) -> str:
    """Why a value of so many characters is refused."""
    return f"a value of {length:,} characters; at most {LONGEST_VALUE:,} are taken"


@dataclass(slots=True)
class Rows:
    """Collects good rows in chunks of columns, and bad ones with their reasons."""

    file: str
    names: list[str]
    rejected: list[Rejected] = field(default_factory=list)
    left_out: tuple[str, ...] = ()
    _numbers: list[int] = field(default_factory=list)
    _values: list[list[str | None]] = field(default_factory=list)
    _parts: list[pl.DataFrame] = field(default_factory=list)

    def keep(self, number: int, values: list[str | None]) -> None:
        """A good row, its values in the order of the names."""
        self._numbers.append(number)
        self._values.append(values)
        if len(self._numbers) == _CHUNK:
            self._flush()

    def keep_table(self, table: pl.DataFrame) -> None:
        """Good rows as a table with all names and `_row`."""
        self._parts.append(table)

    def reject(self, number: int, bad: Bad, text: str) -> None:
        """A bad row and its text."""
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
        self._refuse_other_encodings(table.height)
        if table.height == 0:
            first, count = self.rejected[0], len(self.rejected)
            said = first.reason if count == 1 else f"none of the {count} rows can be used; the first: {first.reason}"
            raise InputError(said, file=self.file, row=first.row, column=first.column, remedy="mend the file")
        return Reading(self.file, _without_decimals(table), self.rejected, self.left_out)

    def _refuse_other_encodings(self, kept: int) -> None:
        """One broken row in a hundred is an accident; more is a file in another encoding, whose accents all count."""
        broken = [one for one in self.rejected if one.reason == NOT_UTF8]
        if len(broken) * 100 > kept:
            first = broken[0]
            raise InputError(NOT_UTF8, file=self.file, row=first.row, column=first.column, remedy=REMEDY_UTF8)


def _without_decimals(table: pl.DataFrame) -> pl.DataFrame:
    """Columns of whole numbers written 1980.0, as programs do that know no empty whole number, as 1980."""
    whole = [
        name
        for name in table.columns
        if name != ROW and table[name].null_count() < table.height and _all_whole(table[name].drop_nulls())
    ]
    return table.with_columns(pl.col(name).str.strip_suffix(".0") for name in whole)


def _all_whole(values: pl.Series) -> bool:
    return bool(values.head(100).str.contains(_WHOLE).all() and values.str.contains(_WHOLE).all())
