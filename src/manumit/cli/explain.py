"""`manumit link explain A B`: why two records weigh what they weigh together."""

from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from manumit.cli.inputs import read_inputs, tell
from manumit.cli.options import WORKERS, AsJson, KindOption, MapOption, ModelOption, model_for
from manumit.cli.screen import progress, show, show_json
from manumit.errors import InputError
from manumit.formats.outputs import Outputs, check_outputs
from manumit.link.explain import explain
from manumit.link.normalise import normalise
from manumit.pictures.render import svg
from manumit.pictures.waterfall import draw_waterfall


def explain_command(
    left: Annotated[str, typer.Argument(help="The id of one record.")],
    right: Annotated[str, typer.Argument(help="The id of the other.")],
    inputs: Annotated[list[Path], typer.Option("--in", help="A file, as for 'manumit link'; again for each.")],
    kind: KindOption = "person",
    model: ModelOption = None,
    map_: MapOption = None,
    picture: Annotated[Path | None, typer.Option("--svg", help="Also draw it, to this .svg file.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show why two records weigh what they weigh together, comparison by comparison.

    Give all the files that were linked: how rare a name is there is part of the evidence.

    Try:

        manumit link explain 17 42 --in people.csv --kind person
    """
    check_outputs(picture, endings=[".svg"], inputs=inputs)
    chosen = model_for(kind, model)
    with progress() as report:
        read = read_inputs(inputs, kind, map_ or [])
        for one in (left, right):
            if one not in read.mentions["id"]:
                raise InputError(f"there is no record '{one}'", remedy=_remedy(one, read.origin, read.mentions["id"]))
        tell(read)
        adapted = chosen.adapted(normalise(kind, read.mentions, workers=WORKERS, progress=report))
    wanted = read.mentions.filter(pl.col("id").is_in([left, right]))
    rows = {row["id"]: row for row in normalise(kind, wanted).iter_rows(named=True)}
    waterfall = explain(adapted, rows[left], rows[right])
    if picture:
        with Outputs() as files:
            files.text(svg(draw_waterfall(waterfall, names=(left, right))), picture)
    if as_json:
        show_json(waterfall.as_dict())
    else:
        show(waterfall.as_text())


def _remedy(wanted: str, origin: pl.DataFrame, ids: pl.Series) -> str:
    alike = ids.filter(origin["id"] == wanted)
    if alike.len():
        return f"two files share ids; write {' or '.join(alike[:3])}"
    return "look for it in the id column" + (f", which begins with {', '.join(ids[:3])}" if ids.len() else "")
