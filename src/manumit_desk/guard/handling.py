"""The handling codes, from the library's vocabulary; a record's code travels with it."""

from django.db import models


class Handling(models.TextChoices):
    """Who may see a record (docs/data/handling.md). The order is from the most open to the most closed."""

    OPEN = "open", "Open"
    AGENCY = "agency", "Agency only"
    LAW_ENFORCEMENT = "law_enforcement", "Law enforcement"
    TRADE_SENSITIVE = "trade_sensitive", "Trade sensitive"
    VICTIM_CONFIDENTIAL = "victim_confidential", "Victim confidential"
    TRIBAL = "tribal", "Tribal"


NEVER_BY_AGREEMENT = frozenset({Handling.VICTIM_CONFIDENTIAL, Handling.TRIBAL, Handling.AGENCY})
"""Records of these codes are shown to another agency only one by one: with consent, by the tribe, or by a person."""
NEVER_WITH_THE_WHOLE = frozenset({Handling.VICTIM_CONFIDENTIAL, Handling.TRIBAL})
"""Parts of these codes are not shown because the record that they are a part of is."""
