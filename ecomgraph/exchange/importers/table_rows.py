"""Table rows: the cells of a sheet in columns of a table, and the account of all other cells."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from ecomgraph.exchange.cells import plain, split
from ecomgraph.exchange.importers.problems import nearest
from ecomgraph.exchange.importers.sheets import column_name, filled, text_of
from ecomgraph.exchange.table_layout import with_languages
from ecomgraph.languages import is_language_tag

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from decimal import Decimal

    from ecomgraph.exchange.importers.problems import Problems
    from ecomgraph.exchange.importers.sheets import Sheet
    from ecomgraph.exchange.table_layout import Table

__all__ = ["Columns", "Row", "rows_of", "with_columns_for_languages"]


_NONE: Mapping[str, Decimal] = MappingProxyType({})


@dataclass(slots=True)
class Row:
    """A row of a table: its cells, one per column, and its place; all rows of a sheet share ``columns``.

    Large frameworks have hundreds of thousands of rows, so each stores little besides its cells.
    """

    columns: Columns
    where: str
    cells: list[str]
    iri: str = ""
    # The columns from which triples were made, as a bit set of positions.
    used: int = 0
    # The IRIs of references, by column.
    targets: dict[str, tuple[str, ...]] = field(default_factory=dict)
    # The numbers in cells, by column.
    numbers: Mapping[str, Decimal] = field(default_factory=lambda: _NONE)

    @property
    def table(self) -> Table:
        """The table of the row."""
        return self.columns.table

    def account(self, problems: Problems) -> None:
        """Count the cells from which triples were made, and those without a value."""
        part = self.where.rpartition(":")[0]
        problems.account.read(part, "cells", self.used.bit_count())
        for at, cell in enumerate(self.cells):
            if cell and not self.used >> at & 1 and cell.strip() and not split(cell):
                problems.account.leave(part, "cells", "only separators")

    def cell(self, name: str) -> str:
        """Return the text in a column, ``""`` if the table has no such column."""
        at = self.columns.at.get(name, -1)
        return self.cells[at] if at >= 0 else ""

    def texts(self, name: str) -> list[str]:
        """Return the distinct texts of a column and of its columns in further languages."""
        found = (
            text
            for at, many in self.columns.of_texts.get(name, ())
            for text in (split(self.cells[at]) if many else [self.cells[at].strip()])
        )
        return [text for text in dict.fromkeys(found) if text]


class Columns:
    """The columns of a table by name: ``at`` has the position of each, ``of_texts`` those of a text in all languages.

    Each of these is a position and whether the cells hold lists.
    """

    def __init__(self, table: Table) -> None:
        self.table = table
        self.at = {column.name: at for at, column in enumerate(table.columns)}
        self.of_texts: dict[str, list[tuple[int, bool]]] = {}
        for at, column in enumerate(table.columns):
            self.of_texts.setdefault(column.name.partition("@")[0], []).append((at, column.many))


def with_columns_for_languages(table: Table, sheet: Sheet, problems: Problems) -> Table:
    """Return a table extended by a sheet's columns for further languages, such as ``label@fr``."""
    names = [name.strip().lower().replace(" ", "_") for name in sheet.header]
    for name in names:
        column, at, tag = name.partition("@")
        if at and not is_language_tag(tag):
            problems.add(
                f"{sheet.where}:1", f'the column "{name}" has no valid language tag; write {column}@fr or the like'
            )
    return with_languages(table, names)


def rows_of(table: Table, sheet: Sheet, problems: Problems, unescape: Callable[[str], str] | None) -> Iterator[Row]:
    """Yield the rows of a sheet that belong to its table, and count the cells of all others."""
    columns = Columns(table)
    names = list(columns.at)
    header = _header(table, sheet, problems)
    account, where = problems.account, sheet.where
    at = [header.index(name) if name in header else -1 for name in names]
    _above(sheet, problems)
    unread = _unread(sheet, header, names, problems)
    numbers = {index for index, column in enumerate(table.columns) if column.shape in ("integer", "number")}
    for line, raw in sheet.rows:
        found = [index for index, cell in enumerate(raw) if filled(cell)]
        account.find(where, "cells", len(found))
        first = text_of(raw[0]) if raw else ""
        if first == "#" or (first.startswith("#") and first[1:2].isspace()):
            # The template explains its columns in such a row.
            own = first.startswith(f"# {table.about}. ")
            account.leave(
                where,
                "cells",
                "a row of the template" if own else f"comments in {_line(line)}",
                len(found),
                expected=own,
            )
            continue
        for index in found:
            if index not in at:
                account.leave(where, "cells", _unknown(sheet, index))
        cells = [text_of(raw[index]) if 0 <= index < len(raw) else "" for index in at]
        if unescape is not None:
            cells = [unescape(cell) if "_x" in cell else cell for cell in cells]
        # Numbers may begin with a sign; texts with one have an apostrophe before it.
        cells = [cell if index in numbers else plain(cell) for index, cell in enumerate(cells)]
        if sheet.decimal_comma:
            cells = [cell.replace(",", ".") if index in numbers else cell for index, cell in enumerate(cells)]
        if any(cell.strip() for cell in cells) or line in unread:
            yield Row(columns, f"{where}:{line}", cells)


def _header(table: Table, sheet: Sheet, problems: Problems) -> list[str]:
    """Return the names of the columns; report those that may be misspelt, and a header without a known column."""
    names = [column.name for column in table.columns]
    header = list(map(column_name, sheet.header))
    place = f"{sheet.where}:{sheet.top}"
    if not set(names) & set(header):
        shown = ", ".join(f'"{name}"' for name in sheet.header[:5] if name)
        advice = f"rename them to {', '.join(names[:3])} or the like, or map them with --map"
        problems.add(place, f"none of the columns {shown or 'in an empty row'} is one of {table.name}; {advice}")
        return header
    for name, shown in zip(header, sheet.header, strict=True):
        if name and name not in names and (advice := nearest(name, names)):
            problems.add(place, f'there is no column "{shown}" in {table.name}{advice}')
    return header


def _above(sheet: Sheet, problems: Problems) -> None:
    for line, cells in sheet.above:
        count = sum(map(filled, cells))
        problems.account.find(sheet.where, "cells", count)
        shown = next(text_of(cell).strip() for cell in cells if filled(cell))
        problems.account.leave(sheet.where, "cells", f'{_line(line)}, "{shown[:40]}", is above the header', count)


def _unread(sheet: Sheet, header: list[str], names: list[str], problems: Problems) -> set[int]:
    """Report cells without a value in columns that are read, count other such cells, and return the lines of both."""
    for (line, index), reason in sorted(sheet.unread.items()):
        if (line == sheet.top and index < len(header)) or (index < len(header) and header[index] in names):
            problems.add(sheet.cell(line, index), reason)
        else:
            problems.account.find(sheet.where, "cells")
            problems.account.leave(sheet.where, "cells", _unknown(sheet, index))
    return {line for line, _ in sheet.unread}


def _unknown(sheet: Sheet, index: int) -> str:
    header = sheet.header[index] if index < len(sheet.header) else ""
    return f'the column "{header}" is not known' if header else f"{sheet.column(index)} has no header"


def _line(line: int) -> str:
    return f"line {line}"
