"""People: names in any script, birth dates as written, sex, origin, places, identifiers and contact points."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from nicknames import NickNamer

from manumit.link import addresses, contacts
from manumit.link.comparison import LIST, NUMBER, TEXT, Compact, Comparison, Key, Kind, Level, Part, known
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
    Within,
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


def compact(raw: Mapping[str, Any]) -> Compact:
    """A raw person mention as the fields that are compared; every absent field is None."""
    name = read_name(*(raw.get(field) for field in RAW_FIELDS[:5]))
    given_sound = sound(name.given) if name.given else None
    family_sound = sound(name.family) if name.family else None
    address = addresses.read_address(raw.get("address"))
    ids = known([contacts.identifier(value) for value in contacts.several(raw.get("identifier"))])
    emails = known([contacts.email(value) for value in contacts.several(raw.get("email"))])
    return {
        "given": name.given,
        "given_forms": _forms(name.given) if name.given else None,
        "given_sound": given_sound or name.given,
        "middle": known([word for word in name.middle if len(word) > 1]),
        "middle_initials": known([word[0] for word in name.middle]),
        "suffix": name.suffix,
        "family": name.family,
        "family_sound": family_sound or name.family,
        "names": list(name.words) or None,
        "name_sounds": " ".join(sorted((given_sound, family_sound))) if given_sound and family_sound else None,
        **_born(raw),
        "sex": _SEXES.get("".join(fold(raw.get("sex") or ""))),
        "nationality": known([addresses.place_name(value) for value in contacts.several(raw.get("nationality"))]),
        "tribe": addresses.place_name(raw.get("tribe")),
        "birth_place": addresses.place_name(raw.get("birth_place")),
        "house": address.house,
        "street": address.street,
        "city": addresses.place_name(raw.get("city")),
        "region": addresses.place_name(raw.get("region")),
        "postcode": addresses.postcode(raw.get("postcode")),
        "country": addresses.place_name(raw.get("country")),
        "ids": ids,
        "id_types": known([value.partition(":")[0] for value in ids]) if ids else None,
        "id_first": ids[0] if ids else None,
        "phones": known([contacts.phone(value) for value in contacts.several(raw.get("phone"))]),
        "emails": emails,
        "email_first": emails[0] if emails else None,
    }


@lru_cache(maxsize=1)
def _nicknames() -> NickNamer:
    return NickNamer()


@lru_cache(maxsize=1 << 16)
def _forms(given: str) -> list[str]:
    """A given name and the formal names that it is short for: bill, william."""
    return [given, *sorted(_nicknames().canonicals_of(given))]


def _born(raw: Mapping[str, Any]) -> Compact:
    date = _birth_date(raw)
    first, last = (date.year, date.year) if date.year is not None else _years_of_age(raw)
    fields: Compact = dict.fromkeys(
        ("birth", "birth_swapped", "birth_short", "birth_month_day", "birth_year_month", "birth_year_day")
    )
    fields |= {"birth_year": date.year, "born_from": first, "born_to": last}
    if date.is_whole:
        year, month, day = f"{date.year:04d}", f"{date.month:02d}", f"{date.day:02d}"
        fields["birth"] = year + month + day
        fields["birth_swapped"] = year + day + month if day != month else None
        fields["birth_short"] = year[2:] + month + day
        fields["birth_month_day"] = month + day
        fields["birth_year_month"] = year + month
        fields["birth_year_day"] = year + day
    return fields


def _birth_date(raw: Mapping[str, Any]) -> PartialDate:
    if raw.get("birth_date"):
        return read_date(raw["birth_date"])
    year = _number(raw.get("birth_year"))
    if year is None:
        return PartialDate()
    month, day = _number(raw.get("birth_month")), _number(raw.get("birth_day"))
    if month is None or day is None:
        return read_date(f"{year:04d}")
    return read_date(f"{year:04d}-{month:02d}-{day:02d}")


def _years_of_age(raw: Mapping[str, Any]) -> tuple[int | None, int | None]:
    """The first and last year of birth that an age, or an age range, allows at the date when it was noted."""
    noted = read_date(raw.get("age_date") or "").year
    youngest = _number(raw.get("age_from") or raw.get("age"))
    oldest = _number(raw.get("age_to") or raw.get("age"))
    if noted is None or youngest is None or oldest is None or not 0 <= youngest <= oldest <= 130:
        return None, None
    return noted - oldest - 1, noted - youngest


def _number(text: str | None) -> int | None:
    """The first whole number in a text ("25 Years", "25.0")."""
    digits = "".join(fold(text.partition(".")[0])[:1]) if text else ""
    return int(digits) if digits.isdigit() and len(digits) <= 4 else None


COMPARISONS = (
    Comparison(
        "given_name",
        Absent("given"),
        (
            Level("same given name", Same("given"), frequency="given"),
            Level("one is short for the other", AnyShared("given_forms")),
            Level("given name among the other's names", Among("given", "names")),
            Level("given name spelled almost alike", Similar("given", 0.91234567)),
            Level("given name sounds alike", Same("given_sound")),
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
            Level("family name spelled almost alike", Similar("family", 0.91234567)),
            Level("family name among the other's names", Among("family", "names")),
            Level("family name sounds alike", Same("family_sound")),
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
    Key("names", "both names by sound", (Part("name_sounds"),)),
    Key("names_year", "both names by sound, and birth year", (Part("name_sounds"), Part("birth_year"))),
    Key("names_postcode", "both names by sound, and postcode", (Part("name_sounds"), Part("postcode"))),
    Key("names_city", "both names by sound, and town", (Part("name_sounds"), Part("city"))),
    Key("family_year", "family name, birth year, and given initial", (Part("family"), Part("birth_year"), Part("given", 1))),
    Key("given_year", "given name, birth year, and family initial", (Part("given"), Part("birth_year"), Part("family", 1))),
    Key("family_postcode", "family name and postcode", (Part("family_sound"), Part("postcode"))),
    Key("given_postcode", "given name and postcode", (Part("given_sound"), Part("postcode"))),
    Key("given_month_day", "given name, month and day of birth", (Part("given_sound"), Part("birth_month_day"))),
    Key("family_month_day", "family name, month and day of birth", (Part("family_sound"), Part("birth_month_day"))),
    Key("house", "house and postcode", (Part("house"), Part("street", 5), Part("postcode"))),
    Key("given_birth_place", "given name, birth place and year", (Part("given_sound"), Part("birth_place"), Part("birth_year"))),
)  # fmt: skip

TRAINING_BLOCKS = (("given", "family"), ("birth",), ("postcode", "birth_year"))

PERSON = Kind("person", RAW_FIELDS, SCHEMA, compact, COMPARISONS, KEYS, TRAINING_BLOCKS)
