"""Whatever ends a writer, and whenever, what was there is there; readers see one version or the next, and whole."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

import ecomgraph
from ecomgraph import Database, ImportOptions, SourceError, import_framework
from ecomgraph.exchange.registry import FORMATS
from tests.environment import uncounted
from tests.frameworks.miniatures import write_tables

ROOT = Path(__file__).resolve().parents[2]
KILLS = 5
WRITES, READERS = 6, 3
posix = pytest.mark.skipif(os.name != "posix", reason="signals, limits and permissions of POSIX")


def python(module: str, *arguments: object, before: tuple[str, ...] = (), **options: Any) -> subprocess.Popen[str]:
    """Start a child of the tests."""
    command = [*before, sys.executable, "-m", module, *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(  # noqa: S603
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options
    )


def said(process: subprocess.Popen[str]) -> Any:
    """What a child says when it comes to its end."""
    out, err = process.communicate()
    assert process.returncode == 0, err
    return json.loads(out)


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of a bakery, to be copied."""
    folder = tmp_path_factory.mktemp("imported")
    import_framework(write_tables(folder / "bakery"), folder / "career.db")
    return folder / "career.db"


@pytest.fixture
def database(imported: Path, tmp_path: Path) -> Path:
    """A database of a bakery, in a folder of its own."""
    return shutil.copytree(imported, tmp_path / "media" / "career.db")


# ------------------------------------------------------------------ crashes


WRITTEN = sorted({"write", *FORMATS})


@posix
@pytest.mark.slow
@pytest.mark.parametrize("asked", [WRITTEN[::2], WRITTEN[1::2]], ids=["one half", "other half"])
def test_a_writer_that_is_killed_leaves_the_old_or_the_new(asked: list[str], tmp_path: Path) -> None:
    found = said(python("tests.trust.crashing", tmp_path, KILLS, *asked))
    assert sorted(found) == sorted(asked)
    for what, outcome in found.items():
        assert outcome["operations"] >= 3, what
        assert set(outcome["left"]) <= {"old", "new"}, what
        assert outcome["left"][0] == "old", what


@pytest.mark.long
def test_folders_change_places_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And one after the other where the system cannot do that."""
    graph = ecomgraph.load()
    graph.export("csv", tmp_path / "out", role="ecommerce-manager")
    before = sorted(file.name for file in tmp_path.iterdir())
    for works in (True, False):
        if not works:
            monkeypatch.setattr("ecomgraph.store.write._exchange", lambda *_: False)
        graph.export("csv", tmp_path / "out", role="vp-of-ecommerce", force=True)
        assert "vp-of-ecommerce" in (tmp_path / "out" / "roles.csv").read_text(encoding="utf-8")
        assert sorted(file.name for file in tmp_path.iterdir()) == before


# ------------------------------------------------------------------ readers and a writer


@pytest.mark.slow
def test_readers_see_whole_versions_while_one_writes(tmp_path: Path) -> None:
    database, end = tmp_path / "career.db", tmp_path / "end"
    one = write_tables(tmp_path / "one")
    two = write_tables(
        tmp_path / "two",
        roles="id,label\nbaker,Bread artist\nmaster,Patron\n",
        transitions="from,to,kind\nbaker,master,promotion\n",
    )
    options = ImportOptions(name="bakery")
    import_framework(one, database, options=options)
    readers = [python("tests.trust.reading", database, end) for _ in range(READERS)]
    for number in range(WRITES):
        import_framework((two, one)[number % 2], database, options=options, replace=True)
    end.touch()
    answers = [said(reader) for reader in readers]
    states = {tuple(state) for answer in answers for state in answer["seen"]}
    firsts = {state[0] for state in states}
    assert firsts <= {"Apprentice", "Bread artist"}
    assert len(states) == len(firsts)
    assert all(answer["looks"] >= 2 and answer["kept"][0] in firsts for answer in answers)


@pytest.mark.long
def test_a_graph_stays_as_it_was_opened_through_many_versions(tmp_path: Path) -> None:
    database = tmp_path / "career.db"
    import_framework(write_tables(tmp_path / "bakery"), database)
    graph = ecomgraph.open(database)
    for _ in range(4):
        import_framework(tmp_path / "bakery", database, replace=True)
    assert [skill.skill.label for skill in graph.skills("master")] == ["Kneading", "Search engine optimization"]
    assert graph.validate().conforms


# ------------------------------------------------------------------ media that cannot be written


CAN_MOUNT = bool(shutil.which("unshare")) and os.name == "posix" and os.geteuid() == 0
READ_ONLY = """
mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" || exit 99
if touch "$1/x" 2>/dev/null; then exit 98; fi
shift; exec "$@"
"""
SMALL = """
disk="$1"; mount -t tmpfs -o size=200k tmpfs "$disk" || exit 99
shift; "$@"; code=$?
ls -A "$disk" >&2; exit $code
"""


def mounted(script: str, folder: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run ``ecomgraph`` where a folder is mounted in another way."""
    command = ["unshare", "-m", "sh", "-c", script, "sh", str(folder), sys.executable, "-m", "ecomgraph"]
    done = subprocess.run(  # noqa: S603
        [*command, *map(str, arguments)], capture_output=True, text=True, check=False, cwd=folder.parent
    )
    if done.returncode == 99:
        pytest.skip(f"may not mount here: {done.stderr.strip()}")
    assert done.returncode != 98
    return done


