"""The published tables, by name."""

from pathlib import Path

from manumit.estimate.captures import Captures
from manumit.formats.tables import read_table

GOLD = Path(__file__).resolve().parents[2] / "gold" / "estimate"


def published(name: str) -> Captures:
    """A published table, such as `uk_six_lists`."""
    return Captures.from_table(read_table(GOLD / f"{name}.csv").table)
