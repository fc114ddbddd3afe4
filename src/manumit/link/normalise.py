"""From raw mentions to compact ones: the only way in, for one mention live and for a table in batch."""

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from manumit.link.comparison import Compact, Kind
from manumit.link.kinds import kind_named
from manumit.progress import Progress, silent

CHUNK = 50_000


def normalise_one(kind: Kind, raw: Mapping[str, Any]) -> Compact:
    """One raw mention (canonical fields, strings or None) as compact fields."""
    return kind.compact(raw)


def normalise(kind_name: str, raw: pl.DataFrame, *, progress: Progress = silent) -> pl.DataFrame:
    """A table of raw mentions as compact ones: column `id`, then the kind's compact fields; rows in the same order."""
    kind = kind_named(kind_name)
    parts = list(_parts(kind, raw, progress))
    return pl.concat(parts) if parts else _table(kind, [], [])


def _parts(kind: Kind, raw: pl.DataFrame, progress: Progress) -> Iterator[pl.DataFrame]:
    fields = ["id", *(field for field in kind.raw_fields if field in raw.columns)]
    for start in range(0, raw.height, CHUNK):
        rows = raw.select(fields).slice(start, CHUNK).to_dicts()
        yield _table(kind, [row["id"] for row in rows], [kind.compact(row) for row in rows])
        progress("reading names, dates and places", min(1.0, (start + CHUNK) / raw.height))


def _table(kind: Kind, ids: list[str], rows: list[Compact]) -> pl.DataFrame:
    columns = {field: pl.Series(field, [row[field] for row in rows], dtype) for field, dtype in kind.schema.items()}
    return pl.DataFrame({"id": pl.Series("id", ids, pl.String), **columns})
