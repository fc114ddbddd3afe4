"""What people say: of a pair of mentions, and in answer to a hit."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from manumit_desk.agencies.viewer import Viewer
from manumit_desk.guard import audit
from manumit_desk.guard.permission import RefusedError
from manumit_desk.registry.coverage import covered
from manumit_desk.registry.files import sees_all
from manumit_desk.registry.hits import ordered, settle_hits
from manumit_desk.registry.models import HitReason, HitSide, Judgement, Mention
from manumit_desk.registry.participation import needs_consent
from manumit_desk.registry.subjects import recluster

MAY_JUDGE = "Only who was told of a match, or sees both records, may judge it."


@transaction.atomic
def judge_pair(
    left: Mention, right: Mention, verdict: Judgement.Verdict, *, viewer: Viewer, at: datetime, note: str = ""
) -> None:
    """Write down a person's word on a pair; it outranks the machine, and the last word counts.

    "Different" ends the hits that rest on the pair alone; "taken back" restores what was. RefusedError for whoever
    may not judge it (`may_judge`).
    """
    audit.wait_in_line()
    one, other = sorted((left, right), key=lambda mention: mention.pk)
    if not may_judge(one, other, viewer):
        raise RefusedError(MAY_JUDGE)
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
    settle_hits(reasons_of_pair(one.pk, other.pk).values_list("hit", flat=True), at=at)


def may_judge(one: Mention, other: Mention, viewer: Viewer) -> bool:
    """Whether a viewer may judge a pair: their agency is told of a hit that rests on it, or they see both records.

    Knowing of a pair is enough: the two agencies talk, and say what came of it. The coordination centre sees every
    pointer and no content; it judges only where it sees both records like anybody else.
    """
    if one.kind != other.kind or one.pk == other.pk or not (one.is_indexed and other.is_indexed):
        return False
    if not viewer.works_with_records:
        return False
    for reason in reasons_of_pair(one.pk, other.pk).select_related("left", "right"):
        side = HitSide.objects.filter(hit=reason.hit_id, agency=viewer.agency_id).first()
        if side and reason.is_told_to(side):
            return True
    return sees_all(viewer, [one, other])


def reasons_of_pair(one: UUID, other: UUID) -> QuerySet[HitReason]:
    """The reasons of hits that a pair of mentions is."""
    left, right = ordered(one, other)
    return HitReason.objects.filter(Q(left=left, right=right) | Q(left=right, right=left))


@transaction.atomic
def answer_hit(side: HitSide, answer: HitSide.Answer, *, message: str, viewer: Viewer, at: datetime) -> None:
    """Disclose or decline, with a message to the other agency. RefusedError where that is not the viewer's to say.

    Disclosing lets the other agency know of the pairs that a victim's record had kept silent; where the law asks for
    the survivor's consent, only of those that one covers which names the other agency. Declining takes that back.
    Showing the record itself is an act of its own (guard.shares).
    """
    audit.wait_in_line()
    side = HitSide.objects.select_related("hit").get(pk=side.pk)
    if side.agency_id != viewer.agency_id or not viewer.works_with_records or not side.is_told:
        raise RefusedError("Only the agency that was told of a hit may answer it.")
    disclosed = _disclosable(side, at) if answer == HitSide.Answer.DISCLOSED else []
    mark = "left_disclosed" if side.is_left else "right_disclosed"
    HitReason.objects.filter(hit=side.hit_id).exclude(pk__in=[one.pk for one in disclosed]).update(**{mark: False})
    HitReason.objects.filter(pk__in=[one.pk for one in disclosed]).update(**{mark: True})
    side.answer, side.message = answer, message.strip()
    side.answered_at, side.answered_by_id = at, viewer.user_id
    side.save(update_fields=["answer", "message", "answered_at", "answered_by"])
    audit.record("answer hit", viewer=viewer, at=at, hit=str(side.hit_id), answer=str(answer))
    settle_hits([side.hit_id], at=at)


def _disclosable(side: HitSide, at: datetime) -> list[HitReason]:
    """The reasons a side is told of and may disclose. RefusedError when there is none, for want of consent."""
    told = [
        one
        for one in HitReason.objects.filter(hit=side.hit_id).select_related("left__owner", "right__owner")
        if one.is_told_to(side)
    ]
    other = HitSide.objects.select_related("agency").exclude(pk=side.pk).get(hit=side.hit_id)
    asking = {one.near(side).source_id for one in told if needs_consent(one.near(side))}
    named = covered(asking, holder=side.agency_id, to_agency=other.agency_id, on=timezone.localdate(at))
    may = [one for one in told if one.near(side).source_id not in asking - named]
    if not may:
        raise RefusedError(f"The survivor's written consent, in force and naming {other.agency}, is needed first.")
    return may
