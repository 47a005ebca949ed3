"""Facts that the reader of workbooks omits: errors, formulas without a value, merged or hidden cells, percentages."""

from __future__ import annotations

import io
import re
import zipfile
from bisect import bisect_right
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.etree import ElementTree  # check_workbook has refused document type declarations

from ecomgraph.errors import SourceError
from ecomgraph.exchange.importers.unread_cells import sheet_parts, unread_cells
from ecomgraph.exchange.importers.workbook import MAX_CELLS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

__all__ = ["SheetFacts", "sheet_facts", "within"]

Place = tuple[int, int]
Range = tuple[int, int]

_CONTENT = "content.xml"
_STYLES = "xl/styles.xml"
_CELL = re.compile(rb"<(?:\w+:)?c\s[^>]*>")
_REFERENCE = re.compile(rb"""\sr\s*=\s*["']([A-Z]{1,3})([0-9]{1,7})["']""")
_STYLE = re.compile(rb"""\ss\s*=\s*["']([0-9]{1,6})["']""")
# 0% and 0.00% among the formats that every workbook has.
_PERCENT = {"9", "10"}
# Elements of rows and columns, and their attributes: number, first and last column, hidden.
_ROW = re.compile(rb"<(?:\w+:)?row(\s[^>]*)?>")
_COLUMN = re.compile(rb"<(?:\w+:)?col\s[^>]*>")
_ROW_NUMBER = re.compile(rb"""\sr\s*=\s*["']([0-9]{1,7})["']""")
_ENDS = (re.compile(rb"""\smin\s*=\s*["']([0-9]{1,5})["']"""), re.compile(rb"""\smax\s*=\s*["']([0-9]{1,5})["']"""))
_HIDDEN = re.compile(rb"""\shidden\s*=\s*["'](?:1|true)["']""")
_INVISIBLE = {"collapse", "filter"}
# The maximum numbers of copies of one cell or row, and of facts in total.
_COPIED = 1_000
_MOST_FACTS = 1_000_000
_FARTHEST = 1 << 63
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_CALCEXT = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"


@dataclass(slots=True)
class SheetFacts:
    """The facts of one sheet, by line, from 1, and column, from 0: cells without a value, percentages, truth values.

    ``merged`` are ranges of merged cells, if the reader of workbooks does not give them. Hidden rows and columns are
    inclusive ranges of lines and of columns.
    """

    unread: dict[Place, str] = field(default_factory=dict)
    percent: set[Place] = field(default_factory=set)
    booleans: dict[Place, bool] = field(default_factory=dict)
    merged: list[tuple[Place, Place]] = field(default_factory=list)
    hidden_rows: list[Range] = field(default_factory=list)
    hidden_columns: list[Range] = field(default_factory=list)


def sheet_facts(path: Path) -> dict[str, SheetFacts]:
    """Return the facts of the sheets of a workbook by name; a sheet without any may be missing.

    The workbook must have passed ``check_workbook``.
    """
    with zipfile.ZipFile(path) as archive:
        if _CONTENT in archive.namelist():
            return _Ods(path, archive.read(_CONTENT)).facts()
        percent = _percent_styles(archive)
        found = {name: _facts_of(xml, percent) for name, xml in _sheets(archive)}
    for name, unread in unread_cells(path).items():
        found.setdefault(name, SheetFacts()).unread = unread
    return found


def within(numbers: Collection[int], ranges: Iterable[Range]) -> int:
    """Return how many of the numbers are in one of the inclusive ranges.

    >>> within([1, 2, 9], [(2, 4), (8, 8)])
    1
    """
    ordered = sorted(ranges)
    before = (bisect_right(ordered, (it, _FARTHEST)) - 1 for it in numbers)
    return sum(at >= 0 and it <= ordered[at][1] for it, at in zip(numbers, before, strict=True))


def _facts_of(xml: bytes, percent: set[bytes]) -> SheetFacts:
    facts = SheetFacts(percent=_styled(xml, percent) if percent else set())
    if _HIDDEN.search(xml):
        facts.hidden_rows, facts.hidden_columns = _hidden_rows(xml), _hidden_columns(xml)
    return facts


def _percent_styles(archive: zipfile.ZipFile) -> set[bytes]:
    """Return the numbers of the styles that show a number as a percentage."""
    if _STYLES not in archive.namelist():
        return set()
    try:
        styles = ElementTree.fromstring(archive.read(_STYLES))  # noqa: S314
        formats = _PERCENT | {
            it.get("numFmtId", "") for it in styles.iter() if _local(it) == "numFmt" and "%" in it.get("formatCode", "")
        }
        used = next((list(it) for it in styles.iter() if _local(it) == "cellXfs"), [])
        return {str(number).encode() for number, it in enumerate(used) if it.get("numFmtId") in formats}
    except ElementTree.ParseError:
        # The reader reports its problem.
        return set()


