"""Spreadsheets as people make them: several sheets, merged cells, dates as numbers; and CSV in other encodings.

Gives each sheet as rows of text. A cell that is merged over several is in all of them. Dates come as YYYY-MM-DD.
"""

import codecs
import csv
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import chain
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from manumit.errors import InputError

WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
LARGEST_UNPACKED = 4 * 2**30
"""Bytes that a workbook may hold when unpacked; beyond that it is made to fill a machine."""
LARGEST_FIELD = 10 * 2**20
_SEPARATORS = ",;\t|"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, and its rows of text from the first row of the file on, read as they are asked for."""

    name: str
    rows: Iterator[list[str]]


def read_sheets(path: Path) -> Iterator[Sheet]:
    """The visible sheets of a workbook, or the one of a CSV file in UTF-8, UTF-16 or Windows-1252.

    Raises InputError for a file that is missing, locked by a password, or no such file. Read a sheet before the next.
    """
    if not path.is_file():
        raise InputError("there is no such file", file=str(path), remedy="look at the name and the folder")
    if path.suffix.lower() in WORKBOOKS:
        yield from _workbook(path)
    else:
        yield Sheet(path.stem, _csv_rows(path))


def _workbook(path: Path) -> Iterator[Sheet]:
    _refuse_bomb(path)
    try:
        workbook = CalamineWorkbook.from_path(path)
    except PasswordError as error:
        raise InputError("the workbook has a password", file=str(path), remedy="save it without one") from error
    except (CalamineError, OSError) as error:
        raise InputError(
            "this is no workbook that can be read", file=str(path), remedy="save it anew as .xlsx"
        ) from error
    for about in workbook.sheets_metadata:
        if about.visible == SheetVisibleEnum.Visible:
            sheet = workbook.get_sheet_by_name(about.name)
            if sheet.height:
                yield Sheet(about.name, _sheet_rows(sheet))


def _refuse_bomb(path: Path) -> None:
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as packed:
        if sum(part.file_size for part in packed.infolist()) > LARGEST_UNPACKED:
            raise InputError(
                "the workbook is too large when unpacked", file=str(path), remedy="split it, or save as CSV"
            )


def _sheet_rows(sheet: CalamineSheet) -> Iterator[list[str]]:
    """The rows from the file's first one on; values of merged cells are repeated in all that they cover."""
    first_row, first_column = sheet.start or (0, 0)
    merged = _merged(sheet)
    held: dict[tuple[int, int], str] = {}
    for _ in range(first_row):
        yield []
    for row, values in enumerate(sheet.iter_rows(), first_row):
        texts = [""] * first_column + [_text(value) for value in values]
        for column, anchor in merged.get(row, {}).items():
            if column < len(texts):
                if anchor == (row, column):
                    held[anchor] = texts[column]
                else:
                    texts[column] = held.get(anchor, "")
        yield texts


def _merged(sheet: CalamineSheet) -> dict[int, dict[int, tuple[int, int]]]:
    """By row and column, the cell whose value a merged cell shows. Wide merges of whole rows are titles: left alone."""
    cells: dict[int, dict[int, tuple[int, int]]] = {}
    for start, end in sheet.merged_cell_ranges or ():
        for row in range(start[0], min(end[0], start[0] + 1_000) + 1):
            for column in range(start[1], min(end[1], start[1] + 50) + 1):
                cells.setdefault(row, {})[column] = (start[0], start[1])
    return cells


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return f"{value.total_seconds() / 3600:g} h"
    return " ".join(str(value).split())


def _csv_rows(path: Path) -> Iterator[list[str]]:
    """Rows of a CSV file; an empty line is an empty row, so that row numbers stay those of the file's records."""
    csv.field_size_limit(LARGEST_FIELD)
    with path.open(encoding=_encoding(path), newline="", errors="surrogateescape") as opened:
        try:
            start = opened.readline()
            separator = max(_SEPARATORS, key=start.count)
            for cells in csv.reader(chain([start], opened), delimiter=separator, skipinitialspace=True):
                yield [" ".join(cell.split()) for cell in cells]
        except (csv.Error, UnicodeError) as error:
            raise InputError(f"the file cannot be read ({error})", file=str(path), remedy="save it anew") from error


def _encoding(path: Path) -> str:
    """UTF-8 if all of it is, UTF-16 if it says so, else what Windows programs write in the Americas."""
    with path.open("rb") as opened:
        start = opened.read(4)
        if start.startswith((b"\xff\xfe", b"\xfe\xff")):
            return "utf-16"
        if not start:
            raise InputError("the file is empty", file=str(path), remedy="give a file with a header and records")
        opened.seek(0)
        decoded = _is_utf8(opened)
    return "utf-8-sig" if decoded else "cp1252"


def _is_utf8(opened: Any) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while block := opened.read(1 << 20):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
