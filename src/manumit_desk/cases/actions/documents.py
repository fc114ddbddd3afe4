"""Taking documents in, and handing them out: checked, encrypted, and each download a line in the audit."""

from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from manumit_desk.agencies.viewer import Viewer
from manumit_desk.cases import vault
from manumit_desk.cases.access import require_work_on
from manumit_desk.cases.actions.declaring import declare
from manumit_desk.cases.checks import check, handling_of_part
from manumit_desk.cases.models import Case, Document
from manumit_desk.cases.uploads import check_upload
from manumit_desk.guard import audit


def add_document(
    case: Case, upload: UploadedFile[Any], *, about: str = "", handling: str = "", viewer: Viewer, at: datetime
) -> Document:
    """Keep a file. ValidationError when it may not be kept; then nothing of it stays."""
    require_work_on(case, viewer, at=at)
    checked = check_upload(upload)
    digest = sha256()
    stored = vault.keep(_counted(upload.chunks(), digest))
    document = Document(
        case=case,
        owner_id=viewer.agency_id,
        created_by_id=viewer.user_id,
        created_at=at,
        handling=handling_of_part(case, handling),
        name=checked.name,
        media_type=checked.media_type,
        size=upload.size or 0,
        sha256=digest.hexdigest(),
        stored_name=stored,
        about=about.strip(),
    )
    try:
        with transaction.atomic():
            check(document, {})
            document.save()
            audit.record("add document", viewer=viewer, at=at, held=document, to=str(case.pk), sha256=document.sha256)
            declare(document, at=at)
    except BaseException:
        vault.drop(stored)
        raise
    return document


def _counted(chunks: Iterator[bytes], digest: Any) -> Iterator[bytes]:
    for chunk in chunks:
        digest.update(chunk)
        yield chunk


def open_document(document: Document, *, viewer: Viewer, at: datetime) -> Iterator[bytes]:
    """The plain bytes of a document that the viewer was let through to; a line in the audit before the first byte.

    vault.DamagedError, also a line in the audit, when what is in store is not what was kept.
    """
    try:
        digest = sha256()
        for chunk in vault.read(document.stored_name):
            digest.update(chunk)
        if digest.hexdigest() != document.sha256:
            raise vault.DamagedError("the document is not the one that was kept")
    except vault.DamagedError:
        audit.record("document damaged", viewer=viewer, at=at, held=document)
        raise
    audit.record("download", viewer=viewer, at=at, held=document, sha256=document.sha256)
    return vault.read(document.stored_name)
