"""What tests of imports share."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ecomgraph import ImportOptions, Packaged, import_framework
from tests.frameworks.made_frameworks import release, written
from tests.frameworks.miniatures import ESCO_FILES, ONET, write_onet, write_tables


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


@pytest.fixture(scope="session")
def made_releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    tmp_path = tmp_path_factory.mktemp("releases")
    path = tmp_path / "career.db"
    titles = ONET["Occupation Data"].replace("\tSales Managers\t", "\tDirectors of Sales\t")
    skills = ONET["Skills"].replace("Mathematics\tIM\t3.00", "Mathematics\tIM\t2.60")
    import_framework(release(tmp_path / "a", "29.9"), path, options=ImportOptions(name="onet-a"))
    changed = release(tmp_path / "b", "29.10", **{"Occupation Data": titles, "Skills": skills})
    assert import_framework(changed, path, options=ImportOptions(name="onet-b")).accepted
    import_framework(Packaged.BUNDLED, path)
    return path


@pytest.fixture
def releases(made_releases: Path, tmp_path: Path) -> Path:
    """A database of two releases that disagree, and of the bundled framework."""
    return Path(shutil.copytree(made_releases, tmp_path / "career.db", symlinks=True))


@pytest.fixture(scope="session")
def made_shop(bundled_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    tmp_path = tmp_path_factory.mktemp("shop")
    path = Path(shutil.copytree(bundled_database, tmp_path / "career.db", symlinks=True))
    options = ImportOptions(base="https://shop.example/", language="en")
    report = import_framework(written(tmp_path / "shop.ttl"), path, options=options)
    assert (report.accepted, report.framework.bases) == (True, ("bundled",))
    return path


@pytest.fixture
def shop(made_shop: Path, tmp_path: Path) -> Path:
    """A database of the bundled framework, and of a shop whose role leads into it."""
    return Path(shutil.copytree(made_shop, tmp_path / "career.db", symlinks=True))
