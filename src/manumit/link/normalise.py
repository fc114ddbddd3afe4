"""From raw mentions to compact ones: the only way in, for one mention live and for a table in batch."""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import polars as pl
import pyarrow as pa

from manumit.link.comparison import LIST, NUMBER, TEXT
from manumit.link.kinds import kind_named
from manumit.progress import Progress, silent

CHUNK = 10_000
PARALLEL_FROM = 100_000
_ARROW = {TEXT: pa.large_string(), NUMBER: pa.int32(), LIST: pa.large_list(pa.large_string())}


def normalise(kind_name: str, raw: pl.DataFrame, *, workers: int = 1, progress: Progress = silent) -> pl.DataFrame:
    """A table of raw mentions as compact ones: column `id`, then the kind's compact fields; rows in the same order.

    With more than one worker a long table is read by that many processes; the calling script then needs the usual
    `if __name__ == "__main__"`.
    """
    kind = kind_named(kind_name)
    held = raw.select("id", *(field for field in kind.raw_fields if field in raw.columns))
    chunks = [held.slice(start, CHUNK) for start in range(0, held.height, CHUNK)] or [held]
    parts: list[pl.DataFrame] = []
    for part in _parts(kind_name, chunks, workers if held.height >= PARALLEL_FROM else 1):
        parts.append(part)
        progress("reading names, dates and places", len(parts) / len(chunks))
    return pl.concat(parts)


def _parts(kind_name: str, chunks: list[pl.DataFrame], workers: int) -> Iterator[pl.DataFrame]:
    if workers < 2:
        yield from (_chunk(kind_name, chunk) for chunk in chunks)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        yield from pool.map(_chunk, [kind_name] * len(chunks), chunks)


def _chunk(kind_name: str, raw: pl.DataFrame) -> pl.DataFrame:
    kind = kind_named(kind_name)
    rows = [kind.compact(row) for row in raw.to_dicts()]
    columns = {field: pa.array([row[field] for row in rows], _ARROW[dtype]) for field, dtype in kind.schema.items()}
    return pl.DataFrame(pa.table({"id": raw["id"].to_arrow(), **columns}))
