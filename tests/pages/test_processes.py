"""A site written by several processes: the same as by one, and nothing of it stays when they fail."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import time
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import ecomgraph
from ecomgraph.web import processes
from ecomgraph.web import site as module
from ecomgraph.web.processes import available, results
from ecomgraph.web.site import SiteReport, write_site

if TYPE_CHECKING:
    from collections.abc import Callable


class Jobs:
    """What a process does in these tests: a job is a number, or a word for a failure."""

    def __init__(self, started: Path | None = None, *, missing: bool = False) -> None:
        if missing:
            raise ecomgraph.SourceError("db", "is gone")
        self.started = started

    def __call__(self, job: int | str) -> tuple[int | str, int]:
        if self.started:
            (self.started / f"{job}").write_text(str(os.getpid()))
        if job == "full":
            raise OSError(28, "No space left on device")
        if job == "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        if job == "signalled":
            os.kill(os.getpid(), signal.SIGINT)
            os.kill(os.getpid(), signal.SIGHUP)
        if job == "endless":
            time.sleep(600)
        return job, os.getpid()


def begin(started: Path | None = None, *, missing: bool = False) -> Callable[[int | str], tuple[int | str, int]]:
    return Jobs(started, missing=missing)


def gone(pid: int) -> bool:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.02)
    return False


def test_one_process_runs_a_job_when_it_is_asked_for(tmp_path: Path) -> None:
    with closing(results(partial(begin, tmp_path), [1, 2], (2,), 1)) as found:
        assert next(found) == (1, os.getpid())
        assert [it.name for it in tmp_path.iterdir()] == ["1"]


@pytest.mark.long
def test_results_come_in_order_from_other_processes(tmp_path: Path) -> None:
    found = list(results(partial(begin, tmp_path), list(range(6)), (4,), 2))
    assert [job for job, _ in found] == list(range(6))
    pids = {pid for _, pid in found}
    assert os.getpid() not in pids
    assert all(map(gone, pids))


@pytest.mark.long
@pytest.mark.parametrize(
    ("job", "error", "message"),
    [("full", OSError, "No space left"), ("killed", ecomgraph.EcomgraphError, "a process was ended from outside")],
    ids=["full", "killed"],
)
def test_a_failure_ends_all_processes(job: str, error: type[Exception], message: str, tmp_path: Path) -> None:
    jobs: list[int | str] = [1, job, "endless"]
    found = results(partial(begin, tmp_path), jobs, ("endless",), 2)
    with pytest.raises(error, match=message):
        list(found)
    assert all(gone(int(it.read_text())) for it in tmp_path.iterdir())


@pytest.mark.long
@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="a terminal sends SIGHUP on POSIX only")
def test_signals_from_the_terminal_are_left_to_the_owner() -> None:
    ((job, pid),) = results(partial(begin), ["signalled"], (), 2)
    assert (job, pid != os.getpid()) == ("signalled", True)


@pytest.mark.long
def test_an_error_before_the_first_job_is_raised_as_it_is() -> None:
    with pytest.raises(ecomgraph.SourceError, match="db: is gone"):
        list(results(partial(begin, missing=True), [1], (), 2))


@pytest.mark.long
def test_closing_ends_all_processes(tmp_path: Path) -> None:
    jobs: list[int | str] = [1, "endless"]
    with closing(results(partial(begin, tmp_path), jobs, (), 2)) as found:
        next(found)
        while not (tmp_path / "endless").exists():
            time.sleep(0.01)
    assert all(gone(int(it.read_text())) for it in tmp_path.iterdir())


def test_so_many_processes_as_processors_but_not_more_than_eight(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(3)), raising=False)
    assert available() == 3
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(64)))
    assert available() == 8
    monkeypatch.delattr(os, "sched_getaffinity")
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert available() == 1


def test_a_process_makes_what_does_jobs_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(processes._Work, "begin", pickle.dumps(partial(begin, tmp_path)))
    monkeypatch.setattr(processes._Work, "work", None)
    assert processes._run(1) == (1, os.getpid())
    first = processes._Work.work
    assert processes._run(2) == (2, os.getpid())
    assert processes._Work.work is first


def test_systems_without_signal_masks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(signal, "pthread_sigmask", raising=False)
    with processes._signals_later():
        pass


def files(folder: Path) -> dict[str, bytes]:
    return {it.relative_to(folder).as_posix(): it.read_bytes() for it in folder.rglob("*") if it.is_file()}


@pytest.mark.slow
def test_the_number_of_processes_changes_nothing(bakery: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    graph = ecomgraph.load(bakery)
    monkeypatch.setattr(module, "_ALONE", 0)
    monkeypatch.setattr(module, "_THINGS", 8)
    monkeypatch.setattr(module, "_NODES", 1)

    def written(count: int) -> tuple[SiteReport, list[str], dict[str, bytes]]:
        told: list[str] = []
        folder = tmp_path / str(count)
        report = write_site(graph, folder, base_url="https://example.org", progress=told.append, processes=count)
        return report, told, files(folder)

    assert written(1) == written(2)


def spawned_by(owner: int) -> list[int]:
    children = Path(f"/proc/{owner}/task/{owner}/children").read_text().split()
    return [int(it) for it in children if b"spawn_main" in Path(f"/proc/{it}/cmdline").read_bytes()]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="finds the processes in /proc")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_to_all_leaves_nothing(number: signal.Signals, code: int, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "ecomgraph", "site", str(tmp_path / "site"), "--processes", "2"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True) as owner:  # noqa: S603
        while not list(tmp_path.glob("*/*/*/*.html")):
            assert owner.poll() is None
            time.sleep(0.05)
        workers = spawned_by(owner.pid)
        os.killpg(owner.pid, number)
        _, errors = owner.communicate(timeout=60)
    assert owner.returncode == code
    assert "Traceback" not in errors
    said = [line for line in errors.splitlines() if line and not line.startswith(("page", "answers", "files"))]
    assert said == (["ecomgraph: interrupted"] if number == signal.SIGINT else [])
    assert list(tmp_path.iterdir()) == []
    assert len(workers) == 2
    assert all(map(gone, workers))
