"""Taking a person's names apart: given, middle, family, suffix, and every word that any of the names holds."""

from functools import lru_cache
from typing import NamedTuple

from manumit.link.text import fold, is_ideographic, letters_for_digits

TITLES = frozenset(
    "mr mrs ms miss mx dr doctor prof professor rev reverend fr father sister sir lady lord dame hon capt captain sgt "
    "lt col maj gen sr sra srta don dona ing lic herr frau mme mlle monsieur madame senor haji hajji sheikh".split()
)
SUFFIXES = {
    **dict.fromkeys(("jr", "junior", "jnr", "hijo"), "jr"),
    **dict.fromkeys(("sr", "senior", "snr"), "sr"),
    **dict.fromkeys(("ii", "2nd"), "ii"),
    **dict.fromkeys(("iii", "3rd"), "iii"),
    **dict.fromkeys(("iv", "4th"), "iv"),
}
DEGREES = frozenset("esq phd md dds jd rn mba".split())
# Words before a family name that registers keep or drop at will.
PARTICLES = frozenset(
    "de la las los del der den di da do dos das du van von zu ten ter te af av bin ibn ben bint binti al el abu "
    "e y und".split()
)
MAX_WORDS = 16


class Name(NamedTuple):
    """A person's name in folded words; `words` holds every word of every name, aliases too, sorted."""

    given: str | None
    middle: tuple[str, ...]
    family: str | None
    suffix: str | None
    words: tuple[str, ...]


@lru_cache(maxsize=1 << 14)
def read_name(whole: str | None, given: str | None, middle: str | None, family: str | None, others: str | None) -> Name:
    """One person's name fields, any of them None, taken apart.

    Where given and family are separate fields they decide; a name in one string is split by its comma, its capitals,
    its script (family first in Chinese, Japanese and Korean) or else with the family name last.
    """
    suffix: str | None = None
    if given is None and family is None and whole is not None:
        given, family, suffix = _split_whole(whole)
    elif family is None and given is not None and middle is None and whole is None and "," in given:
        given, family, suffix = _split_whole(given)
    given_words, _ = _words(given)
    middle_words, _ = _words(middle)
    family_words, family_suffix = _words(family)
    family_words = _without_particles(family_words)
    rest = (*given_words[1:], *middle_words, *family_words[1:])
    every = {*given_words, *rest, *family_words[:1]}
    if whole or others:
        for other in (whole, *(others or "").replace("|", ";").split(";")):
            every.update(_without_particles(_words(other)[0]))
    return Name(
        given=given_words[0] if given_words else None,
        middle=tuple(dict.fromkeys(rest)),
        family=family_words[0] if family_words else None,
        suffix=suffix or family_suffix,
        words=tuple(sorted([word for word in every if len(word) > 1])[:MAX_WORDS]),
    )


@lru_cache(maxsize=1 << 14)
def _words(text: str | None) -> tuple[tuple[str, ...], str | None]:
    """The name words of a text without titles and degrees, and its generational suffix."""
    if not text:
        return (), None
    folded = fold(text)
    if not "".join(folded).isalpha():
        folded = tuple(word if word in SUFFIXES else letters_for_digits(word) for word in folded)
    while len(folded) > 1 and folded[0] in TITLES:
        folded = folded[1:]
    suffix = None
    while len(folded) > 1 and (folded[-1] in SUFFIXES or folded[-1] in DEGREES):
        suffix = SUFFIXES.get(folded[-1], suffix)
        folded = folded[:-1]
    return folded, suffix


def _without_particles(words: tuple[str, ...]) -> tuple[str, ...]:
    if PARTICLES.isdisjoint(words):
        return words
    kept = tuple(word for word in words if word not in PARTICLES)
    return kept or words[-1:]


def _split_whole(text: str) -> tuple[str | None, str | None, str | None]:
    """A whole name as (given and middle, family, suffix)."""
    family, comma, given = text.partition(",")
    if comma and fold(family) and fold(given) and not set(fold(given)) <= SUFFIXES.keys() | DEGREES:
        return given, family, _words(given)[1]
    words = text.replace(",", " ").split()
    if is_ideographic(text) and len(words) <= 2:
        return _split_ideographic(words)
    capitals = [word for word in words if len(word) > 1 and word.isupper()]
    if capitals and 0 < len(capitals) < len([word for word in words if len(word) > 1]):
        others = [word for word in words if word not in capitals]
        return " ".join(others), " ".join(capitals), None
    folded, suffix = _words(text)
    if len(folded) < 2:
        return (folded[0] if folded else None), None, suffix
    return " ".join(_without_trailing_particles(folded[:-1])), folded[-1], suffix


def _split_ideographic(words: list[str]) -> tuple[str | None, str | None, str | None]:
    if len(words) == 2:
        return "".join(fold(words[1])), "".join(fold(words[0])), None
    folded = fold(words[0])
    return ("".join(folded[1:]) or None), folded[0], None


def _without_trailing_particles(words: tuple[str, ...]) -> tuple[str, ...]:
    while len(words) > 1 and words[-1] in PARTICLES:
        words = words[:-1]
    return words
