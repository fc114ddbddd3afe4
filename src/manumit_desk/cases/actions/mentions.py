"""What a party's saving does to the registry, in one place for all acts."""

from datetime import datetime

from manumit_desk.cases.drafts import drafts_of
from manumit_desk.cases.models import Party
from manumit_desk.registry.actions import declare_mentions


def declare_party(party: Party, *, at: datetime) -> None:
    """Let the registry know what a party now says, and whether it may take part in matching at all."""
    declare_mentions(party, drafts_of(party), file=party.case, at=at)
