"""Contact points: telephone numbers, e-mail addresses, handles, web addresses, wallets; compared once normalised."""

from manumit.link import contacts
from manumit.link.comparison import TEXT, Comparison, Key, Kind, Level, Part, Reading
from manumit.link.conditions import Absent, Same

RAW_FIELDS = ("type", "value", "country")
SCHEMA = {"contact_type": TEXT, "contact": TEXT}


def _read(type_: str | None, value: str | None, country: str | None) -> tuple[str | None, str | None]:
    """A raw contact point as its type and its one spelling; both None when the value is no contact point."""
    read = contacts.read_contact(value or "", type_, (country or "US").upper()[:2])
    return (read.type, read.value) if read else (None, None)


READINGS = (Reading(RAW_FIELDS, tuple(SCHEMA), _read),)

COMPARISONS = (Comparison("contact", Absent("contact"), (Level("same contact point", Same("contact")),), ("contact",)),)
# The only key, and exact: a number in hundreds of records is what agencies look for, so the cap is high.
KEYS = (Key("contact", "a contact point", (Part("contact"),), 500),)

CONTACT = Kind("contact", RAW_FIELDS, SCHEMA, READINGS, COMPARISONS, KEYS, ())
