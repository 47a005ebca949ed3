"""Read requests within limits, and send complete responses."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar
from urllib.parse import parse_qsl

from ecomgraph.errors import (
    AmbiguousNameError,
    EcomgraphError,
    LimitError,
    MissingMonthsError,
    NoPathError,
    SourceError,
    UnknownNameError,
)
from ecomgraph.web.answers import error_json
from ecomgraph.web.server.compress import Compressor, worth_compressing
from ecomgraph.web.server.negotiate import accepts_gzip

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, MutableMapping

    Scope = MutableMapping[str, Any]
    Message = MutableMapping[str, Any]
    Receive = Callable[[], Awaitable[Message]]
    Send = Callable[[Message], Awaitable[None]]

__all__ = [
    "MAX_BODY",
    "HttpError",
    "Reply",
    "error_reply",
    "fields_of",
    "header",
    "read_body",
    "send_reply",
    "status_of",
    "unless_gone",
]

_T = TypeVar("_T")

MAX_BODY = 1024 * 1024
# Compressed bodies are cached by content, across endpoints.
_COMPRESSOR = Compressor()


class HttpError(Exception):
    """An error response to a request; ``headers`` are added to it."""

    code: ClassVar[str] = "bad-request"

    def __init__(self, status: int, message: str, **headers: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


@dataclass(frozen=True, slots=True)
class Reply:
    """A response: status, media type, body, and other headers."""

    body: bytes
    type: str = "text/plain; charset=utf-8"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    tag: str = field(init=False)

    def __post_init__(self) -> None:
        digest = blake2b(self.body, digest_size=12, person=self.type.encode()[:16]).hexdigest()
        object.__setattr__(self, "tag", f'"{digest}"')


def header(scope: Scope, name: bytes) -> str:
    """Return a header of a request, ``""`` if absent; repeated headers are joined into a list."""
    values = [value for key, value in scope["headers"] if key == name]
    return b", ".join(values).decode("latin-1") if values else ""


async def read_body(scope: Scope, receive: Receive) -> bytes:
    """Return the body of a request; refuse one that is too large, before reading it if Content-Length says so."""
    too_large = HttpError(413, f"the body of a request may have at most {MAX_BODY:,} bytes", connection="close")
    length = header(scope, b"content-length")
    if length.isdigit() and int(length) > MAX_BODY:
        raise too_large
    parts, size = [], 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise HttpError(400, "the connection closed before the end of the request", connection="close")
        part = message.get("body", b"")
        size += len(part)
        if size > MAX_BODY:
            raise too_large
        parts.append(part)
        if not message.get("more_body"):
            return b"".join(parts)


async def unless_gone(receive: Receive, answering: Coroutine[Any, Any, _T]) -> _T:
    """Await a result; cancel it and raise :class:`ConnectionError` if the client disconnects."""
    answer = asyncio.ensure_future(answering)
    gone = asyncio.ensure_future(_gone(receive))
    try:
        await asyncio.wait({answer, gone}, return_when=asyncio.FIRST_COMPLETED)
        if not answer.done():
            raise ConnectionError
        return answer.result()
    finally:
        answer.cancel()
        gone.cancel()


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def fields_of(text: str) -> list[tuple[str, str]]:
    """Return the fields of a query string or a form, in order; refuse bytes that are not UTF-8.

    >>> fields_of("query=ASK%20%7B%7D&x=")
    [('query', 'ASK {}'), ('x', '')]
    """
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=200)
    except UnicodeDecodeError:
        raise HttpError(400, "the request is not UTF-8") from None
    except ValueError as error:
        raise HttpError(400, f"the fields of the request cannot be read: {error}") from None


async def send_reply(scope: Scope, send: Send, reply: Reply) -> None:
    """Send a response, compressed if large; send 304 to a client that has it already."""
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in reply.headers.items()]
    status, body, tag, compress = reply.status, reply.body, reply.tag, False
    if status == 200:
        if worth_compressing(reply.type, len(body)):
            headers.append((b"vary", b"Accept-Encoding"))
            compress = accepts_gzip(header(scope, b"accept-encoding"))
        # The compressed body is another representation with its own entity tag (RFC 9110, 8.8.3.3).
        tag = f'{tag[:-1]}-gzip"' if compress else tag
        headers.append((b"etag", tag.encode()))
        if "cache-control" not in reply.headers:
            headers.append((b"cache-control", b"no-cache"))
        if any(it.strip().removeprefix("W/") in {tag, "*"} for it in header(scope, b"if-none-match").split(",")):
            status, body, compress = 304, b"", False
    if compress:
        body = await _COMPRESSOR.compressed(tag, body)
        headers.append((b"content-encoding", b"gzip"))
    if status not in {204, 304}:
        headers.append((b"content-type", reply.type.encode()))
        headers.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})


def status_of(error: EcomgraphError) -> int:
    """Return the HTTP status for an error of the library.

    >>> status_of(UnknownNameError("cfo", "role"))
    404
    """
    if isinstance(error, LimitError):
        return {"time": 504, "load": 503}.get(error.limit, 422)
    if isinstance(error, UnknownNameError | NoPathError):
        return 404
    if isinstance(error, AmbiguousNameError | MissingMonthsError):
        return 422
    return 503 if isinstance(error, SourceError) else 400


def error_reply(error: HttpError | EcomgraphError, *, as_json: bool = False) -> Reply:
    """Return the response for an error: one line of text, or JSON with candidates."""
    if isinstance(error, HttpError):
        status, message, headers = error.status, error.message, error.headers
    else:
        status, message, headers = status_of(error), str(error), {}
        if isinstance(error, LimitError) and error.retry_after is not None:
            headers = {"retry-after": str(error.retry_after)}
    if not as_json:
        return Reply(f"{message}\n".encode("utf-8", "replace"), status=status, headers=headers)
    told = {"error": message, "code": error.code, "candidates": []}
    value = told if isinstance(error, HttpError) else error_json(error)
    return Reply(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"), "application/json", status, headers)
