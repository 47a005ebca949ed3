"""rdfxml: for older RDF tools. XML cannot hold every graph; what it cannot hold is refused, not changed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ecomgraph.exchange.export_report import Format
from ecomgraph.exchange.sorted_triples import LOST, write_rdf
from ecomgraph.store.write import NOT_XML

if TYPE_CHECKING:
    from ecomgraph.exchange.content import Content
    from ecomgraph.exchange.lint import Ledger
    from ecomgraph.exchange.sink import Sink

__all__ = ["FORMAT", "write"]

FORMAT = Format(
    name="rdfxml",
    tool="RDF/XML 1.1: Protégé and older RDF tools",
    filename="careers.rdf",
    derived=False,
    lost=("which graph each triple is in", *LOST),
    whole=True,
)
# The end of a property's IRI becomes the name of an element.
_ELEMENT = re.compile(r"[A-Za-z_][\w.-]*$", re.ASCII)


def write(content: Content, sink: Sink, ledger: Ledger) -> None:
    """Write all triples, sorted."""
    write_rdf(content, sink, ledger, FORMAT.filename, ox.RdfFormat.RDF_XML, _check)


def _check(quad: ox.Quad, ledger: Ledger) -> None:
    where = f"{quad.subject} {quad.predicate}"
    if not _ELEMENT.search(quad.predicate.value):
        ledger.problem(where, "the property's IRI ends with no name that XML allows", "export turtle")
    if isinstance(quad.object, ox.Triple):
        ledger.problem(where, "a triple is the value", "export turtle")
    bad = NOT_XML.search(quad.object.value) if isinstance(quad.object, ox.Literal) else None
    if bad:
        ledger.problem(where, f"the text has the character U+{ord(bad.group()):04X}", "remove it, or export turtle")
