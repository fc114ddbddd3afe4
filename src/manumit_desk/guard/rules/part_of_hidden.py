"""A part does not outlive its whole: what hides a case hides its parties, whatever code they bear themselves."""

from django.db.models import Q

from manumit_desk.agencies.viewer import Viewer
from manumit_desk.guard.held import HeldObject
from manumit_desk.guard.permission import Rule, of_whole, visible
from manumit_desk.guard.rules.not_revalidated import NOT_REVALIDATED
from manumit_desk.guard.rules.outside_token import OUTSIDE_TOKEN
from manumit_desk.guard.rules.victims import VICTIMS
from manumit_desk.guard.shares import shown_ids

HIDE_OWN_PARTS_TOO = (VICTIMS, NOT_REVALIDATED, OUTSIDE_TOKEN)
"""What is about the viewer's log-in or the whole's age also hides parts that the viewer's agency owns or was given."""


def _condition(viewer: Viewer, kind: type[HeldObject]) -> Q | None:
    whole = kind.whole_kind()
    if whole is None:
        return None
    own = Q(owner=viewer.agency_id)
    given = Q(pk__in=shown_ids(kind, viewer))
    hidden = ~of_whole(kind, visible(whole, viewer)) & ~own & ~given
    for rule in HIDE_OWN_PARTS_TOO:
        condition = rule.condition(viewer, whole)
        if condition is not None:
            hidden |= of_whole(kind, condition)
    return Q((f"{kind.container}__isnull", False)) & hidden


PART_OF_HIDDEN = Rule(
    name="part of a hidden record",
    effect="deny",
    reason="it is a part of a record that the viewer may not see",
    condition=_condition,
)
