"""Who is shown a whole sees its parts, unless they are of a victim or a tribe."""

from django.db.models import Q

from manumit_desk.agencies.viewer import Viewer
from manumit_desk.guard.handling import NEVER_WITH_THE_WHOLE
from manumit_desk.guard.held import HeldObject
from manumit_desk.guard.permission import Rule
from manumit_desk.guard.shares import shown_ids


def _condition(viewer: Viewer, kind: type[HeldObject]) -> Q | None:
    whole = kind.whole_kind()
    if whole is None:
        return None
    shown = shown_ids(whole, viewer)
    return Q((f"{kind.container}__in", shown)) & ~Q(handling__in=NEVER_WITH_THE_WHOLE)


PART_OF_SHARED = Rule(
    name="part of a shared record",
    effect="allow",
    reason="it is a part of a record that was shared with the viewer's agency",
    condition=_condition,
)
