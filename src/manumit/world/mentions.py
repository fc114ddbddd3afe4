"""Which agency mentions whom, how often and when."""

from dataclasses import dataclass

import numpy as np

from manumit.world.agencies import Habits
from manumit.world.draw import Floats, Ints, Mask, draw, stream
from manumit.world.geography import STATES, geography
from manumit.world.people import People

_COUNTS = np.array([48, 18, 10, 7, 5, 3.6, 2.4, 1.8, 1.2, 0.9, 0.6, 0.4, 0.3, 0.2, 0.2, 0.1, 0.1, 0.1, 0.05, 0.05])
_HOLDS = ("any", "adult", "minor", "foreign", "native", "historic")


@dataclass(frozen=True, slots=True)
class Mentions:
    """Mentions of a block in the order of their people: positions of person and agency, day noted, and
    clerk's haste.
    """

    person: Ints
    agency: Ints
    day: Ints
    haste: Floats

    def __len__(self) -> int:
        return len(self.person)


def make_mentions(seed: int, people: People, habits: Habits) -> Mentions:
    """Who is mentioned where: most people once, few very often."""
    rng = stream(seed, "mentions", people.block)
    count = 1 + draw(rng, np.cumsum(_COUNTS / _COUNTS.sum()), len(people))
    person = np.repeat(np.arange(len(people)), count)
    born = people.birth[person]
    last = np.floor((people.year_now[person] - 1970) * 365.2425).astype(np.int64)
    since = np.where(people.historic[person], born + 30, np.maximum(born + 30, last - 25 * 365))
    # Later years hold more records than earlier ones.
    day = (since + (last - since).clip(1) * rng.random(len(person)) ** 0.6).astype(np.int64)
    agency = _agencies(rng, people, person, (day - born) / 365.2425, habits)
    haste = rng.lognormal(0, 1, len(person)) ** habits.sloppiness[agency]
    return Mentions(person, agency, day, haste)


def _agencies(rng: np.random.Generator, people: People, person: Ints, age: Floats, habits: Habits) -> Ints:
    tables = _tables(habits)
    state = geography().state[people.homes[0].town[person]]
    group = _groups(people, person, age)
    chosen = np.zeros(len(person), dtype=np.int64)
    row = group * len(STATES) + state
    luck = rng.random(len(person))
    for one in np.unique(row):
        who = np.flatnonzero(row == one)
        chosen[who] = np.searchsorted(tables[one], luck[who] * tables[one][-1], side="right")
    # An agency that holds a person often writes the same person down again.
    again = np.flatnonzero((person[1:] == person[:-1]) & (group[1:] == group[:-1])) + 1
    again = again[rng.random(len(again)) < habits.repeats[chosen[again - 1]]]
    for place in again.tolist():
        chosen[place] = chosen[place - 1]
    return chosen


def _groups(people: People, person: Ints, age: Floats) -> Ints:
    """0 to 7 for people of now by (minor, foreign, native), 8 for those of other centuries."""
    foreign, native = people.foreign[person], people.tribe[person] != ""
    group = (age < 18) * 1 + foreign * 2 + (native & ~foreign) * 4
    return np.where(people.historic[person], 8, group).astype(np.int64)


def _tables(habits: Habits) -> list[Floats]:
    """Running weights of the agencies for each group and state."""
    return [
        np.cumsum(habits.weight * _open_to(habits, group) * _reach(habits, state))
        for group in range(9)
        for state in range(len(STATES))
    ]


def _open_to(habits: Habits, group: int) -> Floats:
    if group == 8:
        return np.asarray((habits.holds == "historic") * 1.0)
    minor, foreign, native = group & 1, group & 2, group & 4
    holds = habits.holds
    fits: Mask = holds == "any"
    fits |= (holds == "minor") if minor else (holds == "adult")
    if foreign:
        fits |= holds == "foreign"
    if native:
        fits |= holds == "native"
    return np.where(fits, np.where(holds == "native", 6.0, 1.0), 0.0)


def _reach(habits: Habits, state: int) -> Floats:
    """Agencies of the state first; those of other states see its people now and then."""
    return np.where(habits.state < 0, 1.0, np.where(habits.state == state, 12.0, 0.35))


def ages(day: Ints, birth: Ints) -> Ints:
    """Whole years of age on a day."""
    return np.maximum(0, np.floor((day - birth) / 365.2425)).astype(np.int64)
