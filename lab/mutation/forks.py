"""Run functions in forks of this process, several at a time, with time and memory limits."""

from __future__ import annotations

import gc
import os
import resource
import shutil
import signal
import tempfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

MEMORY = 6 << 30
FAILED = 1


def prepare(limit: float) -> None:
    """Set the time limits of a fork, and discard its output."""
    gc.disable()
    seconds = int(resource.getrusage(resource.RUSAGE_SELF).ru_utime + limit) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    # A limit on wall-clock time, for code that waits.
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(60 + 20 * int(limit))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)


class Forks:
    """Runs functions in forks, several at a time."""

    def __init__(self, jobs: int) -> None:
        self.jobs = jobs
        self.running: dict[int, tuple[str, Callable[[int], None]]] = {}

    def start(self, work: Callable[[str], int], limit: float, done: Callable[[int], None]) -> None:
        """Run ``work(folder)`` in a fork; ``done`` is called with its result, which is negative for a signal."""
        while len(self.running) >= self.jobs:
            self.wait()
        folder = tempfile.mkdtemp(prefix="mutant-")
        pid = os.fork()
        if not pid:
            status = FAILED
            try:
                prepare(limit)
                status = work(folder)
            finally:
                os._exit(status)
        self.running[pid] = folder, done

    def wait(self) -> None:
        """Wait for one fork."""
        pid, status = os.wait()
        folder, done = self.running.pop(pid)
        shutil.rmtree(folder, ignore_errors=True)
        done(os.waitstatus_to_exitcode(status))

    def finish(self) -> None:
        """Wait for all forks."""
        while self.running:
            self.wait()
