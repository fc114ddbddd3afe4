"""Making the nation: block by block, in memory or streamed to Parquet files."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import polars as pl

from manumit.errors import InputError
from manumit.progress import Progress, silent
from manumit.world.agencies import Habits, agencies_table, make_agencies
from manumit.world.cultures import cultures
from manumit.world.households import BLOCK, ROLES
from manumit.world.mentions import make_mentions
from manumit.world.organisations import ORGANISATION
from manumit.world.other_kinds import CONTACT, PLACE, VEHICLE, VESSEL
from manumit.world.people import People, make_people
from manumit.world.record import person_tables
from manumit.world.things import thing_tables

SCALES = {"tiny": 500, "small": 5_000, "town": 50_000, "city": 1_000_000, "nation": 10_000_000}
"""Names of sizes, in people."""
LARGEST = 10_000_000
_THINGS = (ORGANISATION, CONTACT, PLACE, VEHICLE, VESSEL)
KINDS = ("person", *(kind.name for kind in _THINGS))
"""The kinds of which mentions are made."""

Tables = dict[str, pl.DataFrame]


@dataclass(frozen=True, slots=True)
class World:
    """A nation in memory: `tables` by the name of their file, such as `person_mentions` and
    `person_truth`.
    """

    people: int
    seed: int
    tables: Tables = field(repr=False)

    def mentions(self, kind: str = "person") -> pl.DataFrame:
        """The mentions of a kind: `id`, the raw canonical fields, `agency`."""
        return self.tables[f"{kind}_mentions"]

    def truth(self, kind: str = "person") -> pl.DataFrame:
        """What each mention truly is: `id`, and the kind's own column, such as `person` and `household`."""
        return self.tables[f"{kind}_truth"]


def people_of(scale: str | int) -> int:
    """How many people a scale means: the name of a size, or a number from 1 to ten million."""
    if isinstance(scale, str) and scale in SCALES:
        return SCALES[scale]
    number = int(scale) if isinstance(scale, int) or scale.replace("_", "").isdecimal() else 0
    if 1 <= number <= LARGEST:
        return number
    names = ", ".join(SCALES)
    raise InputError(
        f"no world of scale {scale!r}", remedy=f"give one of {names}, or a number of people up to {LARGEST:,}"
    )


def make_world(
    scale: str | int = "small", *, seed: int = 1, kinds: tuple[str, ...] = KINDS, progress: Progress = silent
) -> World:
    """A made-up nation in memory; the same for the same scale, seed and kinds."""
    people = people_of(scale)
    habits = make_agencies(seed)
    parts: dict[str, list[pl.DataFrame]] = {}
    for tables in blocks(people, seed, habits, kinds, progress):
        for name, table in tables.items():
            parts.setdefault(name, []).append(table)
    return World(
        people,
        seed,
        {**{name: pl.concat(some) for name, some in parts.items()}, "agencies": agencies_table(habits)},
    )


def blocks(people: int, seed: int, habits: Habits, kinds: tuple[str, ...], progress: Progress) -> Iterator[Tables]:
    """The tables of each block in turn. The first people of a larger world are those of a smaller one."""
    count = -(-people // BLOCK)
    for block in range(count):
        tables: Tables = {}
        if "person" in kinds:
            tables |= _person_block(seed, block, min(BLOCK, people - block * BLOCK), habits)
        here = min(BLOCK, people - block * BLOCK)
        for kind in _THINGS:
            if kind.name in kinds:
                tables |= thing_tables(kind, seed, block, here, habits)
        yield tables
        progress("making people", (block + 1) / count)


def _person_block(seed: int, block: int, count: int, habits: Habits) -> Tables:
    people = make_people(seed, block)
    mentions = make_mentions(seed, people, habits)
    table, truth = person_tables(seed, people, mentions, habits)
    everyone = _people_table(people)
    if count < BLOCK:
        # A whole block is made and then cut, so that the people who remain are those of a larger world.
        everyone = everyone.head(count)
        among = truth["person"].is_in(everyone["person"].implode())
        table, truth = table.filter(among), truth.filter(among)
    return {"person_mentions": table, "person_truth": truth, "people": everyone}


def _people_table(people: People) -> pl.DataFrame:
    """Who the people truly are."""
    namesake = people.namesake_of
    return pl.DataFrame(
        {
            "person": [f"P{number:08d}" for number in people.number.tolist()],
            "household": [f"H{number:08d}" for number in people.household.tolist()],
            "role": [ROLES[role] for role in people.role.tolist()],
            "culture": [cultures()[culture].key for culture in people.culture.tolist()],
            "sex": ["MF"[sex] for sex in people.sex.tolist()],
            "birth_date": pl.Series(people.birth.astype("datetime64[D]")),
            "given_name": people.given.tolist(),
            "middle_name": [middle or None for middle in people.middle.tolist()],
            "family_name": people.family.tolist(),
            "birth_family_name": people.birth_family.tolist(),
            "suffix": [suffix or None for suffix in people.suffix.tolist()],
            "twin": people.twin.tolist(),
            "historic": people.historic.tolist(),
            "namesake_of": [f"P{number:08d}" if number >= 0 else None for number in namesake.tolist()],
        },
        schema_overrides={"middle_name": pl.String, "suffix": pl.String, "namesake_of": pl.String},
    )
