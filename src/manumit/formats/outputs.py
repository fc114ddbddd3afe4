"""Writing files so that all of a run appear at its end, or none does."""

import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

import polars as pl

from manumit.errors import InputError

_WRITERS: dict[str, Callable[[pl.DataFrame, Path], object]] = {
    ".parquet": pl.DataFrame.write_parquet,
    ".csv": pl.DataFrame.write_csv,
    ".jsonl": pl.DataFrame.write_ndjson,
    ".ndjson": pl.DataFrame.write_ndjson,
}
TABLES = tuple(_WRITERS)
"""The endings of files that can hold a table."""


def check_outputs(*paths: Path | None, endings: Iterable[str] = TABLES, inputs: Iterable[Path] = ()) -> None:
    """Raise InputError when files cannot be written there, before any work; None stands for a file not asked for.

    `inputs` are files that must not be overwritten.
    """
    taken = {path.resolve() for path in inputs}
    for path in filter(None, paths):
        _check(path, tuple(endings))
        if path.resolve() in taken:
            raise InputError("this file is asked for twice, or is read", file=str(path), remedy="give it another name")
        taken.add(path.resolve())


def _check(path: Path, endings: tuple[str, ...]) -> None:
    if path.suffix not in endings:
        said = f"'{path.suffix}' is not an ending that is written here" if path.suffix else "the name has no ending"
        raise InputError(said, file=str(path), remedy=f"use {' or '.join(endings)}")
    if path.is_dir():
        raise InputError("this is a folder", file=str(path), remedy="give the name of a file")
    if not path.parent.is_dir():
        raise InputError("there is no such folder", file=str(path.parent), remedy="make it first")
    if not os.access(path.parent, os.W_OK) or (path.exists() and not os.access(path, os.W_OK)):
        raise InputError("you may not write there", file=str(path), remedy="choose another place")


class Outputs:
    """Files written under temporary names; renamed together when the block ends well, removed when it does not."""

    def __init__(self) -> None:
        self._waiting: list[tuple[Path, Path]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with _uninterrupted():
            for temporary, final in self._waiting:
                if kind is None:
                    temporary.replace(final)
                else:
                    temporary.unlink(missing_ok=True)

    def table(self, table: pl.DataFrame, path: Path) -> None:
        """Write a table, by the path's ending."""
        self._write(path, lambda temporary: _WRITERS[path.suffix](table, temporary))

    def text(self, text: str, path: Path) -> None:
        """Write text as UTF-8."""
        self._write(path, lambda temporary: temporary.write_text(text, encoding="utf-8"))

    def _write(self, path: Path, write: Callable[[Path], object]) -> None:
        temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
        self._waiting.append((temporary, path))
        try:
            write(temporary)
        except (OSError, pl.exceptions.PolarsError) as error:
            raise InputError(
                f"it cannot be written: {error}", file=str(path), remedy="look at the disk and your rights"
            ) from error


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Hold Ctrl-C back for the moment in which files get their names."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
