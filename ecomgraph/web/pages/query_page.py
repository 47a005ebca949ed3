"""The page that runs queries: stored queries with forms for their parameters, and the user's own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from ecomgraph.namespace import PREFIXES
from ecomgraph.queries.execute import has_mappings
from ecomgraph.queries.label_patterns import text_for
from ecomgraph.reading.names import slug_of
from ecomgraph.web.answers import queries_json
from ecomgraph.web.pages.data import embedded
from ecomgraph.web.pages.query_needs import has_all, needed_terms
from ecomgraph.web.pages.query_terms import terms
from ecomgraph.web.pages.render import render
from ecomgraph.web.pages.search_index import search_index

if TYPE_CHECKING:
    from collections.abc import Mapping

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

    In a static site, which cannot run queries, it shows the example of each stored query with its answer.

    >>> from ecomgraph import load
    >>> from ecomgraph.web.pages.links import Links
    >>> 'data-query="skill-gap"' in query_page(load(), Links())
    True
    """
    stored = _stored(graph)
    page = {
        "queries": stored.known,
        "prefixes": dict(sorted(PREFIXES.items())),
        "language": graph.shown_language,
        "first": _FIRST,
        "terms": [] if links.static else stored.terms,
    }
    return render(
        "query.html",
        links=links,
        page="query",
        topics=[(topic, list(found)) for topic, found in groupby(stored.listed, key=lambda query: query.topic)],
        others=stored.others,
        sentences=stored.sentences,
        count=len(stored.known),
        queries=embedded(page),
    )


def examples(graph: CareerGraph) -> dict[str, dict[str, str]]:
    """Return example arguments for each stored query that work on this graph.

    If the graph has no thing with the name in the query's own example, the first things of that kind by label are
    used instead, so that every query can be tried on every framework.
    """
    return {it["name"]: dict(it["example"]) for it in _stored(graph).known}


@dataclass(frozen=True, slots=True)
class _Stored:
    """The stored queries of one graph for the page, without a reference to the graph, so that they can be cached."""

    known: list[dict[str, Any]]
    listed: list[StoredQuery]
    others: list[StoredQuery]
    sentences: dict[str, list[str]]
    terms: list[list[str]]


# Cached by graph, because reading all names of a large graph takes over a second.
_KEPT: WeakKeyDictionary[CareerGraph, _Stored] = WeakKeyDictionary()


def _stored(graph: CareerGraph) -> _Stored:
    if graph not in _KEPT:
        _KEPT[graph] = _read(graph)
    return _KEPT[graph]


def _read(graph: CareerGraph) -> _Stored:
    named = _Named(graph)
    queries = graph.queries()
    listed = [query for query in queries if named.can_answer(query)]
    answerable = {query.name for query in listed}
    texts = {query.name: body_of(query, graph._names) for query in queries}
    given = {query.name: named.arguments(query) for query in queries}
    things = {query.name: {it.name for it in query.parameters if it.of} for query in queries}
    sentences = {query.name: named.sentence(query, given[query.name]) for query in queries}
    known = [
        {
            **found,
            "text": texts[name],
            "answerable": name in answerable,
            "example": given[name],
            "sentence": sentences[name],
            "called": {it: named.label(value) for it, value in given[name].items() if it in things[name]},
        }
        for found in queries_json(queries)
        for name in [str(found["name"])]
    ]
    return _Stored(
        known=known,
        listed=listed,
        others=[query for query in queries if query not in listed],
        sentences={name: _said(sentence, named, given[name]) for name, sentence in sentences.items()},
        terms=terms(graph),
    )


class _Named:
    """The things of a graph by kind: all their names, and their labels."""

    def __init__(self, graph: CareerGraph) -> None:
        self._names: dict[str, set[str]] = {}
        self._things: dict[str, list[tuple[str, str]]] = {}
        self._rows = search_index(graph)
        self._dataset = graph.dataset
        self._mapped = has_mappings(graph.dataset)
        self._called: dict[str, list[str]] = {}
        for iri, _, *names in self._rows:
            for name in (iri, slug_of(iri).casefold(), *map(str.casefold, names)):
                self._called.setdefault(name, names)

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

    def can_answer(self, query: StoredQuery) -> bool:
        """Return whether the graph has things of each kind, and the terms and mappings, that a query needs."""
        if (query.needs and not self._mapped) or not has_all(self._dataset, needed_terms(query.text)):
            return False
        return all(self._of(it.of) for it in query.parameters if it.of and it.required)

    def sentence(self, query: StoredQuery, given: Mapping[str, str]) -> list[str]:
        """Return the question in parts; every second part is the name of a parameter, in place of its value.

        A question that does not contain the names of the things in its example applies only to that example; for other
        arguments, the summary is returned.
        """
        asked, own = query.question or query.summary, dict(query.example)
        things = [it.name for it in query.parameters if it.of]
        found: dict[tuple[int, int], str] = {}
        for name in things:
            for text in self._names_of(own.get(name, "")):
                place = re.search(rf"\b(?:an? |the )?{re.escape(text)}\b", asked, re.IGNORECASE)
                if place and not any(place.start() < end and begin < place.end() for begin, end in found):
                    found[place.span()] = name
                    break
        if len(found) < len(things) and any(given.get(name) != own.get(name) for name in things):
            return [query.summary]
        parts, position = [], 0
        for (begin, end), name in sorted(found.items()):
            parts += [asked[position:begin], name]
            position = end
        return [*parts, asked[position:]]

    def label(self, value: str) -> str:
        """Return the label of a value of a parameter."""
        return (self._called.get(value) or self._called.get(value.casefold()) or [value])[0]

    def _names_of(self, value: str) -> list[str]:
        """Return the names by which a question may refer to the thing of its example, longest first."""
        if not value:
            return []
        names = {value.replace("-", " "), *self._called.get(value.casefold(), [])}
        return sorted(names, key=lambda it: (-len(it), it))

    def _of(self, kind: str) -> list[tuple[str, str]]:
        """Return the things of a kind by label, each with its IRI."""
        if kind not in self._names:
            rows = [row for row in self._rows if row[1] in _MEMBERS.get(kind, (kind,)) or kind == "thing"]
            self._names[kind] = {name.casefold() for row in rows for name in (slug_of(row[0]), *row[2:])}
            self._things[kind] = sorted((row[2].casefold(), row[0]) for row in rows)
        return self._things[kind]

    def _has(self, kind: str, name: str) -> bool:
        return bool(self._of(kind)) and name.casefold() in self._names[kind]


def _said(sentence: list[str], named: _Named, given: Mapping[str, str]) -> list[str]:
    """Return the parts of a sentence with the labels of its parameters' values."""
    return [named.label(given.get(part, part)) if at % 2 else part for at, part in enumerate(sentence)]


def body_of(query: StoredQuery, names: Names | None = None) -> str:
    """Return the text of a stored query without its header, with labels in the language of a graph's reader."""
    text = text_for(query, names.policy, names.tags) if names else query.text
    return "\n".join(line for line in text.splitlines() if not line.startswith("#+")).strip() + "\n"
