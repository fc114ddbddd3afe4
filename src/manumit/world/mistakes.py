"""How clerks, scanners and callers get a written word wrong: one small function a kind of mistake."""

from collections.abc import Callable
from functools import cache

from manumit.world.cultures import rows

Mistake = Callable[[str, float, float], str]
"""A word, and two draws from 0 to 1 that settle where and what; the wrong word."""

_KEYS = {
    "q": "wa", "w": "qes", "e": "wrd", "r": "etf", "t": "ryg", "y": "tuh", "u": "yij", "i": "uok",
    "o": "ipl", "p": "ol", "a": "qsz",
    "s": "awdx", "d": "sefc", "f": "drgv", "g": "fthb", "h": "gyjn", "j": "hukm", "k": "jil", "l": "kop",
    "z": "asx", "x": "zsdc",
    "c": "xdfv", "v": "cfgb", "b": "vghn", "n": "bhjm", "m": "njk", "1": "2", "2": "13", "3": "24",
    "4": "35", "5": "46", "6": "57",
    "7": "68", "8": "79", "9": "80", "0": "9",
}  # fmt: skip
_SCANNED = (
    ("rn", "m"), ("m", "rn"), ("l", "1"), ("i", "l"), ("o", "0"), ("s", "5"), ("b", "6"), ("cl", "d"), ("e",
    "c"), ("h", "b"),
    ("g", "q"), ("u", "v"), ("n", "ri"), ("5", "S"), ("0", "O"), ("1", "l"), ("8", "B"), ("2", "Z"), ("vv",
    "w"), ("ii", "u"),
)  # fmt: skip
_HANDWRITTEN = (
    ("n", "u"), ("u", "n"), ("a", "o"), ("o", "a"), ("e", "i"), ("t", "l"), ("l", "t"), ("s", "f"), ("ss",
    "fs"), ("r", "v"),
    ("h", "k"), ("K", "R"), ("J", "I"), ("S", "L"), ("T", "F"), ("1", "7"), ("7", "1"), ("3", "8"), ("5",
    "3"), ("4", "9"),
    ("m", "w"), ("in", "m"), ("F", "T"), ("B", "R"), ("6", "0"),
)  # fmt: skip
_HEARD = (
    ("b", "p"), ("p", "b"), ("d", "t"), ("t", "d"), ("g", "k"), ("m", "n"), ("n", "m"), ("f", "v"), ("v",
    "f"), ("s", "z"),
    ("c", "s"), ("ph", "f"), ("f", "ph"), ("ck", "k"), ("k", "ck"), ("ee", "ea"), ("ie", "y"), ("y", "ie"),
    ("i", "y"), ("a", "e"),
    ("e", "a"), ("o", "u"), ("u", "o"), ("er", "or"), ("or", "er"), ("ll", "l"), ("l", "ll"), ("th", "t"),
    ("sh", "ch"), ("j", "g"),
    ("j", "y"), ("w", "v"), ("x", "ks"), ("h", ""), ("e", ""), ("ai", "ay"), ("au", "aw"), ("oo", "u"),
    ("tion", "shun"),
)  # fmt: skip
_LOOK_ALIKE = {
    "a": "а", "e": "е", "o": "о", "p": "р", "c": "с", "x": "х", "y": "у", "i": "і", "A": "А", "B": "В",
    "E": "Е", "K": "К",
    "M": "М", "H": "Н", "O": "О", "P": "Р", "C": "С", "T": "Т", "X": "Х", "l": "ӏ", "s": "ѕ", "j": "ј",
}  # fmt: skip
_UNSEEN = ("\u200b", "\u200d", "\ufeff", "\u00ad", "\u00a0", "\u200e")
_LETTERS = "etaoinshrdlucmfywgpbvkxqjz"


def _place(word: str, where: float) -> int:
    return min(int(where * len(word)), len(word) - 1)


def _put(word: str, place: int, letter: str, *, cut: int = 1) -> str:
    old = word[place : place + cut]
    return word[:place] + (letter.upper() if old.isupper() and old.isalpha() else letter) + word[place + cut :]


def neighbour_key(word: str, where: float, what: float) -> str:
    """A key beside the right one."""
    place = _place(word, where)
    keys = _KEYS.get(word[place].lower())
    return _put(word, place, keys[int(what * len(keys))]) if keys else word


def wrong_letter(word: str, where: float, what: float) -> str:
    """Another letter or digit."""
    place = _place(word, where)
    letter = str(int(what * 10)) if word[place].isdigit() else _LETTERS[int(what * 26)]
    return _put(word, place, letter)


def dropped(word: str, where: float, _what: float) -> str:
    """A letter left out."""
    place = _place(word, where)
    return word[:place] + word[place + 1 :] if len(word) > 2 else word


def doubled(word: str, where: float, _what: float) -> str:
    """A letter typed twice."""
    place = _place(word, where)
    return word[: place + 1] + word[place].lower() + word[place + 1 :]


def added(word: str, where: float, what: float) -> str:
    """A letter too many."""
    place = _place(word, where) + 1
    letter = str(int(what * 10)) if word[place - 1].isdigit() else _LETTERS[int(what * 26)]
    return word[:place] + letter + word[place:]


