"""Which mistakes were made in which mention: kept beside the truth, so that one can ask which of them
break a model.
"""

import numpy as np
from numpy.typing import NDArray

from manumit.world.agencies import Habits
from manumit.world.draw import Floats, Ints, Text
from manumit.world.mentions import Mentions
from manumit.world.mistakes import MISTAKES

ERRORS = (
    *(name for name, _, _ in MISTAKES),
    "respelled", "nickname", "alias", "initial", "given and family swapped", "wrong date", "wrong sex",
    "moved", "wrong number",
)  # fmt: skip
"""Names of the bits of the column `errors`, lowest first."""
_BIT = {name: np.uint32(1 << place) for place, name in enumerate(ERRORS)}


class Marks:
    """The errors of each mention, as bits in the order of ERRORS."""

    def __init__(self, count: int) -> None:
        self.bits: NDArray[np.uint32] = np.zeros(count, dtype=np.uint32)

    def add(self, places: Ints, error: str) -> None:
        """Note an error of several mentions."""
        self.bits[places] |= _BIT[error]

    def set(self, place: int, error: str) -> None:
        """Note an error of one mention."""
        self.bits[place] |= _BIT[error]


def spoil(
    rng: np.random.Generator, values: Text, habits: Habits, mentions: Mentions, factor: float, marks: Marks
) -> None:
    """Put an agency's kinds of mistake into some of the values, in place: hasty clerks make more of them."""
    agency = mentions.agency
    rate = np.minimum(habits.dirt[agency] * mentions.haste * factor, 0.75)
    hit = np.flatnonzero(rng.random(len(agency)) < rate)
    # Few words are spoiled twice.
    twice = hit[rng.random(len(hit)) < 0.14]
    for places in (hit, twice):
        luck: Floats = rng.random((len(places), 3))
        kinds = (luck[:, 0, None] > habits.mistakes[agency[places], :-1]).sum(axis=1)
        for place, kind, (_, where, what) in zip(places.tolist(), kinds.tolist(), luck.tolist(), strict=True):
            value = values[place]
            if value:
                values[place] = MISTAKES[kind][1](value, where, what)
                marks.bits[place] |= np.uint32(1 << kind)
