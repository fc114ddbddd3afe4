"""What a party mentions, and the words by which a case and its parts are found in the search.

A party mentions itself and, of people and organisations, each phone number and address on the net as well: a number
that a tip names alone is found in this way, though the case knows it only as somebody's.
"""

from collections.abc import Iterator

from manumit_desk.cases.models import Case, CasePart, Party
from manumit_desk.registry.drafts import MentionDraft
from manumit_desk.registry.models import MentionRole

_OF_A_CONTACT = {"phone": "phone", "email": "email", "website": "url"}
_WORDS = {
    "cases.case": ("reference", "title", "county", "summary"),
    "cases.party": ("note",),
    "cases.casenote": ("text",),
    "cases.caseevent": ("what", "where", "city"),
    "cases.casetask": ("what",),
    "cases.document": ("name", "about"),
    "cases.charge": ("said",),
    "cases.outcome": ("sentence",),
}
"""The fields whose words the search finds, by kind of record."""


def text_of(held: Case | CasePart) -> str:
    """The words by which a record is found; who may not see it does not find it."""
    return " ".join(filter(None, (getattr(held, name) for name in _WORDS[held.kind_of_record()])))


def drafts_of(party: Party) -> list[MentionDraft]:
    """The mentions that a party declares."""
    fields = {name: str(value) for name, value in party.fields.items() if value}
    role = MentionRole(party.role)
    own = MentionDraft(kind=party.kind, fields=fields, role=role)
    return [own, *(MentionDraft(kind="contact", fields=one, role=role) for one in _contacts(party.kind, fields))]


def _contacts(kind: str, fields: dict[str, str]) -> Iterator[dict[str, str]]:
    if kind not in (Party.Kind.PERSON, Party.Kind.ORGANISATION):
        return
    for field, contact_type in _OF_A_CONTACT.items():
        for value in fields.get(field, "").replace(";", ",").split(","):
            if value.strip():
                yield {"type": contact_type, "value": value.strip()}
