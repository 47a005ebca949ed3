"""Jobs of the command line in a worker process: queries, with results in W3C formats."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from ecomgraph.isolation.process import Answer
from ecomgraph.queries import GraphResult, QueryResult, StoredQuery

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ecomgraph.graph import CareerGraph
    from ecomgraph.isolation.bounds import Limits

__all__ = ["query", "result_of", "sparql", "table_of", "warm"]


def warm(graph: CareerGraph) -> None:
    """Import everything that a query needs, before the first job."""
    _encoded(graph.sparql("SELECT * { ?s ?p ?o } LIMIT 1"))


def sparql(graph: CareerGraph, limits: Limits, text: str) -> Answer:  # noqa: ARG001
    """Run a query: a table is returned as JSON, triples as N-Triples, a truth value as such."""
    return _encoded(graph.sparql(text))


def query(graph: CareerGraph, limits: Limits, name: str, text: str, topic: str, arguments: Mapping[str, str]) -> Answer:  # noqa: ARG001
    """Run a stored query."""
    return _encoded(graph.query(StoredQuery.parse(name, text, topic=topic), **arguments))


def _encoded(answer: QueryResult | GraphResult | bool) -> Answer:
    if isinstance(answer, bool):
        return Answer(b"", {"boolean": answer})
    if isinstance(answer, QueryResult):
        return Answer(answer.serialize("json").encode(), {"columns": answer.columns})
    return Answer(answer.serialize(ox.RdfFormat.N_TRIPLES).encode())


def result_of(answer: Answer) -> QueryResult | GraphResult | bool:
    """Return the result that the answer of a job encodes."""
    if "boolean" in answer.meta:
        return bool(answer.meta["boolean"])
    if "columns" in answer.meta:
        return table_of(answer)
    quads = ox.parse(answer.body, format=ox.RdfFormat.N_TRIPLES)
    return GraphResult(tuple(sorted({quad.triple for quad in quads}, key=str)))


def table_of(answer: Answer) -> QueryResult:
    """Return the table that an answer encodes."""
    solutions = ox.parse_query_results(answer.body, format=ox.QueryResultsFormat.JSON)
    assert isinstance(solutions, ox.QuerySolutions)
    return QueryResult(tuple(answer.meta["columns"]), tuple(tuple(row) for row in solutions))
