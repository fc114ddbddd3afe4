"""What people have judged of two mentions: the same, different, unsure; or taken back.

A judgements table has the columns `left`, `right`, `verdict`, `by`, `at`; rows are only ever added. Of the
rows about one pair the last counts: by `at`, and where that is equal or absent by place in the table. "same"
and "different" bind the machine; "unsure" forbids it to merge on the strength of that pair's own link;
"withdrawn" is as if nobody had judged.

People may contradict one another: A is B, B is C, A is not C. Then the later judgement outranks the earlier
one, and the contradiction is reported with all that stands against the one set aside, so that a person
settles it.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import chain
from pathlib import Path
from typing import Any

import polars as pl

from manumit.errors import InputError
from manumit.formats.tables import ROW, read_table

VERDICTS = ("same", "different", "unsure", "withdrawn")
SCHEMA: dict[str, Any] = {
    "left": pl.String,
    "right": pl.String,
    "verdict": pl.String,
    "by": pl.String,
    "at": pl.Datetime("us", "UTC"),
}
_SAID = {
    "same": "are the same",
    "different": "are different",
    "unsure": "may be the same",
    "withdrawn": "are not judged",
}
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one person said of two mentions, and when (UTC); `by` and `at` are None where not written down."""

    left: str
    right: str
    verdict: str
    by: str | None = None
    at: datetime | None = None

    @property
    def pair(self) -> Pair:
        """The two mentions, the smaller id first."""
        return (self.left, self.right) if self.left < self.right else (self.right, self.left)

    def __str__(self) -> str:
        noted = ", ".join(part for part in (self.by, self.at and self.at.date().isoformat()) if part)
        return f"{self.left} and {self.right} {_SAID[self.verdict]}" + (f" ({noted})" if noted else "")


@dataclass(frozen=True, slots=True)
class Conflict:
    """A judgement set aside because later ones together contradict it."""

    set_aside: Judgement
    because: tuple[Judgement, ...]

    def __str__(self) -> str:
        return f"{self.set_aside}; set aside, because later: {'; '.join(map(str, self.because))}"


@dataclass(frozen=True, slots=True)
class Settled:
    """What holds after all judgements: pairs by verdict, free of contradiction, and what could not hold."""

    same: list[Pair]
    different: list[Pair]
    unsure: list[Pair]
    conflicts: tuple[Conflict, ...] = ()
    unknown: tuple[Judgement, ...] = ()


def read_judgements(path: Path) -> pl.DataFrame:
    """The judgements in a file (CSV, JSON Lines, Parquet); `by` and `at` may be absent.

    Raises InputError, naming row and column, for anything that is not a judgement: none is ever passed over.
    """
    reading = read_table(path)
    for rejected in reading.rejected[:1]:
        raise InputError(rejected.reason, file=str(path), row=rejected.row, column=rejected.column)
    return checked(reading.table, file=str(path))


def checked(table: pl.DataFrame, *, file: str | None = None) -> pl.DataFrame:
    """The same judgements in the same order, with the columns of SCHEMA; InputError for what is none."""
    for column in ("left", "right", "verdict"):
        if column not in table.columns:
            remedy = f"the columns are: {', '.join(name for name in table.columns if name != ROW)}"
            raise InputError("judgements lack this column", file=file, column=column, remedy=remedy)
    numbers = table[ROW].to_list() if ROW in table.columns else range(2, table.height + 2)
    rows = [_checked_row(row, number, file) for row, number in zip(table.iter_rows(named=True), numbers, strict=True)]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def _checked_row(
    row: dict[str, Any], number: int, file: str | None
) -> tuple[str, str, str, str | None, datetime | None]:
    for column in ("left", "right"):
        if not row[column]:
            raise InputError(
                "an id is missing",
                file=file,
                row=number,
                column=column,
                remedy="name both records by their ids",
            )
    if row["left"] == row["right"]:
        raise InputError(
            "a record is judged against itself",
            file=file,
            row=number,
            column="right",
            remedy="name two records",
        )
    verdict = str(row["verdict"] or "").lower()
    if verdict not in VERDICTS:
        said = f"'{row['verdict']}' is no verdict" if row["verdict"] else "there is no verdict"
        raise InputError(said, file=file, row=number, column="verdict", remedy=f"write one of {', '.join(VERDICTS)}")
    return row["left"], row["right"], verdict, row.get("by"), _moment(row.get("at"), number, file)


