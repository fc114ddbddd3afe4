"""An agency sees what it holds."""

from django.db.models import Q

from manumit_desk.guard.permission import Rule

OWN_AGENCY = Rule(
    name="own agency",
    effect="allow",
    reason="the viewer's agency owns the record",
    condition=lambda viewer, kind: Q(owner=viewer.agency_id),
)
