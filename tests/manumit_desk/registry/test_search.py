"""One box for everything: names however spelled, numbers, plates, references, words; and nothing that is not yours."""

import pytest
from pytest_django import DjangoAssertNumQueries

from manumit_desk.agencies.roles import Role
from manumit_desk.agencies.viewer import Viewer
from manumit_desk.cases.models import Case
from manumit_desk.guard.handling import Handling
from manumit_desk.guard.models import AuditEvent, Share
from manumit_desk.guard.shares import share_record
from manumit_desk.registry.actions import declare_text, withdraw_mentions
from manumit_desk.registry.models import MentionRole, SearchText
from manumit_desk.registry.search import search
from tests.manumit_desk.accounts.people import logged_in
from tests.manumit_desk.cast import NOW, Cast
from tests.manumit_desk.registry.records import add_party, correct, delete, later, open_case

PEOPLE = {
    "name": "Muhammad Al-Rashid",
    "phone": "+1 (504) 201-3344",
    "email": "M.Rashid+jobs@gmail.com",
    "identifier": "passport: X1234567",
}


def words(viewer: Viewer, asked: str) -> list[str]:
    return [one.words for one in search(viewer, asked, at=NOW).found]


@pytest.mark.parametrize(
    "asked",
    [
        "Muhammad Al-Rashid", "mohamed alrashid", "MOHAMMED AL RASHID", "rashid muhammad", "muham", "Рашид",
        "504-201-3344", "+15042013344", "(504) 201 3344", "mrashid@gmail.com", "x1234567",
    ],
)  # fmt: skip
def test_a_person_is_found_by_name_number_and_address_in_any_spelling(cast: Cast, asked: str) -> None:
    add_party(open_case(cast.police), "person", PEOPLE)
    add_party(open_case(cast.police), "person", {"name": "Ruth Okafor", "phone": "212 201 3355"})
    assert words(cast.detective, asked) == ["Muhammad Al-Rashid"]


@pytest.mark.parametrize("asked", ["KLM 1280", "klm-128o", "klm1"])
def test_a_plate_is_found_though_letters_and_digits_were_taken_for_one_another(cast: Cast, asked: str) -> None:
    add_party(open_case(cast.police), "vehicle", {"plate": "KLM-1280", "region": "TX"})
    assert len(words(cast.detective, asked)) == 1


def test_nicknames_are_found_through_the_live_index(cast: Cast) -> None:
    add_party(open_case(cast.police), "person", {"name": "William Thorogood"})
    assert words(cast.detective, "Bill Thorogood") == ["William Thorogood"]


def test_a_case_is_found_by_its_reference_and_the_words_of_its_title(cast: Cast) -> None:
    case = open_case(cast.police, "Nail salon on Canal Street")
    for asked in (case.reference, case.reference.lower(), "salon nail", "cana"):
        assert words(cast.detective, asked) == ["Nail salon on Canal Street"]
    assert words(cast.detective, "salon harbor") == []


def test_a_number_within_a_text_is_found_in_any_spelling(cast: Cast) -> None:
    case = open_case(cast.police, "Motel")
    declare_text(case, "He said to call 504.201.3344 or write to Boss@Mail.example at night")
    assert words(cast.detective, "(504) 201-3344") == ["Motel"]
    assert words(cast.detective, "boss@mail.example") == ["Motel"]


def test_nothing_of_another_agency_is_found_and_it_is_not_counted(cast: Cast) -> None:
    for handling in Handling.values:
        if handling != Handling.OPEN:
            add_party(open_case(cast.task_force, handling=handling), "person", PEOPLE, handling=handling)
    results = search(cast.detective, "Muhammad Al-Rashid", at=NOW)
    assert results.found == ()
    assert not results.is_cut


def test_another_agency_s_many_records_do_not_crowd_out_one_s_own(cast: Cast) -> None:
    add_party(open_case(cast.police), "person", PEOPLE)
    case = open_case(cast.task_force)
    for _ in range(30):
        add_party(case, "contact", {"type": "email", "value": "m.rashid@gmail.com"})
    assert words(cast.detective, "mrashid@gmail.com") == ["Muhammad Al-Rashid"]


def test_what_was_shared_is_found_with_its_parts(cast: Cast) -> None:
    case = open_case(cast.task_force, "Canal Street")
    add_party(case, "person", PEOPLE)
    share_record(case, cast.police, why=Share.Why.JOINT_CASE, viewer=cast.agent, at=NOW)
    assert words(cast.detective, "canal") == ["Canal Street"]
    assert words(cast.detective, "rashid") == ["Muhammad Al-Rashid"]


