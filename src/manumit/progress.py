"""How long work tells how far it has come."""

from collections.abc import Callable

Progress = Callable[[str, float], None]
"""Called with the stage in words and the fraction of it that is done, 0 to 1."""


def silent(stage: str, done: float) -> None:
    """Progress that nobody watches."""
