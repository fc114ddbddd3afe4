"""Pools of given and family names by culture: Faker's lists, made wider as the names of millions are."""

import importlib
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from manumit.world.cultures import Culture, rows
from manumit.world.draw import Floats, Ints, Text, cumulative, stream, texts, zipf
from manumit.world.letters import latin

_NARROW = frozenset({"chinese", "taiwanese", "korean", "vietnamese", "ethiopian", "icelandic", "hindi", "gujarati"})
_VOWELS = "aeiouyáéíóúàèìòùâêîôûäëïöüãõåæøőűăąęěýůıаеёиоуыэюяіїєαεηιουωάέήίόύώաեէըիոօუაეიო"
_CUT = re.compile(rf"(?<=[{_VOWELS}])(?=[^{_VOWELS}\W][{_VOWELS}])|(?<=[^{_VOWELS}\W])(?=[^{_VOWELS}\W][{_VOWELS}])")
# A made word may begin with at most two consonants that are not the same.
_SPOKEN = re.compile(rf"(?:[^{_VOWELS}]{{0,1}}|[^{_VOWELS}][rlhwnj]|s[ptkcm]|mc)[{_VOWELS}]", re.IGNORECASE)

Names = dict[tuple[str, str], float]
"""(Latin, native) to weight; native is empty where the culture writes in Latin letters."""


@dataclass(frozen=True, slots=True)
class Pool:
    """Names to draw from: Latin and native forms, and cumulative weights. Native is "" where it is Latin."""

    latin: Text
    native: Text
    weights: Floats

    def __len__(self) -> int:
        return len(self.latin)


@dataclass(frozen=True, slots=True)
class CultureNames:
    """A culture's names: given ones of men and women, and family ones in the forms of men and women."""

    given: tuple[Pool, Pool]
    family: tuple[Pool, Pool]


@cache
def names_of(culture: Culture) -> CultureNames:
    """The pools of one culture; always the same."""
    men, women = _given(culture, "m"), _given(culture, "f")
    family = _family(culture) or men
    feminine = {pair: _feminine(culture, pair) for pair in family}
    return CultureNames(
        given=(_pool(men), _pool(women)),
        family=(_pool(family), _pool({(pair, feminine[pair]): weight for pair, weight in family.items()})),
    )


def _pool(names: Mapping[Any, float]) -> Pool:
    """A pool of (latin, native) names, or of ((latin, native) of men, (latin, native) of women) names: the
    last form.
    """
    forms = [key if isinstance(key[0], str) else key[1] for key in names]
    return Pool(
        latin=texts([form[0] for form in forms]),
        native=texts([form[1] for form in forms]),
        weights=cumulative(list(names.values())),
    )


def _given(culture: Culture, sex: str) -> Names:
    lists = [_listed_given(source, culture, sex) for source in culture.given]
    return _blended(lists)


def _family(culture: Culture) -> Names:
    names = _blended([_listed_family(source, culture) for source in culture.family])
    if culture.key == "persian":
        return _persian_families(names, _given(culture, "m"))
    if not names or culture.key in _NARROW:
        return names
    return _widened(names, culture)


def _blended(lists: list[Names]) -> Names:
    """Lists as one: the first weighs most, each sums to its share; a name in two lists adds up."""
    out: Names = {}
    for place, names in enumerate(part for part in lists if part):
        share = 0.6**place / sum(names.values())
        for pair, weight in names.items():
            out[pair] = out.get(pair, 0.0) + weight * share
    return out


def _listed_given(source: str, culture: Culture, sex: str) -> Names:
    if source == "+arabic":
        return _arabic(sex)
    if source in ("+japanese", "+korean", "+chinese"):
        return _composed(source[1:], sex)
    if source.startswith("+"):
        return _ranked(_listed(source[1:], sex), culture)
    word = "male" if sex == "m" else "female"
    values = _provided(source, f"first_names_{word}") or _provided(source, "first_names")
    if culture.key == "vietnamese":
        values = [*values, *(pair[0] for pair in _listed("vietnamese", sex))]
    return _paired(values, culture)


