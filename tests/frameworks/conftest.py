"""What tests of imports share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ecomgraph import Packaged, import_framework
from tests.frameworks.miniatures import ESCO_FILES, write_onet, write_tables

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def bakery_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that holds the tables of a bakery; tests copy it."""
    folder = tmp_path_factory.mktemp("imported")
    import_framework(write_tables(folder / "bakery"), folder / "career.db")
    return folder / "career.db"


@pytest.fixture(scope="session")
def bundled_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that holds the bundled framework; tests copy it."""
    path = tmp_path_factory.mktemp("bundled") / "career.db"
    import_framework(Packaged.BUNDLED, path)
    return path


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    """A folder with the tables of a bakery."""
    return write_tables(tmp_path / "bakery")


@pytest.fixture
def onet(tmp_path: Path) -> Path:
    """A folder of O*NET text files with three occupations."""
    return write_onet(tmp_path / "onet")


@pytest.fixture
def esco(tmp_path: Path) -> Path:
    """An ESCO CSV folder with two occupations."""
    folder = tmp_path / "esco"
    folder.mkdir()
    for name, text in ESCO_FILES.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder
