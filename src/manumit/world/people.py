"""The true people of one block: households, names, births, homes, contact points and papers."""

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from manumit.world.contacts import draw_emails, draw_papers, draw_phones
from manumit.world.cultures import Culture, cultures
from manumit.world.draw import Ints, Mask, Text, draw, stream, texts
from manumit.world.geography import TRIBES, geography
from manumit.world.homes import Homes, make_homes
from manumit.world.households import (
    BLOCK,
    CHILD,
    EUROPEAN,
    draw_births,
    draw_cultures,
    draw_sexes,
    make_households,
)
from manumit.world.naming import has_custom, name_people

NOW = 2025
"""The year in which this nation lives; nobody is born after it has begun."""
HISTORIC = 0.08
"""The share of households that lived in earlier centuries."""


@dataclass(frozen=True, slots=True)
class People:
    """Everything that is true of the people of one block, one position a person."""

    block: int
    number: Ints
    household: Ints
    role: Ints
    culture: Ints
    sex: Ints
    birth: Ints
    year_now: Ints
    historic: Mask
    given: Text
    given_native: Text
    middle: Text
    middle_native: Text
    family: Text
    family_native: Text
    second_family: Text
    birth_family: Text
    suffix: Text
    twin: Mask
    namesake_of: Ints
    foreign: Mask
    birth_city: Text
    tribe: Text
    homes: tuple[Homes, Homes, Homes]
    phones: tuple[Text, Text, Text]
    emails: tuple[Text, Text]
    papers: dict[str, Text] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.number)


def make_people(seed: int, block: int) -> People:
    """The people of a block; a function of seed and block alone."""
    rng = stream(seed, "people", block)
    household, role, kind = make_households(rng)
    heads = np.searchsorted(household, np.arange(household[-1] + 1))
    historic = (rng.random(len(heads)) < HISTORIC)[household]
    year_now = np.where(historic, rng.integers(1690, 1945, len(heads))[household], NOW)
    culture = draw_cultures(rng, household, role, historic)
    sex = draw_sexes(rng, heads, household, role)
    birth, twin = draw_births(rng, heads, household, role, kind, year_now)
    named = name_people(rng, culture, sex, heads, household, role)
    nothing = texts([""] * BLOCK)
    people = People(
        block=block,
        number=block * BLOCK + np.arange(BLOCK),
        household=block * BLOCK + household,
        role=role,
        culture=culture,
        sex=sex,
        birth=birth,
        year_now=year_now,
        historic=historic,
        twin=twin,
        namesake_of=np.full(BLOCK, -1, dtype=np.int64),
        **named,
        **_origins(rng, culture, historic),
        homes=make_homes(rng, household, len(heads)),
        phones=(nothing, nothing, nothing),
        emails=(nothing, nothing),
    )
    return _with_contacts(rng, _with_namesakes(rng, people), household)


def _origins(rng: np.random.Generator, culture: Ints, historic: Mask) -> dict[str, Any]:
    abroad = np.array([_abroad(known) for known in cultures()])[culture]
    foreign: Mask = rng.random(BLOCK) < np.where(historic, 0.2 * (abroad > 0), abroad)
    town = geography().towns[draw(rng, geography().weights, BLOCK)]
    for place in np.unique(culture[foreign]):
        who = np.flatnonzero(foreign & (culture == place))
        cities = cultures()[place].cities
        town[who] = texts(cities)[rng.integers(0, len(cities), len(who))]
    tribe = texts([""] * BLOCK)
    members = np.flatnonzero(has_custom(culture, "tribal"))
    tribe[members] = texts(TRIBES)[rng.integers(0, len(TRIBES), len(members))]
    return {"foreign": foreign, "birth_city": town, "tribe": tribe}


def _abroad(culture: Culture) -> float:
    if culture.country is None:
        return 0.0
    return 0.05 if culture.key in EUROPEAN else 0.5


def _with_namesakes(rng: np.random.Generator, people: People) -> People:
    """Some people bear the names of another, and of these some live in the same town or were born in the
    same year.
    """
    chosen = np.flatnonzero(rng.random(BLOCK) < 0.06)
    chosen = chosen[
        np.lexsort((rng.random(len(chosen)), people.sex[chosen], people.culture[chosen], people.historic[chosen]))
    ]
    chosen, other = chosen[1:], chosen[:-1]
    fit = (people.culture[chosen] == people.culture[other]) & (people.sex[chosen] == people.sex[other])
    fit &= (people.household[chosen] != people.household[other]) & (people.historic[chosen] == people.historic[other])
    fit &= people.suffix[chosen] == ""  # a junior keeps his father's name
    fit[1::2] = False
    who, twin_in_name = chosen[fit], other[fit]
    for column in ("given", "given_native", "family", "family_native", "birth_family"):
        values: Text = getattr(people, column)
        values[who] = values[twin_in_name]
    same_middle = rng.random(len(who)) < 0.3
    people.middle[who[same_middle]] = people.middle[twin_in_name[same_middle]]
    near = rng.random(len(who)) < 0.5
    people.homes[0].town[who[near]] = people.homes[0].town[twin_in_name[near]]
    _born_like(rng, people, who, twin_in_name)
    people.namesake_of[who] = people.number[twin_in_name]
    return people


def _born_like(rng: np.random.Generator, people: People, who: Ints, other: Ints) -> None:
    """Many who bear another's names are born within a year of them, a few on the same day.

    Parents and children are left alone: they must stay apart by a generation, and twins together.
    """
    families = people.household[people.role == CHILD]
    alike = ~np.isin(people.household[who], families) & (rng.random(len(who)) < 0.85)
    shift = np.where(rng.random(len(who)) < 0.08, 0, rng.integers(-200, 200, len(who)))
    last_day = np.floor((people.year_now[who] - 1970) * 365.2425).astype(np.int64)
    people.birth[who[alike]] = np.minimum(people.birth[other] + shift, last_day)[alike]


def _with_contacts(rng: np.random.Generator, people: People, household: Ints) -> People:
    given, family, birth = people.given, people.family, people.birth
    return replace(
        people,
        phones=draw_phones(rng, people.homes[0].town, household),
        emails=(draw_emails(rng, given, family, birth), draw_emails(rng, given, family, birth)),
        papers=draw_papers(rng),
    )