def _listed_family(source: str, culture: Culture) -> Names:
    if source == "+arabic":
        # A father's or grandfather's given name serves as family name beside the names of places and trades.
        return _blended([_arabic("l"), _arabic("m")])
    if source == "+japanese":
        return _japanese_families()
    if source.startswith("+"):
        return _ranked(_listed(source[1:], "l"), culture)
    values: Any = ()
    for attribute in ("last_names_male", "male_last_names", "last_names"):
        values = values or _provided(source, attribute)
    more = _provided(source, "unisex_last_names")
    if culture.key == "vietnamese":
        more = [pair[0] for pair in _listed("vietnamese", "l")]
    return _paired([*values, *more] if more else values, culture)


@cache
def _provided(locale: str, attribute: str) -> Any:
    provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
    return getattr(provider, attribute, ())


def _paired(values: Any, culture: Culture) -> Names:
    """A provider's list, with its weights where it has them, as (latin, native) names."""
    if isinstance(values, Mapping):
        weights = {str(name).strip(): float(weight) for name, weight in values.items()}
        total = sum(weights.values())
        return {_pair(name, culture): weight / total for name, weight in weights.items() if name}
    unique = list(dict.fromkeys(str(name).partition(",")[0].strip() for name in values if str(name).strip()))
    return _ranked([_pair(name, culture) for name in unique], culture)


def _pair(name: str, culture: Culture) -> tuple[str, str]:
    return (latin(name), name) if culture.script and not name.isascii() else (name, "")


def _ranked(pairs: list[tuple[str, str]], culture: Culture) -> Names:
    """Names without known weights: the order is shuffled, for lists are in alphabetical order, and weights
    fall with it.
    """
    rng = stream(zlib.crc32(culture.key.encode()), "rank", len(pairs))
    order = rng.permutation(len(pairs))
    weights = zipf(len(pairs), 0.9)
    return {pairs[place]: float(weight) for place, weight in zip(order, weights, strict=True)}


def _listed(key: str, use: str) -> list[tuple[str, str]]:
    return [(row["latin"], row["native"]) for row in rows("listed.csv") if (row["culture"], row["use"]) == (key, use)]


def _arabic(use: str) -> Names:
    found = [row for row in rows("arabic.csv") if row["use"] == use]
    weights = zipf(len(found), 1.0)
    return {
        (row["latin"].split("/")[0], row["native"]): float(weight) for row, weight in zip(found, weights, strict=True)
    }


def _parts(language: str, use: str) -> list[tuple[str, str]]:
    found = rows("syllables.csv")
    return [(row["native"], row["latin"]) for row in found if (row["language"], row["use"]) == (language, use)]


def _composed(language: str, sex: str) -> Names:
    """Given names put together of two written syllables, as in East Asia."""
    if language == "chinese":
        heads = tails = _parts("chinese", f"given_{sex}")
    else:
        heads = _parts(language, "head" if language == "korean" else "given_head")
        tails = _parts(language, f"tail_{sex}" if language == "korean" else f"given_{sex}")
    out: Names = {}
    for first, (native, head) in enumerate(heads):
        for second, (native_tail, tail) in enumerate(tails):
            word = f"{head}-{tail.capitalize()}" if language == "korean" else head + tail.lower()
            out[word, native + native_tail] = 1.0 / ((first + 3) * (second + 3))
        if language == "chinese":
            out[head, native] = 0.5 / (first + 3)
    return out


def _japanese_families() -> Names:
    provider = _provided("ja_JP", "last_name_pairs")
    out: Names = {(pair[2], pair[0]): float(weight) for pair, weight in dict(provider).items()}
    least = min(out.values())
    for first, (native, head) in enumerate(_parts("japanese", "family_head")):
        for second, (native_tail, tail) in enumerate(_parts("japanese", "family_tail")):
            if native != native_tail:
                out.setdefault((head + tail, native + native_tail), 6 * least / (1 + 0.1 * first + 0.1 * second))
    return out


