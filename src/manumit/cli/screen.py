"""What the commands say to a person while they work: on stderr, so that stdout stays clean for results."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from manumit.progress import Progress as Report

err = Console(stderr=True, soft_wrap=True, highlight=False)
out = Console(soft_wrap=True, highlight=False)


def say(text: str) -> None:
    """A message for the person at the terminal."""
    err.print(text, markup=False)


@contextmanager
def progress() -> Iterator[Report]:
    """A progress bar a stage on a terminal; elsewhere one line when a stage begins."""
    if not err.is_terminal:
        begun: set[str] = set()

        def line(stage: str, _done: float) -> None:
            if stage not in begun:
                begun.add(stage)
                say(f"{stage} …")

        yield line
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=err) as bars:
        tasks: dict[str, object] = {}

        def advance(stage: str, done: float) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=1.0)
            bars.update(tasks[stage], completed=done)  # type: ignore[arg-type]

        yield advance
