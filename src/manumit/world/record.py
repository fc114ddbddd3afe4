"""A mention of a person in the raw canonical fields, as its agency keeps it."""

from collections.abc import Sequence

import numpy as np
import polars as pl

from manumit.world.agencies import FIELDS, Habits, paper_types
from manumit.world.cultures import cultures
from manumit.world.dates import mistaken, parts, written
from manumit.world.draw import Floats, Ints, Mask, Text, ids, stream, texts
from manumit.world.errors import Marks, spoil
from manumit.world.geography import NATION, STATES, geography, postcode, shortened
from manumit.world.homes import Homes
from manumit.world.letters import latin
from manumit.world.mentions import Mentions, ages
from manumit.world.people import People
from manumit.world.written_names import write_names

PERSON_FIELDS = (
    "name", "given_name", "middle_name", "family_name", "other_names",
    "birth_date", "birth_year", "birth_month", "birth_day", "age", "age_from", "age_to", "age_date",
    "sex", "nationality", "tribe", "birth_place", "address", "city", "region", "postcode", "country",
    "phone", "email", "identifier",
)  # fmt: skip
"""The raw canonical fields of a person, in order; `id` stands before them."""
_SEXES = (("M", "F"), ("male", "female"), ("m", "f"), ("1", "2"), ("Male", "Female"))


