"""The pages for callers: no account, English and Spanish, nothing kept that says who sent it."""

import re
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.cache.backends.locmem import LocMemCache
from django.test import Client, override_settings

from manumit_desk.shell.frontend.build import compile_translations
from manumit_desk.tips import actions, limits
from manumit_desk.tips.models import Tip, TipEntry, TipNote
from tests.manumit_desk.tips.desk import Desks, receive

TELL, FOLLOW = "/tips/tell/", "/tips/follow/"
GIVEN = {"what_happened": "They lock them in every night.", "state": "TX", "may_tell_police": "yes"}


@pytest.fixture(scope="session", autouse=True)
def _spanish_is_compiled() -> None:
    compile_translations()


def text_of(answer: Any) -> str:
    return unescape(answer.content.decode())


def send(**said: Any) -> Any:
    return Client().post(TELL, {**GIVEN, **said})


def test_a_tip_needs_one_answer_and_no_name(desks: Desks) -> None:
    answer = Client().post(TELL, {"what_happened": "They lock them in."})
    tip = Tip.all_objects.get()
    assert answer.status_code == 200
    assert tip.reference in text_of(answer)
    assert (tip.owner, tip.channel, tip.may_tell_police, tip.is_anonymous) == (desks.line, "web", False, True)


def test_it_goes_to_the_desk_of_its_state(desks: Desks) -> None:
    send()
    assert Tip.all_objects.get().owner == desks.cast.police


def test_the_page_is_small_says_where_help_is_and_sets_no_cookie_but_for_safe_sending(desks: Desks) -> None:
    answer = Client().get(TELL)
    page = text_of(answer)
    assert all(help_now in page for help_now in ("911", "1-888-373-7888", "233733", "data-quick-exit"))
    assert len(answer.content) < 100_000
    assert set(answer.cookies) <= {settings.CSRF_COOKIE_NAME}
    assert "no-store" in answer["Cache-Control"]
    assert set(send().cookies) <= {settings.CSRF_COOKIE_NAME}


def test_it_speaks_spanish(desks: Desks) -> None:
    page = text_of(Client().get(TELL, headers={"Accept-Language": "es-MX"}))
    assert '<html lang="es"' in page
    assert "Cuéntenos lo que vio" in page
    assert "¿Puede saberlo la policía?" in page
    assert "Golpean o lastiman a la persona" in page
    Client().post(TELL, GIVEN, headers={"Accept-Language": "es"})
    assert Tip.all_objects.get().language == "es"


def test_what_was_typed_stays_and_the_error_stands_beside_its_field(desks: Desks) -> None:
    answer = send(what_happened="", where_text="Behind the Sunset Motel", caller_email="none")
    page = text_of(answer)
    assert answer.status_code == 422
    assert "Behind the Sunset Motel" in page
    assert 'id="id_what_happened_error"' in page
    assert not Tip.all_objects.exists()


def test_an_anonymous_caller_who_gives_a_number_is_asked_which_they_mean(desks: Desks) -> None:
    answer = send(is_anonymous="yes", caller_phone="956 555 0101")
    assert answer.status_code == 422
    assert "You chose to stay anonymous" in text_of(answer)
    send(is_anonymous="no", caller_phone="956 555 0101", may_call_back="on")
    assert Tip.all_objects.get().may_call_back


def test_who_refuses_police_where_only_police_take_tips_is_told_so_and_nothing_is_kept(desks: Desks) -> None:
    desks.line.delete()
    answer = send(state="LA", may_tell_police="no")
    assert answer.status_code == 422
    assert "Nobody outside the police" in text_of(answer)
    assert not Tip.all_objects.exists()


def test_what_the_caller_names_becomes_entries(desks: Desks) -> None:
    send(contacts_text="956 555 0144\nboss@sunset.example", businesses_text="Sunset Motel", vehicles_text="ABC 1234 tx")
    entries = {(one.kind, *sorted(one.fields.items())) for one in TipEntry.all_objects.all()}
    assert entries == {
        ("contact", ("type", "phone"), ("value", "956 555 0144")),
        ("contact", ("type", "email"), ("value", "boss@sunset.example")),
        ("organisation", ("name", "Sunset Motel")),
        ("vehicle", ("plate", "ABC 1234"), ("region", "TX")),
    }


def test_a_program_that_fills_in_everything_is_stopped_and_a_person_loses_nothing(desks: Desks) -> None:
    answer = send(website_of_yours="http://spam.example")
    assert answer.status_code == 422
    assert GIVEN["what_happened"] in text_of(answer)
    assert not Tip.all_objects.exists()


def test_sending_the_same_form_twice_makes_one_tip(desks: Desks) -> None:
    once = re.search(r'name="once" value="([^"]+)"', text_of(Client().get(TELL)))
    assert once
    assert "Your code" in text_of(send(once=once[1]))
    assert "We have this already" in text_of(send(once=once[1]))
    assert Tip.all_objects.count() == 1


@override_settings(TIPS_PER_SENDER_AND_HOUR=2)
def test_one_sender_is_slowed_down_and_another_is_not(desks: Desks) -> None:
    assert [send().status_code for _ in range(3)] == [200, 200, 429]
    assert GIVEN["what_happened"] in text_of(send())
    assert Client(REMOTE_ADDR="203.0.113.9").post(TELL, GIVEN).status_code == 200
    assert Tip.all_objects.count() == 3


