"""A client for SPARQL endpoints: posts queries to one address, and limits the size of answers."""

from __future__ import annotations

import base64
import os
import re
import threading
import time
from functools import partial
from http.client import HTTPException, IncompleteRead
from typing import IO, TYPE_CHECKING, Any, TypeVar
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pyoxigraph as ox

from ecomgraph.arguments import shown
from ecomgraph.errors import ArgumentError, EcomgraphError, LimitError, QueryError, SourceError
from ecomgraph.store.jsonld import refuse_deep
from ecomgraph.store.parse import parse_bytes, ticking
from ecomgraph.store.xml_limits import xml_refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = ["Endpoint", "Reply"]

_T = TypeVar("_T")

PASSWORD = ("ECOMGRAPH_ENDPOINT_USER", "ECOMGRAPH_ENDPOINT_PASSWORD")
TOKEN = "ECOMGRAPH_ENDPOINT_TOKEN"  # noqa: S105 - the name of a variable
TIMEOUT = "ECOMGRAPH_ENDPOINT_TIMEOUT"

# The longest timeout, in seconds.
_LONGEST = 1e6
_ROWS = "application/sparql-results+json, application/sparql-results+xml;q=0.5"
_TRIPLES = "application/n-triples, text/turtle;q=0.8, application/rdf+xml;q=0.4"
_RESULTS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "application/xml": ox.QueryResultsFormat.XML,
}
_GRAPHS = {
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "text/plain": ox.RdfFormat.N_TRIPLES,
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}
_TRUTH = {"true": b'{"head":{},"boolean":true}', "false": b'{"head":{},"boolean":false}'}
# The maximum size of an answer in bytes, the same as for files.
_MOST = 512 * 1024 * 1024
_CHUNK = 1024 * 1024
_TOLD = 2_000
_RETRIES = 2
_LONGEST_PAUSE = 10.0
_BUSY = {429, 502, 503, 504}
_ANOTHER_TRY = re.compile(r"[0-9]{1,4}")
# The header by which Virtuoso announces that rows were left out.
_CUT = "X-SPARQL-MaxRows"
# The parser recurses for each nested triple term, which takes two JSON objects or two XML elements.
_DEEPEST = 100


def _refusal(data: bytes, form: ox.QueryResultsFormat, tick: Callable[[], object]) -> str:
    """Return why the native parser must not read an answer, ``""`` if it may."""
    if form == ox.QueryResultsFormat.XML:
        return xml_refusal(data, max_depth=_DEEPEST, tick=tick)
    try:
        refuse_deep(data, name="", max_depth=_DEEPEST)
    except EcomgraphError:
        return f"objects and arrays are nested deeper than {_DEEPEST}"
    return ""


def _iterable(found: object) -> Iterable[object]:
    return found if isinstance(found, ox.QuerySolutions) else ()


class Reply:
    """The answer of an endpoint; ``cut`` is true if the endpoint announced missing rows.

    ``ends`` is the deadline for reading it, on the clock ``time.monotonic``.
    """

    def __init__(self, kind: str, data: bytes, *, ends: float, cut: bool = False) -> None:
        self.kind, self.data, self.ends, self.cut = kind, data, ends, cut


