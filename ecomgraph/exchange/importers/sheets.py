"""Read tables from text files and workbooks: rows of cells with their positions."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ecomgraph.errors import FrameworkError, MissingDependencyError, SourceError
from ecomgraph.exchange.importers.file_signatures import signature_of_bytes
from ecomgraph.exchange.importers.sheet_facts import SheetFacts, sheet_facts, within
from ecomgraph.exchange.importers.workbook import check_workbook
from ecomgraph.spelling import counted
from ecomgraph.store.parse import read_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from python_calamine import CalamineSheet, CalamineWorkbook

    from ecomgraph.exchange.importers.problems import Problems

__all__ = [
    "Sheet",
    "column_name",
    "decode",
    "filled",
    "letters",
    "read_text_table",
    "read_workbook",
    "rows_in",
    "sheet_names",
    "text_of",
    "text_rows",
]

Raw = object
# A range of cells: first line and column, last line and column.
Range = tuple[tuple[int, int], tuple[int, int]]
# The maximum number of columns, because rows are padded to the width of the header.
MAX_COLUMNS = 1000
# The maximum number of cells in a row, and of characters in a line from which the delimiter is guessed.
_MOST_CELLS, _SCORED = 200_000, 100_000
# The header may follow a title and the like, but must be among this many lines.
_LOOKED_AT = 10
_DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs"}
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A table: ``where`` names it in messages, ``header`` are its columns, ``rows`` cells with their line numbers.

    ``top`` is the line of the header, ``above`` are rows above it. With ``decimal_comma``, numbers are written as in
    ``0,5``. ``unread`` has, by line and column, the reason why a cell of a workbook has no readable value. With
    ``lettered``, columns have letters, not numbers. ``merged`` are ranges of merged cells: first and last line, from 1,
    and column, from 0. ``percent`` are cells that a workbook shows as percentages.
    """

    where: str
    header: tuple[str, ...]
    rows: list[tuple[int, Sequence[Raw]]]
    top: int = 1
    above: tuple[tuple[int, Sequence[Raw]], ...] = ()
    decimal_comma: bool = False
    unread: Mapping[tuple[int, int], str] = field(default_factory=dict)
    lettered: bool = False
    merged: tuple[Range, ...] = ()
    percent: frozenset[tuple[int, int]] = frozenset()

    def column(self, index: int) -> str:
        """Return the name of a column, counted from 0, for messages."""
        return f"column {letters(index) if self.lettered else index + 1}"

    def cell(self, line: int, index: int) -> str:
        """Return the reference of a cell of a workbook for messages."""
        return f"{self.where}!{letters(index)}{line}"

    def positions(self, *names: str) -> list[int]:
        """Return the positions of some columns; raise :class:`~ecomgraph.FrameworkError` for missing ones."""
        missing = [name for name in names if name not in self.header]
        if missing:
            there = ", ".join(self.header[:20])
            raise FrameworkError(
                self.where, [f"{self.where}:1: there is no column {name!r}; there are {there}" for name in missing]
            )
        return [self.header.index(name) for name in names]


def filled(cell: Raw) -> bool:
    """Tell whether a cell is not empty.

    >>> filled(0.0), filled(" "), filled(None)
    (True, False, False)
    """
    return bool(cell.strip()) if isinstance(cell, str) else cell is not None


