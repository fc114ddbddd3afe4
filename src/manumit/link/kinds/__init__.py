"""The kinds of mention, one a module, in one visible registry."""

from manumit.errors import InputError
from manumit.link.comparison import Kind
from manumit.link.kinds.contact import CONTACT
from manumit.link.kinds.organisation import ORGANISATION
from manumit.link.kinds.person import PERSON
from manumit.link.kinds.place import PLACE
from manumit.link.kinds.vehicle import VEHICLE
from manumit.link.kinds.vessel import VESSEL

KINDS: dict[str, Kind] = {kind.name: kind for kind in (PERSON, ORGANISATION, CONTACT, PLACE, VEHICLE, VESSEL)}


def kind_named(name: str) -> Kind:
    """The kind with a name; an `InputError` that lists them all when there is none."""
    try:
        return KINDS[name]
    except KeyError:
        raise InputError(f"there is no kind '{name}'", remedy=f"use one of: {', '.join(KINDS)}") from None
