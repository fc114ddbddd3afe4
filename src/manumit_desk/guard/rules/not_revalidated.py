"""Criminal-intelligence records expire unless somebody confirms them: 28 CFR 23.20(h), at most five years."""

from django.db.models import Q
from django.utils import timezone

from manumit_desk.agencies.roles import Role
from manumit_desk.agencies.viewer import Viewer
from manumit_desk.guard.held import HeldObject
from manumit_desk.guard.permission import Rule


def _condition(viewer: Viewer, kind: type[HeldObject]) -> Q:
    expired = Q(revalidate_by__lt=timezone.localdate(), revalidate_by__isnull=False)
    if viewer.role == Role.SUPERVISOR:  # decides whether it is confirmed or deleted
        return expired & ~Q(owner=viewer.agency_id)
    return expired


NOT_REVALIDATED = Rule(
    name="not revalidated",
    effect="deny",
    reason="the record expired and nobody confirmed it (28 CFR Part 23)",
    condition=_condition,
)
