"""What the queue, the Today page and the caller are told of tips, as plain values."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, IntegerField, Min, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils import timezone, translation

from manumit import terms
from manumit_desk.agencies.models import Agency, Membership
from manumit_desk.agencies.roles import WORKS_WITH_RECORDS, Role
from manumit_desk.agencies.viewer import Viewer
from manumit_desk.tips.access import tip_by_code
from manumit_desk.tips.clocks import BY_CODE
from manumit_desk.tips.models import Tip, TipClock, TipHandover, TipImport
from manumit_desk.tips.urgency import REASONS
from manumit_desk.tips.wishes import Wish, wishes_of

PAGE = 25
OPEN = (Tip.Status.NEW, Tip.Status.ASSIGNED, Tip.Status.WAITING)
VIEWS = {
    "open": "Open",
    "mine": "Mine",
    "new": "New",
    "overdue": "Overdue",
    "in_case": "In a case",
    "closed": "Closed",
    "all": "All",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueFilters:
    """What a person wants to see of the queue; empty means all."""

    view: str = "open"
    urgency: str = ""
    state: str = ""
    concern: str = ""
    channel: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class NextClock:
    """A clock that runs on a tip."""

    title: str
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRow:
    """A tip in the queue: enough to choose the next, no more. `clocks`: the legal ones that run, and the next other."""

    id: UUID
    reference: str
    urgency: str
    urgency_label: str
    reasons: tuple[str, ...]
    status: str
    concern: str
    state: str
    channel: str
    handling: str
    beginning: str
    received_at: datetime
    assigned_to: str
    wishes: tuple[Wish, ...]
    clocks: tuple[NextClock, ...]
    due_at: datetime | None
    is_overdue: bool

    @property
    def due_title(self) -> str:
        """What the clock asks for that runs out first."""
        return min(self.clocks, key=lambda clock: clock.due_at).title if self.clocks else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferRow:
    """A tip that another desk offers: what is known before the receipt is confirmed. Nothing of what it says."""

    id: UUID
    reference: str
    from_agency: str
    to_agency: str
    handed_at: datetime
    urgency_label: str
    concern: str
    state: str
    child: str
    state_label: str
    answered_at: datetime | None = None
    declined_because: str = ""
    outcome: str = ""
    outcome_at: datetime | None = None
    may_send_word: bool = False
    may_take_back: bool = False
    tip_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Colleague:
    """A member of the own desk who may be made responsible."""

    user_id: int
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class ForCaller:
    """What a caller learns by their code: where the tip stands and what came of it, in plain words."""

    stands: str
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many tips of the desk are in each state, and how many are overdue."""

    by_view: dict[str, int] = field(default_factory=dict)


def tips_in_queue(viewer: Viewer, filters: QueueFilters, *, at: datetime, number: str | int = 1) -> Page[Any]:
    """A page of the desk's own tips: by urgency, then with the longest overdue clock first, then by age."""
    found: QuerySet[Any] = _filtered(_of_desk(viewer, at), filters, viewer, at)
    ordered = found.order_by("urgency_rank", "not_overdue", "received_at", "pk")
    page: Page[Any] = Paginator(ordered.select_related("assigned_to"), PAGE).get_page(number)
    clocks = _next_clocks([one.pk for one in page.object_list])
    page.object_list = [_row(one, clocks.get(one.pk, ()), at) for one in page.object_list]
    return page


def _of_desk(viewer: Viewer, at: datetime) -> QuerySet[Any]:
    """The desk's tips with `due_at`, when the next of their clocks runs out, and `not_overdue`."""
    due = (
        TipClock.objects.filter(tip=OuterRef("pk"), met_at__isnull=True)
        .order_by()
        .values("tip")
        .annotate(first=Min("due_at"))
        .values("first")
    )
    mine: QuerySet[Tip] = Tip.objects.visible_to(viewer).filter(owner=viewer.agency_id)
    overdue = When(due_at__lt=at, then=Value(0))
    return mine.annotate(due_at=Subquery(due)).annotate(
        not_overdue=Case(overdue, default=Value(1), output_field=IntegerField())
    )


