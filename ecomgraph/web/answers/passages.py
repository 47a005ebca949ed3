"""Answers about the passages that assertions rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecomgraph.namespace import ECG, PREFIXES
from ecomgraph.reading.catalog import Catalog
from ecomgraph.reading.names import slug_of
from ecomgraph.web.answers.nodes import node_items
from ecomgraph.web.answers.things import thing_json

if TYPE_CHECKING:
    from ecomgraph.graph import CareerGraph
    from ecomgraph.model import CareerNode
    from ecomgraph.web.answers.things import Json

__all__ = ["passages_json"]


def passages_json(graph: CareerGraph, node: CareerNode) -> Json:
    """Return the passages that what a node has and does rests on, by document and place.

    >>> from ecomgraph import load
    >>> graph = load()
    >>> passages_json(graph, graph.node("senior-director"))["passages"][0]["section"]
    'faq-progression'
    """
    ids = {passage for item in node_items(graph, node) for passage in item.evidence}
    catalog = Catalog(graph.dataset, graph.language)
    iris = graph.dataset.subjects(PREFIXES["rdf"] + "type", ECG.Passage)
    found = [catalog.passage(iri) for iri in iris if slug_of(iri) in ids]
    return {
        "node": thing_json(node),
        "passages": [
            {
                "iri": it.iri,
                "id": it.id,
                "source": it.source,
                "section": it.section,
                "ordinal": it.ordinal,
                "start": it.start,
                "end": it.end,
            }
            for it in sorted(found, key=lambda it: (it.source, it.start, it.end, it.iri))
        ],
    }
