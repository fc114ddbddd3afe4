"""The queue: urgent first, then overdue, then old; only what the viewer may see; near-duplicates beside a tip."""

from datetime import timedelta
from typing import Any

import pytest

from manumit_desk.guard.access import NotThere
from manumit_desk.guard.models import Share
from manumit_desk.guard.shares import share_record
from manumit_desk.tips import actions
from manumit_desk.tips.access import access_tip
from manumit_desk.tips.draft import Named
from manumit_desk.tips.duplicates import near_tips
from manumit_desk.tips.page import tip_page
from manumit_desk.tips.queries import QueueFilters, counts_of_queue, tips_in_queue
from manumit_desk.tips.suggestions import contact_points_in
from tests.manumit_desk.cast import NOW
from tests.manumit_desk.tips.desk import SAID, Desks, fresh, receive

PHONE = Named(kind="contact", role="contact", fields={"type": "phone", "value": "956-555-0144"})


def shown(desks: Desks, at: Any = NOW, **filters: str) -> list[str]:
    page = tips_in_queue(desks.operator, QueueFilters(**filters), at=at)
    return [row.reference for row in page.object_list]


def test_the_most_urgent_comes_first_then_the_overdue_then_the_oldest(desks: Desks) -> None:
    ago = {name: NOW - timedelta(hours=hours) for name, hours in (("old", 90), ("older", 100), ("danger", 0))}
    old = receive(desks.line, at=ago["old"]).tip
    older_but_looked_at = receive(desks.line, at=ago["older"]).tip
    actions.confirm_receipt(older_but_looked_at, viewer=desks.operator, at=ago["older"])
    danger = receive(desks.line, at=ago["danger"], in_danger_now="yes").tip
    assert shown(desks) == [danger.reference, old.reference, older_but_looked_at.reference]


def test_filters_narrow_it(desks: Desks) -> None:
    tip = receive(desks.line, state="LA", concern="sex", what_happened="Nails salon on Canal").tip
    receive(desks.line, state="TX", concern="labour")
    for filters in ({"state": "LA"}, {"concern": "sex"}, {"words": "canal nails"}, {"words": tip.reference.lower()}):
        assert shown(desks, **filters) == [tip.reference]
    assert shown(desks, view="closed") == []
    assert len(shown(desks, view="no such view")) == 2


def test_it_counts_each_view(desks: Desks) -> None:
    receive(desks.line)
    closed = receive(desks.line).tip
    actions.close_tip(closed, reason="duplicate", viewer=desks.operator, at=NOW)
    counts = counts_of_queue(desks.operator, at=NOW).by_view
    assert (counts["n_open"], counts["n_closed"], counts["n_all"], counts["n_mine"]) == (1, 1, 2, 0)


def test_another_agency_and_a_stranger_see_nothing(desks: Desks) -> None:
    tip = receive(desks.line).tip
    assert access_tip(desks.operator, tip.pk, at=NOW) == tip
    for viewer in (desks.detective, desks.cast.analyst, desks.cast.agent, None):
        with pytest.raises(NotThere):
            access_tip(viewer, tip.pk, at=NOW)
    assert not tips_in_queue(desks.detective, QueueFilters(view="all"), at=NOW).object_list


def test_a_tip_about_a_child_needs_a_second_factor(desks: Desks) -> None:
    tip = receive(desks.line, child="yes").tip
    without = desks.cast.viewer(desks.line, desks.operator.role, second_factor=False)
    with pytest.raises(NotThere):
        access_tip(without, tip.pk, at=NOW)
    assert access_tip(desks.operator, tip.pk, at=NOW)


def test_who_is_shown_a_tip_may_read_it_and_do_nothing_with_it(desks: Desks) -> None:
    tip = receive(desks.line).tip
    share_record(tip, desks.cast.police, why=Share.Why.DISCLOSURE, viewer=desks.operator, at=NOW)
    page = tip_page(desks.detective, access_tip(desks.detective, tip.pk, at=NOW))
    assert (page.what_happened, page.ways, page.is_own) == (SAID, frozenset(), False)
    assert tips_in_queue(desks.detective, QueueFilters(view="all"), at=NOW).paginator.count == 0


def test_tips_that_may_tell_of_the_same_show_beside_each_other(desks: Desks) -> None:
    tip = receive(desks.line).tip
    same_words = receive(desks.line, what_happened=SAID.upper().replace("Laredo", "Larédo")).tip
    same_phone = receive(desks.line, what_happened="A number that was given to me.", named=(PHONE,)).tip
    with_phone = receive(desks.line, what_happened="Something else entirely.", named=(PHONE,)).tip
    receive(desks.line, what_happened="A farm near Lubbock keeps the papers of its pickers until the harvest is in.")
    assert [row.reference for row in near_tips(desks.operator, fresh(tip))] == [same_words.reference]
    assert [row.reference for row in near_tips(desks.operator, fresh(with_phone))] == [same_phone.reference]


def test_a_near_duplicate_of_another_agency_does_not_show(desks: Desks) -> None:
    tip = receive(desks.line, named=(PHONE,)).tip
    receive(desks.cast.police, named=(PHONE,))
    assert near_tips(desks.operator, fresh(tip)) == []


def test_a_hit_with_another_agency_is_counted_at_the_entry(desks: Desks) -> None:
    tip = receive(desks.line, named=(PHONE,)).tip
    receive(desks.cast.police, named=(PHONE,))
    (entry,) = tip_page(desks.operator, fresh(tip)).entries
    assert entry.hits == 1


def test_contact_points_in_the_text_are_suggested_not_entered(desks: Desks) -> None:
    text = "Call (956) 555-0144 or write to Boss@Sunset.example, site https://sunset.example/girls."
    tip = receive(desks.line, what_happened=text).tip
    page = tip_page(desks.operator, fresh(tip))
    assert page.entries == ()
    found = {one.type: one.value for one in page.suggestions}
    assert found == {"phone": "+19565550144", "email": "boss@sunset.example", "url": "sunset.example/girls"}
    actions.add_entry(tip, page.suggestions[0].named(), viewer=desks.operator, at=NOW)
    assert len(tip_page(desks.operator, fresh(tip)).suggestions) == 2


def test_the_callers_own_number_is_not_suggested(desks: Desks) -> None:
    said = {"is_anonymous": False, "may_call_back": True, "caller_phone": "956 555 0144"}
    tip = receive(desks.line, what_happened="Call me at 956-555-0144.", **said).tip
    assert tip_page(desks.operator, fresh(tip)).suggestions == ()


@pytest.mark.parametrize("text", ["", "\u202e" * 500, "5" * 20_000, "@" * 5_000, "http://" * 3_000])
def test_odd_texts_hold_no_contact_points_and_do_not_hang(text: str) -> None:
    assert isinstance(contact_points_in(text), list)


def test_queries_do_not_grow_with_the_queue_or_the_tip(desks: Desks, django_assert_max_num_queries: Any) -> None:
    phones = [
        Named(kind="contact", role="contact", fields={"type": "phone", "value": f"95655501{n:02}"}) for n in range(6)
    ]
    tips = [receive(desks.line, named=tuple(phones)).tip for _ in range(3)]
    viewer = desks.operator
    with django_assert_max_num_queries(4):
        tips_in_queue(viewer, QueueFilters(), at=NOW)
    with django_assert_max_num_queries(26):
        tip_page(viewer, fresh(tips[0]))
