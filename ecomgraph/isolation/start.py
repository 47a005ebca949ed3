"""Start and end workers: by forking one process if possible, otherwise one interpreter at a time."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from ecomgraph.isolation import zygote
from ecomgraph.isolation.process import HEAD, Answer, command, decode, raise_failure, read_frame

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ecomgraph.isolation.bounds import Limits, Source

__all__ = ["Forking", "Spawning", "Starter", "Worker", "errors_to", "settings_of"]

_BUFFER = 1024 * 1024


@dataclass(eq=False, slots=True)
class Worker:
    """A process that runs one job at a time; ``ended`` resolves to its exit code, negative for a signal.

    ``cpu`` is its processor time in seconds at its last answer, ``identity`` the identity of the database version that
    it has open.
    """

    pid: int
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    ended: asyncio.Future[int]
    process: asyncio.subprocess.Process | None = None
    identity: str = field(default="", init=False)
    cpu: float = field(default=0.0, init=False)
    verdict: str = field(default="", init=False)
    timer: asyncio.TimerHandle | None = field(default=None, init=False)

    async def ask(self, job: bytes) -> Answer:
        """Send a job, or nothing, and return the next answer; raise :class:`EOFError` if the process ends first."""
        if job:
            self.writer.write(job)
        lengths = await self.reader.readexactly(HEAD)
        head, body = decode(lengths)
        data = await self.reader.readexactly(head + body)
        meta = json.loads(data[:head])
        self.cpu = meta.get("cpu", self.cpu)
        return Answer(data[head:], meta)


class Starter(Protocol):
    """Interface of a starter, which starts and ends workers."""

    async def open(self) -> None:
        """Prepare to start workers."""

    async def start(self) -> Worker:
        """Start a worker; it reports when it is ready."""

    def kill(self, worker: Worker) -> None:
        """End a worker at once."""

    def put_last(self, worker: Worker) -> None:
        """Lower the priority of a worker."""

    async def close(self) -> None:
        """End all workers, and the process that forks them."""


def settings_of(source: Source, limits: Limits, preload: tuple[str, ...]) -> dict[str, Any]:
    """Return the settings for a new process."""
    return {"source": asdict(source), "limits": asdict(limits), "preload": preload}


class Forking:
    """Starts workers by forking one process that has the graph in memory; a fork takes milliseconds."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._settings = settings
        self._workers: dict[int, Worker] = {}
        self._forked: list[asyncio.Future[int]] = []
        # The sockets of new workers by process id, until the callers take them; a caller may have gone by then.
        self._sockets: dict[int, socket.socket] = {}
        self._lock = asyncio.Lock()

    async def open(self) -> None:
        """Start the process that holds the graph; raise the error of opening the graph there."""
        ours, theirs = socket.socketpair()
        with theirs:
            settings = {**self._settings, "socket": theirs.fileno()}
            self._process = subprocess.Popen(  # noqa: S603
                command("ecomgraph.isolation.zygote", settings),
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=errors_to(),
                # A new session, so that Ctrl-C interrupts the owner and not this process.
                start_new_session=True,
            )
        self._socket = ours
        with ours.makefile("rb") as stream:
            first, _ = await asyncio.to_thread(read_frame, stream)
        raise_failure(first)
        ours.setblocking(False)
        asyncio.get_running_loop().add_reader(ours.fileno(), self._hear)

    async def start(self) -> Worker:
        """Request a forked worker."""
        async with self._lock:
            if self._process.returncode is not None:
                await self.open()
        loop = asyncio.get_running_loop()
        future: asyncio.Future[int] = loop.create_future()
        self._forked.append(future)
        self._socket.send(zygote.message(zygote.FORK))
        pid = await future
        if pid not in self._sockets:
            raise ConnectionResetError
        reader, writer = await asyncio.open_unix_connection(sock=self._sockets[pid], limit=_BUFFER)
        if self._sockets.pop(pid, None) is None:
            writer.close()
            raise ConnectionResetError
        worker = Worker(pid, reader, writer, loop.create_future())
        self._workers[pid] = worker
        return worker

    def kill(self, worker: Worker) -> None:
        """End a worker."""
        self._tell(zygote.KILL, worker)

    def put_last(self, worker: Worker) -> None:
        """Lower the priority of a worker."""
        self._tell(zygote.YIELD, worker)

    async def close(self) -> None:
        """End all workers."""
        with suppress(OSError, ValueError):
            asyncio.get_running_loop().remove_reader(self._socket.fileno())
        self._socket.close()
        for worker in self._workers.values():
            worker.writer.close()
        self._close_sockets()
        self._kill_all()

    def _close_sockets(self) -> None:
        for jobs in self._sockets.values():
            jobs.close()
        self._sockets.clear()

    def _kill_all(self) -> None:
        # Until it is reaped, its process id, which is also the group id of all workers, cannot be reused.
        if self._process.returncode is None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def _tell(self, what: bytes, worker: Worker) -> None:
        with suppress(OSError):
            self._socket.send(zygote.message(what, worker.pid))

    def _hear(self) -> None:
        try:
            data, descriptors, _, _ = socket.recv_fds(self._socket, zygote.MESSAGE, 1)
        except BlockingIOError:
            return
        except OSError:
            data, descriptors = b"", []
        if len(data) < zygote.MESSAGE:
            asyncio.get_running_loop().remove_reader(self._socket.fileno())
            self._gone()
            return
        what, pid, status = zygote.read_message(data)
        if what == zygote.FORKED:
            self._sockets[pid] = socket.socket(fileno=descriptors[0])
            self._sockets[pid].setblocking(False)
            future = self._forked.pop(0)
            if not future.done():
                future.set_result(pid)
        elif pid in self._workers:
            _end(self._workers.pop(pid), os.waitstatus_to_exitcode(status))

    def _gone(self) -> None:
        """Mark all workers as ended, because the process that forked them has ended."""
        self._kill_all()
        self._socket.close()
        for worker in self._workers.values():
            _end(worker, -signal.SIGKILL)
        self._workers.clear()
        for future in self._forked:
            if not future.done():
                future.set_exception(ConnectionResetError())
        self._forked.clear()
        self._close_sockets()


class Spawning:
    """Starts workers that each open the graph, for systems without fork."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._settings = settings
        self._workers: dict[Worker, asyncio.Task[None]] = {}

    async def open(self) -> None:
        """Do nothing: each worker is a new interpreter."""

    async def start(self) -> Worker:
        """Start an interpreter."""
        process = await asyncio.create_subprocess_exec(
            *command("ecomgraph.isolation.process", self._settings),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors_to(),
            limit=_BUFFER,
        )
        assert process.stdout is not None
        assert process.stdin is not None
        loop = asyncio.get_running_loop()
        worker = Worker(process.pid, process.stdout, process.stdin, loop.create_future(), process)
        self._workers[worker] = loop.create_task(self._wait(worker, process))
        return worker

    def kill(self, worker: Worker) -> None:
        """End a worker."""
        assert worker.process is not None
        with suppress(ProcessLookupError):
            worker.process.kill()

    def put_last(self, worker: Worker) -> None:
        """Lower the priority of a worker, if the system can."""
        if sys.platform != "win32" and not worker.ended.done():
            with suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, worker.pid, zygote.NICE)

    async def close(self) -> None:
        """End all workers."""
        for worker, ending in list(self._workers.items()):
            self.kill(worker)
            await ending

    async def _wait(self, worker: Worker, process: asyncio.subprocess.Process) -> None:
        code = await process.wait()
        self._workers.pop(worker, None)
        _end(worker, code)
        with suppress(ConnectionError):
            await worker.writer.wait_closed()


def _end(worker: Worker, code: int) -> None:
    if not worker.ended.done():
        worker.ended.set_result(code)
    worker.writer.close()


def errors_to() -> int | None:
    """Return the target of the workers' standard error: discarded, unless debugging is on."""
    return None if os.environ.get("ECOMGRAPH_DEBUG") else subprocess.DEVNULL
