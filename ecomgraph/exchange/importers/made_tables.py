"""Collect table rows that an importer makes from a source in another layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecomgraph.exchange.cells import join, neutral
from ecomgraph.exchange.importers.sheets import Sheet
from ecomgraph.exchange.table_layout import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["MadeTables"]

_COLUMNS = {table.name: {column.name: column for column in table.columns} for table in TABLES}


class MadeTables:
    """Rows by table and by part of the source.

    >>> made = MadeTables()
    >>> made.add("roles", "matrix.csv", 1, label="Baker")
    >>> [(name, sheet.where, sheet.header, sheet.rows) for name, sheet in made.sheets()]
    [('roles', 'matrix.csv', ('', 'label'), [(1, ['', 'Baker'])])]
    """

    def __init__(self) -> None:
        self._rows: dict[tuple[str, str], list[tuple[int, dict[str, str]]]] = {}

    def add(self, table: str, where: str, line: int, **cells: str | Iterable[str]) -> None:
        """Add a row made from a line of a part; lists are for columns that hold lists."""
        found = {name: cell if isinstance(cell, str) else join(cell) for name, cell in cells.items() if cell}
        self.add_row(table, where, line, found)

    def add_row(self, table: str, where: str, line: int, cells: dict[str, str]) -> None:
        """Add a row with cells as written in tables."""
        columns = _COLUMNS[table]
        # The reader of tables removes the apostrophe that neutral() adds.
        texts = {
            name: cell if name in columns and columns[name].shape in ("integer", "number") else neutral(cell)
            for name, cell in cells.items()
        }
        self._rows.setdefault((table, where), []).append((line, texts))

    def sheets(self) -> Iterator[tuple[str, Sheet]]:
        """Yield the name of each table and its rows from one part.

        The first column is empty, since a row that begins with # would be a comment.
        """
        for (table, where), rows in self._rows.items():
            names = list(dict.fromkeys(name for _, cells in rows for name in cells))
            filled = [(line, ["", *(cells.get(name, "") for name in names)]) for line, cells in rows]
            yield table, Sheet(where=where, header=("", *names), rows=list(filled))
