"""Values that the parts of a page show: a room fills them, a template prints them."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal


@dataclass(frozen=True, slots=True)
class Step:
    """One step of several: what it is, where it stands, and a note such as who or when."""

    text: str
    state: Literal["done", "now", "later"]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A term and its value; an empty value shows as not known. `address` makes the value a link."""

    term: str
    value: object
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture with the same facts as a table. `alt` says in a sentence what it shows; `not_said` what it does not."""

    svg: str
    alt: str
    caption: str
    columns: Sequence[str]
    rows: Sequence[Sequence[object]]
    count: int | None = None
    date: datetime | None = None
    source: str = ""
    not_said: str = ""
    data_address: str = field(init=False)

    def __post_init__(self) -> None:
        # As an image, so that nothing in it can run, and its own styles need no leave from the page's policy.
        address = "data:image/svg+xml;base64," + b64encode(self.svg.encode()).decode("ascii")
        object.__setattr__(self, "data_address", address)


@dataclass(frozen=True, slots=True)
class Clock:
    """How much time is left, in words, and how pressing that is."""

    state: Literal["done", "done_late", "calm", "soon", "overdue"]
    words: str

    @classmethod
    def read(cls, due_at: datetime, at: datetime, done_at: datetime | None = None) -> "Clock":
        """The clock that ends at `due_at`, as it stands at `at`; `done_at` stops it. Soon: six hours or less."""
        if done_at is not None:
            late = done_at - due_at
            return (
                cls("done_late", f"done {duration(late)} late") if late > timedelta(0) else cls("done", "done in time")
            )
        left = due_at - at
        if left < timedelta(0):
            return cls("overdue", f"overdue by {duration(-left)}")
        return cls("soon" if left <= timedelta(hours=6) else "calm", f"{duration(left)} left")


def duration(span: timedelta) -> str:
    """A length of time in its largest unit, two for hours, rounded down; as in '3 days' or '2 h 5 min'."""
    minutes = int(span.total_seconds() // 60)
    if minutes < 60:
        return f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    if hours < 48:
        return f"{hours} h {minutes} min" if minutes and hours < 24 else f"{hours} h"
    return f"{hours // 24} days"