@pytest.mark.long
@pytest.mark.skipif(not CAN_MOUNT, reason="only root may mount; the next test changes permissions instead")
@pytest.mark.parametrize(
    "command",
    [
        ["roles"],
        ["skills", "master"],
        ["path", "apprentice", "master"],
        ["sparql", "ASK { ?s a ecg:Role }"],
        ["validate"],
        ["info"],
    ],
    ids=lambda command: command[0],
)
def test_a_database_on_read_only_media_is_asked(command: list[str], database: Path) -> None:
    done = mounted(READ_ONLY, database.parent, *command, "--db", database)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout


@pytest.mark.long
@pytest.mark.skipif(not CAN_MOUNT, reason="only root may mount")
def test_read_only_media_refuse_an_import_in_one_line(database: Path, tmp_path: Path) -> None:
    source = write_tables(tmp_path / "bakery")
    done = mounted(READ_ONLY, database.parent, "import", source, "--replace", "--into", database)
    assert done.returncode == 2
    # Steps that take long are told before.
    assert done.stderr.splitlines()[-1].endswith("career.db: cannot be written: Read-only file system")


@posix
@pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="permissions do not stop this user")
def test_a_database_without_write_permission_is_asked(database: Path) -> None:
    paths = [database, *database.rglob("*")]
    for path in paths:
        path.chmod(0o500 if path.is_dir() else 0o400)
    try:
        assert len(ecomgraph.open(database).roles()) == 3
    finally:
        for path in paths:
            path.chmod(0o700)


def test_asking_a_database_changes_no_byte_of_it(database: Path, tmp_path: Path) -> None:

    def everything() -> dict[str, tuple[int, bytes]]:
        files = [path for path in database.rglob("*") if path.is_file()]
        return {str(path): (path.stat().st_mtime_ns, path.read_bytes()) for path in files}

    before = everything()
    graph = ecomgraph.open(database)
    graph.validate()
    graph.sparql("SELECT * { ?s ?p ?o }")
    graph.export("csv", tmp_path / "out")
    assert Database(database).frameworks()
    del graph
    assert everything() == before


# ------------------------------------------------------------------ disks that are full


