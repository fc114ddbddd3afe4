"""Everything that the page of one tip shows, as plain values. What the viewer may not see is not in it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from manumit import terms
from manumit.link import contacts
from manumit_desk.agencies.models import Agency, User
from manumit_desk.agencies.viewer import Viewer
from manumit_desk.guard.models import AuditEvent
from manumit_desk.registry.models import HitSide
from manumit_desk.tips.clocks import BY_CODE
from manumit_desk.tips.duplicates import NearTip, near_tips
from manumit_desk.tips.models import Tip, TipClock, TipEntry, TipHandover, TipNote
from manumit_desk.tips.queries import OfferRow, offer_seen
from manumit_desk.tips.states import Act, ways_forward
from manumit_desk.tips.suggestions import Suggestion, contact_points_in
from manumit_desk.tips.urgency import REASONS
from manumit_desk.tips.wishes import Wish, contact_shown, wishes_of

MOST_HISTORY, MOST_NOTES, MOST_ENTRIES = 60, 200, 200


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRow:
    """One that the tip names; `hits` counts the other agencies' files that mention the same, as far as told."""

    id: UUID
    kind: str
    role: str
    fields: tuple[tuple[str, str], ...]
    handling: str
    hits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteRow:
    """A note: what sort, who wrote it (empty: the caller), and when."""

    kind: str
    text: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockRow:
    """A clock: what is to be done by when, by which rule."""

    code: str
    title: str
    source: str
    is_legal: bool
    due_at: datetime
    met_at: datetime | None


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """An act on the tip: what, by whom, when."""

    action: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TipPage:
    """A tip with all its parts, and what the viewer may do with it now."""

    id: UUID
    reference: str
    owner: str
    is_own: bool
    handling: str
    urgency: str
    urgency_label: str
    reasons: tuple[str, ...]
    status: str
    status_label: str
    channel: str
    language: str
    received_at: datetime
    received_by: str
    what_happened: str
    where_text: str
    when_text: str
    state: str
    concern: str
    indicators: tuple[str, ...]
    child: str
    child_facts: tuple[tuple[str, str], ...]
    in_danger_now: str
    wishes: tuple[Wish, ...]
    caller: dict[str, str]
    assigned_to: str
    assigned_to_id: int | None
    confirmed_at: datetime | None
    confirmed_by: str
    closed_at: datetime | None
    close_reason: str
    outcome: str
    case_id: UUID | None
    clocks: tuple[ClockRow, ...]
    entries: tuple[EntryRow, ...]
    suggestions: tuple[Suggestion, ...]
    notes: tuple[NoteRow, ...]
    handovers: tuple[OfferRow, ...]
    history: tuple[HistoryRow, ...]
    near: tuple[NearTip, ...]
    ways: frozenset[Act]


def tip_page(viewer: Viewer, tip: Tip) -> TipPage:
    """The page of a tip that was fetched by access_tip."""
    entries = _entries(viewer, tip)
    handovers = _handovers(viewer, tip)
    is_offered = any(one.state == TipHandover.State.OFFERED for one in handovers)
    is_own = tip.owner_id == viewer.agency_id
    return TipPage(
        id=tip.pk,
        reference=tip.reference,
        owner=tip.owner.name,
        is_own=is_own,
        handling=tip.handling,
        urgency=tip.urgency,
        urgency_label=tip.get_urgency_display(),
        reasons=tuple(REASONS[code] for code in tip.urgency_reasons if code in REASONS),
        status=tip.status,
        status_label=tip.get_status_display(),
        channel=tip.get_channel_display(),
        language=LANGUAGES.get(tip.language, tip.language),
        received_at=tip.received_at,
        received_by=_agency_name(tip),
        what_happened=tip.what_happened,
        where_text=tip.where_text,
        when_text=tip.when_text,
        state=_state_name(tip.state),
        concern=tip.get_concern_display(),
        indicators=_indicators(tip),
        child=tip.get_child_display(),
        child_facts=(
            ("From another country", tip.get_child_is_foreign_display()),
            ("In care of child welfare", tip.get_child_in_care_display()),
            ("Missing", tip.get_child_is_missing_display()),
        ),
        in_danger_now=tip.get_in_danger_now_display(),
        wishes=wishes_of(tip),
        caller=contact_shown(tip),
        assigned_to=tip.assigned_to.name if tip.assigned_to else "",
        assigned_to_id=tip.assigned_to_id,
        confirmed_at=tip.confirmed_at,
        confirmed_by=tip.confirmed_by.name if tip.confirmed_by else "",
        closed_at=tip.closed_at,
        close_reason=_label("tip_close_reasons", tip.close_reason),
        outcome=_label("tip_outcomes", tip.outcome_for_caller),
        case_id=tip.case_id,
        clocks=_clocks(tip),
        entries=_entry_rows(viewer, tip, entries),
        suggestions=_suggestions(tip, entries) if is_own else (),
        notes=_notes(viewer, tip),
        handovers=tuple(offer_seen(viewer, one) for one in handovers),
        history=_history(viewer, tip),
        near=tuple(near_tips(viewer, tip)),
        ways=ways_forward(tip, is_offered=is_offered) if is_own and viewer.works_with_records else frozenset(),
    )


