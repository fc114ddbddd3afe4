"""The names that people bear: drawn from their culture's pools, handed down and changed by its customs."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from manumit.world.cultures import Culture, cultures
from manumit.world.draw import Ints, Mask, Text, draw, texts
from manumit.world.households import BLOCK, CHILD, parents_of, spouse_of
from manumit.world.letters import latin
from manumit.world.mistakes import respelled
from manumit.world.names import Pool, names_of


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


def name_people(
    rng: np.random.Generator, culture: Ints, sex: Ints, heads: Ints, household: Ints, role: Ints
) -> dict[str, Any]:
    """The fields of `People` that hold names."""
    drawn = _first_drawn(rng, culture, sex)
    father, mother = parents_of(heads, household, role, sex)
    inherits = (role == CHILD) & (rng.random(BLOCK) < 0.95)
    parent = np.where(father >= 0, father, mother)
    heir = inherits & (parent >= 0)
    _take(drawn, heir, parent)
    drawn.second[heir & (mother >= 0)] = drawn.line[mother[heir & (mother >= 0)]]
    junior = _juniors(rng, drawn, culture, heir & (father >= 0) & (sex == 0), father)
    family, family_native = _families(drawn, sex, drawn.line)
    birth_family = family.copy()
    husband = np.where(sex == 1, spouse_of(heads, household, role), -1)
    takes = (husband >= 0) & has_custom(culture, "takes") & (rng.random(BLOCK) < 0.78)
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


def has_custom(culture: Ints, custom: str) -> Mask:
    """Whose culture has a custom of naming."""
    return np.array([custom in known.customs for known in cultures()])[culture]


def _first_drawn(rng: np.random.Generator, culture: Ints, sex: Ints) -> _Drawn:
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


def _take(drawn: _Drawn, who: Mask, parent: Ints) -> None:
    drawn.line[who] = drawn.line[parent[who]]
    drawn.line_culture[who] = drawn.line_culture[parent[who]]


def _juniors(rng: np.random.Generator, drawn: _Drawn, culture: Ints, sons: Mask, father: Ints) -> Text:
    """Sons who bear their father's names; Jr and Sr only where that is the custom."""
    suffix = texts([""] * BLOCK)
    rate = np.where(has_custom(culture, "junior"), 0.10, np.where(has_custom(culture, "two"), 0.07, 0.025))
    named = np.flatnonzero(sons & (rng.random(BLOCK) < rate))
    elder, first = np.unique(father[named], return_index=True)  # no two brothers have one name
    named = named[first]
    for column in ("given", "given_native", "middle", "middle_native"):
        values: Text = getattr(drawn, column)
        values[named] = values[elder]
    said = has_custom(culture, "junior")[named]
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
    bears = has_custom(culture, "two") | has_custom(culture, "two_mother_first") | has_custom(culture, "mother_middle")
    bears &= drawn.line_culture == culture
    second, _ = _families(drawn, sex, np.minimum(drawn.second, _family_counts()[drawn.line_culture] - 1))
    second[~bears] = ""
    filipino = np.flatnonzero(bears & has_custom(culture, "mother_middle"))
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
