"""Bringing in a file of tips: kept, read in the background, and undone as a whole when it is stopped or fails."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from manumit.errors import InputError
from manumit.progress import Progress
from manumit_desk.agencies.viewer import Viewer
from manumit_desk.guard import audit
from manumit_desk.guard.permission import RefusedError
from manumit_desk.registry.actions import withdraw_mentions
from manumit_desk.tips.actions.receive import receive_tip
from manumit_desk.tips.importing import Row, SetAside
from manumit_desk.tips.mentions import entries_of
from manumit_desk.tips.models import Tip, TipImport

AT_ONCE = 25
"""Tips that are written in one transaction: others can work meanwhile."""


@transaction.atomic
def keep_file(name: str, content: bytes, *, viewer: Viewer, at: datetime) -> TipImport:
    """Keep a file until it was read. InputError when it is too large or plainly no table."""
    if not viewer.works_with_records:
        raise RefusedError("Your role does not work with records.")
    plain = name.replace("\0", "")[-150:] or "file"
    if len(content) > settings.LARGEST_TIP_FILE:
        limit = f"{settings.LARGEST_TIP_FILE // 2**20} MB"
        raise InputError(f"the file is larger than {limit}", file=plain, remedy="divide it")
    if content.startswith(ARCHIVES):
        said = "this is a spreadsheet or an archive"
        raise InputError(said, file=plain, remedy="open it and save the sheet as CSV UTF-8")
    held = TipImport(owner_id=viewer.agency_id, name=plain, content=content, size=len(content))
    held.created_at, held.created_by_id = at, viewer.user_id
    held.save()
    audit.record("bring in file of tips", viewer=viewer, at=at, held=held, bytes=len(content))
    return held


def name_job(held: TipImport, job_id: UUID) -> None:
    """Remember which background work reads a file."""
    TipImport.all_objects.filter(pk=held.pk).update(job_id=job_id)


ARCHIVES = (
    b"PK\x03\x04", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"\xd0\xcf\x11\xe0", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd",
)  # fmt: skip
"""How packed files begin: they are never unpacked here, so that none can grow."""


def bring_in(
    held: TipImport, rows: Sequence[Row], aside: Sequence[SetAside], *, viewer: Viewer, at: datetime, progress: Progress
) -> tuple[int, int]:
    """Make the rows tips, but for those that are known already; returns how many were made and how many known.

    All or none: what goes wrong or is stopped on the way undoes what was made before.
    """
    made = 0
    try:
        for start in range(0, len(rows), AT_ONCE):
            progress("Writing tips", start / len(rows))
            with transaction.atomic():
                made += sum(_make(held, row, viewer=viewer, at=at) for row in rows[start : start + AT_ONCE])
        with transaction.atomic():
            held.made, held.known, held.content = made, len(rows) - made, b""
            held.rejected = [[one.number, one.column, one.reason, one.text] for one in aside]
            held.save()
            counts = {"made": made, "known": held.known, "set_aside": len(aside)}
            audit.record("brought in tips", viewer=viewer, at=at, held=held, **counts)
    except BaseException:
        undo(held, viewer=viewer, at=at)
        raise
    return made, len(rows) - made


def _make(held: TipImport, row: Row, *, viewer: Viewer, at: datetime) -> bool:
    if Tip.objects.for_system().filter(received_by=held.owner_id, import_key=row.key).exists():
        return False
    receive_tip(
        row.draft,
        channel=Tip.Channel.IMPORT,
        owner=held.owner,
        viewer=viewer,
        at=at,
        received_at=row.received_at,
        imported_by=held,
        import_key=row.key,
    )
    return True


@transaction.atomic
def undo(held: TipImport, *, viewer: Viewer, at: datetime) -> int:
    """Take out the tips that a file made, with all that rests on them, and forget its content. How many."""
    audit.wait_in_line()
    tips = list(Tip.objects.for_system().filter(imported_by=held).select_related("owner"))
    for tip in tips:
        for entry in entries_of(tip):
            withdraw_mentions(entry, at=at)
        withdraw_mentions(tip, at=at)
        tip.delete()
    TipImport.all_objects.filter(pk=held.pk).update(content=b"")
    audit.record("undo file of tips", viewer=viewer, at=at, held=held, tips=len(tips))
    return len(tips)
