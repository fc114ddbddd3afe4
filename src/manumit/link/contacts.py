"""Contact points and identifiers in the one spelling under which they are equal."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import phonenumbers

from manumit.link.text import fold

_NORTH_AMERICAN = re.compile(r"\+?1?[\s.(-]*([2-9]\d{2})[\s.)-]*([2-9]\d{2})[\s.-]*(\d{4})")
_EXTENSION = re.compile(r"\s*(?:ext\.?|x|#)\s*\d+\s*$", re.IGNORECASE)
# Halves of characters, which broken text may hold, can be in no address.
_EMAIL = re.compile(r"[^@\s<>\"'\ud800-\udfff]+@[^@\s<>\"'\ud800-\udfff]+\.[^@\s<>\"'\ud800-\udfff]+")
_SPACES = re.compile(r"\s+")
_PLACEHOLDER = re.compile(r"(\d)\1*|x+|none|unknown|na|nil|null|test", re.IGNORECASE)
# Providers that ignore dots and "+tag" in the part before the @.
_DOTLESS = frozenset({"gmail.com", "googlemail.com"})


@lru_cache(maxsize=1 << 14)
def phone(text: str, country: str = "US") -> str | None:
    """A telephone number in E.164 (`+15551234567`); None when it cannot be one. `country` reads local numbers."""
    plain = _EXTENSION.sub("", text).strip()
    if country == "US" and (match := _NORTH_AMERICAN.fullmatch(plain)):
        return f"+1{match[1]}{match[2]}{match[3]}"
    try:
        number = phonenumbers.parse(plain, country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


@lru_cache(maxsize=1 << 14)
def email(text: str) -> str | None:
    """An e-mail address in lower case, without the parts that its provider ignores; None when it is none."""
    match = _EMAIL.search(text.strip().removeprefix("mailto:"))
    if not match:
        return None
    name, _, domain = match[0].lower().strip(".,;").rpartition("@")
    if domain in _DOTLESS:
        name, domain = name.partition("+")[0].replace(".", ""), "gmail.com"
    return f"{name}@{domain}"


@lru_cache(maxsize=1 << 14)
def identifier(text: str) -> str | None:
    """An identifier as `type:value`: the value in capitals without spaces and punctuation; None for a placeholder.

    "ssn: 123-45-6789" is `ssn:123456789`; without a type it is `id:123456789`. 000000000 and "unknown" are nothing.
    """
    kind, colon, value = text.partition(":")
    if not colon:
        kind, value = "id", text
    value = "".join(fold(value)).upper()
    if len(value) < 3 or _PLACEHOLDER.fullmatch(value):
        return None
    return f"{'_'.join(fold(kind)) or 'id'}:{value}"


def identifiers(text: str | None) -> tuple[list[str] | None, list[str] | None, str | None]:
    """The identifiers in a field, their types, and the first of them."""
    read = all_of(identifier, text)
    if not read:
        return None, None, None
    return read, list(dict.fromkeys(value.partition(":")[0] for value in read)), read[0]


def several(text: str | None) -> list[str]:
    """The parts of a field that holds several values, separated by | or ;."""
    if not text:
        return []
    if "|" not in text and ";" not in text:
        return [text]
    return [part.strip() for part in re.split(r"[|;]", text) if part.strip()]


def all_of(reader: Callable[[str], str | None], text: str | None) -> list[str] | None:
    """What a reader makes of each part of a field, once each; None when nothing is left."""
    if not text:
        return None
    read = (reader(part) for part in several(text))
    return list(dict.fromkeys(value for value in read if value)) or None


_WALLETS = re.compile(
    r"0x[0-9a-fA-F]{40}|bc1[02-9ac-hj-np-z]{11,71}|[13][1-9A-HJ-NP-Za-km-z]{25,34}|T[1-9A-HJ-NP-Za-km-z]{33}"
)
_URL = re.compile(
    r"(?:[a-z][a-z0-9+.-]*://)?(?:www\.)?([^/\s?#:@\ud800-\udfff]+\.[^/\s?#:@\ud800-\udfff]+)(?::\d+)?"
    r"(/[^\s?#\ud800-\udfff]*)?(\?[^\s#\ud800-\udfff]*)?(?:#\S*)?",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"@?([\w.\-]{2,64})")


@lru_cache(maxsize=1 << 14)
def url(text: str) -> str | None:
    """A web address without scheme, "www.", port and fragment, its host in lower case; None when it is none."""
    match = _URL.fullmatch(text.strip())
    if not match:
        return None
    return match[1].lower() + (match[2] or "").rstrip("/") + (match[3] or "")


def wallet(text: str) -> str | None:
    """A cryptocurrency address; those whose case means nothing in lower case. None when it is none."""
    plain = text.strip().rpartition(":")[2]
    if not _WALLETS.fullmatch(plain):
        return None
    return plain.lower() if plain.startswith(("0x", "bc1")) else plain


def handle(text: str) -> str | None:
    """A user name on some service, lower case without the @; None when it is none."""
    match = _HANDLE.fullmatch(text.strip())
    return match[1].lower() if match else None


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact point: its type, and its one spelling with the type before it, so that types never collide."""

    type: str
    value: str


def read_contact(text: str, type_: str | None = None, country: str = "US") -> Contact | None:
    """A contact point of a known type, or of the first type that the text can be; None when it is none."""
    readers: dict[str, Callable[[str], str | None]] = {
        "email": email,
        "wallet": wallet,
        "phone": lambda value: phone(value, country),
        "url": url,
        "handle": handle,
    }
    wanted = "_".join(fold(type_ or ""))
    for name, reader in readers.items():
        value = reader(text) if wanted in ("", name) else None
        if value:
            return Contact(name, f"{name}:{value}")
    return None
