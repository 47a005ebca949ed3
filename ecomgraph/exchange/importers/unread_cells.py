"""Find the cells of a workbook that its reader treats as empty: errors, and formulas without a stored value."""

from __future__ import annotations

import posixpath
import re
import zipfile
from typing import TYPE_CHECKING
from xml.etree import ElementTree  # check_workbook has refused document type declarations

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["sheet_parts", "unread_cells"]

_BOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
# Sheets without either are not parsed again.
_SUSPECT = re.compile(rb"""<(?:\w+:)?f[\s/>]|\st\s*=\s*["']e["']""")
_REFERENCE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")


def unread_cells(path: Path) -> dict[str, dict[tuple[int, int], str]]:
    """Return why cells have no value, by sheet name, and by line, from 1, and column, from 0.

    The workbook must have passed ``check_workbook``. One in another format has no such cells.
    """
    found: dict[str, dict[tuple[int, int], str]] = {}
    with zipfile.ZipFile(path) as archive:
        parts = set(archive.namelist())
        if not {_BOOK, _RELATIONS} <= parts:
            return {}
        try:
            for name, part in sheet_parts(archive):
                if part in parts and _SUSPECT.search(xml := archive.read(part)):
                    found[name] = dict(_unread(ElementTree.fromstring(xml)))  # noqa: S314
        except ElementTree.ParseError:
            # The reader reports its problem.
            return found
    return found


def sheet_parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Yield the name of each sheet and its part of the archive."""
    relations = ElementTree.fromstring(archive.read(_RELATIONS))  # noqa: S314
    targets = {it.get("Id", ""): it.get("Target", "") for it in relations}
    for element in ElementTree.fromstring(archive.read(_BOOK)).iter():  # noqa: S314
        if _local(element) == "sheet":
            key = next((value for name, value in element.items() if name.endswith("}id")), "")
            yield element.get("name", ""), posixpath.normpath(posixpath.join("/xl", targets.get(key, "")))[1:]


def _unread(sheet: ElementTree.Element) -> Iterator[tuple[tuple[int, int], str]]:
    line = 0
    for row in (it for it in sheet.iter() if _local(it) == "row"):
        line = int(row.get("r") or line + 1)
        column = -1
        for cell in (it for it in row if _local(it) == "c"):
            reference = _REFERENCE.fullmatch(cell.get("r") or "")
            column = _index(reference[1]) if reference else column + 1
            texts = {_local(it): "".join(it.itertext()).strip() for it in cell}
            if cell.get("t") == "e":
                yield (line, column), f"{texts.get('v') or 'an error'} is not a value; correct the formula or the text"
            elif "f" in texts and not texts.get("v"):
                formula = f"the formula ={texts['f']}" if texts["f"] else "a formula"
                remedy = "open and save the workbook in a spreadsheet program, or write the value"
                yield (line, column), f"{formula} has no stored value; {remedy}"


def _index(letters: str) -> int:
    """Return the number of a column, from 0.

    >>> _index("A"), _index("AB")
    (0, 27)
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def _local(element: ElementTree.Element) -> str:
    return str(element.tag).rpartition("}")[2]
