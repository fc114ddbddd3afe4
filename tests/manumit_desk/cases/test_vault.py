"""Documents at rest: nobody reads them without the key, and whoever changes one is found out."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from hypothesis import given, settings
from hypothesis import strategies as st

from manumit_desk.cases import vault

SECRET = b"Marisol Quetzal, room 14"


def at_rest(name: str) -> Path:
    return Path(default_storage.path(name))


def plain(name: str) -> bytes:
    return b"".join(vault.read(name))


@pytest.mark.parametrize("size", [0, 1, vault.CHUNK - 1, vault.CHUNK, vault.CHUNK + 1, 3 * vault.CHUNK])
def test_what_is_kept_comes_back_whole(size: int) -> None:
    content = (SECRET * (size // len(SECRET) + 1))[:size]
    name = vault.keep([content[:7], content[7:]])
    assert plain(name) == content
    vault.drop(name)


@given(st.lists(st.binary(max_size=200), max_size=20))
@settings(max_examples=25)
def test_however_a_document_comes_in_pieces_it_is_the_same(pieces: list[bytes]) -> None:
    name = vault.keep(pieces)
    assert plain(name) == b"".join(pieces)
    vault.drop(name)


def test_the_bytes_on_disk_hold_nothing_of_the_text_and_only_the_owner_may_read_them() -> None:
    name = vault.keep([SECRET * 50])
    path = at_rest(name)
    assert SECRET not in path.read_bytes()
    assert SECRET[:7] not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0
    assert vault.keep([SECRET * 50]) != name
    assert at_rest(name).read_bytes() != at_rest(vault.keep([SECRET * 50])).read_bytes()


def changed(content: bytes) -> Iterator[bytes]:
    """A document's bytes, each time damaged in another way."""
    middle = len(content) // 2
    yield content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]
    yield content[:-1]
    yield content[: len(content) - (len(content) % (vault.CHUNK + 16)) or -1]
    yield content + b"more"
    yield b"PLAIN" + content[5:]
    yield b""


def test_a_changed_cut_or_longer_document_does_not_open() -> None:
    name = vault.keep([SECRET * 10_000])
    whole = at_rest(name).read_bytes()
    for damaged in changed(whole):
        at_rest(name).write_bytes(damaged)
        with pytest.raises(vault.DamagedError):
            plain(name)
    at_rest(name).write_bytes(whole)
    assert plain(name) == SECRET * 10_000


def test_a_document_under_another_ones_name_does_not_open() -> None:
    first, second = vault.keep([b"one"]), vault.keep([b"two"])
    at_rest(second).write_bytes(at_rest(first).read_bytes())
    with pytest.raises(vault.DamagedError):
        plain(second)


def test_a_document_that_is_gone_is_named_so() -> None:
    name = vault.keep([b"one"])
    vault.drop(name)
    vault.drop(name)
    with pytest.raises(vault.DamagedError):
        plain(name)


def test_a_new_key_opens_what_the_old_one_closed_and_a_wrong_one_does_not(settings: Any) -> None:
    name = vault.keep([b"old"])
    settings.DOCUMENT_KEY = f"a-new-key {settings.DOCUMENT_KEY}"
    assert plain(name) == b"old"
    settings.DOCUMENT_KEY = "a-new-key"
    with pytest.raises(vault.DamagedError):
        plain(name)


def test_when_keeping_fails_nothing_stays() -> None:
    def broken() -> Iterator[bytes]:
        yield b"first"
        raise OSError("the line went dead")

    before = sorted(at_rest(".").iterdir())
    with pytest.raises(OSError, match="went dead"):
        vault.keep(broken())
    assert sorted(at_rest(".").iterdir()) == before
