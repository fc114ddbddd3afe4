"""A query over held objects refuses to run until it was told who looks, however it is put together."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db.models import Count

from manumit_desk.cases.models import Case, CaseNote
from manumit_desk.guard.access import NotThere, access
from manumit_desk.guard.held import UnguardedError
from manumit_desk.guard.models import AuditEvent
from tests.manumit_desk.cast import Cast
from tests.manumit_desk.guard.records import make_case, make_note, now

WAYS: list[Callable[[Any], object]] = [
    list,
    len,
    bool,
    lambda query: query[0],
    lambda query: query.first(),
    lambda query: query.last(),
    lambda query: query.get(pk=uuid4()),
    lambda query: query.count(),
    lambda query: query.exists(),
    lambda query: query.contains(Case()),
    lambda query: query.in_bulk(),
    lambda query: query.aggregate(n=Count("pk")),
    lambda query: list(query.iterator()),
    lambda query: query.update(title="x"),
    lambda query: query.delete(),
    lambda query: list(query.values("title")),
    lambda query: list(query.values_list("title", flat=True)),
    lambda query: list(query.dates("opened_date", "day")),
    lambda query: query.get_or_create(title="x"),
    lambda query: query.update_or_create(title="x"),
    lambda query: list(query.raw("SELECT * FROM cases_case")),
    lambda query: query.aiterator(),
    lambda query: list(CaseNote.all_objects.filter(case__in=query)),
    lambda query: list(query.union(query)),
]


@pytest.mark.parametrize("way", WAYS)
def test_no_way_of_reading_runs_before_it_was_asked(cast: Cast, way: Callable[[Any], object]) -> None:
    make_case(cast.police)
    with pytest.raises(UnguardedError):
        way(Case.objects.filter(title="A matter"))


@pytest.mark.parametrize(
    "join",
    [
        lambda one, two: one | two,
        lambda one, two: one & two,
        lambda one, two: one ^ two,
        lambda one, two: one.union(two),
        lambda one, two: one.intersection(two),
        lambda one, two: one.difference(two),
    ],
)
def test_a_query_that_was_asked_does_not_carry_one_that_was_not(cast: Cast, join: Callable[[Any, Any], Any]) -> None:
    make_case(cast.police)
    asked, unasked = Case.objects.visible_to(cast.agent), Case.objects.filter(title="A matter")
    assert list(join(asked, asked)) == []
    for one, other in ((asked, unasked), (unasked, asked)):
        with pytest.raises(UnguardedError):
            list(join(one, other))


def test_narrowing_a_query_that_was_asked_keeps_it_asked(cast: Cast) -> None:
    case = make_case(cast.police)
    assert list(Case.objects.filter(title="A matter").visible_to(cast.detective).order_by("pk")[:5]) == [case]


def test_parts_are_not_reached_through_their_whole(cast: Cast) -> None:
    make_note(make_case(cast.police), cast.police)
    with pytest.raises(UnguardedError):
        list(CaseNote.objects.filter(case__title="A matter"))


def test_not_yours_and_not_there_answer_alike_and_leave_a_line(cast: Cast) -> None:
    case = make_case(cast.police, "law_enforcement")
    assert access(Case, cast.detective, case.pk, at=now()) == case
    refusals = []
    for viewer, wanted in ((cast.agent, case.pk), (cast.agent, uuid4()), (cast.agent, "no id"), (None, case.pk)):
        with pytest.raises(NotThere) as refused:
            access(Case, viewer, wanted, at=now())
        refusals.append(str(refused.value))
    assert len(set(refusals)) == 1
    assert list(AuditEvent.objects.values_list("action", "record_kind")) == [
        ("read", "cases.case"),
        ("refused", ""),
        ("refused", ""),
    ]
