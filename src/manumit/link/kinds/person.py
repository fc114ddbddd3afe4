"""People: names in any script, birth dates as written, sex, origin, places, identifiers and contact points."""

from collections.abc import Mapping
from functools import lru_cache, partial

from nicknames import NickNamer

from manumit.link import addresses, contacts
from manumit.link.comparison import LIST, NUMBER, TEXT, Comparison, Key, Kind, Level, Part, Reading, known
from manumit.link.conditions import (
    Absent,
    Among,
    AnyShared,
    Crossed,
    Edits,
    Initial,
    NothingShared,
    Overlap,
    Same,
    Similar,
    either,
    every,
)
from manumit.link.dates import PartialDate, read_date
from manumit.link.names import read_name
from manumit.link.text import fold, sound

RAW_FIELDS = (
    "name", "given_name", "middle_name", "family_name", "other_names",
    "birth_date", "birth_year", "birth_month", "birth_day", "age", "age_from", "age_to", "age_date",
    "sex", "nationality", "tribe", "birth_place", "address", "city", "region", "postcode", "country",
    "phone", "email", "identifier",
)  # fmt: skip

SCHEMA = {
    "given": TEXT, "given_forms": LIST, "given_sound": TEXT,
    "middle": LIST, "middle_initials": LIST, "suffix": TEXT,
    "family": TEXT, "family_sound": TEXT, "names": LIST, "name_sounds": TEXT,
    "birth": TEXT, "birth_swapped": TEXT, "birth_short": TEXT,
    "birth_month_day": TEXT, "birth_year_month": TEXT, "birth_year_day": TEXT,
    "birth_year": NUMBER, "born_from": NUMBER, "born_to": NUMBER,
    "sex": TEXT, "nationality": LIST, "tribe": TEXT, "birth_place": TEXT,
    "house": TEXT, "street": TEXT, "city": TEXT, "region": TEXT, "postcode": TEXT, "country": TEXT,
    "ids": LIST, "id_types": LIST, "id_first": TEXT, "phones": LIST, "emails": LIST, "email_first": TEXT,
}  # fmt: skip

_SEXES = {
    **dict.fromkeys(("m", "male", "man", "boy", "masculino", "hombre", "h", "1"), "male"),
    **dict.fromkeys(("f", "female", "woman", "girl", "femenino", "mujer", "w", "2"), "female"),
    **dict.fromkeys(("x", "nonbinary", "other", "otro"), "other"),
}


_Named = tuple[str | None, list[str] | None, list[str] | None, str | None, str | None, list[str] | None]


def _named(*written: str | None) -> _Named:
    """The name fields, from the values of `_NAME_FIELDS`."""
    name = read_name(*written)
    return (
        name.given,
        [word for word in name.middle if len(word) > 1] or None,
        known([word[0] for word in name.middle]),
        name.suffix,
        name.family,
        list(name.words) or None,
    )


def _mailed(text: str | None) -> tuple[list[str] | None, str | None]:
    emails = contacts.all_of(contacts.email, text)
    return emails, emails[0] if emails else None


def _sound(word: str | None) -> str | None:
    return (sound(word) or word) if word else None


def _sounds(given: str | None, family: str | None) -> str | None:
    return " ".join(sorted((given, family))) if given and family else None


@lru_cache(maxsize=256)
def _sex(text: str | None) -> str | None:
    return _SEXES.get("".join(fold(text or "")))


@lru_cache(maxsize=1)
def _nicknames() -> NickNamer:
    return NickNamer()


@lru_cache(maxsize=1 << 17)
def _forms(given: str | None) -> list[str] | None:
    """A given name and the formal names that it is short for: bill, william."""
    return [given, *sorted(_nicknames().canonicals_of(given))] if given else None


_NAME_FIELDS = ("name", "given_name", "middle_name", "family_name", "other_names")
_BIRTH_FIELDS = (
    "birth_date",
    "birth_year",
    "birth_month",
    "birth_day",
    "age",
    "age_from",
    "age_to",
    "age_date",
)
_BORN = (
    "birth", "birth_swapped", "birth_short", "birth_month_day", "birth_year_month", "birth_year_day",
    "birth_year", "born_from", "born_to",
)  # fmt: skip


@lru_cache(maxsize=1 << 17)
def _born(*written: str | None) -> tuple[str | int | None, ...]:
    """The values of `_BORN`, from those of `_BIRTH_FIELDS`."""
    raw = dict(zip(_BIRTH_FIELDS, written, strict=True))
    date = _birth_date(raw)
    first, last = (date.year, date.year) if date.year is not None else _years_of_age(raw)
    if not date.is_whole:
        return (*[None] * 6, date.year, first, last)
    year, month, day = f"{date.year:04d}", f"{date.month:02d}", f"{date.day:02d}"
    swapped = year + day + month if day != month else None
    return (
        year + month + day, swapped, year[2:] + month + day, month + day, year + month, year + day,
        date.year, first, last,
    )  # fmt: skip


