"""Capture histories: how many people are on which of several lists, and the tables that are made from that.

A history is the set of lists that a person is on. With t lists there are 2**t - 1 that can be seen; the people on no
list are the dark figure that is to be estimated. Histories are numbered by their bits: list 0 is bit 0, so history 5
is "on the first and the third list".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Self

import numpy as np
import numpy.typing as npt
import polars as pl

from manumit.errors import InputError

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Pair = tuple[int, int]
MOST_LISTS = 10
COUNT_NAMES = ("count", "n", "freq", "frequency", "cases", "people")


@dataclass(frozen=True)
class Captures:
    """Counts of people by history. `counts[h - 1]` is the number with history h, for h from 1 to 2**t - 1."""

    lists: tuple[str, ...]
    counts: Ints

    @property
    def seen(self) -> int:
        """How many people are on at least one list."""
        return int(self.counts.sum())

    @cached_property
    def histories(self) -> Bools:
        """Per history (rows) whether it holds each list (columns)."""
        numbers = np.arange(1, 1 << len(self.lists))
        member: Bools = (numbers[:, None] >> np.arange(len(self.lists)) & 1).astype(np.bool_)
        return member

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """All pairs of lists, in order."""
        return tuple(combinations(range(len(self.lists)), 2))

    @cached_property
    def overlaps(self) -> Ints:
        """Of each pair of lists, in the order of `pairs`, how many people are on both."""
        return np.array([self.counts[self.on_both(pair)].sum() for pair in self.pairs], dtype=np.int64)

    def on_both(self, pair: Pair) -> Bools:
        """Which histories hold both lists of a pair."""
        both: Bools = self.histories[:, pair[0]] & self.histories[:, pair[1]]
        return both

    def name_of(self, pair: Pair) -> str:
        """A pair of lists in words: `LA and NG`."""
        return f"{self.lists[pair[0]]} and {self.lists[pair[1]]}"

    def with_counts(self, counts: Ints) -> Self:
        """The same lists with other counts."""
        return type(self)(self.lists, counts)

    def without(self, number: int) -> Self:
        """The table without one list: people who were on that list alone are no longer seen."""
        kept = [other for other in range(len(self.lists)) if other != number]
        return self._regrouped(tuple(self.lists[other] for other in kept), [[other] for other in kept])

    def merged(self, one: int, other: int) -> Self:
        """The table with two lists made one, as if the two agencies kept a single list."""
        groups = [[one, other] if each == one else [each] for each in range(len(self.lists)) if each != other]
        names = tuple("+".join(self.lists[each] for each in group) for group in groups)
        return self._regrouped(names, groups)

    def _regrouped(self, names: tuple[str, ...], groups: Sequence[Sequence[int]]) -> Self:
        """The table over new lists, each of which holds who is on any list of its group."""
        member = np.stack([self.histories[:, list(group)].any(axis=1) for group in groups], axis=1)
        numbers = member.astype(np.int64) @ (1 << np.arange(len(groups)))
        counts = np.bincount(numbers, weights=self.counts, minlength=1 << len(groups)).astype(np.int64)
        return type(self)(names, counts[1:])

    @classmethod
    def from_table(cls, table: pl.DataFrame, *, lists: Sequence[str] | None = None, file: str | None = None) -> Self:
        """From a table with a column of 0 and 1 for each list and a count, or with a row for each person (no count).

        Rows with the same history are added up. People on no list are refused, as nobody can have seen them; where
        `lists` chooses some, people on the others only are left out. InputError with row and column for anything else.
        """
        counted = next((name for name in table.columns if name.lower() in COUNT_NAMES), None)
        names = list(lists or (name for name in table.columns if name != counted and not name.startswith("_")))
        for name in names:
            if name not in table.columns:
                remedy = f"the columns are: {', '.join(table.columns)}"
                raise InputError("there is no such list", file=file, column=name, remedy=remedy)
        _require_number_of_lists(names, file)
        member = np.stack([_member(table[name], name, file) for name in names], axis=1)
        weights = _weights(table, counted, file)
        numbers = member.astype(np.int64) @ (1 << np.arange(len(names)))
        if lists is None and (numbers[weights > 0] == 0).any():
            row = int(np.flatnonzero((numbers == 0) & (weights > 0))[0]) + 2
            raise InputError("a row is on no list", file=file, row=row, remedy="leave out who was never seen")
        counts = np.bincount(numbers, weights=weights, minlength=1 << len(names)).astype(np.int64)
        return cls(tuple(names), counts[1:])

    @classmethod
    def from_clusters(cls, clusters: pl.DataFrame, list_of: Mapping[str, str] | None = None) -> Self:
        """From linked lists: `cluster_id` and the list that each record is from (`source`, or `list_of` by id)."""
        source = pl.col("source") if list_of is None else pl.col("id").replace_strict(list_of, return_dtype=pl.String)
        held = clusters.select("cluster_id", source=source).unique()
        names = sorted(held["source"].unique().to_list())
        _require_number_of_lists(names, None)
        bits = {name: 1 << number for number, name in enumerate(names)}
        numbers = (
            held.with_columns(bit=pl.col("source").replace_strict(bits, return_dtype=pl.Int64))
            .group_by("cluster_id")
            .agg(pl.col("bit").sum())["bit"]
        )
        counts = np.bincount(numbers.to_numpy(), minlength=1 << len(names)).astype(np.int64)
        return cls(tuple(names), counts[1:])


def _require_number_of_lists(names: Sequence[str], file: str | None) -> None:
    if len(set(names)) != len(names):
        raise InputError("a list is named twice", file=file, remedy="name each list once")
    if len(names) > MOST_LISTS:
        said = f"{len(names)} lists; at most {MOST_LISTS} are taken"
        raise InputError(said, file=file, remedy="merge lists of one kind, or choose some with --lists")


def _member(values: pl.Series, name: str, file: str | None) -> Bools:
    """A list's column as yes and no."""
    numbers = values.cast(pl.String).str.strip_chars().replace({"1.0": "1", "0.0": "0"})
    bad = (~numbers.is_in(["0", "1"])).fill_null(value=True)
    if bad.any():
        row = int(bad.arg_true()[0])
        raise InputError(
            f"'{values[row]}' is neither 0 nor 1",
            file=file,
            row=row + 2,
            column=name,
            remedy="write 1 where a person is on the list and 0 where not; choose the lists with --lists",
        )
    member: Bools = (numbers == "1").to_numpy()
    return member


def _weights(table: pl.DataFrame, counted: str | None, file: str | None) -> Ints:
    """How many people each row stands for."""
    if counted is None:
        return np.ones(table.height, dtype=np.int64)
    numbers = table[counted].cast(pl.Float64, strict=False)
    bad = (numbers.is_null() | (numbers < 0) | (numbers != numbers.round())).fill_null(value=True)
    if bad.any():
        row = int(bad.arg_true()[0])
        raise InputError(
            f"'{table[counted][row]}' is no number of people",
            file=file,
            row=row + 2,
            column=counted,
            remedy="give whole numbers of 0 or more",
        )
    return numbers.cast(pl.Int64).to_numpy()
