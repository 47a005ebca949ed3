"""The process that holds the graph in memory and forks workers, which share its pages until they write.

It has a single thread, so that forking is safe, and never runs a job. When the socket to its owner is closed, however
the owner ended, it kills all workers and exits.
"""

from __future__ import annotations

import gc
import os
import select
import signal
import socket
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NoReturn

from ecomgraph.errors import EcomgraphError
from ecomgraph.isolation.bounds import Limits, Source
from ecomgraph.isolation.process import failure, open_graph, serve_jobs, write_frame
from ecomgraph.isolation.seccomp import leave_network

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ecomgraph.graph import CareerGraph

__all__ = ["ENDED", "FORK", "FORKED", "KILL", "MESSAGE", "NICE", "YIELD", "main", "message", "read_message"]

# A message is one byte for its type, a process id, and an exit code.
MESSAGE = 9
# Jobs set aside still get some time on a machine that is busy with other work.
NICE = 10
FORK, KILL, YIELD = b"F", b"K", b"Y"
FORKED, ENDED = b"W", b"X"


def message(what: bytes, pid: int = 0, status: int = 0) -> bytes:
    """Return a message between the zygote and its owner."""
    return what + pid.to_bytes(4, "big") + status.to_bytes(4, "big")


def read_message(data: bytes) -> tuple[bytes, int, int]:
    """Return the fields of a message.

    >>> read_message(message(KILL, 42))
    (b'K', 42, 0)
    """
    return data[:1], int.from_bytes(data[1:5], "big"), int.from_bytes(data[5:9], "big")


class _Zygote:
    def __init__(self, owner: socket.socket, settings: Mapping[str, Any]) -> None:
        self.owner = owner
        self.source = Source(**settings["source"])
        self.limits = Limits(**settings["limits"])
        self.preload = settings["preload"]
        self.children: set[int] = set()
        # An on-disk store has threads, which do not survive a fork, so each worker opens its own.
        self.graph: CareerGraph | None = None

    def run(self) -> None:
        try:
            self.graph = None if self.source.database else open_graph(self.source, self.preload)
        except EcomgraphError as error:
            with self.owner.makefile("wb") as stream:
                write_frame(stream, failure(error).meta)
            return
        with self.owner.makefile("wb") as stream:
            write_frame(stream, {"ready": True})
        gc.collect()
        gc.freeze()
        self.wake, woken = os.pipe()
        os.set_blocking(woken, False)
        os.set_blocking(self.wake, False)
        signal.set_wakeup_fd(woken, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self.woken = woken
        while True:
            ready, _, _ = select.select([self.owner.fileno(), self.wake], [], [])
            if self.wake in ready:
                with suppress(BlockingIOError):
                    os.read(self.wake, 4096)
                self._reap()
            if self.owner.fileno() in ready and not self._obey():
                return

    def _obey(self) -> bool:
        data = self.owner.recv(MESSAGE, socket.MSG_WAITALL)
        if len(data) < MESSAGE:
            return False
        what, pid, _ = read_message(data)
        if what == FORK:
            self._fork()
        # An ended process keeps its id until it is reaped here, so the id cannot be reused by another process.
        elif pid in self.children and what == KILL:
            os.kill(pid, signal.SIGKILL)
        elif pid in self.children and what == YIELD:
            os.setpriority(os.PRIO_PROCESS, pid, NICE)
        return True

    def _fork(self) -> None:
        ours, theirs = socket.socketpair()
        pid = os.fork()
        if pid == 0:
            ours.close()
            self._work(theirs)
        theirs.close()
        self.children.add(pid)
        socket.send_fds(self.owner, [message(FORKED, pid)], [ours.fileno()])
        ours.close()

    def _work(self, jobs: socket.socket) -> NoReturn:
        code = 1
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            for inherited in (self.wake, self.woken):
                os.close(inherited)
            self.owner.close()
            answers = jobs.makefile("wb")
            graph = self.graph or open_graph(self.source, self.preload)
            serve_jobs(graph, jobs.makefile("rb"), answers, self.limits)
            code = 0
        except EcomgraphError as error:
            write_frame(answers, failure(error).meta)
        finally:
            os._exit(code)

    def _reap(self) -> None:
        for pid in sorted(self.children):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                self.children.discard(pid)
                self.owner.sendall(message(ENDED, pid, status))

    def end(self) -> None:
        for pid in self.children:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def main(settings: Mapping[str, Any]) -> None:
    """Serve the owner at the other end of an inherited socket."""
    owner = socket.socket(fileno=settings["socket"])
    # Ctrl-C is handled by the owner, which ends the workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Workers inherit this restriction; opening the graph needs no network either.
    leave_network()
    zygote = _Zygote(owner, settings)
    try:
        with suppress(BrokenPipeError, ConnectionResetError):
            zygote.run()
    finally:
        zygote.end()
