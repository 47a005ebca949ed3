"""Account for the files, rows and columns of a folder in a published layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecomgraph.exchange.importers.sheets import rows_in
from ecomgraph.spelling import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from pathlib import Path

    from ecomgraph.exchange.importers.problems import Problems
    from ecomgraph.exchange.importers.sheets import Sheet

__all__ = ["PublishedFiles"]


class PublishedFiles:
    """Records which files of a folder were opened, and counts the rows of the others."""

    def __init__(self, folder: Path, problems: Problems) -> None:
        self._folder = folder
        self._problems = problems
        self._opened: set[str] = set()

    def opened(self, path: Path, sheet: Sheet, columns: Collection[str]) -> None:
        """Count the rows and columns of a table; only some columns are read."""
        self._opened.add(path.name)
        account, part = self._problems.account, sheet.where
        account.find(part, "rows", len(sheet.rows))
        for line, cells in sheet.above:
            self._problems.add(f"{part}:{line}", f"{counted(len(cells), 'cells')} above the header; remove the line")
        for (line, index), reason in sorted(sheet.unread.items()):
            self._problems.add(sheet.cell(line, index), reason)
        names = [name for name in sheet.header if name]
        account.find(part, "columns", len(names))
        account.read(part, "columns", sum(name in columns for name in names))
        for name in names:
            if name not in columns:
                account.leave(part, "columns", f"{name} is not read", expected=True)

    def mark(self, *paths: Path) -> None:
        """Mark files as read whose content is not in a table."""
        for path in paths:
            self._opened.add(path.name)
            self._problems.account.find(path.name, "files")
            self._problems.account.read(path.name, "files")

    def leave_rest(self, reason: Callable[[Path], str]) -> None:
        """Count the rows of text files that were not opened, and other files; ``reason`` returns why."""
        account = self._problems.account
        for path in sorted(self._folder.iterdir()):
            if path.name in self._opened or path.name.startswith((".", "~$")):
                continue
            is_table = path.is_file() and path.suffix.lower() in {".csv", ".txt"} and bool(rows := rows_in(path))
            unit, count = ("rows", rows) if is_table else ("files", 1)
            account.find(path.name, unit, count)
            account.leave(path.name, unit, reason(path), count)
