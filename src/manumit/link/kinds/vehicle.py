"""Vehicles: plate and the state that gave it, VIN, make, model, colour and year."""

from manumit.link import addresses
from manumit.link.comparison import NUMBER, TEXT, Comparison, Key, Kind, Level, Part, Reading
from manumit.link.conditions import Absent, Edits, Same, Similar, Within
from manumit.link.dates import read_date
from manumit.link.text import fold

RAW_FIELDS = ("plate", "region", "country", "vin", "make", "model", "colour", "year")
SCHEMA = {
    **dict.fromkeys(("plate", "region", "country", "vin", "make", "model", "colour"), TEXT),
    "year": NUMBER,
}
# Witnesses and cameras take these for one another; plates are compared with the right-hand one.
_LOOK_ALIKES = str.maketrans("OQDIZSB", "0001258")
_NOT_IN_VIN = str.maketrans("OQI", "001")  # 49 CFR 565.13: a VIN holds no I, O or Q


def _plate(text: str | None) -> str | None:
    return "".join(fold(text or "")).upper().translate(_LOOK_ALIKES) or None


def _vin(text: str | None) -> str | None:
    return "".join(fold(text or "")).upper().translate(_NOT_IN_VIN) or None


def _year(text: str | None) -> int | None:
    return read_date(text or "").year


READINGS = (
    Reading(("plate",), ("plate",), _plate),
    Reading(("vin",), ("vin",), _vin),
    *(Reading((each,), (each,), addresses.place_name) for each in ("region", "country", "make", "model", "colour")),
    Reading(("year",), ("year",), _year),
)

COMPARISONS = (
    Comparison(
        "vin", Absent("vin"), (Level("same VIN", Same("vin")), Level("VIN one character off", Edits("vin", 1))),
        ("vin",), "different VINs",
    ),
    Comparison(
        "plate",
        Absent("plate"),
        (Level("same plate", Same("plate")), Level("plate one character off", Edits("plate", 1))),
        ("plate",),
        "different plates",
    ),
    Comparison("region", Absent("region"), (Level("plate of the same state", Same("region")),), ("region",),
               "plates of different states"),
    Comparison("make", Absent("make"), (Level("same make", Similar("make", 0.92234567)),), ("make",),
               "different makes"),
    Comparison("model", Absent("model"), (Level("same model", Similar("model", 0.92234567)),), ("model",),
               "different models"),
    Comparison("colour", Absent("colour"), (Level("same colour", Same("colour")),), ("colour",), "different colours"),
    Comparison("year", Absent("year"),
               (Level("same year", Same("year")), Level("years next to each other", Within("year", 1))),
               ("year",), "different years"),
)  # fmt: skip

KEYS = (
    Key("vin", "a VIN", (Part("vin"),)),
    Key("plate", "a plate", (Part("plate"),)),
    Key("plate_start", "a plate's beginning, make and state", (Part("plate", 4), Part("make"), Part("region"))),
    Key("vin_start", "a VIN's beginning", (Part("vin", 12),)),
)

VEHICLE = Kind("vehicle", RAW_FIELDS, SCHEMA, READINGS, COMPARISONS, KEYS, (("plate",), ("vin",)))
