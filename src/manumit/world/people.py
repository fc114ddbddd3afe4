"""The true people of one block: households, families, names, births, homes, contact points and papers."""

from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

import numpy as np

from manumit.world.cultures import Culture, cultures
from manumit.world.draw import Ints, Mask, Text, cumulative, draw, stream, texts
from manumit.world.geography import AREA_CODES, TRIBES, geography
from manumit.world.letters import latin
from manumit.world.mistakes import respelled
from manumit.world.names import Pool, names_of

BLOCK = 10_000
"""People a block: blocks are made one by one and do not depend on one another."""
NOW = 2025
HISTORIC = 0.08
SINGLE, COUPLE, FAMILY, LONE_PARENT, WORKERS, EXTENDED = range(6)
_TYPES = cumulative([0.27, 0.17, 0.36, 0.10, 0.05, 0.05])
HEAD, PARTNER, CHILD, HOUSEMATE, GRANDPARENT = range(5)
ROLES = ("head", "partner", "child", "housemate", "grandparent")
_EUROPEAN = frozenset(
    (
        "anglo irish german french dutch danish norwegian swedish finnish italian polish czech "
        "hungarian spanish portuguese quebecois"
    ).split()
)


@dataclass(frozen=True, slots=True)
class Homes:
    """Addresses, one a row: town and street as positions in the geography, house number, flat ("" for
    none).
    """

    town: Ints
    street: Ints
    house: Ints
    flat: Text


@dataclass(frozen=True, slots=True)
class People:
    """Everything that is true of the people of one block, one position a person."""

    block: int
    number: Ints
    household: Ints
    role: Ints
    culture: Ints
    sex: Ints
    birth: Ints
    year_now: Ints
    historic: Mask
    given: Text
    given_native: Text
    middle: Text
    middle_native: Text
    family: Text
    family_native: Text
    second_family: Text
    birth_family: Text
    suffix: Text
    twin: Mask
    namesake_of: Ints
    foreign: Mask
    birth_city: Text
    tribe: Text
    homes: tuple[Homes, Homes, Homes]
    phones: tuple[Text, Text, Text]
    emails: tuple[Text, Text]
    papers: dict[str, Text] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.number)


def make_people(seed: int, block: int) -> People:
    """The people of a block; a function of seed and block alone."""
    rng = stream(seed, "people", block)
    household, role, kind = _households(rng)
    heads = np.searchsorted(household, np.arange(household[-1] + 1))
    historic = (rng.random(len(heads)) < HISTORIC)[household]
    year_now = np.where(historic, rng.integers(1690, 1945, len(heads))[household], NOW)
    culture = _cultures(rng, household, role, historic)
    sex = _sexes(rng, heads, household, role)
    birth, twin = _births(rng, heads, household, role, kind, year_now)
    named = _named(rng, culture, sex, heads, household, role)
    people = People(
        block=block,
        number=block * BLOCK + np.arange(BLOCK),
        household=block * BLOCK + household,
        role=role,
        culture=culture,
        sex=sex,
        birth=birth,
        year_now=year_now,
        historic=historic,
        twin=twin,
        namesake_of=np.full(BLOCK, -1, dtype=np.int64),
        **named,
        **_origins(rng, culture, historic),
        homes=_homes(rng, household, len(heads)),
        phones=_no_phones(),
        emails=(texts([""] * BLOCK), texts([""] * BLOCK)),
    )
    return _with_contacts(rng, _with_namesakes(rng, people), household, len(heads))


def _households(rng: np.random.Generator) -> tuple[Ints, Ints, Ints]:
    """Household number, role and kind of household of each person."""
    kind = draw(rng, _TYPES, BLOCK)
    children = np.minimum(rng.geometric(0.45, BLOCK), 9)
    size = np.ones(BLOCK, dtype=np.int64)
    size[kind == COUPLE] = 2
    for parents, sort in ((2, FAMILY), (1, LONE_PARENT), (3, EXTENDED)):
        size[kind == sort] = parents + children[kind == sort]
    size[kind == WORKERS] = 2 + children[kind == WORKERS]
    household: Ints = np.repeat(np.arange(BLOCK), size)[:BLOCK].astype(np.int64)
    place = (np.arange(len(household)) - np.searchsorted(household, household)).astype(np.int64)
    of_kind = kind[household]
    role = np.full(BLOCK, CHILD, dtype=np.int64)
    role[(place == 1) & np.isin(of_kind, (COUPLE, FAMILY, EXTENDED))] = PARTNER
    role[(place == 2) & (of_kind == EXTENDED)] = GRANDPARENT
    role[of_kind == WORKERS] = HOUSEMATE
    role[place == 0] = HEAD
    return household, role, of_kind


