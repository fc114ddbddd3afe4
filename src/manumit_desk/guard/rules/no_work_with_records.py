"""Overseers see figures and administrators see accounts; neither sees records, unless they are open."""

from django.db.models import Q

from manumit_desk.guard.handling import Handling
from manumit_desk.guard.permission import Rule

NO_WORK_WITH_RECORDS = Rule(
    name="no work with records",
    effect="deny",
    reason="the viewer's role does not work with records",
    condition=lambda viewer, kind: None if viewer.works_with_records else ~Q(handling=Handling.OPEN),
)