def _birth_date(raw: Mapping[str, str | None]) -> PartialDate:
    if raw["birth_date"]:
        return read_date(raw["birth_date"])
    year, month, day = (_number(raw[field]) for field in ("birth_year", "birth_month", "birth_day"))
    if year is None:
        return PartialDate()
    whole = month is not None and day is not None
    return read_date(f"{year:04d}-{month:02d}-{day:02d}" if whole else f"{year:04d}")


def _years_of_age(raw: Mapping[str, str | None]) -> tuple[int | None, int | None]:
    """The first and last year of birth that an age, or an age range, allows at the date when it was noted."""
    noted = read_date(raw["age_date"] or "").year
    youngest = _number(raw["age_from"] or raw["age"])
    oldest = _number(raw["age_to"] or raw["age"])
    if noted is None or youngest is None or oldest is None or not 0 <= youngest <= oldest <= 130:
        return None, None
    return noted - oldest - 1, noted - youngest


def _number(text: str | None) -> int | None:
    """The first whole number in a text ("25 Years", "25.0")."""
    digits = "".join(fold(text.partition(".")[0])[:1]) if text else ""
    return int(digits) if digits.isdigit() and len(digits) <= 4 else None


READINGS = (
    Reading(_NAME_FIELDS, ("given", "middle", "middle_initials", "suffix", "family", "names"), _named),
    Reading(("given",), ("given_forms",), _forms, again=True),
    Reading(("given",), ("given_sound",), _sound, again=True),
    Reading(("family",), ("family_sound",), _sound, again=True),
    Reading(("given_sound", "family_sound"), ("name_sounds",), _sounds, again=True),
    Reading(_BIRTH_FIELDS, _BORN, _born),
    Reading(("sex",), ("sex",), _sex),
    Reading(("nationality",), ("nationality",), partial(contacts.all_of, addresses.place_name)),
    *(
        Reading((each,), (each,), addresses.place_name)
        for each in ("tribe", "birth_place", "city", "region", "country")
    ),
    Reading(("address",), ("house", "street"), addresses.house_and_street),
    Reading(("postcode",), ("postcode",), addresses.postcode),
    Reading(("identifier",), ("ids", "id_types", "id_first"), contacts.identifiers),
    Reading(("phone",), ("phones",), partial(contacts.all_of, contacts.phone)),
    Reading(("email",), ("emails", "email_first"), _mailed),
)

