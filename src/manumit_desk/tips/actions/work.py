"""What a desk does with a tip that it has: note, ask, correct, assign, confirm, and stop its clocks."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from manumit_desk.agencies.queries import memberships_of
from manumit_desk.agencies.roles import WORKS_WITH_RECORDS
from manumit_desk.agencies.viewer import Viewer
from manumit_desk.guard import audit
from manumit_desk.guard.permission import RefusedError
from manumit_desk.guard.shares import agencies_shown, revoke_shares
from manumit_desk.registry.actions import withdraw_mentions
from manumit_desk.tips.actions.rows import back_to_work, begin, write_note
from manumit_desk.tips.clocks import BY_CODE, meet, sync_clocks
from manumit_desk.tips.draft import FACTS, WISHES, Named
from manumit_desk.tips.mentions import make_entries, settle_parts
from manumit_desk.tips.models import Tip, TipEntry, TipNote
from manumit_desk.tips.states import Act, open_offer
from manumit_desk.tips.urgency import set_urgency
from manumit_desk.tips.wishes import require_call_back_allowed

Status = Tip.Status
NOTES_BY_MEMBERS = frozenset({TipNote.Kind.NOTE, TipNote.Kind.QUESTION, TipNote.Kind.ANSWER})


@transaction.atomic
def add_note(
    tip: Tip, text: str, *, kind: TipNote.Kind, viewer: Viewer, at: datetime, of_caller: bool = False
) -> TipNote:
    """Write down a note, a question or an answer. A question makes the tip wait; an answer ends that.

    `of_caller`: the caller was called for it. RefusedError where the caller does not want to be called back.
    """
    if kind not in NOTES_BY_MEMBERS:
        raise RefusedError("This kind of note is written by the system only.")
    begin(Act.ASK if kind == TipNote.Kind.QUESTION else Act.NOTE, tip, viewer, at=at)
    if of_caller:
        require_call_back_allowed(tip)
    note = write_note(tip, kind, text, at=at, user_id=viewer.user_id)
    if kind == TipNote.Kind.QUESTION:
        tip.status = Status.WAITING
        tip.save(update_fields=["status"])
    elif kind == TipNote.Kind.ANSWER and tip.status == Status.WAITING and open_offer(tip) is None:
        back_to_work(tip)
    audit.record("note on tip", viewer=viewer, at=at, held=tip, kind=str(kind), of_caller=of_caller)
    return note


@transaction.atomic
def assign_tip(tip: Tip, *, to_user_id: int, viewer: Viewer, at: datetime) -> None:
    """Make a member of the desk responsible. RefusedError for anybody else."""
    begin(Act.ASSIGN, tip, viewer, at=at)
    memberships = memberships_of(to_user_id, timezone.localdate(at)).filter(agency=viewer.agency_id)
    if not memberships.filter(role__in=WORKS_WITH_RECORDS).exists():
        raise RefusedError("Choose somebody of your agency who works with records.")
    tip.assigned_to_id = to_user_id
    tip.status = Status.WAITING if tip.status == Status.WAITING else Status.ASSIGNED
    tip.save(update_fields=["assigned_to", "status"])
    audit.record("assign tip", viewer=viewer, at=at, held=tip, to=to_user_id)


@transaction.atomic
def confirm_receipt(tip: Tip, *, viewer: Viewer, at: datetime) -> None:
    """Say that the tip was read by somebody; the caller sees it by their code. The first time counts."""
    begin(Act.CONFIRM, tip, viewer, at=at)
    if tip.confirmed_at is None:
        tip.confirmed_at, tip.confirmed_by_id = at, viewer.user_id
        tip.save(update_fields=["confirmed_at", "confirmed_by"])
        audit.record("confirm receipt of tip", viewer=viewer, at=at, held=tip)
    meet(tip, "receipt", at=at, user_id=viewer.user_id)


@transaction.atomic
def correct_facts(tip: Tip, changes: Mapping[str, Any], *, viewer: Viewer, at: datetime) -> None:
    """Put facts right; urgency, handling and clocks follow at once. The audit names the fields, not their values."""
    begin(Act.CORRECT, tip, viewer, at=at)
    known = {name: value for name, value in changes.items() if name in (*FACTS, "indicators")}
    changed = [name for name, value in known.items() if getattr(tip, name) != value]
    for name in changed:
        setattr(tip, name, known[name])
    set_urgency(tip)
    tip.save()
    settle_parts(tip, at=at)
    sync_clocks(tip, since=at)
    audit.record("correct tip", viewer=viewer, at=at, held=tip, fields=changed)


@transaction.atomic
def change_wishes(tip: Tip, wishes: Mapping[str, Any], *, said: str, viewer: Viewer, at: datetime) -> None:
    """Write down that the caller wants something else now. `said`: how and when they said so, kept as a decision.

    Who was shown the tip and may not know of it any more sees it no longer.
    """
    begin(Act.CORRECT, tip, viewer, at=at)
    known = {name: value for name, value in wishes.items() if name in WISHES}
    changed = [name for name, value in known.items() if getattr(tip, name) != value]
    for name, value in known.items():
        setattr(tip, name, value)
    if tip.is_anonymous:
        tip.may_call_back = False
        tip.caller_name = tip.caller_phone = tip.caller_email = tip.safe_to_contact = ""
    tip.save()
    write_note(tip, TipNote.Kind.DECISION, f"The caller’s wishes were changed. {said}", at=at, user_id=viewer.user_id)
    settle_parts(tip, at=at)
    for agency in agencies_shown(tip, timezone.localdate(at)):
        if tip.refuses(agency):
            revoke_shares(tip, agency, viewer=viewer, at=at)
    audit.record("change wishes of caller", viewer=viewer, at=at, held=tip, fields=changed)


@transaction.atomic
def add_entry(tip: Tip, named: Named, *, viewer: Viewer, at: datetime) -> None:
    """Add somebody or something that the tip names; it is matched at once."""
    begin(Act.CORRECT, tip, viewer, at=at)
    made = make_entries(tip, [named], at=at, user_id=viewer.user_id)
    settle_parts(tip, at=at)
    audit.record("add entry to tip", viewer=viewer, at=at, held=tip, kind=named.kind, entries=len(made))


@transaction.atomic
def remove_entry(entry: TipEntry, tip: Tip, *, viewer: Viewer, at: datetime) -> None:
    """Take out an entry that was wrong, with its mention and the hits that rest on it."""
    begin(Act.CORRECT, tip, viewer, at=at)
    if entry.tip_id != tip.pk:
        raise RefusedError("This entry is of another tip.")
    withdraw_mentions(entry, at=at)
    audit.record("remove entry of tip", viewer=viewer, at=at, held=tip, kind=entry.kind)
    entry.delete()
    settle_parts(tip, at=at)


@transaction.atomic
def meet_clock(tip: Tip, code: str, *, how: str, viewer: Viewer, at: datetime) -> None:
    """Say how what a legal clock asks for was done, or why it does not apply; kept as a decision.

    The desk's own clocks stop by the acts that they ask for.
    """
    begin(Act.NOTE, tip, viewer, at=at)
    rule = BY_CODE.get(code)
    if rule is None or not rule.is_legal or not meet(tip, code, at=at, user_id=viewer.user_id):
        raise RefusedError("This clock does not run, or stops by itself when the work is done.")
    write_note(tip, TipNote.Kind.DECISION, f"{rule.title}: {how}", at=at, user_id=viewer.user_id)
    audit.record("meet clock of tip", viewer=viewer, at=at, held=tip, clock=code)
