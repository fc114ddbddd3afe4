"""Lines that somebody types, one name or number a line, as what a tip names."""

from collections.abc import Iterator

from manumit import terms
from manumit.link import contacts
from manumit_desk.registry.models import MentionRole
from manumit_desk.tips.draft import Named
from manumit_desk.tips.models import TipEntry

MOST_LINES, LONGEST_LINE = 20, 300
Kind = TipEntry.Kind


class TooMuchError(ValueError):
    """There are more lines, or longer ones, than a tip takes."""


def lines_of(text: str) -> list[str]:
    """The lines that say something. TooMuchError beyond 20 lines of 300 characters."""
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_LINES or any(len(line) > LONGEST_LINE for line in lines):
        raise TooMuchError
    return lines


def contact_points(text: str) -> Iterator[Named]:
    """Phone numbers, e-mail addresses, websites, account names; the type is read from the spelling."""
    for line in lines_of(text):
        read = contacts.read_contact(line)
        fields = {"type": read.type, "value": line} if read else {"value": line}
        yield Named(kind=Kind.CONTACT, role=MentionRole.CONTACT, fields=fields)


def businesses(text: str) -> Iterator[Named]:
    """Names of businesses."""
    for line in lines_of(text):
        yield Named(kind=Kind.ORGANISATION, role=MentionRole.BUSINESS, fields={"name": line})


def people(text: str, role: MentionRole) -> Iterator[Named]:
    """Names of people in a role."""
    for line in lines_of(text):
        yield Named(kind=Kind.PERSON, role=role, fields={"name": line})


def places(text: str) -> Iterator[Named]:
    """Addresses."""
    for line in lines_of(text):
        yield Named(kind=Kind.PLACE, role=MentionRole.PLACE, fields={"address": line})


def vehicles(text: str) -> Iterator[Named]:
    """Plates, each followed by its state where it is known: "ABC 1234 TX"."""
    states = {row["code"] for row in terms.load("states")}
    for line in lines_of(text):
        plate, _, last = line.rpartition(" ")
        fields = {"plate": plate, "region": last.upper()} if plate and last.upper() in states else {"plate": line}
        yield Named(kind=Kind.VEHICLE, role=MentionRole.VEHICLE, fields=fields)
