"""Slow connections: an HTTP protocol with limits on time, size and number of connections."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

if TYPE_CHECKING:
    import asyncio

__all__ = ["PatientProtocol"]

# Seconds for a request to arrive and for a client to read; size of request line and headers in bytes.
ARRIVAL = 15.0
READING = 30.0
MAX_HEAD = 64 * 1024

_TOO_LARGE = b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"


class PatientProtocol(HttpToolsProtocol):
    """A uvicorn protocol with time limits on receiving a request and on the client reading a response.

    When the number of connections is near its maximum, a new connection closes the one whose client has kept the
    server waiting longest. Clients that send requests and read responses promptly are not affected.
    """

    # Closes the connection if no complete request arrives, or if a response is not read.
    _arriving: asyncio.TimerHandle | None = None
    _reading: asyncio.TimerHandle | None = None
    _head: int | None = 0
    # The event loop time at which the server began to wait for the client; None while the server works.
    _waits_since: float | None = None

    def connection_made(self, transport: Any) -> None:
        """Start the timer for a request."""
        super().connection_made(transport)
        if self.limit_concurrency is not None and len(self.connections) > 0.9 * self.limit_concurrency:
            self._make_room()
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the timer."""
        self._work()
        self._stop_reading_timer()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Limit the size of the request head; the reader of the body limits that."""
        super().data_received(data)
        if self._head is not None:
            self._head += len(data)
            if self._head > MAX_HEAD and not self.transport.is_closing():
                self.transport.write(_TOO_LARGE)
                self.transport.close()

    def on_message_begin(self) -> None:
        """Start the timer for the rest of a request."""
        self._head = 0
        self._wait()
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Stop counting; a host in the request line takes precedence over the header (RFC 9112, 3.2.2)."""
        self._head = None
        if not self.url.startswith(b"/"):
            self._take_host_of_target()
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Stop the timer while the server works, unless the response was sent before the request was complete."""
        if self.cycle.response_complete:
            self._wait()
        else:
            self._work()
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """Start the timer for the next request, unless it has arrived."""
        goes_on = bool(self.pipeline) or self.cycle.more_body
        super().on_response_complete()
        if not goes_on and self._reading is None:
            self._wait()

    def pause_writing(self) -> None:
        """Start the timer for the client to read."""
        super().pause_writing()
        self._waits_since = self.loop.time()
        self._reading = self.loop.call_later(READING, self.transport.abort)

    def resume_writing(self) -> None:
        """Stop the timer, because the client reads."""
        if self._stop_reading_timer():
            if self.cycle is None or self.cycle.response_complete:
                self._wait()
            else:
                self._waits_since = None
        super().resume_writing()

    def _wait(self) -> None:
        self._work()
        self._waits_since = self.loop.time()
        self._arriving = self.loop.call_later(ARRIVAL, self.transport.abort)

    def _work(self) -> None:
        self._waits_since = None
        if self._arriving is not None:
            self._arriving.cancel()
            self._arriving = None

    def _stop_reading_timer(self) -> bool:
        if self._reading is None:
            return False
        self._reading.cancel()
        self._reading = None
        return True

    def _make_room(self) -> None:
        waiting = {
            it: it._waits_since
            for it in self.connections
            if isinstance(it, PatientProtocol) and it._waits_since is not None
        }
        if waiting:
            longest = min(waiting, key=waiting.__getitem__)
            longest._waits_since = None
            longest.transport.abort()

    def _take_host_of_target(self) -> None:
        target = httptools.parse_url(self.url)
        hosts = [number for number, (name, _) in enumerate(self.headers) if name == b"host"]
        if target.host and len(hosts) < 2:
            host = b"[%s]" % target.host if b":" in target.host else target.host
            for number in hosts:
                del self.headers[number]
            self.headers.append((b"host", b"%s:%d" % (host, target.port) if target.port else host))
