"""Cases for programs: the same questions and acts as on the pages, under the same rules.

`router` is mounted with an authentication that gives a Viewer (`request.auth`). What a token may not see is not there;
what is wrong or refused is answered by the API's own handlers of ValidationError and RefusedError.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Query, Router, Schema, Status

from manumit_desk.agencies.viewer import Viewer
from manumit_desk.cases.access import access_case
from manumit_desk.cases.actions.cases import open_case
from manumit_desk.cases.actions.parties import add_party
from manumit_desk.cases.models import Case, Party
from manumit_desk.cases.queries.listing import CaseFilters, CaseRow, cases_listed
from manumit_desk.cases.queries.page import CaseFacts, case_facts
from manumit_desk.cases.queries.seen import Seen
from manumit_desk.guard.access import NotThere

router = Router(tags=["cases"])
MOST_PARTIES = 500
_KINDS = "^(person|organisation|contact|place|vehicle|vessel)$"
_ROLES = "^(suspect|victim|witness|caller|business|contact|place|vehicle|other)$"
_HANDLINGS = "^(|open|agency|law_enforcement|trade_sensitive|victim_confidential|tribal)$"


class Problem(Schema):
    """What was wrong, by field; `detail` in one sentence."""

    detail: str
    fields: dict[str, list[str]] = Field(default_factory=dict)


class CaseOut(Schema):
    """A case in a list."""

    id: UUID
    reference: str
    title: str
    kind: str
    status: str
    state: str
    lead: str
    opened_date: date
    owner: str
    is_own: bool
    handling: str


class CaseList(Schema):
    """A page of cases, 25 at most, and how many there are in all."""

    count: int
    page: int
    items: list[CaseOut]


class PartyOut(Schema):
    """Somebody or something in a case. `fields` are those of its kind (docs/data/fields.md)."""

    id: UUID
    kind: str
    role: str
    fields: dict[str, str]
    handling: str
    owner: str
    created_at: datetime


class CaseWhole(CaseOut):
    """A case with the parties that the token may see, 500 at most."""

    summary: str
    county: str
    sectors: list[str]
    closed_date: date | None
    closing_reason: str
    may_add: bool
    parties: list[PartyOut]


class CaseIn(Schema):
    """A case to be. `sectors` are codes of terms/sectors.csv; without `handling` it is what is usual for the kind."""

    title: str = Field(..., min_length=1, max_length=200)
    kind: str = Field(..., pattern="^(investigation|task_force|prosecution|victim_services)$")
    concern: str = Field("", pattern="^(|sex|labour|both)$")
    summary: str = Field("", max_length=5000)
    opened_date: date | None = None
    state: str = Field("", max_length=2)
    county: str = Field("", max_length=80)
    sectors: list[str] = Field(default_factory=list, max_length=30)
    handling: str = Field("", pattern=_HANDLINGS)


class PartyIn(Schema):
    """A party to be. A victim is victim confidential unless `handling` is `case`."""

    kind: str = Field(..., pattern=_KINDS)
    role: str = Field(..., pattern=_ROLES)
    fields: dict[str, str]
    note: str = Field("", max_length=2000)
    handling: str = Field("", pattern="^(|case|victim_confidential|tribal)$")


class Narrowing(Schema):
    """What a list of cases is narrowed to; empty: not. `whose`: own or others; `lead`: a user's number, or me."""

    text: str = Field("", max_length=100)
    status: str = Field("", pattern="^(|open|inactive|closed)$")
    kind: str = Field("", pattern="^(|investigation|task_force|prosecution|victim_services)$")
    state: str = Field("", max_length=2)
    lead: str = Field("", pattern=r"^(|me|\d{1,17})$")
    whose: str = Field("", pattern="^(|own|others)$")


def _viewer(request: HttpRequest) -> Viewer:
    viewer: Viewer | None = getattr(request, "auth", None) or getattr(request, "viewer", None)
    if not isinstance(viewer, Viewer):
        raise NotThere
    return viewer


@router.get("/", response={200: CaseList, 422: Problem}, summary="Cases, the newest first")
def list_cases(request: HttpRequest, narrowing: Query[Narrowing], page: int = 1) -> dict[str, Any]:
    """The cases that the token may see."""
    plain = {name: value.replace("\0", "") for name, value in narrowing.dict().items()}
    shown = cases_listed(_viewer(request), CaseFilters.of(plain), page=max(1, min(page, 10**6)))
    return {"count": shown.paginator.count, "page": shown.number, "items": [_row(one) for one in shown.object_list]}


@router.get("/{uuid:case_id}", response={200: CaseWhole, 404: Problem}, summary="One case")
def get_case(request: HttpRequest, case_id: UUID) -> dict[str, Any]:
    """A case that the token may see; 404 for all others, whether they exist or not."""
    at, viewer = timezone.now(), _viewer(request)
    return _whole(access_case(viewer, case_id, at=at), viewer, at)


@router.post("/", response={201: CaseOut, 403: Problem, 422: Problem}, summary="Open a case")
def create_case(request: HttpRequest, said: CaseIn) -> Status[dict[str, Any]]:
    """A new case of the token's agency."""
    viewer = _viewer(request)
    case = open_case(viewer=viewer, at=timezone.now(), **said.dict())
    return Status(201, _row(CaseRow.of(case, viewer)))


@router.post(
    "/{uuid:case_id}/parties",
    response={201: PartyOut, 403: Problem, 404: Problem, 422: Problem},
    summary="Add a party to a case",
)
def create_party(request: HttpRequest, case_id: UUID, said: PartyIn) -> Status[dict[str, Any]]:
    """A new party in a case that the token's agency works; it is that agency's own."""
    at, viewer = timezone.now(), _viewer(request)
    case = access_case(viewer, case_id, at=at)
    return Status(201, _party(add_party(case, viewer=viewer, at=at, **said.dict())))


def _row(row: CaseRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in CaseOut.model_fields}


def _party(party: Party) -> dict[str, Any]:
    same = {name: getattr(party, name) for name in ("kind", "role", "fields", "handling", "created_at")}
    return {**same, "id": party.pk, "owner": party.owner.short_name}


def _whole(case: Case, viewer: Viewer, at: datetime) -> dict[str, Any]:
    facts: CaseFacts = case_facts(case, viewer, at=at)
    seen = Seen(case, viewer, at=at)
    parties = list(seen.of(Party)[:MOST_PARTIES])
    seen.record_readings(parties)
    same = ("summary", "county", "closed_date", "closing_reason", "may_add")
    return {
        **_row(facts.row),
        **{name: getattr(facts, name) for name in same},
        "sectors": case.sectors,
        "parties": [_party(one) for one in parties],
    }