def _cultures(rng: np.random.Generator, household: Ints, role: Ints, historic: Mask) -> Ints:
    shares = np.array([culture.share for culture in cultures()])
    european = np.array([culture.share * (culture.key in _EUROPEAN) for culture in cultures()])
    of_household = draw(rng, cumulative(shares), BLOCK)[household]
    old = draw(rng, cumulative(european), BLOCK)[household]
    own = draw(rng, cumulative(shares), BLOCK)
    culture = np.where(historic, old, of_household)
    mixed = (role == PARTNER) & (rng.random(BLOCK) < 0.14) & ~historic
    return np.where(mixed | ((role == HOUSEMATE) & (rng.random(BLOCK) < 0.25)), own, culture)


def _sexes(rng: np.random.Generator, heads: Ints, household: Ints, role: Ints) -> Ints:
    """0 for men, 1 for women."""
    sex = (rng.random(BLOCK) < 0.5).astype(np.int64)
    other = 1 - sex[heads[household]]
    return np.where((role == PARTNER) & (rng.random(BLOCK) < 0.97), other, sex)


def _births(
    rng: np.random.Generator, heads: Ints, household: Ints, role: Ints, kind: Ints, year_now: Ints
) -> tuple[Ints, Mask]:
    """Days of birth (since 1970) and who is a twin of the child before."""
    low = np.array([18, 20, 24, 18, 17, 26])[kind]
    high = np.array([95, 90, 60, 58, 48, 58])[kind]
    head_age = (low + (high - low) * rng.random(BLOCK))[heads[household]]
    partner = head_age + rng.normal(-1, 4.5, BLOCK)
    child = np.clip(head_age - rng.uniform(17.5, 42, BLOCK), 0.02, 60)
    grand = head_age + rng.uniform(19, 38, BLOCK)
    mate = np.clip(head_age + rng.normal(0, 9, BLOCK), 14, 70)
    age = np.choose(role, [head_age, np.clip(partner, 16, 100), child, mate, np.clip(grand, 40, 101)])
    birth = np.floor((year_now - rng.random(BLOCK) * 0.02 - age - 1970) * 365.2425).astype(np.int64)
    twin = (role == CHILD) & (rng.random(BLOCK) < 0.03) & (np.roll(role, 1) == CHILD)
    twin &= np.roll(household, 1) == household
    twin[0] = False
    birth[twin] = birth[np.flatnonzero(twin) - 1]
    return birth, twin


@dataclass(slots=True)
class _Drawn:
    """Names as first drawn, before customs; positions in the culture's family pools settle both forms of a
    family name.
    """

    given: Text
    given_native: Text
    middle: Text
    middle_native: Text
    line: Ints
    second: Ints
    line_culture: Ints


def _named(
    rng: np.random.Generator, culture: Ints, sex: Ints, heads: Ints, household: Ints, role: Ints
) -> dict[str, Any]:
    drawn = _draw_names(rng, culture, sex)
    father, mother = _parents(heads, household, role, sex)
    inherits = (role == CHILD) & (rng.random(BLOCK) < 0.95)
    parent = np.where(father >= 0, father, mother)
    heir = inherits & (parent >= 0)
    _take(drawn, heir, parent)
    drawn.second[heir & (mother >= 0)] = drawn.line[mother[heir & (mother >= 0)]]
    junior = _juniors(rng, drawn, culture, heir & (father >= 0) & (sex == 0), father)
    family, family_native = _families(drawn, sex, drawn.line)
    birth_family = family.copy()
    husband = np.where(sex == 1, _spouse(heads, household, role), -1)
    takes = (husband >= 0) & _has(culture, "takes") & (rng.random(BLOCK) < 0.78)
    married = _families(drawn, sex, drawn.line, of=np.where(takes, husband, np.arange(BLOCK)))
    family[takes], family_native[takes] = married[0][takes], married[1][takes]
    second = _second_families(drawn, culture, sex)
    _by_father(rng, drawn, culture, sex, father, family, family_native, birth_family)
    _spelled_once(rng, culture, drawn.given, family)
    return {
        "given": drawn.given,
        "given_native": drawn.given_native,
        "middle": drawn.middle,
        "middle_native": drawn.middle_native,
        "family": family,
        "family_native": family_native,
        "second_family": second,
        "birth_family": birth_family,
        "suffix": junior,
    }