def text_of(cell: Raw) -> str:
    """Return a cell as text; an integer has no fraction, even if a workbook stores 3 as 3.0.

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
    """Decode a text; without ``encoding`` it is UTF-8, or UTF-16 if it has a byte order mark."""
    if not encoding:
        encoding = next((name for mark, name in _BOMS if data.startswith(mark)), "utf-8")
        if encoding == "utf-16":
            problems.note(f"{where}: read as UTF-16, because of its byte order mark")
    try:
        text = data.decode(encoding)
    except LookupError:
        raise SourceError(where, f"there is no encoding {encoding!r}; common ones are utf-8 and windows-1252") from None
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        wrong = f"byte 0x{data[error.start]:02X} is not valid in {error.encoding.upper()}"
        if what := signature_of_bytes(data):
            raise SourceError(where, f"is {what.what}, which is not read; {what.remedy}") from None
        remedy = "save the file as UTF-8 (CSV UTF-8 in Excel), or name its encoding, as in --encoding windows-1252"
        raise FrameworkError(where, [f"{where}:{line}:{column}: {wrong}; {remedy}"]) from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise FrameworkError(
            where, [f"{where}:{line}: a NUL character; the file is not text, or not in {encoding.upper()}"]
        )
    return text


def read_text_table(
    path: Path, problems: Problems, *, encoding: str = "", known: Sequence[str] = (), quoted: bool = True
) -> Sheet:
    """Read a text file separated by commas, semicolons or tabs, whichever its header has.

    ``known`` are the columns by which a header below other lines is found, and by which the delimiter is chosen if the
    header has several. Empty rows are left out.
    """
    where = path.name
    rows, delimiter = text_rows(path, problems, encoding=encoding, known=known, quoted=quoted)
    sheet = _headed(where, rows, known, problems)
    width = len(sheet.header)
    # Cells at the end of the header may be empty: what is below them has no header, but its row is well-formed.
    widest = max((len(row) for line, row in rows if line == sheet.top), default=width)
    for number, (line, row) in enumerate(sheet.rows):
        if len(row) > widest and any(map(filled, row[widest:])):
            what = f"{counted(len(row), 'cells')}, but the header has {widest}"
            problems.add(f"{where}:{line}", f"{what}; put texts with the separator in quotation marks")
        elif len(row) < width:
            sheet.rows[number] = (line, [*row, *[""] * (width - len(row))])
    return replace(sheet, decimal_comma=known != () and delimiter in {";", "\t"})


def text_rows(
    path: Path, problems: Problems, *, encoding: str = "", known: Sequence[str] = (), quoted: bool = True
) -> tuple[list[tuple[int, Sequence[Raw]]], str]:
    """Return the non-empty rows of a text file with their line numbers, and the delimiter."""
    where = path.name
    text = decode(read_bytes(path), where, encoding, problems)
    if not text.strip():
        raise FrameworkError(where, [f"{where}: the file is empty; it needs at least a header"])
    lines = [line.rstrip("\r") for line in text.split("\n", _LOOKED_AT)[:_LOOKED_AT]]
    skipped = 0
    if lines[0][:4].lower() == "sep=" and len(lines[0]) == 5:
        delimiter, skipped = lines[0][4], 1
        text = text.split("\n", 1)[1] if "\n" in text else ""
    else:
        delimiter = _delimiter(lines, known) if quoted else "\t"
    if delimiter not in {",", "\t"}:
        problems.note(f"{where}: read with {_DELIMITERS.get(delimiter, repr(delimiter))} as separators")
    # Without quoting, as in exports of databases, quotation marks are ordinary characters.
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=delimiter,
        quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE,
        strict=True,
    )
    rows: list[tuple[int, Sequence[Raw]]] = []
    line = skipped + 1
    try:
        for cells in reader:
            if len(cells) > _MOST_CELLS:
                problems.add(
                    f"{where}:{line}", f"has {len(cells):,} cells, and {_MOST_CELLS:,} is the limit; split the table"
                )
                break
            if any(map(filled, cells)):
                rows.append((line, cells))
            line = skipped + reader.line_num + 1
    except csv.Error as error:
        problems.add(f"{where}:{line}", f"{error}; check the quotation marks from here on")
    return rows, delimiter


def _headed(where: str, rows: list[tuple[int, Sequence[Raw]]], known: Sequence[str], problems: Problems) -> Sheet:
    """Return a table; its header is the first of the top rows with two known columns, else the first row."""

    def score(cells: Sequence[Raw]) -> int:
        names = [column_name(text_of(cell)) for cell in cells if filled(cell)]
        count = sum(name in known for name in names)
        return count if count > 1 or count == len(names) else 0

    scores = [score(cells) for _, cells in rows[:_LOOKED_AT]] if known else []
    at = next((index for index, found in enumerate(scores) if found), 0)
    if not rows:
        return Sheet(where=where, header=(), rows=[])
    if any(column_name(text_of(cell)) in known for cell in rows[0][1]):
        at = 0
    top, cells = rows[at]
    names = [text_of(cell).strip() for cell in cells]
    while names and not names[-1]:
        names.pop()
    _check_header(where, tuple(names), problems, top)
    return Sheet(where=where, header=tuple(names), rows=rows[at + 1 :], top=top, above=tuple(rows[:at]))


def column_name(header: str) -> str:
    """Return the column name for a header.

    >>> column_name(" Alt labels")
    'alt_labels'
    """
    return "_".join(header.lower().split())


def rows_in(path: Path) -> int:
    """Return the number of rows below the first one in a text file that is not read."""
    text = read_bytes(path).decode(errors="replace")
    try:
        count = sum(any(map(str.strip, row)) for row in csv.reader(io.StringIO(text, newline="")))
    except csv.Error:
        count = sum(bool(line.strip()) for line in text.splitlines())
    return max(count - 1, 0)


def _delimiter(lines: Sequence[str], known: Sequence[str]) -> str:
    lines = [line[:_SCORED] for line in lines]

    def score(line: str, delimiter: str) -> tuple[int, int]:
        cells = [column_name(cell.strip().strip('"')) for cell in line.split(delimiter)]
        exact = [cell.strip().strip('"') for cell in line.split(delimiter)]
        return sum(one in known or two in known for one, two in zip(cells, exact, strict=True)), len(cells)

    # Lines above the header may have other delimiters.
    header = max(lines, key=lambda line: max(score(line, delimiter)[0] for delimiter in _DELIMITERS))
    return max(_DELIMITERS, key=lambda delimiter: score(header, delimiter))


def _check_header(where: str, header: tuple[str, ...], problems: Problems, line: int) -> None:
    if len(header) > MAX_COLUMNS:
        reason = (
            f"{len(header)} columns; at most {MAX_COLUMNS} are allowed; keep those that 'ecomgraph template' writes"
        )
        raise FrameworkError(where, [f"{where}:{line}: {reason}"])
    for name, count in sorted(Counter(filter(None, header)).items()):
        if count > 1:
            problems.add(f"{where}:{line}", f"column {name!r} occurs {count} times; keep one")


# ------------------------------------------------------------------ workbooks


def sheet_names(path: Path, max_size: int) -> list[str]:
    """Return the names of the sheets of a workbook, after checking that it can be opened safely."""
    return list(_checked_book(path, max_size)[0].sheet_names)


def read_workbook(
    path: Path,
    problems: Problems,
    *,
    known: Callable[[str], Sequence[str] | None] = lambda name: (),  # noqa: ARG005
    max_size: int,
) -> Iterator[tuple[str, Sheet]]:
    """Yield the non-empty sheets of a workbook by name.

    ``known`` returns the columns by which the header of a sheet is found below other lines, or ``None`` for a sheet
    without a header, all rows of which are ``above``. Line numbers are those shown by a spreadsheet. Merged cells below
    a header are a problem, because all but one of them are empty.
    """
    book, facts = _checked_book(path, max_size)
    hidden = {it.name for it in book.sheets_metadata if not str(it.visible).endswith(".Visible")}
    for name in book.sheet_names:
        found = _sheet(book, name, path)
        where = path.name if len(book.sheet_names) == 1 else f"{path.name}:{name}"
        table: list[list[Raw]] = [list(row) for row in found.to_python(skip_empty_area=False)]
        told = facts.get(name, SheetFacts())
        for (line, column), value in told.booleans.items():
            if line <= len(table) and column < len(table[line - 1]):
                table[line - 1][column] = value
        rows: list[tuple[int, Sequence[Raw]]] = [
            (line, row) for line, row in enumerate(table, start=1) if any(map(filled, row))
        ]
        cells, columns = told.unread, known(name)
        merged = tuple(
            ((top + 1, left), (bottom + 1, right)) for (top, left), (bottom, right) in found.merged_cell_ranges or ()
        ) or tuple(told.merged)
        if not rows and not cells:
            continue
        if name in hidden:
            problems.note(f"{where}: this sheet is hidden, but was read like the others")
        _note_hidden(where, rows, told, problems)
        if columns is None:
            plain = Sheet(where=where, header=(), rows=rows[1:], above=tuple(rows[:1]), unread=cells, lettered=True)
            yield name, replace(plain, merged=merged, percent=frozenset(told.percent))
            continue
        sheet = replace(_headed(where, rows, columns, problems), unread=cells, lettered=True)
        for (top, left), (bottom, right) in merged:
            if bottom >= sheet.top:
                place = f"{letters(left)}{top}:{letters(right)}{bottom}"
                problems.add(f"{where}:{top}", f"cells {place} are merged; unmerge them and fill in each")
        yield name, sheet


def _note_hidden(where: str, rows: Sequence[tuple[int, Sequence[Raw]]], facts: SheetFacts, problems: Problems) -> None:
    """Note how many non-empty rows and columns of a sheet are hidden."""
    columns = {at for _, row in rows for at, cell in enumerate(row) if filled(cell)} if facts.hidden_columns else set()
    counts = (
        (within([line for line, _ in rows], facts.hidden_rows), "hidden rows"),
        (within(columns, facts.hidden_columns), "hidden columns"),
    )
    if told := [counted(count, things) for count, things in counts if count]:
        problems.note(f"{where}: {' and '.join(told)} read like the others")


def _checked_book(path: Path, max_size: int) -> tuple[CalamineWorkbook, dict[str, SheetFacts]]:
    """Open a workbook after checking its number of cells, and collect the facts that its reader omits."""
    check_workbook(path, max_size)
    facts = sheet_facts(path)
    return _open(path), facts


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


def letters(column: int) -> str:
    """Return the letters of a column, counted from 0.

    >>> letters(0), letters(27)
    ('A', 'AB')
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
