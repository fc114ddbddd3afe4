"""Hits as an agency may know them: its own file, the other's contact, how strong, and never the other's content."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import F, Q
from django.urls import reverse

from manumit_desk.agencies.models import Agency
from manumit_desk.agencies.viewer import Viewer
from manumit_desk.guard.held import HeldObject
from manumit_desk.registry.access import reasons_told, sides_told
from manumit_desk.registry.actions import end_what_ran_out
from manumit_desk.registry.files import address_of, records_seen, source_of
from manumit_desk.registry.hits import judged_different, last_judgements, pair_of
from manumit_desk.registry.models import HitReason, HitSide, Judgement
from manumit_desk.registry.wording import contact_type, in_common, in_short, strength, wrong_one_in

PAGE = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactPoint:
    """Whom to call at an agency."""

    agency_id: int
    agency: str
    name: str
    phone: str
    email: str

    @classmethod
    def of(cls, agency: Agency) -> "ContactPoint":
        """An agency's own."""
        return cls(
            agency_id=agency.pk,
            agency=agency.name,
            name=agency.contact_name,
            phone=agency.contact_phone,
            email=agency.contact_email,
        )


@dataclass(frozen=True, slots=True)
class FileLink:
    """A tip or case that the viewer may see: its reference and its page. Both empty where they may not."""

    reference: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What an agency answered: the answer in words (empty: none yet), its message, when."""

    answer: str
    words: str
    message: str
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HitRow:
    """A hit in a list."""

    id: UUID
    address: str
    told_at: datetime
    is_ended: bool
    waits_since: datetime | None
    escalated_at: datetime | None
    strength: str
    odds: str
    in_common: tuple[str, ...]
    other: ContactPoint
    file: FileLink
    ours: Said
    theirs: Said


@dataclass(frozen=True, slots=True)
class Waiting:
    """The hits that wait for an answer of the viewer's agency: how many, since when, and the oldest few."""

    count: int
    since: datetime | None
    oldest: tuple[HitRow, ...]


def hits_told(viewer: Viewer, *, at: datetime, ended: bool = False, page: int | str = 1) -> Page[HitRow]:
    """The hits the viewer may know of, a page at a time: those that wait for an answer first, the oldest first."""
    end_what_ran_out(at=at)
    order = ("-told_at", "pk") if ended else (F("waits_since").asc(nulls_last=True), "told_at", "pk")
    sides = sides_told(viewer).filter(is_ended=ended).select_related("agency").order_by(*order)
    shown: Page[Any] = Paginator(sides, PAGE).get_page(page)
    return Page(rows_of(viewer, list(shown)), shown.number, shown.paginator)


def hits_waiting(viewer: Viewer, at: datetime, *, most: int = 3) -> Waiting:
    """What of hits waits for the viewer at a moment."""
    end_what_ran_out(at=at)
    waiting = sides_told(viewer).filter(waits_since__lte=at).order_by("waits_since", "pk")
    oldest = rows_of(viewer, list(waiting.select_related("agency")[:most]))
    return Waiting(waiting.count() if len(oldest) == most else len(oldest), _since(oldest), tuple(oldest))


def _since(rows: Sequence[HitRow]) -> datetime | None:
    return min((row.waits_since for row in rows if row.waits_since), default=None)


def rows_of(viewer: Viewer, sides: Sequence[HitSide]) -> list[HitRow]:
    """Hits as rows, in order; a constant number of queries."""
    hits = [one.hit_id for one in sides]
    others = {
        one.hit_id: one
        for one in HitSide.objects.filter(hit__in=hits).exclude(agency=viewer.agency_id).select_related("agency")
    }
    reasons: dict[UUID, list[HitReason]] = {one: [] for one in hits}
    for reason in HitReason.objects.filter(hit__in=hits).select_related("left", "right"):
        reasons[reason.hit_id].append(reason)
    different = judged_different({pair_of(one) for listed in reasons.values() for one in listed})
    files = records_seen(viewer, ((one.file_kind, one.file_id) for one in sides))
    rows = []
    for side in sides:
        told = [one for one in reasons[side.hit_id] if one.is_told_to(side)]
        alive = [one for one in told if pair_of(one) not in different] or told
        held = files.get((side.file_kind, side.file_id))
        link = FileLink(str(held), address_of(held)) if held else FileLink()
        rows.append(_row(side, others[side.hit_id], alive, link))
    return rows


