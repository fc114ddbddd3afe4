"""The live index: one new mention against all that are known, in the caller's own database and transaction.

A match reads the mentions that share a key and weighs each with the same model as the batch. What is common is capped,
so that the work of a match does not grow with the index. The index never commits: what the caller rolls back was never
there.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Self

import orjson
import polars as pl

from manumit.errors import InputError
from manumit.link.blocking import key_number, key_numbers, keys_of
from manumit.link.comparison import Compact
from manumit.link.explain import Waterfall, explain
from manumit.link.index_tables import Connection, IndexTables, Row
from manumit.link.model import Model, probability
from manumit.link.weighing import Scales
from manumit.progress import Progress, silent

__all__ = ["Answer", "Candidate", "Connection", "Index"]


@dataclass(frozen=True)
class Candidate:
    """A known mention that may be the same: its id, its weight in bits, its probability, and, when asked, why."""

    id: str
    weight: float
    probability: float
    mention: Compact = field(repr=False)
    known: Compact = field(repr=False)
    model: Model = field(repr=False, compare=False)

    @cached_property
    def waterfall(self) -> Waterfall:
        """The account of the weight."""
        return explain(self.model, self.mention, self.known)


@dataclass(frozen=True, slots=True)
class Answer:
    """The candidates, strongest first, and in words the keys that were too common to look through."""

    candidates: tuple[Candidate, ...]
    capped: tuple[str, ...]


class Index:
    """A live index of mentions of the model's kind in tables that begin with `prefix`.

    `connection` is sqlite3's, psycopg's or Django's. To make an index costs nothing: keep the model, not the index.
    """

    def __init__(self, connection: Connection, model: Model, *, prefix: str | None = None) -> None:
        self.model = model
        self._tables = IndexTables(connection, prefix or f"link_{model.kind_name}_")
        self._fields = model.kind.compared_fields

    @classmethod
    def open(cls, connection: Connection, kind: str, *, prefix: str | None = None) -> Self:
        """The index that `create` made here, with the model it was made with. InputError when there is none."""
        model = IndexTables(connection, prefix or f"link_{kind}_").model()
        if model is None:
            raise InputError(f"there is no index of kind '{kind}' here", remedy="make one with 'manumit link index'")
        return cls(connection, Model.from_json(model), prefix=prefix)

    def create(self) -> None:
        """Make the tables; what an index of this name held before is gone."""
        self._tables.create(self.model.to_json().decode())

    def add(self, mentions: Iterable[Mapping[str, Any]]) -> int:
        """Add raw mentions (canonical fields and `id`); one whose id is known already is replaced. Returns how many."""
        added = 0
        for raw in mentions:
            compact = self.model.kind.compact(raw)
            keys = list({key_number(text) for text in keys_of(self.model.kind, compact)})
            self._tables.put(raw["id"], self._packed(compact[field] for field in self._fields), keys)
            added += 1
        return added

    def delete(self, ids: Iterable[str]) -> None:
        """Forget mentions; ids that are not known are passed over."""
        for one in ids:
            self._tables.remove(one)

    def load(self, compact: pl.DataFrame, *, progress: Progress = silent) -> None:
        """Add many compact mentions, whose ids must be new, in one go."""
        if compact.is_empty():
            return
        first = self._tables.next_number()
        progress("finding the keys of the mentions", 0.0)
        numbers = pl.int_range(first, first + compact.height, dtype=pl.Int64, eager=True).alias("number")
        keys = key_numbers(self.model.kind, compact.with_columns(numbers))
        for done in self._tables.fill(self._rows(compact, keys, first)):
            progress("indexing mentions", done / compact.height)
        for done in self._tables.fill_keys(keys.iter_rows()):
            progress("indexing keys", done / keys.height)

    def _rows(self, compact: pl.DataFrame, keys: pl.DataFrame, first: int) -> Iterator[Row]:
        """The mentions as they are stored, numbered from `first` on."""
        of_each = keys.sort("number")
        held = of_each["key"].to_numpy().astype("<i8").tobytes()
        numbers = pl.int_range(first, first + compact.height, dtype=pl.Int64, eager=True)
        ends = of_each["number"].search_sorted(numbers, side="right")
        start = 0
        rows = zip(compact["id"], compact.select(self._fields).iter_rows(), ends, strict=True)
        for number, (one, fields, end) in enumerate(rows, first):
            yield number, one, self._packed(fields), held[8 * start : 8 * end]
            start = end

    def match(self, mention: Mapping[str, Any], *, floor: float = 0.0, limit: int = 20) -> Answer:
        """The known mentions that a raw mention may be of, at `floor` bits or more, at most `limit`.

        A known mention with the same id is the mention itself and is left out.
        """
        compact = self.model.kind.compact(mention)
        numbers, capped = self._sharing_a_key(compact, mention.get("id"))
        scales = Scales(self.model, compact)
        strong: list[Candidate] = []
        for one, packed in self._tables.fields(numbers) if numbers else ():
            known = self._unpacked(packed)
            weight = scales.weight(known, floor)
            if weight is not None:
                strong.append(Candidate(one, weight, probability(weight), compact, known, self.model))
        strong.sort(key=lambda candidate: (-candidate.weight, candidate.id))
        return Answer(tuple(strong[:limit]), capped)

    def _sharing_a_key(self, compact: Compact, one: str | None) -> tuple[list[int], tuple[str, ...]]:
        """The numbers of the mentions that share a key that is not too common, and the words of the keys that are."""
        keys = {key_number(text): key for text, key in keys_of(self.model.kind, compact).items()}
        if not keys:
            return [], ()
        sharing = self._tables.sharing({number: key.cap for number, key in keys.items()}, one)
        common = {number for number, mentions in sharing.items() if len(mentions) >= keys[number].cap}
        found = {mention for number, mentions in sharing.items() if number not in common for mention in mentions}
        return list(found), tuple(dict.fromkeys(key.words for number, key in keys.items() if number in common))

    def _packed(self, values: Iterable[Any]) -> str:
        return orjson.dumps(list(values)).decode()

    def _unpacked(self, text: str) -> Compact:
        return dict(zip(self._fields, orjson.loads(text), strict=True))
