"""Say what a file is that no importer reads, and what to do with it."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["foreign"]

_ENDINGS = {
    ".doc": "a Word document",
    ".docx": "a Word document",
    ".htm": "HTML",
    ".html": "HTML",
    ".markdown": "Markdown",
    ".md": "Markdown",
    ".pdf": "PDF",
    ".rst": "reStructuredText",
    ".txt": "plain text",
    ".xls": "a workbook of Excel 97",
}
# What one part of a workbook is called, in Excel's formats and in OpenDocument.
_BOOKS = {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}
# Columns of tables that ecomgraph writes for other programs.
_TABLES = {
    "RSD Name": "the skills of an OSMT library",
    "Parent ID number": "a competency framework of Moodle",
    "taxonomy": "a competency framework of Moodle",
}
_UNREAD = "is not read; put roles and skills into the tables of 'ecomgraph template'"


def foreign(path: Path, head: bytes) -> str:
    """Return what a file is and what to do with it, given its first bytes; ``""`` if it may be read.

    >>> from pathlib import Path
    >>> foreign(Path("roles.md"), b"# Roles")
    "is Markdown, which is not read; put roles and skills into the tables of 'ecomgraph template'"
    """
    ending = path.suffix.lower()
    if head.startswith(b"PK\x03\x04"):
        return _zipped(path)
    if ending == ".csv":
        return _table(head)
    if head.startswith(b"%PDF"):
        ending = ".pdf"
    return f"is {_ENDINGS[ending]}, which {_UNREAD}" if ending in _ENDINGS else ""


def _zipped(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return ""
    if names & _BOOKS:
        return ""
    if any(name.startswith("word/") for name in names):
        return f"is a Word document, which {_UNREAD}"
    return "is a zip archive; unpack it, and import the folder or the file in it"


def _table(head: bytes) -> str:
    columns = next(csv.reader(io.StringIO(head.decode("utf-8-sig", "replace"), newline="")), [])
    what = next((what for name, what in _TABLES.items() if name in columns), "")
    advice = "a framework is a folder of them, see 'ecomgraph template'"
    return f"is {what}, which {_UNREAD}" if what else f"is one table; {advice}"