COMPARISONS = (
    Comparison(
        "given_name",
        Absent("given"),
        (
            Level("same given name", Same("given"), frequency="given"),
            Level("one is short for the other", AnyShared("given_forms")),
            Level("given name among the other's names", Among("given", "names")),
            Level("given name spelled almost alike", Similar("given", 0.91234567), frequency="given"),
            Level("given name sounds alike", Same("given_sound"), frequency="given"),
            Level("given name's initial", Initial("given")),
            Level("given name somewhat alike", Similar("given", 0.81234567)),
        ),
        ("given",),
        "different given names",
    ),
    Comparison(
        "family_name",
        Absent("family"),
        (
            Level("same family name", Same("family"), frequency="family"),
            Level("family name spelled almost alike", Similar("family", 0.91234567), frequency="family"),
            Level("family name among the other's names", Among("family", "names")),
            Level("family name sounds alike", Same("family_sound"), frequency="family"),
            Level("family name's initial", Initial("family")),
            Level("family name somewhat alike", Similar("family", 0.81234567)),
        ),
        ("family",),
        "different family names",
    ),
    Comparison(
        "further_names",
        Absent("middle_initials"),
        (
            Level("share a further name", AnyShared("middle")),
            Level("share a further name's initial", AnyShared("middle_initials")),
        ),
        ("middle", "middle_initials"),
        "different further names",
    ),
    Comparison(
        "suffix",
        Absent("suffix"),
        (Level("same generation suffix", Same("suffix")),),
        ("suffix",),
        "different generation suffixes",
    ),
    Comparison(
        "birth",
        Absent("born_from"),
        (
            Level("same birth date", Same("birth"), frequency="birth"),
            Level("birth date with day and month swapped", Crossed("birth", "birth_swapped")),
            Level("birth date in another century", Same("birth_short")),
            Level("birth date one digit off", Edits("birth", 1)),
            Level(
                "birth dates agree in two of year, month, day",
                either(Same("birth_month_day"), Same("birth_year_month"), Same("birth_year_day")),
            ),
            Level("same year of birth", Same("birth_year")),
            Level("ages agree", every(Absent("birth"), Overlap("born_from", "born_to", 1))),
            Level("ages within five years", Overlap("born_from", "born_to", 5)),
        ),
        ("birth", "birth_year", "born_from", "born_to"),
        "born at different times",
    ),
    Comparison(
        "sex", Absent("sex"), (Level("same sex recorded", Same("sex")),), ("sex",), "different sex recorded"
    ),
    Comparison(
        "residence",
        every(Absent("street"), Absent("postcode"), Absent("city"), Absent("region")),
        (
            Level("same house and street", every(Same("house"), Similar("street", 0.88234567))),
            Level("same postcode", Same("postcode"), frequency="postcode"),
            Level("same town", Same("city"), frequency="city"),
            Level("same street", Same("street")),
            Level("town or postcode almost alike", either(Similar("city", 0.90234567), Edits("postcode", 1))),
            Level("same state", Same("region")),
        ),
        ("house", "street", "city", "postcode", "region"),
        "live in different places",
    ),
    Comparison(
        "birth_place",
        Absent("birth_place"),
        (
            Level("same place of birth", Same("birth_place"), frequency="birth_place"),
            Level("place of birth almost alike", Similar("birth_place", 0.88234567)),
        ),
        ("birth_place",),
        "born in different places",
    ),
    Comparison(
        "nationality",
        Absent("nationality"),
        (Level("a nationality in common", AnyShared("nationality")),),
        ("nationality",),
        "different nationalities",
    ),
    Comparison(
        "tribe", Absent("tribe"), (Level("same tribe", Similar("tribe", 0.88234567)),), ("tribe",), "different tribes"
    ),
    Comparison(
        "identifier",
        NothingShared("id_types"),
        (
            Level("same identifier", AnyShared("ids")),
            Level("identifier one digit off", Edits("id_first", 1)),
            Level("identifier two digits off", Edits("id_first", 2)),
        ),
        ("ids",),
        "different identifiers of one type",
    ),
    Comparison(
        "phone", Absent("phones"), (Level("same telephone number", AnyShared("phones")),), ("phones",),
        "different telephone numbers",
    ),
    Comparison(
        "email",
        Absent("emails"),
        (
            Level("same e-mail address", AnyShared("emails")),
            Level("e-mail address almost alike", Similar("email_first", 0.94234567)),
        ),
        ("emails",),
        "different e-mail addresses",
    ),
)  # fmt: skip

KEYS = (
    Key("id", "an identifier", (Part("ids"),)),
    Key("phone", "a telephone number", (Part("phones"),)),
    Key("email", "an e-mail address", (Part("emails"),)),
    Key("birth_given", "birth date and given name's initial", (Part("birth"), Part("given", 1))),
    Key("birth_family", "birth date and family name's initial", (Part("birth"), Part("family", 1))),
    Key("names", "both names by sound", (Part("name_sounds"),), 20),
    Key("names_year", "both names by sound, and birth year", (Part("name_sounds"), Part("birth_year"))),
    Key("names_month_day", "both names by sound, and birthday", (Part("name_sounds"), Part("birth_month_day"))),
    Key("names_postcode", "both names by sound, and postcode", (Part("name_sounds"), Part("postcode"))),
    Key("names_city", "both names by sound, and town", (Part("name_sounds"), Part("city"))),
    Key("family_year", "family name, given initial and birth year",
        (Part("family"), Part("given", 1), Part("birth_year")), 40),
    Key("given_year", "given name, family initial and birth year",
        (Part("given"), Part("family", 1), Part("birth_year")), 40),
    Key("family_birthday", "family name and birthday", (Part("family_sound"), Part("birth_month_day")), 20),
    Key("given_birthday", "given name, birthday and town",
        (Part("given_sound"), Part("birth_month_day"), Part("city")), 20),
    Key("family_postcode", "family name and postcode", (Part("family_sound"), Part("postcode")), 20),
    Key("given_postcode", "given name and postcode", (Part("given_sound"), Part("postcode")), 20),
    Key("house", "house and postcode", (Part("house"), Part("street", 5), Part("postcode")), 30),
    Key("given_birth_place", "given name, birth place and year",
        (Part("given_sound"), Part("birth_place"), Part("birth_year")), 20),
)  # fmt: skip

TRAINING_BLOCKS = (("given", "family"), ("birth",), ("postcode", "birth_year"))

PERSON = Kind("person", RAW_FIELDS, SCHEMA, READINGS, COMPARISONS, KEYS, TRAINING_BLOCKS)
