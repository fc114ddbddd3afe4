"""Files of tips: each row is read as if somebody had filled in the form; what cannot be used is set aside.

A row is known again by the `id` that its sender gave it, or else by all that it says: bringing in the same file twice
makes no tip twice.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from manumit import terms
from manumit.errors import InputError
from manumit.formats.rows import ROW
from manumit.formats.tables import read_table
from manumit_desk.tips.draft import TipDraft
from manumit_desk.tips.forms import HotlineForm

REMEDY = "see the list of columns on the page where files are brought in"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the file: its name, the field of the form that it fills, and what may stand in it."""

    name: str
    field: str
    holds: str


COLUMNS = (
    Column("id", "", "the sender's own number; with it a row is known again"),
    Column("received_at", "received_at", "day and time, 2026-03-02 or 2026-03-02 15:00"),
    Column("what_happened", "what_happened", "text, needed"),
    Column("where", "where_text", "text"),
    Column("when", "when_text", "text"),
    Column("state", "state", "two letters or the name"),
    Column("language", "language", "en, es, other"),
    Column("concern", "concern", "sex, labour, both, unsure"),
    Column("child", "child", "yes, no, unknown"),
    Column("child_is_foreign", "child_is_foreign", "yes, no, unknown"),
    Column("child_in_care", "child_in_care", "yes, no, unknown"),
    Column("child_is_missing", "child_is_missing", "yes, no, unknown"),
    Column("in_danger_now", "in_danger_now", "yes, no, unknown"),
    Column("may_tell_police", "may_tell_police", "yes or no; empty is no"),
    Column("may_call_back", "may_call_back", "yes or no; empty is no"),
    Column("anonymous", "is_anonymous", "yes or no; empty is yes"),
    Column("caller_name", "caller_name", "text"),
    Column("caller_phone", "caller_phone", "text"),
    Column("caller_email", "caller_email", "an e-mail address"),
    Column("safe_to_contact", "safe_to_contact", "text"),
    Column("contacts", "contacts_text", "phones, e-mails, websites, separated by |"),
    Column("businesses", "businesses_text", "names, separated by |"),
    Column("suspects", "people_text", "names, separated by |"),
    Column("victims", "victims_text", "names, separated by |"),
    Column("vehicles", "vehicles_text", "plates, each with its state, separated by |"),
    Column("places", "places_text", "addresses, separated by |"),
)
FIELDS = {column.name: column.field for column in COLUMNS}
NAMES = {column.field: column.name for column in COLUMNS if column.field}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row that can be used."""

    number: int
    key: str
    draft: TipDraft
    received_at: datetime | None


@dataclass(frozen=True, slots=True)
class SetAside:
    """A row that cannot be used: where it stands, why, and its text."""

    number: int
    column: str
    reason: str
    text: str


class RowForm(HotlineForm):
    """A row of the file as a filled-in form; answers may also be written y, n, true, false, si."""

    received_at = forms.CharField(required=False, max_length=40)  # type: ignore[assignment]

    def clean_received_at(self) -> datetime | None:
        written = self.cleaned_data["received_at"]
        moment = read_moment(written)
        if written and moment is None:
            raise ValidationError("this is no day and time; write 2026-03-02 15:00")
        if moment and moment > timezone.now():
            raise ValidationError("this is in the future")
        return moment


def read_moment(written: str) -> datetime | None:
    """A moment as written, in the desk's own time zone unless it names another; a day alone is its midnight."""
    try:
        moment = parse_datetime(written)
        day = parse_date(written) if moment is None else None
    except ValueError:
        return None
    if day is not None:
        moment = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - made aware below
    if moment is None:
        return None
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


def read_tips(path: Path, name: str) -> tuple[list[Row], list[SetAside]]:
    """The rows of a file that can be used, and those set aside. InputError, naming the file, when it is no such table.

    `name` is what the person called the file; `path` is where it lies now.
    """
    try:
        reading = read_table(path, most_rows=settings.MOST_TIPS_IN_FILE)
    except InputError as error:
        raise InputError(error.problem, file=name, row=error.row, column=error.column, remedy=error.remedy) from error
    _refuse_columns([column for column in reading.table.columns if column != ROW], name)
    if reading.table.height > settings.MOST_TIPS_IN_FILE:
        said = f"{reading.table.height:,} rows; at most {settings.MOST_TIPS_IN_FILE:,} are taken at once"
        raise InputError(said, file=name, remedy="divide the file")
    aside = [SetAside(one.row, one.column or "", one.reason, one.text) for one in reading.rejected]
    rows: list[Row] = []
    for values in reading.table.iter_rows(named=True):
        read = _read_row(values)
        if isinstance(read, Row):
            rows.append(read)
        else:
            aside.append(read)
    return rows, sorted(aside, key=lambda one: one.number)


def _refuse_columns(names: list[str], file: str) -> None:
    if "what_happened" not in names:
        raise InputError("there is no column what_happened", file=file, row=1, column="what_happened", remedy=REMEDY)
    unknown = next((name for name in names if name not in FIELDS), None)
    if unknown is not None:
        raise InputError("this column is not known", file=file, row=1, column=unknown, remedy=REMEDY)


def _read_row(values: Mapping[str, Any]) -> Row | SetAside:
    number = int(values[ROW])
    said = {name: str(value) for name, value in values.items() if name != ROW and value is not None}
    form = RowForm(dict(_as_form(said)))
    if not form.is_valid():
        field, problems = next(iter(form.errors.items()))
        return SetAside(number, NAMES.get(field, ""), " ".join(str(one) for one in problems), _as_text(said))
    return Row(
        number=number,
        key=import_key(said),
        draft=form.draft(),
        received_at=form.cleaned_data["received_at"],
    )


def _as_form(said: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name, value in said.items():
        field = FIELDS[name]
        if field in _ANSWERS:
            yield field, _YES_NO.get(value.casefold(), value)
        elif field.endswith("_text") and field not in ("where_text", "when_text"):
            yield field, value.replace("|", "\n")
        elif field == "state":
            yield field, _states().get(value.casefold(), value)
        elif field in ("concern", "language"):
            yield field, value.casefold()
        elif field:
            yield field, value
    if "anonymous" not in said and any(said.get(name) for name in ("caller_name", "caller_phone", "caller_email")):
        yield "is_anonymous", "no"


_ANSWERS = frozenset({
    "child", "child_is_foreign", "child_in_care", "child_is_missing", "in_danger_now", "may_tell_police",
    "may_call_back", "is_anonymous",
})  # fmt: skip
_YES_NO = {
    **dict.fromkeys(("yes", "y", "true", "1", "si", "sí"), "yes"),
    **dict.fromkeys(("no", "n", "false", "0"), "no"),
    **dict.fromkeys(("unknown", "not known", "?"), "unknown"),
}


@cache
def _states() -> dict[str, str]:
    rows = terms.load("states")
    return {row[written].casefold(): row["code"] for row in rows for written in ("label", "code")}


def import_key(said: Mapping[str, str]) -> str:
    """By what a row is known again: a hash of the sender's own number, or of all that the row says."""
    known = {"id": said["id"]} if said.get("id") else dict(said)
    return sha256(json.dumps(known, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _as_text(said: Mapping[str, str]) -> str:
    return " | ".join(f"{name}: {value}" for name, value in said.items())[:2_000]
