"""The only ways to a tip: by its id for members, by its code for the caller."""

from datetime import datetime
from uuid import UUID

from manumit_desk.agencies.viewer import Viewer
from manumit_desk.guard.access import NotThere, access
from manumit_desk.tips.followup import digest_of, read_code
from manumit_desk.tips.models import Tip, TipEntry, TipHandover, TipImport


def access_tip(viewer: Viewer | None, tip_id: UUID | str, *, at: datetime) -> Tip:
    """A tip that the viewer may see, or NotThere."""
    return access(Tip, viewer, tip_id, at=at, act="read tip")


def access_entry(viewer: Viewer | None, entry_id: UUID | str, *, at: datetime) -> TipEntry:
    """An entry of a tip that the viewer may see, or NotThere."""
    return access(TipEntry, viewer, entry_id, at=at, act="read tip")


def access_handover(viewer: Viewer | None, handover_id: UUID | str, *, at: datetime) -> TipHandover:
    """A handover from or to the viewer's desk, or NotThere. It holds nothing of what the tip says."""
    return access(TipHandover, viewer, handover_id, at=at)


def access_import(viewer: Viewer | None, import_id: UUID | str, *, at: datetime) -> TipImport:
    """A file of tips that the viewer's agency brought in, or NotThere."""
    return access(TipImport, viewer, import_id, at=at)


def tip_by_code(code: str) -> Tip:
    """The tip that a caller's follow-up code is for, or NotThere. Who has the code sees status and outcome, no more."""
    if read_code(code) is None:
        raise NotThere
    found: Tip | None = Tip.objects.for_system().filter(code_digest=digest_of(code)).select_related("owner").first()
    if found is None:
        raise NotThere
    return found
