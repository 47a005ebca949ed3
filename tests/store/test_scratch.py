"""What a killed process left is removed by the next writer, and nothing else is."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ecomgraph.store.scratch import NEW, OLD, REPLACED, scratch_folder
from ecomgraph.store.write import new_folder, write_bytes
from tests.environment import uncounted

pytestmark = pytest.mark.skipif(os.name != "posix", reason="locks and signals of POSIX")
WRITER = """
import sys, time
from ecomgraph.store.write import new_folder
with new_folder(sys.argv[1], replace=False) as folder:
    (folder / "half").touch()
    print("begun", flush=True)
    time.sleep(60)
"""


def begun(target: Path) -> subprocess.Popen[str]:
    """Start a process that is in the middle of writing a folder."""
    command = [sys.executable, "-c", WRITER, str(target)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=uncounted())  # noqa: S603
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    return process


def names(folder: Path) -> list[str]:
    """Names in a folder, of scratch folders only how they begin."""
    return sorted(".ecomgraph" if path.name.startswith(".ecomgraph-") else path.name for path in folder.iterdir())


def test_leftovers_of_a_killed_process_go_and_those_of_a_living_one_stay(tmp_path: Path) -> None:
    dead = begun(tmp_path / "dead")
    living = begun(tmp_path / "living")
    dead.kill()
    dead.communicate()
    assert names(tmp_path) == [".ecomgraph", ".ecomgraph"]
    write_bytes(tmp_path / "out.ttl", b"")
    assert names(tmp_path) == [".ecomgraph", "out.ttl"]
    living.send_signal(signal.SIGKILL)
    living.communicate()
    with new_folder(tmp_path / "folder", replace=False):
        pass
    assert names(tmp_path) == ["folder", "out.ttl"]


@pytest.mark.parametrize(
    ("name", "holds", "goes"),
    [
        (".ecomgraph-abcd1234", NEW, True),
        (".ecomgraph-abcd1234", REPLACED, True),
        (".ecomgraph-abcd1234", "", True),
        # What could not be put back may be all that a user has.
        (".ecomgraph-abcd1234", OLD, False),
        (".ecomgraph-abcd1234", "thesis.txt", False),
        (".ecomgraph-notes", NEW, False),
        ("ecomgraph-abcd1234", NEW, False),
        (".public.abcd1234", NEW, False),
    ],
)
def test_only_what_is_surely_a_leftover_goes(name: str, holds: str, goes: bool, tmp_path: Path) -> None:
    (tmp_path / name).mkdir()
    if holds:
        (tmp_path / name / holds).mkdir()
    write_bytes(tmp_path / "out.ttl", b"")
    assert (tmp_path / name).exists() != goes


def test_a_link_that_is_called_like_a_leftover_stays(tmp_path: Path) -> None:
    (tmp_path / "mine" / NEW).mkdir(parents=True)
    (tmp_path / ".ecomgraph-abcd1234").symlink_to("mine")
    write_bytes(tmp_path / "out.ttl", b"")
    assert names(tmp_path) == [".ecomgraph", "mine", "out.ttl"]
    assert (tmp_path / "mine" / NEW).exists()


def test_what_cannot_be_put_back_is_kept(tmp_path: Path) -> None:
    with scratch_folder(tmp_path) as scratch:
        (scratch / OLD).mkdir()
    assert (scratch / OLD).exists()
