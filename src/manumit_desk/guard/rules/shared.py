"""A person decided to show this record to the viewer's agency; for a victim's record, with a consent that lives."""

from django.db.models import Q
from django.utils import timezone

from manumit_desk.agencies.viewer import Viewer
from manumit_desk.guard.handling import Handling
from manumit_desk.guard.held import HeldObject
from manumit_desk.guard.permission import Rule
from manumit_desk.guard.shares import shared_ids


def _condition(viewer: Viewer, kind: type[HeldObject]) -> Q:
    today = timezone.localdate()
    by_person = Q(pk__in=shared_ids(kind, viewer.agency_id, today)) & ~Q(handling=Handling.VICTIM_CONFIDENTIAL)
    return by_person | Q(pk__in=shared_ids(kind, viewer.agency_id, today, with_consent=True))


SHARED = Rule(
    name="shared",
    effect="allow",
    reason="the owner shared the record with the viewer's agency",
    condition=_condition,
)
