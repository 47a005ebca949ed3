"""The classes and properties that the editor of the query page completes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from ecomgraph.namespace import CLASSES, ECG, PREFIXES, PROPERTIES
from ecomgraph.reading.names import curie

if TYPE_CHECKING:
    from ecomgraph.graph import CareerGraph

__all__ = ["terms"]

_SHARED = {
    "dcterms:abstract": "abstract",
    "dcterms:isPartOf": "is part of",
    "dcterms:language": "language",
    "dcterms:license": "licence",
    "dcterms:source": "source",
    "dcterms:title": "title",
    "owl:sameAs": "same as",
    "prov:wasDerivedFrom": "was derived from",
    "rdf:type": "is a",
    "rdfs:label": "label",
    "rdfs:subClassOf": "is a subclass of",
    "schema:teaches": "teaches",
    "skos:altLabel": "other label",
    "skos:broadMatch": "broader match",
    "skos:broader": "broader",
    "skos:closeMatch": "close match",
    "skos:definition": "definition",
    "skos:exactMatch": "exact match",
    "skos:inScheme": "in scheme",
    "skos:narrower": "narrower",
    "skos:notation": "notation",
    "skos:prefLabel": "label",
    "skos:scopeNote": "scope note",
}


def terms(graph: CareerGraph) -> list[list[str]]:
    """Return a row for each class and property: prefixed name, ``class`` or ``property``, label; sorted by name.

    Properties are those of the vocabulary and common ones of others; classes include those that a framework adds.

    >>> from ecomgraph import load
    >>> [row for row in terms(load()) if "requiredSkill" in row[0]]
    [['ecg:requiredSkill', 'property', 'required skill']]
    """
    found = {f"ecg:{name}": ["class", facts.label] for name, facts in CLASSES.items()}
    found |= {f"ecg:{name}": ["property", facts.label] for name, facts in PROPERTIES.items()}
    found |= {name: ["property", label] for name, label in _SHARED.items()}
    for (term,) in graph.dataset.select(f"SELECT DISTINCT ?class {{ ?thing <{PREFIXES['rdf']}type> ?class }}"):
        if isinstance(term, ox.NamedNode) and not term.value.startswith(ECG.NAMESPACE):
            name = curie(term.value)
            label = graph.dataset.literal(term.value, PREFIXES["skos"] + "prefLabel", graph.language)
            found[name if name != term.value else f"<{name}>"] = ["class", label]
    return [[name, *rest] for name, rest in sorted(found.items())]
