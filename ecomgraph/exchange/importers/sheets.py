"""Read tables from text files and workbooks: rows of cells with their positions."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ecomgraph.errors import FrameworkError, MissingDependencyError, SourceError
from ecomgraph.exchange.importers.workbook import check_workbook
from ecomgraph.store.parse import read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from python_calamine import CalamineSheet, CalamineWorkbook

    from ecomgraph.exchange.importers.problems import Problems

__all__ = ["Sheet", "decode", "read_text_table", "read_workbook", "sheet_names", "text_of"]

Raw = object
# Rows are filled up to the width of the header.
MAX_COLUMNS = 1000
_DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs"}
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A table: ``where`` names it in messages, ``header`` are its columns, ``rows`` cells with their line numbers.

    ``decimal_comma`` tells of a file in which numbers are written as in ``0,5``.
    """

    where: str
    header: tuple[str, ...]
    rows: list[tuple[int, Sequence[Raw]]]
    decimal_comma: bool = False

    def positions(self, *names: str) -> list[int]:
        """Return the positions of some columns; raise :class:`~ecomgraph.FrameworkError` for missing ones."""
        missing = [name for name in names if name not in self.header]
        if missing:
            there = ", ".join(self.header[:20])
            raise FrameworkError(
                self.where, [f"{self.where}:1: there is no column {name!r}; there are {there}" for name in missing]
            )
        return [self.header.index(name) for name in names]


def text_of(cell: Raw) -> str:
    """Return a cell as text; numbers that are whole without a fraction, whatever a workbook makes of them.

    >>> text_of(5.0), text_of(0.5), text_of(None), text_of(True)
    ('5', '0.5', '', 'TRUE')
    """
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def decode(data: bytes, where: str, encoding: str, problems: Problems) -> str:
    """Return a text; without ``encoding`` it is UTF-8, or UTF-16 where the first bytes say so."""
    if not encoding:
        encoding = next((name for mark, name in _BOMS if data.startswith(mark)), "utf-8")
        if encoding == "utf-16":
            problems.note(f"{where}: read as UTF-16, as its first bytes say")
    try:
        text = data.decode(encoding)
    except LookupError:
        raise SourceError(where, f"there is no encoding {encoding!r}; common ones are utf-8 and windows-1252") from None
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        wrong = f"byte 0x{data[error.start]:02X} is no {error.encoding.upper()}"
        remedy = "save the file as UTF-8, or say what it is, as in --encoding windows-1252"
        raise FrameworkError(where, [f"{where}:{line}:{column}: {wrong}; {remedy}"]) from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise FrameworkError(
            where, [f"{where}:{line}: a NUL character; this is not text, or not in {encoding.upper()}"]
        )
    return text


def read_text_table(
    path: Path, problems: Problems, *, encoding: str = "", known: Sequence[str] = (), quoted: bool = True
) -> Sheet:
    """Read a text file with commas, semicolons or tabs between cells, whichever its header has.

    ``known`` are the columns that decide where a header has several of these. Rows without content, and those whose
    first cell begins with ``#``, are left out.
    """
    where = path.name
    text = decode(read_bytes(path), where, encoding, problems)
    first = text.split("\n", 1)[0].rstrip("\r")
    if not text.strip():
        raise FrameworkError(where, [f"{where}: the file is empty; it needs at least a header"])
    skipped = 0
    if first[:4].lower() == "sep=" and len(first) == 5:
        delimiter, skipped = first[4], 1
        text = text.split("\n", 1)[1] if "\n" in text else ""
    else:
        delimiter = _delimiter(first, known) if quoted else "\t"
    if delimiter not in {",", "\t"}:
        problems.note(f"{where}: read with {_DELIMITERS.get(delimiter, repr(delimiter))} between cells")
    # Text files of databases have quotation marks that mean themselves.
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=delimiter,
        quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE,
        strict=True,
    )
    rows: list[tuple[int, Sequence[Raw]]] = []
    header: tuple[str, ...] = ()
    line = skipped + 1
    try:
        for cells in reader:
            if not header:
                header = tuple(cell.strip() for cell in cells)
                _check_header(where, header, problems)
            elif any(cells) and not cells[0].startswith("#"):
                rows.append((line, cells + [""] * (len(header) - len(cells))))
            line = skipped + reader.line_num + 1
    except csv.Error as error:
        problems.add(f"{where}:{line}", f"{error}; check the quotation marks from here on")
    _check_width(where, header, rows, problems)
    return Sheet(where=where, header=header, rows=rows, decimal_comma=delimiter == ";")


