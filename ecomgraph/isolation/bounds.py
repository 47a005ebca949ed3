"""What a job may use, which graph it is about, and the operating system's part in keeping it to that."""

from __future__ import annotations

import math
import os
import sys
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ecomgraph.graph import CareerGraph

__all__ = ["Limits", "Source", "bound_cpu", "bound_memory", "cpu_seconds"]

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one job may use; ``None`` is without limit.

    ``timeout`` is in seconds from when the job begins to run, ``memory`` in bytes beyond what the graph takes up,
    ``size`` that of the answer in bytes.
    """

    timeout: float | None = 10.0
    memory: int | None = 512 * MIB
    size: int | None = 16 * MIB


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a process gets its graph from: files or a database, else the bundled graph.

    ``rules`` are files, ``queries`` folders; a database has the rules that it was made with.
    """

    files: tuple[str, ...] = ()
    database: str = ""
    alignments: bool = False
    rules: tuple[str, ...] = ()
    queries: tuple[str, ...] = ()

    def identity(self) -> str:
        """Return what tells the version of a database that would be opened from every other; ``""`` without one."""
        from ecomgraph.store.database import Database

        return Database(self.database).identity if self.database else ""

    def open(self) -> CareerGraph:
        """Return the graph."""
        from ecomgraph.graph import load
        from ecomgraph.graph import open as open_database

        if self.database:
            return open_database(self.database, queries=self.queries)
        return load(*self.files, alignments=self.alignments, rules=self.rules, queries=self.queries)


def bound_memory(allowance: int | None) -> None:
    """Let this process allocate so many bytes more than now, write nothing into files, and leave no core dump."""
    if sys.platform == "win32":
        return
    import resource

    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    if allowance is not None:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_AS, (_address_space() + allowance,) * 2)


def _address_space() -> int:
    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123
        return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")


def bound_cpu(timeout: float | None) -> None:
    """Have the operating system end this process if it computes on for longer, should nobody be there to kill it."""
    if sys.platform == "win32" or timeout is None:
        return
    import resource
    import time

    with suppress(OSError, ValueError):
        _, most = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(time.process_time() + timeout) + 1, most))


def cpu_seconds(pid: int) -> float | None:
    """Return how long a process has been on a processor, or ``None`` where the system does not tell."""
    try:
        with open(f"/proc/{pid}/schedstat", encoding="ascii") as file:  # noqa: PTH123
            return int(file.read().split()[0]) / 1e9
    except (OSError, ValueError, IndexError):
        return None
