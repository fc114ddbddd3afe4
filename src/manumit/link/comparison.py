"""What a kind of mention is: how it is read, the keys that bring two together, and how a pair is compared."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from manumit.link.conditions import Condition, Fields

Compact = dict[str, Any]
UNKNOWN_LEVEL = -1
DIFFERENT_LEVEL = 0


@dataclass(frozen=True, slots=True)
class Level:
    """One degree of agreement, in words, with the condition for it.

    `frequency` names the field whose values' frequency moves the weight: agreeing on a rare name says more. The first
    level that names a field is the one of equal values; weaker levels move with it, by the commoner of the two values.
    `joint` says that other comparisons tell the same in part: training may then bend the level's weight, by about so
    many bits (see `manumit.link.calibrating`).
    """

    words: str
    condition: Condition
    frequency: str | None = None
    joint: float = 0.0


@dataclass(frozen=True, slots=True)
class Comparison:
    """How one aspect of two mentions is compared: the first level that holds counts, strongest first.

    Levels are numbered as Splink numbers them: -1 nothing known, 0 different, then upwards to the strongest.
    `shows` are the fields to show a reader beside the level.
    """

    name: str
    unknown: Condition
    levels: tuple[Level, ...]
    shows: tuple[str, ...]
    different: str = "different"

    def level_of(self, left: Fields, right: Fields) -> int:
        """The number of the level that holds for a pair."""
        if self.unknown.holds(left, right):
            return UNKNOWN_LEVEL
        for number, level in self._numbered():
            if level.condition.holds(left, right):
                return number
        return DIFFERENT_LEVEL

    def level(self, number: int) -> Level | None:
        """The level with a number; None for "nothing known" and "different"."""
        return self.levels[len(self.levels) - number] if number > DIFFERENT_LEVEL else None

    def equal_level(self, field: str) -> int:
        """The number of the level of equal values of a frequency field."""
        found = (number for number, level in self._numbered() if level.frequency == field)
        return next(found)

    def _numbered(self) -> Iterator[tuple[int, Level]]:
        return zip(range(len(self.levels), 0, -1), self.levels, strict=True)

    def words(self, number: int) -> str:
        """A level's number in words."""
        level = self.level(number)
        return level.words if level else ("not known on both sides" if number < 0 else self.different)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a key: a field's value, or only its first `first` characters. A list field gives a key per value."""

    field: str
    first: int | None = None


@dataclass(frozen=True, slots=True)
class Key:
    """Two mentions that agree on every part of a key are worth comparing. `words` says it to a reader.

    A key's value that more than `cap` mentions share is too common to look through: the weaker the key, the lower.
    """

    name: str
    words: str
    parts: tuple[Part, ...]
    cap: int = 60


@dataclass(frozen=True, slots=True)
class Reading:
    """Compact fields that come from certain fields alone: `read` takes the values of `reads`, gives those of `gives`.

    It gives a tuple where there are several, None for what is absent, and the same for the same values: in a table
    equal values are read once. It reads raw fields, or with `again` compact ones that an earlier reading gives.
    """

    reads: tuple[str, ...]
    gives: tuple[str, ...]
    read: Callable[..., Any]
    again: bool = False

    def of(self, *values: Any) -> Sequence[Any]:
        """The values of `gives` from the values of `reads`."""
        found = self.read(*values)
        return found if len(self.gives) > 1 else (found,)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of mention: person, organisation, contact, place, vehicle or vessel.

    Its `readings` together give every field of its schema. Training without truth looks at the pairs that agree on each
    of the `training_blocks` in turn.
    """

    name: str
    raw_fields: tuple[str, ...]
    schema: Mapping[str, pl.DataType]
    readings: tuple[Reading, ...]
    comparisons: tuple[Comparison, ...]
    keys: tuple[Key, ...]
    training_blocks: tuple[tuple[str, ...], ...]

    def compact(self, raw: Mapping[str, Any]) -> Compact:
        """A raw mention as the fields that are compared; every absent field is None."""
        fields: Compact = dict.fromkeys(self.schema)
        for reading in self.readings:
            source = fields if reading.again else raw
            fields.update(zip(reading.gives, reading.of(*map(source.get, reading.reads)), strict=True))
        return fields

    @property
    def frequency_fields(self) -> tuple[str, ...]:
        """The fields whose values' frequencies the model holds."""
        named = (level.frequency for comparison in self.comparisons for level in comparison.levels)
        return tuple(dict.fromkeys(field for field in named if field))

    @property
    def compared_fields(self) -> tuple[str, ...]:
        """The compact fields that the comparisons read, in the schema's order."""
        read = frozenset().union(
            *(level.condition.fields for comparison in self.comparisons for level in comparison.levels),
            *(comparison.unknown.fields for comparison in self.comparisons),
        )
        return tuple(field for field in self.schema if field in read)


TEXT = pl.String()
NUMBER = pl.Int32()
LIST = pl.List(pl.String())


def known(values: Sequence[str | None]) -> list[str] | None:
    """The values that are there, once each, in order; None for none (an empty list would look known)."""
    kept = list(dict.fromkeys(value for value in values if value))
    return kept or None
