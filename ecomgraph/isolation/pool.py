"""A pool of workers, in which long jobs get a lower priority and every job is killed at its time limit."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections import deque
from typing import TYPE_CHECKING, Any

from ecomgraph.errors import EcomgraphError, LimitError
from ecomgraph.isolation.bounds import Limits, Source, cpu_seconds
from ecomgraph.isolation.process import Answer, encode, raise_failure
from ecomgraph.isolation.start import Forking, Spawning, Starter, Worker, settings_of

if TYPE_CHECKING:
    from types import TracebackType

__all__ = ["Pool", "post_mortem"]

_RETRY_AFTER = 5
_TRUST = 6


class Pool:
    """Workers for one graph, for use in one event loop.

    A job runs in one of ``workers`` processes; at most ``waiting`` jobs wait for one, in order of arrival. A job that
    has used ``patience`` seconds of processor time is set aside: its process gets the lowest priority, and a new worker
    takes its place. At most ``aside`` jobs are set aside at a time; a further one is stopped. At the time limit, a job
    is killed.
    """

    def __init__(
        self,
        source: Source,
        limits: Limits | None = None,
        *,
        workers: int | None = None,
        aside: int = 4,
        patience: float = 0.1,
        waiting: int = 1000,
        preload: tuple[str, ...] = (),
        fork: bool = sys.platform != "win32",
    ) -> None:
        self.source = source
        self.limits = limits or Limits()
        self._size = workers or 2 + (os.cpu_count() or 2)
        self._aside_limit, self._patience, self._waiting_limit = aside, patience, waiting
        self._settings = settings_of(source, self.limits, preload)
        self._fork = fork
        self._idle: list[Worker] = []
        self._aside: set[Worker] = set()
        self._waiting: deque[asyncio.Future[Worker]] = deque()
        self._starting: set[asyncio.Task[None]] = set()
        self._closed = False
        self._identity = ""
        # The reason why workers still have network access, "" if they have none; set when the pool is entered.
        self.online = ""

    async def __aenter__(self) -> Pool:
        self._starter: Starter = (Forking if self._fork else Spawning)(self._settings)
        try:
            await self._starter.open()
            self._identity = self.source.identity()
            self._idle.append(await self._started())
        except BaseException:
            await self._starter.close()
            raise
        for _ in range(self._size - 1):
            self._replace()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closed = True
        for task in self._starting:
            task.cancel()
        await asyncio.gather(*self._starting, return_exceptions=True)
        for future in self._waiting:
            future.cancel()
        await self._starter.close()

    async def run(self, call: str, *, trusted: bool = False, **arguments: Any) -> Answer:
        """Run ``call`` (``module:function``) in a worker with the graph, the limits and these arguments.

        A ``trusted`` job, which does not depend on the client, is not set aside and has six times the time limit.

        Raises the errors of the job, and :class:`~ecomgraph.LimitError` if it is stopped or there is no room for it.
        """
        timeout = self.limits.timeout
        if trusted and timeout is not None:
            timeout *= _TRUST
        job = encode({"call": call, "arguments": arguments, "timeout": timeout})
        worker = await self._take()
        worker.verdict = ""
        if trusted:
            self._expire_in(worker, timeout)
        else:
            self._watch(worker)
        return await self._answer(worker, job)

    def renew(self) -> str:
        """Use the current version of the database for all following jobs, and return its identity.

        Raises :class:`~ecomgraph.SourceError` if there is none.
        """
        identity = self.source.identity()
        if identity != self._identity:
            self._identity = identity
            current, self._idle = self._idle, []
            for worker in current:
                if worker.identity == identity:
                    self._idle.append(worker)
                else:
                    self._starter.kill(worker)
                    self._replace()
        return identity

    # ------------------------------------------------------------------ one job

    async def _answer(self, worker: Worker, job: bytes) -> Answer:
        try:
            answer = await worker.ask(job)
        except (asyncio.IncompleteReadError, ConnectionError):
            code = await worker.ended
            self._lost(worker)
            if worker.verdict == "load":
                raise _busy() from None
            raise post_mortem(code, self.limits, timed_out=worker.verdict == "time") from None
        except asyncio.CancelledError:
            self._starter.kill(worker)
            self._lost(worker)
            raise
        finally:
            if worker.timer is not None:
                worker.timer.cancel()
        if worker in self._aside or answer.meta.get("spent") or worker.identity != self._identity:
            self._starter.kill(worker)
            self._lost(worker)
        else:
            self._give(worker)
        raise_failure(answer.meta)
        return answer

    def _watch(self, worker: Worker) -> None:
        loop = asyncio.get_running_loop()
        worker.timer = loop.call_later(self._allowance, self._judge, worker, loop.time())

    @property
    def _allowance(self) -> float:
        # If no more jobs can be set aside, long jobs are stopped earlier.
        return self._patience if len(self._aside) < self._aside_limit else self._patience / 4

    def _judge(self, worker: Worker, since: float) -> None:
        """Set a job aside if it has used up its share of processor time; otherwise check again later."""
        loop = asyncio.get_running_loop()
        now = cpu_seconds(worker.pid)
        waited = loop.time() - since
        spent = waited if now is None else now - worker.cpu
        timeout = self.limits.timeout
        if timeout is not None and waited >= timeout:
            self._expire(worker)
        elif spent < 0.9 * self._allowance:
            later = max(self._allowance - spent, self._allowance / 10)
            worker.timer = loop.call_later(later, self._judge, worker, since)
        elif len(self._aside) >= self._aside_limit:
            worker.verdict = "load"
            self._starter.kill(worker)
        else:
            self._put_aside(worker, None if timeout is None else timeout - waited)

    def _put_aside(self, worker: Worker, seconds: float | None) -> None:
        self._aside.add(worker)
        self._starter.put_last(worker)
        self._replace()
        self._expire_in(worker, seconds)

    def _expire_in(self, worker: Worker, seconds: float | None) -> None:
        if seconds is not None:
            worker.timer = asyncio.get_running_loop().call_later(seconds, self._expire, worker)

    def _expire(self, worker: Worker) -> None:
        worker.verdict = "time"
        self._starter.kill(worker)

    # ------------------------------------------------------------------ places

    async def _take(self) -> Worker:
        while self._idle:
            worker = self._idle.pop()
            if not worker.ended.done():
                return worker
            self._replace()
        if len(self._waiting) >= self._waiting_limit:
            raise _busy()
        future: asyncio.Future[Worker] = asyncio.get_running_loop().create_future()
        self._waiting.append(future)
        try:
            async with asyncio.timeout(self.limits.timeout):
                return await future
        except BaseException as error:
            if future.done() and not future.cancelled():
                self._give(future.result())
            if isinstance(error, TimeoutError):
                raise _busy() from None
            raise

    def _give(self, worker: Worker) -> None:
        while self._waiting:
            future = self._waiting.popleft()
            if not future.done():
                future.set_result(worker)
                return
        self._idle.append(worker)

    def _lost(self, worker: Worker) -> None:
        """Replace a worker that has ended, unless it was set aside and so has been replaced already."""
        worker.writer.close()
        if worker in self._aside:
            self._aside.discard(worker)
        else:
            self._replace()

    def _replace(self) -> None:
        if self._closed:
            return
        task = asyncio.get_running_loop().create_task(self._start())
        self._starting.add(task)
        task.add_done_callback(self._starting.discard)

    async def _start(self) -> None:
        while not self._closed:
            try:
                self._give(await self._started())
            except (EcomgraphError, OSError, asyncio.IncompleteReadError):
                # The failure may be temporary: a database that is being replaced, or no free process.
                await asyncio.sleep(1)
            else:
                return

    async def _started(self) -> Worker:
        while True:
            worker = await self._starter.start()
            ready = (await worker.ask(b"")).meta
            raise_failure(ready)
            self.online = ready["online"]
            worker.identity = ready["identity"]
            try:
                # The database may have been replaced since it was opened.
                current = self.renew()
            except EcomgraphError:
                self._starter.kill(worker)
                raise
            if worker.identity == current:
                return worker
            self._starter.kill(worker)


def _busy() -> LimitError:
    return LimitError("load", "too many long queries are running: try again later", retry_after=_RETRY_AFTER)


def post_mortem(code: int, limits: Limits, *, timed_out: bool) -> LimitError:
    """Return the error for a worker that ended, by its exit code (negative for a signal)."""
    if timed_out or (sys.platform != "win32" and code == -signal.SIGXCPU):
        return LimitError("time", f"stopped after {limits.timeout:g} s: request less, or raise the time limit")
    if code == -signal.SIGSEGV or code == 0xC00000FD:
        return LimitError("depth", "stopped: the query is nested too deeply; simplify it")
    if code == -signal.SIGABRT or limits.memory is not None:
        allowed = "" if limits.memory is None else f" {limits.memory // 1024**2:,} MiB of"
        return LimitError(
            "memory", f"stopped: the query needs more than{allowed} memory: request less, or raise the memory limit"
        )
    return LimitError("memory", f"stopped: the worker ended unexpectedly ({code})")
