"""The words by which records are found in a search, in the database's own full-text index (FTS5, or PostgreSQL's).

Words are folded to plain letters, so that accents and scripts do not matter. A mention's names are there also by
sound, its telephone numbers, e-mail addresses and plates in their one spelling. What is looked for goes the same way.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from django.db import connection
from django.db.models.expressions import RawSQL

from manumit.link import contacts
from manumit.link.text import fold, sound
from manumit_desk.guard.held import HeldObject
from manumit_desk.registry.models import Mention, SearchText

MOST_WORDS, LONGEST_WORD = 3_000, 60
_NUMBERS = re.compile(r"\+?\(?\d[\d\s().\-]{6,20}\d")
_MAILS = re.compile(r"[^@\s<>\"']+@[^@\s<>\"']+\.[^@\s<>\"']+")
_NAMES = ("name", "given_name", "middle_name", "family_name", "other_names")
_LOOK_ALIKES = str.maketrans("oqdizsb", "0001258")


def set_mention_words(source: HeldObject, file: HeldObject, mentions: Iterable[Mention]) -> None:
    """Let a record be found by what it mentions."""
    words = dict.fromkeys(word for one in mentions for word in words_of_fields(one.kind, one.fields))
    _set(source, file, mention_words=_joined(words))


def set_text_words(source: HeldObject, file: HeldObject, text: str) -> None:
    """Let a record be found by the words of a text."""
    _set(source, file, text_words=_joined(dict.fromkeys(words_of_text(text))))


def forget_words(source: HeldObject) -> None:
    """Let a record not be found any more."""
    for held in SearchText.objects.filter(source_kind=source.kind_of_record(), source_id=source.pk):
        _unindex(held.pk)
        held.delete()


def words_of_fields(kind: str, fields: dict[str, str]) -> Iterator[str]:
    """The words of a mention's raw fields; names also by sound."""
    for name, value in fields.items():
        if kind == "person" and name == "sex":
            continue
        yield from words_of_text(value)
        if name in _NAMES:
            yield from _words_of_name(fold(value))
    if kind == "vehicle":
        yield from (plate_word(fields[name]) for name in ("plate", "vin") if fields.get(name))


def _words_of_name(words: Sequence[str]) -> Iterator[str]:
    """A name's words by sound, and neighbours written as one: Al-Rashid is also Alrashid."""
    joined = [one + other for one, other in pairwise(words)]
    yield from joined
    yield from (f"s_{key}" for word in (*words, *joined) if len(key := sound(word)) > 1)


def words_of_text(text: str) -> Iterator[str]:
    """The words of any text, with the telephone numbers and e-mail addresses in it in their one spelling."""
    yield from fold(text)
    yield from (f"t_{number[1:]}" for found in _NUMBERS.findall(text) if (number := contacts.phone(found)))
    yield from (mail_word(mail) for found in _MAILS.findall(text) if (mail := contacts.email(found)))


def mail_word(address: str) -> str:
    """An e-mail address as one word."""
    return "m_" + "_".join(fold(address))


def plate_word(text: str) -> str:
    """A plate as one word, with the characters that are taken for one another made one."""
    return "p_" + "".join(fold(text)).translate(_LOOK_ALIKES)


def having(ways: Iterable[Iterable[str]]) -> RawSQL:
    """The numbers of the texts that hold all words of one of these ways; plain words also as beginnings."""
    if connection.vendor == "sqlite":
        asked = " OR ".join("(" + " AND ".join(f'"{word}"{_star(word, "*")}' for word in words) + ")" for words in ways)
        return RawSQL("select rowid from registry_words where registry_words match %s", [asked])
    asked = " | ".join("(" + " & ".join(f"'{word}'{_star(word, ':*')}" for word in words) + ")" for words in ways)
    return RawSQL("select number from registry_words where words @@ %s::tsquery", [asked])


def _star(word: str, sign: str) -> str:
    """The sign for "begins with"; sounds, telephone numbers and e-mail addresses must be whole."""
    return "" if word.startswith(("s_", "t_", "m_")) else sign


def create_words(on: Any = connection) -> None:
    """Make the empty full-text index."""
    with on.cursor() as cursor:
        cursor.execute("drop table if exists registry_words")
        if on.vendor == "sqlite":
            tokens = "unicode61 tokenchars '_'"
            cursor.execute(f'create virtual table registry_words using fts5(words, detail=none, tokenize="{tokens}")')
        else:
            cursor.execute("create table registry_words (number bigint primary key, words tsvector not null)")
            cursor.execute("create index registry_words_words on registry_words using gin (words)")


def _joined(words: Iterable[str]) -> str:
    short = (word for word in words if len(word) <= LONGEST_WORD)
    return " ".join(word for word, _ in zip(short, range(MOST_WORDS), strict=False))


def _set(source: HeldObject, file: HeldObject, **words: str) -> None:
    whole = source.whole
    places = {
        "file_kind": file.kind_of_record(),
        "file_id": file.pk,
        "owner_id": source.owner_id,
        "whole_owner_id": whole.owner_id if whole else None,
        "handling": source.handling,
    }
    key = {"source_kind": source.kind_of_record(), "source_id": source.pk}
    held = SearchText.objects.filter(**key).first() or SearchText(**key)
    before = (held.mention_words, held.text_words)
    for name, value in {**places, **words}.items():
        setattr(held, name, value)
    is_new = held._state.adding
    held.save()
    if is_new or before != (held.mention_words, held.text_words):
        _unindex(held.pk)
        _index(held.pk, f"{held.mention_words} {held.text_words}")


def _index(number: int, words: str) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("insert into registry_words (rowid, words) values (%s, %s)", [number, words])
        else:
            sql = "insert into registry_words (number, words) values (%s, array_to_tsvector(%s::text[]))"
            cursor.execute(sql, [number, list(dict.fromkeys(words.split()))])


def _unindex(number: int) -> None:
    column = "rowid" if connection.vendor == "sqlite" else "number"
    with connection.cursor() as cursor:
        cursor.execute(f"delete from registry_words where {column} = %s", [number])
