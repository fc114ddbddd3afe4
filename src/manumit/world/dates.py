"""Dates of birth as agencies write them, and as they get them wrong."""

from collections.abc import Callable

import numpy as np

from manumit.world.draw import Floats, Ints, Mask, Text, cumulative, draw, texts

_MONTHS = "January February March April May June July August September October November December".split()
_LONG = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])

_WRITERS: tuple[tuple[str, Callable[[int, int, int], str]], ...] = (
    ("1985-03-12", lambda y, m, d: f"{y:04d}-{m:02d}-{d:02d}"),
    ("03/12/1985", lambda y, m, d: f"{m:02d}/{d:02d}/{y:04d}"),
    ("12.03.1985", lambda y, m, d: f"{d:02d}.{m:02d}.{y:04d}"),
    ("12/03/1985", lambda y, m, d: f"{d:02d}/{m:02d}/{y:04d}"),
    ("3/12/1985", lambda y, m, d: f"{m}/{d}/{y}"),
    ("19850312", lambda y, m, d: f"{y:04d}{m:02d}{d:02d}"),
    ("12 Mar 1985", lambda y, m, d: f"{d} {_MONTHS[m - 1][:3]} {y}"),
    ("March 12, 1985", lambda y, m, d: f"{_MONTHS[m - 1]} {d}, {y}"),
    ("12-03-1985", lambda y, m, d: f"{d:02d}-{m:02d}-{y:04d}"),
    ("12-MAR-1985", lambda y, m, d: f"{d:02d}-{_MONTHS[m - 1][:3].upper()}-{y}"),
    ("1985/03/12", lambda y, m, d: f"{y}/{m:02d}/{d:02d}"),
    ("12 March 1985", lambda y, m, d: f"{d} {_MONTHS[m - 1]} {y}"),
)
LAYOUTS = tuple(example for example, _ in _WRITERS)
"""The layouts, each by the way it writes 12 March 1985."""
KINDS = (
    "one digit", "day and month swapped", "first of January", "year off", "century", "day off",
    "digits transposed",
    "month off", "first of month", "decade",
)  # fmt: skip
"""Kinds of wrong date."""
_KIND_WEIGHTS = np.array([22, 16, 10, 17, 2.5, 12, 8, 6, 3, 4])


def parts(days: Ints) -> tuple[Ints, Ints, Ints]:
    """Year, month and day of days since 1970."""
    moment = days.astype("datetime64[D]")
    year = moment.astype("datetime64[Y]").astype(np.int64) + 1970
    month = moment.astype("datetime64[M]").astype(np.int64) % 12 + 1
    day = (moment - moment.astype("datetime64[M]")).astype(np.int64) + 1
    return year, month, day


def mistaken(rng: np.random.Generator, year: Ints, month: Ints, day: Ints, wrong: Mask) -> tuple[Ints, Ints, Ints]:
    """Dates, some of them wrong; all remain dates of the calendar."""
    year, month, day = year.copy(), month.copy(), day.copy()
    who = np.flatnonzero(wrong)
    kind = draw(rng, cumulative(_KIND_WEIGHTS), len(who))
    step = np.where(rng.random(len(who)) < 0.5, 1, -1) * rng.choice([1, 1, 1, 2, 3], len(who))
    for place in range(len(KINDS)):
        some = who[kind == place]
        _spoil(rng, KINDS[place], year, month, day, some, step[kind == place])
    month = np.clip(month, 1, 12)
    return year, month, np.clip(day, 1, _LONG[month - 1])


def _spoil(rng: np.random.Generator, kind: str, year: Ints, month: Ints, day: Ints, who: Ints, step: Ints) -> None:
    match kind:
        case "one digit":
            _one_digit(rng, year, day, who)
        case "day and month swapped":
            who = who[day[who] <= 12]
            month[who], day[who] = day[who], month[who]
        case "first of January":
            month[who], day[who] = 1, 1
        case "year off":
            year[who] += step
        case "century":
            year[who] += np.where(step > 0, 100, -100) * np.where(year[who] < 1950, np.sign(step), 1)
        case "day off":
            day[who] += step
        case "digits transposed":
            _transposed(rng, year, day, who)
        case "month off":
            month[who] += step
        case "first of month":
            day[who] = 1
        case _:
            year[who] += np.where(step > 0, 10, -10)


def _one_digit(rng: np.random.Generator, year: Ints, day: Ints, who: Ints) -> None:
    which, digit = rng.integers(0, 4, len(who)), rng.integers(0, 10, len(who))
    last, decade, days = who[which == 0], who[which == 1], who[which >= 2]
    year[last] += digit[which == 0] - year[last] % 10
    year[decade] += 10 * (digit[which == 1] - year[decade] // 10 % 10)
    day[days] += digit[which >= 2] - day[days] % 10


def _transposed(rng: np.random.Generator, year: Ints, day: Ints, who: Ints) -> None:
    in_year = rng.random(len(who)) < 0.6
    years, days = who[in_year], who[~in_year]
    tail = year[years] % 100
    year[years] += (tail % 10) * 10 + tail // 10 - tail
    flipped = (day[days] % 10) * 10 + day[days] // 10
    day[days] = np.where((flipped >= 1) & (flipped <= 31), flipped, day[days])


def written(year: Ints, month: Ints, day: Ints, layout: Ints, vague: Floats) -> Text:
    """Dates as strings, each in its layout. Where `vague` is under 0.01 only the year, under 0.02 year and
    month.
    """
    writers = [writer for _, writer in _WRITERS]
    return texts(
        [
            writers[style](y, m, d) if v > 0.02 else str(y) if v < 0.01 else f"{y:04d}-{m:02d}"
            for y, m, d, style, v in zip(
                year.tolist(), month.tolist(), day.tolist(), layout.tolist(), vague.tolist(), strict=True
            )
        ]
    )
