"""Run jobs on the workers, and cache the answers as long as the graph does not change."""

from __future__ import annotations

import asyncio
import json
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from ecomgraph.errors import LimitError, SourceError
from ecomgraph.store.database import Database
from ecomgraph.web.server.http import HttpError

if TYPE_CHECKING:
    from ecomgraph.isolation import Answer, Pool, Source

__all__ = ["Asker"]

_OVERHEAD = 500
_RETRY_AFTER = 5


class Asker:
    """A cache in front of a pool, which runs concurrent identical jobs once.

    ``memory`` is the size of the cache in bytes; the least recently used answers are dropped first. With a database,
    each job uses the current version at its path: after an import or a replacement of the database, the cache is
    cleared and workers open the new version. :class:`HttpError` is raised if there is no database.
    """

    def __init__(self, pool: Pool, memory: int = 64 * 1024 * 1024) -> None:
        self._pool = pool
        self._memory = memory
        self._kept: OrderedDict[str, Answer] = OrderedDict()
        self._size = 0
        self._asked: dict[str, asyncio.Task[Answer]] = {}
        self._waiting: dict[asyncio.Task[Answer], int] = {}
        self._database = Database(pool.source.database) if pool.source.database else None
        self._identity = ""
        self._stamp: tuple[int, ...] | None = None
        self._ending = False

    @property
    def source(self) -> Source:
        """The source of the workers' graph."""
        return self._pool.source

    def kept(self, call: str, arguments: dict[str, Any]) -> Answer | None:
        """Return a cached answer."""
        if self._database:
            self._look(self._database)
        key = json.dumps([call, arguments])
        answer = self._kept.get(key)
        if answer is not None:
            self._kept.move_to_end(key)
        return answer

    async def ask(self, call: str, *, trusted: bool = False, **arguments: Any) -> Answer:
        """Return the answer of a job; see :meth:`ecomgraph.isolation.Pool.run`."""
        answer = self.kept(call, arguments)
        if answer is not None:
            return answer
        key = json.dumps([call, arguments])
        task = self._asked.get(key)
        if task is None:
            task = asyncio.get_running_loop().create_task(self._pool.run(call, trusted=trusted, **arguments))
            self._asked[key] = task
            identity = self._identity
            task.add_done_callback(lambda done: self._done(key, done, identity))
        self._waiting[task] = self._waiting.get(task, 0) + 1
        try:
            # A client that disconnects does not cancel the job for others, but the last one does.
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            if self._ending:
                raise LimitError(
                    "load", "the server is shutting down: try again later", retry_after=_RETRY_AFTER
                ) from None
            raise
        finally:
            self._waiting[task] -= 1
            if not self._waiting[task]:
                del self._waiting[task]
                task.cancel()

    def end(self) -> None:
        """Cancel all running jobs, because the server is shutting down."""
        self._ending = True
        for task in [*self._waiting]:
            task.cancel()

    def _done(self, key: str, task: asyncio.Task[Answer], identity: str) -> None:
        if self._asked.get(key) is task:
            del self._asked[key]
        if task.cancelled() or task.exception() is not None or identity != self._identity:
            return
        answer = task.result()
        size = len(answer.body) + len(key) + _OVERHEAD
        if size > self._memory // 4:
            return
        self._kept[key] = answer
        self._size += size
        while self._size > self._memory:
            old, dropped = self._kept.popitem(last=False)
            self._size -= len(dropped.body) + len(old) + _OVERHEAD

    def _look(self, database: Database) -> None:
        stamp = database.stamp
        if stamp is not None and stamp == self._stamp:
            return
        try:
            identity = self._pool.renew()
        except SourceError:
            self._stamp = None
            reason = "the database cannot be read: it was removed, moved or damaged; try again when it is restored"
            raise HttpError(503, reason, retry_after=str(_RETRY_AFTER)) from None
        self._stamp = stamp
        if identity != self._identity:
            self._identity = identity
            self._kept.clear()
            self._asked.clear()
            self._size = 0
