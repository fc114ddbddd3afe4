"""Native scripts in Latin letters, as a clerk would first write them."""

import re
from functools import lru_cache

from anyascii import anyascii

# Letters of the Indic scripts stand at the same place in each script's block of 128.
_INDIC = re.compile(r"[\u0900-\u0dff]")
_CONSONANTS = dict(
    zip(
        range(0x15, 0x3A),
        "k kh g gh ng ch chh j jh ny t th d dh n t th d dh n n p ph b bh m y r r l l l v sh sh s h".split(),
        strict=False,
    )
)
_VOWELS = {
    0x05: "a", 0x06: "a", 0x07: "i", 0x08: "i", 0x09: "u", 0x0A: "u", 0x0B: "ri", 0x0D: "e", 0x0E: "e",
    0x0F: "e",
    0x10: "ai", 0x11: "o", 0x12: "o", 0x13: "o", 0x14: "au",
}  # fmt: skip
_SIGNS = {
    0x3E: "a", 0x3F: "i", 0x40: "i", 0x41: "u", 0x42: "u", 0x43: "ri", 0x45: "e", 0x46: "e", 0x47: "e",
    0x48: "ai",
    0x49: "o", 0x4A: "o", 0x4B: "o", 0x4C: "au",
}  # fmt: skip
_NO_VOWEL = 0x4D
_NASALS = {0x01: "n", 0x02: "n"}


@lru_cache(maxsize=1 << 16)
def latin(native: str) -> str:
    """A name in Latin letters: spoken vowels added in Indic scripts, words capitalised, one word a native
    word.
    """
    if native.isascii():
        return native
    if _INDIC.search(native):
        return " ".join(_indic(word) for word in native.split())
    return " ".join(anyascii(word).replace("'", "").replace("`", "").capitalize() for word in native.split())


def _indic(word: str) -> str:
    parts: list[str] = []
    for place in [(ord(letter) - 0x900) % 0x80 for letter in word]:
        if place in _CONSONANTS:
            parts += [_CONSONANTS[place], "a"]
        elif place in _SIGNS and parts:
            parts[-1] = _SIGNS[place]
        elif place == _NO_VOWEL and parts:
            parts[-1] = ""
        else:
            parts.append(_VOWELS.get(place) or _NASALS.get(place) or "")
    # The last inherent vowel is not spoken.
    if len(parts) > 2 and parts[-1] == "a" and (ord(word[-1]) - 0x900) % 0x80 in _CONSONANTS:
        parts.pop()
    return "".join(parts).capitalize()
