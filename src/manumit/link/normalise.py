"""From raw mentions to compact ones in bulk: the same as `Kind.compact` on each row, a reading at a time.

A list says the same again and again: each distinct value is read once, and its result handed to every row that holds
it. `Kind.compact` stays the one place that says what the result is; a property test holds the two equal.
"""

import gc
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from itertools import accumulate, chain
from multiprocessing import get_context
from typing import Any

import polars as pl
import pyarrow as pa

from manumit.link.comparison import LIST, Kind, Reading
from manumit.link.kinds import kind_named
from manumit.progress import Progress, silent

CHUNK = 50_000
PARALLEL_FROM = 100_000


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
        with _no_collection():
            yield from (_chunk(kind_name, chunk) for chunk in chunks)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=gc.disable) as pool:
        with _deaf_to_ctrl_c():
            parts = pool.map(_chunk, [kind_name] * len(chunks), chunks)
        yield from parts


@contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """Processes begun in here do not hear Ctrl-C: they end their chunk, and then with the process that began them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Without Python's search for cycles, which finds none here and takes half of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _chunk(kind_name: str, raw: pl.DataFrame) -> pl.DataFrame:
    kind = kind_named(kind_name)
    fields: dict[str, pl.Series] = {}
    for reading in kind.readings:
        source = fields if reading.again else raw
        columns = [source[field].to_list() if field in source else [None] * raw.height for field in reading.reads]
        fields.update(zip(reading.gives, _read(reading, columns, kind), strict=True))
    return pl.DataFrame([raw["id"], *(fields[field].alias(field) for field in kind.schema)])


def _read(reading: Reading, columns: Sequence[Sequence[Any]], kind: Kind) -> Iterator[pl.Series]:
    """The columns that a reading gives, from those that it reads."""
    places: dict[tuple[Any, ...], int] = {}
    rows = [places.setdefault(values, len(places)) for values in zip(*columns, strict=True)]
    place = pl.Series(rows, dtype=pl.UInt32)
    found = [reading.of(*values) for values in places] or [[None] * len(reading.gives)]
    for field, values in zip(reading.gives, zip(*found, strict=True), strict=True):
        dtype = kind.schema[field]
        yield (_lists(values) if dtype == LIST else pl.Series(values, dtype=dtype)).gather(place)


def _lists(values: Sequence[list[str] | None]) -> pl.Series:
    """Lists of text as a column, through one flat column: several times faster than list by list."""
    ends = pl.Series([0, *accumulate(len(value) if value else 0 for value in values)], dtype=pl.Int64)
    flat = pl.Series(list(chain.from_iterable(filter(None, values))), dtype=pl.String)
    absent = pl.Series([value is None for value in values], dtype=pl.Boolean)
    return pl.Series(pa.LargeListArray.from_arrays(ends.to_arrow(), flat.to_arrow(), mask=absent.to_arrow()))
