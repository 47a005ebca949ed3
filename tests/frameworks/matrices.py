"""Matrices for tests, as text and as workbooks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

LEVELS = {
    "proficiency-scales": "id,label\nmastery,Mastery\n",
    "proficiency-levels": "id,label,scale,rank,notation\naware,Aware,mastery,1,A\nworking,Working,mastery,2,W\n"
    "expert,Expert,mastery,4,E\n",
}


def csv_matrix(folder: Path, text: str, **tables: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, content in {"matrix": text, **{name: table for name, table in tables.items() if table}}.items():
        (folder / f"{name.replace('_', '-')}.csv").write_text(content, encoding="utf-8")
    return folder


def scaled(folder: Path, text: str) -> Path:
    return csv_matrix(folder, text, **LEVELS)
