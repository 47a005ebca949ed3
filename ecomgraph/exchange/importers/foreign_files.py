"""Say what a file is that no importer reads, and what to do with it."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["foreign", "is_archive"]

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


def is_archive(path: Path) -> bool:
    """Return whether a file is a zip archive, and no document of an office program, which is one inside."""
    names = _names_in(path)
    return bool(names) and not names & _BOOKS and not any(map(_of_word, names))


def _names_in(path: Path) -> set[str]:
    try:
        with path.open("rb") as file:
            if not file.read(4).startswith(b"PK"):
                return set()
        with zipfile.ZipFile(path) as archive:
            return set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return set()


def _of_word(name: str) -> bool:
    return name.startswith("word/")


def _zipped(path: Path) -> str:
    return f"is a Word document, which {_UNREAD}" if any(map(_of_word, _names_in(path))) else ""


def _table(head: bytes) -> str:
    columns = next(csv.reader(io.StringIO(head.decode("utf-8-sig", "replace"), newline="")), [])
    what = next((what for name, what in _TABLES.items() if name in columns), "")
    advice = "a framework is a folder of them, see 'ecomgraph template'"
    return f"is {what}, which {_UNREAD}" if what else f"is one table; {advice}"
