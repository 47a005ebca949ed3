"""The headings of links on the pages about things, in both directions."""

from __future__ import annotations

from typing import Final

from ecomgraph.namespace import ECG, PREFIXES
from ecomgraph.reading.reader import PROPERTY
from ecomgraph.schema import KINDS, PAGE, Join

__all__ = ["BACKWARDS", "COMPACT", "FORWARDS", "HEADER", "INHERITED", "INVERSES", "JOINS"]

_RDF, _RDFS, _SKOS = PREFIXES["rdf"], PREFIXES["rdfs"], PREFIXES["skos"]
_DCT, _PROV = PREFIXES["dcterms"], PREFIXES["prov"]

# The inverses of skos:broader and skos:topConceptOf, which pages show from the other end.
INVERSES: Final = (_SKOS + "narrower", _SKOS + "hasTopConcept")

# Shown at the top of a page, so not repeated among the links.
HEADER: Final = frozenset(
    {
        _RDF + "type",
        _RDFS + "label",
        _SKOS + "prefLabel",
        _SKOS + "altLabel",
        _SKOS + "definition",
        _SKOS + "editorialNote",
        ECG.hasBasis,
        ECG.hasEvidence,
        _PROV + "wasGeneratedBy",
        *INVERSES,
    }
)

# Links of a thing, in the order in which they are shown; all others are facts, by the label of their property.
FORWARDS: Final[dict[str, str]] = {link.iri: link.says for link in PAGE if link.says} | {
    _SKOS + "member": "Members",
    _SKOS + "exactMatch": "The same elsewhere",
    _SKOS + "narrowMatch": "Narrower elsewhere",
    _SKOS + "relatedMatch": "Related elsewhere",
}

# Links to a thing, in the order in which they are shown; all others are named after their property.
BACKWARDS: Final[dict[str, str]] = {link.iri: link.of for link in PAGE if link.of} | {
    _SKOS + "inScheme": "In this scheme",
    _SKOS + "topConceptOf": "Top concepts",
    _SKOS + "member": "Collections with it",
    _PROV + "wasGeneratedBy": "What it concluded",
    _DCT + "isReplacedBy": "Replaces",
    _RDF + "type": "Instances",
    _RDFS + "subClassOf": "Subclasses",
    _RDFS + "subPropertyOf": "Sub-properties",
    _RDFS + "domain": "Properties of it",
    _RDFS + "range": "Properties that point to it",
    _RDFS + "isDefinedBy": "Terms",
    PROPERTY: "Assertions with it",
}

# Content that a node has from the nodes that it inherits from.
INHERITED: Final = frozenset(link.iri for link in PAGE if link.inherited)

# Links that the rules derive for every node, without evidence of their own; they are many, so shown compactly.
COMPACT: Final = frozenset(link.iri for link in PAGE if link.compact)

JOINS: Final[dict[str, Join]] = {kind.classes[0]: kind.join for kind in KINDS.values() if kind.join}
