"""A graph behind a SPARQL endpoint answers as the local one; an endpoint that misbehaves is told in a sentence."""

from __future__ import annotations

import base64
import json
import pickle
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qs
from urllib.request import urlopen

import pyoxigraph as ox
import pytest
from click.testing import Result

from ecomgraph import (
    ArgumentError,
    CareerGraph,
    FrameworkError,
    LimitError,
    QueryError,
    SourceError,
    connect,
    load,
)
from ecomgraph.isolation import Limits
from ecomgraph.store import endpoint as http

Run = Callable[..., Result]


XML_ROWS = {"Content-Type": "application/sparql-results+xml"}
NAMESPACES = b" ".join(b'xmlns:p%d="urn:a"' % at for at in range(1_001))


class Server(ThreadingHTTPServer):
    """An endpoint on a store; what is set on it makes it misbehave."""

    daemon_threads = True

    def __init__(self, store: ox.Store) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.store = store
        self.asked: list[tuple[str, dict[str, list[str]], dict[str, str]]] = []
        # Answers instead of the right ones: status, headers, body; or a row limit.
        self.instead: list[tuple[int, dict[str, str], bytes]] = []
        self.most = 0
        self.pause = 0.0
        self.truth = b""
        # Seconds between the bytes of an answer.
        self.dribble = 0.0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/sparql"

    def queries(self) -> list[str]:
        return [form["query"][0] for _, form, _ in self.asked if "query" in form]