def _has(culture: Ints, custom: str) -> Mask:
    return np.array([custom in known.customs for known in cultures()])[culture]


def _draw_names(rng: np.random.Generator, culture: Ints, sex: Ints) -> _Drawn:
    nothing = texts([""] * BLOCK)
    none: Ints = np.zeros(BLOCK, dtype=np.int64)
    drawn = _Drawn(
        given=nothing,
        given_native=nothing.copy(),
        middle=nothing.copy(),
        middle_native=nothing.copy(),
        line=none,
        second=none.copy(),
        line_culture=culture.copy(),
    )
    for place in np.unique(culture):
        pools = names_of(cultures()[place])
        for of_sex in (0, 1):
            who = np.flatnonzero((culture == place) & (sex == of_sex))
            first = draw(rng, pools.given[of_sex].weights, len(who))
            second = draw(rng, pools.given[of_sex].weights, len(who))
            drawn.given[who], drawn.given_native[who] = _looked_up(pools.given[of_sex], first)
            bears = rng.random(len(who)) < (0.72 if "middle" in cultures()[place].customs else 0.06)
            bears &= first != second
            drawn.middle[who[bears]], drawn.middle_native[who[bears]] = _looked_up(pools.given[of_sex], second[bears])
            drawn.line[who] = draw(rng, pools.family[0].weights, len(who))
            drawn.second[who] = draw(rng, pools.family[0].weights, len(who))
    return drawn


def _looked_up(pool: Pool, positions: Ints) -> tuple[Text, Text]:
    return pool.latin[positions], pool.native[positions]


def _parents(heads: Ints, household: Ints, role: Ints, sex: Ints) -> tuple[Ints, Ints]:
    """Positions of each child's father and mother; -1 where none lives in the household."""
    head = heads[household]
    following = np.minimum(head + 1, BLOCK - 1)
    paired = (role[following] == PARTNER) & (household[following] == household)
    child = role == CHILD
    father = np.where(sex[head] == 0, head, np.where(paired & (sex[following] == 0), following, -1))
    mother = np.where(sex[head] == 1, head, np.where(paired & (sex[following] == 1), following, -1))
    return np.where(child, father, -1), np.where(child, mother, -1)


def _spouse(heads: Ints, household: Ints, role: Ints) -> Ints:
    head = heads[household]
    following = np.minimum(head + 1, BLOCK - 1)
    paired = (role[following] == PARTNER) & (household[following] == household)
    return np.where(role == PARTNER, head, np.where((role == HEAD) & paired, following, -1))


def _take(drawn: _Drawn, who: Mask, parent: Ints) -> None:
    drawn.line[who] = drawn.line[parent[who]]
    drawn.line_culture[who] = drawn.line_culture[parent[who]]


def _juniors(rng: np.random.Generator, drawn: _Drawn, culture: Ints, sons: Mask, father: Ints) -> Text:
    """Sons who bear their father's names; Jr and Sr only where that is the custom."""
    suffix = texts([""] * BLOCK)
    rate = np.where(_has(culture, "junior"), 0.10, np.where(_has(culture, "two"), 0.07, 0.025))
    named = np.flatnonzero(sons & (rng.random(BLOCK) < rate))
    elder = father[named]
    for column in ("given", "given_native", "middle", "middle_native"):
        values: Text = getattr(drawn, column)
        values[named] = values[elder]
    said = _has(culture, "junior")[named]
    suffix[named[said]] = "Jr"
    suffix[elder[said]] = "Sr"
    return suffix


