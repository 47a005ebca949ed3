"""Check a workbook before it is read, and refuse one that unpacks to far more than its size suggests."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ecomgraph.errors import SourceError
from ecomgraph.exchange.importers.zip_entries import open_archive, pieces_of

if TYPE_CHECKING:
    import zipfile
    from pathlib import Path

__all__ = ["check_workbook"]

MAX_CELLS = 20_000_000
MAX_TEXT = 2 * 1024**3
_UNPACKED = 10
_LETTERS = 26
# References of cells right of Z, far down, and of all; the start tags of rows, cells and shared texts.
_WIDE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{2,})([0-9]+)["']""")
_DEEP = re.compile(rb"""\sr\s*=\s*["'][A-Za-z]?([0-9]{6,})["']""")
_ANY = re.compile(rb"""\sr\s*=\s*["'][A-Za-z]*([0-9]+)["']""")
_ROW = re.compile(rb"<(?:\w+:)?row[\s>/]")
_CELL = re.compile(rb"<(?:\w+:)?c[\s>/]")
_TEXT = re.compile(rb"<(?:\w+:)?si[\s>/]")


def check_workbook(path: Path, max_size: int) -> None:
    """Raise :class:`~ecomgraph.SourceError` for a file that is not a workbook, or that would take too much memory.

    Everything is unpacked once, piece by piece, because the sizes stated in the archive may be wrong. A sheet counts
    with all cells from the first to the farthest one, because readers make a table of them.
    """
    with open_archive(path, "a workbook") as archive:
        total = 0
        for entry in archive.infolist():
            total += sum(map(len, pieces_of(archive, entry, path, max_size * _UNPACKED - total)))
        _check_cells(archive, path)


def _check_cells(archive: zipfile.ZipFile, path: Path) -> None:
    longest, cells = 0, 0
    for name in archive.namelist():
        # Any part may be a sheet, as listed in another part.
        part = archive.read(name)
        cells += _extent(part, f"{path.name}:{name}")
        longest = max(longest, *map(len, _TEXT.split(part)[1:]), 0)
    if cells > MAX_CELLS or cells * longest > MAX_TEXT:
        raise SourceError(str(path), f"spans {cells} cells; clear the cells far away from the table, or use CSV")


def _extent(xml: bytes, where: str) -> int:
    """Return the number of cells between the first and the farthest one."""
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise SourceError(where, "has a document type declaration, which spreadsheet programs do not write")
    rows = _ROW.split(xml)
    if len(rows) == 1:
        return 0
    width = max((len(_CELL.findall(row)) for row in rows[1:]), default=0)
    wide = {letters for letters, _ in _WIDE.findall(xml)}
    width = max(width, *map(_column, wide)) if wide else width
    # Row numbers below 100,000 matter only if the table is wide.
    deep = set((_ANY if wide or width > _LETTERS else _DEEP).findall(xml))
    return width * max(len(rows) - 1, *map(_number, deep)) if deep else width * (len(rows) - 1)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters[:8].upper():
        number = number * _LETTERS + letter - 64
    return number


def _number(digits: bytes) -> int:
    return int(digits[:12])
