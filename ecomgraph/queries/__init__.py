"""The query library: stored SPARQL with typed parameters, and the results of running it.

A stored query is a ``.rq`` file: ``#+`` lines with a header in YAML, then one SPARQL 1.1 SELECT. The name of the file
is the name of the query. docs/queries.md describes the header.
"""

from __future__ import annotations

from ecomgraph.queries.execute import bound_text, run_query
from ecomgraph.queries.library import read_query, search_queries, stored_queries, stored_query
from ecomgraph.queries.result import GraphResult, QueryResult, ask
from ecomgraph.queries.stored import Parameter, StoredQuery

__all__ = [
    "GraphResult",
    "Parameter",
    "QueryResult",
    "StoredQuery",
    "ask",
    "bound_text",
    "read_query",
    "run_query",
    "search_queries",
    "stored_queries",
    "stored_query",
]
