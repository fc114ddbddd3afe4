"""An estimate as a picture: each method's estimate and interval in a row, the people seen as a line."""

from typing import Any

import polars as pl

from manumit.estimate.report import Report
from manumit.pictures.render import AGAINST, CONFIG, FOR, NEUTRAL, SCHEMA

_SCHEMA: dict[str, Any] = {
    "method": pl.String,
    "estimate": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "assumes": pl.String,
}


def table_estimates(report: Report) -> pl.DataFrame:
    """The methods as a table: `method`, `estimate`, `low`, `high` (95% interval; null where none), `assumes`."""
    rows = [(one.name, one.estimate, one.low, one.high, one.assumes) for one in report.methods]
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")


def draw_estimates(report: Report) -> dict[str, Any]:
    """A Vega-Lite specification: a dot and a bar for each method, on one scale of people."""
    rows = [row | {"number": number} for number, row in enumerate(table_estimates(report).to_dicts())]
    said = "; ".join(f"{row['method']} {row['estimate']:,.0f}" for row in rows)
    people = {"type": "quantitative", "title": "people in all", "scale": {"zero": True}, "axis": {"format": ",.0f"}}
    bar = {"mark": {"type": "rule", "color": FOR, "strokeWidth": 3}, "transform": [{"filter": "datum.low !== null"}]}
    return {
        "$schema": SCHEMA,
        "config": CONFIG,
        "title": {"text": "What each method makes of the lists", "subtitle": "Dots are estimates, bars 95% intervals."},
        "description": f"Estimates of people in all: {said}. {report.seen:,} people are on a list.",
        "width": 460,
        "height": {"step": 28},
        "data": {"values": rows},
        "layer": [
            {
                "data": {"values": [{"seen": report.seen}]},
                "mark": {"type": "rule", "color": AGAINST, "strokeDash": [4, 3]},
                "encoding": {"x": {"field": "seen", **people}},
            },
            bar | {"encoding": {"y": _METHOD, "x": {"field": "low", **people}, "x2": {"field": "high"}}},
            {
                "mark": {"type": "point", "filled": True, "color": FOR, "size": 90, "stroke": NEUTRAL},
                "encoding": {"y": _METHOD, "x": {"field": "estimate", **people}},
            },
        ],
    }


_METHOD: dict[str, Any] = {
    "field": "method",
    "type": "nominal",
    "sort": {"field": "number"},
    "title": None,
    "axis": {"labelLimit": 260},
}