def _row(side: HitSide, other: HitSide, reasons: Sequence[HitReason], file: FileLink) -> HitRow:
    strongest = max(one.weight for one in reasons)
    kinds = (in_common(one.kind, contact_type(one.near(side))) for one in reasons)
    assert side.told_at is not None
    return HitRow(
        id=side.hit_id,
        address=reverse("registry:hit", args=[side.hit_id]),
        told_at=side.told_at,
        is_ended=side.is_ended,
        waits_since=side.waits_since,
        escalated_at=side.escalated_at,
        strength=strength(strongest),
        odds=wrong_one_in(strongest),
        in_common=tuple(dict.fromkeys(kinds)),
        other=ContactPoint.of(other.agency),
        file=file,
        ours=_said(side),
        theirs=_said(other) if _may_know_answer(side, other) else Said("", "", "", None),
    )


def _may_know_answer(side: HitSide, other: HitSide) -> bool:
    """An answer from before this side was told would say that there was something to answer."""
    return bool(other.answered_at and side.told_at and other.answered_at >= side.told_at)


def _said(side: HitSide) -> Said:
    words = {HitSide.Answer.DISCLOSED: "discloses", HitSide.Answer.DECLINED: "declines"}
    answer = HitSide.Answer(side.answer)
    return Said(side.answer, words.get(answer, ""), side.message, side.answered_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonShown:
    """A pair that a hit rests on, from the viewer's side: what their own record says, and what was judged of it."""

    id: int
    in_common: str
    strength: str
    odds: str
    own_words: str
    subject_address: str
    needs_decision: bool
    verdict: str
    verdict_words: str
    judged_by: str
    judged_at: datetime | None
    note: str


@dataclass(frozen=True, slots=True)
class HitShown:
    """A hit on its own page."""

    row: HitRow
    reasons: tuple[ReasonShown, ...]
    sources: tuple[HeldObject, ...]


def hit_shown(viewer: Viewer, side: HitSide) -> HitShown:
    """All that the viewer may know of a hit; `sources` are the own records of which it shows words."""
    told = reasons_told(viewer, side)
    sources = tuple(dict.fromkeys(source_of(one.near(side)) for one in told))
    held = records_seen(viewer, sources)
    verdicts = last_judgements({pair_of(one) for one in told})
    reasons = tuple(_reason(one, side, source_of(one.near(side)) in held, verdicts.get(pair_of(one))) for one in told)
    return HitShown(rows_of(viewer, [side])[0], reasons, tuple(held.values()))


def _reason(one: HitReason, side: HitSide, is_seen: bool, last: Judgement | None) -> ReasonShown:
    near = one.near(side)
    counts = last if last and last.verdict != Judgement.Verdict.WITHDRAWN else None
    disclosed = one.left_disclosed if side.is_left else one.right_disclosed
    return ReasonShown(
        id=one.pk,
        in_common=in_common(one.kind, contact_type(near)),
        strength=strength(one.weight),
        odds=wrong_one_in(one.weight),
        own_words=in_short(near) if is_seen else "",
        subject_address=reverse("registry:subject", args=[near.pk]) if is_seen else "",
        needs_decision=near.is_silent and not disclosed,
        verdict=counts.verdict if counts else "",
        verdict_words=counts.get_verdict_display().lower() if counts else "",
        judged_by=counts.agency.name if counts else "",
        judged_at=counts.judged_at if counts else None,
        note=counts.note if counts else "",
    )


def hits_about(viewer: Viewer, mention_ids: Iterable[UUID]) -> list[HitRow]:
    """The hits the viewer may know of that rest on one of their own mentions, at most 25, the oldest first."""
    ids = set(mention_ids)
    reasons = HitReason.objects.filter(Q(left__in=ids) | Q(right__in=ids)).select_related("left", "right")
    by_hit: dict[UUID, list[HitReason]] = {}
    for reason in reasons:
        by_hit.setdefault(reason.hit_id, []).append(reason)
    sides = sides_told(viewer).filter(hit__in=by_hit).select_related("agency").order_by("told_at", "pk")
    about = [
        side for side in sides if any(one.near(side).pk in ids and one.is_told_to(side) for one in by_hit[side.hit_id])
    ]
    return rows_of(viewer, about[:PAGE])
