"""The waterfall of a pair: from the prior, comparison by comparison, to what all of it weighs."""

from typing import Any

import polars as pl

from manumit.link.explain import Waterfall, one_in
from manumit.pictures.render import AGAINST, CONFIG, FOR, INK, NEUTRAL, SCHEMA

PRIOR, TOTAL = "before looking", "in all"


def table_waterfall(waterfall: Waterfall) -> pl.DataFrame:
    """The steps as a table: `step`, `weight` (bits; null where nothing is known), `start`, `end`, `left`, `right`."""
    rows: list[dict[str, Any]] = [_row(PRIOR, waterfall.prior, 0.0)]
    for step in waterfall.steps:
        known = step.level >= 0
        rows.append(_row(step.words, step.weight if known else None, rows[-1]["end"], step.left, step.right))
    rows.append({**_row(TOTAL, waterfall.weight, 0.0)})
    return pl.DataFrame(rows, schema=_SCHEMA)


_SCHEMA = {
    "step": pl.String,
    "weight": pl.Float64,
    "start": pl.Float64,
    "end": pl.Float64,
    "left": pl.String,
    "right": pl.String,
}


def _row(step: str, weight: float | None, start: float, left: str = "", right: str = "") -> dict[str, Any]:
    return {
        "step": step,
        "weight": weight,
        "start": start,
        "end": start + (weight or 0.0),
        "left": left,
        "right": right,
    }


def draw_waterfall(waterfall: Waterfall, *, names: tuple[str, str] = ("one", "the other")) -> dict[str, Any]:
    """A Vega-Lite specification: a bar a comparison, blue for, orange against, an empty slot where nothing is known."""
    table = table_waterfall(waterfall)
    odds = f"{one_in(waterfall.weight)} that {names[0]} and {names[1]} are one {waterfall.kind}"
    return {
        "$schema": SCHEMA,
        "config": CONFIG,
        "title": {
            "text": odds,
            "subtitle": f"Model {waterfall.model}. A lead for a person to judge, not a verdict.",
        },
        "description": f"{odds}. " + "; ".join(_said(row) for row in table.iter_rows(named=True)),
        "width": 420,
        "height": {"step": 22},
        "data": {"values": [_drawn(number, row) for number, row in enumerate(table.iter_rows(named=True))]},
        "encoding": {
            "y": {
                "field": "step",
                "type": "nominal",
                "sort": {"field": "number"},
                "title": None,
                "axis": {"labelLimit": 320},
            }
        },
        "layer": [_bars(), _empty_slots(), _labels()],
    }


def _said(row: dict[str, Any]) -> str:
    return f"{row['step']} {row['weight']:+.1f} bits" if row["weight"] is not None else row["step"]


def _drawn(number: int, row: dict[str, Any]) -> dict[str, Any]:
    weight = row["weight"]
    side = "neither" if weight is None or row["step"] == PRIOR else ("for" if weight >= 0 else "against")
    return {**row, "number": number, "side": side, "label": "" if weight is None else f"{weight:+.1f}"}


def _bars() -> dict[str, Any]:
    colours = {"domain": ["for", "against", "neither"], "range": [FOR, AGAINST, NEUTRAL]}
    return {
        "transform": [{"filter": "datum.weight !== null"}],
        "mark": {"type": "bar", "height": 14},
        "encoding": {
            "x": {
                "field": "start",
                "type": "quantitative",
                "title": "evidence in bits (each doubles the odds)",
            },
            "x2": {"field": "end"},
            "color": {"field": "side", "type": "nominal", "scale": colours, "legend": None},
        },
    }


def _empty_slots() -> dict[str, Any]:
    return {
        "transform": [{"filter": "datum.weight === null"}],
        "mark": {"type": "point", "shape": "square", "filled": False, "color": NEUTRAL, "size": 90},
        "encoding": {"x": {"field": "start", "type": "quantitative"}},
    }


def _labels() -> dict[str, Any]:
    return {
        "mark": {"type": "text", "align": "left", "dx": 5, "color": INK, "fontSize": 11},
        "encoding": {
            "x": {"field": "rightmost", "type": "quantitative"},
            "text": {"field": "label", "type": "nominal"},
        },
        "transform": [{"calculate": "max(datum.start, datum.end)", "as": "rightmost"}],
    }
