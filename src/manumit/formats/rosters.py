"""Training rosters as departments keep them: titles above the header, one or two header rows, totals below.

The header is looked for among the first rows: where most cells are names of known columns
(terms/roster_columns.csv). Where the row below names parts of the same columns ("Participant" over "First" and
"Last"), both together are the header. Rows that are no person are set aside with the reason: totals, repeated
headers, notes; and rows that cannot be used: no name, an impossible date, a score that is none.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from itertools import chain, islice
from pathlib import Path

from manumit import terms
from manumit.errors import InputError
from manumit.formats.rows import ROW, Bad, Reading, Rejected, Rows, cell
from manumit.formats.spreadsheets import Sheet, read_sheets

FIELDS = (
    "id", "name", "given_name", "middle_name", "family_name", "email", "phone", "agency", "job", "sector",
    "city", "state", "postcode", "course", "session", "attended_date", "completion", "score_before", "score_after",
    "score_later", "hours",
)  # fmt: skip
_NAMES = ("name", "given_name", "family_name")
_SCORES = ("score_before", "score_after", "score_later", "hours")
_HEADER_WITHIN = 40
"""Rows in which the header must stand."""
_TOTAL = re.compile(r"^(?:grand |sub ?)?totals?\b|^(?:total|sum|count|subtotal|n)\s*[:=]|^total de\b", re.IGNORECASE)
_WORD = re.compile(r"[^a-z0-9]+")
_DATES = (
    "%Y-%m-%d",
    "%m/%d/%Y",
    "%m/%d/%y",
    "%m-%d-%Y",
    "%d-%b-%Y",
    "%d-%b-%y",
    "%b %d, %Y",
    "%B %d, %Y",
    "%Y%m%d",
    "%d.%m.%Y",
)
_WITH_TIME = re.compile(r"^(\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}/\d{2,4})[T ]\d.*$")
"""A day with a time of day, which says nothing here."""
EARLIEST = date(1990, 1, 1)
"""A training before this is a mistyped date."""


@dataclass(frozen=True, slots=True)
class Roster:
    """The rows of a file that are people, what was set aside, and which column was taken for what, by sheet."""

    reading: Reading
    columns: dict[str, dict[str, str]]


def read_roster(path: Path, *, latest: date | None = None) -> Roster:
    """A roster file: a workbook or CSV. The table has FIELDS as text, and `_row`; dates are YYYY-MM-DD.

    `latest` is the last day on which a training can have been (usually today). Raises InputError for a file that is
    no roster: no sheet has a header with a name or an e-mail address.
    """
    rows = Rows(str(path), [*FIELDS, "sheet"])
    columns: dict[str, dict[str, str]] = {}
    for sheet in read_sheets(path):
        header = _read_sheet(sheet, rows, latest)
        if header:
            columns[sheet.name] = header
    if not columns:
        raise InputError(
            f"no header with a name or an e-mail address in the first {_HEADER_WITHIN} rows of any sheet",
            file=str(path),
            remedy="put the columns' names above the people, such as First name, Last name, Email",
        )
    return Roster(rows.reading(), columns)


def _read_sheet(sheet: Sheet, rows: Rows, latest: date | None) -> dict[str, str]:
    start = list(islice(sheet.rows, _HEADER_WITHIN))
    found = _find_header(start)
    if found is None:
        return {}
    at, depth, places, written = found
    headers = [_folded(header) for header in start[at : at + depth]]
    for number, texts in enumerate(chain(start[at + depth :], sheet.rows), at + depth + 1):
        if not any(texts):
            continue
        try:
            if any(_repeats(header, texts) for header in headers):
                raise Bad("the header again")
            rows.keep(number, [*_values(texts, places, latest), sheet.name])
        except Bad as bad:
            rows.reject(number, bad, " | ".join(texts))
    return {field: written[place] for field, place in places.items()}


Found = tuple[int, int, dict[str, int], list[str]]


def _find_header(start: Sequence[list[str]]) -> Found | None:
    """Where the header starts, how many rows it has, which column holds which field, and the columns as written."""
    best: Found | None = None
    for at, texts in enumerate(start):
        for depth in (1, 2):
            if depth == 2 and (at + 1 >= len(start) or not _looks_like_second_header(texts, start[at + 1])):
                continue
            written = texts if depth == 1 else _joined(texts, start[at + 1])
            places = _places(written)
            if not ({"name", "family_name", "email"} & set(places)) or len(places) < 2:
                continue
            if best is None or len(places) > len(best[2]):
                best = (at, depth, places, written)
    return best


def _looks_like_second_header(first: Sequence[str], second: Sequence[str]) -> bool:
    """Whether a row below a header could be its second row: it repeats a name in the first, or names columns itself."""
    return _names_columns(second) >= 2 or len(set(filter(None, first))) < len(list(filter(None, first)))


def _joined(first: Sequence[str], second: Sequence[str]) -> list[str]:
    width = max(len(first), len(second))
    above, below = ([*row, *[""] * (width - len(row))] for row in (first, second))
    return [" ".join(dict.fromkeys(filter(None, pair))) for pair in zip(above, below, strict=True)]


def _places(written: Sequence[str]) -> dict[str, int]:
    """Which column holds which field; of two for one field the first."""
    places: dict[str, int] = {}
    for place, text in enumerate(written):
        field = _field(text)
        if field and field not in places:
            places[field] = place
    return places


@lru_cache(maxsize=4096)
def _field(text: str) -> str | None:
    """The field that a column's name stands for: all of it, or its end ("Participant first name")."""
    words = [word for word in _WORD.split(text.lower()) if word]
    known = _known_columns()
    for start in range(len(words)):
        field = known.get(" ".join(words[start:]))
        if field:
            return field
    return known.get(" ".join(words[:2])) if len(words) > 2 else None


