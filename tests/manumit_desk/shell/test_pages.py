"""The base pages: what surrounds every room's own content."""

from collections.abc import Callable

import pytest
from django.test import Client, RequestFactory

from manumit_desk.agencies.roles import Role
from manumit_desk.agencies.viewer import Viewer
from manumit_desk.shell.context import NAVIGATION, links_for, page
from tests.manumit_desk.cast import Cast
from tests.manumit_desk.shell.conftest import tree

pytestmark = pytest.mark.urls("tests.manumit_desk.shell.gallery")
LogIn = Callable[[Viewer], Client]


def test_a_member_sees_their_agency_and_role_on_every_page(cast: Cast, log_in: LogIn) -> None:
    header = tree(log_in(cast.detective).get("/parts/")).header.get_text(" ", strip=True)
    assert "Rivera City Police" in header
    assert "Investigator" in header
    assert "Log out" in header


def test_the_navigation_shows_only_what_exists(cast: Cast, log_in: LogIn) -> None:
    links = tree(log_in(cast.detective).get("/tips/")).nav.find_all("a")
    assert [link.get_text() for link in links] == ["Today", "Search", "Tips"]


def test_the_navigation_shows_only_what_the_role_may_use(cast: Cast, log_in: LogIn) -> None:
    overseer = cast.viewer(cast.centre, Role.OVERSEER)
    links = tree(log_in(overseer).get("/tips/")).nav.find_all("a")
    assert [link.get_text() for link in links] == ["Today"]


def test_the_navigation_says_where_one_is(cast: Cast, log_in: LogIn) -> None:
    here = tree(log_in(cast.detective).get("/tips/")).nav.find_all("a", attrs={"aria-current": "page"})
    assert [link.get_text() for link in here] == ["Tips"]


def test_below_a_rooms_first_page_the_room_is_still_marked(cast: Cast) -> None:
    here = [link.text for link in links_for(cast.detective, "/tips/123/") if link.is_here]
    assert here == ["Tips"]


def test_a_stranger_sees_no_navigation_and_no_way_to_log_out() -> None:
    header = tree(Client().get("/parts/")).header
    assert header.nav is None
    assert "Log out" not in header.get_text()


def test_a_request_that_no_middleware_saw_still_gets_a_page() -> None:
    shown = page(RequestFactory().get("/"))["page"]
    assert not shown.is_member
    assert shown.links == ()


def test_each_line_of_the_navigation_has_its_own_name() -> None:
    assert len({link.name for link in NAVIGATION}) == len(NAVIGATION)


def test_every_page_has_one_main_part_and_a_way_to_skip_to_it() -> None:
    shown = tree(Client().get("/parts/"))
    assert len(shown.find_all("main")) == 1
    assert shown.find("a", class_="usa-skipnav")["href"] == "#main"
    assert shown.main["id"] == "main"


def test_messages_are_shown_as_alerts() -> None:
    assert "The tip is entered." in tree(Client().get("/parts/")).find(class_="usa-alert--success").get_text()


def test_pages_for_callers_have_a_quick_exit_that_is_a_plain_link() -> None:
    leave = tree(Client().get("/public/")).find("a", attrs={"data-quick-exit": True})
    assert leave["href"] == "https://www.weather.gov"
    assert leave["rel"] == ["noreferrer"]


def test_pages_for_callers_do_not_name_the_desk_or_lead_to_a_log_in() -> None:
    shown = tree(Client().get("/public/"))
    assert "Manumit" not in shown.get_text()
    assert not [link for link in shown.find_all("a") if "/accounts/" in link["href"]]


def test_pages_for_callers_are_not_kept_by_the_browser() -> None:
    assert "no-store" in Client().get("/public/")["Cache-Control"]


def test_no_page_with_records_is_kept_by_htmx() -> None:
    told = tree(Client().get("/parts/")).find("meta", attrs={"name": "htmx-config"})["content"]
    assert '"historyCacheSize": 0' in told
    assert '"allowEval": false' in told
