"""What changes the registry: declaring and withdrawing mentions, following consents and terms, escalating hits."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from manumit_desk.agencies.models import Agency
from manumit_desk.guard import audit
from manumit_desk.guard.held import HeldObject
from manumit_desk.registry.declaring import plan_mentions, take_over
from manumit_desk.registry.drafts import MentionDraft
from manumit_desk.registry.hits import settle_hits
from manumit_desk.registry.matching import bring_up_to_date, take_out
from manumit_desk.registry.models import HitReason, HitSide, Mention
from manumit_desk.registry.participation import is_silent
from manumit_desk.registry.words import forget_words, set_mention_words, set_text_words


@transaction.atomic
def declare_mentions(
    source: HeldObject, drafts: Iterable[MentionDraft], *, at: datetime, file: HeldObject | None = None
) -> list[Mention]:
    """Make the mentions of a record be these, match the new and the changed ones, and raise hits.

    `file` is the tip or case that a hit points to (default: the record itself). Mentions take over the record's owner
    and handling. Calling it again with the same drafts changes nothing; call it again when the record's owner,
    handling or expiry changes.
    """
    file = file or source
    audit.wait_in_line()
    plan = plan_mentions(mentions_from(source), drafts, at=at)
    _forget(plan.gone, at=at)
    changed = {mention.pk for mention, draft in plan.pairs if _write(mention, draft, source, file, at=at)}
    mentions = [mention for mention, _ in plan.pairs]
    bring_up_to_date(mentions, at=at, changed=changed)
    set_mention_words(source, file, mentions)
    return mentions


def declare_text(source: HeldObject, text: str, *, file: HeldObject | None = None) -> None:
    """Let a record be found by the words of a text, and by the telephone numbers in it; an empty text by none.

    Who may see the record finds it; nobody else. The words take no part in matching.
    """
    set_text_words(source, file or source, text)


def mentions_from(source: HeldObject) -> list[Mention]:
    """The mentions that a record has declared."""
    held = Mention.objects.for_system().filter(source_kind=source.kind_of_record(), source_id=source.pk)
    return list(held.select_related("owner").order_by("created_at", "pk"))


@transaction.atomic
def withdraw_mentions(source: HeldObject, *, at: datetime) -> None:
    """Forget all mentions of a record, with the links and hits that rest on them, and its words."""
    audit.wait_in_line()
    _forget(mentions_from(source), at=at)
    forget_words(source)


def _write(mention: Mention, draft: MentionDraft, source: HeldObject, file: HeldObject, *, at: datetime) -> bool:
    """Write a mention's draft and places; whether it must be matched anew. One that moves is taken out first."""
    before = None if mention._state.adding else Mention.all_objects.get(pk=mention.pk)
    if before and (before.owner_id, before.file_kind, before.file_id) != (
        source.owner_id, file.kind_of_record(), file.pk,
    ):  # fmt: skip
        take_out([mention] if mention.is_indexed else [], at=at)
    take_over(mention, draft, source, file)
    mention.is_silent = is_silent(mention.handling, mention.role)
    if before and all(getattr(before, name) == getattr(mention, name) for name in _TAKEN_OVER):
        return False
    mention.save()
    if before and before.is_silent != mention.is_silent:
        _settle_hits_on(mention, at=at)
    return before is None or before.fields != mention.fields


_TAKEN_OVER = (
    "role", "fields", "owner_id", "handling", "revalidate_by", "is_silent", "source_kind", "source_id", "file_kind",
    "file_id",
)  # fmt: skip


def _settle_hits_on(mention: Mention, *, at: datetime) -> None:
    either = HitReason.objects.filter(left=mention) | HitReason.objects.filter(right=mention)
    settle_hits(set(either.values_list("hit", flat=True)), at=at)


def _forget(mentions: list[Mention], *, at: datetime) -> None:
    take_out([one for one in mentions if one.is_indexed], at=at)
    if mentions:
        Mention.all_objects.filter(pk__in=[one.pk for one in mentions]).delete()


@transaction.atomic
def follow_consent(record_kind: str, record_id: UUID, *, at: datetime) -> None:
    """Let a record take part, or take it out at once, after a consent about it was given or revoked."""
    audit.wait_in_line()
    held = Mention.objects.for_system().filter(source_kind=record_kind, source_id=record_id)
    bring_up_to_date(list(held.select_related("owner")), at=at)


@transaction.atomic
def follow_terms(agency: Agency, *, at: datetime) -> None:
    """Let an agency's records take part, or take them out, after its own terms or its kind changed."""
    audit.wait_in_line()
    held = Mention.objects.for_system().filter(owner=agency).select_related("owner")
    bring_up_to_date(list(held), at=at)


@transaction.atomic
def end_what_ran_out(*, at: datetime) -> int:
    """Take out the mentions whose consent or validity ended by itself; returns how many were looked at for it.

    Every page of hits and subjects calls it first, so that an end takes effect on its day, job or no job.
    """
    over = Mention.objects.for_system().filter(takes_part_until__lt=timezone.localdate(at))
    if not over.exists():
        return 0
    audit.wait_in_line()
    ended = list(over.select_related("owner"))
    bring_up_to_date(ended, at=at)
    return len(ended)


@transaction.atomic
def escalate_overdue_hits(*, before: datetime, at: datetime) -> int:
    """Hand the hits that some agency has let wait since before a moment to the coordination centre; how many."""
    overdue = HitSide.objects.filter(waits_since__lt=before, escalated_at__isnull=True)
    count = overdue.update(escalated_at=at)
    if count:
        audit.record("escalate hits", viewer=None, at=at, hits=count)
    return count
