"""What tests of imports share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.frameworks.miniatures import ESCO_FILES, ONET, write_tables

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    """A folder with the tables of a bakery."""
    return write_tables(tmp_path / "bakery")


@pytest.fixture
def onet(tmp_path: Path) -> Path:
    """A folder of O*NET text files with three occupations."""
    folder = tmp_path / "onet"
    folder.mkdir()
    for name, text in ONET.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    (folder / "Read Me.txt").write_text("O*NET 29.2 Database\nFebruary 2025 Release\n", encoding="utf-8")
    return folder


@pytest.fixture
def esco(tmp_path: Path) -> Path:
    """An ESCO CSV folder with two occupations."""
    folder = tmp_path / "esco"
    folder.mkdir()
    for name, text in ESCO_FILES.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder
