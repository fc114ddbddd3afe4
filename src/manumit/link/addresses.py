"""Addresses and places in words that can be compared."""

from dataclasses import dataclass
from functools import lru_cache

from manumit.link.text import fold

# The short form stands for all; only words that end or open a street name in the address files seen.
_SHORT = {
    "street": "st", "str": "st", "avenue": "ave", "av": "ave", "avenida": "ave", "road": "rd", "drive": "dr",
    "place": "pl", "court": "ct", "crt": "ct", "lane": "ln", "boulevard": "blvd", "crescent": "cres", "cr": "cres",
    "circuit": "cct", "close": "cl", "parade": "pde", "terrace": "tce", "highway": "hwy", "square": "sq",
    "north": "n", "south": "s", "east": "e", "west": "w", "apartment": "apt", "apartamento": "apt", "unit": "apt",
    "flat": "apt", "suite": "apt", "calle": "cl", "carretera": "carr", "colonia": "col", "saint": "st", "mount": "mt",
    "fort": "ft",
}  # fmt: skip
MAX_WORDS = 12


@dataclass(frozen=True, slots=True)
class Address:
    """A street address: its house number and the words of its street, in the order written."""

    house: str | None
    street: str | None


@lru_cache(maxsize=1 << 14)
def read_address(text: str | None) -> Address:
    """A street line taken apart; both parts None when it holds nothing."""
    words = [_SHORT.get(word, word) for word in fold(text or "")][:MAX_WORDS]
    house = next((word for word in words if word[0].isdigit()), None)
    street = " ".join(word for word in words if not word[0].isdigit())
    return Address(house, street or None)


def house_and_street(text: str | None) -> tuple[str | None, str | None]:
    """The house number and the street of a street line."""
    address = read_address(text)
    return address.house, address.street


@lru_cache(maxsize=1 << 14)
def place_name(text: str | None) -> str | None:
    """A town, county, state or country in folded words."""
    words = [_SHORT.get(word, word) for word in fold(text or "")]
    return " ".join(words[:MAX_WORDS]) or None


@lru_cache(maxsize=1 << 14)
def postcode(text: str | None) -> str | None:
    """A postal code in capitals without spaces; the four digits after a U.S. ZIP are dropped (they change often)."""
    code = "".join(fold(text or "")).upper()
    if len(code) == 9 and code.isdigit():
        code = code[:5]
    return code.removesuffix(".0") or None
