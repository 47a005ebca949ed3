"""Start processes for jobs, and end them: by forking where that is possible, else one by one."""

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
    """A process that runs one job at a time; ``ended`` becomes its exit code, minus the signal that killed it.

    ``cpu`` is for how many seconds it had been on a processor when it last answered, ``identity`` that of the version
    of a database which it has open.
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
        """Send a job, or nothing, and return what comes back; :class:`EOFError` if the process ends before."""
        if job:
            self.writer.write(job)
        lengths = await self.reader.readexactly(HEAD)
        head, body = decode(lengths)
        data = await self.reader.readexactly(head + body)
        meta = json.loads(data[:head])
        self.cpu = meta.get("cpu", self.cpu)
        return Answer(data[head:], meta)


class Starter(Protocol):
    """What starts and ends workers."""

    async def open(self) -> None:
        """Make ready to start workers."""

    async def start(self) -> Worker:
        """Start a worker; it says so itself when it is ready."""

    def kill(self, worker: Worker) -> None:
        """End a worker at once."""

    def put_last(self, worker: Worker) -> None:
        """Let a worker have what time others leave on the processors."""

    async def close(self) -> None:
        """End all workers, and whatever they came from."""


def settings_of(source: Source, limits: Limits, preload: tuple[str, ...]) -> dict[str, Any]:
    """Return what a new process is told."""
    return {"source": asdict(source), "limits": asdict(limits), "preload": preload}


class Forking:
    """Workers that are forks of one process, which has the graph in memory already: started in milliseconds."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._settings = settings
        self._workers: dict[int, Worker] = {}
        self._forked: list[asyncio.Future[int]] = []
        # Of those that are no workers yet: whoever asked for one may be gone when it comes.
        self._sockets: dict[int, socket.socket] = {}
        self._lock = asyncio.Lock()

    async def open(self) -> None:
        """Start the process that has the graph; raise what opening the graph raises there."""
        ours, theirs = socket.socketpair()
        with theirs:
            settings = {**self._settings, "socket": theirs.fileno()}
            self._process = subprocess.Popen(  # noqa: S603
                command("ecomgraph.isolation.zygote", settings),
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=errors_to(),
                # An interrupt from the keyboard is for us, not for it.
                start_new_session=True,
            )
        self._socket = ours
        with ours.makefile("rb") as stream:
            first, _ = await asyncio.to_thread(read_frame, stream)
        raise_failure(first)
        ours.setblocking(False)
        asyncio.get_running_loop().add_reader(ours.fileno(), self._hear)

    async def start(self) -> Worker:
        """Have a worker forked."""
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
        """Let others go first."""
        self._tell(zygote.YIELD, worker)

    async def close(self) -> None:
        """End all."""
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
        # Its number stays that of its group, in which all workers are, until it is waited for.
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
        """Take it that all workers went with the process that they came from."""
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
    """Workers that open the graph each for itself, for systems that cannot fork."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._settings = settings
        self._workers: dict[Worker, asyncio.Task[None]] = {}

    async def open(self) -> None:
        """Do nothing: each worker starts from nothing."""

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
        """Let others go first, where the system can."""
        if sys.platform != "win32" and not worker.ended.done():
            with suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, worker.pid, zygote.NICE)

    async def close(self) -> None:
        """End all."""
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
    """Return where processes write what they have to complain about: nowhere, unless somebody wants to know."""
    return None if os.environ.get("ECOMGRAPH_DEBUG") else subprocess.DEVNULL
