"""rdfxml: for Protégé and older RDF tools; content that XML cannot hold is refused, not changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from ecomgraph.exchange.export_report import Format
from ecomgraph.exchange.framework import Identity
from ecomgraph.exchange.sorted_triples import LOST, write_rdf
from ecomgraph.namespace import PREFIXES
from ecomgraph.reading.reader import TYPE
from ecomgraph.store.dataset import ASSERTED
from ecomgraph.store.framework_value import framework_graph
from ecomgraph.store.write import NOT_XML, XML_NAME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecomgraph.exchange.content import Content
    from ecomgraph.exchange.lint import Ledger
    from ecomgraph.exchange.sink import Sink

__all__ = ["FORMAT", "write"]

FORMAT = Format(
    name="rdfxml",
    tool="RDF/XML 1.1: Protégé and other OWL tools, older RDF tools",
    filename="careers.rdf",
    derived=False,
    lost=("which graph each triple is in", *LOST),
    whole=True,
)
_OWL = PREFIXES["owl"]
_KINDS = tuple(_OWL + name for name in ("AnnotationProperty", "Class", "DatatypeProperty", "ObjectProperty"))
# OWL tools know these terms.
_BUILT_IN = tuple(PREFIXES[prefix] for prefix in ("owl", "rdf", "rdfs", "xsd"))


def write(content: Content, sink: Sink, ledger: Ledger) -> None:
    """Write a header, the declarations that OWL tools need to see relations, and all triples, sorted."""
    write_rdf(content, sink, ledger, FORMAT.filename, ox.RdfFormat.RDF_XML, _check, _declarations(content, ledger))


def _declarations(content: Content, ledger: Ledger) -> Iterator[ox.Triple]:
    """Yield the declaration of the ontology, and the type of each property and class that it uses."""
    identity = Identity(content)
    owned = content.framework is not None and not identity.bundled
    header = framework_graph(content.framework.name) if owned and content.framework else ASSERTED
    found = [
        quad
        for kind in _KINDS
        for quad in content.store.quads_for_pattern(None, ox.NamedNode(TYPE), ox.NamedNode(kind), None)
    ]
    told = {(quad.subject, quad.object) for quad in found}
    own = {(quad.subject, quad.object) for quad in found if content.takes(quad)}
    triples = [ox.Triple(header, ox.NamedNode(TYPE), ox.NamedNode(_OWL + "Ontology"))]
    for term, usual in sorted(_used(content).items()):
        node = ox.NamedNode(term)
        kinds = [kind for kind in map(ox.NamedNode, _KINDS) if (node, kind) in told] or [ox.NamedNode(usual)]
        triples += [ox.Triple(node, ox.NamedNode(TYPE), kind) for kind in kinds if (node, kind) not in own]
    ledger.records["declarations"] += len(triples)
    yield from triples


def _used(content: Content) -> dict[str, str]:
    """Return the exported properties and classes, each with the type to declare if the graph does not declare one.

    A property with a literal value is an annotation property, one with only resources an object property.
    """
    found: dict[str, str] = {}
    for quad in content.store:
        if not content.takes(quad):
            continue
        name = quad.predicate.value
        if name == TYPE:
            if isinstance(quad.object, ox.NamedNode):
                found[quad.object.value] = _OWL + "Class"
        elif isinstance(quad.object, ox.Literal):
            found[name] = _OWL + "AnnotationProperty"
        else:
            found.setdefault(name, _OWL + "ObjectProperty")
    return {term: kind for term, kind in found.items() if not term.startswith(_BUILT_IN)}


def _check(quad: ox.Quad, ledger: Ledger) -> None:
    where = f"{quad.subject} {quad.predicate}"
    if not XML_NAME.search(quad.predicate.value):
        ledger.problem(where, "the property's IRI does not end with a valid XML name", "export turtle")
    if isinstance(quad.object, ox.Triple):
        ledger.problem(where, "a triple is the value", "export turtle")
    bad = NOT_XML.search(quad.object.value) if isinstance(quad.object, ox.Literal) else None
    if bad:
        ledger.problem(where, f"the text has the character U+{ord(bad.group()):04X}", "remove it, or export turtle")