def transposed(word: str, where: float, _what: float) -> str:
    """Two letters in each other's place."""
    if len(word) < 3:
        return word
    place = min(_place(word, where), len(word) - 2)
    pair = word[place + 1] + word[place]
    return (
        word[:place]
        + (pair.capitalize() if word[place].isupper() and word[place + 1].islower() else pair)
        + word[place + 2 :]
    )


def _replaced(word: str, where: float, what: float, pairs: tuple[tuple[str, str], ...]) -> str:
    """One of the pairs that fit, wherever it fits, counting from a place of chance."""
    for step in range(len(pairs)):
        old, new = pairs[(int(what * len(pairs)) + step) % len(pairs)]
        place = word.find(old, _place(word, where))
        place = place if place >= 0 else word.find(old)
        if place < 0 and word.isupper():
            place = word.find(old.upper())
        if place >= 0:
            return _put(word, place, new, cut=len(old))
    return word


def scanned(word: str, where: float, what: float) -> str:
    """Read by a machine: rn as m, l as 1."""
    return _replaced(word, where, what, _SCANNED)


def handwritten(word: str, where: float, what: float) -> str:
    """Copied from handwriting: n as u, 1 as 7."""
    return _replaced(word, where, what, _HANDWRITTEN)


def heard(word: str, where: float, what: float) -> str:
    """Written as it was heard."""
    return _replaced(word, where, what, _HEARD)


def cut_short(word: str, where: float, _what: float) -> str:
    """The column was too narrow, or the clerk abbreviated."""
    return word[: max(3, int(len(word) * (0.4 + 0.5 * where)))]


def spaced(word: str, where: float, what: float) -> str:
    """A space or hyphen lost, gained or exchanged."""
    for old, new in (
        ((" ", "-"), ("-", " "), ("'", ""), (" ", "")) if what < 0.5 else ((" ", ""), ("-", ""), ("'", " "), ("-", " "))
    ):
        if old in word:
            return word.replace(old, new, 1)
    place = _place(word, where)
    return word[:place] + " " + word[place:] if 2 <= place < len(word) - 1 else f" {word} "


def look_alike(word: str, _where: float, what: float) -> str:
    """Letters of another script that look the same."""
    return "".join(
        _LOOK_ALIKE.get(letter, letter) if what < 0.4 or place % 2 else letter for place, letter in enumerate(word)
    )


def unseen(word: str, where: float, what: float) -> str:
    """A character that no one sees."""
    place = _place(word, where)
    return word[:place] + _UNSEEN[int(what * len(_UNSEEN))] + word[place:]


def garbled(word: str, where: float, what: float) -> str:
    """Saved in one encoding and opened in another."""
    if word.isascii():
        return dropped(word, where, what)
    try:
        return word.encode("utf-8").decode("cp1252") if what < 0.5 else word.encode("ascii", "replace").decode()
    except UnicodeDecodeError:
        return word.encode("ascii", "replace").decode()


def littered(word: str, where: float, what: float) -> str:
    """A mark that does not belong: a question mark, a dot, a bracket."""
    mark = ("?", ".", "*", "'", " (?)", "/", ",", "`")[int(what * 8)]
    return word + mark if where < 0.7 else mark.strip() + word


MISTAKES: tuple[tuple[str, Mistake, float], ...] = (
    ("neighbour key", neighbour_key, 1.6),
    ("wrong letter", wrong_letter, 1.0),
    ("dropped letter", dropped, 1.6),
    ("doubled letter", doubled, 0.8),
    ("added letter", added, 0.9),
    ("transposed letters", transposed, 1.2),
    ("scanned", scanned, 0.7),
    ("handwriting", handwritten, 0.8),
    ("heard", heard, 1.6),
    ("cut short", cut_short, 0.5),
    ("space or hyphen", spaced, 0.5),
    ("look-alike letters", look_alike, 0.12),
    ("unseen character", unseen, 0.12),
    ("garbled encoding", garbled, 0.15),
    ("stray mark", littered, 0.25),
)
"""Kinds of mistake, and how common each is before an agency's own habits."""


@cache
def _spellings() -> dict[str, list[tuple[str, str]]]:
    rules: dict[str, list[tuple[str, str]]] = {}
    for row in rows("spelling.csv"):
        rules.setdefault(row["group"], []).append((row["from"], row["to"]))
    return rules


@cache
def _known_forms() -> dict[str, tuple[str, ...]]:
    return {form: tuple(forms) for row in rows("arabic.csv") for forms in [row["latin"].split("/")] for form in forms}


def respelled(name: str, group: str, where: float, what: float) -> str:
    """Another spelling that is usual for the name: one of its known forms, or one rule of its language's
    group.

    A rule that begins with ^ holds at the beginning of the name, one that ends with $ at its end.
    """
    forms = _known_forms().get(name)
    if forms and group == "arabic":
        return forms[int(where * len(forms))]
    rules, low = _spellings()[group], name.lower()
    first = int(what * len(rules))
    for old, new in (*rules[first:], *rules[:first]):
        sought = old.strip("^$")
        place = low.rfind(sought) if old[-1] == "$" else low.find(sought)
        if place < 0 or (old[0] == "^" and place) or (old[-1] == "$" and place + len(sought) < len(low)):
            continue
        changed = name[:place] + new + name[place + len(sought) :]
        return changed[:1].upper() + changed[1:] if name[:1].isupper() else changed
    return name
