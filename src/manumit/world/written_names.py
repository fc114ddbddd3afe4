"""A person's name as an agency's clerk writes it: parts chosen, spelled, mistaken, cased and laid out."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
from anyascii import anyascii
from nicknames import NickNamer

from manumit.world.agencies import NAME_STYLES, Habits
from manumit.world.cultures import cultures, rows
from manumit.world.draw import Ints, Mask, Text, draw_rows, texts
from manumit.world.errors import Marks, spoil
from manumit.world.mentions import Mentions
from manumit.world.mistakes import respelled
from manumit.world.names import names_of
from manumit.world.people import People

_TITLES = (("Mr", "Mr.", "Dr", "Sr.", "Don", "Rev."), ("Mrs", "Ms", "Ms.", "Miss", "Dr.", "Sra."))
_UP, _LOW, _TITLE, _MIXED = 1, 2, 3, 4


@dataclass(slots=True)
class NameParts:
    """The parts of a name in the making, one row a mention; "" where there is none."""

    given: Text
    middle: Text
    family: Text
    other: Text
    native: Mask


def write_names(
    rng: np.random.Generator, people: People, mentions: Mentions, habits: Habits, marks: Marks
) -> dict[str, Text]:
    """The columns name, given_name, middle_name, family_name and other_names."""
    who, agency = mentions.person, mentions.agency
    parts = _chosen(rng, people, mentions, habits)
    _second_family(rng, parts, people.second_family[who], habits, agency)
    _aliases(rng, parts, people, mentions, habits, marks)
    latin = ~parts.native
    _respell(rng, parts, people, mentions, latin & (rng.random(len(who)) < habits.respells[agency]), marks)
    _short_forms(rng, parts, habits, agency, marks)
    for column, factor in (("given", 0.8), ("family", 1.0), ("middle", 0.5)):
        spoil(rng, getattr(parts, column), habits, mentions, factor, marks)
    _swap(rng, parts, habits, agency, marks)
    _accents(rng, parts, habits, agency)
    grown = mentions.day - people.birth[who] > 17 * 365
    columns = _laid_out(rng, parts, people.sex[who], people.suffix[who], grown, habits, agency)
    _cased(rng, columns, habits, agency)
    return columns


def _chosen(rng: np.random.Generator, people: People, mentions: Mentions, habits: Habits) -> NameParts:
    who, agency = mentions.person, mentions.agency
    count = len(who)
    native = (people.given_native[who] != "") & (rng.random(count) < habits.native[agency])
    given = np.where(native, people.given_native[who], people.given[who])
    family = np.where(native & (people.family_native[who] != ""), people.family_native[who], people.family[who])
    middle = np.where(native, people.middle_native[who], people.middle[who])
    maiden = (people.birth_family[who] != people.family[who]) & ~native
    by_birth = maiden & (rng.random(count) < habits.birth_names[agency])
    family[by_birth] = people.birth_family[who[by_birth]]
    middle[rng.random(count) < habits.drops_middle[agency]] = ""
    other = texts([""] * count)
    tells = maiden & ~by_birth & (rng.random(count) < 0.5)
    other[tells] = people.birth_family[who[tells]]
    beside = (people.given_native[who] != "") & ~native & (rng.random(count) < habits.native_beside[agency])
    for place in np.flatnonzero(beside).tolist():
        person = who[place]
        other[place] = _joined(people.family_native[person], people.given_native[person])
    return NameParts(given, middle, family, other, native)


def _joined(*words: str) -> str:
    return " ".join(word for word in words if word)


def _edit(values: Text, where: Mask | Ints, change: Callable[[str], str]) -> None:
    places = np.flatnonzero(where) if where.dtype == np.bool_ else where
    values[places] = [change(value) if value else value for value in values[places]]


def _second_family(rng: np.random.Generator, parts: NameParts, second: Text, habits: Habits, agency: Ints) -> None:
    """Two family names: both, joined, the first alone, the second alone, the second as initial, the first
    as middle name.
    """
    has = np.flatnonzero((second != "") & ~parts.native)
    style = draw_rows(rng, habits.second_families[agency[has]])
    for place, how in zip(has.tolist(), style.tolist(), strict=True):
        first, last = parts.family[place], second[place]
        if how == 0:
            parts.family[place] = f"{first} {last}"
        elif how == 1:
            parts.family[place] = f"{first}-{last}"
        elif how == 3:
            parts.family[place] = last
        elif how == 4:
            parts.family[place] = f"{first} {last[0]}."
        elif how == 5:
            parts.middle[place], parts.family[place] = _joined(parts.middle[place], first), last


def _aliases(
    rng: np.random.Generator,
    parts: NameParts,
    people: People,
    mentions: Mentions,
    habits: Habits,
    marks: Marks,
) -> None:
    """A name that is not theirs: beside their own where the agency knows, in its place where it does not."""
    hit = np.flatnonzero(rng.random(len(mentions)) < habits.aliases[mentions.agency] * 0.35)
    known = rng.random(len(hit)) < 0.75
    for place, beside in zip(hit.tolist(), known.tolist(), strict=True):
        person = mentions.person[place]
        pools = names_of(cultures()[people.culture[person]])
        pool = pools.given[people.sex[person]]
        # A person has few aliases: the same two or three come back.
        alias = pool.latin[(person * 7919 + int(rng.integers(3)) * 131) % len(pool)]
        if beside:
            named = _joined(alias, parts.family[place]) if rng.random() < 0.5 else alias
            parts.other[place] = "; ".join(word for word in (parts.other[place], named) if word)
        else:
            parts.given[place] = alias
            marks.set(place, "alias")


def _respell(
    rng: np.random.Generator, parts: NameParts, people: People, mentions: Mentions, hit: Mask, marks: Marks
) -> None:
    """Another usual spelling, by the rules of the person's own language or, half the time else, of an
    English ear.
    """
    places = np.flatnonzero(hit)
    luck = rng.random((len(places), 4))
    for place, (which, own, where, what) in zip(places.tolist(), luck.tolist(), strict=True):
        column = parts.given if which < 0.5 else parts.family
        group = cultures()[people.culture[mentions.person[place]]].spelling if own < 0.75 else "english"
        column[place] = respelled(column[place], group, where, what)
    marks.add(places, "respelled")


@cache
def _own_nicknames() -> dict[str, tuple[str, ...]]:
    return {row["name"]: tuple(row["nicknames"].split("/")) for row in rows("nicknames.csv")}


@cache
def _namer() -> NickNamer:
    return NickNamer()


@cache
def _nicknames(given: str) -> tuple[str, ...]:
    own = _own_nicknames().get(given)
    return own or tuple(sorted(name.capitalize() for name in _namer().nicknames_of(given)))


def _short_forms(rng: np.random.Generator, parts: NameParts, habits: Habits, agency: Ints, marks: Marks) -> None:
    """Nicknames in place of given names or beside them; initials."""
    luck = rng.random((len(agency), 3))
    called = np.flatnonzero((luck[:, 0] < habits.nicknames[agency] * 1.5) & ~parts.native)
    for place in called.tolist():
        nicknames = _nicknames(parts.given[place])
        if not nicknames:
            continue
        name = nicknames[int(luck[place, 1] ** 2 * len(nicknames))]
        if luck[place, 2] < 0.8:
            parts.given[place] = name
            marks.set(place, "nickname")
        else:
            parts.other[place] = "; ".join(word for word in (parts.other[place], name) if word)
    initial = rng.random(len(agency)) < habits.initials[agency]
    _edit(parts.given, initial & ~parts.native, lambda name: name[0] + ("." if len(name) % 2 else ""))
    marks.add(np.flatnonzero(initial), "initial")
    short = (luck[:, 1] < 0.35) & ~parts.native
    _edit(parts.middle, short, lambda name: name[0] + ("." if len(name) % 2 else ""))


def _swap(rng: np.random.Generator, parts: NameParts, habits: Habits, agency: Ints, marks: Marks) -> None:
    swapped = np.flatnonzero(rng.random(len(agency)) < habits.swaps[agency])
    parts.given[swapped], parts.family[swapped] = parts.family[swapped], parts.given[swapped]
    marks.add(swapped, "given and family swapped")


def _accents(rng: np.random.Generator, parts: NameParts, habits: Habits, agency: Ints) -> None:
    """Accents dropped from Latin letters, by some German clerks as ue for ü."""
    drop = (rng.random(len(agency)) < habits.accents[agency]) & ~parts.native
    for column in (parts.given, parts.middle, parts.family):
        _edit(column, drop, _plain)


def _plain(name: str) -> str:
    return name if name.isascii() else anyascii(name)


def _laid_out(
    rng: np.random.Generator,
    parts: NameParts,
    sex: Ints,
    suffix: Text,
    grown: Mask,
    habits: Habits,
    agency: Ints,
) -> dict[str, Text]:
    count = len(agency)
    other_style = rng.integers(0, len(NAME_STYLES), count)
    # A table keeps its columns: clerks stray within one string of a name, seldom between strings and columns.
    usual = habits.style_name[agency]
    strays = (rng.random(count) > habits.style_steady[agency]) & ((usual >= 3) == (other_style >= 3))
    style = np.where(strays, other_style, usual)
    _with_suffixes(rng, parts, suffix, habits, agency, style)
    titled = (rng.random(count) < habits.titles[agency]) & grown
    which = rng.integers(0, 6, count)
    name, given, middle, family = (texts([None] * count) for _ in range(4))
    for place, how in enumerate(style.tolist()):
        first, between, last = parts.given[place], parts.middle[place], parts.family[place]
        if titled[place] and first and not parts.native[place]:
            first = f"{_TITLES[sex[place]][which[place]]} {first}"
        if how >= 3:
            name[place] = _in_one(NAME_STYLES[how], first, between, last, bool(parts.native[place])) or None
            continue
        given[place], family[place] = first or None, last or None
        if how == 0:
            middle[place] = between or None
        elif how == 1 and between and first:
            given[place] = f"{first} {between}"
    return {
        "name": name,
        "given_name": given,
        "middle_name": middle,
        "family_name": family,
        "other_names": texts([other or None for other in parts.other]),
    }


def _with_suffixes(
    rng: np.random.Generator, parts: NameParts, suffix: Text, habits: Habits, agency: Ints, style: Ints
) -> None:
    noted = np.flatnonzero((suffix != "") & (rng.random(len(agency)) < habits.suffixes[agency]) & ~parts.native)
    for place in noted.tolist():
        written = suffix[place] + ("." if place % 3 == 0 else "")
        last_word = NAME_STYLES[style[place]].lower().startswith("family")
        parts.family[place] = f"{parts.family[place]}{',' if place % 4 == 0 and not last_word else ''} {written}"


def _in_one(style: str, given: str, middle: str, family: str, native: bool) -> str:
    if native and not family.isascii() and len(given + family) <= 5 and (family or given)[:1] > "\u3000":
        return family + given
    shown = family.upper() if style.startswith("FAMILY") else family
    firsts = _joined(given, middle) if "Middle" in style else given
    if style.startswith("Given"):
        return _joined(firsts, shown)
    return f"{shown}, {firsts}" if "," in style else _joined(shown, firsts)


def _cased(rng: np.random.Generator, columns: dict[str, Text], habits: Habits, agency: Ints) -> None:
    case = habits.style_case[agency]
    mixed = rng.integers(0, 4, len(agency))
    case = np.where(case == _MIXED, mixed, case)
    for values in columns.values():
        _edit(values, case == _UP, str.upper)
        _edit(values, case == _LOW, str.lower)
        _edit(values, case == _TITLE, str.title)
