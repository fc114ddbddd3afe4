"""What may become a document: its size, its name, and whether its content is what its ending says.

Nothing here runs or renders a file. Endings that browsers or office programs would run (html, svg, macros) are not
taken; archives are looked into for how large they become.
"""

import re
import unicodedata
import zipfile
from dataclasses import dataclass
from typing import Any, BinaryIO, cast

import puremagic
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

LARGEST_UNPACKED = 128 * 2**20
"""Bytes that an archive or an office document may hold once unpacked."""
MOST_ENTRIES = 5_000
_ARCHIVES = (".zip", ".7z", ".rar", ".gz", ".bz2", ".xz", ".tar", ".tgz", ".jar", ".cab", ".iso")
_RUN_BY_PROGRAMS = ("vbaproject.bin", "vbadata.xml")
_LONGEST_NAME = 120
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")


@dataclass(frozen=True, slots=True)
class FileType:
    """A type that is taken: what it is sent as, and the endings that its content is known by."""

    media_type: str
    seen_as: tuple[str, ...] = ()
    must_hold: str = ""


_OPEN_XML = "application/vnd.openxmlformats-officedocument"
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument"
TYPES: dict[str, FileType] = {
    "pdf": FileType("application/pdf", (".pdf",)),
    "jpg": FileType("image/jpeg", (".jpg", ".jpeg", ".jfif")),
    "jpeg": FileType("image/jpeg", (".jpg", ".jpeg", ".jfif")),
    "png": FileType("image/png", (".png",)),
    "gif": FileType("image/gif", (".gif",)),
    "webp": FileType("image/webp", (".webp",)),
    "tif": FileType("image/tiff", (".tif", ".tiff")),
    "tiff": FileType("image/tiff", (".tif", ".tiff")),
    "heic": FileType("image/heic", (".heic", ".heif")),
    "mp3": FileType("audio/mpeg", (".mp3", ".mpga")),
    "wav": FileType("audio/wav", (".wav",)),
    "m4a": FileType("audio/mp4", (".m4a", ".mp4")),
    "mp4": FileType("video/mp4", (".mp4", ".m4v")),
    "mov": FileType("video/quicktime", (".mov", ".qt")),
    "docx": FileType(f"{_OPEN_XML}.wordprocessingml.document", must_hold="word/document.xml"),
    "xlsx": FileType(f"{_OPEN_XML}.spreadsheetml.sheet", must_hold="xl/workbook.xml"),
    "pptx": FileType(f"{_OPEN_XML}.presentationml.presentation", must_hold="ppt/presentation.xml"),
    "odt": FileType(f"{_OPEN_DOCUMENT}.text", must_hold="content.xml"),
    "ods": FileType(f"{_OPEN_DOCUMENT}.spreadsheet", must_hold="content.xml"),
    "zip": FileType("application/zip"),
    "txt": FileType("text/plain"),
    "csv": FileType("text/csv"),
}
_TEXT = frozenset({"txt", "csv"})


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file that may be kept: its name made safe, and the media type that its content has."""

    name: str
    media_type: str


def safe_name(name: str) -> str:
    """A file's name without folders, control or direction marks; at most 120 characters, ending in small letters."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(char for char in last if unicodedata.category(char)[0] != "C")
    plain = re.sub(r"[^\w .()+,-]", "_", plain)
    plain = re.sub(r"\s+", " ", plain).strip(" .")
    stem, dot, ending = plain.rpartition(".")
    stem, ending = (stem, ending.lower()) if dot else (plain, "")
    stem = stem.strip(" .")[:_LONGEST_NAME] or "document"
    safe = f"{stem}.{ending[:10]}" if ending else stem
    return f"_{safe}" if _RESERVED.match(safe) else safe


def check_upload(upload: UploadedFile[Any]) -> CheckedFile:
    """A file that somebody sends, if it may be kept. ValidationError, in words for them, if not."""
    if not upload.size:
        raise ValidationError("The file is empty.")
    if upload.size > settings.LARGEST_DOCUMENT:
        raise ValidationError(f"The file is too large: at most {settings.LARGEST_DOCUMENT // 2**20} MB are taken.")
    name = safe_name(upload.name or "")
    ending = name.rpartition(".")[2] if "." in name else ""
    kind = TYPES.get(ending)
    if kind is None:
        raise ValidationError(f"Files of this type are not taken. Use one of: {', '.join(TYPES)}.")
    content = cast("BinaryIO", upload.file)
    if ending in _TEXT:
        _check_text(content)
    elif kind.seen_as:
        _check_signature(content, kind)
    else:
        _check_archive(content, kind)
    upload.seek(0)
    return CheckedFile(name, kind.media_type)


def _refuse() -> ValidationError:
    return ValidationError("What is in the file is not what its ending says. Save it again in the type that you mean.")


def _seen_as(file: BinaryIO) -> set[str]:
    """The endings that the content most likely has, by its first and last bytes."""
    file.seek(0)
    try:
        seen = puremagic.magic_stream(file)
    except (puremagic.PureError, ValueError):
        return set()
    surest = max(one.confidence for one in seen)
    return {one.extension for one in seen if one.confidence == surest}


def _check_signature(file: BinaryIO, kind: FileType) -> None:
    if not _seen_as(file) & set(kind.seen_as):
        raise _refuse()


def _check_text(file: BinaryIO) -> None:
    """Text holds no control characters and does not begin like something that programs run or show."""
    file.seek(0)
    content = file.read()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValidationError("The text is not UTF-8. Save it as UTF-8 and send it again.") from None
    if any(char < " " and char not in "\t\n\r\f" for char in text):
        raise _refuse()
    if (
        text.lstrip()[:200]
        .lower()
        .startswith(("<!doctype", "<html", "<svg", "<?xml", "<script", "%pdf", "{\\rtf", "#!"))
    ):
        raise _refuse()


def _check_archive(file: BinaryIO, kind: FileType) -> None:
    """An archive opens, unpacks to no more than it says and we allow, and holds no archive or macro."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            _refuse_too_much(entries)
            names = {entry.filename.lower() for entry in entries}
            if kind.must_hold and kind.must_hold not in names:
                raise _refuse()
            if any(name.endswith(_RUN_BY_PROGRAMS) for name in names):
                raise ValidationError("The document holds macros. Save it without them.")
            if any(name.endswith(_ARCHIVES) for name in names):
                raise ValidationError("The file holds another archive. Send its files one by one.")
            if any(entry.flag_bits & 1 for entry in entries):
                raise ValidationError("The file is locked with a password. Send it without.")
            if archive.testzip() is not None:  # reads what the entries say they hold, and no more
                raise _refuse()
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError, RuntimeError):
        raise _refuse() from None


def _refuse_too_much(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
        raise ValidationError(f"Unpacked, the file is too large: at most {LARGEST_UNPACKED // 2**20} MB are taken.")
