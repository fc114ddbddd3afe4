"""Options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

from manumit.errors import InputError
from manumit.link.kinds import KINDS, kind_named
from manumit.link.model import Model

WORKERS = 2
"""Processes that read names, dates and places of long lists."""
PLURALS = {"person": "people"}

Files = Annotated[
    list[Path],
    typer.Argument(help="CSV, JSON Lines, JSON or Parquet; several files are linked together.", show_default=False),
]
KindOption = Annotated[str, typer.Option("--kind", help=f"What the records are about: {', '.join(KINDS)}.")]
ModelOption = Annotated[
    str | None, typer.Option("--model", help="A model file; without it, the one shipped for the kind.")
]
MapOption = Annotated[
    list[str] | None,
    typer.Option("--map", help="FIELD=COLUMN where the guess is wrong; FIELD= drops a field. Again for each."),
]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object on stdout; messages stay on stderr.")]


def model_for(kind: str, model: str | None) -> Model:
    """The model that was asked for, or the shipped one; InputError when it is for another kind."""
    if model and model not in KINDS and not Path(model).is_file():
        raise InputError("there is no such model", file=model, remedy="give a file made by 'manumit link train'")
    try:
        loaded = Model.load(model or kind_named(kind).name)
    except InputError as error:
        raise InputError(error.problem, file=model, remedy=error.remedy) from error
    if loaded.kind_name != kind:
        said = f"the model is for kind {loaded.kind_name}, not {kind}"
        raise InputError(said, file=model, remedy=f"use --kind {loaded.kind_name}")
    return loaded


def several(kind: str) -> str:
    """The word for more than one of a kind."""
    return PLURALS.get(kind, f"{kind}s")
