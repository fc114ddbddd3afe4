"""Who may see what, said a second time and in another way: plain Python over plain facts, none of guard's code.

Tests hold guard against it. It follows docs/data/handling.md and DESIGN's second idea, line by line.
"""

from dataclasses import dataclass, field

from manumit_desk.agencies.models import Agency
from manumit_desk.agencies.roles import Role
from manumit_desk.agencies.viewer import Viewer

READERS = {Role.INVESTIGATOR, Role.ANALYST, Role.ADVOCATE, Role.TIP_DESK, Role.SUPERVISOR}


@dataclass(kw_only=True)
class Fact:
    """What there is to know of a record: whose it is, its code, its whole, and what was done about it.

    `given` are the agencies that a person showed it to, `consented` those that a consent in force names for that.
    `agreed` pairs the owner with each agency and the codes agreed on.
    """

    owner: Agency
    handling: str
    whole: "Fact | None" = None
    given: set[int] = field(default_factory=set)
    consented: set[int] = field(default_factory=set)
    agreed: dict[int, set[str]] = field(default_factory=dict)
    has_expired: bool = False


def may_see(viewer: Viewer, fact: Fact) -> bool:
    """Whether the handling rules let a viewer see a record."""
    if _barred(viewer, fact):
        return False
    if fact.whole is not None and not _whole_allows(viewer, fact, fact.whole):
        return False
    return _reached(viewer, fact)


def _barred(viewer: Viewer, fact: Fact) -> bool:
    own = viewer.agency_id == fact.owner.pk
    return (
        (viewer.role not in READERS and fact.handling != "open")
        or (fact.handling == "law_enforcement" and not own and not viewer.is_law_enforcement)
        or (fact.handling == "victim_confidential" and not viewer.has_second_factor)
        or (fact.has_expired and not (own and viewer.role == Role.SUPERVISOR))
        or (viewer.handlings is not None and fact.handling not in viewer.handlings)
    )


def _whole_allows(viewer: Viewer, part: Fact, whole: Fact) -> bool:
    if may_see(viewer, whole):
        return True
    alone = viewer.agency_id == part.owner.pk or viewer.agency_id in part.given
    about_the_login = (
        (whole.handling == "victim_confidential" and not (viewer.role in READERS and viewer.has_second_factor))
        or (whole.has_expired and not (whole.owner.pk == viewer.agency_id and viewer.role == Role.SUPERVISOR))
        or (viewer.handlings is not None and whole.handling not in viewer.handlings)
    )
    return alone and not about_the_login


def _reached(viewer: Viewer, fact: Fact) -> bool:
    agency = viewer.agency_id
    if fact.handling == "open" or agency == fact.owner.pk:
        return True
    if fact.handling == "victim_confidential":
        return agency in fact.given and agency in fact.consented
    if fact.handling == "tribal":
        return agency in fact.given and fact.owner.kind == "tribal"
    if agency in fact.given:
        return True
    if fact.handling in ("law_enforcement", "trade_sensitive") and fact.handling in fact.agreed.get(agency, ()):
        return True
    return fact.whole is not None and (agency == fact.whole.owner.pk or agency in fact.whole.given)
