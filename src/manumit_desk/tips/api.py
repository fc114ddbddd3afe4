"""Tips for programs: the same questions and acts as on the pages, under the same rules.

`router` is mounted with an authentication that gives a Viewer (`request.auth`). What a token may not see is not there.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Router, Schema, Status

from manumit_desk.agencies.viewer import Viewer
from manumit_desk.guard.access import NotThere
from manumit_desk.guard.permission import RefusedError
from manumit_desk.tips.access import access_tip
from manumit_desk.tips.actions import add_note, receive_tip
from manumit_desk.tips.forms import HotlineForm
from manumit_desk.tips.models import Tip, TipNote
from manumit_desk.tips.page import TipPage, tip_page
from manumit_desk.tips.queries import QueueFilters, QueueRow, desk_numbered, tips_in_queue

router = Router(tags=["tips"])
"""What may be wrong is answered as `Problem`, by field."""


class Problem(Schema):
    """What was wrong, by field; `detail` in one sentence."""

    detail: str
    fields: dict[str, list[str]] = Field(default_factory=dict)


class TipIn(Schema):
    """A tip to be. Names and contact points are lists; of an anonymous caller nothing is kept."""

    channel: str = Field("partner", pattern="^(partner|hotline)$")
    what_happened: str = Field(..., min_length=1, max_length=10_000)
    where_text: str = Field("", max_length=500)
    when_text: str = Field("", max_length=300)
    received_at: datetime | None = None
    state: str = Field("", max_length=2)
    language: str = Field("en", pattern="^(en|es|other)$")
    concern: str = Field("unsure", pattern="^(sex|labour|both|unsure)$")
    indicators: list[str] = Field(default_factory=list)
    child: str = Field("unknown", pattern="^(yes|no|unknown)$")
    child_is_foreign: str = Field("unknown", pattern="^(yes|no|unknown)$")
    child_in_care: str = Field("unknown", pattern="^(yes|no|unknown)$")
    child_is_missing: str = Field("unknown", pattern="^(yes|no|unknown)$")
    in_danger_now: str = Field("unknown", pattern="^(yes|no|unknown)$")
    may_tell_police: bool = False
    may_call_back: bool = False
    is_anonymous: bool = True
    caller_name: str = Field("", max_length=200)
    caller_phone: str = Field("", max_length=60)
    caller_email: str = Field("", max_length=254)
    safe_to_contact: str = Field("", max_length=300)
    contacts: list[str] = Field(default_factory=list)
    businesses: list[str] = Field(default_factory=list)
    suspects: list[str] = Field(default_factory=list)
    victims: list[str] = Field(default_factory=list)
    vehicles: list[str] = Field(default_factory=list)
    places: list[str] = Field(default_factory=list)


class TipMade(Schema):
    """A tip that was taken in. The follow-up code is given here and never again."""

    id: UUID
    reference: str
    follow_up_code: str
    urgency: str
    handling: str


class TipRow(Schema):
    """A tip in a list."""

    id: UUID
    reference: str
    urgency: str
    status: str
    concern: str
    state: str
    channel: str
    handling: str
    received_at: datetime
    assigned_to: str
    due_at: datetime | None
    is_overdue: bool
    wishes: list[str]


class TipList(Schema):
    """A page of tips, 25 at most, and how many there are in all."""

    count: int
    page: int
    items: list[TipRow]


class EntryOut(Schema):
    """One that a tip names; `hits` counts other agencies' files that mention the same, as far as told."""

    id: UUID
    kind: str
    role: str
    fields: dict[str, str]
    handling: str
    hits: int


class NoteOut(Schema):
    """A note on a tip."""

    kind: str
    text: str
    by: str
    at: datetime


class ClockOut(Schema):
    """Something that must be done by a moment, and the rule that says so."""

    code: str
    title: str
    source: str
    due_at: datetime
    met_at: datetime | None


class TipOut(TipRow):
    """A tip with all its parts. `caller` holds no more than the caller's wishes allow."""

    owner: str
    what_happened: str
    where_text: str
    when_text: str
    child: str
    in_danger_now: str
    indicators: list[str]
    caller: dict[str, str]
    outcome: str
    clocks: list[ClockOut]
    entries: list[EntryOut]
    notes: list[NoteOut]


class NoteIn(Schema):
    """A note, question or answer."""

    kind: str = Field("note", pattern="^(note|question|answer)$")
    text: str = Field(..., min_length=1, max_length=10_000)


def _viewer(request: HttpRequest) -> Viewer:
    viewer: Viewer | None = getattr(request, "auth", None) or getattr(request, "viewer", None)
    if not isinstance(viewer, Viewer):
        raise NotThere
    return viewer


