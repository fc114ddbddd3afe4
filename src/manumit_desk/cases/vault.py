"""Documents at rest: each encrypted on its own, under a random name, in the data folder.

A file is a header (mark, key number, salt) and chunks of AES-256-GCM. Each file has its own key, derived from
settings.DOCUMENT_KEY and the salt (HKDF, SHA-256). A chunk's nonce holds its number and whether it is the last, and
the name and header are authenticated with each: chunks that are changed, moved, cut off or put under another
document's name do not open (after Hoang, Reyhanitabar, Rogaway, Vizár 2015, STREAM).

DOCUMENT_KEY may hold several keys parted by spaces: the first encrypts, all are tried for reading. So a key is changed.
"""

import os
import secrets
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.files.storage import default_storage

_MARK = b"MNMT1"
_KEY_NUMBER, _SALT, _TAG = 8, 16, 16
_HEADER = len(_MARK) + _KEY_NUMBER + _SALT
CHUNK = 64 * 1024
"""Plain bytes that are encrypted, and held in memory, at once."""


class DamagedError(Exception):
    """A document is missing, was changed, or belongs to a key that is not there."""


def _folder() -> Path:
    folder = Path(default_storage.path("."))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def keep(chunks: Iterable[bytes]) -> str:
    """Encrypt a document as it comes in; returns its random name. When anything fails, nothing stays."""
    name = secrets.token_hex(24)
    path = _folder() / name
    waiting = path.with_suffix(".part")
    try:
        with open(waiting, "xb", opener=lambda at, flags: os.open(at, flags, 0o600)) as file:
            _encrypt(name, chunks, file)
            file.flush()
            os.fsync(file.fileno())
        waiting.replace(path)
    except BaseException:
        waiting.unlink(missing_ok=True)
        raise
    return name


def read(name: str) -> Iterator[bytes]:
    """The plain bytes of a document, in chunks. DamagedError when it is not whole."""
    try:
        file = (_folder() / name).open("rb")
    except FileNotFoundError:
        raise DamagedError("the document is not in store") from None
    with file:
        yield from _decrypt(name, file)


def drop(name: str) -> None:
    """Delete a document; deleting it again changes nothing."""
    (_folder() / name).unlink(missing_ok=True)


def _encrypt(name: str, chunks: Iterable[bytes], file: BinaryIO) -> None:
    secret = settings.DOCUMENT_KEY.split()[0]
    salt = secrets.token_bytes(_SALT)
    header = _MARK + _number_of(secret) + salt
    file.write(header)
    cipher, bound = AESGCM(_key(secret, salt)), header + name.encode()
    file.writelines(
        cipher.encrypt(_nonce(number, is_last), chunk, bound)
        for number, (chunk, is_last) in enumerate(_marked(_evenly(chunks)))
    )


def _decrypt(name: str, file: BinaryIO) -> Iterator[bytes]:
    header = file.read(_HEADER)
    mark, number, salt = header[: len(_MARK)], header[len(_MARK) : -_SALT], header[-_SALT:]
    secret = next((one for one in settings.DOCUMENT_KEY.split() if _number_of(one) == number), None)
    if mark != _MARK or secret is None or len(header) != _HEADER:
        raise DamagedError("the document's header is not ours, or its key is not there")
    cipher, bound = AESGCM(_key(secret, salt)), header + name.encode()
    sealed = iter(lambda: file.read(CHUNK + _TAG), b"")
    try:
        for place, (chunk, is_last) in enumerate(_marked(sealed)):
            yield cipher.decrypt(_nonce(place, is_last), chunk, bound)
    except InvalidTag:
        raise DamagedError("the document was changed") from None


def _key(secret: str, salt: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=b"manumit document").derive(secret.encode())


def _number_of(secret: str) -> bytes:
    """By which a key is known in a header; says nothing of it."""
    return sha256(b"manumit document key number" + secret.encode()).digest()[:_KEY_NUMBER]


def _nonce(number: int, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])


def _evenly(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in chunks of CHUNK, the last one shorter."""
    waiting = bytearray()
    for chunk in chunks:
        waiting += chunk
        while len(waiting) >= CHUNK:
            yield bytes(waiting[:CHUNK])
            del waiting[:CHUNK]
    if waiting:
        yield bytes(waiting)


def _marked(chunks: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Each chunk and whether it is the last. Of nothing: one empty chunk, so that being empty is authenticated too."""
    held: bytes | None = None
    for chunk in chunks:
        if held is not None:
            yield held, False
        held = chunk
    yield held or b"", True