class Handler(BaseHTTPRequestHandler):
    server: Server
    FORMATS: ClassVar = {True: ("application/n-triples", ox.RdfFormat.N_TRIPLES)}

    def do_POST(self) -> None:
        text = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.asked.append((self.path, parse_qs(text), dict(self.headers)))
        time.sleep(self.server.pause)
        if self.server.instead:
            self._send(*self.server.instead.pop(0))
            return
        form = self.server.asked[-1][1]
        graphs = [ox.NamedNode(it) for it in form.get("default-graph-uri", [])]
        chosen: Any = {"default_graph": graphs, "named_graphs": graphs} if graphs else {}
        found = self.server.store.query(form["query"][0], **chosen)
        if isinstance(found, ox.QueryTriples):
            lines = (found.serialize(format=ox.RdfFormat.N_TRIPLES) or b"").splitlines(keepends=True)
            self._send(200, {"Content-Type": "application/n-triples"}, b"".join(lines[: self.server.most or None]))
            return
        data = found.serialize(format=ox.QueryResultsFormat.JSON) or b""
        value = json.loads(data)
        if "results" in value and self.server.most:
            value["results"]["bindings"] = value["results"]["bindings"][: self.server.most]
            data = json.dumps(value).encode()
        elif "boolean" in value and self.server.truth:
            self._send(200, {"Content-Type": "text/html"}, self.server.truth)
            return
        self._send(200, {"Content-Type": "application/sparql-results+json; charset=utf-8"}, data)

    def _send(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.server.dribble:
            for at in range(len(body)):
                self.wfile.write(body[at : at + 1])
                time.sleep(self.server.dribble)
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def served() -> Iterator[Callable[[ox.Store], Server]]:
    servers: list[Server] = []

    def served(store: ox.Store) -> Server:
        server = Server(store)
        servers.append(server)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return server

    yield served
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def small(bakery: Path) -> CareerGraph:
    return load(bakery)


def everything(graph: CareerGraph) -> ox.Store:
    store = ox.Store()
    store.extend(ox.Quad(*triple) for triple in set(graph.dataset.triples()))
    return store


def asserted(graph: CareerGraph, name: str = "") -> ox.Store:
    store = ox.Store()
    where = (ox.NamedNode(name),) if name else ()
    kept = (it for it in graph.dataset.quads() if str(it.graph_name).endswith("graph/asserted>"))
    store.extend(ox.Quad(*it.triple, *where) for it in kept)
    return store


def same(local: CareerGraph, remote: CareerGraph) -> None:
    """Everything that the bakery answers is answered."""
    assert set(local.dataset.quads()) == set(remote.dataset.quads())
    assert local.roles() == remote.roles()
    assert local.skills("baker") == remote.skills("baker")
    assert local.skill_gap("apprentice", "baker") == remote.skill_gap("apprentice", "baker")
    assert local.find_path("apprentice", "Journeyman") == remote.find_path("apprentice", "Journeyman")
    text = "SELECT ?role ?label { ?role a ecg:Role ; skos:prefLabel ?label } ORDER BY ?role ?label"
    assert local.sparql(text) == remote.sparql(text)
    assert local.query("skill-gap", source="apprentice", target="baker") == remote.query(
        "skill-gap", source="apprentice", target="baker"
    )


# ------------------------------------------------------------------ a real server


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The ``oxigraph`` server with the bundled graph."""
    program = shutil.which("oxigraph") or next(map(str, Path(ox.__file__).parents[4].glob("bin/oxigraph")), None)
    if program is None:
        pytest.skip("needs the oxigraph server: pip install oxigraph")
    folder = tmp_path_factory.mktemp("oxigraph")
    load().write(folder / "all.nt", derived=True, vocabulary=True)
    store = str(folder / "store")
    command = [program, "load", "--location", store, "--file", str(folder / "all.nt")]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [program, "serve-read-only", "--location", store, "--bind", f"127.0.0.1:{port}"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:  # noqa: S603
        try:
            for _ in range(600):
                try:
                    urlopen(f"http://127.0.0.1:{port}/", timeout=5).close()
                    break
                except OSError:
                    time.sleep(0.05)
            yield f"http://127.0.0.1:{port}/query"
        finally:
            running.kill()


@pytest.fixture(scope="module")
def remote(real: str) -> CareerGraph:
    return connect(real)


def test_the_snapshot_is_the_local_graph(graph: CareerGraph, remote: CareerGraph) -> None:
    assert remote.pushes_down  # type: ignore[attr-defined]
    assert set(graph.dataset.triples()) == set(remote.dataset.triples())
    assert graph.find_path("ecommerce-manager", "CDO") == remote.find_path("ecommerce-manager", "CDO")
    assert graph.plan({"SEO"}, "senior-director") == remote.plan({"SEO"}, "senior-director")


@pytest.mark.slow
def test_the_snapshot_is_as_valid(graph: CareerGraph, remote: CareerGraph) -> None:
    assert graph.validate() == remote.validate()


@pytest.mark.parametrize("every", [12, pytest.param(1, marks=pytest.mark.slow)])
def test_stored_queries_give_the_same_at_the_endpoint(graph: CareerGraph, remote: CareerGraph, every: int) -> None:
    for stored in graph.queries()[::every]:
        if stored.needs:
            continue
        arguments = dict(stored.example)
        assert graph.query(stored.name, **arguments) == remote.query(stored.name, **arguments), stored.name


def test_other_forms_go_there_too(graph: CareerGraph, remote: CareerGraph) -> None:
    for text in (
        "ASK { role:ecommerce-manager ecg:advancesTo+ role:chief-digital-officer }",
        "CONSTRUCT { ?a ecg:advancesTo ?b } { ?a ecg:advancesTo ?b }",
        "DESCRIBE skill:seo",
        "ASK { GRAPH <https://w3id.org/ecomgraph/graph/derived> { ?s ?p ?o } }",
    ):
        assert graph.sparql(text) == remote.sparql(text)
    with pytest.raises(QueryError, match="SERVICE is refused"):
        remote.sparql("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }")


# ------------------------------------------------------------------ what is asked, and where answers come from


def test_two_requests_and_then_queries_as_the_guard_writes_them(
    small: CareerGraph, served: Callable[[ox.Store], Server]
) -> None:
    server = served(everything(small))
    found = connect(server.url)
    assert len(server.asked) == 2
    assert (found.endpoint, found.pushes_down) == (server.url, True)
    same(small, found)
    assert len(server.asked) == 4
    assert "\\u0023" in server.queries()[-1]
    assert "VALUES ?source" in server.queries()[-1]


def test_what_is_missing_there_is_derived_here(small: CareerGraph, served: Callable[[ox.Store], Server]) -> None:
    server = served(asserted(small))
    found = connect(server.url)
    same(small, found)
    assert (found.pushes_down, len(server.asked)) == (False, 2)


def test_graphs_are_taken_together_where_the_default_graph_is_empty(
    small: CareerGraph, served: Callable[[ox.Store], Server]
) -> None:
    server = served(asserted(small, "https://bakery.example/graph"))
    same(small, connect(server.url))
    assert server.asked[-1][1]["default-graph-uri"] == ["https://bakery.example/graph"]


def test_what_is_cut_off_is_fetched_in_pages(small: CareerGraph, served: Callable[[ox.Store], Server]) -> None:
    server = served(everything(small))
    server.most = 900
    same(small, connect(server.url))
    assert sum("OFFSET" in query for query in server.queries()) > 1
    server.store.add(ox.Quad(ox.NamedNode("x:a"), ox.NamedNode("x:a"), ox.NamedNode("x:a")))
    page = {"head": {"vars": ["s", "p", "o"]}, "results": {"bindings": []}}
    kind = {"Content-Type": "application/sparql-results+json"}
    count = {"head": {"vars": ["c"]}, "results": {"bindings": [{"c": {"type": "literal", "value": "9"}}]}}
    triple = (200, {"Content-Type": "application/n-triples"}, b"<x:a> <x:a> <x:a> .")
    server.instead = [(200, kind, json.dumps(count).encode()), triple, (200, kind, json.dumps(page).encode())]
    with pytest.raises(SourceError, match="gives 0 of its 9 triples: raise its limit of rows"):
        connect(server.url)


def test_a_query_that_is_cut_off_is_answered_by_the_snapshot(
    small: CareerGraph, served: Callable[[ox.Store], Server]
) -> None:
    server = served(everything(small))
    found = connect(server.url)
    kind = {"Content-Type": "application/sparql-results+json", "X-SPARQL-MaxRows": "1"}
    server.instead = [(200, kind, b'{"head":{"vars":["role"]},"results":{"bindings":[]}}')]
    text = "SELECT ?role { ?role a ecg:Role } ORDER BY ?role"
    assert found.sparql(text) == small.sparql(text)
    assert found.sparql("ASK { ?a a ecg:Role }") is True
    assert len(server.asked) == 3


@pytest.mark.parametrize("text", [b"true", b"false", b" True\n"])
def test_truth_values_come_in_several_forms(
    small: CareerGraph, served: Callable[[ox.Store], Server], text: bytes
) -> None:
    server = served(everything(small))
    found = connect(server.url)
    server.truth = text
    assert found.sparql("ASK { ?a a ecg:Role }") is (b"rue" in text)
    xml = b'<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head/><boolean>true</boolean></sparql>'
    server.instead = [(200, {"Content-Type": "application/sparql-results+xml"}, xml)]
    assert found.sparql("ASK { ?a a ecg:Role }") is True


def test_a_refreshed_graph_has_what_is_there_at_present(
    small: CareerGraph, served: Callable[[ox.Store], Server], tmp_path: Path
) -> None:
    rule = tmp_path / "own.rq"
    rule.write_text("CONSTRUCT { ?role skos:note 'seen' } WHERE { ?role a ecg:Role }")
    server = served(asserted(small))
    before = connect(server.url, rules=rule, language="de")
    kind, label = (
        ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"),
        "http://www.w3.org/2004/02/skos/core#prefLabel",
    )
    cook = ox.NamedNode("https://bakery.example/cook")
    server.store.add(ox.Quad(cook, kind, ox.NamedNode("https://w3id.org/ecomgraph/ns#Role")))
    server.store.add(ox.Quad(cook, ox.NamedNode(label), ox.Literal("Cook")))
    after = before.refresh()
    assert (len(before.roles()), len(after.roles())) == (3, 4)
    assert after.sparql("ASK { <https://bakery.example/cook> skos:note 'seen' }") is True
    assert after.language == "de"


def test_a_copy_in_another_process_has_the_snapshot_alone(
    small: CareerGraph, served: Callable[[ox.Store], Server]
) -> None:
    server = served(everything(small))
    found = pickle.loads(pickle.dumps(connect(server.url)))  # noqa: S301
    same(small, found)
    assert (len(server.asked), found.endpoint, found.pushes_down) == (2, "", False)
    assert found.refresh() is found


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


def test_a_refused_query_says_why(small: CareerGraph, served: Callable[[ox.Store], Server]) -> None:
    server = served(everything(small))
    found = connect(server.url)
    server.instead = [(400, {}, b"line 1:\n too hard")]
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
            connection, _ = listener.accept()
            with connection:
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
    with pytest.raises(FrameworkError, match="is for rules to conclude"):
        connect(served(store).url)


# ------------------------------------------------------------------ the command line


def test_commands_take_an_endpoint(run: Run, small: CareerGraph, served: Callable[[ox.Store], Server]) -> None:
    server = served(everything(small))
    assert "Baker" in run("roles", "--endpoint", server.url).stdout
    assert run("sparql", "ASK { ?s a ecg:Role }", "--endpoint", server.url).exit_code == 0
    for arguments, reason in (
        (("roles", "--graph", "x.ttl"), "--endpoint takes the place of --graph, --db and --framework"),
        (("sparql", "ASK { ?s ?p ?o }", "--timeout", "1"), "an endpoint has its own limits"),
    ):
        result = run(*arguments, "--endpoint", server.url)
        assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
        assert reason in result.stderr


def test_a_server_in_front_has_the_snapshot_in_its_workers(
    run: Run, small: CareerGraph, served: Callable[[ox.Store], Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    listen = pytest.importorskip("ecomgraph.web.server.listen")
    seen: list[Any] = []

    def serve(settings: Any, _: object) -> None:
        assert settings.limits == Limits()
        seen.append(settings.source.open())

    monkeypatch.setattr(listen, "serve", serve)
    server = served(asserted(small))
    assert run("serve", "--endpoint", server.url).exit_code == 0
    assert set(seen[0].dataset.quads()) == set(small.dataset.quads())
    assert len(server.asked) == 2
