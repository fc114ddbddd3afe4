"""Subjects as a viewer may see them: settled from what they see alone, drawn, and safe against hostile names."""

import re
from base64 import b64decode
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from manumit_desk.guard.handling import Handling
from manumit_desk.guard.models import AuditEvent, Share
from manumit_desk.guard.shares import share_record
from manumit_desk.registry.judging import judge_pair
from manumit_desk.registry.models import Judgement, Mention, MentionRole
from manumit_desk.registry.queries.subjects import members_of
from tests.manumit_desk.accounts.people import logged_in
from tests.manumit_desk.cast import Cast
from tests.manumit_desk.registry.records import EVA, EVA_AGAIN, PHONE, add_party, later, mention_of, open_case

VIEWS = ("records", "timeline", "map", "graph")
HOSTILE = "</svg><script>alert(1)</script><img src=x onerror=alert(1)>&\"'\x07"


def page_of(client: Client, mention: Mention, view: str = "records") -> Any:
    return client.get(f"/subjects/{mention.pk}/", {"view": view})


def drawn_in(page: str) -> str:
    """The picture that a page shows as an image."""
    found = re.search(r"data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)", page)
    assert found
    return b64decode(found[1]).decode()


def two_of_ours(cast: Cast) -> tuple[Mention, Mention]:
    first = add_party(open_case(cast.police, state="TX", county="Travis"), "person", EVA)
    second = add_party(open_case(cast.police, state="LA"), "person", EVA_AGAIN, at=later())
    return mention_of(first), mention_of(second)


def test_a_subject_s_address_is_its_oldest_mention_and_younger_ones_lead_there(cast: Cast) -> None:
    first, second = two_of_ours(cast)
    client = logged_in(cast.detective)
    page = page_of(client, first).content.decode()
    assert "Eva Szczepanska" in page
    assert "Ewa Szczepańska" in page
    assert page_of(client, second)["Location"].startswith(f"/subjects/{first.pk}/")


def test_judged_different_they_are_two_subjects(cast: Cast) -> None:
    first, second = two_of_ours(cast)
    judge_pair(first, second, Judgement.Verdict.DIFFERENT, viewer=cast.detective, at=later())
    assert page_of(logged_in(cast.detective), second).status_code == 200


def test_another_agency_s_mentions_do_not_show_and_only_a_told_hit_tells_of_them(cast: Cast) -> None:
    ours = mention_of(add_party(open_case(cast.police), "person", EVA))
    theirs = mention_of(add_party(open_case(cast.task_force, "Zanzibar"), "person", EVA_AGAIN))
    client = logged_in(cast.detective)
    page = page_of(client, ours).content.decode()
    assert "Ewa" not in page
    assert "Zanzibar" not in page
    assert "Also known to 1 other agency" in page
    assert page_of(client, theirs).status_code == 404


def test_a_hidden_record_that_holds_two_of_ours_together_does_not_show_through(cast: Cast) -> None:
    case = open_case(cast.police)
    first = mention_of(add_party(case, "person", {"name": "Eva Szczepanska", "birth_date": "1999-04-17"}))
    second = mention_of(add_party(case, "person", {"phone": "504 201 3344", "email": "eva@mail.example"}))
    between = {**EVA, "phone": "504 201 3344", "email": "eva@mail.example", "birth_date": "1999-04-17"}
    add_party(open_case(cast.task_force), "person", between, role=MentionRole.VICTIM)
    subjects = Mention.objects.for_system().filter(pk__in=[first.pk, second.pk]).values_list("subject", flat=True)
    assert len(set(subjects)) == 1
    assert [one.pk for one in members_of(cast.detective, first)] == [first.pk]
    assert [one.pk for one in members_of(cast.detective, second)] == [second.pk]


def test_what_is_shared_shows(cast: Cast) -> None:
    theirs = add_party(open_case(cast.task_force, handling=Handling.AGENCY), "person", EVA)
    client = logged_in(cast.detective)
    assert page_of(client, mention_of(theirs)).status_code == 404
    share_record(theirs.case, cast.police, why=Share.Why.JOINT_CASE, viewer=cast.agent, at=later())
    assert page_of(client, mention_of(theirs)).status_code == 200


def test_a_provider_sees_its_own_record_that_takes_no_part(cast: Cast) -> None:
    party = add_party(
        open_case(cast.shelter), "person", EVA, role=MentionRole.VICTIM, handling=Handling.VICTIM_CONFIDENTIAL
    )
    assert page_of(logged_in(cast.advocate), mention_of(party)).status_code == 200
    assert page_of(logged_in(cast.detective), mention_of(party)).status_code == 404


