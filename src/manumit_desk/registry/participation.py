"""Whether a record may take part in matching at all; asked when it is declared and each time it would be found."""

from datetime import date

from manumit_desk.guard.consents import linking_allowed
from manumit_desk.guard.handling import Handling
from manumit_desk.guard.held import HeldObject
from manumit_desk.registry.models import MentionRole


def may_be_matched(source: HeldObject, on: date) -> bool:
    """Whether a record may take part in matching on a day.

    What a victim-service provider holds takes part only with a live, written consent that allows linking
    (34 U.S.C. 12291(b)(2); data of police and prosecutors is outside that rule). A tribe's records take part only
    where the tribe's terms allow linking. An expired record takes no part.
    """
    owner = source.owner
    if source.revalidate_by is not None and source.revalidate_by < on:
        return False
    if (source.handling == Handling.TRIBAL or owner.kind == "tribal") and not owner.tribal_linking_allowed:
        return False
    if owner.is_victim_services and source.handling != Handling.OPEN:
        return linking_allowed(source, on)
    if source.handling == Handling.VICTIM_CONFIDENTIAL and not owner.is_law_enforcement:
        return linking_allowed(source, on)
    return True


def is_silent(handling: str, role: str) -> bool:
    """Whether a match must be told to the owner alone: a victim's record, whoever holds it."""
    return handling == Handling.VICTIM_CONFIDENTIAL or role == MentionRole.VICTIM
