"""Reading birth dates as people write them: whole, partial, in any order, with impossible digits kept.

A typed date such as 1956-13-45 is wrong but not worthless: one digit off is how a clerk errs. So eight digits are kept
as they stand and compared as digits; only what cannot be a date at all is unknown.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from manumit.link.text import fold

Order = Literal["dmy", "mdy"]
OLDEST_YEAR, NEWEST_YEAR = 1000, 2100

_MONTHS = {
    **dict.fromkeys(("jan", "january", "ene", "enero", "janvier", "januar"), 1),
    **dict.fromkeys(("feb", "february", "febrero", "fevrier", "februar"), 2),
    **dict.fromkeys(("mar", "march", "marzo", "mars", "maerz", "marz"), 3),
    **dict.fromkeys(("apr", "april", "abr", "abril", "avril"), 4),
    **dict.fromkeys(("may", "mayo", "mai"), 5),
    **dict.fromkeys(("jun", "june", "junio", "juin", "juni"), 6),
    **dict.fromkeys(("jul", "july", "julio", "juillet", "juli"), 7),
    **dict.fromkeys(("aug", "august", "ago", "agosto", "aout"), 8),
    **dict.fromkeys(("sep", "sept", "september", "septiembre", "septembre"), 9),
    **dict.fromkeys(("oct", "october", "octubre", "octobre", "okt", "oktober"), 10),
    **dict.fromkeys(("nov", "november", "noviembre", "novembre"), 11),
    **dict.fromkeys(("dec", "december", "dic", "diciembre", "dez", "dezember", "decembre"), 12),
}
_TIME = re.compile(r"[T ]\d{1,2}:\d{2}.*$")
_THREE = re.compile(r"(\d{1,2})\D(\d{1,2})\D(\d{4}|\d{2})")
_YEAR_FIRST = re.compile(r"(\d{4})\D(\d{1,2})\D(\d{1,2})")
_ORDINAL = re.compile(r"(?<=\d)(st|nd|rd|th)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date of which any part may be unknown; parts may be impossible (month 13) when that is what was written."""

    year: int | None = None
    month: int | None = None
    day: int | None = None

    @property
    def is_whole(self) -> bool:
        """Whether year, month and day were all written."""
        return None not in (self.year, self.month, self.day)

    def iso(self) -> str | None:
        """`YYYY-MM-DD`, or as much of it as is known from the year on; None without a year."""
        if self.year is None:
            return None
        if self.month is None:
            return f"{self.year:04d}"
        if self.day is None:
            return f"{self.year:04d}-{self.month:02d}"
        return f"{self.year:04d}-{self.month:02d}-{self.day:02d}"


UNKNOWN = PartialDate()


@lru_cache(maxsize=1 << 14)
def read_date(text: str, order: Order = "mdy") -> PartialDate:
    """A written date; `order` decides only where both readings are possible (03/04/1980).

    Returns `UNKNOWN` for what holds no date. Years before 1000 or after 2100 are not years.
    """
    text = _ORDINAL.sub("", _TIME.sub("", text.strip()))
    text = text.removesuffix(".0")
    if match := _YEAR_FIRST.fullmatch(text):
        return _checked(int(match[1]), int(match[2]), int(match[3]))
    if match := _THREE.fullmatch(text):
        return _in_order(int(match[1]), int(match[2]), _full_year(match[3]), order)
    if text.isascii() and text.isdigit():
        return _digits_only(text, order)
    return _in_words(text)


def _digits_only(text: str, order: Order) -> PartialDate:
    if len(text) == 4:
        return _checked(int(text), None, None)
    if len(text) == 6 and OLDEST_YEAR <= int(text[:4]) <= NEWEST_YEAR and 1 <= int(text[4:]) <= 12:
        return _checked(int(text[:4]), int(text[4:]), None)
    if len(text) != 8:
        return UNKNOWN
    if _plausible(int(text[:4])) or not _plausible(int(text[4:])):
        return _checked(int(text[:4]), int(text[4:6]), int(text[6:]))
    return _in_order(int(text[:2]), int(text[2:4]), int(text[4:]), order)


def _in_words(text: str) -> PartialDate:
    words = [word for word in fold(text) if word not in ("de", "del", "of", "the")]
    months = [_MONTHS[word] for word in words if word in _MONTHS]
    numbers = [word for word in words if word.isdigit()]
    years = [word for word in numbers if len(word) == 4]
    days = [int(word) for word in numbers if len(word) <= 2]
    if len(years) == 1 and not months and len(days) == 1 and len(words) == 2:
        return _checked(int(years[0]), days[0], None)
    if len(months) != 1 or len(words) > 3:
        return _checked(int(years[0]), None, None) if len(years) == 1 and len(words) <= 2 else UNKNOWN
    if not years and len(days) == 2:  # 12-MAR-86
        return _checked(_full_year(numbers[1]), months[0], days[0])
    if not years:
        return UNKNOWN
    return _checked(int(years[0]), months[0], days[0] if days else None)


def _in_order(first: int, second: int, year: int, order: Order) -> PartialDate:
    day_first = first > 12 or (second <= 12 and order == "dmy")
    return _checked(year, second, first) if day_first else _checked(year, first, second)


def _checked(year: int, month: int | None, day: int | None) -> PartialDate:
    if not OLDEST_YEAR <= year <= NEWEST_YEAR:
        return UNKNOWN
    if month == 0 or (month is None and day is not None):
        return PartialDate(year)
    return PartialDate(year, month, None if day == 0 else day)


def _plausible(year: int) -> bool:
    return 1500 <= year <= NEWEST_YEAR


def _full_year(text: str) -> int:
    year = int(text)
    if len(text) == 4:
        return year
    return year + (2000 if year <= 25 else 1900)  # a birth; a wrong century is one of the levels compared


def usual_order(values: Iterable[str]) -> Order:
    """The order a column of dates is written in, by the dates that can be read one way only; month first in a tie."""
    day_first = month_first = 0
    for value in values:
        match = _THREE.match(value.strip())
        if match:
            day_first += int(match[1]) > 12 >= int(match[2])
            month_first += int(match[2]) > 12 >= int(match[1])
    return "dmy" if day_first > month_first else "mdy"
