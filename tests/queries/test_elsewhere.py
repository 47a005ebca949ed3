"""Stored queries, pasted as they are shown, give the same rows in the same order on an Oxigraph server and rdflib."""

from __future__ import annotations

import contextlib
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

import ecomgraph
from ecomgraph.queries import StoredQuery, bound_text, stored_queries
from ecomgraph.reading.names import Names
from ecomgraph.store.rdflib_view import to_memory_graph, to_rdflib_term
from tests.queries.conftest import DATA

if TYPE_CHECKING:
    from collections.abc import Iterator

    import rdflib

QUERIES = stored_queries()
pytestmark = pytest.mark.slow


def test_headers_name_the_engines_that_are_compared_here() -> None:
    assert all(query.engines[:2] == ("oxigraph", "rdflib") for query in QUERIES)
    # tests/queries/test_virtuoso.py compares these.
    assert {it for query in QUERIES for it in query.engines[2:]} == {"virtuoso"}


@contextlib.contextmanager
def served(graph: ecomgraph.CareerGraph, folder: Path) -> Iterator[str]:
    """The address of an Oxigraph server that has all triples of a graph in its default graph."""
    program = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    if program is None:
        pytest.skip("there is no oxigraph here: install the package of that name")
    triples = {quad.triple for quad in graph.dataset.store}
    (folder / "all.nt").write_bytes(ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"")
    where = ["--location", str(folder / "db")]
    load = [program, "load", *where, "--file", str(folder / "all.nt")]
    subprocess.run(load, check=True, capture_output=True)  # noqa: S603
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    serve = [program, "serve-read-only", *where, "--bind", f"127.0.0.1:{port}"]
    process = subprocess.Popen(serve, stderr=subprocess.DEVNULL)  # noqa: S603
    try:
        for _ in range(300):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}/query"
    finally:
        process.terminate()
        process.wait(30)


def differing(graph: ecomgraph.CareerGraph, url: str, *, bound: bool) -> list[str]:
    """The queries that give other rows there."""
    found = []
    for query in QUERIES:
        text = bound_text(query, Names(graph.dataset), dict(query.example) if bound else {})
        ours = graph.sparql(text)
        assert isinstance(ours, ecomgraph.QueryResult)
        headers = {"Content-Type": "application/sparql-query", "Accept": "application/sparql-results+json"}
        request = urllib.request.Request(url, data=text.encode(), headers=headers)  # noqa: S310
        with urllib.request.urlopen(request, timeout=120) as reply:  # noqa: S310
            rows = ox.parse_query_results(reply.read(), format=ox.QueryResultsFormat.JSON)
        assert isinstance(rows, ox.QuerySolutions)
        if [tuple(row[name] for name in ours.columns) for row in rows] != [tuple(row) for row in ours.terms]:
            found.append(query.name)
    return found


def test_oxigraph_server_gives_the_same_rows_with_parameters_open(tmp_path: Path) -> None:
    graph = ecomgraph.load(DATA / "kitchen.ttl")
    with served(graph, tmp_path) as url:
        assert differing(graph, url, bound=False) == []


def test_oxigraph_server_gives_the_same_rows_for_the_examples(aligned: ecomgraph.CareerGraph, tmp_path: Path) -> None:
    with served(aligned, tmp_path) as url:
        assert differing(aligned, url, bound=True) == []


@pytest.fixture(scope="module")
def kitchen_in_memory() -> tuple[ecomgraph.CareerGraph, rdflib.Graph]:
    graph = ecomgraph.load(DATA / "kitchen.ttl")
    return graph, to_memory_graph(graph.dataset)


# Every third, since rdflib takes seconds for some; tests/queries/test_library.py has rdflib answer all bound.
@pytest.mark.parametrize("query", QUERIES[::3], ids=lambda query: query.name)
def test_rdflib_gives_the_same_rows_with_parameters_open(
    query: StoredQuery, kitchen_in_memory: tuple[ecomgraph.CareerGraph, rdflib.Graph]
) -> None:
    graph, memory = kitchen_in_memory
    text = bound_text(query, Names(graph.dataset), {})
    ours = graph.sparql(text)
    assert isinstance(ours, ecomgraph.QueryResult)
    theirs = [tuple(row[name] for name in ours.columns) for row in memory.query(text)]  # type: ignore[index, call-overload]
    assert theirs == [tuple(term and to_rdflib_term(term) for term in row) for row in ours.terms]
