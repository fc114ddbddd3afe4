"""How many of something in which state of the U.S.: areas, never points."""

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from manumit.pictures.drawing import Drawing, shades
from manumit.pictures.render import NEUTRAL
from manumit.terms import load

BLUES = ("#c6dbef", "#9ecae1", "#6baed6", "#3182bd", "#08519c")
NONE_THERE = "#eef0f2"
WIDTH, HEIGHT, FOOT = 975, 620, 50
Outlines = Mapping[str, str]
"""The outline of each state as SVG path data, by its two letters."""


def state_of(text: str) -> str | None:
    """The two letters of a state that a text names, by its letters or its name; None when it names none."""
    plain = " ".join(text.replace(".", "").split()).casefold()
    return _by_name().get(plain)


def _by_name() -> dict[str, str]:
    named = {row["label"].casefold(): row["code"] for row in load("states")}
    return named | {code.casefold(): code for code in named.values()}


def read_outlines(topology: Mapping[str, Any]) -> dict[str, str]:
    """The outlines in a TopoJSON file that is already projected (us-atlas, `states-albers-10m.json`)."""
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = [list(_points(arc, scale, shift)) for arc in topology["arcs"]]
    found: dict[str, str] = {}
    for shape in topology["objects"]["states"]["geometries"]:
        code = state_of(shape["properties"]["name"])
        areas = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        if code and shape["arcs"]:
            found[code] = "".join(_ring(ring, arcs) for area in areas for ring in area)
    return found


def _points(arc: list[list[int]], scale: list[float], shift: list[float]) -> Iterator[tuple[float, float]]:
    """The points of an arc, of which each is written as the step from the one before."""
    x = y = 0
    for across, down in arc:
        x, y = x + across, y + down
        yield x * scale[0] + shift[0], y * scale[1] + shift[1]


def _ring(ring: list[int], arcs: list[list[tuple[float, float]]]) -> str:
    """A closed line through arcs; a negative number means an arc backwards."""
    points = [point for one in ring for point in (arcs[one] if one >= 0 else arcs[~one][::-1])]
    return "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in points) + "Z"


def table_states(counts: Mapping[str, int]) -> pl.DataFrame:
    """The counts by state, the greatest first: `state` (its name), `count`."""
    names = {row["code"]: row["label"] for row in load("states")}
    rows = sorted(((names.get(code, code), count) for code, count in counts.items()), key=lambda row: (-row[1], row[0]))
    return pl.DataFrame(rows, schema={"state": pl.String, "count": pl.Int64}, orient="row")


def draw_states(counts: Mapping[str, int], outlines: Outlines, *, title: str) -> str:
    """The picture as SVG text: darker where there are more, grey where there are none."""
    picture = Drawing(WIDTH, HEIGHT + FOOT, title)
    ranges = shades(BLUES, max(counts.values(), default=0))
    names = {row["code"]: row["label"] for row in load("states")}
    for code, data in outlines.items():
        count = counts.get(code, 0)
        colour = next((colour for low, high, colour in ranges if low <= count <= high), NONE_THERE)
        picture.path(data, colour, title=f"{names.get(code, code)}: {count}")
    for place, (low, high, colour) in enumerate(ranges):
        left = 20 + place * 110
        picture.rectangle(left, HEIGHT, 22, 14, colour)
        picture.text(left + 30, HEIGHT + 12, str(low) if low == high else f"{low} to {high}", size=13)
    picture.text(20, HEIGHT + 34, "Grey: none.", size=12, colour=NEUTRAL)
    return picture.svg()
