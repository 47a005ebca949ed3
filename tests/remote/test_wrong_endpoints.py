"""Endpoints that redirect, refuse, fail or lie: each is named in a sentence, and a login stays with its host."""

from __future__ import annotations

import base64
import socket
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest

from ecomgraph import (
    ArgumentError,
    CareerGraph,
    FrameworkError,
    LimitError,
    QueryError,
    SourceError,
    connect,
)
from ecomgraph.store import endpoint as http
from tests.remote.endpoints import CODE, Server, everything, same

if TYPE_CHECKING:
    from collections.abc import Callable

XML_ROWS = {"Content-Type": "application/sparql-results+xml"}
NAMESPACES = b" ".join(b'xmlns:p%d="urn:a"' % at for at in range(1_001))

# ------------------------------------------------------------------ logins and redirects


def test_the_login_comes_from_the_environment(
    small: CareerGraph, served: Callable[[ox.Store], Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    server = served(everything(small))
    connect(server.url)
    monkeypatch.setenv("ECOMGRAPH_ENDPOINT_USER", "ann")
    monkeypatch.setenv("ECOMGRAPH_ENDPOINT_PASSWORD", "pass word")
    connect(server.url)
    monkeypatch.setenv("ECOMGRAPH_ENDPOINT_TOKEN", "abc")
    connect(server.url)
    basic = "Basic " + base64.b64encode(b"ann:pass word").decode()
    assert [headers.get("Authorization") for *_, headers in server.asked[::2]] == [None, basic, "Bearer abc"]
    server.instead = [(401, {}, b"who?")]
    with pytest.raises(SourceError, match="refuses the login: set ECOMGRAPH_ENDPOINT_USER and") as error:
        connect(server.url)
    assert "abc" not in str(error.value)
    monkeypatch.setenv("ECOMGRAPH_ENDPOINT_TOKEN", "a\r\nX-Other: b")
    with pytest.raises(ArgumentError, match="ECOMGRAPH_ENDPOINT_TOKEN holds a control character"):
        connect(server.url)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_to_another_host_carries_no_login(
    small: CareerGraph, served: Callable[[ox.Store], Server], monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    monkeypatch.setenv("ECOMGRAPH_ENDPOINT_TOKEN", "abc")
    first, second = served(everything(small)), served(everything(small))
    first.instead = [(status, {"Location": f"{first.url}/own"}, b""), (status, {"Location": second.url}, b"")]
    connect(first.url)
    assert [headers.get("Authorization") for *_, headers in first.asked] == ["Bearer abc"] * 3
    assert [headers.get("Authorization") for *_, headers in second.asked] == [None]
    assert second.queries()[0].startswith("SELECT (COUNT")


@pytest.mark.parametrize("place", ["ftp://127.0.0.1/", "file:///etc/passwd", "{own}"])
def test_other_redirects_are_refused(small: CareerGraph, served: Callable[[ox.Store], Server], place: str) -> None:
    server = served(everything(small))
    server.instead = [(302, {"Location": place.format(own=server.url)}, b"")] * 9
    with pytest.raises(SourceError, match=r"redirects too often|cannot be reached"):
        connect(server.url)


# ------------------------------------------------------------------ what is wrong with an endpoint


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        ([(200, {"Content-Type": "text/html"}, b"<html>")], "is not a SPARQL endpoint: it answers with text/html"),
        ([(200, {}, b"hello")], "is not a SPARQL endpoint: it answers with no type"),
        (
            [(200, {"Content-Type": "application/json"}, b"[1")],
            "is not a SPARQL endpoint: its answer is not well-formed",
        ),
        (
            [(200, {"Content-Type": "application/json"}, b'{"triple":' * 20_000)],
            "is not a SPARQL endpoint: its answer cannot be read: objects and arrays are nested deeper than 100",
        ),
        # Triples as the parser knows them, whatever the spelling; it takes time with the square of their depth.
        ([(200, XML_ROWS, b"<a>" + b"<triple >" * 5_000)], "its answer cannot be read: elements are nested deeper"),
        ([(200, XML_ROWS, b"<s:a xmlns:s='urn:a'>" + b"<s:triple>" * 5_000)], "elements are nested deeper than 100"),
        ([(200, XML_ROWS, b"<!DOCTYPE a []><a/>")], "its answer cannot be read: it declares a document type"),
        ([(200, XML_ROWS, b"<a " + NAMESPACES + b"/>")], "more than 1,000 namespaces are declared"),
        ([(200, XML_ROWS, b"<a><b></a>")], "its answer cannot be read: it is not well-formed XML"),
        ([(404, {}, b"")], "is not a SPARQL endpoint: it answers with status 404"),
        ([(500, {}, b"oops")], "cannot answer: status 500"),
        ([(503, {"Retry-After": "0"}, b"")] * 3, "cannot answer: status 503; try again later"),
        ([(429, {"Retry-After": "3600"}, b"")], "cannot answer: status 429; try again later"),
    ],
)
def test_what_is_wrong_is_told_in_a_sentence(
    small: CareerGraph, served: Callable[[ox.Store], Server], answers: list[Any], reason: str
) -> None:
    server = served(everything(small))
    server.instead = list(answers)
    with pytest.raises(SourceError, match=reason) as error:
        connect(server.url)
    assert str(error.value).startswith(server.url)
    assert "\n" not in str(error.value)
    assert server.instead == []


def test_a_busy_endpoint_is_asked_again(small: CareerGraph, served: Callable[[ox.Store], Server]) -> None:
    server = served(everything(small))
    server.instead = [(503, {"Retry-After": "0"}, b""), (502, {"Retry-After": "0"}, b"")]
    same(small, connect(server.url))


def test_an_endpoint_that_knows_no_codes_is_asked_without(
    small: CareerGraph, served: Callable[[ox.Store], Server]
) -> None:
    server = served(everything(small))
    server.codes = False
    found = connect(server.url)
    before = len(server.queries())
    same(small, found)
    text = 'ASK { ?role skos:prefLabel ?label FILTER(?label != "a \\"b\\" # c\\\\u0020") }'
    assert found.sparql(text) == small.sparql(text)
    first, *others = server.queries()[before:]
    assert CODE.search(first)
    assert not any(map(CODE.search, others))
    assert '"a \\"b\\" # c\\\\u0020"' in others[-1]


def test_a_refused_query_says_why(small: CareerGraph, served: Callable[[ox.Store], Server]) -> None:
    server = served(everything(small))
    found = connect(server.url)
    server.instead = [(400, {}, b"line 1:\n too hard")] * 2
    with pytest.raises(QueryError, match="refuses the query: line 1: too hard"):
        found.sparql("SELECT * { ?s ?p ?o }")
    server.instead = [(200, {"Content-Type": "text/turtle"}, b"no turtle")]
    with pytest.raises(SourceError, match="its answer is not well-formed"):
        found.sparql("DESCRIBE <x:a>")
    server.instead = [(200, {"Content-Type": "text/html"}, b"no turtle")]
    with pytest.raises(SourceError, match="it answers with text/html"):
        found.sparql("DESCRIBE <x:a>")


def test_a_slow_endpoint_is_given_up(
    small: CareerGraph, served: Callable[[ox.Store], Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    server = served(everything(small))
    server.pause = 1
    with pytest.raises(LimitError, match=r"did not answer within 0\.05 seconds; ECOMGRAPH_ENDPOINT_TIMEOUT sets"):
        connect(server.url, timeout=0.05)
    monkeypatch.setenv("ECOMGRAPH_ENDPOINT_TIMEOUT", "soon")
    with pytest.raises(ArgumentError, match="ECOMGRAPH_ENDPOINT_TIMEOUT must be a number of seconds, not 'soon'"):
        connect(server.url)


@pytest.mark.parametrize("status", [200, 400])
def test_an_answer_that_comes_byte_by_byte_is_given_up(
    small: CareerGraph, served: Callable[[ox.Store], Server], status: int
) -> None:
    server = served(everything(small))
    server.dribble = 0.05
    server.instead = [(status, {"Content-Type": "application/json"}, b" " * 40)]
    begun = time.monotonic()
    with pytest.raises((LimitError, QueryError)):
        connect(server.url, timeout=0.2)
    assert time.monotonic() - begun < 1.5


@pytest.mark.parametrize("kind", ["application/rdf+xml", "application/n-triples", "application/sparql-results+xml"])
def test_reading_an_answer_counts_as_waiting_for_it(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    """The moment by which an answer must be read is checked while it is parsed."""
    endpoint = http.Endpoint("http://127.0.0.1:1/")
    monkeypatch.setattr(
        endpoint,
        "_asked",
        lambda *_: http.Reply(kind, b"<a:a> <a:a> <a:a> ." if "triples" in kind else b"<a/>", ends=0),
    )
    with pytest.raises(LimitError, match="did not answer within"):
        (endpoint.rows if "results" in kind else endpoint.triples)("")


@pytest.mark.parametrize(
    "sent",
    [b"hello\r\n\r\n", b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 200, b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"],
)
def test_what_is_no_http_is_told_in_a_sentence(sent: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer() -> None:
            # A request that is cut off is sent again; closing the listener ends the thread.
            with suppress(OSError):
                while True:
                    connection, _ = listener.accept()
                    with connection, suppress(OSError):
                        connection.recv(65536)
                        connection.sendall(sent)

        threading.Thread(target=answer, daemon=True).start()
        with pytest.raises(SourceError, match=r"cannot be reached|is not a SPARQL endpoint") as error:
            connect(f"http://127.0.0.1:{listener.getsockname()[1]}/")
    assert "\n" not in str(error.value)


def test_answers_have_a_limit(
    small: CareerGraph, served: Callable[[ox.Store], Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "_MOST", 10_000)
    with pytest.raises(LimitError, match="the answer is larger than"):
        connect(served(everything(small)).url)


@pytest.mark.parametrize(
    "url", ["ftp://a/b", "file:///etc/passwd", "sparql", "http://", "http://u:p@a/", "http://a:b/"]
)
def test_only_plain_addresses_are_taken(url: str) -> None:
    with pytest.raises(ArgumentError, match="endpoint"):
        connect(url)


def test_an_endpoint_that_is_down_or_empty_is_named(served: Callable[[ox.Store], Server]) -> None:
    with pytest.raises(SourceError, match=r"http://127\.0\.0\.1:1/: cannot be reached: Connection refused"):
        connect("http://127.0.0.1:1/")
    with pytest.raises(SourceError, match="holds no triples that this login may read"):
        connect(served(ox.Store()).url)


def test_derived_triples_that_do_not_follow_are_refused(
    small: CareerGraph, served: Callable[[ox.Store], Server]
) -> None:
    store = everything(small)
    claim = "https://w3id.org/ecomgraph/ns#advancesTo"
    place = "https://bakery.example/"
    store.add(ox.Quad(ox.NamedNode(f"{place}master"), ox.NamedNode(claim), ox.NamedNode(f"{place}apprentice")))
    with pytest.raises(FrameworkError, match="is for rules to derive"):
        connect(served(store).url)
