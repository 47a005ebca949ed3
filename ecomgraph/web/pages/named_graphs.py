"""The triples that the page of a named graph shows in addition to the catalog."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from ecomgraph.namespace import PREFIXES
from ecomgraph.reading.reader import TYPE
from ecomgraph.store.dataset import DERIVED
from ecomgraph.store.framework_value import CATALOG, framework_graph

if TYPE_CHECKING:
    from ecomgraph.store.dataset import Dataset

__all__ = ["graph_triples"]

_VOID = "http://rdfs.org/ns/void#"


def graph_triples(dataset: Dataset, node: ox.NamedNode) -> list[ox.Triple]:
    """Return the triples about a named graph: its type, its size, and its sources.

    >>> from ecomgraph import load
    >>> [str(it.predicate) for it in graph_triples(load().dataset, DERIVED)][0]
    '<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>'
    """
    if not dataset.store.contains_named_graph(node):
        return []
    found = [
        ox.Triple(node, ox.NamedNode(TYPE), ox.NamedNode(f"{_VOID}Dataset")),
        ox.Triple(node, ox.NamedNode(f"{_VOID}triples"), ox.Literal(dataset.count(node))),
    ]
    name = node.value.removeprefix(f"{DERIVED.value}/")
    if name != node.value:
        found.append(ox.Triple(node, ox.NamedNode(PREFIXES["prov"] + "wasDerivedFrom"), framework_graph(name)))
    if node == CATALOG:
        frameworks = {quad.subject for quad in dataset.store.quads_for_pattern(None, None, None, CATALOG)}
        part = ox.NamedNode(PREFIXES["dcterms"] + "hasPart")
        found += (ox.Triple(node, part, it) for it in sorted(frameworks, key=str) if not isinstance(it, ox.Triple))
    return found
