"""The parts of a case as rows, the first few or in pages; whoever looks sees their own share of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.utils import timezone

from manumit_desk.agencies.viewer import Viewer
from manumit_desk.cases.models import Case, CasePart, CaseTask, Charge, Document, Outcome, Party
from manumit_desk.cases.party_fields import label_of
from manumit_desk.cases.queries.listing import PER_PAGE, page_of
from manumit_desk.cases.queries.seen import Seen, parts_seen
from manumit_desk.cases.vocabulary import statute_labels


@dataclass(frozen=True, slots=True, kw_only=True)
class PartRow:
    """What every row of a part says: whose it is, and how it is handled."""

    id: UUID
    owner: str
    is_own: bool
    handling: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyRow(PartRow):
    """A party in a list."""

    label: str
    kind: str
    kind_label: str
    role: str
    role_label: str
    revalidate_by: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRow(PartRow):
    """A task in a list."""

    what: str
    due_date: date | None
    who: str
    done_at: datetime | None
    is_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow(PartRow):
    """A document in a list."""

    name: str
    about: str
    size: int
    added_at: datetime
    added_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeRow(PartRow):
    """A charge in a list, with what came of it; money in words, or empty. `defendant` is empty for who may not see
    that party.
    """

    defendant: str
    statute: str
    counts: int
    nibrs: str
    filed_date: date
    result: str
    decided_date: date | None
    sentence: str
    ordered: str
    paid: str


@dataclass(frozen=True, slots=True)
class Start:
    """The first rows of a section, and whether there are more."""

    object_list: list[Any]
    more: bool


Rows = Callable[[Sequence[Any], Seen], list[Any]]


def party_rows(parties: Sequence[Party], seen: Seen) -> list[PartyRow]:
    """Parties as rows."""
    return [party_row(one, seen.viewer) for one in parties]


def party_row(party: Party, viewer: Viewer) -> PartyRow:
    """A party as a row."""
    return PartyRow(
        **_common(party, viewer),
        label=label_of(party.kind, party.fields),
        kind=party.kind,
        kind_label=party.get_kind_display(),
        role=party.role,
        role_label=party.get_role_display(),
        revalidate_by=party.revalidate_by,
    )


def task_rows(tasks: Sequence[CaseTask], seen: Seen) -> list[TaskRow]:
    """Tasks as rows; late if their day is past and they are not done."""
    today = timezone.localdate(seen.at)
    return [
        TaskRow(
            **_common(one, seen.viewer),
            what=one.what,
            due_date=one.due_date,
            who=one.who.name if one.who else "",
            done_at=one.done_at,
            is_late=one.done_at is None and one.due_date is not None and one.due_date < today,
        )
        for one in tasks
    ]


def document_rows(documents: Sequence[Document], seen: Seen) -> list[DocumentRow]:
    """Documents as rows."""
    return [
        DocumentRow(
            **_common(one, seen.viewer),
            name=one.name,
            about=one.about,
            size=one.size,
            added_at=one.created_at,
            added_by=one.created_by.name if one.created_by else "",
        )
        for one in documents
    ]


def charge_rows(charges: Sequence[Charge], seen: Seen) -> list[ChargeRow]:
    """Charges as rows, with the defendants and outcomes that the viewer sees; two queries for all of them."""
    if not charges:
        return []
    defendants = {one.pk: one for one in seen.of(Party).filter(pk__in=[one.defendant_id for one in charges])}
    outcomes = {one.charge_id: one for one in seen.of(Outcome).filter(charge__in=[one.pk for one in charges])}
    return [
        _charge_row(one, defendants.get(one.defendant_id), outcomes.get(one.pk) or Outcome(), seen) for one in charges
    ]


def _charge_row(charge: Charge, defendant: Party | None, outcome: Outcome, seen: Seen) -> ChargeRow:
    return ChargeRow(
        **_common(charge, seen.viewer),
        defendant=label_of(defendant.kind, defendant.fields) if defendant else "",
        statute=statute_of(charge),
        counts=charge.counts,
        nibrs=charge.nibrs,
        filed_date=charge.filed_date,
        result=outcome.get_result_display(),
        decided_date=outcome.decided_date,
        sentence=sentence_of(outcome),
        ordered=_dollars(outcome.restitution_ordered_cents),
        paid=_dollars(outcome.restitution_paid_cents),
    )


def statute_of(charge: Charge) -> str:
    """The law that a charge rests on, in words."""
    return charge.said if charge.statute == "other" else statute_labels().get(charge.statute, charge.statute)


def sentence_of(outcome: Outcome) -> str:
    """A sentence in words; empty for none."""
    months = f"{outcome.sentence_months} months" if outcome.sentence_months else ""
    return "; ".join(filter(None, (months, outcome.sentence)))


SECTIONS: dict[str, tuple[type[CasePart], Rows]] = {
    "parties": (Party, party_rows),
    "tasks": (CaseTask, task_rows),
    "documents": (Document, document_rows),
    "charges": (Charge, charge_rows),
}
"""The sections of a case that list one kind of part each."""


def section_start(name: str, seen: Seen, *, size: int) -> Start:
    """The first rows of a section."""
    kind, rows = SECTIONS[name]
    parts = seen.first(kind, size)
    seen.record_readings(parts[:size])
    return Start(rows(parts[:size], seen), len(parts) > size)


def section_page(name: str, seen: Seen, *, page: str | int = 1) -> Page[Any]:
    """One page of a section's rows."""
    kind, rows = SECTIONS[name]
    shown = Paginator(seen.of(kind), PER_PAGE).get_page(page)
    parts = list(shown.object_list)
    seen.record_readings(parts)
    return page_of(rows(parts, seen), shown)


def _dollars(cents: int) -> str:
    return f"${cents // 100:,}.{cents % 100:02}" if cents else ""


def _common(part: CasePart, viewer: Viewer) -> dict[str, Any]:
    return {
        "id": part.pk,
        "owner": part.owner.short_name,
        "is_own": part.owner_id == viewer.agency_id,
        "handling": part.handling,
    }


def may_be_charged(case: Case, viewer: Viewer) -> list[tuple[Party, str]]:
    """The people and businesses of a case that can be charged, with their names; never its victims."""
    people = parts_seen(Party, case, viewer).filter(kind__in=(Party.Kind.PERSON, Party.Kind.ORGANISATION))
    found = people.exclude(role=Party.Role.VICTIM)
    return [(one, f"{label_of(one.kind, one.fields)} ({one.get_role_display().lower()})") for one in found]


def outcome_facts(charge: Charge, viewer: Viewer) -> dict[str, Any]:
    """What is known of a charge's outcome, as its form asks it; money in dollars."""
    outcome = Outcome.objects.visible_to(viewer).filter(charge=charge).first() or Outcome()
    facts = {
        name: getattr(outcome, name) for name in ("result", "decided_date", "by_plea", "sentence_months", "sentence")
    }
    money = {"ordered": outcome.restitution_ordered_cents, "paid": outcome.restitution_paid_cents}
    return facts | {name: Decimal(cents) / 100 for name, cents in money.items() if cents}
