"""Turning Vega-Lite specifications into SVG on the server, without a browser."""

from typing import Any

import vl_convert

VEGA_LITE = "6.1"
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
FOR, AGAINST, NEUTRAL, INK = "#1f5fa8", "#d97706", "#8a8f98", "#1b1b1b"
"""Blue speaks for, orange against: told apart by people who do not see red and green."""
CONFIG: dict[str, Any] = {
    "font": "sans-serif",
    "view": {"stroke": None},
    "axis": {"labelColor": INK, "titleColor": INK, "gridColor": "#e3e5e8", "domainColor": NEUTRAL},
    "title": {"color": INK, "anchor": "start", "fontSize": 14, "subtitleColor": "#4a4f57"},
}


def svg(specification: dict[str, Any]) -> str:
    """A specification as SVG text."""
    return vl_convert.vegalite_to_svg(specification, vl_version=VEGA_LITE)
