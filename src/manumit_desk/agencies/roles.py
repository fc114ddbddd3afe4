"""The roles that people have in an agency, and what each is for."""

from django.db import models


class Role(models.TextChoices):
    """What a member is there for."""

    INVESTIGATOR = "investigator", "Investigator"
    ANALYST = "analyst", "Analyst"
    ADVOCATE = "advocate", "Advocate or case manager"
    TIP_DESK = "tip_desk", "Hotline and tip desk"
    SUPERVISOR = "supervisor", "Supervisor"
    OVERSEER = "overseer", "Plan overseer"
    ADMINISTRATOR = "administrator", "Administrator of accounts"


WORKS_WITH_RECORDS = frozenset({Role.INVESTIGATOR, Role.ANALYST, Role.ADVOCATE, Role.TIP_DESK, Role.SUPERVISOR})
"""Roles that see their agency's records at all. An overseer sees figures, an administrator accounts."""
SEES_VICTIMS = WORKS_WITH_RECORDS
"""Roles that may meet a victim's record."""
NEEDS_SECOND_FACTOR = SEES_VICTIMS | {Role.ADMINISTRATOR}
"""Roles that log in with a second factor: who sees victims, and who makes the accounts of those who do."""
