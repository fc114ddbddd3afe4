"""Which mentions of a record stay, change, come and go when it is declared anew.

A mention keeps its id through corrections, so that what people judged of it stays: the person whose birth date is
corrected is the same party as before. A contact point is nothing but its value: another value is another mention.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from manumit.link.kinds import KINDS
from manumit_desk.guard.held import HeldObject
from manumit_desk.registry.drafts import MentionDraft
from manumit_desk.registry.models import Mention

Identity = tuple[str, str, tuple[tuple[str, str], ...]]


@dataclass(slots=True)
class Plan:
    """What is to become of a record's mentions: kept or made ones each with its draft, and those that go."""

    pairs: list[tuple[Mention, MentionDraft]] = field(default_factory=list)
    gone: list[Mention] = field(default_factory=list)


def plan_mentions(held: Iterable[Mention], drafts: Iterable[MentionDraft], *, at: datetime) -> Plan:
    """Find for each draft the mention that it is, or was before a correction, or a new one."""
    wanted = {_identity(one.kind, one.role, one.known()): one for one in drafts if not one.is_empty()}
    left = {_identity(one.kind, one.role, one.fields): one for one in held}
    plan = Plan()
    for identity in [one for one in wanted if one in left]:
        plan.pairs.append((left.pop(identity), wanted.pop(identity)))
    for draft in wanted.values():
        before = next((key for key, mention in left.items() if _is_correction(mention, draft)), None)
        mention = left.pop(before) if before else Mention(kind=draft.kind, created_at=at)
        plan.pairs.append((mention, draft))
    plan.gone = list(left.values())
    return plan


def _identity(kind: str, role: str, fields: object) -> Identity:
    return kind, str(role), tuple(sorted(dict(fields).items()))  # type: ignore[call-overload]


def _is_correction(mention: Mention, draft: MentionDraft) -> bool:
    """Whether a draft says anew what a mention said: of the same kind, and of the same role unless the fields agree."""
    if mention.kind != draft.kind:
        return False
    kind = KINDS[draft.kind]
    if kind.compact(mention.fields) == kind.compact(draft.known()):
        return True
    return draft.kind != "contact" and mention.role == draft.role


def take_over(mention: Mention, draft: MentionDraft, source: HeldObject, file: HeldObject) -> None:
    """Give a mention what its draft says, and the owner, handling and places of its record."""
    mention.role, mention.fields = draft.role, draft.known()
    mention.owner, mention.handling = source.owner, source.handling
    mention.revalidate_by = source.revalidate_by
    mention.source_kind, mention.source_id = source.kind_of_record(), source.pk
    mention.file_kind, mention.file_id = file.kind_of_record(), file.pk
