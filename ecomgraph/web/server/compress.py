"""Compress large responses for clients that accept it."""

from __future__ import annotations

import asyncio
import gzip
from collections import OrderedDict

__all__ = ["Compressor", "worth_compressing"]

# Smaller responses fit into one packet, so compressing them saves no time.
_LEAST = 1400
_LEVEL = 5
# Larger bodies are compressed in a thread, because they take more than a few milliseconds.
_ASIDE = 128 * 1024
_TYPES = frozenset(
    {
        *("application/javascript", "application/json", "application/xml"),
        *("application/n-quads", "application/n-triples", "application/trig"),
    }
)


def worth_compressing(media_type: str, size: int) -> bool:
    """Return whether compressing a body of this type and size is worthwhile.

    >>> worth_compressing("text/csv; charset=utf-8", 5000), worth_compressing("image/png", 5000)
    (True, False)
    """
    name = media_type.partition(";")[0].strip()
    text = name.startswith("text/") or name.endswith(("+json", "+xml")) or name in _TYPES
    return text and size >= _LEAST


class Compressor:
    """Compresses bodies, and caches up to ``memory`` bytes of the output, least recently used dropped first."""

    def __init__(self, memory: int = 16 * 1024 * 1024) -> None:
        self._memory = memory
        self._size = 0
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._running: dict[str, asyncio.Task[bytes]] = {}

    async def compressed(self, tag: str, body: bytes) -> bytes:
        """Return a body as gzip; ``tag`` must identify the body."""
        found = self._kept.get(tag)
        if found is not None:
            self._kept.move_to_end(tag)
            return found
        if len(body) < _ASIDE:
            found = _gzip(body)
        else:
            task = self._running.get(tag)
            if task is None:
                task = asyncio.ensure_future(asyncio.to_thread(_gzip, body))
                self._running[tag] = task
                task.add_done_callback(lambda _: self._running.pop(tag, None))
            found = await asyncio.shield(task)
        self._keep(tag, found)
        return found

    def _keep(self, tag: str, body: bytes) -> None:
        if tag in self._kept or len(body) > self._memory // 4:
            return
        self._kept[tag] = body
        self._size += len(body)
        while self._size > self._memory:
            self._size -= len(self._kept.popitem(last=False)[1])


def _gzip(body: bytes) -> bytes:
    return gzip.compress(body, _LEVEL, mtime=0)
