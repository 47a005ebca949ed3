"""An endpoint for tests, which misbehaves as it is told, and the stores that it serves."""

from __future__ import annotations

import json
import re
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import parse_qs

import pyoxigraph as ox

if TYPE_CHECKING:
    from ecomgraph import (
        CareerGraph,
    )


CODE = re.compile(r"(?<!\\)\\[uU]")


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
        # Whether codes for characters, such as \\u0020, are understood in a query.
        self.codes = True
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
        if not self.server.codes and CODE.search(form["query"][0]):
            self._send(400, {}, b"SPARQL compiler: Bad character '\\'")
            return
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