def _persian_families(listed: Names, fathers: Names) -> Names:
    """Family names made of a forefather's given name, as registers of the 1920s fixed them."""
    endings = (
        ("zadeh", "زاده"),
        ("pour", "پور"),
        ("nejad", "نژاد"),
        ("i", "ی"),
        ("ian", "یان"),
        ("far", "فر"),
    )
    made = {
        (name + ending, native + native_ending): weight / (3 + place)
        for (name, native), weight in fathers.items()
        for place, (ending, native_ending) in enumerate(endings)
    }
    return _blended([listed, made])


def _widened(names: Names, culture: Culture) -> Names:
    """Names with more of the same sound, the more the larger the people: the beginning of one and the end
    of another.
    """
    pieces = [(pair, [_CUT.split(part) for part in (pair[1] or pair[0], pair[0])]) for pair in names]
    fit = [(pair, cuts[0]) for pair, cuts in pieces if len(cuts[0]) > 1 and " " not in pair[0] and "-" not in pair[0]]
    if len(fit) < 20:
        return names
    wide = int(2000 + 600 * culture.share)
    rng = stream(zlib.crc32(culture.key.encode()), "widen")
    made: dict[tuple[str, str], None] = {}
    for head, tail, deep in zip(*_picks(rng, len(fit), 3 * wide), strict=True):
        (first, cuts), (second, other) = fit[head], fit[tail]
        word = cuts[0] + "".join(other[1 + (deep and len(other) > 2) :])
        if 3 < len(word) < 14 and _SPOKEN.match(word) and word[-3:] == (second[1] or second[0])[-3:]:
            made[(latin(word), word) if first[1] else (word, "")] = None
        if len(made) + len(names) >= wide:
            break
    fresh = [pair for pair in made if pair not in names]
    if not fresh:
        return names
    share = 0.45 * min(1.0, len(fresh) / 4000) * sum(names.values())
    weights = zipf(len(fresh), 0.5)
    weights *= share / weights.sum()
    return {**names, **{pair: float(weight) for pair, weight in zip(fresh, weights, strict=True)}}


def _picks(rng: np.random.Generator, many: int, count: int) -> tuple[list[int], list[int], list[bool]]:
    heads: Ints = rng.integers(0, many, count)
    tails: Ints = rng.integers(0, many, count)
    return heads.tolist(), tails.tolist(), (rng.random(count) < 0.3).tolist()


_FEMININE = {
    "gendered_slavic": (
        ("ский", "ская"), ("цкий", "цкая"), ("ский", "ская"), ("ов", "ова"), ("ев", "ева"), ("ёв", "ёва"),
        ("ин", "ина"),
        ("ын", "ына"), ("ий", "ая"), ("ый", "ая"), ("ой", "ая"), ("ски", "ска"), ("ov", "ova"), ("ev", "eva"),
    ),
    "gendered_polish": (("ski", "ska"), ("cki", "cka"), ("dzki", "dzka")),
    "gendered_czech": (("ský", "ská"), ("cký", "cká"), ("ý", "á"), ("ek", "ková"), ("ec", "cová"), ("a",
    "ová"), ("", "ová")),
    "gendered_greek": (("όπουλος", "οπούλου"), ("ίδης", "ίδου"), ("ιδης", "ιδου"), ("άκης", "άκη"), ("ης",
    "η"), ("ας", "α"), ("ος", "ου")),
}  # fmt: skip


def _feminine(culture: Culture, pair: tuple[str, str]) -> tuple[str, str]:
    """The form that women of the family bear."""
    for custom in culture.customs & _FEMININE.keys():
        word = pair[1] or pair[0]
        for ending, womens in _FEMININE[custom]:
            if word.endswith(ending) and not word.endswith(("ová", "ая", "ska", "cka", "ina", "ева", "ова")):
                changed = word[: len(word) - len(ending)] + womens
                return (latin(changed), changed) if pair[1] else (changed, "")
    return pair
