"""JSON Lines, and JSON files that hold one record or an array of records."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson

from manumit.errors import InputError
from manumit.formats.rows import LONGEST_NAME, NOT_UTF8, Bad, Reading, Rows, cell, refuse_names

MOST_COLUMNS = 2_000
_TOO_DEEP = "lists or fields stand in one another too deep"
_MARK = b"\xef\xbb\xbf"
Numbered = tuple[int, Any, str]
"""A row's number, what stands there (or Bad), and its text."""


def read_json(path: Path) -> Reading:
    """The table in a JSON file. Values with fields of their own become columns such as `address.city`."""
    records = list(_records(path))
    flat = [(number, _flat(record), text) for number, record, text in records]
    names = list(dict.fromkeys(name for _, record, _ in flat if not isinstance(record, Bad) for name in record))
    _refuse_columns(names, str(path))
    rows = Rows(str(path), names)
    for number, record, text in flat:
        try:
            if isinstance(record, Bad):
                raise record
            rows.keep(number, [_value(record.get(name), name) for name in names])
        except Bad as bad:
            rows.reject(number, bad, text)
    return rows.reading()


def _refuse_columns(names: list[str], file: str) -> None:
    refuse_names(names, file)
    if len(names) > MOST_COLUMNS:
        said = f"{len(names):,} columns; at most {MOST_COLUMNS:,} are taken"
        raise InputError(said, file=file, remedy="give records with the same few fields")


def _records(path: Path) -> Iterator[Numbered]:
    data = path.read_bytes().removeprefix(_MARK)
    if path.suffix == ".json" or data.lstrip()[:1] == b"[":
        try:
            whole = orjson.loads(data)
        except orjson.JSONDecodeError as error:
            if data.lstrip()[:1] == b"[":
                remedy = "mend the file, or give JSON Lines"
                raise InputError(
                    f"this is not JSON ({error})", file=str(path), row=error.lineno, remedy=remedy
                ) from error
        else:
            several = whole if isinstance(whole, list) else [whole]
            yield from ((number, one, _text(one)) for number, one in enumerate(several, 1))
            return
    yield from _lines(data)


def _lines(data: bytes) -> Iterator[Numbered]:
    for number, line in enumerate(data.split(b"\n"), 1):
        if not line.strip():
            continue
        text = line.decode("utf-8", "surrogateescape").strip()
        try:
            yield number, orjson.loads(line), text
        except orjson.JSONDecodeError as error:
            yield number, Bad(_why(line, error)), text


def _why(line: bytes, error: orjson.JSONDecodeError) -> str:
    try:
        line.decode()
    except UnicodeDecodeError:
        return NOT_UTF8
    return f"this is not JSON ({error})"


def _flat(record: Any) -> dict[str, Any] | Bad:
    """A record with the fields of its fields beside its own."""
    if isinstance(record, Bad):
        return record
    if not isinstance(record, dict):
        return Bad("this is no record: a JSON object in {} is wanted")
    try:
        flat = dict(_pairs(record, ""))
    except Bad as bad:
        return bad
    if any(len(name) > LONGEST_NAME or not name.isprintable() for name in flat):
        return Bad("this has a field with no proper name")
    return flat


def _pairs(record: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, Any]]:
    if len(prefix) > LONGEST_NAME:
        raise Bad(_TOO_DEEP)
    for name, value in record.items():
        if isinstance(value, dict):
            yield from _pairs(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value


def _value(value: Any, column: str) -> str | None:
    match value:
        case None:
            return None
        case str():
            return cell(value, column)
        case list():
            parts = [_text(part) if isinstance(part, list) else _value(part, column) for part in value]
            return cell(" | ".join(part for part in parts if part), column)
        case bool() | dict():
            return cell(_text(value), column)
        case _:
            return cell(str(value), column)


def _text(value: Any) -> str:
    try:
        return orjson.dumps(value).decode()
    except orjson.JSONEncodeError:
        return f"({_TOO_DEEP})"
