"""Vocabularies as CSV files that people who do not program can review."""

import csv
from functools import cache
from importlib import resources


@cache
def load(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a vocabulary (`load("legal_forms")`), column name to text. FileNotFoundError when there is none."""
    text = (resources.files("manumit.terms") / f"{name}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))
