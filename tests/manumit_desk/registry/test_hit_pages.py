"""The pages of hits: what they say to whom, and that they say nothing else."""

import re
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from manumit_desk.agencies.roles import Role
from manumit_desk.guard.handling import Handling
from manumit_desk.guard.models import AuditEvent, Share
from manumit_desk.registry.judging import answer_hit
from manumit_desk.registry.models import Hit, HitReason, HitSide, Judgement, MentionRole
from manumit_desk.registry.queries.hits import hits_waiting
from tests.manumit_desk.accounts.people import logged_in
from tests.manumit_desk.cast import Cast
from tests.manumit_desk.registry.records import (
    EVA,
    EVA_AGAIN,
    PHONE,
    SAME_PHONE,
    add_party,
    later,
    mention_of,
    open_case,
)

SECRET = "Zanzibar Motel"


def shown(client: Client, address: str, **data: Any) -> str:
    return client.get(address, data).content.decode()


def hit_on_a_phone(cast: Cast, **theirs: Any) -> str:
    add_party(open_case(cast.police, "Ours"), "contact", PHONE)
    add_party(open_case(cast.task_force, SECRET, **theirs), "contact", SAME_PHONE)
    return f"/hits/{Hit.objects.get().pk}/"


def silent_hit(cast: Cast) -> str:
    """The task force holds a victim whom police hold as a suspect."""
    add_party(open_case(cast.police), "person", EVA)
    add_party(open_case(cast.task_force, SECRET), "person", EVA_AGAIN, role=MentionRole.VICTIM)
    return f"/hits/{Hit.objects.get().pk}/"


def test_both_agencies_see_whom_to_call_and_their_own_file_and_nothing_of_the_other_s(cast: Cast) -> None:
    address = hit_on_a_phone(cast)
    for viewer, own, other in ((cast.detective, "RCPD", "hctf"), (cast.agent, "HCTF", "rcpd")):
        client = logged_in(viewer)
        for page in (shown(client, "/hits/"), shown(client, address)):
            assert f"desk@{other}.example" in page
            assert "elephone number in common" in page
            assert own.lower() not in page
    assert SECRET not in shown(logged_in(cast.detective), address)


def test_the_own_file_is_a_link_and_the_other_s_is_not_named(cast: Cast) -> None:
    case = open_case(cast.police)
    other = open_case(cast.task_force)
    add_party(case, "contact", PHONE)
    add_party(other, "contact", SAME_PHONE)
    page = shown(logged_in(cast.detective), "/hits/")
    assert f'href="/cases/{case.pk}/"' in page
    assert str(other.pk) not in page
    assert other.reference not in page


def test_who_was_not_told_sees_a_missing_page_like_a_stranger_s_guess(cast: Cast) -> None:
    address = silent_hit(cast)
    assert logged_in(cast.agent).get(address).status_code == 200
    for viewer in (cast.detective, cast.advocate, cast.analyst, cast.viewer(cast.task_force, Role.OVERSEER)):
        assert logged_in(viewer).get(address).status_code == 404
    assert logged_in(cast.agent).get("/hits/00000000-0000-4000-8000-000000000000/").status_code == 404
    assert Client().get(address).status_code == 302


def test_a_silent_match_changes_nothing_on_any_page_of_the_other_agency(cast: Cast) -> None:
    case = open_case(cast.police)
    add_party(case, "contact", PHONE)
    suspect = add_party(case, "person", EVA)
    other = open_case(cast.task_force)
    add_party(other, "contact", SAME_PHONE)
    client = logged_in(cast.detective)
    pages = ["/", "/hits/", f"/hits/{Hit.objects.get().pk}/", "/subjects/", f"/subjects/{mention_of(suspect).pk}/"]
    before = [_plain(shown(client, page)) for page in pages]
    add_party(other, "person", EVA_AGAIN, role=MentionRole.VICTIM)
    assert HitReason.objects.count() == 2
    assert [_plain(shown(client, page)) for page in pages] == before


def _plain(page: str) -> str:
    """A page without its tokens against forgery."""
    return re.sub(r'(csrfmiddlewaretoken" value=|nonce=|X-CSRFToken": ?)"?[^"]+"', "", page)


def test_a_silent_owner_is_told_that_the_record_is_a_victim_s(cast: Cast) -> None:
    page = shown(logged_in(cast.agent), silent_hit(cast))
    assert "Your record is of a victim" in page


def test_disclosing_with_a_message_reaches_the_other_side(cast: Cast) -> None:
    address = silent_hit(cast)
    answered = logged_in(cast.agent).post(address, {"answer": "disclosed", "message": "Ask for Lena."})
    assert answered.status_code == 302
    page = shown(logged_in(cast.detective), address)
    assert "Ask for Lena." in page
    assert "discloses" in page


def test_an_answer_without_a_choice_keeps_what_was_typed(cast: Cast) -> None:
    address = hit_on_a_phone(cast)
    answered = logged_in(cast.detective).post(address, {"message": "Ask for Lena."})
    assert answered.status_code == 422
    assert "Ask for Lena." in answered.content.decode()
    assert not HitSide.objects.exclude(answer="").exists()


def test_showing_the_file_shares_it_and_taking_back_ends_that(cast: Cast) -> None:
    address = hit_on_a_phone(cast, handling=Handling.LAW_ENFORCEMENT)
    agent = logged_in(cast.agent)
    agent.post(address, {"answer": "disclosed", "show_file": "on"})
    share = Share.objects.get()
    case = f"/cases/{share.record_id}/"
    detective = logged_in(cast.detective)
    assert detective.get(case).status_code == 200
    agent.post(f"{address}show/", {"take_back": "1"})
    assert detective.get(case).status_code == 404


