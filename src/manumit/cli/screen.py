"""What the commands say to a person while they work: on stderr, so that stdout stays clean for results."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import orjson
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from manumit.progress import Progress as Report

err = Console(stderr=True, soft_wrap=True, highlight=False, emoji=False)
out = Console(soft_wrap=True, highlight=False, emoji=False)


def say(text: str) -> None:
    """A message for the person at the terminal."""
    err.print(visible(text), markup=False)


def show(text: str) -> None:
    """A result for a person to read."""
    out.print(visible(text), markup=False)


def show_json(result: dict[str, Any]) -> None:
    """A result for a program to read: one JSON object on one line."""
    out.file.write(orjson.dumps(result).decode() + "\n")


def visible(text: str) -> str:
    """Text from files as it may go to a terminal: whatever could steer it is written as an escape."""
    return "".join(char if char.isprintable() or char == "\n" else ascii(char)[1:-1] for char in text)


@contextmanager
def progress() -> Iterator[Report]:
    """A progress bar a stage on a terminal; elsewhere one line when a stage begins."""
    if not err.is_terminal:
        yield _one_line_each()
        return
    columns = (
        TextColumn("{task.description:<42}"),
        BarColumn(bar_width=18),
        TextColumn("{task.percentage:>3.0f}%"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=err) as bars:
        tasks: dict[str, TaskID] = {}

        def advance(stage: str, done: float) -> None:
            if stage not in tasks:
                for task in tasks.values():
                    bars.update(task, completed=1.0)
                tasks[stage] = bars.add_task(stage, total=1.0)
            bars.update(tasks[stage], completed=done)

        yield advance
        for task in tasks.values():
            bars.update(task, completed=1.0)


def _one_line_each() -> Report:
    begun: set[str] = set()

    def line(stage: str, _done: float) -> None:
        if stage not in begun:
            begun.add(stage)
            say(f"{stage} …")

    return line
