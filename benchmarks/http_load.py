"""Send requests over several connections at a time, each the next once the last is answered, and take the times."""

from __future__ import annotations

import asyncio
import re
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlencode

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["Client", "Measured", "drive", "get", "percentile"]

_LENGTH = re.compile(rb"\r\ncontent-length: *([0-9]+)", re.IGNORECASE)


@dataclass
class Measured:
    """Latencies in seconds of answers with status 200, and how often each status came; 0 is a broken connection."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)

    @property
    def rate(self) -> float:
        """Answers with status 200 in a second."""
        return len(self.latencies) / self.seconds

    def __str__(self) -> str:
        if not self.latencies:
            return f"none answered {dict(self.statuses)}"
        p50, p99 = (percentile(self.latencies, share) * 1000 for share in (0.5, 0.99))
        worst = max(self.latencies) * 1000
        return f"{self.rate:,.0f}/s, p50 {p50:.1f} ms, p99 {p99:.1f} ms, max {worst:.0f} ms, {dict(self.statuses)}"


@dataclass
class Client:
    """Connections that ask the same kind of question: ``request`` gives the next one."""

    request: Callable[[], bytes]
    connections: int
    measured: Measured = field(default_factory=Measured)


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that a share of the values does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def get(path: str, host: str, accept: str, **fields: str) -> bytes:
    """Return a GET request."""
    return f"GET {path}?{urlencode(fields)} HTTP/1.1\r\nHost: {host}\r\nAccept: {accept}\r\n\r\n".encode()


def drive(host: str, port: int, clients: Sequence[Client], seconds: float) -> None:
    """Let clients ask for so long; what they measure is theirs."""
    asyncio.run(_drive(host, port, clients, seconds))


async def _drive(host: str, port: int, clients: Sequence[Client], seconds: float) -> None:
    end = time.perf_counter() + seconds
    tasks = [_ask(host, port, client, end) for client in clients for _ in range(client.connections)]
    await asyncio.gather(*tasks)
    for client in clients:
        client.measured.seconds = seconds


async def _ask(host: str, port: int, client: Client, end: float) -> None:
    loop = asyncio.get_running_loop()
    while time.perf_counter() < end:
        done = loop.create_future()
        try:
            transport, _ = await loop.create_connection(lambda: _Connection(client, end, done), host, port)  # noqa: B023
        except OSError:
            client.measured.statuses[0] += 1
            await asyncio.sleep(0.01)
            continue
        await asyncio.wait([done], timeout=max(0.0, end - time.perf_counter()))
        done.cancel()
        transport.abort()


class _Connection(asyncio.Protocol):
    def __init__(self, client: Client, end: float, done: asyncio.Future[None]) -> None:
        self._client, self._end, self._done = client, end, done
        self._data = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._next()

    def _next(self) -> None:
        self._sent = time.perf_counter()
        if self._sent >= self._end:
            self._finish()
        else:
            self._transport.write(self._client.request())

    def data_received(self, data: bytes) -> None:
        self._data += data
        head = self._data.find(b"\r\n\r\n")
        if head < 0:
            return
        length = _LENGTH.search(self._data, 0, head)
        whole = self._data.endswith(b"0\r\n\r\n") if length is None else len(self._data) >= head + 4 + int(length[1])
        if whole:
            status = int(self._data[9:12])
            self._client.measured.statuses[status] += 1
            if status == 200:
                self._client.measured.latencies.append(time.perf_counter() - self._sent)
            self._data.clear()
            self._next()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002
        if not self._done.done():
            self._client.measured.statuses[0] += 1
        self._finish()

    def _finish(self) -> None:
        if not self._done.done():
            self._done.set_result(None)
