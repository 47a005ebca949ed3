"""Run jobs in several processes, each with its own copy of the data, and yield the results in order."""

from __future__ import annotations

import os
import pickle
import signal
import threading
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from typing import TYPE_CHECKING, Any, TypeVar

from ecomgraph.errors import EcomgraphError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence

__all__ = ["available", "results"]

_Job = TypeVar("_Job")
_Result = TypeVar("_Result")
# Each process holds its data in memory, so a large machine does not start one for every processor.
_MOST = 8
# Signals that a terminal sends to all its processes; only the owner handles them, and it ends the others.
_FOR_THE_OWNER = [signal.SIGINT, *([signal.SIGHUP] if hasattr(signal, "SIGHUP") else [])]


def available() -> int:
    """Return how many processes to run on this machine: one per available processor, at most 8."""
    if hasattr(os, "sched_getaffinity"):
        return min(_MOST, len(os.sched_getaffinity(0)))
    return min(_MOST, os.cpu_count() or 1)


def results(
    begin: Callable[[], Callable[[_Job], _Result]], jobs: Sequence[_Job], first: Sequence[_Job], processes: int
) -> Generator[_Result, None, None]:
    """Yield the result of each job, in the order of the jobs, whatever the number of processes.

    ``begin`` returns the function that runs a job. With one process, ``begin`` is called here, and each job runs when
    its result is requested. With more, each process is a new interpreter, which gets ``begin`` pickled and calls it
    before its first job; the jobs in ``first``, which take longest, start before the others. An error in a job is
    raised unchanged; a process that ends unexpectedly raises :class:`~ecomgraph.EcomgraphError`. Close the iterator to
    end all processes.
    """
    if processes < 2:
        work = begin()
        yield from map(work, jobs)
        return
    begun = pickle.dumps(begin)
    # Making the pool starts the resource tracker of multiprocessing, which unblocks Ctrl-C again.
    with _signals_later():
        executor = ProcessPoolExecutor(processes, get_context("spawn"), initializer=_initialize, initargs=(begun,))
    try:
        order = sorted(range(len(jobs)), key=lambda number: jobs[number] not in first)
        with _signals_later():
            pending = {number: executor.submit(_run, jobs[number]) for number in order}
        for number in range(len(jobs)):
            # Each result is removed when it is yielded, so that results do not accumulate in memory.
            yield pending.pop(number).result()
    except BrokenProcessPool:
        raise EcomgraphError(
            "a process was ended from outside, as happens when memory runs out, so nothing is written:"
            " free memory, or use one process (--processes 1)"
        ) from None
    finally:
        _end(executor)


def _end(executor: ProcessPoolExecutor) -> None:
    """Kill all processes at once; this is safe even after the last job, because they have nothing left to do."""
    for process in list((executor._processes or {}).values()):
        process.kill()
    executor.shutdown(cancel_futures=True)


@contextmanager
def _signals_later() -> Iterator[None]:
    """Block Ctrl-C while processes start: they inherit the blocked signal, and ignore it before they unblock it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _FOR_THE_OWNER)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


# ---------------------------------------------------------------- in the other processes


class _Work:
    """The state of a worker process; ``work`` is made with the first job, so that errors reach the owner."""

    begin = b""
    work: Callable[[Any], Any] | None = None


def _initialize(begin: bytes) -> None:
    for number in _FOR_THE_OWNER:
        signal.signal(number, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _FOR_THE_OWNER)
    threading.Thread(target=_end_with_owner, daemon=True).start()
    _Work.begin = begin


def _end_with_owner() -> None:
    owner = parent_process()
    assert owner is not None
    owner.join()
    os._exit(1)


def _run(job: Any) -> Any:
    if _Work.work is None:
        _Work.work = pickle.loads(_Work.begin)()  # noqa: S301
    return _Work.work(job)
