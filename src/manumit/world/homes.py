"""Where people live: the household's home, the one before, and a person's own elsewhere."""

from dataclasses import dataclass, replace

import numpy as np

from manumit.world.draw import Ints, Text, draw, texts
from manumit.world.geography import geography
from manumit.world.households import BLOCK


@dataclass(frozen=True, slots=True)
class Homes:
    """Addresses, one a row: town and street as positions in the geography, house number, flat ("" for
    none).
    """

    town: Ints
    street: Ints
    house: Ints
    flat: Text


def make_homes(rng: np.random.Generator, household: Ints, count: int) -> tuple[Homes, Homes, Homes]:
    """The household's home, the one before, and a person's own elsewhere."""
    now = _some_homes(rng, count)
    before = _some_homes(rng, count)
    stayed = rng.random(count) < 0.6
    before = replace(before, town=np.where(stayed, now.town, before.town))
    own = _some_homes(rng, BLOCK)
    near = rng.random(BLOCK) < 0.6
    own = replace(own, town=np.where(near, now.town[household], own.town))
    return _spread(now, household), _spread(before, household), own


def _spread(homes: Homes, household: Ints) -> Homes:
    return Homes(homes.town[household], homes.street[household], homes.house[household], homes.flat[household])


def _some_homes(rng: np.random.Generator, count: int) -> Homes:
    geo = geography()
    town = draw(rng, geo.weights, count)
    # A town has its own streets: a stretch of the list as long as the town is large.
    local = np.minimum(len(geo.streets), 12 + geo.postcodes[town] * 60)
    street = (town * 131 + (rng.random(count) ** 1.6 * local).astype(np.int64)) % len(geo.streets)
    flat = texts([""] * count)
    has = np.flatnonzero(rng.random(count) < 0.22)
    flat[has] = [
        f"{number}{letter}"
        for number, letter in zip(
            rng.integers(1, 40, len(has)), rng.choice(["", "", "A", "B", "C"], len(has)), strict=True
        )
    ]
    return Homes(town, street, (rng.gamma(1.1, 90, count) + 1).astype(np.int64), flat)
