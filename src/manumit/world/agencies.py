"""The agencies: what kind each is, whom it holds, and the habits with which its clerks write people down."""

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import polars as pl

from manumit.world.cultures import rows
from manumit.world.dates import LAYOUTS
from manumit.world.draw import Floats, Ints, Mask, Text, stream, texts
from manumit.world.geography import STATES, TOWNS, TRIBES, geography
from manumit.world.mistakes import MISTAKES

FIELDS = (
    "name", "other_names", "birth_date", "birth_year", "birth_month", "birth_day", "age", "age_range",
    "age_date", "sex",
    "nationality", "tribe", "birth_place", "address", "city", "region", "postcode", "country", "phone",
    "email", "identifier",
)  # fmt: skip
"""What an agency may note of a person; `age_range` gives age_from and age_to."""
NAME_STYLES = (
    "given, middle, family", "given with middle, family", "given, family", "Given Middle Family",
    "Given Family",
    "FAMILY, Given Middle", "Family, Given", "FAMILY Given", "Family Given",
)  # fmt: skip
_NAME_STYLE_WEIGHTS = np.array([22, 12, 26, 9, 8, 9, 6, 5, 3])
_HISTORIC_LAYOUTS = np.array([4, 3, 8, 8, 2, 2, 5, 5, 2, 2, 1, 3])
_LAYOUTS = np.array([30, 14, 10, 12, 6, 12, 4, 3, 3, 2, 2, 1])
_CASES = np.array([52, 28, 6, 8, 6])
_FAMILIES = np.array([[6, 1, 2.5, 0.4, 0.7, 0.3]])
_ID_TYPES = ("national_id", "passport", "driver_licence", "alien_number", "member_number")


@dataclass(frozen=True, slots=True)
class Habits:
    """Agencies, one position each: who they are, and rates and choices of style as arrays.

    `fills` is agencies by FIELDS, `mistakes` agencies by MISTAKES (cumulative); `style_*` hold the
    position of the usual style.
    Rates are probabilities per mention.
    """

    id: Text
    title: Text
    kind: Text
    level: Text
    holds: Text
    state: Ints
    tribe: Text
    weight: Floats
    dirt: Floats
    sloppiness: Floats
    fills: Floats
    gaps: Floats
    mistakes: Floats
    style_name: Ints
    style_steady: Floats
    style_case: Ints
    style_date: Ints
    style_sex: Ints
    style_nation: Ints
    style_address: Ints
    style_region: Ints
    style_phone: Ints
    style_place: Ints
    second_families: Floats
    accents: Floats
    native: Floats
    native_beside: Floats
    respells: Floats
    nicknames: Floats
    initials: Floats
    drops_middle: Floats
    titles: Floats
    suffixes: Floats
    birth_names: Floats
    swaps: Floats
    aliases: Floats
    date_errors: Floats
    moved: Floats
    sex_errors: Floats
    paper: Ints
    other_paper: Floats
    own_number: Floats
    repeats: Floats

    def __len__(self) -> int:
        return len(self.id)


def make_agencies(seed: int) -> Habits:
    """All agencies of a world; they do not depend on its size."""
    rng = stream(seed, "agencies")
    kinds = [kind for kind in rows("agency_kinds.csv") for _ in range(int(kind["count"]))]
    count = len(kinds)
    state = rng.permutation(np.arange(count) % len(STATES))
    historic = np.array([kind["holds"] == "historic" for kind in kinds])
    foreign = np.array([kind["level"] == "international" for kind in kinds])
    spread = rng.lognormal(0, 0.75, count)
    named = _identities(rng, kinds, state)
    return Habits(
        id=texts([f"A{number:03d}" for number in range(1, count + 1)]),
        kind=texts([kind["kind"] for kind in kinds]),
        level=texts([kind["level"] for kind in kinds]),
        holds=texts([kind["holds"] for kind in kinds]),
        state=np.where(np.isin([kind["level"] for kind in kinds], ("state", "local")), state, -1),
        weight=np.array([float(kind["weight"]) / int(kind["count"]) for kind in kinds]) * rng.lognormal(0, 0.8, count),
        dirt=np.clip(np.array([float(kind["dirt"]) for kind in kinds]) * spread, 0.003, 0.6),
        sloppiness=rng.uniform(0.2, 1.2, count),
        fills=_fills(rng, kinds),
        gaps=rng.beta(1, 7, count),
        mistakes=_mistakes(rng, count),
        **named,
        **_styles(rng, count, historic),
        **_rates(rng, count, historic, foreign),
    )


def _identities(rng: np.random.Generator, kinds: list[dict[str, str]], state: Ints) -> dict[str, Any]:
    towns = geography().towns[(rng.random(len(kinds)) ** 3 * TOWNS * 0.2).astype(np.int64)]
    tribes = texts(TRIBES)[rng.permutation(np.arange(len(kinds)) % len(TRIBES))]
    titles = []
    for place, kind in enumerate(kinds):
        where = {"state": STATES[state[place]][0], "local": towns[place], "tribal": tribes[place]}.get(kind["level"])
        titles.append(f"{where} {kind['title']}" if where else f"{kind['title']} {'I' * (place % 3 + 1)}")
    tribal = np.array([kind["level"] == "tribal" for kind in kinds])
    return {"title": texts(titles), "tribe": np.where(tribal, tribes, "")}


