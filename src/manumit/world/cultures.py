"""The peoples of the made-up nation: where their names come from and the customs by which names are made."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Culture:
    """One people: its share of the nation, the name lists it draws from, its script, spelling rules and
    customs.
    """

    key: str
    share: float
    given: tuple[str, ...]
    family: tuple[str, ...]
    script: str
    spelling: str
    customs: frozenset[str]
    country: tuple[str, str, str] | None
    cities: tuple[str, ...]


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a CSV file of this room's data folder."""
    text = (files("manumit.world") / "data" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def cultures() -> tuple[Culture, ...]:
    """All cultures, in the order of their file."""
    return tuple(_culture(row) for row in rows("cultures.csv"))


def _culture(row: dict[str, str]) -> Culture:
    code, _, rest = row["country"].partition("|")
    name, _, people = rest.partition("|")
    return Culture(
        key=row["culture"],
        share=float(row["share"]),
        given=tuple(row["given"].split()),
        family=tuple(row["family"].split()),
        script=row["script"],
        spelling=row["spelling"],
        customs=frozenset(row["customs"].split()),
        country=(code, name, people) if code else None,
        cities=tuple(row["cities"].split(";")) if row["cities"] else (),
    )
