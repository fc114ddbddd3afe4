"""What is due when: one dot an action along the months, late ones in orange."""

from datetime import date
from typing import Any

import polars as pl

from manumit.pictures.render import AGAINST, CONFIG, FOR, INK, SCHEMA

COLUMNS: dict[str, Any] = {"pillar": pl.String, "action": pl.String, "due": pl.Date, "state": pl.String}
"""What is drawn: `state` is "late", "open" or "done"."""


def draw_due_dates(actions: pl.DataFrame, *, today: date) -> dict[str, Any]:
    """A Vega-Lite specification of a table with COLUMNS; a line marks today."""
    rows = actions.with_columns(pl.col("due").cast(pl.String)).to_dicts()
    late = sum(row["state"] == "late" for row in rows)
    colours = {"domain": ["late", "open", "done"], "range": [AGAINST, FOR, "#9bb8d9"]}
    return {
        "$schema": SCHEMA,
        "config": CONFIG,
        "description": f"{len(rows)} actions with a due date, {late} of them late on {today.isoformat()}.",
        "width": 620,
        "height": {"step": 44},
        "layer": [
            {
                "data": {"values": rows},
                "transform": [
                    {"window": [{"op": "row_number", "as": "place"}], "groupby": ["pillar", "due"]},
                ],
                "mark": {"type": "point", "filled": True, "size": 110, "opacity": 1},
                "encoding": {
                    "x": {"field": "due", "type": "temporal", "title": "due"},
                    "y": {"field": "pillar", "type": "nominal", "title": None, "axis": {"labelLimit": 220}},
                    "yOffset": {"field": "place", "type": "quantitative", "scale": {"zero": False}},
                    "color": {"field": "state", "type": "nominal", "scale": colours, "title": None},
                    "shape": {"field": "state", "type": "nominal", "title": None},
                },
            },
            {
                "data": {"values": [{"today": today.isoformat()}]},
                "mark": {"type": "rule", "color": INK, "strokeDash": [4, 3]},
                "encoding": {"x": {"field": "today", "type": "temporal"}},
            },
        ],
    }