def _families(drawn: _Drawn, sex: Ints, line: Ints, of: Ints | None = None) -> tuple[Text, Text]:
    """Family names in the form of each bearer's sex; `of` names the person whose line is borne."""
    of = np.arange(BLOCK) if of is None else of
    family, native = texts([""] * BLOCK), texts([""] * BLOCK)
    line, culture = line[of], drawn.line_culture[of]
    for place in np.unique(culture):
        pools = names_of(cultures()[place]).family
        for of_sex in (0, 1):
            who = np.flatnonzero((culture == place) & (sex == of_sex))
            family[who], native[who] = _looked_up(pools[of_sex], line[who])
    return family, native


def _second_families(drawn: _Drawn, culture: Ints, sex: Ints) -> Text:
    """The mother's family name, where it is borne as well; for Portuguese custom it stands first."""
    bears = _has(culture, "two") | _has(culture, "two_mother_first") | _has(culture, "mother_middle")
    bears &= drawn.line_culture == culture
    second, _ = _families(drawn, sex, np.minimum(drawn.second, _family_counts()[drawn.line_culture] - 1))
    second[~bears] = ""
    filipino = np.flatnonzero(bears & _has(culture, "mother_middle"))
    drawn.middle[filipino] = second[filipino]
    second[filipino] = ""
    return second


def _family_counts() -> Ints:
    return np.array([len(names_of(culture).family[0]) for culture in cultures()])


def _by_father(
    rng: np.random.Generator,
    drawn: _Drawn,
    culture: Ints,
    sex: Ints,
    father: Ints,
    family: Text,
    native: Text,
    birth: Text,
) -> None:
    """Names made of the father's: patronymics of Russians, Icelanders, Arabs and Ethiopians."""
    for place, known in enumerate(cultures()):
        custom = next((one for one in known.customs if one.startswith("patronymic")), None)
        if custom is None or not (culture == place).any():
            continue
        who = np.flatnonzero(culture == place)
        pool = names_of(known).given[0]
        strangers = draw(rng, pool.weights, len(who))
        for person, stranger in zip(who.tolist(), strangers.tolist(), strict=True):
            at_home = father[person] >= 0 and culture[father[person]] == place
            name = drawn.given[father[person]] if at_home else pool.latin[stranger]
            named = drawn.given_native[father[person]] if at_home else pool.native[stranger]
            _bear(custom, known, drawn, person, (name, named), bool(sex[person]), (family, native, birth))


def _bear(
    custom: str,
    known: Culture,
    drawn: _Drawn,
    person: int,
    father: tuple[str, str],
    woman: bool,
    lines: tuple[Text, Text, Text],
) -> None:
    name, native = father
    if custom == "patronymic_slavic":
        drawn.middle_native[person] = slavic_patronymic(native, woman, ukrainian=known.key == "ukrainian")
        drawn.middle[person] = latin(drawn.middle_native[person])
    elif custom == "patronymic_arabic":
        drawn.middle[person], drawn.middle_native[person] = name, native
    else:
        made = name if custom == "patronymic_given" else icelandic_patronymic(name, woman)
        for line, value in zip(lines, (made, "", made), strict=True):
            line[person] = value


def icelandic_patronymic(father: str, woman: bool) -> str:
    """The last name that an Icelander has from the father's given name."""
    genitive = father.removesuffix("ur").removesuffix("s") + "s"
    stem = father[:-1] + "a" if father.endswith("i") else genitive
    return stem + ("dóttir" if woman else "son")


def slavic_patronymic(father: str, woman: bool, *, ukrainian: bool = False) -> str:
    """The middle name that a Russian or Ukrainian has from the father's given name, in Cyrillic."""
    if father.endswith(("й", "ь")):
        man_woman = ("йович", "ївна") if ukrainian else ("евич", "евна")
        return father[:-1] + man_woman[woman]
    if father.endswith(("а", "я")):
        return father[:-1] + ("инична" if woman else "ич")
    base = father.removesuffix("о")
    return base + (("івна" if ukrainian else "овна") if woman else "ович")


