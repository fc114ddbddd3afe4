"""Showing the other agency of a hit one's own file, and taking that back."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from manumit_desk.agencies.models import Agency
from manumit_desk.agencies.viewer import Viewer
from manumit_desk.guard.access import access
from manumit_desk.guard.models import Share
from manumit_desk.guard.permission import RefusedError
from manumit_desk.guard.shares import agencies_shown, revoke_shares, share_record
from manumit_desk.registry.files import kind_of
from manumit_desk.registry.judging import answer_hit
from manumit_desk.registry.models import HitSide


@transaction.atomic
def answer_and_show(
    side: HitSide, answer: HitSide.Answer, *, message: str, show: bool, viewer: Viewer, at: datetime
) -> None:
    """Answer a hit and, if asked for, show one's file in the same act: both happen, or neither with a RefusedError."""
    if show and answer != HitSide.Answer.DISCLOSED:
        raise RefusedError("A file is shown only where you disclose.")
    answer_hit(side, answer, message=message, viewer=viewer, at=at)
    if show:
        show_file(side, viewer=viewer, at=at)


def show_file(side: HitSide, *, viewer: Viewer, at: datetime) -> None:
    """Show the other agency the file of one's own side. RefusedError where its handling does not allow it.

    NotThere where the viewer may not see the file themselves. It follows a disclosure: who is shown a file knows of
    the hit.
    """
    side = HitSide.objects.get(pk=side.pk)
    if side.answer != HitSide.Answer.DISCLOSED:
        raise RefusedError("Disclose the hit first, then show the file.")
    held = access(kind_of(side.file_kind), viewer, side.file_id, at=at)
    share_record(held, other_agency(side), why=Share.Why.DISCLOSURE, viewer=viewer, at=at)


def take_file_back(side: HitSide, *, viewer: Viewer, at: datetime) -> None:
    """Show the other agency the file no longer."""
    held = access(kind_of(side.file_kind), viewer, side.file_id, at=at)
    revoke_shares(held, other_agency(side), viewer=viewer, at=at)


def is_shown(side: HitSide, *, viewer: Viewer, at: datetime) -> bool:
    """Whether the other agency is shown the file of one's own side by a share."""
    held = kind_of(side.file_kind).objects.visible_to(viewer).filter(pk=side.file_id).first()
    return held is not None and other_agency(side) in agencies_shown(held, timezone.localdate(at))


def other_agency(side: HitSide) -> Agency:
    """The agency on the other side."""
    return HitSide.objects.select_related("agency").exclude(pk=side.pk).get(hit=side.hit_id).agency
