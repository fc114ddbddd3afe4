"""What all kinds other than people share: how many there are, which agency mentions them, and how their
tables are made.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from manumit.world.agencies import Habits
from manumit.world.draw import Ints, Text, draw, ids, stream, texts
from manumit.world.errors import Marks, spoil
from manumit.world.geography import STATES, geography, postcode, shortened
from manumit.world.households import BLOCK
from manumit.world.mentions import Mentions

_COUNTS = np.array([44, 22, 13, 8, 5, 3, 2, 1.2, 0.8, 0.5, 0.3, 0.2])
Thing = dict[str, str]
"""What is true of one thing; the keys are the kind's own."""
Row = dict[str, str | None]
"""A mention in the raw canonical fields."""


@dataclass(frozen=True, slots=True)
class ThingKind:
    """A kind: its fields, how many of it there are for each person, and how things and mentions of them
    are made.

    `make(rng, number of things)` gives the things; the key `family` names those that are alike and must
    not merge.
    `mention(rng, thing, Style)` gives one mention.
    """

    name: str
    fields: tuple[str, ...]
    per_person: float
    make: Callable[[np.random.Generator, int], list[Thing]]
    mention: Callable[["Luck", Thing, "Style"], Row]
    spoiled: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Style:
    """The habits of the agency that matter for things."""

    upper: bool
    phone: int
    region: int
    address: int
    native: float
    fill: float


class Luck:
    """Chance for one mention after the other, drawn from the stream in large pieces."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._rng = rng
        self._drawn: list[float] = []

    def __call__(self) -> float:
        """A number from 0 to 1."""
        if not self._drawn:
            self._drawn = self._rng.random(4096).tolist()
        return self._drawn.pop()

    def below(self, rate: float) -> bool:
        """Whether something of this rate happens."""
        return self() < rate

    def one(self, choices: Sequence[str]) -> str:
        """One of the choices."""
        return choices[int(self() * len(choices))]


def thing_tables(kind: ThingKind, seed: int, block: int, people: int, habits: Habits) -> dict[str, pl.DataFrame]:
    """The mentions of a kind in a block of people, and their truth."""
    count = int(BLOCK * kind.per_person)
    things = kind.make(stream(seed, f"{kind.name} things", block), count)
    mentions = _mentions(stream(seed, f"{kind.name} mentions", block), count, habits)
    rng = stream(seed, f"{kind.name} records", block)
    columns, marks = _columns(rng, kind, things, mentions, habits)
    named = ids(kind.name[:3], seed, block, len(mentions))
    order = rng.permutation(len(mentions))
    order = order[mentions.person[order] < max(1, int(people * kind.per_person))]
    raw = {"id": named, **columns, "agency": habits.id[mentions.agency]}
    who = mentions.person[order].tolist()
    return {
        f"{kind.name}_mentions": pl.DataFrame(
            {name: pl.Series(name, values[order].tolist(), pl.String) for name, values in raw.items()}
        ),
        f"{kind.name}_truth": pl.DataFrame(
            {
                "id": named[order].tolist(),
                kind.name: [f"{kind.name[:3].upper()}{block * count + thing:08d}" for thing in who],
                "alike": [f"{block:04d}-{things[thing].get('family', str(thing))}" for thing in who],
                "errors": pl.Series(marks.bits[order], dtype=pl.UInt32),
            },
            schema_overrides={"id": pl.String, kind.name: pl.String, "alike": pl.String},
        ),
    }


def _mentions(rng: np.random.Generator, count: int, habits: Habits) -> Mentions:
    thing = np.repeat(np.arange(count), 1 + draw(rng, np.cumsum(_COUNTS / _COUNTS.sum()), count))
    open_to = habits.weight * (habits.holds != "historic")
    agency = draw(rng, np.cumsum(open_to / open_to.sum()), len(thing))
    day = rng.integers(11_000, 20_000, len(thing))
    return Mentions(thing, agency, day, rng.lognormal(0, 1, len(thing)) ** habits.sloppiness[agency])


def _columns(
    rng: np.random.Generator, kind: ThingKind, things: list[Thing], mentions: Mentions, habits: Habits
) -> tuple[dict[str, Text], Marks]:
    styles, luck = _styles(habits), Luck(rng)
    rows = [
        kind.mention(luck, things[thing], styles[agency])
        for thing, agency in zip(mentions.person.tolist(), mentions.agency.tolist(), strict=True)
    ]
    columns = {field: texts([row.get(field) or None for row in rows]) for field in kind.fields}
    marks = Marks(len(mentions))
    for field in kind.spoiled:
        spoil(rng, columns[field], habits, mentions, 0.8 if field in ("name", "address") else 0.35, marks)
    return columns, marks


def _styles(habits: Habits) -> list[Style]:
    return [
        Style(
            upper=bool(habits.style_case[place] == 1),
            phone=int(habits.style_phone[place]),
            region=int(habits.style_region[place]),
            address=int(habits.style_address[place]),
            native=float(habits.native[place]),
            fill=0.35 + 0.6 * float(1 - habits.gaps[place]) * float(habits.style_steady[place]),
        )
        for place in range(len(habits))
    ]


def some_places(rng: np.random.Generator, count: int) -> list[Thing]:
    """True addresses: house, street, city, state (its position) and postcode."""
    geo = geography()
    town: Ints = draw(rng, geo.weights, count)
    street = (town * 131 + rng.integers(0, 12 + geo.postcodes[town] * 60)) % len(geo.streets)
    house = rng.integers(1, 900, count)
    return [
        {
            "house": str(number),
            "street": geo.streets[road],
            "city": geo.towns[place],
            "state": str(geo.state[place]),
            "postcode": postcode(int(geo.state[place]), int(geo.postcode[place] + road % geo.postcodes[place])),
        }
        for number, road, place in zip(house.tolist(), street.tolist(), town.tolist(), strict=True)
    ]


def written_place(luck: Luck, place: Thing, style: Style) -> Row:
    """An address as an agency writes it: the fields address, city, region, postcode."""
    street = place["street"]
    if style.address == 1 or luck.below(0.15):
        street = shortened(street)
    line = f"{street} {place['house']}" if style.address == 3 else f"{place['house']} {street}"
    if luck.below(0.06):
        line += f", {luck.one(('Suite', 'Unit', '#', 'Bldg', 'Floor'))} {int(luck() * 20) + 1}"
    row: Row = {
        "address": line,
        "city": place["city"] if luck.below(0.95) else None,
        "region": STATES[int(place["state"])][1 - style.region] if luck.below(0.8) else None,
        "postcode": place["postcode"] if luck.below(style.fill) else None,
    }
    return upper(row) if style.upper else row


def upper(row: Row) -> Row:
    """The row in capitals."""
    return {field: value.upper() if value else value for field, value in row.items()}
