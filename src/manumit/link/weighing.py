"""One mention weighed against many: what `Model.weight` says, with all that depends on the one alone done once."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate
from typing import Self

from manumit.link.comparison import DIFFERENT_LEVEL, Comparison
from manumit.link.conditions import Fields
from manumit.link.model import Model

Holds = Callable[[Fields, Fields], bool]


@dataclass(frozen=True, slots=True)
class _Step:
    """A comparison of the mention: its levels, strongest first, each with its number, frequency field and weight.

    The weight is that of the mention with its like. `most` is the greatest that any other mention can give.
    """

    comparison: Comparison
    unknown: Holds
    levels: tuple[tuple[Holds, int, str | None, float], ...]
    different: float
    most: float

    @classmethod
    def of(cls, comparison: Comparison, model: Model, mention: Fields) -> Self:
        found: list[tuple[Holds, int, str | None, float]] = []
        different = model.level_weight(comparison, DIFFERENT_LEVEL, mention, mention)
        most = max(different, 0.0)
        for number in range(len(comparison.levels), DIFFERENT_LEVEL, -1):
            level = comparison.level(number)
            assert level is not None
            weight = model.level_weight(comparison, number, mention, mention)
            found.append((level.condition.holds, number, level.frequency, weight))
            # Of two values the commoner counts, so with any other mention the weight is at most that with its like.
            most = max(most, math.inf if level.frequency and mention[level.frequency] is None else weight)
        return cls(comparison, comparison.unknown.holds, tuple(found), different, most)


class Scales:
    """Weighs other mentions against one mention."""

    def __init__(self, model: Model, mention: Fields) -> None:
        self._model, self._mention = model, mention
        # What is unknown even beside its like is unknown beside every other mention, and weighs nothing.
        compared = [one for one in model.kind.comparisons if not one.unknown.holds(mention, mention)]
        steps = [_Step.of(comparison, model, mention) for comparison in compared]
        # What could say most comes first: then the sum soon cannot reach the floor any more.
        self._steps = sorted(steps, key=lambda step: -step.most)
        sums = list(accumulate((step.most for step in reversed(self._steps)), initial=0.0))
        self._still_possible = sums[-2::-1]

    def weight(self, other: Fields, floor: float = -math.inf) -> float | None:
        """The match weight of the pair in bits; None, as soon as that is certain, when it is below the floor."""
        total = self._model.prior_weight
        for step, possible in zip(self._steps, self._still_possible, strict=True):
            total += self._of_step(step, other)
            if total + possible < floor:
                return None
        return total if total >= floor else None

    def _of_step(self, step: _Step, other: Fields) -> float:
        mention = self._mention
        if step.unknown(mention, other):
            return 0.0
        for holds, number, frequency, weight in step.levels:
            if holds(mention, other):
                if frequency is None or mention[frequency] == other[frequency]:
                    return weight
                return self._model.level_weight(step.comparison, number, mention, other)
        return step.different
