"""Pictures that are drawn directly: timeline, network, map of states; each with its table, and safe against markup."""

from datetime import date, timedelta
from itertools import pairwise
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manumit.errors import InputError
from manumit.pictures.drawing import Drawing, shades
from manumit.pictures.network import Edge, Node, draw_network, table_network
from manumit.pictures.states import draw_states, read_outlines, state_of, table_states
from manumit.pictures.timeline import Event, draw_timeline, table_timeline

HOSTILE = "</svg><script>alert(1)</script>\"'&\x00\x07\ufffe"
SQUARE = {
    "transform": {"scale": [1, 1], "translate": [10, 20]},
    "arcs": [[[0, 0], [5, 0], [0, 5]], [[5, 5], [-5, 0], [0, -5]]],
    "objects": {
        "states": {
            "geometries": [
                {"type": "Polygon", "arcs": [[0, 1]], "properties": {"name": "Texas"}},
                {"type": "MultiPolygon", "arcs": [[[~1, ~0]]], "properties": {"name": "Ohio"}},
                {"type": "Polygon", "arcs": [[0, 1]], "properties": {"name": "Atlantis"}},
            ]
        }
    },
}


def test_the_table_of_a_timeline_numbers_events_in_order() -> None:
    events = [Event(date(2026, 3, 2), "B", "late"), Event(date(2025, 1, 5), "A", "early")]
    assert table_timeline(events).rows() == [(1, date(2025, 1, 5), "A", "early"), (2, date(2026, 3, 2), "B", "late")]
    drawn = draw_timeline(events, title="When")
    assert drawn.index("early") < drawn.index("late")


@pytest.mark.parametrize("days", [[], [0], [0, 0, 0, 0], [0, 1], [0, 36_500], [-736_000, 2_900_000]])
def test_a_timeline_of_any_length_can_be_drawn(days: list[int]) -> None:
    events = [Event(date(2026, 3, 2) + timedelta(days=day), "A", "x") for day in days]
    fromstring(draw_timeline(events, title="When"))


def test_a_network_lists_its_lines_and_always_stands_the_same() -> None:
    nodes = [Node("s", "Eva", "subject"), Node("f", "C-1", "file"), Node("m", "Motel", "mention")]
    edges = [Edge("s", "f", "is in"), Edge("m", "f", "place")]
    assert table_network(nodes, edges).rows() == [(1, "Eva", "is in", 2, "C-1"), (3, "Motel", "place", 2, "C-1")]
    assert draw_network(nodes, edges, title="Who") == draw_network(nodes, edges, title="Who")


def test_a_network_of_one_or_none_can_be_drawn_and_one_too_large_is_refused() -> None:
    fromstring(draw_network([], [], title="Who"))
    fromstring(draw_network([Node("s", "Eva", "subject")], [], title="Who"))
    with pytest.raises(InputError, match="61 nodes"):
        draw_network([Node(str(number), "x", "mention") for number in range(61)], [], title="Who")


def test_outlines_are_read_forwards_and_backwards_and_unknown_areas_left_out() -> None:
    outlines = read_outlines(SQUARE)
    assert set(outlines) == {"TX", "OH"}
    assert outlines["TX"] == "M10.0,20.0L15.0,20.0L15.0,25.0L15.0,25.0L10.0,25.0L10.0,20.0Z"
    assert outlines["OH"].startswith("M10.0,20.0L10.0,25.0L15.0,25.0")


@pytest.mark.parametrize(
    ("text", "code"), [("TX", "TX"), ("texas", "TX"), (" n.m. ", "NM"), ("Chihuahua", None), ("", None)]
)
def test_a_state_is_known_by_letters_or_name(text: str, code: str | None) -> None:
    assert state_of(text) == code


def test_a_map_says_each_count_and_its_table_too() -> None:
    counts = {"TX": 3, "OH": 1}
    assert table_states(counts).rows() == [("Texas", 3), ("Ohio", 1)]
    drawn = draw_states(counts, read_outlines(SQUARE), title="Where")
    assert "Texas: 3" in drawn
    assert "Ohio: 1" in drawn
    fromstring(draw_states({}, read_outlines(SQUARE), title="Where"))


@given(st.integers(1, 10_000), st.integers(1, 7))
def test_shades_cover_every_number_once(greatest: int, colours: int) -> None:
    ranges = shades([str(number) for number in range(colours)], greatest)
    assert (ranges[0][0], ranges[-1][1]) == (1, greatest)
    assert all(end + 1 == start for (_, end, _), (start, _, _) in pairwise(ranges))


@pytest.mark.parametrize("text", [HOSTILE, "plain"])
def test_text_stays_text(text: str) -> None:
    event, node = Event(date(2026, 3, 2), text, text), Node(text, text, "subject")
    for drawn in (
        draw_timeline([event], title=text),
        draw_network([node], [], title=text),
        draw_states({"TX": 1}, {"TX": "M0,0Z"}, title=text),
    ):
        fromstring(drawn)
        assert "<script" not in drawn


@given(st.text())
def test_any_text_gives_a_well_formed_picture(text: str) -> None:
    picture = Drawing(10, 10, text)
    picture.text(0, 0, text)
    fromstring(picture.svg())