LANGUAGES = {"en": "English", "es": "Spanish"}


def _agency_name(tip: Tip) -> str:
    return tip.owner.name if tip.received_by_id == tip.owner_id else tip.received_by.name


def _state_name(code: str) -> str:
    return next((row["label"] for row in terms.load("states") if row["code"] == code), code)


def _label(name: str, code: str) -> str:
    return next((row["label"] for row in terms.load(name) if row["code"] == code), "")


def _indicators(tip: Tip) -> tuple[str, ...]:
    return tuple(row["english"] for row in terms.load("tip_indicators") if row["code"] in tip.indicators)


def _clocks(tip: Tip) -> tuple[ClockRow, ...]:
    """Those that run first, of these the legal ones."""
    held = TipClock.objects.filter(tip=tip).order_by("due_at", "pk")
    rows = [
        ClockRow(
            code=one.code,
            title=BY_CODE[one.code].title,
            source=BY_CODE[one.code].source,
            is_legal=BY_CODE[one.code].is_legal,
            due_at=one.due_at,
            met_at=one.met_at,
        )
        for one in held
        if one.code in BY_CODE
    ]
    return tuple(sorted(rows, key=lambda row: (row.met_at is not None, not row.is_legal)))


def _entries(viewer: Viewer, tip: Tip) -> list[TipEntry]:
    seen: QuerySet[TipEntry] = TipEntry.objects.visible_to(viewer).filter(tip=tip)
    return list(seen.order_by("created_at", "pk")[:MOST_ENTRIES])


def _entry_rows(viewer: Viewer, tip: Tip, entries: list[TipEntry]) -> tuple[EntryRow, ...]:
    hits = _hits_of_entries(viewer, tip)
    return tuple(
        EntryRow(
            id=one.pk,
            kind=one.get_kind_display(),
            role=one.get_role_display(),
            fields=tuple((name.replace("_", " "), value) for name, value in sorted(one.fields.items())),
            handling=one.handling,
            hits=hits.get(one.pk, 0),
        )
        for one in entries
    )


def _hits_of_entries(viewer: Viewer, tip: Tip) -> dict[UUID, int]:
    """Of each entry, how many hits rest on it that the viewer's agency was told of."""
    sides = HitSide.objects.filter(
        agency=viewer.agency_id, file_kind=Tip.kind_of_record(), file_id=tip.pk, is_told=True, is_ended=False
    ).prefetch_related("hit__reasons__left", "hit__reasons__right")
    counted: dict[UUID, int] = {}
    for side in sides:
        told = [reason for reason in side.hit.reasons.all() if reason.is_told_to(side)]
        for entry in {reason.near(side).source_id for reason in told}:
            counted[entry] = counted.get(entry, 0) + 1
    return counted


def _suggestions(tip: Tip, entries: list[TipEntry]) -> tuple[Suggestion, ...]:
    """Contact points in the text that are not entered yet, the caller's own left out."""
    entered = {one.fields.get("value", "") for one in entries}
    known = {contacts.phone(value) or contacts.email(value) or contacts.url(value) or value for value in entered}
    known |= {contacts.phone(tip.caller_phone), contacts.email(tip.caller_email)}
    return tuple(one for one in contact_points_in(tip.what_happened) if one.value not in known)


def _notes(viewer: Viewer, tip: Tip) -> tuple[NoteRow, ...]:
    seen: QuerySet[TipNote] = TipNote.objects.visible_to(viewer).filter(tip=tip).select_related("created_by")
    return tuple(
        NoteRow(
            kind=one.get_kind_display(),
            text=one.text,
            by=one.created_by.name if one.created_by else "",
            at=one.created_at,
        )
        for one in seen.order_by("-created_at", "-pk")[:MOST_NOTES]
    )


def _handovers(viewer: Viewer, tip: Tip) -> list[TipHandover]:
    seen: QuerySet[TipHandover] = TipHandover.objects.visible_to(viewer).filter(tip=tip)
    return list(seen.select_related("tip", "owner", "to_agency").order_by("-handed_at", "pk"))


def _history(viewer: Viewer, tip: Tip) -> tuple[HistoryRow, ...]:
    """The last acts on a tip; of other agencies' people the agency is named, not the person."""
    events = list(
        AuditEvent.objects.filter(record_kind=Tip.kind_of_record(), record_id=str(tip.pk)).order_by("-number")[
            :MOST_HISTORY
        ]
    )
    names = dict(User.objects.filter(pk__in={one.user_id for one in events}).values_list("pk", "name"))
    agencies = dict(Agency.objects.filter(pk__in={one.agency_id for one in events}).values_list("pk", "short_name"))

    def by(event: AuditEvent) -> str:
        own = event.agency_id == viewer.agency_id
        return names.get(event.user_id or 0, "") if own else agencies.get(event.agency_id or 0, "")

    return tuple(HistoryRow(one.action, by(one), one.at) for one in events)
