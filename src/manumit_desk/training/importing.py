"""Rows of a roster as seats: which course, which day, who; what cannot be used is set aside with its reason.

A row is known again by all that it says, and by how often the same was said before it in the same file: bringing in a
file twice makes no seat twice.
"""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from manumit.errors import InputError
from manumit.formats.rosters import read_roster, rows_of
from manumit.formats.spreadsheets import WORKBOOKS
from manumit_desk.training.sorting import plain, sector_of, state_code

MOST_ROWS = 300_000
LARGEST_ROSTER = 64 * 2**20
NOT_DONE = frozenset(
    "no n 0 false incomplete absent no show registered withdrawn failed not completed in progress enrolled cancelled "
    "did not attend not attended".split()
) | {"no show", "not completed", "in progress", "did not attend", "not attended"}
LENGTHS = {
    "name": 200, "given_name": 120, "middle_name": 120, "family_name": 120, "email": 254, "phone": 60, "city": 120,
    "postcode": 20,
}  # fmt: skip
"""The fields of a person that are taken as written, and how long each may be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A row that can be used. `person` holds the fields of a professional as their record keeps them."""

    number: int
    row_key: str
    person: Mapping[str, object]
    course_title: str
    session: str
    completed_date: date
    scores: Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class SetAside:
    """A row that cannot be used: where it stands, why, and its text."""

    number: int
    column: str
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class RosterRead:
    """What a file says: seats, rows set aside, and which column was taken for what, by sheet."""

    seats: list[Seat]
    aside: list[SetAside]
    columns: dict[str, dict[str, str]]


def read_seats(
    content: bytes, name: str, *, course_title: str = "", held_date: date | None = None, today: date
) -> RosterRead:
    """The seats of a roster. InputError, naming the file, when it is no roster or too long.

    `course_title` and `held_date` stand for rows that name none.
    """
    ending = Path(name).suffix.lower()
    with TemporaryDirectory(prefix="manumit-") as folder:
        path = Path(folder) / f"roster{ending if ending in WORKBOOKS else '.csv'}"
        path.write_bytes(content)
        try:
            roster = read_roster(path, latest=today)
        except InputError as fault:
            raise InputError(
                fault.problem, file=name, row=fault.row, column=fault.column, remedy=fault.remedy
            ) from fault
    if roster.reading.table.height > MOST_ROWS:
        said = f"{roster.reading.table.height:,} rows; at most {MOST_ROWS:,} are taken at once"
        raise InputError(said, file=name, remedy="divide the file")
    aside = [SetAside(one.row, one.column or "", shown(one.reason), shown(one.text)) for one in roster.reading.rejected]
    columns = {
        shown(sheet): {field: shown(written) for field, written in places.items()}
        for sheet, places in roster.columns.items()
    }
    seats: list[Seat] = []
    seen: Counter[str] = Counter()
    for number, row in rows_of(roster):
        row.pop("sheet", None)
        read = _seat(number, row, course_title, held_date, seen)
        if isinstance(read, Seat):
            seats.append(read)
        else:
            aside.append(read)
    return RosterRead(seats, sorted(aside, key=lambda one: one.number), columns)


def shown(text: str) -> str:
    """A text of a broken file as every database keeps it and every page can show it."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def _seat(number: int, row: dict[str, str], course: str, held: date | None, seen: Counter[str]) -> Seat | SetAside:
    title = row.get("course") or course
    day = date.fromisoformat(row["attended_date"]) if row.get("attended_date") else held
    fault = _fault(row, title, day)
    if fault or day is None:
        return SetAside(number, *(fault or ("attended_date", "no day of the training")), " | ".join(row.values()))
    content = json.dumps({**row, "course": plain(title), "attended_date": day.isoformat()}, sort_keys=True)
    seen[content] += 1
    return Seat(
        number=number,
        row_key=sha256(f"{seen[content]} {content}".encode()).hexdigest(),
        person=_person(row),
        course_title=title,
        session=row.get("session", ""),
        completed_date=day,
        scores={
            name: float(row[name]) if row.get(name) else None
            for name in ("score_before", "score_after", "score_later", "hours")
        },
    )


def _fault(row: Mapping[str, str], title: str, day: date | None) -> tuple[str, str] | None:
    """The column and the reason for which a row is no seat."""
    if plain(row.get("completion", "")) in NOT_DONE:
        return "completion", "the course was not completed"
    if not plain(title):
        return "course", "no course; name it in the file, or choose one for the whole file"
    if day is None:
        return "attended_date", "no day of the training; name it in the file, or give one for the whole file"
    limits = {**LENGTHS, "course": 200, "session": 200, "agency": 200, "job": 200}
    long = next((field for field, most in limits.items() if len(row.get(field, "")) > most), None)
    return (long, f"longer than {limits[long]} characters") if long else None


def _person(row: Mapping[str, str]) -> dict[str, object]:
    sector, is_guessed = sector_of(row.get("sector", ""), row.get("job", ""), row.get("agency", ""))
    said: dict[str, object] = {field: row.get(field, "") for field in LENGTHS}
    said["email"] = row.get("email", "").casefold()
    return said | {
        "employer": row.get("agency", ""),
        "job": row.get("job", ""),
        "state": state_code(row.get("state", "")),
        "sector": sector,
        "sector_is_guessed": is_guessed,
    }