def _delimiter(header: str, known: Sequence[str]) -> str:
    def score(delimiter: str) -> tuple[int, int]:
        cells = [cell.strip().strip('"') for cell in header.split(delimiter)]
        return sum(cell in known for cell in cells), len(cells)

    return max(_DELIMITERS, key=score)


def _check_header(where: str, header: tuple[str, ...], problems: Problems) -> None:
    if len(header) > MAX_COLUMNS:
        reason = (
            f"{len(header)} columns; at most {MAX_COLUMNS} are allowed; keep those that 'ecomgraph template' writes"
        )
        raise FrameworkError(where, [f"{where}:1: {reason}"])
    for name, count in sorted(Counter(filter(None, header)).items()):
        if count > 1:
            problems.add(f"{where}:1", f"column {name!r} is there {count} times; keep one")


def _check_width(
    where: str, header: tuple[str, ...], rows: list[tuple[int, Sequence[Raw]]], problems: Problems
) -> None:
    width = len(header)
    for line, cells in rows:
        if len(cells) > width and any(cells[width:]):
            what = f"{len(cells)} cells, but the header has {width}"
            problems.add(f"{where}:{line}", f"{what}; put texts with the separator in quotation marks")


# ------------------------------------------------------------------ workbooks


def sheet_names(path: Path, max_size: int) -> list[str]:
    """Return the names of the sheets of a workbook, after a look at whether it can be opened safely."""
    check_workbook(path, max_size)
    return list(_open(path).sheet_names)


def read_workbook(
    path: Path, problems: Problems, *, sheets: Sequence[str] | None = None, max_size: int
) -> Iterator[tuple[str, Sheet]]:
    """Yield the sheets of a workbook by name; an empty one is left out.

    Line numbers are those that a spreadsheet shows. Merged cells are a problem, because all but one of them are empty.
    """
    check_workbook(path, max_size)
    book = _open(path)
    for name in book.sheet_names if sheets is None else sheets:
        found = _sheet(book, name, path)
        where = path.name if len(book.sheet_names) == 1 else f"{path.name}:{name}"
        for (top, left), (bottom, right) in found.merged_cell_ranges or ():
            place = f"{_letters(left)}{top + 1}:{_letters(right)}{bottom + 1}"
            problems.add(f"{where}:{top + 1}", f"cells {place} are merged; unmerge them and fill in each")
        table = found.to_python(skip_empty_area=False)
        if not any(any(row) for row in table):
            continue
        cells = [text_of(cell).strip() for cell in table[0]]
        while cells and not cells[-1]:
            cells.pop()
        header = tuple(cells)
        _check_header(where, header, problems)
        rows: list[tuple[int, Sequence[Raw]]] = [
            (line, row)
            for line, row in enumerate(table[1:], start=2)
            if any(row) and not (isinstance(row[0], str) and row[0].startswith("#"))
        ]
        _check_width(where, header, rows, problems)
        yield name, Sheet(where=where, header=header, rows=rows)


def _open(path: Path) -> CalamineWorkbook:
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError:
        raise MissingDependencyError("python-calamine", "Reading a workbook", "xlsx") from None
    try:
        return CalamineWorkbook.from_path(str(path))
    except (CalamineError, OSError, ValueError) as error:
        raise SourceError(str(path), f"is not a workbook that can be read: {error}") from None


def _sheet(book: CalamineWorkbook, name: str, path: Path) -> CalamineSheet:
    from python_calamine import CalamineError

    try:
        return book.get_sheet_by_name(name)
    except CalamineError as error:
        raise SourceError(f"{path}:{name}", f"cannot be read: {error}") from None


def _letters(column: int) -> str:
    """Return how a spreadsheet calls a column, counted from 0.

    >>> _letters(0), _letters(27)
    ('A', 'AB')
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
