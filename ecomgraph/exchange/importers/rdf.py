"""Read a framework that is RDF already."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from ecomgraph.exchange.importers.import_options import Reading, SourceKind
from ecomgraph.namespace import BASE, ECG, PREFIXES
from ecomgraph.store.completed import completed
from ecomgraph.store.dataset import VOCABULARY, is_derived
from ecomgraph.store.framework_value import CATALOG
from ecomgraph.store.parse import parse_bytes, read_bytes
from ecomgraph.store.reified import as_axioms

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from ecomgraph.exchange.importers.import_options import ImportOptions
    from ecomgraph.exchange.importers.problems import Problems

__all__ = ["KIND", "RDF_FORMATS", "read", "to_lines"]

RDF_FORMATS = {
    "jsonld": ox.RdfFormat.JSON_LD,
    "nquads": ox.RdfFormat.N_QUADS,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "trig": ox.RdfFormat.TRIG,
    "turtle": ox.RdfFormat.TURTLE,
}
KIND = tuple(SourceKind(name=name, what=f"RDF: {form.name}") for name, form in RDF_FORMATS.items())

_CLOSURE = ox.NamedNode(ECG.NAMESPACE + "leadsTo")


def read(path: Path, options: ImportOptions, problems: Problems) -> Reading:
    """Read a file; what it says of graphs is dropped, but for those that are made anew, whose triples are."""
    kept: list[ox.Quad] = []
    dropped = closed = 0
    catalog: list[ox.Quad] = []
    quads, statements = as_axioms(parse_bytes(read_bytes(path), RDF_FORMATS[options.format], name=str(path)))
    if statements:
        problems.note(f"{path.name}: {statements} rdf:Statement were made owl:Axiom, with the same evidence")
    for quad in quads:
        if quad.graph_name == CATALOG or str(quad.subject).startswith(f"<{BASE}graph/"):
            catalog.append(quad)
        elif quad.graph_name == VOCABULARY or is_derived(quad.graph_name):
            dropped += 1
        elif quad.predicate == _CLOSURE:
            closed += 1
        else:
            kept.append(quad)
    if unsaid := completed(kept):
        kept += unsaid
        problems.note(
            f"{path.name}: {len(unsaid)} triples were added that follow from subclasses of our classes, skos:narrower,"
            " skos:hasTopConcept or both ends of a transition"
        )
    if dropped:
        problems.note(f"{path.name}: {dropped} triples of the graphs derived and vocabulary were left out")
    if closed:
        problems.note(f"{path.name}: {closed} ecg:leadsTo were left out: the network of transitions says as much")
    if len({quad.graph_name for quad in kept}) > 1:
        problems.note(f"{path.name}: its graphs were made one, that of the framework")
    about = _metadata(catalog)
    return Reading(
        lines=to_lines(kept, options.name),
        title=about.get("title", ""),
        version=about.get("version", ""),
        publisher=about.get("publisher", ""),
        language=about.get("language", ""),
        license=about.get("license", ""),
        attribution=about.get("attribution", ""),
    )


def _metadata(catalog: Iterable[ox.Quad]) -> dict[str, str]:
    fields = {it: it for it in ("title", "publisher", "language", "license")}
    fields |= {"rights": "attribution", "hasVersion": "version"}
    found: dict[str, set[str]] = {}
    for quad in catalog:
        field = fields.get(quad.predicate.value.removeprefix(PREFIXES["dcterms"]))
        if field and not isinstance(quad.object, ox.Triple):
            found.setdefault(field, set()).add(quad.object.value)
    # What several frameworks say of themselves cannot be said of all of them together.
    return {field: next(iter(values)) for field, values in found.items() if len(values) == 1}


def to_lines(quads: Iterable[ox.Quad], name: str) -> list[str]:
    """Return triples as lines; blank nodes are numbered, with the name of the framework before the number."""
    labels: dict[ox.BlankNode, ox.BlankNode] = {}

    def renamed(term: ox.Triple | ox.NamedNode | ox.BlankNode | ox.Literal) -> object:
        if isinstance(term, ox.BlankNode):
            return labels.setdefault(term, ox.BlankNode(f"{name}-{len(labels)}"))
        if isinstance(term, ox.Triple):
            return ox.Triple(*map(renamed, term))  # type: ignore[arg-type]
        return term

    return [f"{renamed(quad.triple)} .\n" for quad in quads]
