"""Workbooks made for tests: a sheet for each list of rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from openpyxl import Workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Rows = Sequence[Sequence[object]]


def unchanged(_: Workbook) -> None:
    """Leave a workbook as it is."""


def book(path: Path, change: Callable[[Workbook], object] = unchanged, /, **sheets: Rows) -> Path:
    made = Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    change(made)
    made.save(path)
    return path
