"""When a training must be refreshed."""

from calendar import monthrange
from datetime import date


def refresher_due(completed: date, months: int | None) -> date | None:
    """The same day so many months later, or that month's last day; None where no refresher is needed."""
    if not months:
        return None
    year, month = divmod(completed.year * 12 + completed.month - 1 + months, 12)
    return date(year, month + 1, min(completed.day, monthrange(year, month + 1)[1]))
