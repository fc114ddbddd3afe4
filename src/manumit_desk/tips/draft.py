"""What is said of a tip that comes in, as plain values: from a form, a file or a partner's system."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from manumit_desk.registry.models import MentionRole
from manumit_desk.tips.models import Answer, Tip, TipEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Somebody or something that a tip names: its kind, its role, and the raw fields of its kind."""

    kind: str
    fields: Mapping[str, str]
    role: str = MentionRole.OTHER


@dataclass(frozen=True, slots=True, kw_only=True)
class TipDraft:
    """A tip to be. Of an anonymous caller no name, phone or address is kept, whatever was given."""

    what_happened: str
    where_text: str = ""
    when_text: str = ""
    state: str = ""
    language: str = "en"
    concern: str = Tip.Concern.UNSURE
    indicators: tuple[str, ...] = ()
    child: str = Answer.UNKNOWN
    child_is_foreign: str = Answer.UNKNOWN
    child_in_care: str = Answer.UNKNOWN
    child_is_missing: str = Answer.UNKNOWN
    in_danger_now: str = Answer.UNKNOWN
    may_tell_police: bool = False
    may_call_back: bool = False
    is_anonymous: bool = True
    caller_name: str = ""
    caller_phone: str = ""
    caller_email: str = ""
    safe_to_contact: str = ""
    named: tuple[Named, ...] = field(default=())

    def without_caller(self) -> Self:
        """The same without who called: what is kept of an anonymous caller. Nobody can call them back."""
        return replace(self, may_call_back=False, caller_name="", caller_phone="", caller_email="", safe_to_contact="")

    def names_a_victim(self) -> bool:
        """Whether somebody is named as harmed."""
        return any(one.role == MentionRole.VICTIM for one in self.named)


FACTS = (
    "what_happened", "where_text", "when_text", "state", "language", "concern", "child", "child_is_foreign",
    "child_in_care", "child_is_missing", "in_danger_now",
)  # fmt: skip
"""The fields of a tip that members may correct."""
WISHES = (
    "may_tell_police", "may_call_back", "is_anonymous", "caller_name", "caller_phone", "caller_email",
    "safe_to_contact",
)  # fmt: skip
"""The fields that say what the caller wants, and who the caller is."""
KINDS = frozenset(TipEntry.Kind.values)