@cache
def _known_columns() -> dict[str, str]:
    return {row["written"]: row["field"] for row in terms.load("roster_columns")}


def _folded(texts: Sequence[str]) -> dict[int, str]:
    """The cells of a row that hold something, by their place."""
    return {place: text.casefold() for place, text in enumerate(texts) if text}


def _repeats(header: dict[int, str], texts: Sequence[str]) -> bool:
    """Whether a row is the header again, as on every printed page: all but two of its names stand in their places."""
    first = next(iter(header), None)
    if first is None or first >= len(texts):
        return False
    same = sum(place < len(texts) and texts[place].casefold() == name for place, name in header.items())
    return same >= max(2, len(header) - 2)


def _names_columns(texts: Sequence[str]) -> int:
    return sum(_field(text) is not None for text in texts if text)


def _values(texts: Sequence[str], places: dict[str, int], latest: date | None) -> list[str | None]:
    first = next((text for text in texts if text), "")
    if _TOTAL.match(first):
        raise Bad("a total, not a person")
    values: dict[str, str | None] = {}
    for field, place in places.items():
        values[field] = cell(texts[place], field) if place < len(texts) else None
    if not any(values.get(field) for field in (*_NAMES, "email")):
        raise Bad("no name and no e-mail address", "name")
    if all(_is_number(values.get(field)) for field in _NAMES if values.get(field)) and not values.get("email"):
        raise Bad("a number where the name should be", "name")
    if values.get("attended_date"):
        values["attended_date"] = _day(values["attended_date"] or "", latest)
    for field in _SCORES:
        if values.get(field):
            values[field] = _score(values[field] or "", field)
    return [values.get(field) for field in FIELDS]


def _is_number(text: str | None) -> bool:
    return text is not None and text.replace(".", "", 1).replace(",", "").isdigit()


@lru_cache(maxsize=4096)
def _day(text: str, latest: date | None) -> str:
    """A day as YYYY-MM-DD; Bad for what is none, or lies before trainings were or after today."""
    plain = _WITH_TIME.sub(r"\1", text)
    for form in _DATES:
        try:
            day = datetime.strptime(plain, form).date()  # noqa: DTZ007
        except ValueError:
            continue
        if day < EARLIEST or (latest is not None and day > latest):
            raise Bad(f"'{text}' cannot be the day of a training", "attended_date")
        return day.isoformat()
    raise Bad(f"'{text}' is no date", "attended_date")


def _score(text: str, field: str) -> str:
    plain = text.rstrip("% ").removesuffix("h").strip()
    try:
        number = float(plain.replace(",", "."))
    except ValueError as error:
        raise Bad(f"'{text}' is no number", field) from error
    if not 0 <= number <= 1_000:
        raise Bad(f"'{text}' is out of range", field)
    return f"{number:g}"


def rows_of(roster: Roster) -> Iterator[tuple[int, dict[str, str]]]:
    """The people of a roster with their row numbers; what is not known is left out."""
    for row in roster.reading.table.iter_rows(named=True):
        number = row.pop(ROW)
        yield number, {field: value for field, value in row.items() if value}


__all__ = ["FIELDS", "Rejected", "Roster", "read_roster", "rows_of"]
