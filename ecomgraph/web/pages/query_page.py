"""The page that runs queries: the stored ones, with forms for their parameters, and one's own."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from ecomgraph.namespace import PREFIXES
from ecomgraph.queries.label_patterns import text_for
from ecomgraph.reading.names import slug_of
from ecomgraph.web.answers import queries_json
from ecomgraph.web.pages.data import embedded
from ecomgraph.web.pages.render import render
from ecomgraph.web.pages.search_index import search_index

if TYPE_CHECKING:
    from ecomgraph.graph import CareerGraph
    from ecomgraph.queries import StoredQuery
    from ecomgraph.reading.names import Names
    from ecomgraph.web.pages.links import Links

__all__ = ["body_of", "examples", "query_page"]

_MEMBERS = {"career node": ("role", "profile")}
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
    >>> from ecomgraph.web.pages.links import Links
    >>> 'data-query="skill-gap"' in query_page(load(), Links())
    True
    """
    queries = graph.queries()
    texts = {query.name: body_of(query, graph._names) for query in queries}
    given = examples(graph)
    known = [
        {**found, "text": texts[str(found["name"])], "example": given[str(found["name"])]}
        for found in queries_json(queries)
    ]
    page = {
        "queries": known,
        "prefixes": dict(sorted(PREFIXES.items())),
        "language": graph.shown_language,
        "first": _FIRST,
    }
    return render(
        "query.html",
        links=links,
        page="query",
        topics=[(topic, list(found)) for topic, found in groupby(queries, key=lambda query: query.topic)],
        count=len(queries),
        queries=embedded(page),
    )


def examples(graph: CareerGraph) -> dict[str, dict[str, str]]:
    """Return arguments for each stored query, with which it can be run on this graph.

    Where the graph has nothing of the name that the query's own example gives, the first things of that kind stand in,
    by label, so that every query can be tried on every framework.
    """
    named = _Named(graph)
    return {query.name: named.arguments(query) for query in graph.queries()}


class _Named:
    """The things of a graph by kind: all their names, and what to call them."""

    def __init__(self, graph: CareerGraph) -> None:
        self._names: dict[str, set[str]] = {}
        self._things: dict[str, list[tuple[str, str]]] = {}
        self._rows = search_index(graph)

    def arguments(self, query: StoredQuery) -> dict[str, str]:
        """Return the arguments of one query."""
        own = dict(query.example)
        found: dict[str, str] = {}
        taken: dict[str, int] = {}
        for parameter in query.parameters:
            value = own.get(parameter.name, parameter.default)
            if parameter.of and value is not None and not self._has(parameter.of, value):
                things = self._things[parameter.of]
                position = taken.get(parameter.of, 0)
                taken[parameter.of] = position + 1
                value = things[min(position, len(things) - 1)][1] if things else value
            if value is not None:
                found[parameter.name] = value
        return found

    def _has(self, kind: str, name: str) -> bool:
        if kind not in self._names:
            rows = [row for row in self._rows if row[1] in _MEMBERS.get(kind, (kind,)) or kind == "thing"]
            self._names[kind] = {name.casefold() for row in rows for name in (slug_of(row[0]), *row[2:])}
            self._things[kind] = sorted((row[2].casefold(), row[0]) for row in rows)
        return name.casefold() in self._names[kind]


def body_of(query: StoredQuery, names: Names | None = None) -> str:
    """Return the text of a stored query without its header, with labels in the language of a graph's reader."""
    text = text_for(query, names.policy, names.tags) if names else query.text
    return "\n".join(line for line in text.splitlines() if not line.startswith("#+")).strip() + "\n"