def _moment(at: str | date | datetime | None, number: int, file: str | None) -> datetime | None:
    """A moment in UTC; one without a zone is taken as UTC, a day as its first moment."""
    if at is None or at == "":
        return None
    try:
        moment = datetime.fromisoformat(at if isinstance(at, str) else at.isoformat())
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        remedy = "write it like 2025-01-31 or 2025-01-31T14:05:00+00:00"
        raise InputError(f"'{at}' is no date or moment", file=file, row=number, column="at", remedy=remedy) from error


def settle(judgements: pl.DataFrame | None, ids: pl.Series) -> Settled:
    """What holds after all judgements about the mentions with these ids."""
    if judgements is None or judgements.is_empty():
        return Settled([], [], [])
    last = _last_of_each_pair(judgements)
    known = set(ids.filter(ids.is_in(list(chain.from_iterable(one.pair for one in last)))))
    unknown = tuple(one for one in last if not known.issuperset(one.pair))
    weighed = _Weighing()
    for judgement in reversed([one for one in last if known.issuperset(one.pair)]):
        weighed.add(judgement)
    settled = weighed.settled
    return Settled(settled.same, settled.different, settled.unsure, tuple(weighed.conflicts), unknown)


def _last_of_each_pair(judgements: pl.DataFrame) -> list[Judgement]:
    """The judgement that counts of each pair, oldest first; what was withdrawn is left out."""
    in_order = checked(judgements).sort("at", nulls_last=False, maintain_order=True)
    last: dict[Pair, Judgement] = {}
    for row in in_order.iter_rows():
        judgement = Judgement(*row)
        last.pop(judgement.pair, None)
        last[judgement.pair] = judgement
    return [judgement for judgement in last.values() if judgement.verdict != "withdrawn"]


@dataclass(slots=True)
class _Weighing:
    """Takes judgements, the newest first, and sets those aside that contradict the ones taken before.

    `group` names the group of each mention judged so far, `members` its mentions, `apart` for each group
    those that it must not be merged with, and why.
    """

    settled: Settled = field(default_factory=lambda: Settled([], [], []))
    conflicts: list[Conflict] = field(default_factory=list)
    group: dict[str, str] = field(default_factory=dict)
    members: dict[str, list[str]] = field(default_factory=dict)
    apart: dict[str, dict[str, Judgement]] = field(default_factory=dict)
    links: dict[str, list[tuple[str, Judgement]]] = field(default_factory=dict)

    def add(self, judgement: Judgement) -> None:
        left, right = (self._group_of(mention) for mention in judgement.pair)
        if judgement.verdict == "unsure":
            self.settled.unsure.append(judgement.pair)
        elif judgement.verdict == "same" and right in self.apart[left]:
            self.conflicts.append(Conflict(judgement, tuple(self._why_different(judgement, self.apart[left][right]))))
        elif judgement.verdict == "different" and left == right:
            self.conflicts.append(Conflict(judgement, tuple(self._why_same(*judgement.pair))))
        elif judgement.verdict == "same":
            self._join(judgement, left, right)
        else:
            self.settled.different.append(judgement.pair)
            self.apart[left][right] = self.apart[right][left] = judgement

    def _group_of(self, mention: str) -> str:
        if mention not in self.group:
            self.group[mention], self.members[mention] = mention, [mention]
            self.apart[mention], self.links[mention] = {}, []
        return self.group[mention]

    def _join(self, judgement: Judgement, left: str, right: str) -> None:
        self.settled.same.append(judgement.pair)
        for mention, other in (judgement.pair, judgement.pair[::-1]):
            self.links[mention].append((other, judgement))
        if left == right:
            return
        keep, gone = (left, right) if len(self.members[left]) >= len(self.members[right]) else (right, left)
        for mention in self.members[gone]:
            self.group[mention] = keep
        self.members[keep] += self.members.pop(gone)
        for other, why in self.apart.pop(gone).items():
            del self.apart[other][gone]
            self.apart[keep][other] = self.apart[other][keep] = why

    def _why_different(self, judgement: Judgement, different: Judgement) -> Iterator[Judgement]:
        left, right = judgement.pair
        near, far = different.pair
        if self.group[near] != self.group[left]:
            near, far = far, near
        yield from self._why_same(left, near)
        yield different
        yield from self._why_same(far, right)

    def _why_same(self, start: str, end: str) -> list[Judgement]:
        """The shortest chain of judgements that makes two mentions the same."""
        reached: dict[str, tuple[str, Judgement] | None] = {start: None}
        waiting = deque([start])
        while end not in reached:
            here = waiting.popleft()
            for other, judgement in self.links[here]:
                if other not in reached:
                    reached[other] = (here, judgement)
                    waiting.append(other)
        steps = []
        while step := reached[end]:
            end = step[0]
            steps.append(step[1])
        return steps[::-1]
