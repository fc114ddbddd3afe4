"""What saving a case or a part of one does to the registry, in one place for all acts."""

from datetime import datetime

from manumit_desk.cases.drafts import drafts_of, text_of
from manumit_desk.cases.models import Case, CasePart, Party
from manumit_desk.registry.actions import declare_mentions, declare_text


def declare(held: Case | CasePart, *, at: datetime) -> None:
    """Let the registry know what a record now says: its words for the search; of a party, whom or what it mentions.

    To be called after every save, and when a record's handling, expiry or consents change.
    """
    file = held if isinstance(held, Case) else held.case
    if isinstance(held, Party):
        declare_mentions(held, drafts_of(held), file=file, at=at)
    declare_text(held, text_of(held), file=file)
