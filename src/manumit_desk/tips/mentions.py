"""What a tip names, declared to the registry, and kept under the right owner and handling."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from manumit_desk.guard.permission import RefusedError
from manumit_desk.registry.actions import declare_mentions, declare_text
from manumit_desk.registry.drafts import MentionDraft
from manumit_desk.registry.models import MentionRole
from manumit_desk.tips.draft import KINDS, Named
from manumit_desk.tips.models import Tip, TipEntry, TipNote
from manumit_desk.tips.wishes import handling_of, handling_of_entry


def make_entries(tip: Tip, named: Iterable[Named], *, at: datetime, user_id: int | None) -> list[TipEntry]:
    """Add what a tip names, each once. RefusedError for the caller: who calls is never matched."""
    held = {_identity(one.kind, one.role, one.fields) for one in entries_of(tip)}
    made = []
    for one in named:
        if one.role == MentionRole.CALLER:
            raise RefusedError("The caller is not entered among those whom a tip names.")
        fields = {name: value.strip() for name, value in one.fields.items() if value.strip()}
        identity = _identity(one.kind, one.role, fields)
        if one.kind not in KINDS or not fields or identity in held:
            continue
        held.add(identity)
        entry = TipEntry(tip=tip, owner=tip.owner, kind=one.kind, role=one.role, fields=fields)
        entry.created_at, entry.created_by_id = at, user_id
        entry.handling = handling_of_entry(tip, one.role)
        made.append(entry)
    TipEntry.all_objects.bulk_create(made)
    return made


def _identity(kind: str, role: str, fields: object) -> tuple[str, str, str]:
    return kind, str(role), repr(sorted(dict(fields).items()))  # type: ignore[call-overload]


def entries_of(tip: Tip) -> list[TipEntry]:
    """All that a tip names, for the system."""
    found: QuerySet[TipEntry] = TipEntry.objects.for_system().filter(tip=tip)
    return list(found.select_related("owner").order_by("created_at", "pk"))


def settle_parts(tip: Tip, *, at: datetime) -> None:
    """Give a tip and its parts the handling that follows from the facts, its parts its owner, and declare mentions.

    Saves the tip's handling only.
    """
    entries = entries_of(tip)
    names_a_victim = any(one.role == MentionRole.VICTIM for one in entries)
    tip.handling = handling_of(tip, names_a_victim=names_a_victim)
    Tip.all_objects.filter(pk=tip.pk).update(handling=tip.handling)
    TipNote.all_objects.filter(tip=tip).update(owner=tip.owner, handling=tip.handling)
    for entry in entries:
        handling = handling_of_entry(tip, entry.role)
        if (entry.owner_id, entry.handling) != (tip.owner_id, handling):
            entry.owner, entry.handling = tip.owner, handling
            entry.save(update_fields=["owner", "handling"])
        declare_mentions(entry, [draft_of(entry)], at=at, file=tip)
    declare_text(tip, f"{tip.what_happened}\n{tip.where_text}\n{tip.when_text}")


def draft_of(entry: TipEntry) -> MentionDraft:
    """The mention that one entry declares."""
    return MentionDraft(kind=entry.kind, fields=entry.fields, role=MentionRole(entry.role))
