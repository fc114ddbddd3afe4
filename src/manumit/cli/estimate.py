"""The command `manumit estimate`: how many people there are, from several lists that overlap."""

from pathlib import Path
from typing import Annotated, Any

import polars as pl
import typer

from manumit.cli.options import AsJson
from manumit.cli.screen import progress, say, show, show_json
from manumit.errors import InputError
from manumit.estimate.captures import Captures
from manumit.estimate.report import Report, assess
from manumit.formats.outputs import Outputs, check_outputs
from manumit.formats.tables import read_table
from manumit.pictures.estimate_page import estimate_page


def estimate(
    table: Annotated[Path, typer.Argument(help="CSV, JSON Lines or Parquet: a column of 0 and 1 a list, and a count.")],
    lists: Annotated[
        list[str] | None, typer.Option("--lists", help="Which columns are lists; again for each. Default: all.")
    ] = None,
    by: Annotated[str | None, typer.Option("--by", help="A column; an estimate for each of its values.")] = None,
    page: Annotated[Path | None, typer.Option("--report", help="Also write the whole account, to this .html.")] = None,
    samples: Annotated[int, typer.Option("--samples", min=100, help="Samples of the bootstrap.")] = 1_000,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Same seed, same samples.")] = 1,
    as_json: AsJson = False,
) -> None:
    """Estimate how many people there are in all, from lists that overlap (multiple systems estimation).

    A row is a person, or a history with a count: who is on the first list and the third, how many.
    The answer is a range over methods with warnings, never one number. Refuses, with the reason,
    where the lists cannot carry an estimate.

    Try:

        manumit estimate lists.csv --report how-many.html

        manumit estimate lists.csv --lists police --lists shelter --lists hotline --by year --json
    """
    check_outputs(page, endings=(".html",), inputs=[table])
    read = read_table(table)
    for rejected in read.rejected[:1]:
        raise InputError(rejected.reason, file=str(table), row=rejected.row, column=rejected.column)
    with progress() as report_progress:
        reports = {
            name: assess(
                Captures.from_table(part, lists=lists, file=str(table)),
                samples=samples,
                seed=seed,
                progress=report_progress,
            )
            for name, part in _parts(read.table, by).items()
        }
    if page:
        titled = {_title(table, name): one for name, one in reports.items()}
        with Outputs() as files:
            files.text(estimate_page(titled), page)
        say(f"The whole account: {page}")
    if as_json:
        show_json(_as_json(reports, by))
        return
    for name, one in reports.items():
        show(_as_text(one, _title(table, name)))


def _parts(table: pl.DataFrame, by: str | None) -> dict[str, pl.DataFrame]:
    if by is None:
        return {"": table}
    if by not in table.columns:
        raise InputError("there is no such column", column=by, remedy=f"the columns are: {', '.join(table.columns)}")
    return {
        str(key[0]): part.drop(by) for key, part in table.partition_by(by, as_dict=True, maintain_order=True).items()
    }


def _title(table: Path, name: str) -> str:
    return f"How many: {table.name}" + (f", {name}" if name else "")


def _as_json(reports: dict[str, Report], by: str | None) -> dict[str, Any]:
    if by is None:
        return next(iter(reports.values())).as_dict()
    return {"by": by, "estimates": {name: one.as_dict() for name, one in reports.items()}}


def _as_text(report: Report, title: str) -> str:
    lines = [title, "", report.headline, ""]
    for one in report.methods:
        interval = "" if one.low is None or one.high is None else f"{one.low:>10,.0f} to {one.high:>10,.0f}"
        lines.append(f"{one.name:<22}{one.estimate:>10,.0f}  {interval}".rstrip())
    lines += ["", *(f"Take care: {said}." for said in report.warnings)]
    return "\n".join(lines) + "\n"
