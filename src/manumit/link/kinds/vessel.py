"""Vessels: name, IMO number, MMSI, call sign and flag."""

from functools import partial

from manumit.link import addresses, contacts
from manumit.link.comparison import LIST, TEXT, Comparison, Key, Kind, Level, Part, Reading, known
from manumit.link.conditions import Absent, AnyShared, Edits, Same, Similar
from manumit.link.text import fold

RAW_FIELDS = ("name", "other_names", "imo", "mmsi", "call_sign", "flag")
SCHEMA = {"name": TEXT, "all_names": LIST, "imo": TEXT, "mmsi": TEXT, "call_sign": TEXT, "flag": TEXT}
_PREFIXES = frozenset("mv ms mt ss fv rv sv mfv vessel".split())


def _named(name: str | None, other_names: str | None) -> tuple[str | None, list[str] | None]:
    first = _name(name or "")
    return first, known([first, *(_name(other) for other in contacts.several(other_names))])


def _name(text: str) -> str | None:
    """A ship's name in folded words without the "M/V" before it; numbers may be Roman or not, and stay as written."""
    words = fold(text.replace("M/V", "MV").replace("F/V", "FV").replace("M/T", "MT"))
    while len(words) > 1 and words[0] in _PREFIXES:
        words = words[1:]
    return " ".join(words) or None


def _digits(text: str | None, length: int) -> str | None:
    digits = "".join(char for char in "".join(fold(text or "")) if char.isdigit())
    return digits if len(digits) == length else None


def _call_sign(text: str | None) -> str | None:
    return "".join(fold(text or "")).upper() or None


READINGS = (
    Reading(("name", "other_names"), ("name", "all_names"), _named),
    Reading(("imo",), ("imo",), partial(_digits, length=7)),
    Reading(("mmsi",), ("mmsi",), partial(_digits, length=9)),
    Reading(("call_sign",), ("call_sign",), _call_sign),
    Reading(("flag",), ("flag",), addresses.place_name),
)

COMPARISONS = (
    Comparison("imo", Absent("imo"),
               (Level("same IMO number", Same("imo")), Level("IMO number one digit off", Edits("imo", 1))),
               ("imo",), "different IMO numbers"),
    Comparison(
        "name",
        Absent("name"),
        (
            Level("same name", Same("name"), frequency="name"),
            Level("one's name among the other's names", AnyShared("all_names")),
            Level("name spelled almost alike", Similar("name", 0.92234567)),
        ),
        ("name",),
        "different names",
    ),
    Comparison("mmsi", Absent("mmsi"),
               (Level("same MMSI", Same("mmsi")), Level("MMSI one digit off", Edits("mmsi", 1))), ("mmsi",),
               "different MMSIs"),
    Comparison("call_sign", Absent("call_sign"), (Level("same call sign", Same("call_sign")),), ("call_sign",),
               "different call signs"),
    Comparison("flag", Absent("flag"), (Level("same flag", Same("flag")),), ("flag",), "different flags"),
)  # fmt: skip

KEYS = (
    Key("imo", "an IMO number", (Part("imo"),)),
    Key("mmsi", "an MMSI", (Part("mmsi"),)),
    Key("call_sign", "a call sign", (Part("call_sign"),)),
    Key("all_names", "a name", (Part("all_names"),)),
    Key("name_flag", "the name's beginning, and flag", (Part("name", 5), Part("flag"))),
)

VESSEL = Kind("vessel", RAW_FIELDS, SCHEMA, READINGS, COMPARISONS, KEYS, (("name",), ("imo",)))