def _fills(rng: np.random.Generator, kinds: list[dict[str, str]]) -> Floats:
    """How often each field is filled: an agency keeps a column or not, and fills those it keeps more or
    less well.
    """
    fills = np.zeros((len(kinds), len(FIELDS)))
    for place, kind in enumerate(kinds):
        for entry in kind["fields"].split():
            field, _, rate = entry.partition(":")
            base = float(rate)
            kept = field == "name" or rng.random() < 0.35 + base
            fills[place, FIELDS.index(field)] = kept * min(1.0, max(base, rng.beta(4, 1.5)) if base < 0.9 else base)
        born = [FIELDS.index(field) for field in ("birth_date", "birth_year", "age")]
        if not fills[place, born].any() and rng.random() < 0.7:
            fills[place, born[0]] = rng.beta(6, 2)
    return fills


def _mistakes(rng: np.random.Generator, count: int) -> Floats:
    base = np.array([weight for _, _, weight in MISTAKES])
    shares = rng.gamma(base * 0.9, 1.0, (count, len(base))) + 1e-3
    total = np.cumsum(shares, axis=1)
    return np.asarray(total / total[:, -1:], dtype=np.float64)


def _one(rng: np.random.Generator, weights: Floats, count: int) -> Ints:
    return np.asarray(rng.choice(len(weights), count, p=weights / weights.sum()), dtype=np.int64)


def _styles(rng: np.random.Generator, count: int, historic: Mask) -> dict[str, Any]:
    assert len(_LAYOUTS) == len(LAYOUTS)
    dates = np.where(historic, _one(rng, _HISTORIC_LAYOUTS, count), _one(rng, _LAYOUTS, count))
    return {
        "style_name": _one(rng, _NAME_STYLE_WEIGHTS, count),
        "style_steady": rng.beta(8, 1, count),
        "style_case": _one(rng, _CASES, count),
        "style_date": dates,
        "style_sex": _one(rng, np.array([45, 22, 12, 8, 13]), count),
        "style_nation": _one(rng, np.array([40, 30, 30]), count),
        "style_address": _one(rng, np.array([34, 26, 16, 12, 12]), count),
        "style_region": _one(rng, np.array([60, 40]), count),
        "style_phone": _one(rng, np.array([20, 22, 20, 16, 12, 10]), count),
        "style_place": _one(rng, np.array([50, 25, 25]), count),
    }


def _rates(rng: np.random.Generator, count: int, historic: Mask, foreign: Mask) -> dict[str, Any]:
    native = np.where(foreign, rng.beta(2, 2, count), rng.beta(0.25, 6, count))
    families = rng.dirichlet(_FAMILIES[0] * 0.8, count)
    return {
        "second_families": np.asarray(np.cumsum(families, axis=1)),
        "accents": np.where(rng.random(count) < 0.45, 0.02, rng.beta(0.8, 0.6, count)),
        "native": native,
        "native_beside": np.where(foreign, 0.5, 0.08),
        "respells": rng.beta(1.2, 6, count),
        "nicknames": rng.beta(0.8, 9, count),
        "initials": rng.beta(0.5, 14, count),
        "drops_middle": rng.beta(1.2, 1.5, count),
        "titles": np.where(rng.random(count) < 0.25, rng.beta(1, 4, count), 0.004),
        "suffixes": rng.beta(2, 2, count),
        "birth_names": np.where(historic, 0.2, rng.beta(1, 5, count)),
        "swaps": rng.beta(0.5, 18, count),
        "aliases": rng.beta(1, 12, count),
        "date_errors": rng.lognormal(0, 0.5, count) * np.where(historic, 1.4, 1.0),
        "moved": rng.beta(1.5, 2.5, count),
        "sex_errors": rng.beta(0.6, 60, count),
        "paper": _one(rng, np.array([48, 20, 14, 8, 10]), count),
        "other_paper": rng.beta(0.8, 4, count),
        "own_number": np.where(rng.random(count) < 0.3, rng.beta(2, 2, count), 0.0),
        "repeats": rng.beta(1.2, 4, count),
    }


def paper_types() -> tuple[str, ...]:
    """The kinds of papers whose numbers agencies note."""
    return _ID_TYPES


def agencies_table(habits: Habits) -> pl.DataFrame:
    """The agencies as a table: who they are and their habits, one row an agency."""
    data: dict[str, object] = {}
    for one in fields(Habits):
        value = getattr(habits, one.name)
        if value.ndim == 1:
            data[one.name] = value.tolist()
    for place, field in enumerate(FIELDS):
        data[f"fills_{field}"] = habits.fills[:, place].round(3).tolist()
    table = pl.DataFrame(data)
    named = {"style_name": NAME_STYLES, "style_date": LAYOUTS}
    return table.with_columns(
        *(pl.Series(column, [words[place] for place in table[column]]) for column, words in named.items()),
        pl.Series("state", [STATES[place][0] if place >= 0 else None for place in table["state"]], dtype=pl.String),
    )
