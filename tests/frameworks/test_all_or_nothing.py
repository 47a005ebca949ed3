"""Whatever becomes of an import, the database is as it was, or as the whole import makes it."""

from __future__ import annotations

import errno
import os
import random
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import ecomgraph
from ecomgraph import Database, FrameworkError, ImportOptions, Packaged, ParseError, SourceError, import_framework
from ecomgraph.exchange.importers.draft_writer import DraftWriter
from ecomgraph.store.database_draft import Draft
from tests.environment import uncounted
from tests.frameworks.killed import kill_after, kill_at_operation, state
from tests.frameworks.miniatures import TABLES, write_tables
from tests.samples import sampled

if TYPE_CHECKING:
    from pathlib import Path

OPERATIONS = 12
MOMENTS = 12


@pytest.fixture
def database(bakery_database: Path, tables: Path, tmp_path: Path) -> Path:
    """A database that holds a bakery, beside the tables of it."""
    assert tables.parent == tmp_path
    return shutil.copytree(bakery_database, tmp_path / "career.db")


def everything_in(path: Path) -> dict[str, bytes]:
    return {str(file.relative_to(path)): file.read_bytes() for file in sorted(path.rglob("*")) if file.is_file()}


# ------------------------------------------------------------------ rejections


def _invalid(tmp_path: Path) -> Path:
    return write_tables(tmp_path / "invalid", skills=TABLES["skills"] + "mixing,Kneading,skill,\n")


def _unreadable(tmp_path: Path) -> Path:
    return write_tables(tmp_path / "unreadable", roles="id,label\nbaker,Baker\nbaker,Baker\n")


def _malformed(tmp_path: Path) -> Path:
    path = tmp_path / "malformed.ttl"
    path.write_text("<urn:a> <urn:b> .", encoding="utf-8")
    return path


@pytest.mark.long
def test_after_a_rejection_every_byte_is_as_before(database: Path, tmp_path: Path) -> None:
    before = everything_in(database)
    assert not import_framework(_invalid(tmp_path), database).accepted
    with pytest.raises(FrameworkError):
        import_framework(_unreadable(tmp_path), database)
    with pytest.raises(ParseError):
        import_framework(_malformed(tmp_path), database)
    with pytest.raises(SourceError, match="already has a framework 'bakery'"):
        import_framework(tmp_path / "bakery", database)
    with pytest.raises(SourceError, match="cannot be read: No such file"):
        import_framework(tmp_path / "nowhere", database)
    assert import_framework(tmp_path / "bakery", database, replace=True, dry_run=True).accepted
    assert everything_in(database) == before


def test_a_name_that_is_taken_is_told_before_anything_is_read(database: Path, tmp_path: Path) -> None:
    options = ImportOptions(name="bakery")
    with pytest.raises(
        SourceError, match=r"already has a framework 'bakery'; replace it with --replace, or keep both with --name"
    ):
        import_framework(_unreadable(tmp_path), database, options=options)
    with pytest.raises(FrameworkError):
        import_framework(_unreadable(tmp_path), database, options=options, replace=True)
    (tmp_path / "there.ttl").touch()
    with pytest.raises(SourceError, match="already exists; choose another name, or replace it"):
        import_framework(_unreadable(tmp_path), tmp_path / "there.ttl")


def test_a_rejected_import_makes_no_database(tmp_path: Path) -> None:
    assert not import_framework(_invalid(tmp_path), tmp_path / "new.db").accepted
    with pytest.raises(FrameworkError):
        import_framework(_unreadable(tmp_path), tmp_path / "new.db")
    assert not (tmp_path / "new.db").exists()


def test_a_rejected_import_leaves_the_file_that_it_would_have_replaced(tmp_path: Path) -> None:
    target = tmp_path / "ours.ttl"
    target.write_text("# mine\n", encoding="utf-8")
    assert not import_framework(_invalid(tmp_path), target, replace=True).accepted
    assert target.read_text(encoding="utf-8") == "# mine\n"
    with pytest.raises(SourceError, match="already exists; choose another name, or replace it"):
        import_framework(write_tables(tmp_path / "bakery"), target)
    assert target.read_text(encoding="utf-8") == "# mine\n"


# ------------------------------------------------------------------ trouble while writing


