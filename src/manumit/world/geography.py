"""The made-up nation of Alderland: states, towns, streets, postcodes and area codes."""

import re
from dataclasses import dataclass
from functools import cache

import numpy as np

from manumit.world.draw import Floats, Ints, Text, cumulative, stream, texts, zipf

NATION = ("XD", "Alderland", "Alderlander")
TOWNS = 3000
STREETS = 5000
STATES = (
    ("Northmarch", "NM"), ("Halden", "HD"), ("Cascara", "CS"), ("Eastmere", "EM"), ("Vale of Orrin", "VO"),
    ("Tamarind", "TD"),
    ("San Telmo", "ST"), ("Greywater", "GW"), ("Ostrava Plains", "OP"), ("Lindenau", "LN"), ("Belleforge",
    "BF"), ("Kestrel", "KE"),
    ("Port Amity", "PA"), ("Sunder Isles", "SI"), ("Highmoor", "HM"), ("Rio Claro", "RC"), ("Westreach",
    "WR"), ("Ashenfell", "AF"),
    ("Corvane", "CV"), ("Meridia", "MD"), ("Stonebridge", "SB"), ("Palmetto Coast", "PC"), ("Nouvelle Rive",
    "NR"), ("Capital District", "CD"),
)  # fmt: skip
TRIBES = (
    "Kestrel River Nation", "Northmarch Band of the Tall Pines", "Two Lakes Tribe", "People of the Red Mesa",
    "Orrin Valley Tribe",
    "Sunder Sound Nation", "Greywater Rancheria", "White Heron Confederated Tribes", "Stone Creek Band",
    "Tamarack Nation",
    "Blue Clay Pueblo", "Salt Plain Tribe", "Cold Spring Colony", "Eagle Narrows Village",
)  # fmt: skip
# Codes kept for machines that telephone (meters, cars): no person is reached by them, and the phonenumbers
# library reads them.
AREA_CODES = (
    "521",
    "522",
    "525",
    "526",
    "527",
    "528",
    "529",
    "532",
    "533",
    "544",
    "566",
    "577",
    "588",
    "500",
)

_HEADS = (
    "Ash Birch Brook Cald Clay Cold Crow Dun East Elm Fair Fern Glen Green Grey Hart Haw Hazel High "
    "Holm Kings Lake Lang Lind "
    "Long Mar Mill Moor New Nor Oak Old Pem Queens Raven Red Rose Rush Salt Sand Shel Silver Stan "
    "Stone Sut Thorn Wal Wells "
    "West White Wild Wind Win Wood Yar Alder Bramble Carn Dray Fox Hollow Iron Juniper Kettle Larch "
    "Marl Otter Pike Quarry"
).split()
_TAILS = (
    "ton ford ham ley field bury wick port mouth dale worth haven ville burg stead bridge well combe gate hurst by"
).split()
_AFTER = [
    "",
    "",
    "",
    "",
    "",
    "",
    " Falls",
    " Springs",
    " Heights",
    " Junction",
    " Beach",
    "-on-Sea",
    " Park",
    " Bay",
    " City",
]
_SAINTS = (
    "Telmo Anselm Lucia Rita Blas Clare Columba Eulalia Fermin Gall Hilario Isidro Jude Kilian Mateo Odile"
).split()
_STREET_TAILS = ["Street"] * 9 + ["Road"] * 6 + ["Avenue"] * 6 + ["Lane"] * 3 + ["Drive"] * 4 + ["Court",
    "Place", "Crescent"] + [
    "Boulevard", "Terrace", "Close", "Way", "Highway", "Circle"
]  # fmt: skip
_SHORT = {
    "Street": "St", "Road": "Rd", "Avenue": "Ave", "Lane": "Ln", "Drive": "Dr", "Court": "Ct", "Place": "Pl",
    "Crescent": "Cres",
    "Boulevard": "Blvd", "Terrace": "Tce", "Close": "Cl", "Highway": "Hwy", "Circle": "Cir", "Calle": "C/",
    "Avenida": "Av.",
    "North": "N", "South": "S", "East": "E", "West": "W", "Saint": "St", "Apartment": "Apt",
}  # fmt: skip
_SHORTEN = re.compile(r"\b(" + "|".join(_SHORT) + r")\b")
_UP = "ABCDEFGHJKLMNPRSTUVWXY"