def test_a_confidential_file_is_not_shown_without_consent_and_the_answer_is_not_kept_either(cast: Cast) -> None:
    address = hit_on_a_phone(cast, handling=Handling.VICTIM_CONFIDENTIAL)
    answered = logged_in(cast.agent).post(address, {"answer": "disclosed", "show_file": "on"})
    assert answered.status_code == 422
    assert "consent" in answered.content.decode()
    assert HitSide.objects.get(agency=cast.task_force).answer == ""
    assert not Share.objects.exists()


def test_a_file_is_not_shown_before_the_hit_is_disclosed(cast: Cast) -> None:
    address = hit_on_a_phone(cast)
    logged_in(cast.agent).post(f"{address}show/", {})
    assert not Share.objects.exists()


def test_judging_a_pair_on_the_page_ends_the_hit_and_can_be_taken_back(cast: Cast) -> None:
    address = hit_on_a_phone(cast)
    reason = HitReason.objects.get()
    client = logged_in(cast.detective)
    field = f"pair-{reason.pk}"
    assert client.post(f"{address}pairs/{reason.pk}/", {}).status_code == 422
    client.post(f"{address}pairs/{reason.pk}/", {f"{field}-verdict": "different", f"{field}-note": "A hotel desk."})
    assert "Judged different" in shown(logged_in(cast.agent), address)
    assert "A hotel desk." in shown(logged_in(cast.agent), address)
    assert "HCTF" not in shown(client, "/hits/")
    client.post(f"{address}pairs/{reason.pk}/", {"take_back": "1"})
    assert Judgement.objects.count() == 2
    assert HitSide.objects.filter(is_ended=True).count() == 0


def test_a_pair_of_another_hit_cannot_be_judged_here(cast: Cast) -> None:
    address = hit_on_a_phone(cast)
    assert logged_in(cast.detective).post(f"{address}pairs/999/", {"take_back": "1"}).status_code == 404


def test_the_centre_sees_every_pointer_and_no_content(cast: Cast) -> None:
    case = open_case(cast.police, SECRET)
    add_party(case, "person", EVA, role=MentionRole.VICTIM)
    add_party(open_case(cast.task_force, SECRET), "person", EVA_AGAIN, role=MentionRole.VICTIM)
    page = shown(logged_in(cast.analyst), "/hits/centre/")
    for word in (cast.police.name, cast.task_force.name, "Neither agency knows", "person in common"):
        assert word in page
    for word in (SECRET, "Szczepa", case.reference, str(case.pk)):
        assert word not in page


@pytest.mark.parametrize("who", ["detective", "agent", "advocate"])
def test_nobody_else_sees_the_centre_s_page(cast: Cast, who: str) -> None:
    assert logged_in(getattr(cast, who)).get("/hits/centre/").status_code == 404


def test_what_was_handed_to_the_centre_comes_first_there(cast: Cast) -> None:
    hit_on_a_phone(cast)
    HitSide.objects.update(escalated_at=later())
    add_party(open_case(cast.police), "person", EVA, at=later(day=1))
    add_party(open_case(cast.task_force), "person", EVA_AGAIN, at=later(day=1))
    page = shown(logged_in(cast.analyst), "/hits/centre/")
    assert page.index("Handed to you") < page.index("a person in common")


def test_reading_a_victim_s_words_on_a_hit_is_audited(cast: Cast) -> None:
    case = open_case(cast.police, handling=Handling.VICTIM_CONFIDENTIAL)
    add_party(case, "person", EVA, role=MentionRole.VICTIM, handling=Handling.VICTIM_CONFIDENTIAL)
    add_party(open_case(cast.task_force), "person", EVA_AGAIN)
    logged_in(cast.detective).get(f"/hits/{Hit.objects.get().pk}/")
    assert AuditEvent.objects.filter(action="read hit", record_kind="cases.party").count() == 1


def test_an_answer_from_before_one_was_told_is_not_shown(cast: Cast) -> None:
    case, other = open_case(cast.police), open_case(cast.task_force)
    add_party(case, "person", EVA, role=MentionRole.VICTIM)
    add_party(other, "person", EVA_AGAIN)
    side = HitSide.objects.get(agency=cast.police)
    answer_hit(side, HitSide.Answer.DECLINED, message="No.", viewer=cast.detective, at=later())
    add_party(case, "contact", PHONE, at=later(day=3))
    add_party(other, "contact", SAME_PHONE, at=later(day=3))
    page = shown(logged_in(cast.agent), f"/hits/{side.hit_id}/")
    assert "declines" not in page
    assert "They have not answered." in page


def test_today_knows_what_waits(cast: Cast) -> None:
    hit_on_a_phone(cast)
    waiting = hits_waiting(cast.detective, later(day=3))
    assert waiting.count == 1
    assert "1 hit to answer" in shown(logged_in(cast.detective), "/")
    assert "hit to answer" not in shown(logged_in(cast.advocate), "/")


def test_the_inbox_costs_the_same_however_many_hits(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = logged_in(cast.detective)
    for number in range(6):
        add_party(open_case(cast.police), "contact", {"type": "phone", "value": f"504 201 33{number:02}"})
        add_party(open_case(cast.task_force), "contact", {"type": "phone", "value": f"504 201 33{number:02}"})
    with django_assert_max_num_queries(20):
        client.get("/hits/")
    with django_assert_max_num_queries(32):
        client.get(f"/hits/{Hit.objects.first().pk}/")  # type: ignore[union-attr]