@override_settings(TIPS_PER_SENDER_AND_HOUR=1, FRONT_SERVERS=1)
def test_behind_our_own_front_server_senders_are_told_apart_and_none_can_pretend(desks: Desks) -> None:
    def by(passed: str) -> int:
        return Client().post(TELL, GIVEN, headers={"X-Forwarded-For": passed}).status_code

    assert by("198.51.100.7") == by("198.51.100.8") == 200
    assert by("1.2.3.4, 198.51.100.7") == 429


def test_what_a_sender_is_counted_under_fits_thousands_of_networks(
    desks: Desks, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that a table of counts, or a backup of it, tells nobody who sent a tip, whatever key they have."""
    counts = LocMemCache("counts", {})
    monkeypatch.setattr(limits, "cache", counts)
    send()
    kept = {key.removeprefix(":1:") for key in counts._cache}  # type: ignore[attr-defined]
    (of_sender,) = (key for key in kept if key.startswith("tips:tips:") and not key.endswith(":all"))
    assert len(of_sender.removeprefix("tips:tips:")) == 2 * limits.BYTES_KEPT == 4
    assert {key.split(":")[1] for key in kept} == {"tips", "once"}


def test_no_address_is_kept_anywhere(desks: Desks, caplog: pytest.LogCaptureFixture) -> None:
    address = "203.0.113.77"
    Client(REMOTE_ADDR=address).post(TELL, GIVEN)
    tip = Tip.all_objects.get()
    kept = " ".join(str(getattr(tip, field.attname)) for field in Tip._meta.concrete_fields)
    held = str(getattr(cache, "_cache", ""))
    assert address not in kept + caplog.text + held


HOSTILE = {
    "script": "<script>alert(1)</script>",
    "attribute": '" onmouseover="alert(1)',
    "template": "{{ request.user }}{% load x %}",
    "emoji": "👩‍👧‍👦 help 🆘",
    "right to left": "\u202eevil\u202c العربية",
    "sql": "'; DROP TABLE tips_tip; --",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_odd_texts_are_kept_as_they_are_and_shown_as_text(desks: Desks, text: str) -> None:
    from tests.manumit_desk.tips.desk import log_in

    send(what_happened=text, people_text=text, is_anonymous="no", caller_name=text)
    tip = Tip.all_objects.get()
    assert tip.what_happened == text
    page = log_in(desks.detective).get(f"/tips/{tip.pk}/").content.decode()
    assert "<script>alert" not in page
    assert 'onmouseover="alert' not in page
    assert text in unescape(page)


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("what_happened", "x" * 10_001),
        ("what_happened", "nul\0"),
        ("where_text", "x" * 501),
        ("contacts_text", "1\n" * 21),
        ("people_text", "x" * 301),
        ("state", "ZZ"),
        ("child", "maybe"),
        ("indicators", "no_such"),
        ("caller_email", "not an address"),
    ],
)
def test_what_cannot_be_taken_is_refused_in_words(desks: Desks, field: str, text: str) -> None:
    answer = send(**{field: text})
    assert answer.status_code == 422
    assert not Tip.all_objects.exists()


def test_five_megabytes_of_text_are_refused(desks: Desks) -> None:
    assert send(what_happened="x" * (5 * 2**20 + 1)).status_code == 400
    assert not Tip.all_objects.exists()


def follow(code: str, **more: str) -> Any:
    return Client().post(FOLLOW, {"code": code, **more})


def test_by_the_code_a_caller_sees_where_it_stands_and_what_came_of_it_and_nothing_else(desks: Desks) -> None:
    received = receive(desks.line, caller_name="Rosa", is_anonymous=False)
    tip, code = received.tip, received.code
    assert "Nobody has read it yet" in text_of(follow(code))
    actions.confirm_receipt(tip, viewer=desks.operator, at=tip.created_at)
    assert "Somebody has read it" in text_of(follow(code.lower().replace("-", " ")))
    actions.close_tip(tip, reason="helped", viewer=desks.operator, at=tip.created_at)
    page = text_of(follow(code))
    assert "Somebody was found and was offered help." in page
    assert not any(word in page for word in ("Laredo", "Rosa", "The Line", tip.reference))
    spanish = Client().post(FOLLOW, {"code": code}, headers={"Accept-Language": "es"})
    assert "Se encontró a alguien" in text_of(spanish)


def test_the_code_itself_is_not_kept(desks: Desks) -> None:
    received = receive(desks.line)
    plain = received.code.replace("-", "")
    kept = str(Tip.all_objects.values().get())
    assert plain not in kept
    assert received.code not in kept


def test_by_the_code_a_caller_adds_to_the_tip(desks: Desks) -> None:
    received = receive(desks.line)
    answer = follow(received.code, text="It is room 12.")
    assert "We have added it" in text_of(answer)
    note = TipNote.all_objects.get(tip=received.tip)
    assert (note.kind, note.text, note.created_by) == (TipNote.Kind.FROM_CALLER, "It is room 12.", None)


def test_a_wrong_code_tells_nothing(desks: Desks) -> None:
    receive(desks.line)
    for code in ("AAAA-AAAA-AAAA-AAAA", "x", "", "\0" * 16, "é" * 16):
        assert follow(code).status_code == 422


@override_settings(TIP_CODES_PER_SENDER_AND_HOUR=2)
def test_codes_are_not_tried_out(desks: Desks) -> None:
    assert [follow("AAAA-AAAA-AAAA-AAAA").status_code for _ in range(3)] == [422, 422, 429]
