"""Taking a tip in, from whatever channel, and what its caller adds later."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from manumit_desk.agencies.models import Agency
from manumit_desk.agencies.viewer import Viewer
from manumit_desk.guard import audit
from manumit_desk.tips.actions.rows import back_to_work, lock, open_again, write_note
from manumit_desk.tips.clocks import BY_CODE, start_clock, sync_clocks
from manumit_desk.tips.draft import FACTS, WISHES, TipDraft
from manumit_desk.tips.followup import digest_of, new_code
from manumit_desk.tips.mentions import make_entries, settle_parts
from manumit_desk.tips.models import Tip, TipImport, TipNote, new_reference
from manumit_desk.tips.notices import tell_desk
from manumit_desk.tips.states import open_offer
from manumit_desk.tips.urgency import set_urgency

Status = Tip.Status


@dataclass(frozen=True, slots=True)
class Received:
    """A tip that was taken in, and its follow-up code, which is shown now and never again."""

    tip: Tip
    code: str


@transaction.atomic
def receive_tip(
    draft: TipDraft,
    *,
    channel: Tip.Channel,
    owner: Agency,
    viewer: Viewer | None,
    at: datetime,
    received_at: datetime | None = None,
    imported_by: TipImport | None = None,
    import_key: str = "",
) -> Received:
    """Keep a tip at a desk, with its urgency, handling, clocks and mentions. `viewer` is None for the public.

    Of an anonymous caller nothing is kept by which they could be found.
    """
    audit.wait_in_line()
    kept = draft.without_caller() if draft.is_anonymous else draft
    code = new_code()
    tip = Tip(
        owner=owner,
        received_by=owner,
        channel=channel,
        received_at=min(received_at or at, at),
        created_at=at,
        created_by_id=viewer.user_id if viewer else None,
        reference=_free_reference(),
        code_digest=digest_of(code),
        indicators=list(kept.indicators),
        imported_by=imported_by,
        import_key=import_key,
        **{name: getattr(kept, name) for name in (*FACTS, *WISHES)},
    )
    set_urgency(tip)
    tip.save()
    make_entries(tip, kept.named, at=at, user_id=tip.created_by_id)
    settle_parts(tip, at=at)
    sync_clocks(tip, since=at)
    audit.record("receive tip", viewer=viewer, at=at, held=tip, channel=str(channel), urgency=tip.urgency)
    if channel == Tip.Channel.WEB and tip.urgency == Tip.Urgency.NOW:
        tell_desk(owner)
    return Received(tip, code)


def _free_reference() -> str:
    while True:
        reference = new_reference()
        if not Tip.all_objects.filter(reference=reference).exists():
            return reference


@transaction.atomic
def add_from_caller(tip: Tip, text: str, *, at: datetime) -> None:
    """Keep what a caller adds by their code. Somebody must look at it, whatever state the tip is in.

    It ends the waiting for an answer, and opens a closed tip again; a tip in a case stays there.
    """
    lock(tip)
    write_note(tip, TipNote.Kind.FROM_CALLER, text, at=at, user_id=None)
    audit.record("caller adds to tip", viewer=None, at=at, held=tip)
    if tip.status == Status.CLOSED:
        open_again(tip, at=at)
    elif tip.status == Status.WAITING and open_offer(tip) is None:
        back_to_work(tip)
    start_clock(tip, BY_CODE["first_look"], since=at)