@dataclass(frozen=True, slots=True)
class Geography:
    """Towns with their state, first postcode, number of postcodes and area code; streets; weights to draw
    towns by.
    """

    towns: Text
    state: Ints
    postcode: Ints
    postcodes: Ints
    area: Ints
    weights: Floats
    streets: Text


@cache
def geography() -> Geography:
    """The one geography; the same in every world."""
    rng = stream(0, "geography")
    weights = zipf(TOWNS, 1.0, 4.0)
    state = rng.permutation(np.arange(TOWNS) % len(STATES))
    return Geography(
        towns=_town_names(rng),
        state=state,
        postcode=rng.permutation(np.arange(TOWNS)),
        postcodes=np.maximum(1, (weights / weights[0] * 40).astype(np.int64)),
        area=(state * 7 + rng.integers(0, 2, TOWNS)) % len(AREA_CODES),
        weights=cumulative(weights),
        streets=_street_names(rng),
    )


def _town_names(rng: np.random.Generator) -> Text:
    names: dict[str, None] = {}
    while len(names) < TOWNS:
        kind, head, tail = rng.random(), _HEADS[rng.integers(len(_HEADS))], _TAILS[rng.integers(len(_TAILS))]
        saint, after = _SAINTS[rng.integers(len(_SAINTS))], _AFTER[rng.integers(len(_AFTER))]
        if kind < 0.72:
            names[head + tail + after] = None
        elif kind < 0.80:
            names[f"{('San', 'Santa', 'Saint', 'St.')[rng.integers(4)]} {saint}{after}"] = None
        elif kind < 0.87:
            names[f"{('Villa', 'Puerto', 'Las', 'El')[rng.integers(4)]} {head}{'es' if kind < 0.83 else 'al'}"] = None
        elif kind < 0.94:
            names[f"{head}{('au', 'heim', 'brück', 'stadt', 'mont', 'rive')[rng.integers(6)]}"] = None
        else:
            names[f"{('Upper', 'Lower', 'Great', 'Little', 'Mount', 'Fort')[rng.integers(6)]} {head}{tail}"] = None
    return texts(list(names))


def _street_names(rng: np.random.Generator) -> Text:
    numbered = [f"{number}{_ordinal(number)} {word}" for number in range(1, 120) for word in ("Street", "Avenue")]
    names = dict.fromkeys(numbered)
    while len(names) < STREETS:
        head, tail = _HEADS[rng.integers(len(_HEADS))], _TAILS[rng.integers(len(_TAILS))]
        kind, word = rng.random(), _STREET_TAILS[rng.integers(len(_STREET_TAILS))]
        if kind < 0.75:
            names[f"{head}{tail if kind < 0.5 else ''} {word}"] = None
        elif kind < 0.85:
            names[f"{('North', 'South', 'East', 'West')[rng.integers(4)]} {head}{tail} {word}"] = None
        elif kind < 0.93:
            names[f"{('Calle', 'Avenida', 'Rue', 'Via')[rng.integers(4)]} {_SAINTS[rng.integers(16)]} {head}"] = None
        else:
            names[f"{head}{tail}{('straße', 'weg', 'gasse', 'laan')[rng.integers(4)]}"] = None
    return texts(list(names))


def _ordinal(number: int) -> str:
    return "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def postcode(state: int, number: int) -> str:
    """A postcode: each state writes its own kind (5, 4 or 6 digits, or letters and digits as in Britain
    and Canada).
    """
    style = state % 6
    if style == 1:
        return f"{number % 9000 + 1000:04d}"
    if style == 3:
        first, second = _UP[number % 22], _UP[number // 22 % 22]
        return f"{first}{second}{number % 97 + 1} {number % 9 + 1}{_UP[number // 7 % 22]}{_UP[number // 3 % 22]}"
    if style == 4:
        letters = [_UP[number // by % 22] for by in (1, 5, 13)]
        return f"{letters[0]}{number % 10}{letters[1]} {number // 10 % 10}{letters[2]}{number // 100 % 10}"
    if style == 5:
        return f"{number * 37 % 900000 + 100000:06d}"
    return f"{number * 7 % 90000 + 10000:05d}"


def shortened(street: str) -> str:
    """An address with the usual short forms: Street as St, North as N."""
    return _SHORTEN.sub(lambda found: _SHORT[found[0]], street)