@router.get("/", response=TipList, summary="The desk's tips, the most urgent first")
def list_tips(
    request: HttpRequest, view: str = "open", state: str = "", urgency: str = "", page: int = 1
) -> dict[str, Any]:
    """The tips of the token's agency. `view`: open, mine, new, overdue, in_case, closed, all."""
    filters = QueueFilters(view=view, state=_plain(state), urgency=_plain(urgency))
    shown = tips_in_queue(_viewer(request), filters, at=timezone.now(), number=max(1, min(page, 10**6)))
    items = [_row(one) for one in shown.object_list]
    return {"count": shown.paginator.count, "page": shown.number, "items": items}


def _plain(text: str) -> str:
    return text.replace("\0", "")[:20]


def _row(row: QueueRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "reference": row.reference,
        "urgency": row.urgency,
        "status": row.status,
        "concern": row.concern,
        "state": row.state,
        "channel": row.channel,
        "handling": row.handling,
        "received_at": row.received_at,
        "assigned_to": row.assigned_to,
        "due_at": row.due_at,
        "is_overdue": row.is_overdue,
        "wishes": [wish.text for wish in row.wishes],
    }


@router.get("/{uuid:tip_id}", response={200: TipOut, 404: Problem}, summary="One tip")
def get_tip(request: HttpRequest, tip_id: UUID) -> dict[str, Any]:
    """A tip that the token may see; 404 for all others, whether they exist or not."""
    at, viewer = timezone.now(), _viewer(request)
    return _whole(tip_page(viewer, access_tip(viewer, tip_id, at=at)), at)


def _whole(tip: TipPage, at: datetime) -> dict[str, Any]:
    running = [clock.due_at for clock in tip.clocks if clock.met_at is None]
    same = (
        "id", "reference", "urgency", "state", "concern", "channel", "handling", "received_at", "assigned_to", "owner",
        "what_happened", "where_text", "when_text", "child", "in_danger_now", "indicators", "caller", "outcome",
        "clocks", "notes",
    )  # fmt: skip
    entries = [
        {"id": one.id, "kind": one.kind, "role": one.role, "fields": dict(one.fields), "handling": one.handling,
         "hits": one.hits}
        for one in tip.entries
    ]  # fmt: skip
    return {name: getattr(tip, name) for name in same} | {
        "status": tip.status_label,
        "due_at": min(running, default=None),
        "is_overdue": any(due < at for due in running),
        "wishes": [wish.text for wish in tip.wishes],
        "entries": entries,
    }


@router.post("/", response={201: TipMade, 403: Problem, 422: Problem}, summary="Take in a tip")
def create_tip(request: HttpRequest, said: TipIn) -> Status[Any]:
    """A tip from a partner's system or a hotline's. It comes to the desk of the token's agency."""
    viewer = _viewer(request)
    if not viewer.works_with_records:
        return Status(403, {"detail": "Your role does not work with records."})
    form = HotlineForm(_as_form(said))
    if not form.is_valid():
        fields = {name: [str(one) for one in problems] for name, problems in form.errors.items()}
        return Status(422, {"detail": "Some fields cannot be used.", "fields": fields})
    try:
        received = receive_tip(
            form.draft(),
            channel=Tip.Channel(said.channel),
            owner=desk_numbered(viewer.agency_id),
            viewer=viewer,
            at=timezone.now(),
            received_at=form.cleaned_data["received_at"],
        )
    except (RefusedError, ValidationError) as refused:
        return Status(403, {"detail": str(refused)})
    tip = received.tip
    made = {"id": tip.pk, "reference": tip.reference, "urgency": tip.urgency, "handling": tip.handling}
    return Status(201, made | {"follow_up_code": received.code})


def _as_form(said: TipIn) -> dict[str, Any]:
    plain = said.dict()
    lists = {
        "contacts": "contacts_text", "businesses": "businesses_text", "suspects": "people_text",
        "victims": "victims_text", "vehicles": "vehicles_text", "places": "places_text",
    }  # fmt: skip
    answers = {name: "yes" if plain[name] else "no" for name in ("may_tell_police", "is_anonymous")}
    return plain | {field: "\n".join(plain[name]) for name, field in lists.items()} | answers


@router.post("/{uuid:tip_id}/notes", response={201: NoteOut, 404: Problem, 409: Problem}, summary="Add to a tip")
def create_note(request: HttpRequest, tip_id: UUID, said: NoteIn) -> Status[Any]:
    """A note, a question or an answer. 409 where the tip's state does not allow it."""
    at, viewer = timezone.now(), _viewer(request)
    held = access_tip(viewer, tip_id, at=at)
    try:
        note = add_note(held, said.text, kind=TipNote.Kind(said.kind), viewer=viewer, at=at)
    except RefusedError as refused:
        return Status(409, {"detail": str(refused)})
    return Status(201, {"kind": note.get_kind_display(), "text": note.text, "by": viewer.name, "at": note.created_at})
