"""Open records are for everybody who is logged in."""

from django.db.models import Q

from manumit_desk.guard.handling import Handling
from manumit_desk.guard.permission import Rule

OPEN_TO_ALL = Rule(
    name="open to all",
    effect="allow",
    reason="the record is open",
    condition=lambda viewer, kind: Q(handling=Handling.OPEN),
)
