"""An agency sees what partners add to a record that it owns, unless it is of a victim or a tribe."""

from django.db.models import Q

from manumit_desk.agencies.viewer import Viewer
from manumit_desk.guard.handling import NEVER_WITH_THE_WHOLE
from manumit_desk.guard.held import HeldObject
from manumit_desk.guard.permission import Rule


def _condition(viewer: Viewer, kind: type[HeldObject]) -> Q | None:
    if not kind.container:
        return None
    return Q((f"{kind.container}__owner", viewer.agency_id)) & ~Q(handling__in=NEVER_WITH_THE_WHOLE)


PART_OF_OWN = Rule(
    name="part of own record",
    effect="allow",
    reason="it is a part of a record that the viewer's agency owns",
    condition=_condition,
)
