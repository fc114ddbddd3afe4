"""What changes the registry: declaring and withdrawing mentions, judging pairs, answering hits."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.apps import apps
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from manumit_desk.agencies.viewer import Viewer
from manumit_desk.guard import audit
from manumit_desk.guard.held import HeldObject
from manumit_desk.guard.shares import RefusedError
from manumit_desk.registry.drafts import MentionDraft
from manumit_desk.registry.hits import end_hits_without_reason, raise_hits, settle_who_is_told
from manumit_desk.registry.index import add_to_index, drop_from_index, model_of, weights_against
from manumit_desk.registry.models import Hit, HitReason, HitSide, Judgement, Link, Mention
from manumit_desk.registry.participation import is_silent, may_be_matched
from manumit_desk.registry.subjects import recluster


@transaction.atomic
def declare_mentions(
    source: HeldObject, drafts: Iterable[MentionDraft], *, at: datetime, file: HeldObject | None = None
) -> list[Mention]:
    """Make the mentions of a record be these, match the new ones, and raise hits.

    `file` is the tip or case that a hit points to (default: the record itself). Mentions take over the record's owner
    and handling. Calling it again with the same drafts changes nothing; calling it after a consent was given or
    revoked lets the record take part, or takes it out at once.
    """
    file = file or source
    wanted = {_identity(one.kind, one.role, one.fields): one for one in drafts if not one.is_empty()}
    held = {_identity(one.kind, one.role, one.fields): one for one in mentions_from(source)}
    _forget([one for identity, one in held.items() if identity not in wanted], at=at)
    mentions = []
    for identity, draft in wanted.items():
        mention = held.get(identity) or Mention(
            kind=draft.kind, role=draft.role, fields=dict(draft.fields), created_at=at
        )
        _take_over(mention, source, file)
        _bring_up_to_date(mention, takes_part=may_be_matched(source, timezone.localdate(at)), at=at)
        mentions.append(mention)
    return mentions


def mentions_from(source: HeldObject) -> list[Mention]:
    """The mentions that a record has declared."""
    return list(Mention.objects.for_system().filter(source_kind=source.kind_of_record(), source_id=source.pk))


@transaction.atomic
def withdraw_mentions(source: HeldObject, *, at: datetime) -> None:
    """Forget all mentions of a record, with the links and hits that rest on them."""
    _forget(mentions_from(source), at=at)


def _identity(kind: str, role: str, fields: object) -> tuple[str, str, str]:
    return kind, str(role), repr(sorted(dict(fields).items()))  # type: ignore[call-overload]


def _take_over(mention: Mention, source: HeldObject, file: HeldObject) -> None:
    """Give a mention the owner, handling and places of its record."""
    mention.owner_id, mention.handling = source.owner_id, source.handling
    mention.revalidate_by = source.revalidate_by
    mention.source_kind, mention.source_id = source.kind_of_record(), source.pk
    mention.file_kind, mention.file_id = file.kind_of_record(), file.pk
    mention.is_silent = is_silent(source.handling, mention.role)
    mention.save()


def _bring_up_to_date(mention: Mention, *, takes_part: bool, at: datetime) -> None:
    """Index and match a mention that newly takes part; take one out that no longer does."""
    if mention.is_indexed and not takes_part:
        _take_out([mention], at=at)
    elif takes_part and not mention.is_indexed:
        weights = _weights_of_those_who_take_part(mention, at=at)
        add_to_index(mention)
        mention.is_indexed = True
        mention.save(update_fields=["is_indexed"])
        Link.objects.bulk_create(
            [_link(mention, one, weight) for one, weight in weights.items()], ignore_conflicts=True
        )
        recluster(mention.kind, [mention.pk, *weights])
        raise_hits(mention, weights, at=at)


def _weights_of_those_who_take_part(mention: Mention, *, at: datetime) -> dict[UUID, float]:
    """The weights against the mentions that may still be found; those whose consent ran out leave the index now."""
    weights = {UUID(one): weight for one, weight in weights_against(mention).items()}
    ended = [
        one
        for one in Mention.objects.for_system().filter(pk__in=weights).select_related("owner")
        if not _source_takes_part(one, at)
    ]
    _take_out(ended, at=at)
    gone = {one.pk for one in ended}
    return {one: weight for one, weight in weights.items() if one not in gone}


def _source_takes_part(mention: Mention, at: datetime) -> bool:
    kind = apps.get_model(mention.source_kind)
    source = kind._base_manager.select_related("owner").filter(pk=mention.source_id).first()
    return source is not None and may_be_matched(source, timezone.localdate(at))


def _link(one: Mention, other: UUID, weight: float) -> Link:
    left, right = sorted((one.pk, other))
    return Link(left_id=left, right_id=right, weight=weight, model=model_of(one.kind).version)


def _take_out(mentions: Sequence[Mention], *, at: datetime) -> None:
    """Take mentions out of the index and undo what rests on them: links, subjects, hits."""
    if not mentions:
        return
    ids = [one.pk for one in mentions]
    either = Q(left__in=ids) | Q(right__in=ids)
    hits = list(HitReason.objects.filter(either).values_list("hit", flat=True))
    neighbours = _neighbours(mentions)
    drop_from_index(mentions)
    HitReason.objects.filter(either).delete()
    Link.objects.filter(either).delete()
    Mention.all_objects.filter(pk__in=ids).update(is_indexed=False, subject=None)
    for mention in mentions:
        mention.is_indexed, mention.subject = False, None
    for kind, near in neighbours.items():
        recluster(kind, near - set(ids))
    end_hits_without_reason(hits, at=at)


def _neighbours(mentions: Sequence[Mention]) -> dict[str, set[UUID]]:
    """By kind, the other mentions of the same subjects."""
    near: dict[str, set[UUID]] = {}
    for mention in mentions:
        if mention.subject_id:
            together = Mention.objects.for_system().filter(subject=mention.subject_id)
            near.setdefault(mention.kind, set()).update(together.values_list("pk", flat=True))
    return near


def _forget(mentions: Sequence[Mention], *, at: datetime) -> None:
    _take_out([one for one in mentions if one.is_indexed], at=at)
    Mention.all_objects.filter(pk__in=[one.pk for one in mentions]).delete()


@transaction.atomic
def judge_pair(
    left: Mention, right: Mention, verdict: Judgement.Verdict, *, viewer: Viewer, at: datetime, note: str = ""
) -> None:
    """Write down a person's word on a pair; it outranks the machine. "Different" ends the hits that rest on it."""
    one, other = sorted((left, right), key=lambda mention: mention.pk)
    Judgement.objects.create(
        left=one,
        right=other,
        verdict=verdict,
        judged_by_id=viewer.user_id,
        agency_id=viewer.agency_id,
        judged_at=at,
        note=note.strip(),
    )
    audit.record("judge", viewer=viewer, at=at, held=one, other=str(other.pk), verdict=str(verdict))
    recluster(one.kind, [one.pk, other.pk])
    pair = Q(left=one, right=other) | Q(left=other, right=one)
    end_hits_without_reason(list(HitReason.objects.filter(pair).values_list("hit", flat=True)), at=at)


