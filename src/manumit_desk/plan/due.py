"""Due dates as plans word them: "Dec 2021" is the last day of that month, "2024" of that year."""

import calendar
from datetime import date

_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}
_SEASONS = {"spring": 5, "summer": 8, "autumn": 11, "fall": 11, "winter": 2}


def due_date_of(text: str) -> date | None:
    """The last day that a worded due date allows; None where it names no year."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return _last_day(text)


def _last_day(text: str) -> date | None:
    words = text.lower().replace(",", " ").split()
    year = next((int(word) for word in words if len(word) == 4 and word.isdigit()), None)
    if year is None:
        return None
    month = next((_MONTHS[word[:3]] for word in words if word[:3] in _MONTHS and word.isalpha()), None)
    month = month or next((_SEASONS[word] for word in words if word in _SEASONS), 12)
    return date(year, month, calendar.monthrange(year, month)[1])
