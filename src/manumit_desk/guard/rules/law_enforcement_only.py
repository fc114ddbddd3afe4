"""Law-enforcement records go to law-enforcement agencies only, whoever shares them."""

from django.db.models import Q

from manumit_desk.agencies.viewer import Viewer
from manumit_desk.guard.handling import Handling
from manumit_desk.guard.held import HeldObject
from manumit_desk.guard.permission import Rule


def _condition(viewer: Viewer, kind: type[HeldObject]) -> Q | None:
    if viewer.is_law_enforcement:
        return None
    return Q(handling=Handling.LAW_ENFORCEMENT) & ~Q(owner=viewer.agency_id)


LAW_ENFORCEMENT_ONLY = Rule(
    name="law enforcement only",
    effect="deny",
    reason="the record is for law enforcement and the viewer's agency is none",
    condition=_condition,
)
