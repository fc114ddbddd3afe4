"""The command `manumit world`: a made-up nation with ground truth, on disk."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from manumit.errors import InputError
from manumit.world import KINDS, SCALES, people_of, write_world

_SIZES = ", ".join(f"{name} ({people:,})" for name, people in SCALES.items())


def world(
    out: Annotated[Path, typer.Option("--out", help="Folder for the Parquet files; made when it is missing.")],
    scale: Annotated[
        str, typer.Option("--scale", help=f"Size: {_SIZES}; or a number of people up to ten million.")
    ] = "small",
    seed: Annotated[int, typer.Option("--seed", min=0, help="Same seed and scale, same nation.")] = 1,
    kind: Annotated[
        list[str] | None,
        typer.Option("--kind", help=f"Only mentions of this kind; may be given again. One of {', '.join(KINDS)}."),
    ] = None,
) -> None:
    """Make a nation that does not exist, to try Manumit on and to measure it with.

    Some 280 agencies (police, labour inspectors, shelters, hospitals, tribes, parish registers …) hold
    records of its people,
    each with its own columns, habits and mistakes. Nobody in it is real. For each kind two files are written:

    person_mentions.parquet is what the agencies hold; person_truth.parquet says which mentions are the
    same person.

    Try:

        manumit world --scale small --out nation

        manumit link nation/person_mentions.parquet --kind person --out clusters.parquet
    """
    kinds = _chosen(kind)
    people = people_of(scale)
    screen = Console(stderr=True)
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        TimeRemainingColumn(),
        console=screen,
    ) as bar:
        task = bar.add_task("making people", total=1.0)
        rows = write_world(
            out,
            people,
            seed=seed,
            kinds=kinds,
            progress=lambda stage, done: bar.update(task, description=stage, completed=done),
        )
    table = Table("file", "rows", box=None)
    table.columns[1].justify = "right"
    for name, count in sorted(rows.items()):
        table.add_row(str(out / f"{name}.parquet"), f"{count:,}")
    Console().print(table)


def _chosen(kind: list[str] | None) -> tuple[str, ...]:
    if not kind:
        return KINDS
    for name in kind:
        if name not in KINDS:
            raise InputError(f"no kind {name!r}", remedy=f"give one of {', '.join(KINDS)}")
    return tuple(dict.fromkeys(kind))