def _filtered(tips: QuerySet[Any], filters: QueueFilters, viewer: Viewer, at: datetime) -> QuerySet[Any]:
    tips = tips.filter(_view(filters.view, viewer, at))
    chosen = {
        "urgency": filters.urgency, "state": filters.state, "concern": filters.concern, "channel": filters.channel,
    }  # fmt: skip
    tips = tips.filter(**{name: value for name, value in chosen.items() if value})
    for word in filters.words.replace("\0", "").split()[:8]:
        tips = tips.filter(Q(reference__iexact=word) | Q(what_happened__icontains=word) | Q(where_text__icontains=word))
    return tips


def _view(name: str, viewer: Viewer, at: datetime) -> Q:
    views = {
        "open": Q(status__in=OPEN),
        "mine": Q(assigned_to=viewer.user_id) & ~Q(status=Tip.Status.CLOSED),
        "new": Q(status=Tip.Status.NEW),
        "overdue": Q(due_at__lt=at),
        "in_case": Q(status=Tip.Status.IN_CASE),
        "closed": Q(status=Tip.Status.CLOSED),
        "all": Q(),
    }
    return views.get(name, views["open"])


def _next_clocks(ids: list[UUID]) -> dict[UUID, tuple[NextClock, ...]]:
    """Of each tip, the legal clocks that run, and then the next of the desk's own."""
    legal: dict[UUID, list[NextClock]] = {}
    own: dict[UUID, list[NextClock]] = {}
    for clock in TipClock.objects.filter(tip__in=ids, met_at__isnull=True).order_by("due_at", "pk"):
        rule = BY_CODE[clock.code]
        (legal if rule.is_legal else own).setdefault(clock.tip_id, []).append(NextClock(rule.title, clock.due_at))
    return {tip: (*legal.get(tip, ()), *own.get(tip, ())[:1]) for tip in ids}


def _row(tip: Any, clocks: tuple[NextClock, ...], at: datetime) -> QueueRow:
    return QueueRow(
        id=tip.pk,
        reference=tip.reference,
        urgency=tip.urgency,
        urgency_label=tip.get_urgency_display(),
        reasons=tuple(REASONS[code] for code in tip.urgency_reasons if code in REASONS),
        status=tip.get_status_display(),
        concern=tip.get_concern_display(),
        state=tip.state,
        channel=tip.get_channel_display(),
        handling=tip.handling,
        beginning=_beginning(tip.what_happened),
        received_at=tip.received_at,
        assigned_to=tip.assigned_to.name if tip.assigned_to else "",
        wishes=wishes_of(tip),
        clocks=clocks,
        due_at=tip.due_at,
        is_overdue=tip.due_at is not None and tip.due_at < at,
    )


def _beginning(text: str, length: int = 140) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= length else plain[:length].rsplit(" ", 1)[0] + " …"


def counts_of_queue(viewer: Viewer, *, at: datetime) -> Counts:
    """How many of the desk's tips each view shows."""
    shown = {name: Count("pk", filter=_view(name, viewer, at)) for name in VIEWS}
    return Counts(_of_desk(viewer, at).order_by().aggregate(**{f"n_{name}": count for name, count in shown.items()}))


def overdue_tips(viewer: Viewer, *, at: datetime, limit: int = 10) -> tuple[list[QueueRow], int]:
    """The desk's tips with a clock that ran out, the most urgent first, and how many there are in all."""
    page = tips_in_queue(viewer, QueueFilters(view="overdue"), at=at)
    return list(page.object_list)[:limit], page.paginator.count


def tips_of_mine(viewer: Viewer, *, at: datetime, limit: int = 10) -> tuple[list[QueueRow], int]:
    """The open tips that the viewer is responsible for, and how many there are in all."""
    page = tips_in_queue(viewer, QueueFilters(view="mine"), at=at)
    return list(page.object_list)[:limit], page.paginator.count


def offers_to(viewer: Viewer) -> list[OfferRow]:
    """The tips that other desks offer to the viewer's and that wait for an answer, the longest waiting first."""
    offers = _handovers(viewer).filter(to_agency=viewer.agency_id, state=TipHandover.State.OFFERED)
    return [_offer(one, viewer) for one in offers.order_by("tip__urgency_rank", "handed_at")[:PAGE]]


def handed_over_by(viewer: Viewer, *, number: str | int = 1) -> Page[Any]:
    """A page of the tips that the viewer's desk handed over: whether they were confirmed, and what came of them."""
    handed: QuerySet[Any] = _handovers(viewer).filter(owner=viewer.agency_id)
    shown: Page[Any] = Paginator(handed.order_by("-handed_at", "pk"), PAGE).get_page(number)
    shown.object_list = [_offer(one, viewer) for one in shown.object_list]
    return shown


