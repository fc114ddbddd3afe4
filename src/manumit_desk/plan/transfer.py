"""Plans and authorities in and out: CSV or JSON with the columns below. Reading the same file again changes nothing."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from django.db import transaction

from manumit.errors import InputError
from manumit.formats.formulas import without_formula
from manumit.formats.tables import read_table
from manumit_desk.agencies.models import Agency
from manumit_desk.plan.due import due_date_of
from manumit_desk.plan.models import Action, ActionParty, Authority, Pillar, Plan, Principle, Requirement

ACTION_COLUMNS = (
    "edition", "pillar", "principle", "number", "title", "kind", "leads", "partners", "due", "product", "status",
    "source",
)  # fmt: skip
REQUIREMENT_COLUMNS = ("citation", "kind", "who", "duty", "clock")
TITLES = {
    "NAP": "National Action Plan to Combat Human Trafficking",
    "PITF": "President's Interagency Task Force commitments",
}
SEVERAL = "|"


@dataclass(frozen=True, slots=True)
class Imported:
    """How many rows were read, and how many were new."""

    read: int
    new: int


MOST_ROWS = 10_000
"""Rows of a packed file that are unpacked at all."""


def shipped(name: str) -> Path:
    """The path of a file of facts that comes with the room."""
    return Path(str(resources.files("manumit_desk.plan") / "data" / name))


@transaction.atomic
def import_actions(path: Path) -> Imported:
    """Read a plan's actions and principles, all of them or none. InputError names file, row and column."""
    rows = _rows(path, required=("edition", "pillar", "title"))
    agencies = {agency.short_name.lower(): agency for agency in Agency.objects.all()}
    new = sum(_import_action(row, number, str(path), agencies) for number, row in rows)
    return Imported(len(rows), new)


def _rows(path: Path, *, required: Iterable[str]) -> list[tuple[int, dict[str, str]]]:
    """The rows of a table with their numbers; every absent value is empty."""
    reading = read_table(path, most_rows=MOST_ROWS)
    for rejected in reading.rejected:
        raise InputError(rejected.reason, file=str(path), row=rejected.row, column=rejected.column)
    for column in required:
        if column not in reading.table.columns:
            raise InputError("this column is missing", file=str(path), column=column, remedy="add it to the first row")
    rows = []
    for row in reading.table.iter_rows(named=True):
        number = row.pop("_row")
        for column in required:
            if not row[column]:
                raise InputError("a value is missing", file=str(path), row=number, column=column, remedy="fill it in")
        rows.append((number, {name: value or "" for name, value in row.items()}))
    return rows


def _import_action(row: Mapping[str, str], number: int, file: str, agencies: Mapping[str, Agency]) -> bool:
    """Make one action, or principle, unless it is there; whether it is new."""
    pillar = _pillar(row["edition"], row["pillar"])
    principle = None
    if row.get("principle"):
        count = pillar.principles.count()
        principle, made = pillar.principles.get_or_create(title=row["principle"], defaults={"number": count + 1})
        if row.get("kind") == "principle":
            return made
    status = row.get("status") or (Action.Status.DONE if row.get("due") == "done" else Action.Status.NOT_STARTED)
    if status not in Action.Status.values:
        remedy = f"use one of: {', '.join(Action.Status.values)}"
        raise InputError(f"'{status}' is no status", file=file, row=number, column="status", remedy=remedy)
    action, made = Action.objects.get_or_create(
        pillar=pillar,
        title=row["title"][:500],
        defaults={
            "principle": principle,
            "number": row.get("number", ""),
            "kind": row.get("kind") or "priority action",
            "status": status,
            "due_text": row.get("due", ""),
            "due_date": due_date_of(row.get("due", "")),
            "product": row.get("product", ""),
            "source": row.get("source", ""),
        },
    )
    if made:
        for column, part in (("leads", ActionParty.Part.LEAD), ("partners", ActionParty.Part.PARTNER)):
            for name in filter(None, (one.strip() for one in row.get(column, "").split(SEVERAL))):
                agency = agencies.get(name.lower())
                ActionParty.objects.get_or_create(action=action, name=name, defaults={"part": part, "agency": agency})
    return made


def _pillar(edition: str, title: str) -> Pillar:
    words = TITLES.get(edition.partition(" ")[0], "Plan")
    plan, _ = Plan.objects.get_or_create(edition=edition, defaults={"title": words})
    pillar, _ = plan.pillars.get_or_create(title=title, defaults={"number": plan.pillars.count() + 1})
    return pillar


@transaction.atomic
def import_requirements(path: Path) -> Imported:
    """Read authorities and what each requires, all of them or none. InputError names file, row and column."""
    rows = _rows(path, required=("citation", "kind", "who", "duty"))
    new = 0
    for number, row in rows:
        if row["kind"] not in Authority.Kind.values:
            said, remedy = f"'{row['kind']}' is no kind of authority", f"use one of: {', '.join(Authority.Kind.values)}"
            raise InputError(said, file=str(path), row=number, column="kind", remedy=remedy)
        authority, _ = Authority.objects.get_or_create(citation=row["citation"], defaults={"kind": row["kind"]})
        _, made = Requirement.objects.get_or_create(
            authority=authority, who=row["who"], duty=row["duty"], defaults={"clock": row.get("clock", "")}
        )
        new += made
    return Imported(len(rows), new)


def exported_actions(plan: Plan) -> list[dict[str, str]]:
    """A plan as rows that `import_actions` reads again."""
    principles = Principle.objects.filter(pillar__plan=plan, actions__isnull=True).select_related("pillar")
    actions = Action.objects.filter(pillar__plan=plan).select_related("pillar", "principle").prefetch_related("parties")
    bare = [_row(plan, one.pillar.title, one.title, one.title, kind="principle") for one in principles]
    return bare + [
        _row(
            plan,
            one.pillar.title,
            one.principle.title if one.principle else "",
            one.title,
            number=one.number,
            kind=one.kind,
            leads=_names(one, ActionParty.Part.LEAD),
            partners=_names(one, ActionParty.Part.PARTNER),
            due=one.due_text or (one.due_date.isoformat() if one.due_date else ""),
            product=one.product,
            status=one.status,
            source=one.source,
        )
        for one in actions
    ]


def _row(plan: Plan, pillar: str, principle: str, title: str, **more: str) -> dict[str, str]:
    held = {"edition": plan.edition, "pillar": pillar, "principle": principle, "title": title, **more}
    return {column: held.get(column, "") for column in ACTION_COLUMNS}


def _names(action: Action, part: str) -> str:
    return f" {SEVERAL} ".join(party.name for party in action.parties.all() if party.part == part)


def as_csv(rows: Iterable[Mapping[str, Any]], columns: Iterable[str]) -> str:
    """Rows as CSV text in which no cell is taken for a formula."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(columns), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: without_formula(str(value)) for name, value in row.items()} for row in rows)
    return text.getvalue()
