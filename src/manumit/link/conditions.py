"""What two mentions can be compared by: small conditions, each written once in Python and once in SQL.

A condition compares a left and a right compact mention. `holds` is what the live index and the explanations run;
`sql` is what Splink runs on DuckDB and Spark. Both must answer alike for every pair: that is how the weight of a
pair is the same live and in batch, and `tests/manumit/link/test_conditions.py` proves it on generated records.

An absent value (None, or an empty list) never satisfies a condition, as NULL never does in SQL; only `Absent` and
`NothingShared` ask for absence. No condition negates another, so two-valued and three-valued logic cannot differ.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

Dialect = Literal["duckdb", "spark"]
Fields = Mapping[str, Any]

_FUNCTIONS: dict[Dialect, dict[str, str]] = {
    "duckdb": {
        "similarity": "jaro_winkler_similarity",
        "edits": "damerau_levenshtein",
        "any_shared": "list_has_any",
        "contains": "list_contains",
    },
    "spark": {
        "similarity": "manumit_similarity",  # registered by manumit.link.spark
        "edits": "manumit_edits",
        "any_shared": "arrays_overlap",
        "contains": "array_contains",
    },
}


class Condition(Protocol):
    """One yes-or-no question about a pair of mentions."""

    @property
    def fields(self) -> frozenset[str]:
        """The compact fields that it reads."""
        ...

    def holds(self, left: Fields, right: Fields) -> bool:
        """Whether it is true of the pair."""
        ...

    def sql(self, dialect: Dialect) -> str:
        """The same question as a SQL expression over `<field>_l` and `<field>_r`."""
        ...


def _pair(field: str) -> tuple[str, str]:
    return f"{field}_l", f"{field}_r"


@dataclass(frozen=True, slots=True)
class Same:
    """Both have the field, with equal values."""

    field: str

    @property
    def fields(self) -> frozenset[str]:
        return frozenset({self.field})

    def holds(self, left: Fields, right: Fields) -> bool:
        value = left[self.field]
        return value is not None and value == right[self.field]

    def sql(self, dialect: Dialect) -> str:
        left, right = _pair(self.field)
        return f"{left} = {right}"


@dataclass(frozen=True, slots=True)
class Crossed:
    """The left's `one` equals the right's `other`, or the other way round (a birth date and its swapped twin)."""

    one: str
    other: str

    @property
    def fields(self) -> frozenset[str]:
        return frozenset({self.one, self.other})

    def holds(self, left: Fields, right: Fields) -> bool:
        one, other = left[self.one], right[self.one]
        return (one is not None and one == right[self.other]) or (other is not None and other == left[self.other])

    def sql(self, dialect: Dialect) -> str:
        one_l, one_r = _pair(self.one)
        other_l, other_r = _pair(self.other)
        return f"({one_l} = {other_r} or {one_r} = {other_l})"


@dataclass(frozen=True, slots=True)
class Similar:
    """Jaro–Winkler similarity of at least `at_least` (0..1; Winkler 1990, prefix weight 0.1).

    Thresholds are chosen so that no two short strings hit them exactly: libraries differ in the last bit.
    """

    field: str
    at_least: float

    @property
    def fields(self) -> frozenset[str]:
        return frozenset({self.field})

    def holds(self, left: Fields, right: Fields) -> bool:
        one, other = left[self.field], right[self.field]
        if one is None or other is None:
            return False
        return JaroWinkler.similarity(one, other, score_cutoff=self.at_least) >= self.at_least

    def sql(self, dialect: Dialect) -> str:
        left, right = _pair(self.field)
        return f"{_FUNCTIONS[dialect]['similarity']}({left}, {right}) >= {self.at_least}"


@dataclass(frozen=True, slots=True)
class Swapped:
    """Each side's `one` is like the other side's `other` (given and family name in each other's column).

    Likeness is Jaro-Winkler similarity of at least `at_least`.
    """

    one: str
    other: str
    at_least: float

    @property
    def fields(self) -> frozenset[str]:
        return frozenset({self.one, self.other})

    def holds(self, left: Fields, right: Fields) -> bool:
        crossed = ((left[self.one], right[self.other]), (left[self.other], right[self.one]))
        if any(None in pair for pair in crossed):
            return False
        return all(JaroWinkler.similarity(*pair, score_cutoff=self.at_least) >= self.at_least for pair in crossed)

    def sql(self, dialect: Dialect) -> str:
        (one_l, one_r), (other_l, other_r) = _pair(self.one), _pair(self.other)
        alike = _FUNCTIONS[dialect]["similarity"]
        return f"({alike}({one_l}, {other_r}) >= {self.at_least} and {alike}({other_l}, {one_r}) >= {self.at_least})"


@dataclass(frozen=True, slots=True)
class Edits:
    """At most `at_most` letters inserted, dropped, changed or swapped with their neighbour (Damerau–Levenshtein)."""

    field: str
    at_most: int

    @property
    def fields(self) -> frozenset[str]:
        return frozenset({self.field})

    def holds(self, left: Fields, right: Fields) -> bool:
        one, other = left[self.field], right[self.field]
        if one is None or other is None or abs(len(one) - len(other)) > self.at_most:
            return False
        return DamerauLevenshtein.distance(one, other, score_cutoff=self.at_most) <= self.at_most

    def sql(self, dialect: Dialect) -> str:
        left, right = _pair(self.field)
        near = f"abs(length({left}) - length({right})) <= {self.at_most}"
        return f"({near} and {_FUNCTIONS[dialect]['edits']}({left}, {right}) <= {self.at_most})"


@dataclass(frozen=True, slots=True)
class Within:
    """Two whole numbers that differ by at most `at_most`."""

    field: str
    at_most: int

    @property
    def fields(self) -> frozenset[str]:
        return frozenset({self.field})

    def holds(self, left: Fields, right: Fields) -> bool:
        one, other = left[self.field], right[self.field]
        return one is not None and other is not None and abs(one - other) <= self.at_most

    def sql(self, dialect: Dialect) -> str:
        left, right = _pair(self.field)
        return f"abs({left} - {right}) <= {self.at_most}"


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two ranges of whole numbers, `start`..`end`, come within `slack` of each other."""

    start: str
    end: str
    slack: int = 0

    @property
    def fields(self) -> frozenset[str]:
        return frozenset({self.start, self.end})

    def holds(self, left: Fields, right: Fields) -> bool:
        bounds = (left[self.start], left[self.end], right[self.start], right[self.end])
        if None in bounds:
            return False
        return bool(bounds[0] <= bounds[3] + self.slack and bounds[2] <= bounds[1] + self.slack)

    def sql(self, dialect: Dialect) -> str:
        start_l, start_r = _pair(self.start)
        end_l, end_r = _pair(self.end)
        return f"({start_l} <= {end_r} + {self.slack} and {start_r} <= {end_l} + {self.slack})"


@dataclass(frozen=True, slots=True)
class AnyShared:
    """Two lists with at least one value in common."""

    field: str

    @property
    def fields(self) -> frozenset[str]:
        return frozenset({self.field})

    def holds(self, left: Fields, right: Fields) -> bool:
        one, other = left[self.field], right[self.field]
        return bool(one and other) and any(value in other for value in one)

    def sql(self, dialect: Dialect) -> str:
        left, right = _pair(self.field)
        return f"{_FUNCTIONS[dialect]['any_shared']}({left}, {right})"


@dataclass(frozen=True, slots=True)
class Among:
    """One side's single value stands in the other side's list (a maiden name among all names)."""

    field: str
    others: str

    @property
    def fields(self) -> frozenset[str]:
        return frozenset({self.field, self.others})

    def holds(self, left: Fields, right: Fields) -> bool:
        one, other = left[self.field], right[self.field]
        return (one is not None and one in (right[self.others] or ())) or (
            other is not None and other in (left[self.others] or ())
        )

    def sql(self, dialect: Dialect) -> str:
        contains = _FUNCTIONS[dialect]["contains"]
        left, right = _pair(self.field)
        others_l, others_r = _pair(self.others)
        return f"({contains}({others_r}, {left}) or {contains}({others_l}, {right}))"


@dataclass(frozen=True, slots=True)
class Initial:
    """One side is a single letter with which the other begins."""

    field: str

    @property
    def fields(self) -> frozenset[str]:
        return frozenset({self.field})

    def holds(self, left: Fields, right: Fields) -> bool:
        one, other = left[self.field], right[self.field]
        if one is None or other is None or min(len(one), len(other)) != 1:
            return False
        return bool(one[0] == other[0])

    def sql(self, dialect: Dialect) -> str:
        left, right = _pair(self.field)
        short = f"(length({left}) = 1 or length({right}) = 1)"
        return f"({short} and substring({left}, 1, 1) = substring({right}, 1, 1))"


@dataclass(frozen=True, slots=True)
class Absent:
    """The field is unknown on one side at least."""

    field: str

    @property
    def fields(self) -> frozenset[str]:
        return frozenset({self.field})

    def holds(self, left: Fields, right: Fields) -> bool:
        return left[self.field] is None or right[self.field] is None

    def sql(self, dialect: Dialect) -> str:
        left, right = _pair(self.field)
        return f"({left} is null or {right} is null)"


@dataclass(frozen=True, slots=True)
class NothingShared:
    """Two lists with no value in common, or one of them absent (identifiers of different types say nothing)."""

    field: str

    @property
    def fields(self) -> frozenset[str]:
        return frozenset({self.field})

    def holds(self, left: Fields, right: Fields) -> bool:
        return not AnyShared(self.field).holds(left, right)

    def sql(self, dialect: Dialect) -> str:
        return f"coalesce(not {AnyShared(self.field).sql(dialect)}, true)"


@dataclass(frozen=True, slots=True)
class All:
    """Every one of several conditions."""

    parts: tuple[Condition, ...]

    @property
    def fields(self) -> frozenset[str]:
        return frozenset().union(*(part.fields for part in self.parts))

    def holds(self, left: Fields, right: Fields) -> bool:
        return all(part.holds(left, right) for part in self.parts)

    def sql(self, dialect: Dialect) -> str:
        return "(" + " and ".join(part.sql(dialect) for part in self.parts) + ")"


@dataclass(frozen=True, slots=True)
class Either:
    """At least one of several conditions."""

    parts: tuple[Condition, ...]

    @property
    def fields(self) -> frozenset[str]:
        return frozenset().union(*(part.fields for part in self.parts))

    def holds(self, left: Fields, right: Fields) -> bool:
        return any(part.holds(left, right) for part in self.parts)

    def sql(self, dialect: Dialect) -> str:
        return "(" + " or ".join(part.sql(dialect) for part in self.parts) + ")"


def every(*parts: Condition) -> Condition:
    """`All` of the parts, as a call."""
    return All(parts)


def either(*parts: Condition) -> Condition:
    """`Either` of the parts, as a call."""
    return Either(parts)