def person_tables(seed: int, people: People, mentions: Mentions, habits: Habits) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The mentions of a block and their truth, row by row alike, in an order that tells nothing."""
    rng = stream(seed, "records", people.block)
    marks = Marks(len(mentions))
    keep = _Filled(rng, mentions, habits)
    columns = write_names(rng, people, mentions, habits, marks)
    nobody = ~keep["name"]
    for column in ("name", "given_name", "middle_name", "family_name"):
        columns[column][nobody] = None
    columns["other_names"][~(keep["other_names"] | (rng.random(len(mentions)) < 0.02))] = None
    columns |= _born(rng, people, mentions, habits, marks, keep)
    columns |= _traits(rng, people, mentions, habits, marks, keep)
    columns |= _places(rng, people, mentions, habits, marks, keep)
    columns |= _reached(rng, people, mentions, habits, marks, keep)
    named = ids("p", seed, people.block, len(mentions))
    order = rng.permutation(len(mentions))
    raw = {
        "id": named,
        **{field: columns[field] for field in PERSON_FIELDS},
        "agency": habits.id[mentions.agency],
    }
    table = pl.DataFrame({name: pl.Series(name, values[order].tolist(), pl.String) for name, values in raw.items()})
    return table, _truth(people, mentions, marks, order, table["id"])


def _truth(people: People, mentions: Mentions, marks: Marks, order: Ints, named: pl.Series) -> pl.DataFrame:
    who = mentions.person[order]
    return pl.DataFrame(
        {
            "id": named,
            "person": _labels("P", people.number[who]),
            "household": _labels("H", people.household[who]),
            "errors": pl.Series(marks.bits[order], dtype=pl.UInt32),
        }
    )


def _labels(letter: str, numbers: Ints) -> pl.Series:
    return pl.Series([f"{letter}{number:08d}" for number in numbers.tolist()], dtype=pl.String)


class _Filled:
    """Which field is filled in which mention: by the agency's columns, and by how much it learnt of this
    person.
    """

    def __init__(self, rng: np.random.Generator, mentions: Mentions, habits: Habits) -> None:
        agency = mentions.agency
        # Gaps come together: little is known of some people.
        little = rng.random(len(agency)) < habits.gaps[agency]
        self._filled: Mask = (
            rng.random((len(agency), len(FIELDS))) < habits.fills[agency] * np.where(little, 0.55, 1.0)[:, None]
        )
        self._filled[:, 0] = rng.random(len(agency)) < habits.fills[agency, 0]

    def __getitem__(self, field: str) -> Mask:
        return self._filled[:, FIELDS.index(field)]


def _only(values: Sequence[str | None] | Text, keep: Mask) -> Text:
    out = texts(values) if not isinstance(values, np.ndarray) else values.copy()
    out[~keep] = None
    return out


def _born(
    rng: np.random.Generator, people: People, mentions: Mentions, habits: Habits, marks: Marks, keep: _Filled
) -> dict[str, Text]:
    agency, count = mentions.agency, len(mentions)
    birth = people.birth[mentions.person]
    rate = np.minimum(0.55 * habits.dirt[agency] * mentions.haste * habits.date_errors[agency], 0.5)
    wrong = rng.random(count) < rate
    year, month, day = mistaken(rng, *parts(birth), wrong)
    marks.add(np.flatnonzero(wrong & (keep["birth_date"] | keep["birth_year"])), "wrong date")
    date = written(
        year,
        month,
        day,
        habits.style_date[agency],
        rng.random(count) * (1 - 0.15 * people.historic[mentions.person]),
    )
    age = ages(mentions.day, birth) + np.where(rng.random(count) < 0.12, rng.integers(-2, 3, count), 0)
    age = np.maximum(age, 0)
    # Many who are asked their age give a round one.
    rounded = (age > 30) & (rng.random(count) < 0.3 * mentions.haste.clip(0, 1)) & people.historic[mentions.person]
    age = np.where(rounded, (age + 2) // 5 * 5, age)
    width = rng.integers(1, 8, count)
    noted = texts(np.datetime_as_string(mentions.day.astype("datetime64[D]")).tolist())
    told = keep["age"] & ~(keep["birth_date"] & (rng.random(count) < 0.5))
    return {
        "birth_date": _only(date, keep["birth_date"]),
        "birth_year": _only([str(value) for value in year.tolist()], keep["birth_year"]),
        "birth_month": _only([str(value) for value in month.tolist()], keep["birth_month"]),
        "birth_day": _only([str(value) for value in day.tolist()], keep["birth_day"]),
        "age": _only([str(value) for value in age.tolist()], told),
        "age_from": _only([str(value) for value in (age - width).clip(0).tolist()], keep["age_range"]),
        "age_to": _only([str(value) for value in (age + width + 2).tolist()], keep["age_range"]),
        "age_date": _only(noted, (told & keep["age_date"]) | keep["age_range"] | (told & (rng.random(count) < 0.4))),
    }


def _traits(
    rng: np.random.Generator, people: People, mentions: Mentions, habits: Habits, marks: Marks, keep: _Filled
) -> dict[str, Text]:
    who, agency, count = mentions.person, mentions.agency, len(mentions)
    confused = rng.random(count) < habits.sex_errors[agency]
    marks.add(np.flatnonzero(confused & keep["sex"]), "wrong sex")
    sex = np.where(confused, 1 - people.sex[who], people.sex[who])
    pairs = texts([word for pair in _SEXES for word in pair])
    tribe = people.tribe[who]
    members = np.where((habits.tribe[agency] != "") & (rng.random(count) < 0.75), habits.tribe[agency], tribe)
    told = keep["tribe"] & (tribe != "")
    tribe = np.where(tribe != "", np.where(habits.tribe[agency] != "", members, tribe), "")
    return {
        "sex": _only(pairs[habits.style_sex[agency] * 2 + sex], keep["sex"]),
        "nationality": _only(_nationality(rng, people, who, habits.style_nation[agency]), keep["nationality"]),
        "tribe": _only(tribe, told),
        "birth_place": _only(_birth_place(people, mentions, habits), keep["birth_place"]),
    }


def _nationality(rng: np.random.Generator, people: People, who: Ints, style: Ints) -> Text:
    words = texts([word for culture in cultures() for word in culture.country or NATION] + list(NATION))
    foreign = people.foreign[who] & (rng.random(len(who)) < 0.85)
    country = np.where(foreign, people.culture[who], len(cultures()))
    return np.asarray(words[country * 3 + style], dtype=object)


def _birth_place(people: People, mentions: Mentions, habits: Habits) -> Text:
    """The town, the town with its country or, for those born abroad, the country alone."""
    out = texts([None] * len(mentions))
    names = [(culture.country or NATION)[1] for culture in cultures()]
    style, native = (
        habits.style_place[mentions.agency].tolist(),
        (habits.native[mentions.agency] > 0.3).tolist(),
    )
    for place, person in enumerate(mentions.person.tolist()):
        foreign = people.foreign[person]
        city = people.birth_city[person]
        city = city if native[place] or city.isascii() else latin(city) if people.given_native[person] else city
        country = names[people.culture[person]] if foreign else NATION[1]
        out[place] = city if style[place] == 0 else country if style[place] == 2 and foreign else f"{city}, {country}"
        if style[place] == 2 and not foreign:
            out[place] = city
    return out


def _places(
    rng: np.random.Generator, people: People, mentions: Mentions, habits: Habits, marks: Marks, keep: _Filled
) -> dict[str, Text]:
    who, agency, count = mentions.person, mentions.agency, len(mentions)
    gone = rng.random(count) < habits.moved[agency]
    which = np.where(gone, np.where(rng.random(count) < 0.55, 1, 2), 0)
    marks.add(np.flatnonzero(gone & (keep["address"] | keep["postcode"])), "moved")
    town, street, house = (
        np.choose(which, [getattr(home, part)[who] for home in people.homes]) for part in ("town", "street", "house")
    )
    flat = np.choose(which, [home.flat[who] for home in people.homes])
    homes = Homes(town, street, house, flat)
    address = _only(_addresses(rng, homes, habits.style_address[agency], keep["address"]), keep["address"])
    city = _only(geography().towns[town], keep["city"])
    code = _only(_postcodes(homes, keep["postcode"]), keep["postcode"])
    for values, factor in ((address, 1.0), (city, 0.5), (code, 0.35)):
        spoil(rng, values, habits, mentions, factor, marks)
    upper = np.flatnonzero((habits.style_case[agency] == 1) | (habits.style_address[agency] == 4))
    for values in (address, city):
        values[upper] = [value.upper() if value else value for value in values[upper]]
    region = texts([word for pair in STATES for word in pair])[
        geography().state[town] * 2 + 1 - habits.style_region[agency]
    ]
    country = texts(NATION[:2])[np.minimum(habits.style_nation[agency], 1)]
    return {
        "address": address,
        "city": city,
        "region": _only(region, keep["region"]),
        "postcode": code,
        "country": _only(country, keep["country"]),
    }


def _addresses(rng: np.random.Generator, homes: Homes, style: Ints, keep: Mask) -> Text:
    out = texts([None] * len(homes.town))
    slips = rng.random(len(out)).tolist()
    streets = geography().streets
    for place in np.flatnonzero(keep).tolist():
        house, street, flat = homes.house[place], streets[homes.street[place]], homes.flat[place]
        how = style[place]
        if how == 1 or slips[place] < 0.12:
            street = shortened(street)
        if how == 3:
            out[place] = f"{street} {house}" + (f", {flat}" if flat else "")
        elif flat and slips[place] < 0.85:
            out[place] = f"{flat}/{house} {street}" if how == 2 else f"{house} {street} {'Apt' if how else '#'} {flat}"
        else:
            out[place] = f"{house} {street}"
    return out


def _postcodes(homes: Homes, keep: Mask) -> Text:
    geo = geography()
    out = texts([None] * len(homes.town))
    number = geo.postcode[homes.town] + homes.street % geo.postcodes[homes.town]
    state = geo.state[homes.town]
    for place in np.flatnonzero(keep).tolist():
        out[place] = postcode(int(state[place]), int(number[place]))
    return out


def _reached(
    rng: np.random.Generator, people: People, mentions: Mentions, habits: Habits, marks: Marks, keep: _Filled
) -> dict[str, Text]:
    who, agency, count = mentions.person, mentions.agency, len(mentions)
    now = ~people.historic[who]
    phones = _phones(rng, people, who, habits.style_phone[agency], keep["phone"] & now)
    second = rng.random(count) < 0.3
    emails = np.where(second, people.emails[1][who], people.emails[0][who])
    grown = ages(mentions.day, people.birth[who]) > 11
    emails = _only(emails, keep["email"] & now & grown)
    numbers = _identifiers(rng, people, mentions, habits, keep["identifier"] & now)
    for values, factor in ((phones, 0.4), (emails, 0.5)):
        spoil(rng, values, habits, mentions, factor, marks)
    upper = np.flatnonzero(habits.style_case[agency] == 1)
    emails[upper] = [value.upper() if value else value for value in emails[upper]]
    _misread(rng, numbers, habits.dirt[agency] * mentions.haste * 0.6, marks)
    return {"phone": phones, "email": emails, "identifier": numbers}


def _phones(rng: np.random.Generator, people: People, who: Ints, style: Ints, keep: Mask) -> Text:
    out = texts([None] * len(who))
    which, luck = rng.choice(3, len(who), p=[0.35, 0.45, 0.2]), rng.random(len(who)).tolist()
    for place in np.flatnonzero(keep).tolist():
        number = people.phones[which[place]][who[place]]
        out[place] = phone_written(number, int(style[place]))
        if luck[place] < 0.08:
            out[place] += " | " + phone_written(people.phones[(which[place] + 1) % 3][who[place]], int(style[place]))
    return out


def phone_written(number: str, style: int) -> str:
    """A number of ten digits in one of six notations."""
    area, exchange, line = number[:3], number[3:6], number[6:]
    match style:
        case 0:
            return f"+1{number}"
        case 1:
            return f"({area}) {exchange}-{line}"
        case 2:
            return f"{area}-{exchange}-{line}"
        case 3:
            return number
        case 4:
            return f"+1 {area} {exchange} {line}"
        case _:
            return f"{area}.{exchange}.{line}"


def _identifiers(rng: np.random.Generator, people: People, mentions: Mentions, habits: Habits, keep: Mask) -> Text:
    """Numbers of papers, or the agency's own number of the person; written `type:number`."""
    out = texts([None] * len(mentions))
    agency = mentions.agency
    usual = habits.paper[agency]
    paper = np.where(rng.random(len(mentions)) < habits.other_paper[agency], rng.integers(0, 5, len(mentions)), usual)
    own = rng.random(len(mentions)) < habits.own_number[agency]
    types = paper_types()
    for place in np.flatnonzero(keep).tolist():
        person, kind = mentions.person[place], types[paper[place]]
        if own[place]:
            number = int(people.papers["member_number"][person]) * 31 + int(agency[place]) * 977
            out[place] = f"{habits.id[agency[place]].lower()}_file:{number % 10_000_000:07d}"
        else:
            out[place] = f"{kind}:{people.papers[kind][person]}"
    return out


def _misread(rng: np.random.Generator, numbers: Text, rate: Floats, marks: Marks) -> None:
    """A digit wrong or two digits in each other's place; or a number that is filled in for everybody."""
    hit = np.flatnonzero((rng.random(len(numbers)) < np.minimum(rate, 0.4)) & (numbers != None))  # noqa: E711
    luck: list[list[float]] = rng.random((len(hit), 3)).tolist()
    for place, (kind, where, what) in zip(hit.tolist(), luck, strict=True):
        name, _, number = numbers[place].partition(":")
        at = min(int(where * len(number)), len(number) - 2)
        if kind < 0.55:
            number = number[:at] + str(int(what * 10)) + number[at + 1 :]
        elif kind < 0.95:
            number = number[:at] + number[at + 1] + number[at] + number[at + 2 :]
        else:
            number = "999999999" if what < 0.5 else "123456789"
        numbers[place] = f"{name}:{number}"
    marks.add(hit, "wrong number")
