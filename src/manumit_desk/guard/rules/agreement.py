"""Agencies that have agreed to, show one another records of the handling codes that they agreed on."""

from django.db.models import Q
from django.utils import timezone

from manumit_desk.agencies.queries import handlings_agreed_with
from manumit_desk.agencies.viewer import Viewer
from manumit_desk.guard.handling import NEVER_BY_AGREEMENT
from manumit_desk.guard.held import HeldObject
from manumit_desk.guard.permission import Rule


def _condition(viewer: Viewer, kind: type[HeldObject]) -> Q | None:
    agreed = viewer.agreed
    if agreed is None:
        agreed = handlings_agreed_with(viewer.agency_id, timezone.localdate())
    condition = Q()
    for agency, handlings in agreed.items():
        condition |= Q(owner=agency, handling__in=handlings - NEVER_BY_AGREEMENT)
    return condition if agreed else None


AGREEMENT = Rule(
    name="agreement",
    effect="allow",
    reason="an agreement in force between the two agencies covers records of this handling",
    condition=_condition,
)
