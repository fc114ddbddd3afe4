"""The kinds of mention, one a module, in one visible registry."""

from manumit.errors import InputError
from manumit.link.comparison import Kind
from manumit.link.kinds.person import PERSON

KINDS: dict[str, Kind] = {kind.name: kind for kind in (PERSON,)}


def kind_named(name: str) -> Kind:
    """The kind with a name; an `InputError` that lists them all when there is none."""
    try:
        return KINDS[name]
    except KeyError:
        raise InputError(f"there is no kind '{name}'", remedy=f"use one of: {', '.join(KINDS)}") from None
