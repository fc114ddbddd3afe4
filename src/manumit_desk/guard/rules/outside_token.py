"""A token sees no more than the handling codes that it was made for."""

from django.db.models import Q

from manumit_desk.guard.permission import Rule

OUTSIDE_TOKEN = Rule(
    name="outside the token",
    effect="deny",
    reason="the token is not for records of this handling",
    condition=lambda viewer, kind: None if viewer.handlings is None else ~Q(handling__in=viewer.handlings),
)
