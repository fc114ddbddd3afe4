"""Places: addresses and what is at them."""

from collections.abc import Mapping
from typing import Any

from manumit.link import addresses
from manumit.link.comparison import TEXT, Compact, Comparison, Key, Kind, Level, Part
from manumit.link.conditions import Absent, Edits, Same, Similar
from manumit.link.text import fold

RAW_FIELDS = ("name", "address", "city", "region", "postcode", "country")
SCHEMA = dict.fromkeys(("name", "house", "street", "city", "region", "postcode", "country"), TEXT)


def compact(raw: Mapping[str, Any]) -> Compact:
    """A raw place mention as the fields that are compared; every absent field is None."""
    address = addresses.read_address(raw.get("address"))
    return {
        "name": " ".join(fold(raw.get("name") or "")) or None,
        "house": address.house,
        "street": address.street,
        "city": addresses.place_name(raw.get("city")),
        "region": addresses.place_name(raw.get("region")),
        "postcode": addresses.postcode(raw.get("postcode")),
        "country": addresses.place_name(raw.get("country")),
    }


def _named(name: str, field: str, words: str, *nearer: Level) -> Comparison:
    same = Level(f"same {words}", Same(field), frequency=field)
    return Comparison(name, Absent(field), (same, *nearer), (field,), f"different {words}s")


COMPARISONS = (
    Comparison(
        "house", Absent("house"), (Level("same house number", Same("house")),), ("house",), "different house numbers"
    ),
    _named("street", "street", "street", Level("street almost alike", Similar("street", 0.90234567)),
           Level("street somewhat alike", Similar("street", 0.80234567))),
    _named("city", "city", "town", Level("town almost alike", Similar("city", 0.90234567))),
    _named("postcode", "postcode", "postcode", Level("postcode one digit off", Edits("postcode", 1))),
    _named("name", "name", "name of the place", Level("name almost alike", Similar("name", 0.90234567))),
    Comparison("region", Absent("region"), (Level("same state", Same("region")),), ("region",), "different states"),
    Comparison("country", Absent("country"), (Level("same country", Same("country")),), ("country",),
               "different countries"),
)  # fmt: skip

KEYS = (
    Key("house_postcode", "house and postcode", (Part("house"), Part("postcode"), Part("street", 3))),
    Key("house_street", "house and street", (Part("house"), Part("street"))),
    Key(
        "house_city",
        "house, town and the street's beginning",
        (Part("house"), Part("city"), Part("street", 3)),
    ),
    Key("street_city", "street and town", (Part("street"), Part("city"))),
    Key("street_postcode", "street and postcode", (Part("street", 6), Part("postcode"))),
    Key("name_city", "the place's name and town", (Part("name", 8), Part("city"))),
    Key("name", "the place's name", (Part("name"),)),
)

TRAINING_BLOCKS = (("street", "house"), ("postcode", "house"))

PLACE = Kind("place", RAW_FIELDS, SCHEMA, compact, COMPARISONS, KEYS, TRAINING_BLOCKS)
