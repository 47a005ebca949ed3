"""Say what a file is that no importer reads, and what to do with it."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["foreign", "is_archive", "unknown_text"]

_SHOWN = 4

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
_TABLES = {"taxonomy": "a competency framework of Moodle in another layout"}
# The two nearest ways to bring in what cannot be read.
_WAYS = "put skills down and roles across into one table (a matrix), or fill the tables of 'ecomgraph template'"
_UNREAD = f"is not read; {_WAYS}"
# What plain text seems to be, by how it begins, and how to say so.
_SEEMS = (
    (
        re.compile(r"(?im)^\s*(@?prefix\s+[\w.-]*:\s*<|@base\s+<|<[^>\s]+>\s+(a|<[^>\s]+>)\s)"),
        "Turtle",
        "ttl",
        "turtle",
    ),
    (re.compile(r"(?m)\A(#[^\n]*\n|---[^\n]*\n|\s)*[\w -]+:(\s|$)"), "YAML", "yaml", "yaml"),
    (re.compile(r"\A[^\n]*\t[^\n]*\n[^\n]*\t"), "a table with tabs between its cells", "csv", "matrix"),
    (re.compile(r"\A[^\n]*;[^\n]*\n[^\n]*;"), "a table with semicolons between its cells", "csv", "matrix"),
    (re.compile(r"\A[^\n]*,[^\n]*\n[^\n]*,"), "a table with commas between its cells", "csv", "matrix"),
)


def foreign(path: Path, head: bytes) -> str:
    """Return what a file is and what to do with it, given its first bytes; ``""`` if it may be read.

    >>> from pathlib import Path
    >>> foreign(Path("roles.md"), b"# Roles")[:69]
    'is Markdown, which is not read; put skills down and roles across into'
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
    if what := next((what for name, what in _TABLES.items() if name in columns), ""):
        return f"is {what}, which {_UNREAD}"
    there = ", ".join(name for it in columns[:_SHOWN] if (name := " ".join(it.split())))
    found = f"is one table with the columns {there}" if there else "is one table"
    return (
        f"{found}; a framework is a folder of them (see 'ecomgraph template'); a matrix has the header Skill above its"
        " skills; any other layout needs --map"
    )


def unknown_text(head: bytes) -> str:
    r"""Return what plain text without a telling name seems to be, and the two nearest ways on.

    >>> unknown_text(b"roles:\n  - baker\n")
    'seems to be YAML; call it .yaml, or say --as yaml'
    """
    text = head.decode("utf-8", "replace").lstrip("\ufeff")
    for pattern, what, ending, kind in _SEEMS:
        if pattern.search(text):
            return f"seems to be {what}; call it .{ending}, or say --as {kind}"
    return f"seems to be plain text, which {_UNREAD}"
