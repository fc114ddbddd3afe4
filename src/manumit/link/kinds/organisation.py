"""Organisations: names with their legal forms set apart, addresses, countries, identifiers and contact points."""

from functools import cache, lru_cache, partial

from manumit import terms
from manumit.link import addresses, contacts
from manumit.link.comparison import LIST, TEXT, Comparison, Key, Kind, Level, Part, Reading, known
from manumit.link.conditions import Absent, AnyShared, Edits, NothingShared, Same, Similar, either, every
from manumit.link.text import fold

RAW_FIELDS = (
    "name", "other_names", "legal_form", "address", "city", "region", "postcode", "country",
    "phone", "email", "website", "identifier",
)  # fmt: skip

SCHEMA = {
    "name": TEXT, "sorted_name": TEXT, "all_names": LIST, "words": LIST, "first_word": TEXT, "legal_form": TEXT,
    "house": TEXT, "street": TEXT, "city": TEXT, "region": TEXT, "postcode": TEXT, "country": TEXT,
    "ids": LIST, "id_types": LIST, "id_first": TEXT, "phones": LIST, "domains": LIST,
}  # fmt: skip

# Words that join or decorate a name without telling one organisation from another.
_FILLERS = frozenset("the and of for y e et und de la le del el das do da al".split())
_FREE_MAIL = frozenset("gmail.com yahoo.com hotmail.com outlook.com aol.com qq.com 163.com 126.com mail.ru".split())
MAX_WORDS = 12


_Named = tuple[str | None, str | None, list[str] | None, list[str] | None, str | None, str | None]


def _named(name: str | None, other_names: str | None, legal_form: str | None) -> _Named:
    words, form = read_name(name or "")
    aliases = [read_name(other)[0] for other in contacts.several(other_names)]
    _, written_form = read_name(f"x {legal_form or ''}")
    return (
        " ".join(words) or None,
        " ".join(sorted(words)) or None,
        known(["".join(each) for each in (words, *aliases)]),
        known(sorted({word for each in (words, *aliases) for word in each if len(word) > 2})),
        words[0] if words else None,
        form or written_form,
    )


@lru_cache(maxsize=1 << 14)
def read_name(name: str) -> tuple[tuple[str, ...], str | None]:
    """A name's telling words in order, and its legal form; a name that is all legal form keeps its words."""
    words = fold(name.replace("&", " and ").replace(".", ". "))
    words, form = _without_legal_form(_joined_initials(words))
    telling = tuple(word for word in words if word not in _FILLERS)
    return (telling or words)[:MAX_WORDS], form


def _joined_initials(words: tuple[str, ...]) -> tuple[str, ...]:
    """Single letters that stand together as one word: "s a de c v" is "sa de cv"."""
    joined: list[str] = []
    run = ""
    for word in (*words, "  "):
        if len(word) == 1 and word.isalpha():
            run += word
            continue
        joined += [run] if run else []
        joined.append(word)
        run = ""
    return tuple(joined[:-1])


def _without_legal_form(words: tuple[str, ...]) -> tuple[tuple[str, ...], str | None]:
    forms, longest = _legal_forms()
    form: str | None = None
    stripped = True
    while stripped:
        stripped = False
        for length in range(min(longest, len(words) - 1), 0, -1):
            found = forms.get(words[-length:])
            if found:
                words, form, stripped = words[:-length], form or found, True
                break
    if len(words) > 1 and forms.get(words[:1]) and words[0] in ("ooo", "zao", "oao", "pao", "ao", "pt", "tov"):
        words, form = words[1:], form or forms[words[:1]]
    return words, form


@cache
def _legal_forms() -> tuple[dict[tuple[str, ...], str], int]:
    forms = {_joined_initials(tuple(row["written"].split())): row["form"] for row in terms.load("legal_forms")}
    return forms, max(map(len, forms))


