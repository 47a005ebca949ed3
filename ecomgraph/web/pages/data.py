"""The description of one thing as RDF, for programs and embedded in its page."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from ecomgraph.errors import EcomgraphError, ExportError, UnknownNameError
from ecomgraph.exchange.exporters.jsonld import document
from ecomgraph.namespace import ECG, PREFIXES
from ecomgraph.reading.reader import RDF, SOURCE
from ecomgraph.schema import KINDS
from ecomgraph.store.dataset import VOCABULARY
from ecomgraph.store.packaged import packaged_files
from ecomgraph.store.parse import parse_bytes
from ecomgraph.store.write import serialize
from ecomgraph.web.pages.links import ONTOLOGY, SHAPES
from ecomgraph.web.pages.named_graphs import graph_triples
from ecomgraph.web.pages.references import named_node

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecomgraph.exchange.exporters.jsonld import Json
    from ecomgraph.graph import CareerGraph
    from ecomgraph.web.pages.described import Description

__all__ = ["embedded", "resource_data", "schema_org", "triples_about", "written_as"]

_FORMATS = {"ttl": ox.RdfFormat.TURTLE, "nt": ox.RdfFormat.N_TRIPLES, "rdf": ox.RdfFormat.RDF_XML}
# The properties from a thing to the things described together with it, such as requirements and collaborations.
_OWNED = tuple(kind.join.owner for kind in KINDS.values() if kind.join and kind.join.owner_points)
_MAX_BLANK = 1000


def resource_data(graph: CareerGraph, iri: str, form: str) -> bytes:
    """Return the description of a thing as ``ttl``, ``jsonld``, ``nt`` or ``rdf``, sorted.

    These are the triples with the thing as subject, its requirements and collaborations, and the axioms about its
    links; for the vocabulary or the shapes, the whole document; for a named graph, also its number of triples.
    Raises :class:`~ecomgraph.UnknownNameError` if there are none.

    >>> from ecomgraph import load
    >>> data = resource_data(load(), "https://w3id.org/ecomgraph/level/mid", "nt")
    >>> b"<https://w3id.org/ecomgraph/ns#rank>" in data
    True
    """
    return written_as(triples_about(graph, iri), form)


def written_as(triples: list[ox.Triple], form: str, told: dict[str, Json] | None = None) -> bytes:
    """Return triples as ``ttl``, ``jsonld``, ``nt`` or ``rdf``, sorted; ``told`` is the JSON-LD if it exists already.

    Raises :class:`~ecomgraph.ExportError` for RDF/XML if XML cannot hold a character or a property's name.
    """
    if form == "jsonld":
        return _lines(document(triples) if told is None else told).encode(errors="replace")
    try:
        return serialize(triples, _FORMATS[form])
    except (EcomgraphError, ValueError) as error:
        raise ExportError("RDF/XML", [str(error)]) from None


def _lines(told: dict[str, Json]) -> str:
    """Return a document as JSON with one line per node, written by the native encoder."""
    nodes = told["@graph"]
    assert isinstance(nodes, list)
    dump = json.JSONEncoder(ensure_ascii=False).encode
    graph = ",\n".join(map(dump, nodes))
    return f'{{"@context": {dump(told["@context"])},\n"@graph": [\n{graph}\n]}}\n'


def triples_about(graph: CareerGraph, iri: str) -> list[ox.Triple]:
    """Return the triples that describe a thing; see :func:`resource_data`."""
    if iri == ONTOLOGY:
        return list(graph.dataset.triples(VOCABULARY))
    if iri == SHAPES:
        return list(_shapes())
    store, node = graph.dataset.store, named_node(iri)
    found = dict.fromkeys([*_closure(store, node), *graph_triples(graph.dataset, node)])
    for link in _OWNED:
        for owned in graph.dataset.iris(iri, link):
            found.update(dict.fromkeys(_closure(store, ox.NamedNode(owned))))
    for speaker in graph.dataset.subjects(SOURCE, iri):
        found.update(dict.fromkeys(_closure(store, ox.NamedNode(speaker))))
    if not found:
        # A thing that is only referred to has no further description.
        found = dict.fromkeys(quad.triple for quad in store.quads_for_pattern(None, None, node, None))
    if not found:
        raise UnknownNameError(iri, "thing", ())
    return list(found)


def _shapes() -> Iterator[ox.Triple]:
    """Yield the triples of the shapes, with reproducible labels of blank nodes."""
    names: dict[ox.BlankNode, ox.BlankNode] = {}
    for file in packaged_files("shapes"):
        for quad in parse_bytes(file.read_bytes(), ox.RdfFormat.TURTLE, name=file.name):
            terms: list[Any] = list(quad.triple)
            for at, term in enumerate(terms):
                if isinstance(term, ox.BlankNode):
                    terms[at] = names.setdefault(term, ox.BlankNode(f"b{len(names)}"))
            yield ox.Triple(*terms)


def _closure(store: ox.Store, node: ox.NamedNode) -> Iterator[ox.Triple]:
    """Yield the triples of a subject and of the blank nodes reachable from it."""
    due: list[ox.NamedNode | ox.BlankNode] = [node]
    seen = set(due)
    while due and len(seen) < _MAX_BLANK:
        for quad in store.quads_for_pattern(due.pop(), None, None, None):
            yield quad.triple
            if isinstance(quad.object, ox.BlankNode) and quad.object not in seen:
                seen.add(quad.object)
                due.append(quad.object)


def embedded(value: object) -> str:
    r"""Return JSON for a script element of a page, escaped so that it cannot end that element.

    >>> embedded({"label": "</script>"})
    '{"label": "\\u003c/script\\u003e"}'
    """
    text = json.dumps(value, ensure_ascii=True)
    return text.replace("<", r"\u003c").replace(">", r"\u003e").replace("&", r"\u0026")


def schema_org(graph: CareerGraph, described: Description) -> dict[str, object] | None:
    """Return a role, a profile or a skill in schema.org terms for search engines; ``None`` for other things."""
    classes = set(graph.dataset.iris(described.iri, RDF + "type"))
    about: dict[str, object] = {
        # An inline context, so that no client has to fetch one.
        "@context": {"@vocab": PREFIXES["schema"]},
        "@id": described.iri,
        "name": described.label,
        "description": described.definition,
        "alternateName": list(described.names),
    }
    if classes & {ECG.Role, ECG.RoleProfile}:
        about["@type"] = "Occupation"
        about["responsibilities"] = _labels(described, {ECG.hasResponsibility, ECG.performsActivity})
        about["skills"] = _labels(described, {ECG.requiresEssentialSkill, ECG.requiresOptionalSkill, ECG.requiresSkill})
    elif ECG.Skill in classes:
        about["@type"] = "DefinedTerm"
    else:
        return None
    return {key: value for key, value in about.items() if value}


def _labels(described: Description, links: set[str]) -> list[str]:
    anchors = {f"says-{link.rpartition('#')[2]}" for link in links}
    return [item.ref.text for section in described.says if section.anchor in anchors for item in section.items]
