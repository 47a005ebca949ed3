"""Matrices for tests, as text and as workbooks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl import Workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LEVELS = {
    "proficiency-scales": "id,label\nmastery,Mastery\n",
    "proficiency-levels": "id,label,scale,rank,notation\naware,Aware,mastery,1,A\nworking,Working,mastery,2,W\n"
    "expert,Expert,mastery,4,E\n",
}
Rows = list[list[object]]


def csv_matrix(folder: Path, text: str, **tables: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, content in {"matrix": text, **{name: table for name, table in tables.items() if table}}.items():
        (folder / f"{name.replace('_', '-')}.csv").write_text(content, encoding="utf-8")
    return folder


def scaled(folder: Path, text: str) -> Path:
    return csv_matrix(folder, text, **LEVELS)


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
