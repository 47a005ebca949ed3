"""Debian's Virtuoso answers stored queries as they are shown, and is read through ``ecomgraph.connect``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from urllib.request import urlopen

import pyoxigraph as ox
import pytest

import ecomgraph
from ecomgraph.queries import bound_text, stored_queries
from ecomgraph.reading.names import Names
from tests.queries.conftest import DATA
from tests.queries.test_checks import FLAWS, PREFIXES
from tests.virtuoso import Virtuoso, virtuoso

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

pytestmark = pytest.mark.slow

QUERIES = [query for query in stored_queries() if "virtuoso" in query.engines]
# Datatypes whose values are compared as numbers: Virtuoso writes 0.5 as 0.50 and true as 1.
_NUMBERS = ("boolean", "decimal", "double", "float", "integer")


def cell(term: object) -> object:
    """Return a term of ours as something that a cell of theirs can be equal to."""
    if isinstance(term, ox.Literal):
        return value(term.value, term.language, term.datatype.value)
    return term.value if isinstance(term, ox.NamedNode) else term


def value(text: str, language: str | None, datatype: str) -> object:
    """Return what a literal says, whatever its spelling."""
    kind = datatype.rpartition("#")[2]
    if kind in _NUMBERS:
        return round({"true": 1.0, "false": 0.0}[text] if text in ("true", "false") else float(text), 6)
    return (text, (language or "").lower())


def theirs(server: Virtuoso, graph: str, text: str, columns: Iterable[str]) -> list[tuple[object, ...]]:
    """Return the rows of a query, asked there."""
    url = server.url(graph)
    form = urlencode({"query": text, "format": "application/sparql-results+json"}).encode()
    with urlopen(url, data=form, timeout=120) as reply:  # noqa: S310
        bindings: list[dict[str, dict[str, str]]] = json.load(reply)["results"]["bindings"]

    def read(found: dict[str, str] | None) -> object:
        if found is None or found["type"] == "uri":
            return found and found["value"]
        return value(found["value"], found.get("xml:lang"), found.get("datatype", ""))

    return [tuple(read(row.get(name)) for name in columns) for row in bindings]


def ours(graph: Any, text: str) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    """Return columns and rows of a query, asked here."""
    found = graph.sparql(text)
    return found.columns, [tuple(map(cell, row)) for row in found.terms]


def named(graph: ecomgraph.CareerGraph) -> set[object]:
    """Return the triples without blank nodes, whose labels are others at the server."""
    found = set(graph.dataset.triples())
    return {it for it in found if not any(isinstance(term, ox.BlankNode) for term in (it.subject, it.object))}


def test_virtuoso_gives_the_same_rows_and_the_same_graph(aligned: ecomgraph.CareerGraph, tmp_path: Path) -> None:
    kitchen = ecomgraph.load(DATA / "kitchen.ttl")
    different = []
    with virtuoso(tmp_path, most=1_000) as server:
        # Parameters are open on the small graph and bound to the examples on the large one.
        for name, graph in (("kitchen", kitchen), ("bundled", aligned)):
            server.load(f"urn:{name}", (quad.triple for quad in graph.dataset.store))
            names = Names(graph.dataset)
            for query in QUERIES:
                text = bound_text(query, names, dict(query.example) if graph is aligned else {})
                columns, rows = ours(graph, text)
                if theirs(server, f"urn:{name}", text, columns) != rows:
                    different.append(f"{query.name} on {name}")
        for query in QUERIES:
            if query.topic == "checks" and query.name in FLAWS:
                turtle, _ = FLAWS[query.name]
                (tmp_path / "flawed.ttl").write_text(PREFIXES + turtle, encoding="utf-8")
                flawed = ecomgraph.load(tmp_path / "flawed.ttl")
                server.load(f"urn:{query.name}", (quad.triple for quad in flawed.dataset.store))
                columns, rows = ours(flawed, query.text)
                assert rows
                if theirs(server, f"urn:{query.name}", query.text, columns) != rows:
                    different.append(f"{query.name} on its flaw")
        assert different == []
        # It gives no more than 1,000 rows at once.
        remote = ecomgraph.connect(server.url("urn:kitchen"))
    assert len(set(remote.dataset.triples())) == len(set(kitchen.dataset.triples()))
    assert named(remote) == named(kitchen)
    assert remote.roles() == kitchen.roles()
