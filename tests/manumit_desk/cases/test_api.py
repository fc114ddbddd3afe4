"""Cases for programs: what a token may see and do is what its maker may, and no more."""

from typing import Any

import pytest
from django.test import Client

from manumit_desk.agencies.models import Membership
from manumit_desk.agencies.viewer import Viewer
from manumit_desk.cases.models import Case, Party
from tests.manumit_desk.cases.matter import Matter
from tests.manumit_desk.cast import Cast

ALL = ["open", "agency", "law_enforcement", "victim_confidential"]


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Calls the API in the name of a viewer, narrowed to handling codes."""

    def calling(viewer: Viewer, method: str, path: str, body: Any = None, handlings: list[str] | None = None) -> Any:
        membership = Membership.objects.select_related("user", "agency").get(pk=viewer.membership_id)
        scope = frozenset(ALL if handlings is None else handlings)
        narrowed = Viewer.of(membership, has_second_factor=True, handlings=scope)
        monkeypatch.setattr("manumit_desk.api.bearer.Bearer.authenticate", lambda *_: narrowed)
        asked = {"content_type": "application/json", "headers": {"Authorization": "Bearer x"}}
        return getattr(Client(), method)(f"/api/cases/{path}", body, **asked)

    return calling


def test_a_case_is_opened_listed_read_and_gets_a_party(cast: Cast, call: Any) -> None:
    made = call(cast.detective, "post", "", {"title": "Roof crew", "kind": "investigation", "state": "TX"})
    assert made.status_code == 201
    case = made.json()
    assert call(cast.detective, "get", "?text=roof").json()["items"][0]["id"] == case["id"]
    party = {"kind": "person", "role": "victim", "fields": {"name": "Ana"}}
    added = call(cast.detective, "post", f"{case['id']}/parties", party)
    assert (added.status_code, added.json()["handling"]) == (201, "victim_confidential")
    read = call(cast.detective, "get", case["id"]).json()
    assert [one["fields"] for one in read["parties"]] == [{"name": "Ana"}]


def test_what_is_not_ones_own_is_not_there(cast: Cast, matter: Matter, call: Any) -> None:
    assert call(cast.advocate, "get", "").json()["count"] == 0
    assert call(cast.advocate, "get", str(matter.case.pk)).status_code == 404
    party = {"kind": "person", "role": "suspect", "fields": {"name": "Ana"}}
    assert call(cast.advocate, "post", f"{matter.case.pk}/parties", party).status_code == 404


def test_a_partner_reads_a_joint_case_without_its_victim(cast: Cast, matter: Matter, call: Any) -> None:
    read = call(cast.agent, "get", str(matter.case.pk))
    assert "Rolf" in read.content.decode()
    assert "Marisol" not in read.content.decode()


def test_a_token_sees_and_writes_no_more_than_its_handling_codes(cast: Cast, matter: Matter, call: Any) -> None:
    narrow = ["agency"]
    assert call(cast.detective, "get", "", handlings=narrow).json()["count"] == 0
    assert call(cast.detective, "get", str(matter.case.pk), handlings=narrow).status_code == 404
    case = {"title": "New", "kind": "investigation"}
    assert call(cast.detective, "post", "", case, handlings=narrow).status_code == 403
    victim = {"kind": "person", "role": "victim", "fields": {"name": "Ana"}}
    police = ["law_enforcement"]
    assert call(cast.detective, "post", f"{matter.case.pk}/parties", victim, handlings=police).status_code == 403
    assert not Case.all_objects.filter(title="New").exists()
    assert not Party.all_objects.filter(fields__name="Ana").exists()


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"title": "", "kind": "investigation"},
        {"title": "New", "kind": "war"},
        {"title": "New", "kind": "investigation", "state": "ZZ"},
        {"title": "New", "kind": "investigation", "sectors": ["spaceflight"]},
        {"title": "New", "kind": "investigation", "opened_date": "2999-01-01"},
        {"title": "New", "kind": "victim_services", "handling": "open"},
        {"title": "x" * 201, "kind": "investigation"},
    ],
)
def test_what_cannot_be_is_named_by_field(cast: Cast, call: Any, body: dict[str, Any]) -> None:
    answer = call(cast.detective, "post", "", body)
    assert answer.status_code == 422
    assert answer.json()["fields"]


@pytest.mark.parametrize("page", [-1, 0, 10**9])
def test_a_page_beyond_the_list_is_its_last(cast: Cast, matter: Matter, call: Any, page: int) -> None:
    assert call(cast.detective, "get", f"?page={page}").status_code == 200
