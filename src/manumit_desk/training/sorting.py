"""Sectors of professionals, kinds of courses, and states, read from words: leads that a person can put right."""

import re
from collections.abc import Sequence
from functools import lru_cache

from manumit import terms
from manumit.pictures.states import state_of

_WORDS = re.compile(r"[^\w]+")


def plain(text: str) -> str:
    """A text in small letters with single spaces, without signs: what words are looked for in."""
    return " ".join(_WORDS.sub(" ", text.casefold()).split())


@lru_cache(maxsize=8192)
def sector_of(stated: str, job: str, employer: str) -> tuple[str, bool]:
    """The sector, and whether it is guessed: from what the roster says, else from the job, else from the employer."""
    rows = terms.load("professional_sectors")
    said = plain(stated)
    for row in rows:
        if said and said in (row["code"].replace("_", " "), plain(row["label"])):
            return row["code"], False
    for text in (stated, job, employer):
        found = _by_words(plain(text), "professional_sectors")
        if found:
            return found, True
    return "other", True


@lru_cache(maxsize=1024)
def course_kind_of(title: str) -> str:
    """The kind of a course that its title hints at; `other` where it says nothing."""
    return _by_words(plain(title), "course_kinds") or "other"


def _by_words(text: str, name: str) -> str | None:
    """The code of the first row of a vocabulary of which a word stands in the text, the longest word first."""
    padded = f" {text} "
    return next((code for word, code in _words(name) if f" {word} " in padded or f" {word}s " in padded), None)


@lru_cache(maxsize=8)
def _words(name: str) -> Sequence[tuple[str, str]]:
    pairs = [(plain(word), row["code"]) for row in terms.load(name) for word in row["words"].split("|") if word]
    return sorted(pairs, key=lambda pair: -len(pair[0]))


@lru_cache(maxsize=4096)
def state_code(text: str) -> str:
    """The two letters of a state as written; empty where it names none."""
    return state_of(text) or ""