def _spelled_once(rng: np.random.Generator, culture: Ints, given: Text, family: Text) -> None:
    """Names from another script have no one Latin spelling: a third of their bearers keep a usual other
    one.
    """
    foreign_script = np.array([bool(known.script) for known in cultures()])[culture]
    for names, rate in ((given, 0.35), (family, 0.35)):
        who = np.flatnonzero(foreign_script & (rng.random(BLOCK) < rate))
        where, what = rng.random(len(who)), rng.random(len(who))
        names[who] = [
            respelled(names[person], cultures()[culture[person]].spelling, one, two)
            for person, one, two in zip(who, where, what, strict=True)
        ]


def _origins(rng: np.random.Generator, culture: Ints, historic: Mask) -> dict[str, Any]:
    abroad = np.array([_abroad(known) for known in cultures()])[culture]
    foreign: Mask = rng.random(BLOCK) < np.where(historic, 0.2 * (abroad > 0), abroad)
    town = geography().towns[draw(rng, geography().weights, BLOCK)]
    for place in np.unique(culture[foreign]):
        who = np.flatnonzero(foreign & (culture == place))
        cities = cultures()[place].cities
        town[who] = texts(cities)[rng.integers(0, len(cities), len(who))]
    tribe = texts([""] * BLOCK)
    members = np.flatnonzero(_has(culture, "tribal"))
    tribe[members] = texts(TRIBES)[rng.integers(0, len(TRIBES), len(members))]
    return {"foreign": foreign, "birth_city": town, "tribe": tribe}


def _abroad(culture: Culture) -> float:
    if culture.country is None:
        return 0.0
    return 0.05 if culture.key in _EUROPEAN else 0.5


def _homes(rng: np.random.Generator, household: Ints, count: int) -> tuple[Homes, Homes, Homes]:
    """The household's home, the one before, and a person's own elsewhere."""
    now = _some_homes(rng, count)
    before = _some_homes(rng, count)
    stayed = rng.random(count) < 0.6
    before = replace(before, town=np.where(stayed, now.town, before.town))
    own = _some_homes(rng, BLOCK)
    near = rng.random(BLOCK) < 0.6
    own = replace(own, town=np.where(near, now.town[household], own.town))
    return _spread(now, household), _spread(before, household), own


def _spread(homes: Homes, household: Ints) -> Homes:
    return Homes(homes.town[household], homes.street[household], homes.house[household], homes.flat[household])


def _some_homes(rng: np.random.Generator, count: int) -> Homes:
    geo = geography()
    town = draw(rng, geo.weights, count)
    # A town has its own streets: a stretch of the list as long as the town is large.
    local = np.minimum(len(geo.streets), 12 + geo.postcodes[town] * 60)
    street = (town * 131 + (rng.random(count) ** 1.6 * local).astype(np.int64)) % len(geo.streets)
    flat = texts([""] * count)
    has = np.flatnonzero(rng.random(count) < 0.22)
    flat[has] = [
        f"{number}{letter}"
        for number, letter in zip(
            rng.integers(1, 40, len(has)), rng.choice(["", "", "A", "B", "C"], len(has)), strict=True
        )
    ]
    return Homes(town, street, (rng.gamma(1.1, 90, count) + 1).astype(np.int64), flat)


def _no_phones() -> tuple[Text, Text, Text]:
    return texts([""] * BLOCK), texts([""] * BLOCK), texts([""] * BLOCK)


def _with_namesakes(rng: np.random.Generator, people: People) -> People:
    """Some people bear the names of another, and of these some live in the same town or were born in the
    same year.
    """
    chosen = np.flatnonzero(rng.random(BLOCK) < 0.06)
    chosen = chosen[
        np.lexsort((rng.random(len(chosen)), people.sex[chosen], people.culture[chosen], people.historic[chosen]))
    ]
    chosen, other = chosen[1:], chosen[:-1]
    fit = (people.culture[chosen] == people.culture[other]) & (people.sex[chosen] == people.sex[other])
    fit &= (people.household[chosen] != people.household[other]) & (people.historic[chosen] == people.historic[other])
    fit[1::2] = False
    who, twin_in_name = chosen[fit], other[fit]
    for column in ("given", "given_native", "family", "family_native", "birth_family"):
        values: Text = getattr(people, column)
        values[who] = values[twin_in_name]
    same_middle = rng.random(len(who)) < 0.3
    people.middle[who[same_middle]] = people.middle[twin_in_name[same_middle]]
    near = rng.random(len(who)) < 0.5
    people.homes[0].town[who[near]] = people.homes[0].town[twin_in_name[near]]
    shift = rng.integers(-200, 200, len(who))
    alike = rng.random(len(who)) < 0.4
    people.birth[who[alike]] = people.birth[twin_in_name[alike]] + shift[alike]
    same_day = rng.random(len(who)) < 0.04
    people.birth[who[same_day]] = people.birth[twin_in_name[same_day]]
    people.namesake_of[who] = people.number[twin_in_name]
    return people


