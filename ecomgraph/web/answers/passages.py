"""Answers about the passages that support assertions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TypedDict

from ecomgraph.namespace import ECG, PREFIXES
from ecomgraph.reading.catalog import Catalog
from ecomgraph.reading.names import slug_of
from ecomgraph.web.answers.node_items import claim_items
from ecomgraph.web.answers.things import Count, ThingJson, filled, thing_json

if TYPE_CHECKING:
    from ecomgraph.graph import CareerGraph
    from ecomgraph.model import CareerNode

__all__ = ["PassagesJson", "passages_json"]


class PassageJson(TypedDict):
    """A passage and its position in the document."""

    iri: str
    id: str
    source: Annotated[str, "the IRI of the document"]
    section: str
    ordinal: Count
    start: Annotated[Count, "the first character, from 0"]
    end: Annotated[Count, "the first character after it"]
    abstract: Annotated[str, "a paraphrase; empty if there is none"]


class PassagesJson(TypedDict):
    """The passages that support the claims about a node."""

    node: ThingJson
    passages: list[PassageJson]


def passages_json(graph: CareerGraph, node: CareerNode) -> PassagesJson:
    """Return the passages that support the claims about a node, by document and position.

    >>> from ecomgraph import load
    >>> graph = load()
    >>> passages_json(graph, graph.node("senior-director"))["passages"][0]["section"]
    'faq-progression'
    """
    ids = {passage for item in claim_items(graph, node) for passage in item.evidence}
    catalog = Catalog(graph.dataset, graph.language)
    iris = graph.dataset.subjects(PREFIXES["rdf"] + "type", ECG.Passage) if ids else ()
    found = [catalog.passage(iri) for iri in iris if slug_of(iri) in ids]
    ordered = sorted(found, key=lambda it: (it.source, it.start, it.end, it.iri))
    return {"node": thing_json(node), "passages": [filled(PassageJson, it) for it in ordered]}
