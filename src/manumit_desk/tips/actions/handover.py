"""Passing a tip to another agency's desk: offered, confirmed or sent back, or taken back. It always has one owner."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from manumit import terms
from manumit_desk.agencies.models import Agency
from manumit_desk.agencies.queries import memberships_of
from manumit_desk.agencies.roles import Role
from manumit_desk.agencies.viewer import Viewer
from manumit_desk.guard import audit
from manumit_desk.guard.consents import live_consents
from manumit_desk.guard.handling import Handling
from manumit_desk.guard.models import Share
from manumit_desk.guard.permission import RefusedError
from manumit_desk.guard.shares import share_record
from manumit_desk.tips.actions.rows import back_to_work, begin, lock, write_note
from manumit_desk.tips.clocks import BY_CODE, HANDOVER, MET_BY_POLICE, meet, restart_clocks, start_clock
from manumit_desk.tips.mentions import settle_parts
from manumit_desk.tips.models import Tip, TipHandover, TipNote
from manumit_desk.tips.notices import tell_desk
from manumit_desk.tips.states import Act
from manumit_desk.tips.wishes import Ground, require_police_allowed

Status = Tip.Status
State = TipHandover.State


@transaction.atomic
def hand_over(
    tip: Tip,
    to_agency: Agency,
    *,
    why: str,
    viewer: Viewer,
    at: datetime,
    ground: str = Ground.NONE,
    decided_by: int | None = None,
) -> TipHandover:
    """Offer a tip to another desk, which sees that it waits and reads it by confirming the receipt.

    RefusedError where the caller does not want police to know, unless a child is in danger: then `decided_by` names
    the supervisor of the own agency who decided, and `why` is kept as that person's decision. A victim-service
    provider needs the survivor's live, written consent that names the other agency, or the same ground
    (34 U.S.C. 12291(b)(2)).
    """
    begin(Act.HAND_OVER, tip, viewer, at=at)
    if to_agency.pk == viewer.agency_id or not to_agency.takes_tips_in:
        raise RefusedError(f"{to_agency} has no desk that takes tips from yours.")
    require_police_allowed(tip, to_agency, ground)
    _require_consent(tip, to_agency, ground, at)
    if ground:
        _require_supervisor(decided_by, viewer, at)
    handover = TipHandover(
        owner=tip.owner,
        tip=tip,
        to_agency=to_agency,
        handed_at=at,
        created_at=at,
        created_by_id=viewer.user_id,
        to_police=to_agency.is_law_enforcement,
        ground=ground,
        decided_by_id=decided_by if ground else None,
    )
    handover.save()
    share_record(handover, to_agency, why=Share.Why.REFERRAL, viewer=viewer, at=at)
    kind = TipNote.Kind.DECISION if ground else TipNote.Kind.NOTE
    write_note(tip, kind, why, at=at, user_id=handover.decided_by_id or viewer.user_id)
    tip.status = Status.WAITING
    tip.save(update_fields=["status"])
    start_clock(tip, HANDOVER, since=at)
    audit.record(
        "hand over tip", viewer=viewer, at=at, held=tip, to_agency=to_agency.pk, ground=str(ground),
        decided_by=handover.decided_by_id,
    )  # fmt: skip
    tell_desk(to_agency)
    return handover


def _require_consent(tip: Tip, to_agency: Agency, ground: str, at: datetime) -> None:
    if not tip.owner.is_victim_services or tip.handling != Handling.VICTIM_CONFIDENTIAL or ground:
        return
    live = live_consents(timezone.localdate(at)).filter(record_kind=tip.kind_of_record(), record_id=tip.pk)
    if not live.filter(holder=tip.owner_id, to_agencies=to_agency).exists():
        raise RefusedError(f"The survivor's written consent, in force and naming {to_agency}, is needed first.")


def _require_supervisor(user_id: int | None, viewer: Viewer, at: datetime) -> None:
    found = user_id is not None and (
        memberships_of(user_id, timezone.localdate(at)).filter(agency=viewer.agency_id, role=Role.SUPERVISOR).exists()
    )
    if not found:
        raise RefusedError("Name the supervisor of your agency who decided this.")


def _answer(handover: TipHandover, state: TipHandover.State, *, user_id: int, at: datetime) -> Tip:
    """Lock the tip and settle a handover that still waits; RefusedError when it was answered already."""
    tip: Tip = handover.tip
    lock(tip)
    changed = TipHandover.all_objects.filter(pk=handover.pk, state=State.OFFERED).update(
        state=state, answered_at=at, answered_by=user_id
    )
    if not changed:
        raise RefusedError("This was answered already. Look at the tip again.")
    handover.state, handover.answered_at, handover.answered_by_id = state, at, user_id
    meet(tip, HANDOVER.code, at=at, user_id=user_id)
    return tip


@transaction.atomic
def take_back(tip: Tip, handover: TipHandover, *, viewer: Viewer, at: datetime) -> None:
    """Keep a tip after all, while the other desk has not confirmed it."""
    begin(Act.TAKE_BACK, tip, viewer, at=at)
    if handover.tip_id != tip.pk or handover.owner_id != viewer.agency_id:
        raise RefusedError("This is another tip's handover.")
    handover.tip = tip
    _answer(handover, State.TAKEN_BACK, user_id=viewer.user_id, at=at)
    back_to_work(tip)
    audit.record("take tip back", viewer=viewer, at=at, held=tip, to_agency=handover.to_agency_id)


def _require_receiver(handover: TipHandover, viewer: Viewer) -> None:
    if handover.to_agency_id != viewer.agency_id or not viewer.works_with_records:
        raise RefusedError("Only the desk that the tip was offered to may answer.")


@transaction.atomic
def confirm_handover(handover: TipHandover, *, viewer: Viewer, at: datetime) -> Tip:
    """Take a tip over: from now on the desk owns it with all its parts and mentions, and its clocks run anew."""
    _require_receiver(handover, viewer)
    tip = _answer(handover, State.CONFIRMED, user_id=viewer.user_id, at=at)
    if handover.to_police:
        meet(tip, *MET_BY_POLICE, at=at, user_id=viewer.user_id)
    tip.owner = handover.to_agency
    tip.status, tip.assigned_to = Status.NEW, None
    tip.confirmed_at, tip.confirmed_by_id = at, viewer.user_id
    tip.save()
    settle_parts(tip, at=at)
    restart_clocks(tip, since=at)
    meet(tip, "receipt", at=at, user_id=viewer.user_id)
    audit.record("take over tip", viewer=viewer, at=at, held=tip, from_agency=handover.owner_id)
    return tip


@transaction.atomic
def decline_handover(handover: TipHandover, *, because: str, viewer: Viewer, at: datetime) -> None:
    """Send a tip back unread, with a reason (terms/tip_decline_reasons.csv); the other desk still has it."""
    _require_receiver(handover, viewer)
    reasons = {row["code"]: row["label"] for row in terms.load("tip_decline_reasons")}
    if because not in reasons:
        raise RefusedError("Choose a reason.")
    tip = _answer(handover, State.DECLINED, user_id=viewer.user_id, at=at)
    TipHandover.all_objects.filter(pk=handover.pk).update(declined_because=because)
    back_to_work(tip)
    audit.record("decline tip", viewer=viewer, at=at, held=handover, because=because)


@transaction.atomic
def add_word(handover: TipHandover, text: str, *, viewer: Viewer, at: datetime) -> None:
    """Send word to the desk that took a tip over, as when the caller called again. It is read there only."""
    if handover.owner_id != viewer.agency_id or not viewer.works_with_records:
        raise RefusedError("Only the desk that handed the tip over may send word.")
    if handover.state != State.CONFIRMED:
        raise RefusedError("The other desk has not taken the tip over.")
    tip: Tip = handover.tip
    lock(tip)
    write_note(tip, TipNote.Kind.FROM_DESK, text, at=at, user_id=viewer.user_id)
    start_clock(tip, BY_CODE["first_look"], since=at)
    audit.record("send word on tip", viewer=viewer, at=at, held=handover)