def test_of_a_part_that_was_shared_alone_nothing_is_said_of_its_whole(cast: Cast) -> None:
    party = add_party(open_case(cast.police), "person", PEOPLE)
    share_record(party, cast.task_force, why=Share.Why.REFERRAL, viewer=cast.detective, at=NOW)
    (found,) = search(cast.agent, "Al-Rashid", at=NOW).found
    assert (found.file.reference, found.file.address) == ("", f"/cases/parties/{party.pk}/")
    (own,) = search(cast.detective, "Al-Rashid", at=NOW).found
    assert own.file.reference == party.case.reference


def test_a_partner_s_victim_in_one_s_own_case_is_not_found(cast: Cast) -> None:
    case = open_case(cast.police)
    add_party(
        case, "person", PEOPLE, owner=cast.shelter, handling=Handling.VICTIM_CONFIDENTIAL, role=MentionRole.VICTIM
    )
    assert words(cast.detective, "rashid") == []
    assert words(cast.advocate, "rashid") == ["Muhammad Al-Rashid"]


def test_a_provider_finds_its_own_people_who_take_no_part_in_matching(cast: Cast) -> None:
    add_party(open_case(cast.shelter), "person", PEOPLE, handling=Handling.VICTIM_CONFIDENTIAL)
    assert words(cast.advocate, "mohamed rashid") == ["Muhammad Al-Rashid"]


def test_roles_without_records_and_people_without_a_second_factor_find_nothing(cast: Cast) -> None:
    add_party(open_case(cast.police, handling=Handling.VICTIM_CONFIDENTIAL), "person", PEOPLE,
              handling=Handling.VICTIM_CONFIDENTIAL)  # fmt: skip
    assert words(cast.viewer(cast.police, Role.OVERSEER), "rashid") == []
    assert words(cast.viewer(cast.police, second_factor=False), "rashid") == []


def test_what_was_corrected_or_deleted_is_not_found_any_more(cast: Cast) -> None:
    party = add_party(open_case(cast.police), "person", PEOPLE)
    correct(party, fields={"name": "Ruth Okafor"})
    assert words(cast.detective, "rashid") == []
    assert words(cast.detective, "okafor") == ["Ruth Okafor"]
    delete(party)
    assert words(cast.detective, "okafor") == []
    assert not SearchText.objects.filter(source_kind="cases.party").exists()


def test_a_text_and_the_mentions_of_a_record_are_kept_apart(cast: Cast) -> None:
    party = add_party(open_case(cast.police), "person", PEOPLE)
    declare_text(party, "wears a green coat", file=party.case)
    assert words(cast.detective, "rashid green") == ["Muhammad Al-Rashid"]
    declare_text(party, "", file=party.case)
    assert words(cast.detective, "green") == []
    assert words(cast.detective, "rashid") == ["Muhammad Al-Rashid"]
    withdraw_mentions(party, at=later())
    assert words(cast.detective, "rashid") == []


@pytest.mark.parametrize(
    "asked", ["", "   ", "*", '"', "'; drop table x; --", "a" * 200, "NEAR(", "^", ":", "-", "\x00", "()&|!"]
)
def test_signs_and_nothing_find_nothing_and_break_nothing(cast: Cast, asked: str) -> None:
    add_party(open_case(cast.police), "person", PEOPLE)
    assert words(cast.detective, asked) == []


def test_a_search_is_audited_without_the_words(cast: Cast) -> None:
    add_party(open_case(cast.police), "person", PEOPLE)
    words(cast.detective, "rashid")
    event = AuditEvent.objects.get(action="search")
    assert event.detail == {"found": 1}


def test_the_page_shows_what_was_found_and_the_words_are_in_no_address(cast: Cast) -> None:
    add_party(open_case(cast.police), "person", PEOPLE)
    client = logged_in(cast.detective)
    assert client.get("/search/").status_code == 200
    page = client.post("/search/", {"q": "rashid"}).content.decode()
    assert "Muhammad Al-Rashid" in page
    assert "q=rashid" not in page
    assert client.post("/search/", {"q": ""}).status_code == 422
    assert "Nothing found" in client.post("/search/", {"q": "nobody here"}).content.decode()


def test_a_search_costs_the_same_however_much_it_finds(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(10):
        add_party(open_case(cast.police), "person", {"name": f"Eva Number {number}"})
    with django_assert_max_num_queries(24):
        assert len(words(cast.detective, "eva")) == 10
    assert Case.objects.for_system().count() == 10
