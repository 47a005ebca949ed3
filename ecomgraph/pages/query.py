"""The page that runs queries: the stored ones, with forms for their parameters, and one's own."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from ecomgraph.answers import queries_json
from ecomgraph.namespace import PREFIXES
from ecomgraph.pages.data import embedded
from ecomgraph.pages.render import render
from ecomgraph.queries import stored_queries

if TYPE_CHECKING:
    from ecomgraph.graph import CareerGraph
    from ecomgraph.pages.links import Links
    from ecomgraph.queries import StoredQuery

__all__ = ["body_of", "query_page"]

_FIRST = """SELECT ?role ?label (COUNT(?skill) AS ?skills)
WHERE {
  ?role a ecg:Role ;
    skos:prefLabel ?label ;
    ecg:requiresSkill ?skill .
}
GROUP BY ?role ?label
ORDER BY DESC(?skills)
"""


def query_page(graph: CareerGraph, links: Links) -> str:
    """Return the page with the stored queries and an editor for SPARQL.

    In a static site, which runs nothing, it shows the example of each stored query with its answer.

    >>> from ecomgraph import load
    >>> from ecomgraph.pages.links import Links
    >>> 'data-query="skill-gap"' in query_page(load(), Links())
    True
    """
    queries = stored_queries()
    texts = {query.name: body_of(query) for query in queries}
    known = [{**found, "text": texts[str(found["name"])]} for found in queries_json(queries)]
    page = {"queries": known, "prefixes": dict(sorted(PREFIXES.items())), "language": graph.language, "first": _FIRST}
    return render(
        "query.html",
        links=links,
        page="query",
        topics=[(topic, list(found)) for topic, found in groupby(queries, key=lambda query: query.topic)],
        count=len(queries),
        queries=embedded(page),
    )


def body_of(query: StoredQuery) -> str:
    """Return the text of a stored query without its header."""
    return "\n".join(line for line in query.text.splitlines() if not line.startswith("#+")).strip() + "\n"
