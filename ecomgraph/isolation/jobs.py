"""The jobs of the command line that run in a worker process: queries, with results in W3C formats."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from ecomgraph.isolation.process import Answer
from ecomgraph.queries import GraphResult, QueryResult, StoredQuery
from ecomgraph.queries.result import RESULT_FORMATS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ecomgraph.graph import CareerGraph
    from ecomgraph.isolation.bounds import Limits

__all__ = ["TEXTS", "query", "result_of", "sparql", "table_of", "warm"]

# Formats that are printed as received; CSV is made from the table, because W3C CSV is unsafe in spreadsheets.
TEXTS = frozenset(RESULT_FORMATS) - {"csv"}


def warm(graph: CareerGraph) -> None:
    """Import everything that a query needs, before the first job."""
    _encoded(graph.sparql("SELECT * { ?s ?p ?o } LIMIT 1"))


def sparql(graph: CareerGraph, limits: Limits, text: str, form: str = "") -> Answer:  # noqa: ARG001
    """Answer a query with a table, triples or a boolean; a table is text if ``form`` is one of :data:`TEXTS`."""
    return _encoded(graph.sparql(text), form)


def query(
    graph: CareerGraph,
    limits: Limits,  # noqa: ARG001
    name: str,
    text: str,
    topic: str,
    arguments: Mapping[str, str],
    form: str = "",
) -> Answer:
    """Answer a stored query, as :func:`sparql` does."""
    return _encoded(graph.query(StoredQuery.parse(name, text, topic=topic), **arguments), form)


def _encoded(answer: QueryResult | GraphResult | bool, form: str = "") -> Answer:
    if isinstance(answer, bool):
        return Answer(b"", {"boolean": answer})
    if isinstance(answer, QueryResult):
        written = answer.serialize(form if form in TEXTS else "json")
        return Answer(written.encode(), {"columns": answer.columns, "text": form in TEXTS})
    return Answer(answer.serialize(ox.RdfFormat.N_TRIPLES).encode())


def result_of(answer: Answer) -> QueryResult | GraphResult | bool | str:
    """Return the value that the answer of a job encodes; a table in one of the formats :data:`TEXTS` stays text."""
    if "boolean" in answer.meta:
        return bool(answer.meta["boolean"])
    if "columns" in answer.meta:
        return table_of(answer)
    quads = ox.parse(answer.body, format=ox.RdfFormat.N_TRIPLES)
    return GraphResult(tuple(sorted({quad.triple for quad in quads}, key=str)))


def table_of(answer: Answer) -> QueryResult | str:
    """Return the table that an answer encodes, or its text if it is in a text format."""
    if answer.meta["text"]:
        return answer.body.decode()
    solutions = ox.parse_query_results(answer.body, format=ox.QueryResultsFormat.JSON)
    assert isinstance(solutions, ox.QuerySolutions)
    return QueryResult(tuple(answer.meta["columns"]), tuple(tuple(row) for row in solutions))
