"""What happened in a case, in one line of time: its opening and closing, events, notes, charges, documents, hits."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils import timezone

from manumit_desk.agencies.viewer import Viewer
from manumit_desk.cases.models import Case, CaseEvent, CaseNote, CasePart, Charge, Document, Outcome
from manumit_desk.cases.queries.listing import PER_PAGE, page_of
from manumit_desk.cases.queries.parts import parts_seen, record_readings
from manumit_desk.cases.vocabulary import htcds_labels, labels, statute_labels
from manumit_desk.registry.models import HitSide
from manumit_desk.tips.models import Tip


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in the timeline. `is_day`: only its day is known. `part`: the id of the part, tip or hit that it is."""

    at: datetime
    is_day: bool
    kind: str
    title: str
    text: str = ""
    owner: str = ""
    is_own: bool = False
    handling: str = ""
    part: UUID | None = None


def timeline(case: Case, viewer: Viewer, *, at: datetime, page: str | int = 1, size: int = PER_PAGE) -> Page[Entry]:
    """One page of what happened, the newest first; only what the viewer may see."""
    moments = sorted(_moments(case, viewer), key=lambda one: (one[0], one[1]), reverse=True)
    shown = Paginator(moments, size).get_page(page)
    keys = [key for _, _, key in shown.object_list]
    parts = _parts(case, viewer, [key for key in keys if isinstance(key, UUID)])
    record_readings([one for one, _ in parts.values()], viewer=viewer, at=at)
    entries = [
        key if isinstance(key, Entry) else parts[key][1] for key in keys if isinstance(key, Entry) or key in parts
    ]
    return page_of(entries, shown)


def _moments(case: Case, viewer: Viewer) -> Iterator[tuple[datetime, int, UUID | Entry]]:
    """When each thing happened, and what is needed to show it: a part's id, or the entry itself."""
    for order, source in enumerate(_SOURCES):
        for key, moment in source.seen(case, viewer).values_list("pk", source.moment):
            if moment is not None:
                yield _moment(moment), order, key
    for entry in (*_own_dates(case), *_tips(case, viewer), *_hits(case, viewer)):
        yield entry.at, len(_SOURCES), entry


def _moment(when: date | datetime) -> datetime:
    if isinstance(when, datetime):
        return when
    return datetime.combine(when, time.min, timezone.get_current_timezone()).astimezone(UTC)


def _own_dates(case: Case) -> Iterator[Entry]:
    yield Entry(_moment(case.opened_date), True, "case", "Case opened")
    if case.closed_date:
        said = labels("case_closings").get(case.closing_reason, "")
        yield Entry(_moment(case.closed_date), True, "case", f"Case closed: {said}", case.closing_note)


def _tips(case: Case, viewer: Viewer) -> Iterator[Entry]:
    for tip in Tip.objects.visible_to(viewer).filter(case_id=case.pk):
        yield Entry(tip.received_at, False, "tip", f"Tip {tip.reference} received", part=tip.pk)


def _hits(case: Case, viewer: Viewer) -> Iterator[Entry]:
    """The hits of the viewer's own agency; another agency's half is its own affair."""
    told = HitSide.objects.filter(
        agency=viewer.agency_id, file_kind=case.kind_of_record(), file_id=case.pk, is_told=True, told_at__isnull=False
    )
    for side in told.select_related("hit"):
        yield Entry(side.told_at, False, "hit", "Another agency holds the same", part=side.hit_id)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class _Source:
    """A kind of part in the timeline: the field that says when, and how it reads."""

    model: type[CasePart]
    moment: str
    read: Callable[[Any], tuple[str, str]]

    def seen(self, case: Case, viewer: Viewer) -> QuerySet[Any]:
        """The parts of the kind that the viewer sees."""
        return parts_seen(self.model, case, viewer)


def _event(event: CaseEvent) -> tuple[str, str]:
    stage = htcds_labels("hte_type").get(event.stage, "")
    return event.what, ", ".join(filter(None, (event.where, event.city, stage)))


def _charge(charge: Charge) -> tuple[str, str]:
    said = charge.said if charge.statute == "other" else statute_labels().get(charge.statute, charge.statute)
    return "Charge filed", f"{said} ({charge.counts} {'count' if charge.counts == 1 else 'counts'})"


_SOURCES = (
    _Source(CaseEvent, "at", _event),
    _Source(CaseNote, "created_at", lambda note: ("Note", note.text)),
    _Source(Document, "created_at", lambda document: (f"Document added: {document.name}", document.about)),
    _Source(Charge, "filed_date", _charge),
    _Source(Outcome, "decided_date", lambda outcome: (outcome.get_result_display(), outcome.sentence)),
)


def _parts(case: Case, viewer: Viewer, wanted: list[UUID]) -> dict[UUID, tuple[CasePart, Entry]]:
    found: dict[UUID, tuple[CasePart, Entry]] = {}
    for source in _SOURCES:
        for part in source.seen(case, viewer).filter(pk__in=wanted):
            found[part.pk] = part, _entry(source, part, viewer)
    return found


def _entry(source: _Source, part: CasePart, viewer: Viewer) -> Entry:
    when = getattr(part, source.moment)
    title, text = source.read(part)
    return Entry(
        at=_moment(when),
        is_day=not isinstance(when, datetime),
        kind=part._meta.model_name or "",
        title=title,
        text=text,
        owner=part.owner.short_name,
        is_own=part.owner_id == viewer.agency_id,
        handling=part.handling,
        part=part.pk,
    )
