"""What happened in a case, in one line of time: its opening and closing, events, notes, charges, documents, hits."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.utils import timezone

from manumit_desk.agencies.viewer import Viewer
from manumit_desk.cases.models import Case, CaseEvent, CaseNote, CasePart, Charge, Document, Outcome
from manumit_desk.cases.queries.listing import PER_PAGE, page_of
from manumit_desk.cases.queries.parts import Start, sentence_of, statute_of
from manumit_desk.cases.queries.seen import Seen
from manumit_desk.cases.vocabulary import htcds_labels, labels
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


Known = tuple[datetime, int, UUID | Entry]
"""When something happened, the place of its source in _SOURCES, and its id, or, where it is no part, the entry."""


def timeline_start(seen: Seen, *, size: int) -> Start:
    """The newest entries of what happened; only what the viewer may see."""
    found = [(source, part) for source in _SOURCES for part in seen.first(source.model, size)]
    dated = [(source, part, getattr(part, source.moment)) for source, part in found]
    entries = [(_entry(source, part, seen.viewer), part) for source, part, when in dated if when is not None]
    entries += [(one, None) for one in _of_the_case(seen)]
    entries.sort(key=lambda one: one[0].at, reverse=True)
    seen.record_readings(part for _, part in entries[:size] if part is not None)
    return Start([entry for entry, _ in entries[:size]], len(entries) > size)


def timeline_page(seen: Seen, *, page: str | int = 1) -> Page[Entry]:
    """One page of what happened, the newest first; only what the viewer may see."""
    known = sorted(_known(seen), key=lambda one: (one[0], one[1]), reverse=True)
    shown = Paginator(known, PER_PAGE).get_page(page)
    keys = [(order, key) for _, order, key in shown.object_list]
    parts = _parts(seen, keys)
    seen.record_readings(part for part, _ in parts.values())
    entries = [key if isinstance(key, Entry) else parts[key][1] for _, key in keys if _is_there(key, parts)]
    return page_of(entries, shown)


def _is_there(key: UUID | Entry, parts: dict[UUID, Any]) -> bool:
    return isinstance(key, Entry) or key in parts


def _known(seen: Seen) -> Iterator[Known]:
    for order, source in enumerate(_SOURCES):
        for key, moment in seen.of(source.model).values_list("pk", source.moment):
            if moment is not None:
                yield _moment(moment), order, key
    for entry in _of_the_case(seen):
        yield entry.at, len(_SOURCES), entry


def _of_the_case(seen: Seen) -> Iterator[Entry]:
    yield from _own_dates(seen.case)
    yield from _tips(seen.case, seen.viewer)
    yield from _hits(seen.case, seen.viewer)


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


def _event(event: CaseEvent) -> tuple[str, str]:
    stage = htcds_labels("hte_type").get(event.stage, "")
    return event.what, ", ".join(filter(None, (event.where, event.city, stage)))


def _charge(charge: Charge) -> tuple[str, str]:
    return "Charge filed", f"{statute_of(charge)} ({charge.counts} {'count' if charge.counts == 1 else 'counts'})"


_SOURCES = (
    _Source(CaseEvent, "at", _event),
    _Source(CaseNote, "created_at", lambda note: ("Note", note.text)),
    _Source(Document, "created_at", lambda document: (f"Document added: {document.name}", document.about)),
    _Source(Charge, "filed_date", _charge),
    _Source(Outcome, "decided_date", lambda outcome: (outcome.get_result_display(), sentence_of(outcome))),
)


def _parts(seen: Seen, keys: list[tuple[int, UUID | Entry]]) -> dict[UUID, tuple[CasePart, Entry]]:
    """The parts among these with their entries; one query for each kind that is among them."""
    wanted: dict[int, list[UUID]] = {}
    for order, key in keys:
        if isinstance(key, UUID):
            wanted.setdefault(order, []).append(key)
    return {
        part.pk: (part, _entry(_SOURCES[order], part, seen.viewer))
        for order, ids in wanted.items()
        for part in seen.of(_SOURCES[order].model).filter(pk__in=ids)
    }


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
