"""The index for the search in the browser: all things with all their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from ecomgraph.languages import policy_of
from ecomgraph.namespace import PREFIXES
from ecomgraph.reading.names import KINDS, slug_of

if TYPE_CHECKING:
    from ecomgraph.graph import CareerGraph

__all__ = ["search_index"]

_TYPE = PREFIXES["rdf"] + "type"
_PREF_LABEL, _ALT_LABEL = PREFIXES["skos"] + "prefLabel", PREFIXES["skos"] + "altLabel"
_GROUPS = ("career node", "thing")


def search_index(graph: CareerGraph) -> list[list[str]]:
    """Return a row for each thing: IRI, kind, label, and its other names; sorted by IRI.

    Kinds are those of parameters of stored queries, such as ``role`` or ``skill``, and a few more. Requirements,
    transitions and the like are left out, because they have no names.

    >>> from ecomgraph import load
    >>> next(row for row in search_index(load()) if row[2] == "Chief Digital Officer")[1:]
    ['role', 'Chief Digital Officer', 'CDO']
    """
    kinds: dict[str, str] = {}
    for kind, classes in sorted(KINDS.items()):
        if kind not in _GROUPS:
            for concept in classes:
                for iri in graph.dataset.subjects(_TYPE, concept):
                    kinds.setdefault(iri, kind)
    labels, others = _names(graph, _PREF_LABEL), _names(graph, _ALT_LABEL)
    rows = []
    for iri, kind in sorted(kinds.items()):
        preferred = labels.get(iri, [slug_of(iri)])
        more = dict.fromkeys((*preferred[1:], *others.get(iri, [])))
        more.pop(preferred[0], None)
        rows.append([iri, kind, preferred[0], *more])
    return rows


def _names(graph: CareerGraph, predicate: str) -> dict[str, list[str]]:
    """Return names by IRI, best language for the reader first, then by spelling."""
    policy = policy_of(graph.language, graph.dataset.language)
    query = f"SELECT ?thing ?name {{ ?thing {ox.NamedNode(predicate)} ?name }}"
    rows = graph.dataset.select(query)
    found: dict[str, list[tuple[tuple[int, str], str]]] = {}
    for thing, name in rows:
        if isinstance(thing, ox.NamedNode) and isinstance(name, ox.Literal):
            found.setdefault(thing.value, []).append((policy.rank(name.language), name.value))
    return {iri: list(dict.fromkeys(text for _, text in sorted(names))) for iri, names in found.items()}
