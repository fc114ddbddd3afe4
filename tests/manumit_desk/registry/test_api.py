"""Hits and search for programs: the pages' rules hold, and a token's handling codes narrow them."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from manumit_desk.accounts.actions.tokens import make_token
from manumit_desk.agencies.viewer import Viewer
from manumit_desk.guard.handling import Handling
from manumit_desk.registry.models import Hit, HitReason, HitSide, MentionRole
from tests.manumit_desk.cast import Cast
from tests.manumit_desk.registry.records import EVA, EVA_AGAIN, PHONE, SAME_PHONE, add_party, open_case


class Program:
    """A program with a token."""

    def __init__(self, viewer: Viewer, handlings: list[str] = Handling.values) -> None:
        at = timezone.now()
        until = timezone.localdate(at) + timedelta(days=1)
        _, secret = make_token(name="t", handlings=handlings, until_date=until, viewer=viewer, at=at)
        self._headers = {"Authorization": f"Bearer {secret}"}

    def get(self, path: str) -> Any:
        return Client().get(f"/api/{path}", headers=self._headers)

    def post(self, path: str, **said: Any) -> Any:
        return Client().post(f"/api/{path}", said, content_type="application/json", headers=self._headers)


@pytest.fixture(autouse=True)
def _no_calls_yet() -> None:
    cache.clear()


def hit_on_a_phone(cast: Cast) -> str:
    add_party(open_case(cast.police), "contact", PHONE)
    add_party(open_case(cast.task_force, "Zanzibar"), "contact", SAME_PHONE)
    return str(Hit.objects.get().pk)


def test_a_token_lists_reads_answers_and_judges_hits(cast: Cast) -> None:
    hit = hit_on_a_phone(cast)
    program = Program(cast.detective)
    listed = program.get("hits/").json()
    assert listed["count"] == 1
    assert listed["items"][0]["other"]["email"] == "desk@hctf.example"
    pair = program.get(f"hits/{hit}").json()["pairs"][0]
    assert program.post(f"hits/{hit}/answer", answer="disclosed", message="Call.").json()["our_answer"] == "disclosed"
    assert program.post(f"hits/{hit}/pairs/{pair['id']}", verdict="different").status_code == 204
    assert program.get("hits/").json()["count"] == 0
    assert program.get("hits/?ended=true").json()["count"] == 1


def test_nothing_of_the_other_side_is_in_any_answer(cast: Cast) -> None:
    hit = hit_on_a_phone(cast)
    program = Program(cast.detective)
    assert "Zanzibar" not in program.get("hits/").content.decode() + program.get(f"hits/{hit}").content.decode()


def test_a_silent_hit_is_not_there_for_the_other_side(cast: Cast) -> None:
    add_party(open_case(cast.police), "person", EVA, role=MentionRole.VICTIM)
    add_party(open_case(cast.task_force), "person", EVA_AGAIN)
    hit, reason = Hit.objects.get().pk, HitReason.objects.get().pk
    program = Program(cast.agent)
    assert program.get("hits/").json()["count"] == 0
    assert program.get(f"hits/{hit}").status_code == 404
    assert program.post(f"hits/{hit}/answer", answer="declined").status_code == 404
    assert program.post(f"hits/{hit}/pairs/{reason}", verdict="same").status_code == 404


def test_a_token_for_open_records_learns_of_no_hit_on_others(cast: Cast) -> None:
    hit_on_a_phone(cast)
    assert Program(cast.detective, [Handling.OPEN]).get("hits/").json()["count"] == 0


def test_a_rule_that_stands_against_an_answer_is_a_conflict_in_words(cast: Cast) -> None:
    case = open_case(cast.police, handling=Handling.VICTIM_CONFIDENTIAL)
    add_party(case, "contact", PHONE)
    add_party(open_case(cast.task_force), "contact", SAME_PHONE)
    hit = Hit.objects.get().pk
    refused = Program(cast.detective).post(f"hits/{hit}/answer", answer="disclosed", show_file=True)
    assert refused.status_code == 409
    assert "consent" in refused.json()["detail"]


def test_search_finds_what_the_token_may_see(cast: Cast) -> None:
    add_party(open_case(cast.police), "person", EVA)
    add_party(open_case(cast.task_force), "person", EVA_AGAIN)
    found = Program(cast.detective).post("search/", q="ewa szczepanska").json()["items"]
    assert [one["agency"] for one in found] == [cast.police.name]
    assert Program(cast.detective, [Handling.OPEN]).post("search/", q="ewa szczepanska").json()["items"] == []


def test_the_hourly_command_hands_over_what_waited_too_long(cast: Cast) -> None:
    hit_on_a_phone(cast)
    out = StringIO()
    call_command("keep_up_hits", stdout=out)
    assert "2 sides" in out.getvalue()
    assert HitSide.objects.filter(escalated_at__isnull=False).count() == 2
