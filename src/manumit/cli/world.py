"""The command `manumit world`: a made-up nation with ground truth, on disk."""

import os
from pathlib import Path
from typing import Annotated

import typer

from manumit.cli.screen import progress, show
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

    Some 290 agencies (police, labour inspectors, shelters, hospitals, tribes, parish registers …) hold records of
    its people, each with its own columns, habits and mistakes. Nobody in it is real.

    For each kind two files are written: person_mentions.parquet is what the agencies hold; person_truth.parquet says
    which mentions are the same person. people.parquet and agencies.parquet say who they truly are.

    Try:

        manumit world --scale small --out nation

        manumit link nation/person_mentions.parquet --kind person --out clusters.parquet
    """
    kinds, people = _chosen(kind), people_of(scale)
    _check_folder(out)
    with progress() as report:
        rows = write_world(out, people, seed=seed, kinds=kinds, progress=report)
    width = max(len(str(out / f"{name}.parquet")) for name in rows)
    for name, count in sorted(rows.items()):
        show(f"{out / f'{name}.parquet'!s:<{width}}  {count:>12,} rows")


def _chosen(kind: list[str] | None) -> tuple[str, ...]:
    for name in kind or ():
        if name not in KINDS:
            raise InputError(f"there is no kind '{name}'", remedy=f"give one of {', '.join(KINDS)}")
    return tuple(dict.fromkeys(kind or KINDS))


def _check_folder(folder: Path) -> None:
    """Raise InputError, before any work, when files cannot be written into a folder that may have to be made."""
    if folder.exists() and not folder.is_dir():
        raise InputError("this is a file", file=str(folder), remedy="give a folder")
    place = folder if folder.exists() else folder.parent
    if not place.is_dir():
        raise InputError("there is no such folder", file=str(place), remedy="make it first")
    if not os.access(place, os.W_OK):
        raise InputError("you may not write in this folder", file=str(place), remedy="choose another")
