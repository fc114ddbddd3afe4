"""Writing tables so that all files of a run appear at its end, or none does."""

import os
from collections.abc import Callable
from pathlib import Path
from tempfile import mkstemp
from types import TracebackType
from typing import Self

import polars as pl

from manumit.errors import InputError

_WRITERS: dict[str, Callable[[pl.DataFrame, str], object]] = {
    ".parquet": lambda table, path: table.write_parquet(path),
    ".csv": lambda table, path: table.write_csv(path),
    ".jsonl": lambda table, path: table.write_ndjson(path),
    ".ndjson": lambda table, path: table.write_ndjson(path),
}


class Outputs:
    """Tables written under temporary names; renamed together when the block ends well, removed when it does not.

    Use `check` before long work, so that a wrong ending or folder is said at once.
    """

    def __init__(self) -> None:
        self._waiting: list[tuple[Path, Path]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for temporary, final in self._waiting:
            if kind is None:
                temporary.replace(final)
            else:
                temporary.unlink(missing_ok=True)

    @staticmethod
    def check(path: Path) -> None:
        """Raise InputError when a table cannot be written there."""
        if path.suffix not in _WRITERS:
            raise InputError(
                f"'{path.suffix}' is no ending for a table",
                file=str(path),
                remedy=f"use one of {', '.join(_WRITERS)}",
            )
        if path.is_dir():
            raise InputError("this is a folder", file=str(path), remedy="give the name of a file")
        if not path.parent.is_dir():
            raise InputError("there is no such folder", file=str(path.parent), remedy="make it first")
        if not os.access(path.parent, os.W_OK):
            raise InputError("you may not write in this folder", file=str(path.parent), remedy="choose another")

    def write(self, table: pl.DataFrame, path: Path) -> None:
        """Write a table, by the path's ending; it appears when the block ends."""
        self.check(path)
        handle, name = mkstemp(prefix=f".{path.stem}.", suffix=path.suffix, dir=path.parent)
        os.close(handle)
        self._waiting.append((Path(name), path))
        _WRITERS[path.suffix](table, name)
        Path(name).chmod(0o644)