@transaction.atomic
def answer_hit(side: HitSide, answer: HitSide.Answer, *, message: str, viewer: Viewer, at: datetime) -> None:
    """Disclose or decline, with a message to the other agency. RefusedError for another agency's half.

    Disclosing tells the other agency of the hit where a victim's record had kept it silent. Showing the record itself
    is a share of its own (guard.shares), which the room that holds the record makes.
    """
    if side.agency_id != viewer.agency_id or not viewer.works_with_records or not side.is_told:
        raise RefusedError("Only the agency that was told of a hit may answer it.")
    side.answer, side.message = answer, message.strip()
    side.answered_at, side.answered_by_id = at, viewer.user_id
    side.save()
    audit.record("answer hit", viewer=viewer, at=at, hit=str(side.hit_id), answer=str(answer))
    settle_who_is_told(side.hit, at=at)


@transaction.atomic
def escalate_overdue_hits(*, before: datetime, at: datetime) -> int:
    """Hand the hits raised before a moment that some told side has not answered to the coordination centre."""
    waiting = HitSide.objects.filter(is_told=True, answer=HitSide.Answer.NONE).values("hit")
    overdue = Hit.objects.filter(state=Hit.State.OPEN, raised_at__lt=before, escalated_at__isnull=True, pk__in=waiting)
    count = overdue.update(escalated_at=at)
    if count:
        audit.record("escalate hits", viewer=None, at=at, hits=count)
    return count
