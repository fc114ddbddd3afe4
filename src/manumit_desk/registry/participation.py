"""Whether mentions may take part in matching at all, and until when; asked whenever they are declared or found."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from manumit_desk.agencies.models import AgencyKind
from manumit_desk.guard.consents import live_consents
from manumit_desk.guard.handling import Handling
from manumit_desk.registry.models import Mention, MentionRole

Source = tuple[str, UUID, int]
"""A record's kind, id and owner: only its owner's consents count."""


def taking_part(mentions: Iterable[Mention], on: date) -> dict[UUID, date | None]:
    """The mentions (with their owners) that may be matched on a day, by id; with the last day before it must be asked
    again, because a consent or the record ends on it. None: no such day.

    What a victim-service provider holds takes part only with a live, written consent that allows linking
    (34 U.S.C. 12291(b)(2): nothing personal leaves, "even coded, encrypted or hashed"), however it is handled; so
    does any victim's confidential record that is not held by police or prosecutors, whose data is outside that rule.
    A tribe's records take part only where the tribe's own terms allow it. An expired record takes no part.
    """
    allowed = [one for one in mentions if not _has_expired(one, on) and _tribe_allows(one)]
    consents = _first_end_of_linking([_source(one) for one in allowed if needs_consent(one)], on)
    return {
        one.pk: _earlier(one.revalidate_by, consents.get(_source(one)))
        for one in allowed
        if not needs_consent(one) or _source(one) in consents
    }


def is_silent(handling: str, role: str) -> bool:
    """Whether a match must be told to the owner alone: a victim's record, whoever holds it."""
    return handling == Handling.VICTIM_CONFIDENTIAL or role == MentionRole.VICTIM


def needs_consent(mention: Mention) -> bool:
    """Whether a mention is matched, and its match disclosed, only by the survivor's consent."""
    owner = mention.owner
    return owner.is_victim_services or (
        mention.handling == Handling.VICTIM_CONFIDENTIAL and not owner.is_law_enforcement
    )


def _source(mention: Mention) -> Source:
    return mention.source_kind, mention.source_id, mention.owner_id


def _has_expired(mention: Mention, on: date) -> bool:
    return mention.revalidate_by is not None and mention.revalidate_by < on


def _tribe_allows(mention: Mention) -> bool:
    is_tribal = mention.handling == Handling.TRIBAL or mention.owner.kind == AgencyKind.TRIBAL
    return mention.owner.tribal_linking_allowed or not is_tribal


def _first_end_of_linking(sources: list[Source], on: date) -> dict[Source, date]:
    """The records whose live consents allow linking, with the last day of the one that ends first.

    Not of the longest: an agency that only the shorter one names must know no more from the day after.
    """
    if not sources:
        return {}
    live = live_consents(on).filter(linking=True, record_id__in={one for _, one, _ in sources})
    found: dict[Source, date] = {}
    for kind, one, holder, until in live.values_list("record_kind", "record_id", "holder", "until_date"):
        source = (kind, one, holder)
        found[source] = min(until, found.get(source, until))
    return found


def _earlier(one: date | None, other: date | None) -> date | None:
    return min((day for day in (one, other) if day is not None), default=None)