class Endpoint:
    """A SPARQL endpoint; only its address, and those that it redirects to, are contacted.

    User and password, or a bearer token, come from the environment, and are sent to the host of the address alone.
    """

    def __init__(self, url: str, *, timeout: float | None = None) -> None:
        parts = _parts(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ArgumentError(f"the endpoint must be an http or https URL, not {shown(url)}")
        if parts.username or parts.password:
            raise ArgumentError(f"the URL of the endpoint holds a login: set {' and '.join(PASSWORD)} instead")
        self.url = url
        if timeout is not None and not 0 < timeout < _LONGEST:
            raise ArgumentError(f"timeout must be a number of seconds over 0, not {shown(timeout)}")
        self.timeout = _timeout() if timeout is None else timeout
        # The graphs that queries run on; empty for the default graph of the endpoint.
        self.graphs: tuple[str, ...] = ()
        self._opener = build_opener(_Redirects(parts.netloc))

    def rows(self, query: str) -> tuple[ox.QuerySolutions | ox.QueryBoolean, bool]:
        """Return the solutions of a SELECT, or the answer to an ASK, and whether the endpoint left rows out."""
        reply = self._asked(query, _ROWS)
        data, form = reply.data, _RESULTS.get(reply.kind)
        text = data[:10].decode("ascii", "replace").strip().lower()
        if text in _TRUTH:
            data, form = _TRUTH[text], ox.QueryResultsFormat.JSON
        if form is None:
            raise self._strange(f"it answers with {reply.kind or 'no type'}")
        tick = partial(self._check_time, reply.ends)
        if reason := _refusal(data, form, tick):
            raise self._strange(f"its answer cannot be read: {reason}")
        try:
            # Rows are parsed lazily, so all are read once to report errors here.
            for _ in ticking(_iterable(ox.parse_query_results(data, format=form)), tick):
                pass
            found = ox.parse_query_results(data, format=form)
        except (SyntaxError, ValueError, MemoryError):
            raise self._strange("its answer is not well-formed, or holds a value of more than 16 MiB") from None
        if isinstance(found, ox.QueryTriples):
            raise self._strange("it answers with triples")
        return found, reply.cut

    def triples(self, query: str) -> tuple[list[ox.Triple], bool]:
        """Return the triples of a CONSTRUCT or a DESCRIBE, each once, and whether the endpoint left some out."""
        reply = self._asked(query, _TRIPLES)
        rdf_format = _GRAPHS.get(reply.kind)
        if rdf_format is None:
            raise self._strange(f"it answers with {reply.kind or 'no type'}")
        try:
            tick = partial(self._check_time, reply.ends)
            quads = parse_bytes(reply.data, rdf_format, name=self.url, tick=tick)
        except LimitError:
            raise
        except EcomgraphError as error:
            raise self._strange(f"its answer is not well-formed: {error}") from None
        return list(dict.fromkeys(quad.triple for quad in quads)), reply.cut

    # ------------------------------------------------------------------ HTTP

    def _asked(self, query: str, accept: str) -> Reply:
        fields = [("query", query)]
        for graph in self.graphs:
            fields += [("default-graph-uri", graph), ("named-graph-uri", graph)]
        headers = {
            "Accept": accept,
            "Content-Type": "application/x-www-form-urlencoded",
            "User-Agent": "ecomgraph",
            **_login(),
        }
        request = Request(self.url, urlencode(fields).encode(), headers, method="POST")  # noqa: S310 - checked above
        for left in range(_RETRIES, -1, -1):
            try:
                return _watched(self.timeout, partial(self._read, request))
            except _StatusError as error:
                pause = _pause(error, left)
                if pause is None:
                    raise self._refused(error, query) from None
            except (URLError, OSError, ValueError, HTTPException) as error:
                reason = getattr(error, "reason", error)
                if isinstance(reason, TimeoutError):
                    raise self._slow() from None
                if not left or not isinstance(reason, ConnectionResetError):
                    raise self._unreachable(reason) from None
                pause = 0.2
            time.sleep(pause)
        raise AssertionError

    def _read(self, request: Request) -> Reply:
        ends = time.monotonic() + self.timeout
        try:
            with self._opener.open(request, timeout=self.timeout) as answer:
                data = b"".join(self._chunks(answer, ends))
                kind = answer.headers.get_content_type() if answer.headers.get("Content-Type") else ""
                return Reply(kind, data, ends=ends, cut=_CUT in answer.headers)
        except HTTPError as error:
            with error:
                raise _StatusError(error.code, str(error.headers.get("Retry-After", "")), _start(error)) from None

    def _check_time(self, ends: float) -> None:
        if time.monotonic() > ends:
            raise self._slow()

    def _chunks(self, answer: IO[bytes], ends: float) -> Iterator[bytes]:
        size = 0
        while chunk := answer.read1(_CHUNK):  # type: ignore[attr-defined]
            size += len(chunk)
            if size > _MOST:
                raise LimitError("size", f"{self.url}: the answer is larger than {_MOST >> 20} MiB; ask for less")
            self._check_time(ends)
            yield chunk
        if answer.length:  # type: ignore[attr-defined]
            raise IncompleteRead(b"", answer.length)  # type: ignore[attr-defined]

    # ------------------------------------------------------------------ errors

    def _refused(self, error: _StatusError, query: str) -> Exception:
        told = " ".join(error.start.split())
        if error.code in (401, 403):
            return SourceError(self.url, f"refuses the login: set {' and '.join(PASSWORD)}, or {TOKEN}")
        if error.code == 400 and query:
            return QueryError(f"{self.url} refuses the query: {told[:300] or 'it does not say why'}")
        if error.code in (404, 405, 406, 415):
            return self._strange(f"it answers with status {error.code}")
        if 300 <= error.code < 400:
            return SourceError(
                self.url, "redirects too often, or to an address that is not https: give the final address"
            )
        again = "; try again later" if error.code in _BUSY else ""
        return SourceError(self.url, f"cannot answer: status {error.code}{again}")

    def _strange(self, reason: str) -> SourceError:
        return SourceError(self.url, f"is not a SPARQL endpoint: {reason}; name the address that takes queries")

    def _slow(self) -> LimitError:
        message = f"{self.url} did not answer within {self.timeout:g} seconds; {TIMEOUT} sets another time"
        return LimitError("time", message, retry_after=None)

    def _unreachable(self, reason: object) -> SourceError:
        text = reason.strerror or str(reason) if isinstance(reason, OSError) else str(reason)
        return SourceError(self.url, f"cannot be reached: {' '.join(text.split()) or 'no answer'}")


class _StatusError(Exception):
    """An HTTP error status, the time to retry after, and the start of the response body."""

    def __init__(self, code: int, retry_after: str, start: str) -> None:
        super().__init__(code)
        self.code, self.retry_after, self.start = code, retry_after, start


class _Redirects(HTTPRedirectHandler):
    """Repeat the POST at the target of a redirect, without the login on another host, and never from https to http."""

    max_redirections = 3

    def __init__(self, host: str) -> None:
        self._host = host

    def redirect_request(
        self,
        req: Request,
        fp: Any,  # noqa: ARG002
        code: int,  # noqa: ARG002
        msg: str,  # noqa: ARG002
        headers: Any,  # noqa: ARG002
        newurl: str,
    ) -> Request | None:
        """Return the request for the new address, ``None`` to give up."""
        there = urlsplit(newurl)
        if there.scheme not in ("http", "https") or (req.type == "https" and there.scheme == "http"):
            return None
        kept = {
            name: value
            for name, value in req.header_items()
            if name.lower() not in {"host", "content-length"}
            and (name.lower() != "authorization" or there.netloc == self._host)
        }
        return Request(newurl, req.data, kept, method="POST")  # noqa: S310 - checked above


def _parts(url: str) -> Any:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        raise ArgumentError(f"the endpoint must be an http or https URL, not {shown(url)}") from None
    return parts


def _timeout() -> float:
    text = os.environ.get(TIMEOUT, "60")
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0
    if not 0 < seconds < _LONGEST:
        raise ArgumentError(f"{TIMEOUT} must be a number of seconds, not {shown(text)}")
    return seconds


def _login() -> dict[str, str]:
    user, password, token = (os.environ.get(name, "") for name in (*PASSWORD, TOKEN))
    for name, text in ((PASSWORD[0], user), (PASSWORD[1], password), (TOKEN, token)):
        if any(ord(character) < 32 for character in text):
            raise ArgumentError(f"{name} holds a control character; set it without")
    if token:
        return {"Authorization": f"Bearer {token}"}
    if user or password:
        pair = base64.b64encode(f"{user}:{password}".encode()).decode()
        return {"Authorization": f"Basic {pair}"}
    return {}


def _pause(error: _StatusError, left: int) -> float | None:
    """Return the seconds to wait before a retry; ``None`` for no retry."""
    if error.code not in _BUSY or not left:
        return None
    seconds = float(error.retry_after) if _ANOTHER_TRY.fullmatch(error.retry_after) else 0.5
    return seconds if seconds <= _LONGEST_PAUSE else None


def _start(error: HTTPError) -> str:
    try:
        return error.read(_TOLD).decode("utf-8", "replace")
    except OSError:
        return ""


def _watched(seconds: float, action: Callable[[], _T]) -> _T:
    """Return the result of an action on a connection; raise ``TimeoutError`` after some seconds.

    The timeout of a socket restarts with each byte received, so another thread has to watch the total time.
    """
    done: list[_T] = []
    failed: list[BaseException] = []

    def act() -> None:
        try:
            done.append(action())
        except BaseException as error:
            failed.append(error)

    thread = threading.Thread(target=act, daemon=True, name="ecomgraph-endpoint")
    thread.start()
    thread.join(seconds)
    if failed:
        raise failed[0]
    if not done:
        raise TimeoutError
    return done[0]


def in_one(triples: Iterable[ox.Triple]) -> ox.QueryTriples:
    """Return triples as a CONSTRUCT result of the engine."""
    store = ox.Store()
    store.bulk_extend(ox.Quad(*triple) for triple in triples)
    found = store.query("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }")
    assert isinstance(found, ox.QueryTriples)
    return found
