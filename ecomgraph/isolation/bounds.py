"""The limits of a job, its graph, and how the operating system enforces the limits."""

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
    """The limits of one job; ``None`` means no limit.

    ``timeout`` is in seconds from the start of the job, ``memory`` in bytes in addition to the graph, and ``size`` is
    the size of the result in bytes.
    """

    timeout: float | None = 10.0
    memory: int | None = 512 * MIB
    size: int | None = 16 * MIB


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a process gets its graph from: files or a database, else the bundled graph.

    ``framework`` selects one framework by name, ``language`` is the language of labels. ``rules`` are files,
    ``queries`` are folders; a database has the rules that it was made with.
    """

    files: tuple[str, ...] = ()
    database: str = ""
    framework: str = ""
    language: str = ""
    alignments: bool = False
    rules: tuple[str, ...] = ()
    queries: tuple[str, ...] = ()

    def identity(self) -> str:
        """Return the identity of the database version that would be opened; ``""`` without a database."""
        from ecomgraph.store.database import Database

        return Database(self.database).identity if self.database else ""

    def open(self) -> CareerGraph:
        """Return the graph."""
        from ecomgraph.graph import load
        from ecomgraph.graph import open as open_database

        if self.database:
            graph = open_database(self.database, framework=self.framework, queries=self.queries)
        else:
            graph = load(*self.files, alignments=self.alignments, rules=self.rules, queries=self.queries)
            graph = graph.framework(self.framework) if self.framework else graph
        return graph.in_language(self.language) if self.language else graph


def bound_memory(allowance: int | None) -> None:
    """Limit this process to a number of additional bytes of memory; forbid it file writes and core dumps."""
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
    """Make the operating system end this process at a processor time limit, even if the owner has ended."""
    if sys.platform == "win32" or timeout is None:
        return
    import resource
    import time

    with suppress(OSError, ValueError):
        _, most = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(time.process_time() + timeout) + 1, most))


def cpu_seconds(pid: int) -> float | None:
    """Return the processor time of a process in seconds, or ``None`` if the system does not report it."""
    try:
        with open(f"/proc/{pid}/schedstat", encoding="ascii") as file:  # noqa: PTH123
            return int(file.read().split()[0]) / 1e9
    except (OSError, ValueError, IndexError):
        return None
