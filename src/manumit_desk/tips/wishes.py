"""What the caller wants, as rules that the system keeps, and the handling that follows from a tip's facts."""

from dataclasses import dataclass

from manumit_desk.agencies.models import Agency, AgencyKind
from manumit_desk.guard.handling import Handling
from manumit_desk.guard.permission import RefusedError
from manumit_desk.registry.models import MentionRole
from manumit_desk.tips.models import Answer, Tip, TipHandover

Ground = TipHandover.Ground


def handling_of(tip: Tip, *, names_a_victim: bool) -> Handling:
    """How a tip is handled: as a tribe’s, as a victim’s, as police do, or within the agency if police may not know."""
    if tip.owner.kind == AgencyKind.TRIBAL:
        return Handling.TRIBAL
    if names_a_victim or tip.child == Answer.YES:
        return Handling.VICTIM_CONFIDENTIAL
    if tip.may_tell_police and tip.owner.is_law_enforcement:
        return Handling.LAW_ENFORCEMENT
    return Handling.AGENCY


def handling_of_entry(tip: Tip, role: str) -> Handling:
    """How one that a tip names is handled.

    A hit would tell police that there is a tip. Where the caller does not want that, what the tip names is kept like
    a victim's record: it takes part in matching only with consent, and then silently.
    """
    if tip.owner.kind == AgencyKind.TRIBAL:
        return Handling.TRIBAL
    if role == MentionRole.VICTIM or not tip.may_tell_police:
        return Handling.VICTIM_CONFIDENTIAL
    return Handling.LAW_ENFORCEMENT if tip.owner.is_law_enforcement else Handling.AGENCY


def require_police_allowed(tip: Tip, to_agency: Agency, ground: str) -> None:
    """RefusedError where a tip would reach police against the caller's wish, but for a child in danger."""
    if not to_agency.is_law_enforcement or tip.may_tell_police:
        return
    if ground != Ground.CHILD_IN_DANGER:
        raise RefusedError(
            f"The caller does not want police to know, and {to_agency} is a law-enforcement agency. "
            "Only where a child is in danger may a supervisor decide otherwise."
        )
    if tip.child != Answer.YES:
        raise RefusedError("The tip does not say that a child is concerned. Correct its facts first, if it is so.")


def require_call_back_allowed(tip: Tip) -> None:
    """RefusedError where the caller does not want to be called, or left nothing by which they could be."""
    if not tip.may_call_back:
        raise RefusedError("The caller does not want to be called back.")
    if not (tip.caller_phone or tip.caller_email):
        raise RefusedError("The caller left no phone number and no e-mail address.")


def contact_shown(tip: Tip) -> dict[str, str]:
    """What members see of the caller: nothing of an anonymous one, no way to call where that is not wanted."""
    if tip.is_anonymous:
        return {}
    name = {"name": tip.caller_name} if tip.caller_name else {}
    if not tip.may_call_back:
        return name
    ways = {"phone": tip.caller_phone, "email": tip.caller_email, "safe": tip.safe_to_contact}
    return name | {key: value for key, value in ways.items() if value}


@dataclass(frozen=True, slots=True)
class Wish:
    """A wish of the caller as a tag; `forbids` where it keeps the desk from something."""

    text: str
    forbids: bool


def wishes_of(tip: Tip) -> tuple[Wish, ...]:
    """The caller's wishes as tags: police, calling back, anonymous."""
    police = Wish("Police may know", False) if tip.may_tell_police else Wish("No police", True)
    call = Wish("May call back", False) if tip.may_call_back else Wish("Do not call back", True)
    return (police, call, *((Wish("Anonymous", True),) if tip.is_anonymous else ()))
