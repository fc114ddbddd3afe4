"""Victims' records are for people whose work needs them, and who logged in with a second factor."""

from django.db.models import Q

from manumit_desk.guard.handling import Handling
from manumit_desk.guard.permission import Rule

VICTIMS = Rule(
    name="victims' records",
    effect="deny",
    reason="the record is of a victim, and the viewer's role or log-in does not allow that",
    condition=lambda viewer, kind: None if viewer.sees_victims else Q(handling=Handling.VICTIM_CONFIDENTIAL),
)
