"""Writing a world to Parquet files, block by block: memory does not grow, and nothing half-written
remains.
"""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq

from manumit.progress import Progress, silent
from manumit.world.agencies import agencies_table, make_agencies
from manumit.world.making import KINDS, Tables, blocks, people_of


def write_world(
    folder: str | os.PathLike[str],
    people: str | int = "small",
    *,
    seed: int = 1,
    kinds: tuple[str, ...] = KINDS,
    progress: Progress = silent,
) -> dict[str, int]:
    """Write a world's tables as Parquet files into `folder`, and say how many rows each file holds.

    `people` is the name of a size or a number. The tables are those of `make_world`, row for row. Each
    file is written under a
    temporary name; all take their names at the end, so a run that fails or is stopped leaves the folder
    as it was.
    """
    count, path = people_of(people), Path(folder)
    fresh = not path.exists()
    path.mkdir(parents=True, exist_ok=True)
    try:
        with _writers(path) as files:
            habits = make_agencies(seed)
            for tables in blocks(count, seed, habits, kinds, progress):
                files.add(tables)
            files.add({"agencies": agencies_table(habits)})
        return files.rows
    finally:
        if fresh:
            with contextlib.suppress(OSError):
                path.rmdir()


class _Files:
    """Open Parquet files under temporary names, one a table."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.rows: dict[str, int] = {}
        self._open: dict[str, pq.ParquetWriter] = {}

    def add(self, tables: Tables) -> None:
        for name, table in tables.items():
            arrow = table.to_arrow(compat_level=pl.CompatLevel.oldest())
            if name not in self._open:
                self._open[name] = pq.ParquetWriter(self._partial(name), arrow.schema, compression="zstd")
            self._open[name].write_table(arrow)
            self.rows[name] = self.rows.get(name, 0) + table.height

    def _partial(self, name: str) -> Path:
        return self.folder / f".{name}.parquet.{os.getpid()}.partial"

    def close(self) -> None:
        for writer in self._open.values():
            writer.close()

    def finish(self) -> None:
        for name in self._open:
            self._partial(name).replace(self.folder / f"{name}.parquet")

    def discard(self) -> None:
        for name in self._open:
            self._partial(name).unlink(missing_ok=True)


@contextlib.contextmanager
def _writers(folder: Path) -> Iterator[_Files]:
    files = _Files(folder)
    try:
        yield files
        files.close()
        files.finish()
    except BaseException:
        with contextlib.suppress(Exception):
            files.close()
        raise
    finally:
        files.discard()
