"""What may become a document: its content must be what its ending says, and no larger than it looks."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from manumit_desk.agencies.viewer import Viewer
from manumit_desk.cases import uploads
from manumit_desk.cases.actions.documents import add_document, open_document
from manumit_desk.cases.actions.parts import delete_part
from manumit_desk.cases.models import Document
from manumit_desk.cases.uploads import check_upload, safe_name
from manumit_desk.cases.vault import DamagedError
from manumit_desk.guard.models import AuditEvent
from tests.manumit_desk.cases.matter import PDF, SECRET, Matter, upload
from tests.manumit_desk.cast import NOW, Cast

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


def archive(entries: dict[str, bytes], *, deflated: bool = True) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED if deflated else zipfile.ZIP_STORED) as file:
        for name, content in entries.items():
            file.writestr(name, content)
    return made.getvalue()


def document(**more: bytes) -> bytes:
    return archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>", **more})


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("a.pdf", PDF, "application/pdf"),
        ("A.PNG", PNG, "image/png"),
        ("a.jpeg", b"\xff\xd8\xff\xe1\x00\x10Exif\0" + b"\0" * 20, "image/jpeg"),
        ("a.mp4", b"\0\0\0\x18ftypmp42" + b"\0" * 20, "video/mp4"),
        ("a.m4a", b"\0\0\0\x18ftypM4A " + b"\0" * 20, "audio/mp4"),
        ("a.wav", b"RIFF\0\0\0\0WAVEfmt ", "audio/wav"),
        ("a.txt", "Número de la habitación: 14\n".encode(), "text/plain"),
        ("a.csv", b"\xef\xbb\xbfname,age\nAna,17\n", "text/csv"),
        ("a.docx", document(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("a.zip", archive({"a.txt": b"one"}), "application/zip"),
    ],
)
def test_files_of_the_usual_types_are_taken(name: str, content: bytes, media_type: str) -> None:
    assert check_upload(upload(name, content)).media_type == media_type


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.exe", b"MZ\x90\0", "not taken"),
        ("a.html", b"<html>", "not taken"),
        ("a.svg", b"<svg xmlns='x'/>", "not taken"),
        ("a.docm", document(), "not taken"),
        ("noending", PDF, "not taken"),
        ("a.pdf", PNG, "not what its ending says"),
        ("a.png", PDF, "not what its ending says"),
        ("a.jpg", b"<html><script>alert(1)</script>", "not what its ending says"),
        ("a.webp", b"RIFF\0\0\0\0WAVEfmt ", "not what its ending says"),
        ("a.txt", b"\xff\xfe\0\0binary", "not UTF-8"),
        ("a.txt", b"one\0two", "not what its ending says"),
        ("a.txt", b" <HTML><body>", "not what its ending says"),
        ("a.csv", PDF, "not what its ending says"),
        ("a.docx", PDF, "not what its ending says"),
        ("a.docx", archive({"a.txt": b"one"}), "not what its ending says"),
        ("a.docx", document(**{"word/vbaProject.bin": b"x"}), "macros"),
        ("a.zip", archive({"in.zip": archive({"a": b"b"})}), "another archive"),
        ("a.zip", archive({"a.txt": b"one"})[:-9], "not what its ending says"),
        ("a.pdf", b"", "empty"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused_in_words(name: str, content: bytes, said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        check_upload(upload(name, content))


def test_an_archive_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "LARGEST_UNPACKED", 2**20)
    bomb = archive({"a.txt": b"\0" * (2**20 + 1)})
    assert len(bomb) < 5_000
    with pytest.raises(ValidationError, match="Unpacked, the file is too large"):
        check_upload(upload("a.zip", bomb))
    monkeypatch.setattr(uploads, "MOST_ENTRIES", 3)
    with pytest.raises(ValidationError, match="Unpacked, the file is too large"):
        check_upload(upload("a.zip", archive(dict.fromkeys("abcd", b""))))


def test_an_archive_that_lies_about_its_size_is_refused() -> None:
    honest = archive({"a.txt": b"\0" * 100_000})
    lying = honest.replace((100_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert lying != honest
    with pytest.raises(ValidationError):
        check_upload(upload("a.zip", lying))


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\x\\list.PDF", "list.pdf"),
        ("con.txt", "_con.txt"),
        (".htaccess.txt", "htaccess.txt"),
        ("a\u202efdp.exe.pdf", "afdp.exe.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie_ x.pdf"),
        ("Múltiple ñ (1).pdf", "Múltiple ñ (1).pdf"),
        ("....", "document"),
        ("x" * 300 + ".pdf", "x" * 120 + ".pdf"),
    ],
)
def test_names_lose_what_could_lead_astray(given_name: str, kept: str) -> None:
    assert safe_name(given_name) == kept


@given(st.text(max_size=200))
def test_a_safe_name_is_safe_and_stays_as_it_is(name: str) -> None:
    safe = safe_name(name)
    assert safe_name(safe) == safe
    assert not set('/\\\0\r\n"<>:|?*') & set(safe)
    assert 0 < len(safe) <= 132
    assert not safe.startswith(".")


def stored() -> set[str]:
    folder = Path(default_storage.path("."))
    return {one.name for one in folder.iterdir()} if folder.exists() else set()


def test_a_document_is_encrypted_read_back_and_each_download_written_down(cast: Cast, matter: Matter) -> None:
    before = stored()
    held = add_document(matter.case, upload("../list.pdf", PDF), viewer=cast.agent, at=NOW)
    [name] = stored() - before
    assert SECRET.encode() not in Path(default_storage.path(name)).read_bytes()
    assert (held.name, held.size, held.stored_name) == ("list.pdf", len(PDF), name)
    assert b"".join(open_document(held, viewer=cast.detective, at=NOW)) == PDF
    last = AuditEvent.objects.last()
    assert last is not None
    assert (last.action, last.user_id, last.detail["sha256"]) == ("download", cast.detective.user_id, held.sha256)


def test_a_refused_file_leaves_nothing(cast: Cast, matter: Matter) -> None:
    before, rows = stored(), Document.all_objects.count()
    with pytest.raises(ValidationError):
        add_document(matter.case, upload("a.pdf", PNG), viewer=cast.detective, at=NOW)
    with pytest.raises(ValidationError):
        add_document(matter.case, upload("a.pdf", PDF), about="x" * 301, viewer=cast.detective, at=NOW)
    assert (stored(), Document.all_objects.count()) == (before, rows)


def test_a_damaged_document_is_not_handed_out_and_the_audit_says_so(cast: Cast, matter: Matter) -> None:
    held = next(one for one in matter.shown if isinstance(one, Document))
    path = Path(default_storage.path(held.stored_name))
    whole = path.read_bytes()
    try:
        path.write_bytes(whole[:-1] + b"x")
        with pytest.raises(DamagedError):
            open_document(held, viewer=cast.detective, at=NOW)
    finally:
        path.write_bytes(whole)
    assert AuditEvent.objects.filter(action="document damaged", record_id=str(held.pk)).count() == 1


def test_a_deleted_document_leaves_no_file_once_the_deletion_is_kept(
    cast: Cast, matter: Matter, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    held = add_document(matter.case, upload("a.pdf", PDF), viewer=cast.detective, at=NOW)
    name = held.stored_name
    with django_capture_on_commit_callbacks(execute=True):
        delete_part(held, viewer=cast.detective, at=NOW)
    assert name not in stored()


def test_it_is_sent_as_a_file_that_no_browser_opens_by_itself(
    cast: Cast, matter: Matter, as_: Callable[[Viewer], Client]
) -> None:
    held = next(one for one in matter.shown if isinstance(one, Document))
    answer: Any = as_(cast.agent).get(reverse("cases:download", args=[held.pk]))
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"] == 'attachment; filename="register.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]


def test_a_body_that_says_it_is_too_large_is_refused_before_it_is_read(
    cast: Cast, matter: Matter, as_: Callable[[Viewer], Client]
) -> None:
    class Unread(io.RawIOBase):
        def read(self, size: int = -1) -> bytes:
            raise AssertionError("the body was read")

    answer = as_(cast.detective).post(
        reverse("cases:new_document", args=[matter.case.pk]),
        data=b"",
        content_type="multipart/form-data; boundary=x",
        **{"wsgi.input": Unread(), "CONTENT_LENGTH": str(2 * 2**30)},  # type: ignore[arg-type]
    )
    assert answer.status_code == 413


def test_a_forged_upload_is_refused(cast: Cast, matter: Matter, as_: Callable[[Viewer], Client]) -> None:
    browser = as_(cast.detective)
    browser.handler.enforce_csrf_checks = True
    answer = browser.post(reverse("cases:new_document", args=[matter.case.pk]), {"file": upload("a.pdf", PDF)})
    assert answer.status_code == 403
