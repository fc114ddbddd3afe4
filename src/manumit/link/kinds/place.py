"""Places: addresses and what is at them."""

from manumit.link import addresses
from manumit.link.comparison import TEXT, Comparison, Key, Kind, Level, Part, Reading
from manumit.link.conditions import Absent, Edits, Same, Similar
from manumit.link.text import fold

RAW_FIELDS = ("name", "address", "city", "region", "postcode", "country")
SCHEMA = dict.fromkeys(("name", "house", "street", "city", "region", "postcode", "country"), TEXT)


def _name(text: str | None) -> str | None:
    return " ".join(fold(text or "")) or None


READINGS = (
    Reading(("name",), ("name",), _name),
    Reading(("address",), ("house", "street"), addresses.house_and_street),
    *(Reading((field,), (field,), addresses.place_name) for field in ("city", "region", "country")),
    Reading(("postcode",), ("postcode",), addresses.postcode),
)


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

PLACE = Kind("place", RAW_FIELDS, SCHEMA, READINGS, COMPARISONS, KEYS, TRAINING_BLOCKS)
