"""`manumit link train`: a model of one's own."""

from pathlib import Path
from typing import Annotated

import typer

from manumit.cli.inputs import TRUTH, Truth, read_inputs, tell
from manumit.cli.options import WORKERS, AsJson, Files, KindOption, MapOption
from manumit.cli.screen import progress, show, show_json
from manumit.errors import InputError
from manumit.formats.outputs import Outputs, check_outputs
from manumit.link.model import Model
from manumit.link.normalise import normalise
from manumit.link.train import train

FEWEST = 100
"""Records below which no share of anything can be learnt."""


def train_command(
    inputs: Files,
    out: Annotated[Path, typer.Option("--out", help="Where the model goes, a .json file.")],
    kind: KindOption = "person",
    truth: Annotated[
        str | None, typer.Option("--truth", help="A column that says which records are truly one.")
    ] = None,
    truth_pattern: Annotated[
        str | None, typer.Option("--truth-pattern", help="Take the truth from a part of that column, or of the ids.")
    ] = None,
    name: Annotated[
        str, typer.Option("--name", help="The model's version name; it is kept with every decision.")
    ] = "own",
    map_: MapOption = None,
    as_json: AsJson = False,
) -> None:
    """Train a model on your own lists: from true pairs where a column tells them, else without.

    Try:

        manumit link train judged.csv --kind person --truth person --name county-2026 --out county.json

        manumit link people.csv --kind person --model county.json --out clusters.parquet
    """
    check_outputs(out, endings=[".json"], inputs=inputs)
    known = Truth(truth, truth_pattern)
    with progress() as report:
        read = read_inputs(inputs, kind, map_ or [], truth=known)
        tell(read)
        if read.mentions.height < FEWEST:
            said = f"{read.mentions.height} records are too few to learn from"
            raise InputError(said, remedy=f"give {FEWEST} at least, or use the model that is shipped")
        compact = normalise(kind, read.mentions, workers=WORKERS, progress=report)
        made = train(
            compact,
            kind,
            truth=read.origin[TRUTH] if known else None,
            name=name,
            threshold=Model.load(kind).threshold,
            trained={"files": [path.name for path in inputs]},
            progress=report,
        )
    with Outputs() as files:
        files.text(made.to_json().decode(), out)
    if as_json:
        show_json({"kind": kind, "model": name, "mentions": compact.height, "out": str(out)})
    else:
        show(f"model '{name}' of kind {kind}, from {compact.height:,} records: {out}")