def _with_contacts(rng: np.random.Generator, people: People, household: Ints, count: int) -> People:
    area = texts(AREA_CODES)[geography().area[people.homes[0].town]]
    landline = rng.integers(2_000_000, 9_999_999, count)[household]
    phones = [landline, *(rng.integers(2_000_000, 9_999_999, BLOCK) for _ in range(2))]
    written = tuple(texts([a + str(n) for a, n in zip(area, numbers, strict=True)]) for numbers in phones)
    return replace(
        people,
        phones=(written[0], written[1], written[2]),
        emails=(_emails(rng, people), _emails(rng, people)),
        papers=_papers(rng),
    )


_DOMAINS = (
    "postbox.example",
    "freemail.example",
    "alderpost.example",
    "letters.example",
    "mailhub.example",
    "northnet.example",
    "uni.example",
    "work.example",
)
_HANDLES = (
    "star",
    "blue",
    "lucky",
    "king",
    "queen",
    "tiger",
    "happy",
    "sunny",
    "wolf",
    "angel",
    "chef",
    "rider",
    "lady",
    "mister",
)


def _emails(rng: np.random.Generator, people: People) -> Text:
    style, number = rng.integers(0, 9, BLOCK).tolist(), rng.integers(1, 999, BLOCK).tolist()
    domain, handle = rng.zipf(1.7, BLOCK) % len(_DOMAINS), rng.integers(0, len(_HANDLES), BLOCK)
    years = (people.birth // 365.2425 + 1970).astype(np.int64).tolist()
    return texts(
        [
            _LOCAL_PARTS[style[place]].format(
                given=_plain(people.given[place]),
                family=_plain(people.family[place]),
                number=number[place],
                few=number[place] % 100,
                year=years[place],
                born=f"{years[place] % 100:02d}",
                handle=_HANDLES[handle[place]],
            )
            + f"@{_DOMAINS[domain[place]]}"
            for place in range(BLOCK)
        ]
    )


@lru_cache(maxsize=1 << 16)
def _plain(name: str) -> str:
    return "".join(letter for letter in latin(name).lower() if "a" <= letter <= "z") or "x"


_LOCAL_PARTS = (
    "{given}.{family}",
    "{given[0]}{family}{few}",
    "{given}{family[0]}{number}",
    "{given}_{family}{born}",
    "{family}.{given}{few}",
    "{given}{year}",
    "{handle}{given}{number}",
    "{given:.4}{family:.4}{few}",
    "{handle}{number}{family[0]}{born}",
)
"""What stands before the @ of an e-mail address."""


def _papers(rng: np.random.Generator) -> dict[str, Text]:
    """Numbers of papers: each person has all, each agency sees few."""
    numbers = {
        name: rng.integers(10**8, 10**9, BLOCK).tolist()
        for name in ("national", "passport", "licence", "alien", "member")
    }
    letters = rng.integers(0, 24, (BLOCK, 2)).tolist()
    return {
        "national_id": texts([str(number) for number in numbers["national"]]),
        "passport": texts(
            [
                f"{'ABCDEFGHJKLMNPRSTUVWXYZK'[pair[0]]}{number // 10}"
                for pair, number in zip(letters, numbers["passport"], strict=True)
            ]
        ),
        "driver_licence": texts(
            [
                f"{'ABCDEFGHJKLMNPRSTUVWXYZK'[pair[1]]}{number}"
                for pair, number in zip(letters, numbers["licence"], strict=True)
            ]
        ),
        "alien_number": texts([f"A{number}" for number in numbers["alien"]]),
        "member_number": texts([f"{number // 1000}" for number in numbers["member"]]),
    }
