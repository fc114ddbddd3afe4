"""The parts of a page."""

from base64 import b64decode
from datetime import UTC, datetime, timedelta

import pytest
from django.template import Context, Template
from django.test import Client, RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from manumit.terms import load
from manumit_desk.shell.parts import Clock, Fact, Picture, duration
from manumit_desk.shell.templatetags.shell import HANDLING_WORDS
from tests.manumit_desk.cast import NOW
from tests.manumit_desk.shell.conftest import tree

pytestmark = pytest.mark.urls("tests.manumit_desk.shell.gallery")
moments = st.datetimes(timezones=st.just(UTC))


def draw(source: str, **context: object) -> str:
    return Template("{% load shell %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("hours", "done", "state", "words"),
    [
        (30, None, "calm", "30 h left"),
        (72, None, "calm", "3 days left"),
        (3.5, None, "soon", "3 h 30 min left"),
        (0, None, "soon", "0 min left"),
        (-5, None, "overdue", "overdue by 5 h"),
        (1, 0.5, "done", "done in time"),
        (1, 3, "done_late", "done 2 h late"),
    ],
)
def test_a_clock_says_how_much_time_is_left(hours: float, done: float | None, state: str, words: str) -> None:
    ended = None if done is None else NOW + timedelta(hours=done)
    assert Clock.read(NOW + timedelta(hours=hours), NOW, ended) == Clock(state, words)  # type: ignore[arg-type]


@given(moments, moments)
def test_a_clock_is_overdue_exactly_after_its_end(due: datetime, at: datetime) -> None:
    assert (Clock.read(due, at).state == "overdue") == (at > due)


@given(st.timedeltas(timedelta(0), timedelta(days=10_000)))
def test_a_length_of_time_is_never_rounded_up(span: timedelta) -> None:
    units = {"min": timedelta(minutes=1), "h": timedelta(hours=1), "days": timedelta(days=1)}
    words = duration(span).split()
    told = sum((int(number) * units[unit] for number, unit in zip(words[::2], words[1::2], strict=True)), timedelta(0))
    assert told <= span < told + units[words[-1]]


def test_a_clock_counts_from_the_moment_that_the_page_is_of() -> None:
    assert "3 h left" in draw("{% clock due %}", at=NOW, due=NOW + timedelta(hours=3))


def test_without_a_clock_nothing_is_shown() -> None:
    assert draw("{% clock due %}", due=None).strip() == ""


def test_every_handling_code_has_its_word() -> None:
    assert {row["code"]: row["label"] for row in load("handling")} == HANDLING_WORDS


@pytest.mark.parametrize("code", HANDLING_WORDS)
def test_a_handling_code_shows_as_a_word_not_only_a_colour(code: str) -> None:
    assert HANDLING_WORDS[code] in draw("{% handling code %}", code=code)


def test_a_table_has_a_caption_and_can_be_scrolled_from_the_keyboard() -> None:
    shown = draw("{% table caption=text %}<tbody></tbody>{% endtable %}", text="A & B")
    assert "<caption>A &amp; B</caption><tbody></tbody>" in shown
    assert 'tabindex="0"' in shown


def test_what_a_room_puts_into_a_table_is_escaped() -> None:
    assert "<script>" not in draw("{% table caption=text %}<tr><td>{{ text }}</td></tr>{% endtable %}", text="<script>")


def test_an_unknown_fact_says_so() -> None:
    shown = draw('{% include "shell/parts/facts.html" %}', facts=[Fact("Plate", ""), Fact("Children", 0)])
    assert "not known" in shown
    assert "<dd>0</dd>" in shown


def test_the_pages_of_a_list_keep_the_rest_of_the_query() -> None:
    links = tree(Client().get("/parts/?state=open&page=2")).find(class_="usa-pagination").find_all("a")
    assert all("state=open" in link["href"] for link in links)
    assert [link["aria-label"] for link in links if link.get("aria-current")] == ["Page 2"]


def test_a_list_of_one_page_shows_no_pages() -> None:
    from django.core.paginator import Paginator

    one = Paginator([1], 25).get_page(1)
    assert "nav" not in draw("{% pages one %}", one=one, request=RequestFactory().get("/"))


def test_progress_asks_again_until_the_work_ended() -> None:
    assert 'hx-get="/"' in str(tree(Client().get("/job/running/")).find(id="progress"))
    assert "hx-get" not in str(tree(Client().get("/job/done/")).find(id="progress"))


def test_progress_can_be_followed_without_javascript() -> None:
    progress = tree(Client().get("/job/running/")).find(id="progress")
    assert progress.find("a")["href"] == "/"
    assert progress.progress["value"]


def test_a_picture_comes_as_an_image_in_which_nothing_can_run_and_with_its_table() -> None:
    hostile = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
    picture = Picture(svg=hostile, alt="Two bars.", caption="Tips", columns=["Place"], rows=[["Motel"]], source="tips")
    shown = draw("{% picture picture %}", picture=picture)
    assert "onload" not in shown
    assert 'alt="Two bars."' in shown
    assert "Motel" in shown
    assert b64decode(picture.data_address.split(",")[1]).decode() == hostile


def test_what_cannot_be_undone_says_so() -> None:
    assert "This cannot be undone." in tree(Client().get("/confirm/")).main.get_text()


def test_an_alert_that_is_pressing_is_read_out_at_once() -> None:
    assert 'role="alert"' in draw('{% alert "error" %}No.{% endalert %}')
