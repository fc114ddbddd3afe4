"""Contact points: telephone numbers, e-mail addresses, handles, web addresses, wallets; compared once normalised."""

from collections.abc import Mapping
from typing import Any

from manumit.link import contacts
from manumit.link.comparison import TEXT, Compact, Comparison, Key, Kind, Level, Part
from manumit.link.conditions import Absent, Same

RAW_FIELDS = ("type", "value", "country")
SCHEMA = {"contact_type": TEXT, "contact": TEXT}


def compact(raw: Mapping[str, Any]) -> Compact:
    """A raw contact point as its type and its one spelling; both None when the value is no contact point."""
    read = contacts.read_contact(raw.get("value") or "", raw.get("type"), (raw.get("country") or "US").upper()[:2])
    return {"contact_type": read.type if read else None, "contact": read.value if read else None}


COMPARISONS = (Comparison("contact", Absent("contact"), (Level("same contact point", Same("contact")),), ("contact",)),)
KEYS = (Key("contact", "a contact point", (Part("contact"),)),)

CONTACT = Kind("contact", RAW_FIELDS, SCHEMA, compact, COMPARISONS, KEYS, ())
