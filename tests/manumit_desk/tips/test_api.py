"""Tips for programs: the same acts and questions, under the same rules, within the token's scope."""

from typing import Any

import pytest
from ninja.testing import TestClient

from manumit_desk.tips.actions import close_tip
from manumit_desk.tips.api import router
from manumit_desk.tips.models import Tip, TipEntry
from tests.manumit_desk.cast import NOW
from tests.manumit_desk.tips.desk import Desks, receive


def call(viewer: Any, method: str, path: str, **more: Any) -> Any:
    return getattr(TestClient(router), method)(path, auth=viewer, **more)


def test_the_list_is_of_the_own_desk(desks: Desks) -> None:
    tip = receive(desks.line).tip
    assert [one["reference"] for one in call(desks.operator, "get", "/").json()["items"]] == [tip.reference]
    assert call(desks.detective, "get", "/").json()["count"] == 0


def test_one_tip_shows_to_its_desk_and_is_not_there_for_others(desks: Desks) -> None:
    said = {"is_anonymous": False, "caller_name": "Rosa", "caller_phone": "956 555 0101"}
    tip = receive(desks.line, **said).tip
    answer = call(desks.operator, "get", f"/{tip.pk}").json()
    assert (answer["what_happened"], answer["caller"]) == (tip.what_happened, {"name": "Rosa"})
    assert call(desks.detective, "get", f"/{tip.pk}").status_code == 404


def test_a_partner_sends_a_tip(desks: Desks) -> None:
    said = {"what_happened": "They lock them in.", "state": "TX", "contacts": ["956 555 0144"], "child": "yes"}
    answer = call(desks.operator, "post", "/", json=said)
    assert answer.status_code == 201
    tip = Tip.all_objects.get()
    assert (tip.reference, tip.channel, tip.owner) == (answer.json()["reference"], "partner", desks.line)
    assert (answer.json()["handling"], TipEntry.all_objects.count()) == ("victim_confidential", 1)


@pytest.mark.parametrize(
    "said",
    [
        {"what_happened": ""},
        {"what_happened": "x", "state": "ZZ"},
        {"what_happened": "x", "child": "perhaps"},
        {"what_happened": "nul\0"},
        {"what_happened": "x", "caller_phone": "956 555 0101"},
        {"what_happened": "x", "contacts": ["1"] * 21},
        {"what_happened": "x", "indicators": ["no such"]},
        {},
    ],
)
def test_what_cannot_be_used_is_refused_by_field(desks: Desks, said: dict[str, object]) -> None:
    assert call(desks.operator, "post", "/", json=said).status_code == 422
    assert not Tip.all_objects.exists()


def test_a_note_is_refused_where_the_state_forbids_it(desks: Desks) -> None:
    tip = receive(desks.line).tip
    assert call(desks.operator, "post", f"/{tip.pk}/notes", json={"text": "Read."}).status_code == 201
    close_tip(tip, reason="duplicate", viewer=desks.operator, at=NOW)
    refused = call(desks.operator, "post", f"/{tip.pk}/notes", json={"kind": "question", "text": "Where?"})
    assert refused.status_code == 409


def test_nobody_gets_in_without_a_viewer(desks: Desks) -> None:
    tip = receive(desks.line).tip
    assert TestClient(router).get(f"/{tip.pk}").status_code == 404
