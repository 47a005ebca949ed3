"""Identify a file by its first bytes, regardless of its name, and say how to import its content."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

__all__ = ["WAYS", "Foreign", "signature", "signature_of_bytes", "zip_names"]

# The remedies for documents that cannot be read as a framework.
WAYS = "make one table with skills as rows and roles as columns (a matrix), or fill the tables of 'ecomgraph template'"
_SAVE = "open it in a spreadsheet program, and save it as .xlsx, or each sheet as CSV"
_PAGE = "download the file itself, or open it in a spreadsheet program, and save it as .xlsx"
_UNLOCK = "save a copy without the password, or each sheet as CSV"
_UNPACK = "unpack it, and import its file or folder, or compress that as .zip"
_EXPORT = "export it as CSV with the program that wrote it, or as .xlsx"

_HEAD = 4096
_PIECE = 1 << 20
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Foreign(NamedTuple):
    """The description of a file that no importer reads, such as "a PDF document", and the remedy."""

    what: str
    remedy: str


# Signatures; no text and no zip archive begins with one of these.
_BEGINNINGS = (
    (re.compile(rb"%PDF"), Foreign("a PDF document", WAYS)),
    (re.compile(rb"\{\\rtf"), Foreign("a document in Rich Text Format (.rtf)", WAYS)),
    (
        re.compile(
            rb"\x89PNG|\xff\xd8\xff|GIF8|RIFF....WEBP|BM.{4}\0{4}|II\*\0|MM\0\*|.{4}ftyp(heic|heix|mif1|avif)", re.S
        ),
        Foreign("an image", WAYS),
    ),
    (
        re.compile(rb"\x1f\x8b|BZh|\xfd7zXZ|7z\xbc\xaf|Rar!|\x28\xb5\x2f\xfd"),
        Foreign("a compressed archive other than .zip", _UNPACK),
    ),
    (re.compile(rb"SQLite format 3\0"), Foreign("a database of SQLite", _EXPORT)),
    (re.compile(rb"PAR1"), Foreign("a Parquet file", _EXPORT)),
)
# Names of streams in older Office documents, and in those with a password.
_STREAMS = (
    ("EncryptedPackage", Foreign("a file protected by a password", _UNLOCK)),
    ("Workbook", Foreign("an old workbook of Excel (.xls)", _SAVE)),
    ("WordDocument", Foreign("a Word document (.doc)", WAYS)),
    ("PowerPoint Document", Foreign("a PowerPoint presentation", WAYS)),
    ("Book", Foreign("an old workbook of Excel (.xls)", _SAVE)),
)
# Names of entries in zip archives that are Office documents.
_PARTS = (
    (re.compile(r"word/document\d*\.xml"), Foreign("a Word document", WAYS)),
    (re.compile(r"ppt/"), Foreign("a PowerPoint presentation", WAYS)),
    (re.compile(r"xl/workbook\.bin"), Foreign("a binary workbook of Excel (.xlsb)", _SAVE)),
    (re.compile(r"visio/"), Foreign("a drawing of Visio", WAYS)),
)
_IWORK = re.compile(r"(?:[^/]+\.(?:numbers|pages|key)/)?(?:Index/.*\.iwa|Index\.zip|index\.(?:xml|apxl)(?:\.gz)?)")
_OPEN_DOCUMENT = {
    b"text": Foreign("a text document (.odt)", WAYS),
    b"presentation": Foreign("a presentation (.odp)", WAYS),
    b"graphics": Foreign("a drawing (.odg)", WAYS),
}
# First characters of plain-text formats.
_MARKUP = (
    (re.compile(rb"(?i)\s*(<!doctype html|<html|<head|<body|<table|<meta)"), Foreign("a web page (HTML)", _PAGE)),
    (
        re.compile(rb"(?s)\s*<\?xml.*?(mso-application progid=.Excel|urn:schemas-microsoft-com:office:spreadsheet)"),
        Foreign("a workbook in Excel's XML format of 2003", _SAVE),
    ),
    (re.compile(rb"(?s)\s*(<\?xml.*?)?<office:document\b"), Foreign("a flat OpenDocument file (.fods, .fodt)", _SAVE)),
)


def signature(path: Path) -> Foreign | None:
    """Identify a file that no importer reads; ``None`` if one may read it.

    Only the first bytes, and the names in a zip archive or an older Office document, are read.
    """
    with path.open("rb") as file:
        return _signature(file)


def signature_of_bytes(data: bytes) -> Foreign | None:
    """Identify the content of a file that no importer reads; ``None`` if one may read it.

    >>> signature_of_bytes(b"%PDF-1.7").what
    'a PDF document'
    >>> signature_of_bytes(b"Skill,Baker") is None
    True
    """
    return _signature(BytesIO(data))


def zip_names(file: BinaryIO | Path) -> set[str]:
    """Return the names in a zip archive, none if it is damaged or not an archive."""
    try:
        with zipfile.ZipFile(file) as archive:
            return set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return set()


def _signature(file: BinaryIO) -> Foreign | None:
    head = file.read(_HEAD)
    if head.startswith(_OLE):
        return _of_streams(file, head)
    if head.startswith(b"PK"):
        return _of_parts(file)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "replace").encode()
    head = head.removeprefix(b"\xef\xbb\xbf")
    return next((found for pattern, found in (*_BEGINNINGS, *_MARKUP) if pattern.match(head)), None)


def _of_streams(file: BinaryIO, head: bytes) -> Foreign:
    """Identify older Office documents by the names of their streams, which may be anywhere in the file."""
    names = [(name.encode("utf-16-le"), found) for name, found in _STREAMS]
    seen: set[bytes] = set()
    piece, rest = head, b""
    while piece:
        seen |= {name for name, _ in names if name in rest + piece}
        rest, piece = piece[-64:], file.read(_PIECE)
    return next((found for name, found in names if name in seen), Foreign("a document of an older program", _EXPORT))


def _of_parts(file: BinaryIO) -> Foreign | None:
    names = zip_names(file)
    for pattern, found in _PARTS:
        if any(map(pattern.match, names)):
            return found
    if any(map(_IWORK.fullmatch, names)):
        return Foreign(
            "a document of Numbers, Pages or Keynote", "export it as Excel (.xlsx) or CSV, which Numbers does"
        )
    return _of_open_document(file) if "content.xml" in names else None


def _of_open_document(file: BinaryIO) -> Foreign | None:
    try:
        with zipfile.ZipFile(file) as archive:
            manifest, kind = (
                archive.read(name)[:_PIECE] if name in archive.namelist() else b""
                for name in ("META-INF/manifest.xml", "mimetype")
            )
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        return None
    if b"encryption-data" in manifest:
        return Foreign("a file protected by a password", _UNLOCK)
    return _OPEN_DOCUMENT.get(kind.strip().rpartition(b".")[2])
