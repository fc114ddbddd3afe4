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
    Swapped,
    either,
    every,
)
from manumit.link.dates import PartialDate, read_date
from manumit.link.names import Name, read_name
from manumit.link.text import fold, sound

MOST_FORMS, MOST_WORDS = 3, 8
RAW_FIELDS = (
    "name", "given_name", "middle_name", "family_name", "other_names",
    "birth_date", "birth_year", "birth_month", "birth_day", "age", "age_from", "age_to", "age_date",
    "sex", "nationality", "tribe", "birth_place", "address", "city", "region", "postcode", "country",
    "phone", "email", "identifier",
)  # fmt: skip

SCHEMA = {
    "given": TEXT, "given_forms": LIST, "given_sound": TEXT,
    "middle": LIST, "middle_initials": LIST, "suffix": TEXT,
    "family": TEXT, "family_sound": TEXT, "further": LIST, "name_pairs": LIST, "word_sounds": LIST, "initials": LIST,
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


_Texts = list[str] | None
_Named = tuple[str | None, _Texts, _Texts, str | None, str | None, _Texts, _Texts]


def _named(*written: str | None) -> _Named:
    """The name fields, from the values of `_NAME_FIELDS`."""
    name = read_name(*written)
    return (
        name.given,
        [word for word in name.middle if len(word) > 1] or None,
        known([word[0] for word in name.middle]),
        name.suffix,
        name.family,
        known([word for word in name.words if word not in (name.given, name.family)]),
        _word_sounds(name),
    )


def _mailed(text: str | None) -> tuple[list[str] | None, str | None]:
    emails = contacts.all_of(contacts.email, text)
    return emails, emails[0] if emails else None


def _sound(word: str | None) -> str | None:
    return (sound(word) or word) if word else None


def _name_pairs(given: str | None, family: str | None) -> list[str] | None:
    """The sounds of given and family name in an order of their own, also with the formal given names."""
    if not given or not family:
        return None
    sounds = [_sound(form) or form for form in (_forms(given) or ())[:MOST_FORMS]]
    return known([" ".join(sorted((each, _sound(family) or family))) for each in sounds])


def _word_sounds(name: Name) -> list[str] | None:
    """The sound of every word of the names, and of the formal given names."""
    words = (*name.words, *(_forms(name.given) or ())[1:MOST_FORMS])
    return known([_sound(word) for word in words[:MOST_WORDS]])


def _initials(given: str | None, family: str | None) -> list[str] | None:
    return known([name[0] for name in (given, family) if name])


@lru_cache(maxsize=256)
def _sex(text: str | None) -> str | None:
    return _SEXES.get("".join(fold(text or "")))


@lru_cache(maxsize=1)
def _nicknames() -> NickNamer:
    return NickNamer()


@lru_cache(maxsize=1 << 14)
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


@lru_cache(maxsize=1 << 14)
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
    Reading(_NAME_FIELDS, ("given", "middle", "middle_initials", "suffix", "family", "further", "word_sounds"), _named),
    Reading(("given",), ("given_forms",), _forms, again=True),
    Reading(("given",), ("given_sound",), _sound, again=True),
    Reading(("family",), ("family_sound",), _sound, again=True),
    Reading(("given", "family"), ("name_pairs",), _name_pairs, again=True),
    Reading(("given", "family"), ("initials",), _initials, again=True),
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

JOINT = 4.0
# Brothers and sisters, and father and son of one name, agree on all this by living together.
_ONE_HOME = either(every(Same("house"), Similar("street", 0.88234567)), AnyShared("phones"), Same("postcode"))
COMPARISONS = (
    Comparison(
        "given_name",
        Absent("given"),
        (
            Level("same given name", Same("given"), frequency="given"),
            Level("one is short for the other", AnyShared("given_forms")),
            Level("given name among the other's further names", Among("given", "further")),
            Level("given name spelled almost alike", Similar("given", 0.91234567), frequency="given"),
            Level("given and family name swapped", Swapped("given", "family", 0.90234567), "given", JOINT),
            Level("given name sounds alike", Same("given_sound"), frequency="given"),
            Level("given name's initial", Initial("given")),
            Level("given name somewhat alike", Similar("given", 0.81234567)),
            Level(
                "another given name, in one family and home",
                every(Similar("family", 0.88234567), _ONE_HOME),
                joint=JOINT,
            ),
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
            Level("family and given name swapped", Swapped("given", "family", 0.90234567), "family", JOINT),
            Level("family name among the other's further names", Among("family", "further")),
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
            Level("share a further name", AnyShared("middle"), joint=0.6),
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
            Level(
                "the same given name at another age, in one home",
                every(Similar("given", 0.88234567), _ONE_HOME),
                joint=JOINT,
            ),
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
            Level("same house and street", every(Same("house"), Similar("street", 0.88234567)), joint=JOINT),
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
        "phone", Absent("phones"), (Level("same telephone number", AnyShared("phones"), joint=JOINT),), ("phones",),
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
    Key("birth", "birth date", (Part("birth"),), 5),
    Key("birth_initial", "birth date and an initial", (Part("initials"), Part("birth")), 20),
    Key("names", "both names by sound", (Part("name_pairs"),), 30),
    Key("names_year", "both names by sound, and birth year", (Part("name_pairs"), Part("birth_year"))),
    Key("names_city", "both names by sound, and town", (Part("name_pairs"), Part("city"))),
    Key("word_year", "a name by sound, and birth year", (Part("word_sounds"), Part("birth_year")), 10),
    Key("word_birthday", "a name by sound, and birthday", (Part("word_sounds"), Part("birth_month_day")), 5),
    Key("word_city", "a name by sound, and town", (Part("word_sounds"), Part("city")), 10),
    Key("word_postcode", "a name by sound, and postcode", (Part("word_sounds"), Part("postcode")), 20),
    Key("word_birth_place", "a name by sound, and birth place", (Part("word_sounds"), Part("birth_place")), 20),
    Key("family_initial", "family name and given initial", (Part("family"), Part("given", 1)), 20),
    Key("given_initial", "given name and family initial", (Part("given"), Part("family", 1)), 20),
    Key("house", "house and postcode", (Part("house"), Part("street", 5), Part("postcode")), 30),
)  # fmt: skip

TRAINING_BLOCKS = (("given", "family"), ("birth",), ("postcode", "birth_year"))

PERSON = Kind("person", RAW_FIELDS, SCHEMA, READINGS, COMPARISONS, KEYS, TRAINING_BLOCKS)