def _domains(email: str | None, website: str | None) -> list[str] | None:
    """The internet domains of its web and mail addresses, without the public mail providers."""
    mails = [contacts.email(value) for value in contacts.several(email)]
    sites = [contacts.url(value) for value in contacts.several(website)]
    domains = [mail.rpartition("@")[2] for mail in mails if mail] + [site.partition("/")[0] for site in sites if site]
    return known([domain for domain in domains if domain not in _FREE_MAIL])


READINGS = (
    Reading(
        ("name", "other_names", "legal_form"),
        ("name", "sorted_name", "all_names", "words", "first_word", "legal_form"),
        _named,
    ),
    Reading(("address",), ("house", "street"), addresses.house_and_street),
    *(Reading((field,), (field,), addresses.place_name) for field in ("city", "region", "country")),
    Reading(("postcode",), ("postcode",), addresses.postcode),
    Reading(("identifier",), ("ids", "id_types", "id_first"), contacts.identifiers),
    Reading(("phone",), ("phones",), partial(contacts.all_of, contacts.phone)),
    Reading(("email", "website"), ("domains",), _domains),
)

COMPARISONS = (
    Comparison(
        "name",
        Absent("name"),
        (
            Level("same name", Same("name"), frequency="name"),
            Level("same words in another order", Same("sorted_name")),
            Level("one's name among the other's names", AnyShared("all_names")),
            Level("name spelled almost alike", either(Similar("name", 0.95234567), Similar("sorted_name", 0.95234567))),
            Level("name spelled alike", Similar("name", 0.88234567)),
            Level("a telling word in common", AnyShared("words")),
        ),
        ("name",),
        "different names",
    ),
    Comparison("legal_form", Absent("legal_form"), (Level("same legal form", Same("legal_form")),), ("legal_form",),
               "different legal forms"),
    Comparison(
        "address",
        every(Absent("street"), Absent("postcode"), Absent("city"), Absent("region")),
        (
            Level("same house and street", every(Same("house"), Similar("street", 0.88234567))),
            Level("same postcode", Same("postcode"), frequency="postcode"),
            Level("same town", Same("city"), frequency="city"),
            Level("town almost alike", Similar("city", 0.90234567)),
            Level("same region", Same("region")),
        ),
        ("house", "street", "city", "postcode", "region"),
        "at different addresses",
    ),
    Comparison("country", Absent("country"), (Level("same country", Same("country")),), ("country",),
               "different countries"),
    Comparison(
        "identifier",
        NothingShared("id_types"),
        (Level("same identifier", AnyShared("ids")), Level("identifier one digit off", Edits("id_first", 1))),
        ("ids",),
        "different identifiers of one type",
    ),
    Comparison("phone", Absent("phones"), (Level("same telephone number", AnyShared("phones")),), ("phones",),
               "different telephone numbers"),
    Comparison("domain", Absent("domains"), (Level("same internet domain", AnyShared("domains")),), ("domains",),
               "different internet domains"),
)  # fmt: skip

KEYS = (
    Key("id", "an identifier", (Part("ids"),)),
    Key("phone", "a telephone number", (Part("phones"),)),
    Key("domain", "an internet domain", (Part("domains"),)),
    Key("all_names", "a whole name", (Part("all_names"),)),
    Key("sorted_name", "the words of the name", (Part("sorted_name"),)),
    Key("word", "a telling word of the name", (Part("words"),)),
    Key("start_city", "the name's beginning, and town", (Part("name", 5), Part("city"))),
    Key("start_postcode", "the name's beginning, and postcode", (Part("name", 4), Part("postcode"))),
    Key("start_country", "the name's beginning, and country", (Part("name", 7), Part("country"))),
    Key("start", "the name's beginning", (Part("name", 9),)),
    Key("house", "house, street and town", (Part("house"), Part("street", 6), Part("city"))),
)

TRAINING_BLOCKS = (("name",), ("postcode", "house"))

ORGANISATION = Kind("organisation", RAW_FIELDS, SCHEMA, READINGS, COMPARISONS, KEYS, TRAINING_BLOCKS)
