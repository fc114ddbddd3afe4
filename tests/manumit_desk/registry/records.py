"""Cases with parties, as agencies hold them, declared to the registry: what the tests of matching are about."""

from datetime import UTC, datetime
from typing import Any

from manumit_desk.agencies.models import Agency
from manumit_desk.cases.models import Case, Party
from manumit_desk.guard.handling import Handling
from manumit_desk.registry.actions import declare_mentions, declare_text, withdraw_mentions
from manumit_desk.registry.drafts import MentionDraft
from manumit_desk.registry.models import Mention, MentionRole
from tests.manumit_desk.cast import NOW

PHONE = {"type": "phone", "value": "(504) 201-3344"}
SAME_PHONE = {"type": "phone", "value": "+1 504.201.3344"}
EVA = {"name": "Eva Szczepanska", "birth_date": "1999-04-17", "city": "Rivera City"}
EVA_AGAIN = {"name": "Ewa Szczepańska", "birth_date": "17.04.1999", "city": "Rivera City"}


def open_case(owner: Agency, title: str = "Night work", **more: Any) -> Case:
    """A case without parties."""
    fields = {"kind": "investigation", "opened_date": NOW.date(), "created_at": NOW, **more}
    case: Case = Case.objects.create(owner=owner, title=title, **fields)
    declare_text(case, f"{case.reference} {title}")
    return case


def add_party(
    case: Case,
    kind: str,
    fields: dict[str, str],
    *,
    role: MentionRole = MentionRole.SUSPECT,
    owner: Agency | None = None,
    at: datetime = NOW,
    **more: Any,
) -> Party:
    """A party of a case, declared."""
    more.setdefault("handling", Handling.AGENCY)
    party: Party = Party.objects.create(
        case=case, owner=owner or case.owner, kind=kind, role=role, fields=fields, created_at=at, **more
    )
    declare(party, at=at)
    return party


def declare(party: Party, *, at: datetime = NOW) -> list[Mention]:
    """Declare a party as it stands."""
    draft = MentionDraft(kind=party.kind, fields=party.fields, role=MentionRole(party.role))
    return declare_mentions(party, [draft], at=at, file=party.case)


def correct(party: Party, *, at: datetime = NOW, **changes: Any) -> list[Mention]:
    """Change a party and declare it anew."""
    for name, value in changes.items():
        setattr(party, name, value)
    party.save()
    return declare(party, at=at)


def delete(party: Party, *, at: datetime = NOW) -> None:
    """Delete a party."""
    withdraw_mentions(party, at=at)
    party.delete()


def mention_of(party: Party) -> Mention:
    """The one mention of a party."""
    found: Mention = Mention.objects.for_system().get(source_id=party.pk)
    return found


def later(*, day: int = 2, hour: int = 16) -> datetime:
    """A moment in the month of NOW."""
    return datetime(2026, 3, day, hour, tzinfo=UTC)
