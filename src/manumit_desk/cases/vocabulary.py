"""The vocabularies that cases are written in, as choices for forms and labels for pages."""

from functools import cache

from manumit import terms
from manumit.formats import htcds

Choices = list[tuple[str, str]]


@cache
def labels(name: str) -> dict[str, str]:
    """Codes and labels of a vocabulary of the library (docs/data/)."""
    return {row["code"]: row["label"] for row in terms.load(name)}


def choices(name: str, *, empty: str | None = None) -> Choices:
    """A vocabulary as choices; with `empty`, a first choice that stands for nothing."""
    first = [] if empty is None else [("", empty)]
    return first + list(labels(name).items())


def column(name: str, code: str, wanted: str) -> str:
    """One more column of a vocabulary's row, such as the standard's word for it; empty when there is no such code."""
    return next((row[wanted] for row in terms.load(name) if row["code"] == code), "")


@cache
def statute_labels() -> dict[str, str]:
    """Statutes as people write them: the law, then what it forbids."""
    return {row["code"]: f"{row['citation']}: {row['label']}" for row in terms.load("statutes")}


def htcds_labels(list_name: str) -> dict[str, str]:
    """Codes and labels of a pick list of the Human Trafficking Case Data Standard."""
    return htcds.choices(list_name)
