"""Connections that take their time: HTTP with an end to how long and how much."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

if TYPE_CHECKING:
    import asyncio

__all__ = ["PatientProtocol"]

# How long a request may take to arrive, a client to read on, in seconds; how much a request line and headers may be.
ARRIVAL = 15.0
READING = 30.0
MAX_HEAD = 64 * 1024

_TOO_LARGE = b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"


class PatientProtocol(HttpToolsProtocol):
    """uvicorn waits without end for the rest of a request, and for a client to read; this does not."""

    _arriving: asyncio.TimerHandle | None = None
    _reading: asyncio.TimerHandle | None = None
    _head: int | None = 0

    def connection_made(self, transport: Any) -> None:
        """Expect a request."""
        super().connection_made(transport)
        self._expect()

    def connection_lost(self, exc: Exception | None) -> None:
        """Expect nothing more."""
        self._expect_nothing()
        self.resume_writing()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Count what comes before the body; who reads the body counts that."""
        super().data_received(data)
        if self._head is not None:
            self._head += len(data)
            if self._head > MAX_HEAD and not self.transport.is_closing():
                self.transport.write(_TOO_LARGE)
                self.transport.close()

    def on_message_begin(self) -> None:
        """Expect the rest of a request."""
        self._head = 0
        self._expect()
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Count no more."""
        self._head = None
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Let the answer take its time."""
        self._expect_nothing()
        super().on_message_complete()

    def pause_writing(self) -> None:
        """Expect the client to read."""
        super().pause_writing()
        self._reading = self.loop.call_later(READING, self.transport.abort)

    def resume_writing(self) -> None:
        """Let it be."""
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None
        super().resume_writing()

    def _expect(self) -> None:
        if self._arriving is None:
            self._arriving = self.loop.call_later(ARRIVAL, self.transport.abort)

    def _expect_nothing(self) -> None:
        if self._arriving is not None:
            self._arriving.cancel()
            self._arriving = None