def _sheets(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    """Yield the name of each sheet and its XML."""
    there = set(archive.namelist())
    # The reader reports the problem of a workbook.
    with suppress(ElementTree.ParseError, KeyError):
        yield from ((name, archive.read(part)) for name, part in sheet_parts(archive) if part in there)


def _hidden_rows(xml: bytes) -> list[Range]:
    found: list[Range] = []
    line = 0
    for row in _ROW.finditer(xml):
        number = _ROW_NUMBER.search(row[1] or b"")
        line = int(number[1]) if number else line + 1
        if _HIDDEN.search(row[1] or b""):
            if found and found[-1][1] == line - 1:
                found[-1] = (found[-1][0], line)
            else:
                found.append((line, line))
    return found


def _hidden_columns(xml: bytes) -> list[Range]:
    found = []
    for column in _COLUMN.finditer(xml):
        first, last = (it.search(column[0]) for it in _ENDS)
        if first and last and _HIDDEN.search(column[0]):
            found.append((int(first[1]) - 1, int(last[1]) - 1))
    return found


def _styled(xml: bytes, styles: set[bytes]) -> set[Place]:
    found = set()
    for cell in _CELL.finditer(xml):
        style = _STYLE.search(cell.group())
        place = _REFERENCE.search(cell.group())
        if style and place and style[1] in styles:
            column = 0
            for letter in place[1]:
                column = column * 26 + letter - 64
            found.add((int(place[2]), column - 1))
    return found


class _Ods:
    """The cells of an OpenDocument spreadsheet, in which equal neighboring rows and columns are stored once."""

    def __init__(self, path: Path, content: bytes) -> None:
        self._path = path
        self._content = content

    def facts(self) -> dict[str, SheetFacts]:
        found: dict[str, SheetFacts] = {}
        facts, line, last, width, column = SheetFacts(), 1, 0, 0, 0
        try:
            for event, element in ElementTree.iterparse(io.BytesIO(self._content), ("start", "end")):  # noqa: S314
                if event == "start" and element.tag == f"{_TABLE}table":
                    facts = found.setdefault(element.get(f"{_TABLE}name", ""), SheetFacts())
                    line, last, width, column = 1, 0, 0, 0
                elif event == "end" and element.tag == f"{_TABLE}table-column":
                    repeated = self._count(element, "number-columns-repeated")
                    if element.get(f"{_TABLE}visibility") in _INVISIBLE:
                        facts.hidden_columns.append((column, column + repeated - 1))
                    column += repeated
                elif event == "end" and element.tag == f"{_TABLE}table-row":
                    repeated = self._count(element, "number-rows-repeated")
                    if end := self._row(element, line, facts):
                        last, width = line + repeated - 1, max(width, end)
                        self._repeat(facts, line, repeated)
                        if element.get(f"{_TABLE}visibility") in _INVISIBLE:
                            facts.hidden_rows.append((line, line + repeated - 1))
                    line += repeated
                    self._check_size(last * width, facts)
                    element.clear()
        except ElementTree.ParseError as error:
            raise SourceError(str(self._path), f"is not a workbook that can be read: content.xml: {error}") from None
        return found

    def _check_size(self, cells: int, facts: SheetFacts) -> None:
        special = len(facts.percent) + len(facts.booleans) + len(facts.unread)
        if cells > MAX_CELLS or special > _MOST_FACTS:
            reason = f"spans {cells} cells; clear the cells far away from the table, or use CSV"
            raise SourceError(str(self._path), reason)

    def _row(self, row: ElementTree.Element, line: int, facts: SheetFacts) -> int:
        """Read the facts of a row; return its number of columns up to the last one with content."""
        column, end = 0, 0
        for cell in row:
            if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
                continue
            repeated = self._count(cell, "number-columns-repeated")
            kind = cell.get(f"{_OFFICE}value-type", "")
            formula = cell.get(f"{_TABLE}formula", "")
            if kind or formula or len(cell):
                end = column + repeated
                for index in range(column, min(end, column + _COPIED)):
                    self._cell(cell, (line, index), kind, formula, facts)
            column += repeated
        return end

    def _cell(self, cell: ElementTree.Element, place: Place, kind: str, formula: str, facts: SheetFacts) -> None:
        text = "".join(cell.itertext()).strip()
        if cell.get(f"{_CALCEXT}value-type") == "error" or (formula and text.startswith(("#", "Err:"))):
            facts.unread[place] = f"{text or 'an error'} is not a value; correct the formula or the text"
        elif formula and not kind:
            remedy = "open and save the workbook in a spreadsheet program, or write the value"
            facts.unread[place] = f"the formula {formula.partition(':')[2]} has no stored value; {remedy}"
        elif kind == "percentage":
            facts.percent.add(place)
        elif kind == "boolean":
            facts.booleans[place] = cell.get(f"{_OFFICE}boolean-value") == "true"
        rows, columns = (self._count(cell, f"number-{it}-spanned") for it in ("rows", "columns"))
        if rows * columns > 1:
            facts.merged.append((place, (place[0] + rows - 1, place[1] + columns - 1)))

    @staticmethod
    def _repeat(facts: SheetFacts, line: int, repeated: int) -> None:
        """Repeat the facts of a row for all rows that it represents."""
        for copy in range(line + 1, line + min(repeated, _COPIED)):
            facts.unread |= {(copy, column): why for (at, column), why in facts.unread.items() if at == line}
            facts.percent |= {(copy, column) for at, column in facts.percent if at == line}
            facts.booleans |= {(copy, column): value for (at, column), value in facts.booleans.items() if at == line}

    @staticmethod
    def _count(element: ElementTree.Element, name: str) -> int:
        text = element.get(f"{_TABLE}{name}", "1")
        return max(int(text), 1) if text.isdecimal() and len(text) < 10 else 1


def _local(element: ElementTree.Element) -> str:
    return str(element.tag).rpartition("}")[2]
