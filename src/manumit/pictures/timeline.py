"""What happened when: a line for each holder, a numbered dot for each event; the numbers are those of the table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from manumit.pictures.drawing import Drawing, shortened
from manumit.pictures.render import FOR, NEUTRAL

LEFT, RIGHT, TOP, LANE, WIDTH = 210, 30, 50, 46, 860
MOST_TICKS = 9


@dataclass(frozen=True, slots=True)
class Event:
    """Something on a day: the line it belongs to (an agency), and what it was."""

    day: date
    lane: str
    words: str


def table_timeline(events: Sequence[Event]) -> pl.DataFrame:
    """The events in order: `number`, `day`, `lane`, `words`."""
    ordered = sorted(events, key=lambda one: (one.day, one.lane, one.words))
    rows = [(number, one.day, one.lane, one.words) for number, one in enumerate(ordered, 1)]
    return pl.DataFrame(
        rows, schema={"number": pl.Int64, "day": pl.Date, "lane": pl.String, "words": pl.String}, orient="row"
    )


def draw_timeline(events: Sequence[Event], *, title: str) -> str:
    """The picture as SVG text. Dots of one line that would hide one another are moved down a little."""
    table = table_timeline(events)
    lanes = list(dict.fromkeys(table["lane"]))
    picture = Drawing(WIDTH, TOP + LANE * max(len(lanes), 1) + 30, title)
    picture.text(10, 22, title, size=14)
    if table.is_empty():
        return picture.svg()
    first, last = _span([one.day for one in events])
    bottom = TOP + LANE * len(lanes)
    for day, words in _ticks(first, last):
        at = _across(day, first, last)
        picture.line((at, TOP - 8), (at, bottom), "#e3e5e8")
        picture.text(at, bottom + 18, words, anchor="middle", size=11)
    for number, lane in enumerate(lanes):
        middle = TOP + LANE * number + LANE / 2
        picture.line((LEFT, middle), (WIDTH - RIGHT, middle), NEUTRAL)
        picture.text(LEFT - 12, middle + 4, shortened(lane, 30), anchor="end")
    taken: dict[str, list[float]] = {}
    for number, day, lane, words in table.iter_rows():
        at = _across(day, first, last)
        near = sum(abs(at - other) < 18 for other in taken.setdefault(lane, []))
        taken[lane].append(at)
        y = TOP + LANE * lanes.index(lane) + LANE / 2 + (0, -13, 13)[near % 3]
        picture.circle(at, y, 9, FOR, title=f"{day}: {words}")
        picture.text(at, y + 4, str(number), anchor="middle", size=10, colour="#ffffff")
    return picture.svg()


def _span(days: Sequence[date]) -> tuple[date, date]:
    """The first and last day, at least a month apart."""
    first, last = min(days), max(days)
    lacking = timedelta(days=30) - (last - first)
    if lacking > timedelta(0) and first.year > 1 and last.year < 9999:
        first, last = first - lacking / 2, last + lacking / 2
    return first, last


def _across(day: date, first: date, last: date) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * (day - first).days / max((last - first).days, 1)


def _ticks(first: date, last: date) -> list[tuple[date, str]]:
    """The first days of months or of years, as few as can be read."""
    years = [date(year, 1, 1) for year in range(first.year, last.year + 1) if first <= date(year, 1, 1) <= last]
    if len(years) > 3:
        step = -(-len(years) // MOST_TICKS)
        return [(day, str(day.year)) for day in years[::step]]
    months = [
        date(year, month, 1)
        for year in range(first.year, last.year + 1)
        for month in range(1, 13)
        if first <= date(year, month, 1) <= last
    ]
    step = -(-len(months) // MOST_TICKS) or 1
    return [(day, f"{day:%b %Y}") for day in months[::step]]