def _full(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.long
@pytest.mark.parametrize("step", ["write_framework", "copy_framework", "write_store", "publish"])
def test_a_full_disk_changes_nothing(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    before = everything_in(database)
    monkeypatch.setattr(Draft, step, _full)
    with pytest.raises(SourceError, match=r"career\.db: cannot be written: No space left on device"):
        import_framework(tmp_path / "bakery", database, options=ImportOptions(name="two"))
    assert everything_in(database) == before


class Held:
    """Stands for a store, which goes on writing until nothing refers to it."""

    closed = False

    def __del__(self) -> None:
        Held.closed = True


def test_stores_are_closed_before_a_draft_is_deleted() -> None:
    class Failing:
        def write_framework(self, name: str, packed: bytes) -> None:
            held = Held()
            raise OSError(errno.ENOSPC, f"No space left on device for {name}, {packed!r}, {held}")

    with DraftWriter(Failing()) as writer:  # type: ignore[arg-type]
        writer.framework("bakery", b"")
    assert Held.closed


@pytest.mark.long
def test_a_disk_that_fails_to_sync_changes_nothing(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything_in(database)
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", _full)
        with pytest.raises(SourceError, match="cannot be written"):
            import_framework(tmp_path / "bakery", database, options=ImportOptions(name="two"))
    assert everything_in(database) == before


def test_an_interrupted_import_changes_nothing(database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = everything_in(database)
    monkeypatch.setattr(Draft, "write_store", interrupt)
    with pytest.raises(KeyboardInterrupt):
        import_framework(tmp_path / "bakery", database, options=ImportOptions(name="two"))
    assert everything_in(database) == before


@pytest.mark.long
def test_only_one_process_writes(database: Path, tmp_path: Path) -> None:
    with Database(database).writing(), pytest.raises(SourceError, match="is being written by another process"):
        import_framework(tmp_path / "bakery", database, replace=True)
    assert import_framework(tmp_path / "bakery", database, replace=True).applied


# Imports with the rights of nobody, whoever runs the tests; the first import, with all rights, loads the modules.
_WITHOUT_PERMISSION = """
import os, sys, tempfile
from ecomgraph.errors import SourceError
from ecomgraph.exchange.importers import ImportOptions, import_framework
source, database = sys.argv[1:]
with tempfile.TemporaryDirectory() as folder:
    import_framework("bakery", os.path.join(folder, "career.db"))
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
try:
    import_framework(source, database, options=ImportOptions(name="two"))
except SourceError as error:
    print(error)
"""


@pytest.mark.long
@pytest.mark.skipif(os.name == "nt", reason="permissions as POSIX has them")
@pytest.mark.parametrize(
    ("source", "database", "message"),
    [
        ("bakery", "other.db", "other.db: cannot be created: Permission denied"),
        ("bakery", "career.db", "career.db: cannot be written: Permission denied"),
        ("secret", "career.db", "secret/roles.csv: cannot be read: Permission denied"),
    ],
)
def test_a_place_without_permission_is_refused(
    source: str, database: str, message: str, tables: Path, bakery_database: Path, tmp_path: Path
) -> None:
    shutil.copytree(bakery_database, tmp_path / "career.db")
    shutil.copytree(tables, tmp_path / "secret")
    (tmp_path / "secret" / "roles.csv").chmod(0)
    before = everything_in(tmp_path / "career.db")
    folders = [tmp_path, tmp_path / "career.db"]
    for folder in folders:
        folder.chmod(0o555)
    try:
        command = [sys.executable, "-c", _WITHOUT_PERMISSION, source, database]
        done = subprocess.run(  # noqa: S603
            command, cwd=tmp_path, env=uncounted(), capture_output=True, text=True, check=False
        )
    finally:
        for folder in folders:
            folder.chmod(0o755)
    assert (done.stdout.strip(), done.stderr) == (message, "")
    assert everything_in(tmp_path / "career.db") == before


def test_a_reader_keeps_what_it_opened(database: Path, tmp_path: Path) -> None:
    graph = ecomgraph.open(database)
    folder = write_tables(tmp_path / "other", roles="id,label\nbaker,Bread artist\n", transitions="", requirements="")
    import_framework(folder, database, options=ImportOptions(name="bakery"), replace=True)
    assert [role.label for role in graph.roles()] == ["Apprentice", "Baker", "Master baker"]
    assert [role.label for role in ecomgraph.open(database).roles()] == ["Bread artist"]


# ------------------------------------------------------------------ kill -9


@pytest.mark.slow
def test_a_kill_at_any_operation_on_a_file_changes_nothing_or_all(database: Path, tmp_path: Path) -> None:
    source = tmp_path / "bakery"
    before = state(database)
    shutil.copytree(database, tmp_path / "trial.db")
    operations = kill_at_operation(source, tmp_path / "trial.db", "two", 0)
    assert operations > OPERATIONS
    for number in sorted({1 + step * (operations - 1) // OPERATIONS for step in range(OPERATIONS + 1)}):
        kill_at_operation(source, database, "two", number)
        after = state(database)
        if after != before:
            assert [record.name for record in Database(database).frameworks()] == ["bakery", "two"]
            assert number > operations * 2 // 3
            break
    assert import_framework(source, database, options=ImportOptions(name="two"), replace=True).applied


@pytest.mark.slow
def test_a_kill_at_any_moment_changes_nothing_or_all(tmp_path: Path) -> None:
    path = tmp_path / "career.db"
    import_framework(Packaged.BUNDLED, path)
    before = state(path)
    command = [sys.executable, "-m", "ecomgraph", "import", "--bundled", "--name", "zwei", "--into", str(path)]
    chance = random.Random(9)  # noqa: S311
    for _ in range(MOMENTS):
        was_running = kill_after(command, chance.uniform(0.1, 1.2))
        if state(path) != before:
            assert [record.name for record in Database(path).frameworks()] == ["bundled", "zwei"]
            break
        assert was_running
    assert import_framework(Packaged.BUNDLED, path, options=ImportOptions(name="drei")).applied


@pytest.mark.long
@pytest.mark.parametrize("number", sampled((6, 3, 9), 3))
def test_a_kill_before_there_was_a_database_leaves_none(number: int, tables: Path, tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    assert kill_at_operation(tables, path, "bakery", number) == 0
    assert state(path) == "no database"
    with pytest.raises(SourceError, match="is not a database"):
        ecomgraph.open(path)
    assert import_framework(tables, path).applied