@pytest.mark.long
@pytest.mark.skipif(not CAN_MOUNT, reason="only root may mount")
@pytest.mark.parametrize("form", ["csv", "rdfxml", "ntriples"])
def test_an_export_to_a_full_disk_leaves_nothing(form: str, tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    done = mounted(SMALL, tmp_path / "disk", "export", form, tmp_path / "disk" / "out", "--derived")
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert line.endswith("cannot be written: No space left on device")


@pytest.mark.long
@pytest.mark.skipif(not CAN_MOUNT, reason="only root may mount")
@pytest.mark.parametrize("command", ["import", "site", "xlsx"])
def test_a_full_disk_is_told_in_one_line_and_left_as_it_was(command: str, tmp_path: Path) -> None:
    """Where the target is, or, for workbooks, where temporary files go."""
    disk, target = tmp_path / "disk", tmp_path / "disk" / "out"
    disk.mkdir()
    asked: dict[str, list[object]] = {
        "import": ["import", "--quiet", write_tables(tmp_path / "bakery"), "--into", target],
        "site": ["site", "--quiet", target],
        "xlsx": ["export", "xlsx", tmp_path / "out.xlsx"],
    }
    filled = SMALL.replace("shift;", 'head -c 150k /dev/zero > "$disk/filled"; export TMPDIR="$disk"; shift;')
    done = mounted(filled, disk, *asked[command])
    assert done.returncode == 2
    line, *left = done.stderr.splitlines()
    assert "cannot be written: " in line
    assert left == ["filled"]
    assert not (tmp_path / "out.xlsx").exists()


@pytest.mark.long
@pytest.mark.skipif(not CAN_MOUNT, reason="only root may mount")
@pytest.mark.parametrize(
    "command", [["export", "turtle"], ["export", "csv"], ["site", "--quiet"], ["template"]], ids=lambda it: it[-1]
)
def test_read_only_media_refuse_what_is_written_there_in_one_line(command: list[str], tmp_path: Path) -> None:
    (tmp_path / "media").mkdir()
    done = mounted(READ_ONLY, tmp_path / "media", *command, tmp_path / "media" / "out")
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert line.endswith("out: cannot be written: Read-only file system")


@pytest.mark.long
@posix
@pytest.mark.parametrize("form", ["write", "csv", "rdfxml", "jsonld", "moodle"])
def test_a_limit_on_the_size_of_files_leaves_what_was_there(form: str, tmp_path: Path) -> None:
    import resource

    graph = ecomgraph.load()

    def write(*role: str) -> None:
        if form == "write":
            graph.write(tmp_path / "out.ttl", derived=not role)
        else:
            graph.export(form, tmp_path / "out", role=role, force=True)

    write("ecommerce-manager")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (3000, hard))
    try:
        with pytest.raises(SourceError, match="cannot be written: File too large"):
            write()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


@pytest.mark.long
@posix
def test_an_import_under_a_limit_on_the_size_of_files_changes_nothing(database: Path, tmp_path: Path) -> None:
    source = write_tables(tmp_path / "bakery")
    before = {path: path.read_bytes() for path in database.rglob("*") if path.is_file()}
    script = "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000));"
    script += "from ecomgraph.cli import main; main()"
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", script, "import", str(source), "--name", "two", "--into", str(database), "--quiet"],
        env=uncounted(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2, done
    assert done.stderr.count("\n") == 1
    assert {path: path.read_bytes() for path in database.rglob("*") if path.is_file()} == before


@pytest.mark.long
def test_a_store_that_the_engine_finds_damaged_while_it_writes_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a full disk, where its own files are cut short."""

    store: Any = ox.Store

    class Store:
        read_only = store.read_only

        def __new__(cls, *path: str) -> Any:
            if path:
                raise RuntimeError("Corruption: CURRENT file does not end with newline")
            return store()

    database = tmp_path / "career.db"
    source = write_tables(tmp_path / "bakery")
    import_framework(source, database)
    before = {path: path.read_bytes() for path in database.rglob("*") if path.is_file()}
    monkeypatch.setattr(ox, "Store", Store)
    with pytest.raises(SourceError, match=r"cannot be written: Corruption: CURRENT .*; make room on the disk"):
        import_framework(source, database, options=ImportOptions(name="two"))
    monkeypatch.undo()
    assert {path: path.read_bytes() for path in database.rglob("*") if path.is_file()} == before
