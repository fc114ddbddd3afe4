"""The parts of a case as rows, in pages; whoever looks sees their own share of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet
from django.utils import timezone

from manumit_desk.agencies.viewer import Viewer
from manumit_desk.cases.checks import PARTS_MAY_BE
from manumit_desk.cases.models import Case, CasePart, CaseTask, Charge, Document, Outcome, Party
from manumit_desk.cases.party_fields import label_of
from manumit_desk.cases.queries.listing import PER_PAGE, page_of
from manumit_desk.cases.vocabulary import statute_labels
from manumit_desk.guard import audit


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


def parts_seen(kind: type[Any], case: Case, viewer: Viewer) -> QuerySet[Any]:
    """The parts of a kind that the viewer sees of a case, with their owners."""
    return kind.objects.visible_to(viewer).filter(case=case).select_related("owner")  # type: ignore[no-any-return]


def record_readings(parts: Iterable[CasePart], *, viewer: Viewer, at: datetime) -> None:
    """A line in the audit for each victim's or tribal record that a page shows."""
    if close := [part for part in parts if part.handling in PARTS_MAY_BE]:
        audit.record_reads("read", close, viewer=viewer, at=at)


def parties(case: Case, viewer: Viewer, *, at: datetime, page: str | int = 1, size: int = PER_PAGE) -> Page[PartyRow]:
    """One page of the parties of a case, in the order in which they were added."""
    found = parts_seen(Party, case, viewer).order_by("created_at", "pk")
    shown = Paginator(found, size).get_page(page)
    record_readings(shown.object_list, viewer=viewer, at=at)
    return page_of([party_row(one, viewer) for one in shown.object_list], shown)


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


def tasks(case: Case, viewer: Viewer, *, at: datetime, page: str | int = 1, size: int = PER_PAGE) -> Page[TaskRow]:
    """One page of the tasks of a case: what is not done first, by its day."""
    found = parts_seen(CaseTask, case, viewer).select_related("who")
    ordered = found.order_by(
        F("done_at").desc(nulls_first=True), F("due_date").asc(nulls_last=True), "created_at"
    )  # fmt: skip
    shown = Paginator(ordered, size).get_page(page)
    record_readings(shown.object_list, viewer=viewer, at=at)
    today = timezone.localdate(at)
    rows = [
        TaskRow(
            **_common(one, viewer),
            what=one.what,
            due_date=one.due_date,
            who=one.who.name if one.who else "",
            done_at=one.done_at,
            is_late=one.done_at is None and one.due_date is not None and one.due_date < today,
        )
        for one in shown.object_list
    ]
    return page_of(rows, shown)


def documents(
    case: Case, viewer: Viewer, *, at: datetime, page: str | int = 1, size: int = PER_PAGE
) -> Page[DocumentRow]:
    """One page of the documents of a case, the newest first."""
    found = parts_seen(Document, case, viewer).select_related("created_by").order_by("-created_at", "pk")
    shown = Paginator(found, size).get_page(page)
    record_readings(shown.object_list, viewer=viewer, at=at)
    rows = [
        DocumentRow(
            **_common(one, viewer),
            name=one.name,
            about=one.about,
            size=one.size,
            added_at=one.created_at,
            added_by=one.created_by.name if one.created_by else "",
        )
        for one in shown.object_list
    ]
    return page_of(rows, shown)


def charges(case: Case, viewer: Viewer, *, at: datetime, page: str | int = 1, size: int = PER_PAGE) -> Page[ChargeRow]:
    """One page of the charges of a case with their outcomes, in the order in which they were filed."""
    found = parts_seen(Charge, case, viewer).order_by("filed_date", "created_at", "pk")
    shown = Paginator(found, size).get_page(page)
    listed = list(shown.object_list)
    record_readings(listed, viewer=viewer, at=at)
    return page_of(list(charge_rows(listed, viewer)), shown)


def charge_rows(listed: list[Charge], viewer: Viewer) -> Iterator[ChargeRow]:
    """Charges as rows, with the defendants and outcomes that the viewer sees; two queries for all of them."""
    defendants = Party.objects.visible_to(viewer).in_bulk([one.defendant_id for one in listed])
    decided = Outcome.objects.visible_to(viewer).filter(charge__in=listed)
    outcomes = {one.charge_id: one for one in decided}
    for one in listed:
        defendant = defendants.get(one.defendant_id)
        outcome = outcomes.get(one.pk) or Outcome()
        yield ChargeRow(
            **_common(one, viewer),
            defendant=label_of(defendant.kind, defendant.fields) if defendant else "",
            statute=one.said if one.statute == "other" else statute_labels().get(one.statute, one.statute),
            counts=one.counts,
            nibrs=one.nibrs,
            filed_date=one.filed_date,
            result=outcome.get_result_display(),
            decided_date=outcome.decided_date,
            sentence=_sentence(outcome),
            ordered=_dollars(outcome.restitution_ordered_cents),
            paid=_dollars(outcome.restitution_paid_cents),
        )


def _dollars(cents: int) -> str:
    return f"${cents // 100:,}.{cents % 100:02}" if cents else ""


def _sentence(outcome: Outcome) -> str:
    months = f"{outcome.sentence_months} months" if outcome.sentence_months else ""
    return "; ".join(filter(None, (months, outcome.sentence)))


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
    found = people.exclude(role=Party.Role.VICTIM).order_by("created_at")
    return [(one, f"{label_of(one.kind, one.fields)} ({one.get_role_display().lower()})") for one in found]


def outcome_facts(charge: Charge, viewer: Viewer) -> dict[str, Any]:
    """What is known of a charge's outcome, as its form asks it; money in dollars."""
    outcome = Outcome.objects.visible_to(viewer).filter(charge=charge).first() or Outcome()
    facts = {
        name: getattr(outcome, name) for name in ("result", "decided_date", "by_plea", "sentence_months", "sentence")
    }
    money = {"ordered": outcome.restitution_ordered_cents, "paid": outcome.restitution_paid_cents}
    return facts | {name: Decimal(cents) / 100 for name, cents in money.items() if cents}
