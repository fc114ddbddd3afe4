"""Folding text of any script to plain lower-case ASCII words.

Registers hold the same name in Cyrillic, in Latin letters with and without accents, with a Greek look-alike letter
pasted from a web page, or with an invisible character inside. Everything that is compared goes through `fold` first.
"""

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

# Letters that look like a Latin one (a selection of Unicode TR39 confusables); mapped only inside a word that also
# holds Latin letters, because in a wholly Cyrillic or Greek word they are what they are.
_LOOK_ALIKES = str.maketrans(
    "аеіојѕԛԝурсхһԁӏбАВЕЅІЈКМНОРСТУХҮԌαοιικνρτυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "aeiojsqwypcxhdlbABESIJKMHOPCTYXYGaoiikvptuxABEZHIKMNOPTYX",
)
_DIGIT_LETTERS = str.maketrans("013457", "oleast")
_APOSTROPHES = re.compile(r"(?<=\w)['`’ʻʼ´‘](?=\w)")
_WORDS = re.compile(r"[a-z0-9]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


@lru_cache(maxsize=1 << 14)
def fold(text: str) -> tuple[str, ...]:
    """The words of a text as lower-case ASCII letters and digits; () when it holds none.

    `fold("Щербакова, O’Brien")` is `("shcherbakova", "obrien")`. Folding the joined words again changes nothing.
    """
    if not text.isascii():
        text = _to_ascii(text)
    if text.isalpha():
        return (text.lower(),)  # most texts are one plain word
    if "'" in text or "`" in text:
        text = _APOSTROPHES.sub("", text)
    return tuple(_WORDS.findall(text.lower()))


def _to_ascii(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text)
    visible = "".join(char for char in plain if unicodedata.category(char) not in ("Cf", "Cc", "Mn") or char in "\t\n")
    return " ".join(_word_to_ascii(word) for word in visible.split())


def _word_to_ascii(word: str) -> str:
    if word.isascii():
        return word
    if any("a" <= char.lower() <= "z" for char in word):
        word = word.translate(_LOOK_ALIKES)
    spelled = anyascii(unicodedata.normalize("NFC", word))
    return _CAMEL.sub(" ", spelled) if is_ideographic(word) else spelled


def is_ideographic(text: str) -> bool:
    """Whether a text is written in Chinese, Japanese or Korean characters, where the family name stands first."""
    return any("\u3040" <= char <= "\u9fff" or "\uac00" <= char <= "\ud7af" for char in text)


def letters_for_digits(word: str) -> str:
    """A name with digits typed or scanned for letters, mended: `m1tche11` is `mltchell`; all digits are left alone."""
    return word if word.isalpha() or word.isdigit() else word.translate(_DIGIT_LETTERS)


# Each rule rewrites the spellings of one consonant sound in many languages' Latin spelling to one letter. Capitals mark
# sounds already settled, so that no later rule takes them apart.
_SOUNDS = (
    (re.compile(r"^(?:kn|gn|pn)"), "n"),
    (re.compile(r"^wr"), "r"),
    (re.compile(r"^ps"), "s"),
    (re.compile(r"shch|sch|sz|sh|sj|zh"), "S"),
    (re.compile(r"tsch|tch|tx|cz|ch"), "C"),
    (re.compile(r"ph|pf"), "f"),
    (re.compile(r"gh|kh|ck|qu|q"), "k"),
    (re.compile(r"th|dh|dt|d"), "t"),
    (re.compile(r"ts|tz|c(?=[eiy])|z"), "s"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"[cg]"), "k"),
    (re.compile(r"[wv]"), "v"),
    (re.compile(r"b"), "p"),
)
_VOWELS = re.compile(r"[aeiouyhj0-9]")
_DOUBLED = re.compile(r"(.)\1+")


@lru_cache(maxsize=1 << 14)
def sound(word: str) -> str:
    """A key that spellings of one spoken name share: whether it opens with a vowel, then its consonant sounds.

    It also brings scripts without vowels together: "mhmd", "mohammed" and "muhamad" all give "mmt".
    """
    opening = "a" if word[:1] in "aeiouyhj" else ""
    for pattern, letter in _SOUNDS:
        word = pattern.sub(letter, word)
    return opening + _DOUBLED.sub(r"\1", _VOWELS.sub("", word))
