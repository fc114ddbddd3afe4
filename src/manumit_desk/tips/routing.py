"""Which desk a tip from the public goes to."""

from manumit_desk.agencies.models import Agency

EVERYWHERE = "US"


def desk_for(state: str, *, may_tell_police: bool) -> Agency | None:
    """The desk that takes tips of a state: police where the caller allows them, never else; None where there is none.

    A desk of the state itself comes before one for the whole country.
    """
    takes = [agency for agency in Agency.objects.exclude(takes_tips_in="") if _takes(agency, state)]
    allowed = [agency for agency in takes if may_tell_police or not agency.is_law_enforcement]
    return min(allowed, key=lambda agency: _order(agency, state), default=None)


def _takes(agency: Agency, state: str) -> bool:
    named = agency.takes_tips_in.upper().split()
    return EVERYWHERE in named or (bool(state) and state in named)


def _order(agency: Agency, state: str) -> tuple[bool, bool, int]:
    is_local = bool(state) and state in agency.takes_tips_in.upper().split()
    return not is_local, not agency.is_law_enforcement, agency.pk
