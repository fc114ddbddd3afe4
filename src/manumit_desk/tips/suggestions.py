"""Contact points found in what a tip says: suggestions for the desk, which are entered only when a person says so."""

import re
from dataclasses import dataclass

from phonenumbers import PhoneNumberFormat, PhoneNumberMatcher, format_number

from manumit.link import contacts
from manumit_desk.registry.models import MentionRole
from manumit_desk.tips.draft import Named
from manumit_desk.tips.models import TipEntry

_EMAIL = re.compile(r"[^@\s<>()\"',;]{1,64}@[^@\s<>()\"',;]{1,190}\.[A-Za-z]{2,24}")
_SITE = re.compile(r"(?:https?://|www\.)[^\s<>()\"']{3,300}", re.IGNORECASE)
MOST, MOST_LETTERS = 20, 20_000


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A contact point as it stands in the text, its type, and how it would be entered."""

    type: str
    value: str

    def named(self) -> Named:
        """The entry that it would become."""
        fields = {"type": self.type, "value": self.value}
        return Named(kind=TipEntry.Kind.CONTACT, role=MentionRole.CONTACT, fields=fields)


def contact_points_in(text: str) -> list[Suggestion]:
    """The phone numbers, e-mail addresses and websites in a text, each once, in one spelling."""
    read = text[:MOST_LETTERS]
    phones = [
        Suggestion("phone", format_number(match.number, PhoneNumberFormat.E164))
        for match in PhoneNumberMatcher(read, "US")
    ]
    mails = [Suggestion("email", found) for one in _EMAIL.findall(read) if (found := contacts.email(one))]
    sites = [Suggestion("url", found) for one in _SITE.findall(read) if (found := contacts.url(one.rstrip(".,;:!?")))]
    return list(dict.fromkeys([*phones, *mails, *sites]))[:MOST]
