"""The desk's pages over HTTP: who sees them, that acts work and refusals say why beside what was typed."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from manumit_desk.agencies.roles import Role
from manumit_desk.tips import actions
from manumit_desk.tips.models import Tip, TipEntry, TipHandover, TipNote
from tests.manumit_desk.cast import NOW
from tests.manumit_desk.tips.desk import Desks, fresh, log_in, receive

OF_TIP = ("", "correct/", "wishes/", "entry/", "hand-over/", "close/", "outcome/", "reopen/")


@pytest.mark.parametrize("page", OF_TIP)
def test_a_page_of_a_tip_is_for_its_desk_and_not_there_for_others(desks: Desks, page: str) -> None:
    tip = receive(desks.line).tip
    path = f"/tips/{tip.pk}/{page}"
    assert log_in(desks.operator).get(path).status_code == 200
    assert log_in(desks.detective).get(path).status_code == 404
    assert log_in(desks.operator).get(f"/tips/{uuid4()}/{page}").status_code == 404
    assert Client().get(path).status_code == 302


@pytest.mark.parametrize("act", ["note/", "assign/", "confirm/", "take-back/", "suggestion/"])
def test_no_act_reaches_another_desks_tip(desks: Desks, act: str) -> None:
    tip = receive(desks.line).tip
    before = Tip.all_objects.filter(pk=tip.pk).values().get()
    given = {"text": "x", "kind": "note", "value": "x"}
    assert log_in(desks.detective).post(f"/tips/{tip.pk}/{act}", given).status_code == 404
    assert Tip.all_objects.filter(pk=tip.pk).values().get() == before
    assert not TipNote.all_objects.exists()


@pytest.mark.parametrize("path", ["", "new/", "import/", "handed-over/", "report/", "report/referrals.csv"])
def test_the_pages_of_a_desk(desks: Desks, path: str) -> None:
    receive(desks.line)
    assert log_in(desks.operator).get(f"/tips/{path}").status_code == 200
    assert Client().get(f"/tips/{path}").status_code == 302


def test_an_overseer_sees_figures_and_no_tips(desks: Desks) -> None:
    tip = receive(desks.line).tip
    client = log_in(desks.cast.viewer(desks.line, Role.OVERSEER))
    assert client.get("/tips/report/").status_code == 200
    assert tip.reference not in client.get("/tips/").content.decode()
    assert client.get(f"/tips/{tip.pk}/").status_code == 404
    assert client.get("/tips/new/").status_code == 404


ENTERED = {
    "what_happened": "The caller says they lock them in.",
    "state": "TX",
    "may_tell_police": "no",
    "is_anonymous": "no",
    "caller_name": "Rosa",
    "caller_phone": "956 555 0101",
    "may_call_back": "on",
    "child": "yes",
    "people_text": "Big Ray",
    "places_text": "12 Canal St, Laredo",
}


def test_a_call_is_written_down_and_its_code_is_shown_once(desks: Desks) -> None:
    page = log_in(desks.operator).post("/tips/new/", ENTERED).content.decode()
    tip = Tip.all_objects.get()
    assert tip.reference in page
    assert (tip.owner, tip.channel, tip.created_by_id) == (desks.line, "hotline", desks.operator.user_id)
    assert (tip.caller_name, tip.may_tell_police, tip.may_call_back) == ("Rosa", False, True)
    assert {one.kind for one in TipEntry.all_objects.all()} == {"person", "place"}


def test_what_is_wrong_in_it_is_said_and_nothing_typed_is_lost(desks: Desks) -> None:
    answer = log_in(desks.operator).post(
        "/tips/new/", {**ENTERED, "caller_email": "none", "received_at": "2999-01-01T10:00"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "This is in the future." in page
    assert "Big Ray" in page
    assert not Tip.all_objects.exists()


def test_the_page_of_a_tip_shows_wishes_clocks_and_no_hidden_caller(desks: Desks) -> None:
    said = {"is_anonymous": False, "caller_name": "Rosa", "caller_phone": "956 555 0101"}
    tip = receive(desks.line, may_tell_police=False, **said).tip
    page = log_in(desks.operator).get(f"/tips/{tip.pk}/").content.decode()
    assert all(tag in page for tag in ("No police", "Do not call back", "Look at it", "Rosa"))
    assert "956 555 0101" not in page
    wishes = log_in(desks.operator).get(f"/tips/{tip.pk}/wishes/").content.decode()
    assert "956 555 0101" not in wishes


def test_a_change_of_wishes_keeps_the_number_that_the_form_does_not_show(desks: Desks) -> None:
    tip = receive(desks.line, is_anonymous=False, caller_name="Rosa", caller_phone="956 555 0101").tip
    given = {"may_call_back": "on", "caller_name": "Rosa", "said": "She called today."}
    assert log_in(desks.operator).post(f"/tips/{tip.pk}/wishes/", given).status_code == 302
    assert (fresh(tip).may_call_back, fresh(tip).caller_phone) == (True, "956 555 0101")


def test_a_refused_note_says_why_and_keeps_what_was_typed(desks: Desks) -> None:
    tip = receive(desks.line, may_call_back=False).tip
    given = {"text": "I rang her twice.", "kind": "question", "of_caller": "on"}
    answer = log_in(desks.operator).post(f"/tips/{tip.pk}/note/", given)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "does not want to be called back" in page
    assert "I rang her twice." in page
    assert not TipNote.all_objects.exists()


def test_a_refused_handover_says_why_and_keeps_what_was_typed(desks: Desks) -> None:
    tip = receive(desks.line, may_tell_police=False).tip
    given = {"to_agency": desks.cast.police.pk, "why": "Their town."}
    answer = log_in(desks.operator).post(f"/tips/{tip.pk}/hand-over/", given)
    page = answer.content.decode()
    assert "does not want police to know" in page
    assert "Their town." in page
    assert not TipHandover.all_objects.exists()


def test_from_offer_to_outcome_by_clicks(desks: Desks) -> None:
    tip = receive(desks.line).tip
    line, police = log_in(desks.operator), log_in(desks.detective)
    line.post(f"/tips/{tip.pk}/hand-over/", {"to_agency": desks.cast.police.pk, "why": "Their town."})
    offer = TipHandover.all_objects.get()
    page = police.get(f"/tips/offers/{offer.pk}/").content.decode()
    assert tip.reference in page
    assert "Motel" not in page
    assert police.post(f"/tips/offers/{offer.pk}/", {"answer": "confirm"})["Location"] == f"/tips/{tip.pk}/"
    police.post(f"/tips/{tip.pk}/close/", {"reason": "helped"})
    assert "Somebody was helped" in line.get("/tips/handed-over/").content.decode()
    assert police.get(f"/tips/offers/{offer.pk}/").status_code == 404


def test_entries_are_added_and_taken_out(desks: Desks) -> None:
    tip, client = receive(desks.line).tip, log_in(desks.operator)
    given = {"kind": "vehicle", "role": "vehicle", "value": "ABC 1234", "region": "TX"}
    client.post(f"/tips/{tip.pk}/entry/", given)
    entry = TipEntry.all_objects.get()
    assert entry.fields == {"plate": "ABC 1234", "region": "TX"}
    wrong = client.post(f"/tips/{tip.pk}/entry/", {**given, "birth_date": "1990-01-01"})
    assert wrong.status_code == 422
    client.post(f"/tips/{tip.pk}/entry/{entry.pk}/remove/")
    assert not TipEntry.all_objects.exists()


def test_a_forged_id_of_another_tips_entry_takes_nothing_out(desks: Desks) -> None:
    tip, other = receive(desks.line).tip, receive(desks.line).tip
    client = log_in(desks.operator)
    client.post(f"/tips/{other.pk}/entry/", {"kind": "contact", "role": "contact", "value": "956 555 0144"})
    entry = TipEntry.all_objects.get()
    client.post(f"/tips/{tip.pk}/entry/{entry.pk}/remove/")
    assert TipEntry.all_objects.filter(pk=entry.pk).exists()


def test_assigning_needs_one_click(desks: Desks) -> None:
    tip = receive(desks.line).tip
    log_in(desks.operator).post(f"/tips/{tip.pk}/assign/")
    assert fresh(tip).assigned_to_id == desks.operator.user_id


def test_every_page_of_a_tip_in_every_state_can_be_shown(desks: Desks) -> None:
    tip, client = receive(desks.line).tip, log_in(desks.operator)
    states: list[Any] = [
        lambda: actions.hand_over(tip, desks.cast.police, why="x", viewer=desks.operator, at=NOW),
        lambda: client.post(f"/tips/{tip.pk}/take-back/"),
        lambda: actions.take_up_in_case(tip, case_id=uuid4(), viewer=desks.operator, at=NOW),
        lambda: client.post(f"/tips/{tip.pk}/outcome/", {"outcome": "looked_into"}),
        lambda: client.post(f"/tips/{tip.pk}/close/", {"reason": "helped"}),
        lambda: client.post(f"/tips/{tip.pk}/reopen/", {"why": "Again"}),
        lambda: client.post(f"/tips/{tip.pk}/correct/", {
            "what_happened": "x", "concern": "sex", "in_danger_now": "yes", "child": "yes", "child_is_foreign": "no",
            "child_in_care": "no", "child_is_missing": "no",
        }),
    ]  # fmt: skip
    for reach in states:
        reach()
        tip.refresh_from_db()
        assert client.get(f"/tips/{tip.pk}/").status_code == 200
        assert client.get("/tips/?view=all").status_code == 200
    assert fresh(tip).urgency == "now"
