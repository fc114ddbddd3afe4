"""What a room says of a record: its mentions, as plain values. Rooms declare these and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass

from manumit_desk.registry.models import MentionRole


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionDraft:
    """A mention to be: its kind, its role in the record, and the raw fields of its kind (docs/data/fields.md)."""

    kind: str
    fields: Mapping[str, str]
    role: MentionRole = MentionRole.OTHER

    def known(self) -> dict[str, str]:
        """The fields that say something."""
        return {name: value for name, value in self.fields.items() if value.strip()}

    def is_empty(self) -> bool:
        """Whether nothing in it is known."""
        return not self.known()