@pytest.mark.parametrize("view", ["timeline", "map", "graph"])
def test_each_picture_has_its_table_beside_it(cast: Cast, view: str) -> None:
    first, _ = two_of_ours(cast)
    page = page_of(logged_in(cast.detective), first, view).content.decode()
    assert drawn_in(page).startswith("<svg")
    assert "The same as a table" in page
    expected = {"timeline": "Suspect in C-", "map": "Travis, TX", "graph": "is in"}
    assert expected[view] in page


def test_a_map_shows_states_and_never_points(cast: Cast) -> None:
    place = {"address": "12 Canal Street", "city": "New Orleans", "region": "Louisiana"}
    mention = mention_of(add_party(open_case(cast.police), "place", place))
    page = page_of(logged_in(cast.detective), mention, "map").content.decode()
    drawn = drawn_in(page)
    assert "Louisiana: 1" in drawn
    assert "Canal" not in drawn


def test_without_a_state_there_is_no_map_but_words(cast: Cast) -> None:
    mention = mention_of(add_party(open_case(cast.police), "contact", PHONE))
    assert "names a state" in page_of(logged_in(cast.detective), mention, "map").content.decode()


@pytest.mark.parametrize("view", VIEWS)
def test_a_name_with_markup_stays_text_in_pages_and_pictures(cast: Cast, view: str) -> None:
    case = open_case(cast.police, state="TX")
    mention = mention_of(add_party(case, "person", {"name": HOSTILE}))
    add_party(case, "organisation", {"name": HOSTILE})
    page = page_of(logged_in(cast.detective), mention, view).content.decode()
    assert "<script>alert" not in page
    assert "onerror=alert(1)>" not in page
    if view != "records":
        drawn = drawn_in(page)
        assert "<script" not in drawn
        assert "\x07" not in drawn


def test_an_unknown_view_or_id_is_a_missing_page(cast: Cast) -> None:
    first, _ = two_of_ours(cast)
    client = logged_in(cast.detective)
    assert page_of(client, first, "secrets").status_code == 404
    assert client.get("/subjects/00000000-0000-4000-8000-000000000000/").status_code == 404


def test_a_pair_is_explained_step_by_step_and_can_be_judged(cast: Cast) -> None:
    first, second = two_of_ours(cast)
    client = logged_in(cast.detective)
    address = f"/subjects/pair/{first.pk}/{second.pk}/"
    page = client.get(address).content.decode()
    assert "before looking" in page
    assert "not a verdict" in drawn_in(page)
    assert client.post(address, {}).status_code == 422
    client.post(address, {"verdict": "different", "note": "Met both."})
    assert "Met both." in client.get(address).content.decode()
    client.post(address, {"take_back": "1"})
    assert "Met both." not in client.get(address).content.decode()


def test_a_pair_of_which_one_record_is_hidden_is_a_missing_page(cast: Cast) -> None:
    ours = mention_of(add_party(open_case(cast.police), "person", EVA))
    theirs = mention_of(add_party(open_case(cast.task_force), "person", EVA_AGAIN))
    client = logged_in(cast.detective)
    assert client.get(f"/subjects/pair/{ours.pk}/{theirs.pk}/").status_code == 404
    assert client.post(f"/subjects/pair/{theirs.pk}/{ours.pk}/", {"verdict": "same"}).status_code == 404
    assert client.get(f"/subjects/pair/{ours.pk}/{ours.pk}/").status_code == 404


def test_reading_victims_on_a_subject_s_page_is_audited_record_by_record(cast: Cast) -> None:
    case = open_case(cast.police)
    held = {"role": MentionRole.VICTIM, "handling": Handling.VICTIM_CONFIDENTIAL}
    first = mention_of(add_party(case, "person", EVA, **held))  # type: ignore[arg-type]
    add_party(case, "person", EVA_AGAIN, at=later(), **held)  # type: ignore[arg-type]
    page_of(logged_in(cast.detective), first)
    assert AuditEvent.objects.filter(action="read subject", record_kind="cases.party").count() == 2


def test_the_list_holds_the_own_agency_s_mentions_by_kind(cast: Cast) -> None:
    add_party(open_case(cast.police), "person", EVA)
    add_party(open_case(cast.police), "contact", PHONE)
    add_party(open_case(cast.task_force), "person", {"name": "Ruth Okafor"})
    client = logged_in(cast.detective)
    page = client.get("/subjects/").content.decode()
    assert "Eva Szczepanska" in page
    assert "201-3344" in page
    assert "Okafor" not in page
    assert "201-3344" not in client.get("/subjects/", {"kind": "person"}).content.decode()


def test_pages_cost_the_same_however_many_records(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    mentions = [mention_of(add_party(open_case(cast.police, state="TX"), "person", EVA)) for _ in range(8)]
    client = logged_in(cast.detective)
    for view in VIEWS:
        with django_assert_max_num_queries(40):
            page_of(client, mentions[0], view)
    with django_assert_max_num_queries(20):
        client.get("/subjects/")
