"""The pages of measures: figures by fiscal year, small figures of people hidden, the records behind them."""

from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from manumit_desk.agencies.roles import Role
from manumit_desk.cases.models import Case
from manumit_desk.measures.measure import all_measures, fiscal_year_of
from manumit_desk.registry.models import MentionRole
from tests.manumit_desk.accounts.people import logged_in
from tests.manumit_desk.cast import Cast
from tests.manumit_desk.registry.records import add_party, open_case

INVESTIGATIONS = "/measures/investigations_opened/"
VICTIMS = "/measures/victims_identified/"
NAMES = (
    "Ruth Okafor", "Eva Szczepanska", "Linh Nguyen", "Maria Garcia", "Amina Yusuf", "Olena Kovalenko", "Priya Nair",
    "Grace Mensah", "Hui Zhang", "Joy Santos", "Dilnoza Karimova",
)  # fmt: skip
"""Eleven people whom nobody takes for one another."""


def today() -> dict[str, Any]:
    """The fields of a case that was opened just now."""
    now = timezone.now()
    return {"opened_date": timezone.localdate(now), "created_at": now}


def victims(cast: Cast, count: int) -> None:
    case = open_case(cast.task_force, **today())
    for name in NAMES[:count]:
        add_party(case, "person", {"name": name}, role=MentionRole.VICTIM, at=timezone.now())


def test_the_list_holds_every_measure_for_every_member(cast: Cast) -> None:
    for viewer in (
        cast.detective,
        cast.viewer(cast.police, Role.OVERSEER),
        cast.viewer(cast.police, Role.ADMINISTRATOR),
    ):
        page = logged_in(viewer).get("/measures/").content.decode()
        assert all(measure.title in page for measure in all_measures().values())


def test_a_figure_is_counted_for_the_chosen_fiscal_year(cast: Cast) -> None:
    open_case(cast.police, **today())
    open_case(cast.task_force, **today())
    client = logged_in(cast.detective)
    row = '<th scope="row">{}</th><td class="desk-number">{}</td>'
    page = client.get(INVESTIGATIONS).content.decode()
    assert row.format("Your agency", 1) in page
    assert row.format("All agencies", 2) in page
    last_year = fiscal_year_of(timezone.localdate()) - 1
    assert row.format("Your agency", 0) in client.get(INVESTIGATIONS, {"year": last_year}).content.decode()


@pytest.mark.parametrize("year", ["", "x", "1800", "99999999999999999999", "2026'"])
def test_a_year_that_is_none_shows_this_one(cast: Cast, year: str) -> None:
    open_case(cast.police, **today())
    page = logged_in(cast.detective).get(INVESTIGATIONS, {"year": year})
    assert page.status_code == 200


def test_behind_a_figure_are_the_records_the_viewer_may_see_and_a_count_of_the_rest(cast: Cast) -> None:
    own = open_case(cast.police, **today())
    other = open_case(cast.task_force, **today())
    page = logged_in(cast.detective).get(INVESTIGATIONS).content.decode()
    assert own.reference in page
    assert other.reference not in page
    assert "1 more are not yours to see" in page


def test_an_overseer_sees_figures_by_agency_and_no_records(cast: Cast) -> None:
    own = open_case(cast.police, **today())
    page = logged_in(cast.viewer(cast.police, Role.OVERSEER)).get(INVESTIGATIONS).content.decode()
    assert f'<th scope="row">{cast.police.name}</th>' in page
    assert own.reference not in page


def test_investigators_see_no_figures_of_single_agencies(cast: Cast) -> None:
    open_case(cast.task_force, **today())
    page = logged_in(cast.detective).get(INVESTIGATIONS).content.decode()
    assert f'<th scope="row">{cast.task_force.name}</th>' not in page


def test_few_people_at_other_agencies_are_not_counted_out(cast: Cast) -> None:
    victims(cast, 10)
    page = logged_in(cast.detective).get(VICTIMS).content.decode()
    assert "fewer than 11" in page
    assert "too few to say" in page
    assert "10" not in page.partition("<table")[2].partition("</table>")[0]


def test_enough_people_at_other_agencies_are_counted(cast: Cast) -> None:
    victims(cast, 11)
    page = logged_in(cast.detective).get(VICTIMS).content.decode()
    assert "fewer than 11" not in page
    assert "11 more are not yours to see" in page


def test_an_unknown_measure_is_a_missing_page(cast: Cast) -> None:
    assert logged_in(cast.detective).get("/measures/nonsense/").status_code == 404


def test_the_records_behind_a_figure_come_in_pages_at_a_constant_cost(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(27):
        open_case(cast.police, **today())
    client = logged_in(cast.detective)
    with django_assert_max_num_queries(30):
        page = client.get(INVESTIGATIONS).content.decode()
    assert page.count('<th scope="row"><a href="/cases/') == 25
    assert client.get(INVESTIGATIONS, {"page": 2}).content.decode().count('<th scope="row"><a href="/cases/') == 2
    assert Case.objects.for_system().count() == 27
