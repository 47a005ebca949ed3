"""A graph behind a SPARQL endpoint answers as the local one."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest
from click.testing import Result

from ecomgraph import (
    CareerGraph,
    QueryError,
    SourceError,
    connect,
)
from ecomgraph.isolation import Limits
from tests.remote.endpoints import Server, asserted, everything, same

if TYPE_CHECKING:
    from pathlib import Path

Run = Callable[..., Result]


# ------------------------------------------------------------------ a real server


def test_the_snapshot_is_the_local_graph(graph: CareerGraph, remote: CareerGraph) -> None:
    assert remote.pushes_down  # type: ignore[attr-defined]
    assert set(graph.dataset.triples()) == set(remote.dataset.triples())
    assert graph.find_path("ecommerce-manager", "CDO") == remote.find_path("ecommerce-manager", "CDO")
    assert graph.plan({"SEO"}, "senior-director") == remote.plan({"SEO"}, "senior-director")


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
    empty = (200, kind, json.dumps(page).encode())
    server.instead = [(200, kind, json.dumps(count).encode()), triple, empty, empty]
    with pytest.raises(SourceError, match="gives 1 of its 9 triples: raise its limit of rows"):
        connect(server.url)


def test_pages_are_sorted_in_a_subquery_where_a_sorted_query_is_refused(
    small: CareerGraph, served: Callable[[ox.Store], Server]
) -> None:
    server = served(everything(small))
    kind = {"Content-Type": "application/sparql-results+json"}
    size = len(server.store)
    count = {"head": {"vars": ["c"]}, "results": {"bindings": [{"c": {"type": "literal", "value": str(size)}}]}}
    some = [quad.triple for quad in server.store][:900]
    lines = ox.serialize(some, format=ox.RdfFormat.N_TRIPLES) or b""
    server.instead = [
        (200, kind, json.dumps(count).encode()),
        (200, {"Content-Type": "application/n-triples"}, lines),
        (500, {"Content-Type": "text/plain"}, b"Sorted TOP clause specifies more rows than allowed"),
    ]
    same(small, connect(server.url))
    assert [query.startswith("CONSTRUCT { ?s ?p ?o } WHERE { { SELECT") for query in server.queries()[2:5]] == [
        False,
        True,
        True,
    ]


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


@pytest.mark.long
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
