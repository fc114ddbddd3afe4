"""The only way to fetch a held object: what is not yours and what is not there answer alike."""

from datetime import datetime
from typing import TypeVar, cast
from uuid import UUID

from django.http import Http404

from manumit_desk.agencies.viewer import Viewer
from manumit_desk.guard import audit
from manumit_desk.guard.handling import Handling
from manumit_desk.guard.held import HeldObject

Held = TypeVar("Held", bound=HeldObject)
AUDITED_READS = frozenset({Handling.VICTIM_CONFIDENTIAL, Handling.LAW_ENFORCEMENT, Handling.TRIBAL})
"""Records of which every reading is a line in the audit."""


class NotThere(Http404):
    """There is nothing that this viewer may see under this id."""


def access(kind: type[Held], viewer: Viewer | None, record_id: UUID | str, *, at: datetime, act: str = "read") -> Held:
    """The record with an id that the viewer may see, its reading audited. NotThere otherwise, whatever the cause."""
    try:
        wanted = record_id if isinstance(record_id, UUID) else UUID(record_id)
    except ValueError:
        raise NotThere from None
    if viewer is None:
        raise NotThere
    found = kind.objects.visible_to(viewer).filter(pk=wanted).select_related("owner").first()
    held = cast("Held | None", found)
    if held is None:
        audit.record("refused", viewer=viewer, at=at, kind=kind.kind_of_record(), wanted=str(wanted))
        raise NotThere
    if held.handling in AUDITED_READS:
        audit.record(act, viewer=viewer, at=at, held=held)
    return held