def offer_seen(viewer: Viewer, handover: TipHandover) -> OfferRow:
    """One handover as a row."""
    return _offer(handover, viewer)


def _handovers(viewer: Viewer) -> QuerySet[TipHandover]:
    seen: QuerySet[TipHandover] = TipHandover.objects.visible_to(viewer)
    return seen.select_related("tip", "owner", "to_agency")


def _offer(handover: TipHandover, viewer: Viewer) -> OfferRow:
    tip = handover.tip
    is_mine = handover.owner_id == viewer.agency_id
    state = TipHandover.State(handover.state)
    return OfferRow(
        id=handover.pk,
        reference=tip.reference,
        from_agency=handover.owner.name,
        to_agency=handover.to_agency.name,
        handed_at=handover.handed_at,
        urgency_label=tip.get_urgency_display(),
        concern=tip.get_concern_display(),
        state=tip.state,
        child=tip.get_child_display(),
        state_label=state.label,
        answered_at=handover.answered_at,
        declined_because=_labels("tip_decline_reasons").get(handover.declined_because, ""),
        outcome=_labels("tip_outcomes").get(handover.outcome, ""),
        outcome_at=handover.outcome_at,
        may_send_word=is_mine and state == TipHandover.State.CONFIRMED,
        may_take_back=is_mine and state == TipHandover.State.OFFERED,
        tip_id=tip.pk if tip.owner_id == viewer.agency_id else None,
    )


def _labels(name: str) -> dict[str, str]:
    return {row["code"]: row["label"] for row in terms.load(name)}


def colleagues_of(viewer: Viewer, *, at: datetime) -> list[Colleague]:
    """The members of the viewer's agency who work with records, by name; each person once."""
    today = timezone.localdate(at)
    members = (
        Membership.objects.filter(agency=viewer.agency_id, role__in=WORKS_WITH_RECORDS, user__is_active=True)
        .filter(Q(until_date__isnull=True) | Q(until_date__gte=today), from_date__lte=today)
        .select_related("user")
        .order_by("user__name", "pk")
    )
    return [Colleague(one.user_id, one.user.name, one.role) for one in members]


def supervisors_among(colleagues: Iterable[Colleague]) -> list[Colleague]:
    """Those who may decide that police are told although the caller does not want it."""
    return [one for one in colleagues if one.role == Role.SUPERVISOR]


def desks_for(viewer: Viewer) -> list[Agency]:
    """The other agencies' desks that take tips."""
    return list(Agency.objects.exclude(takes_tips_in="").exclude(pk=viewer.agency_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRow:
    """A file of tips: rows that became tips, were known already, or were set aside (row, column, reason, text)."""

    id: UUID
    name: str
    brought_at: datetime
    job_id: UUID | None
    made: int
    known: int
    rejected: tuple[tuple[object, ...], ...]


def import_row(held: TipImport) -> ImportRow:
    """One file that was fetched by access_import."""
    return ImportRow(
        id=held.pk,
        name=held.name,
        brought_at=held.created_at,
        job_id=held.job_id,
        made=held.made,
        known=held.known,
        rejected=tuple(tuple(one) for one in held.rejected),
    )


def imports_of(viewer: Viewer, *, limit: int = 10) -> list[ImportRow]:
    """The last files that the viewer's agency brought in."""
    held: QuerySet[TipImport] = TipImport.objects.visible_to(viewer).filter(owner=viewer.agency_id)
    return [import_row(one) for one in held.defer("content").order_by("-created_at")[:limit]]


def desk_numbered(agency_id: int) -> Agency:
    """An agency as the one that has, or is offered, a tip."""
    return Agency.objects.get(pk=agency_id)


def tip_for_caller(code: str) -> ForCaller:
    """What a caller is told by their code, in the language of the page; NotThere when no tip has the code."""
    tip = tip_by_code(code)
    if tip.outcome_for_caller:
        row = next(one for one in terms.load("tip_outcomes") if one["code"] == tip.outcome_for_caller)
        said = row["spanish"] if (translation.get_language() or "").startswith("es") else row["english"]
    else:
        said = ""
    return ForCaller(_stands(tip), said)


def _stands(tip: Tip) -> str:
    if tip.status == Tip.Status.CLOSED:
        return "closed"
    if tip.status == Tip.Status.IN_CASE:
        return "working"
    return "read" if tip.confirmed_at or tip.status != Tip.Status.NEW else "received"
