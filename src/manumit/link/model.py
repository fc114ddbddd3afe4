"""A trained model of one kind: how much each degree of agreement says, as versioned data.

Each level of each comparison has m, the share of true pairs that show it, and u, the share of random pairs that do
(Fellegi and Sunter 1969). A level's weight is log2(m / u) bits; weights add up with the prior to the match weight.
Where a level names a frequency field, the value's own frequency stands in for u: to agree on a rare name says more.
Batch, live index, explanations and Spark read the same model, so a pair weighs the same everywhere.
"""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import Any, Self

import orjson
import polars as pl

from manumit.errors import InputError
from manumit.link.comparison import Comparison, Kind
from manumit.link.conditions import Fields
from manumit.link.kinds import kind_named

FORMAT = 1


@dataclass(frozen=True, slots=True)
class LevelShares:
    """The share of true pairs (m) and of random pairs (u) that show a level; 0 < each <= 1.

    `correction`, in bits, is for what goes together: a household shares address, telephone and family name, which are
    then one agreement rather than three.
    """

    m: float
    u: float
    correction: float = 0.0

    @property
    def weight(self) -> float:
        """log2(m / u) and the correction, in bits."""
        return math.log2(self.m) - math.log2(self.u) + self.correction


@dataclass(frozen=True)
class Model:
    """A model of one kind. `shares` holds, per comparison, level 0 (different) upwards.

    `frequencies` gives for a field the share of known values that a value has; `usual` the share that any value not
    listed is taken to have. `prior` is the probability that two random mentions are of one subject. `trained` says how.
    """

    kind_name: str
    version: str
    prior: float
    shares: Mapping[str, tuple[LevelShares, ...]]
    frequencies: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    usual: Mapping[str, float] = field(default_factory=dict)
    threshold: float = 0.0
    trained: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        expected = {comparison.name: len(comparison.levels) + 1 for comparison in self.kind.comparisons}
        found = {name: len(levels) for name, levels in self.shares.items()}
        if expected != found:
            raise InputError(
                f"the model '{self.version}' was trained for other comparisons of kind {self.kind_name}",
                remedy="train it anew with 'manumit link train'",
            )

    @cached_property
    def kind(self) -> Kind:
        """The kind that it is a model of."""
        return kind_named(self.kind_name)

    @cached_property
    def prior_weight(self) -> float:
        """The prior in bits, log2(p / (1 - p))."""
        return math.log2(self.prior) - math.log2(1 - self.prior)

    @cached_property
    def _level_weights(self) -> dict[str, tuple[float, ...]]:
        return {name: tuple(level.weight for level in levels) for name, levels in self.shares.items()}

    def frequency(self, field_name: str, value: str) -> float:
        """The share of known values of a field that this value has."""
        return self.frequencies.get(field_name, {}).get(value, self.usual.get(field_name, 1.0))

    def level_weight(self, comparison: Comparison, number: int, left: Fields, right: Fields) -> float:
        """The bits that a comparison adds to a pair at a level; 0 where nothing is known.

        Where the level names a frequency field, the commoner of the two values stands in for the average one.
        """
        if number < 0:
            return 0.0
        weight = self._level_weights[comparison.name][number]
        level = comparison.level(number)
        if level is None or level.frequency is None:
            return weight
        return weight + self._rarity(comparison, level.frequency, left, right)

    def _rarity(self, comparison: Comparison, field_name: str, left: Fields, right: Fields) -> float:
        """How many bits rarer the commoner of two values is than the values that random pairs agree on."""
        known = [self.frequency(field_name, side[field_name]) for side in (left, right) if side[field_name] is not None]
        if not known:
            return 0.0
        average = self.shares[comparison.name][comparison.equal_level(field_name)].u
        return math.log2(average) - math.log2(max(known))

    def levels(self, left: Fields, right: Fields) -> list[int]:
        """The level of each comparison for a pair, in the kind's order."""
        return [comparison.level_of(left, right) for comparison in self.kind.comparisons]

    def weight(self, left: Fields, right: Fields) -> float:
        """The match weight of a pair in bits, prior included."""
        return self.prior_weight + sum(
            self.level_weight(comparison, comparison.level_of(left, right), left, right)
            for comparison in self.kind.comparisons
        )

    def adapted(self, compact: pl.DataFrame) -> "Model":
        """The same model for a list at hand: see `manumit.link.adapting.adapted`."""
        from manumit.link.adapting import adapted  # it builds on models

        return adapted(self, compact)

    def to_json(self) -> bytes:
        """The model as JSON; frequencies are sorted so that two versions can be compared line by line."""
        document = {
            "format": FORMAT,
            "kind": self.kind_name,
            "version": self.version,
            "trained": dict(self.trained),
            "prior": self.prior,
            "threshold": self.threshold,
            "comparisons": {
                comparison.name: {
                    comparison.words(number): asdict(level) for number, level in enumerate(self.shares[comparison.name])
                }
                for comparison in self.kind.comparisons
            },
            "usual": dict(self.usual),
            "frequencies": {name: dict(sorted(values.items())) for name, values in self.frequencies.items()},
        }
        return orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """The model that `to_json` wrote; InputError when the text holds none."""
        try:
            return cls._from_document(orjson.loads(text))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise InputError("this is not a model", remedy="give a file made by 'manumit link train'") from error

    @classmethod
    def load(cls, source: str | Path) -> Self:
        """The model in a file, or the one shipped for a kind when `source` is the kind's name.

        Raises InputError when the file is missing, is no model, or is one for other comparisons than this version's.
        """
        shipped = resources.files("manumit.link") / "models" / f"{source}.json"
        try:
            text = shipped.read_bytes() if shipped.is_file() else Path(source).read_bytes()
        except OSError as error:
            raise InputError("the model cannot be read", file=str(source), remedy=str(error)) from error
        return cls.from_json(text)

    @classmethod
    def _from_document(cls, document: dict[str, Any]) -> Self:
        if document["format"] != FORMAT:
            raise ValueError(f"format {document['format']}")
        kind = kind_named(document["kind"])
        words = {
            comparison.name: [comparison.words(n) for n in range(len(comparison.levels) + 1)]
            for comparison in kind.comparisons
        }
        written = {name: list(levels) for name, levels in document["comparisons"].items()}
        return cls(
            kind_name=kind.name,
            version=document["version"],
            prior=document["prior"],
            shares={
                name: tuple(LevelShares(share["m"], share["u"], share["correction"]) for share in levels.values())
                for name, levels in document["comparisons"].items()
            }
            if words == written
            else {},
            frequencies=document["frequencies"],
            usual=document["usual"],
            threshold=document["threshold"],
            trained=document["trained"],
        )


def probability(weight: float) -> float:
    """The probability of a match at a weight in bits."""
    return 1 / (1 + 2**-weight) if weight > -1000 else 0.0
