"""Every hit as the coordination centre sees it: who, how strong, whom to call; no file, no word of a record."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import F, Min

from manumit_desk.agencies.viewer import Viewer
from manumit_desk.registry.access import pointers
from manumit_desk.registry.actions import end_what_ran_out
from manumit_desk.registry.models import Hit, HitSide
from manumit_desk.registry.queries.hits import PAGE, ContactPoint
from manumit_desk.registry.wording import contact_type, in_common, strength, wrong_one_in


@dataclass(frozen=True, slots=True)
class PointerSide:
    """One agency in a pointer: whom to call, and where it stands in words."""

    contact: ContactPoint
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointer:
    """A hit without content."""

    id: UUID
    raised_at: datetime
    escalated_at: datetime | None
    is_ended: bool
    told_to_nobody: bool
    strength: str
    odds: str
    in_common: tuple[str, ...]
    sides: tuple[PointerSide, ...]


def pointers_shown(viewer: Viewer, *, at: datetime, ended: bool = False, page: int | str = 1) -> Page[Pointer]:
    """All hits, a page at a time: those handed over to the centre first, then the oldest."""
    end_what_ran_out(at=at)
    state = Hit.State.ENDED if ended else Hit.State.OPEN
    hits = pointers(viewer).filter(state=state).annotate(escalated=Min("sides__escalated_at"))
    shown: Page[Any] = Paginator(hits.order_by(F("escalated").asc(nulls_last=True), "raised_at", "pk"), PAGE).get_page(
        page
    )
    return Page([_pointer(hit) for hit in shown], shown.number, shown.paginator)


def _pointer(hit: Hit) -> Pointer:
    reasons, sides = list(hit.reasons.all()), list(hit.sides.all())
    strongest = max(one.weight for one in reasons)
    return Pointer(
        id=hit.pk,
        raised_at=hit.raised_at,
        escalated_at=min((one.escalated_at for one in sides if one.escalated_at), default=None),
        is_ended=hit.state == Hit.State.ENDED,
        told_to_nobody=not any(one.is_told for one in sides),
        strength=strength(strongest),
        odds=wrong_one_in(strongest),
        in_common=tuple(dict.fromkeys(in_common(one.kind, contact_type(one.left)) for one in reasons)),
        sides=tuple(PointerSide(ContactPoint.of(one.agency), _state(one)) for one in sides),
    )


def _state(side: HitSide) -> str:
    if not side.is_told:
        return "not told: the other agency's record is silent"
    if side.answer == HitSide.Answer.NONE:
        return "has not answered"
    return "discloses" if side.answer == HitSide.Answer.DISCLOSED else "declines"
