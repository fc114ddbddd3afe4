"""Hits and search for programs: the same questions and acts as on the pages, under the same rules."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Router, Schema

from manumit_desk.agencies.viewer import Viewer
from manumit_desk.guard import audit
from manumit_desk.guard.access import AUDITED_READS, NotThere
from manumit_desk.guard.permission import RefusedError
from manumit_desk.registry.access import access_hit, reasons_told
from manumit_desk.registry.disclosing import answer_and_show
from manumit_desk.registry.judging import judge_pair
from manumit_desk.registry.models import HitSide, Judgement
from manumit_desk.registry.queries.hits import HitRow, hit_shown, hits_told
from manumit_desk.registry.search import search

router = Router(tags=["hits"])
search_router = Router(tags=["search"])


class Problem(Schema):
    """What was wrong, by field; `detail` in one sentence."""

    detail: str
    fields: dict[str, list[str]] = Field(default_factory=dict)


class ContactOut(Schema):
    """Whom to call at the other agency."""

    agency: str
    name: str
    phone: str
    email: str


class HitOut(Schema):
    """A hit: what is in common, how strong, the own file, whom to call, what either answered. Never content."""

    id: UUID
    told_at: datetime
    waits_since: datetime | None
    escalated_at: datetime | None
    is_ended: bool
    in_common: list[str]
    strength: str
    odds: str
    file: str
    other: ContactOut
    our_answer: str
    their_answer: str
    their_message: str


class HitList(Schema):
    """A page of hits, 25 at most, and how many there are in all."""

    count: int
    page: int
    items: list[HitOut]


class PairOut(Schema):
    """A pair that a hit rests on, and what was judged of it."""

    id: int
    in_common: str
    strength: str
    odds: str
    own_words: str
    needs_decision: bool
    verdict: str
    judged_by: str
    note: str


class HitWhole(HitOut):
    """A hit with its pairs."""

    pairs: list[PairOut]


class AnswerIn(Schema):
    """What an agency answers. `show_file`: let the other agency read the own file, too."""

    answer: str = Field(..., pattern="^(disclosed|declined)$")
    message: str = Field("", max_length=1000)
    show_file: bool = False


class VerdictIn(Schema):
    """A person's word on a pair; `withdrawn` takes the last one back."""

    verdict: str = Field(..., pattern="^(same|different|unsure|withdrawn)$")
    note: str = Field("", max_length=500)


class SearchIn(Schema):
    """What is looked for. It is sent in the body, because addresses are kept in too many places."""

    q: str = Field(..., min_length=1, max_length=200)


class FoundOut(Schema):
    """A record that was found."""

    kind: str
    words: str
    file: str
    agency: str
    handling: str
    why: str


class FoundList(Schema):
    """What a search found that the token may see, the best first. `is_cut`: there was more."""

    items: list[FoundOut]
    is_cut: bool


def _viewer(request: HttpRequest) -> Viewer:
    viewer = getattr(request, "auth", None)
    if not isinstance(viewer, Viewer):
        raise NotThere
    return viewer


@router.get("/", response=HitList, summary="The hits that the token's agency was told of")
def list_hits(request: HttpRequest, ended: bool = False, page: int = 1) -> dict[str, Any]:
    """Those that wait for an answer first, the oldest first. `ended`: those judged different."""
    shown = hits_told(_viewer(request), at=timezone.now(), ended=ended, page=max(1, min(page, 10**6)))
    return {"count": shown.paginator.count, "page": shown.number, "items": [_row(one) for one in shown]}


def _row(row: HitRow) -> dict[str, Any]:
    same = ("id", "told_at", "waits_since", "escalated_at", "is_ended", "in_common", "strength", "odds")
    other = {name: getattr(row.other, name) for name in ("agency", "name", "phone", "email")}
    return {name: getattr(row, name) for name in same} | {
        "file": row.file.reference,
        "other": other,
        "our_answer": row.ours.answer,
        "their_answer": row.theirs.answer,
        "their_message": row.theirs.message,
    }


@router.get("/{uuid:hit_id}", response={200: HitWhole, 404: Problem}, summary="One hit")
def get_hit(request: HttpRequest, hit_id: UUID) -> dict[str, Any]:
    """A hit that the token's agency was told of; 404 for all others."""
    at, viewer = timezone.now(), _viewer(request)
    shown = hit_shown(viewer, access_hit(viewer, hit_id, at=at))
    audit.record_reads(
        "read hit", [one for one in shown.sources if one.handling in AUDITED_READS], viewer=viewer, at=at
    )
    names = list(PairOut.model_fields)
    pairs = [{name: getattr(one, name) for name in names} for one in shown.reasons]
    return _row(shown.row) | {"pairs": pairs}


@router.post("/{uuid:hit_id}/answer", response={200: HitOut, 404: Problem, 409: Problem}, summary="Answer a hit")
def answer(request: HttpRequest, hit_id: UUID, said: AnswerIn) -> tuple[int, Any]:
    """Disclose or decline. 409 where a rule stands against it, such as a consent that is lacking."""
    at, viewer = timezone.now(), _viewer(request)
    side = access_hit(viewer, hit_id, at=at)
    try:
        answer_and_show(
            side,
            HitSide.Answer(said.answer),
            message=said.message,
            show=said.show_file,
            viewer=viewer,
            at=at,
        )
    except RefusedError as refused:
        return 409, {"detail": str(refused)}
    return 200, _row(hit_shown(viewer, access_hit(viewer, hit_id, at=at)).row)


@router.post("/{uuid:hit_id}/pairs/{int:pair_id}", response={204: None, 404: Problem}, summary="Judge a pair")
def judge(request: HttpRequest, hit_id: UUID, pair_id: int, said: VerdictIn) -> tuple[int, None]:
    """A person's word on a pair that the hit rests on."""
    at, viewer = timezone.now(), _viewer(request)
    side = access_hit(viewer, hit_id, at=at)
    reason = next((one for one in reasons_told(viewer, side) if one.pk == pair_id), None)
    if reason is None:
        raise NotThere
    verdict = Judgement.Verdict(said.verdict)
    judge_pair(reason.left, reason.right, verdict, viewer=viewer, at=at, note=said.note)
    return 204, None


@search_router.post("/", response=FoundList, summary="Search over all that the token may see")
def find(request: HttpRequest, said: SearchIn) -> dict[str, Any]:
    """A name however spelled, a phone, an e-mail address, a plate, a reference, or words of a text."""
    results = search(_viewer(request), said.q, at=timezone.now())
    items = [
        {
            "kind": one.kind,
            "words": one.words,
            "file": one.file.reference,
            "agency": one.agency,
            "handling": one.handling,
            "why": one.why,
        }
        for one in results.found
    ]
    return {"items": items, "is_cut": results.is_cut}
