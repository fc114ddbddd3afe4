"""A person decided to show this record: a victim's with a consent that lives, a tribe's only the tribe."""

from django.db.models import Q

from manumit_desk.agencies.models import AgencyKind
from manumit_desk.agencies.viewer import Viewer
from manumit_desk.guard.handling import Handling
from manumit_desk.guard.held import HeldObject
from manumit_desk.guard.permission import Rule
from manumit_desk.guard.shares import shown_ids


def _condition(viewer: Viewer, kind: type[HeldObject]) -> Q:
    by_tribe = ~Q(handling=Handling.TRIBAL) | Q(owner__kind=AgencyKind.TRIBAL)
    by_person = Q(pk__in=shown_ids(kind, viewer)) & ~Q(handling=Handling.VICTIM_CONFIDENTIAL)
    return (by_person & by_tribe) | Q(
        pk__in=shown_ids(kind, viewer, with_consent=True), handling=Handling.VICTIM_CONFIDENTIAL
    )


SHARED = Rule(
    name="shared",
    effect="allow",
    reason="the owner shared the record with the viewer's agency",
    condition=_condition,
)
