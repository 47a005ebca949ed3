"""Read a framework that is RDF already."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from ecomgraph.errors import SourceError
from ecomgraph.exchange.importers.assemble import canonical
from ecomgraph.exchange.importers.import_options import Reading, SourceKind
from ecomgraph.namespace import BASE, PREFIXES
from ecomgraph.reading.names import curie
from ecomgraph.reading.reader import TYPE
from ecomgraph.reasoning.derived_claims import split_claims
from ecomgraph.spelling import counted
from ecomgraph.store.dataset import VOCABULARY, is_derived
from ecomgraph.store.framework_value import CATALOG
from ecomgraph.store.implied_triples import completed
from ecomgraph.store.mapping_axioms import with_mappings
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
_OWL_KINDS = {PREFIXES["owl"] + name for name in ("AnnotationProperty", "Class", "DatatypeProperty", "ObjectProperty")}
_KNOWN = tuple(PREFIXES.values())
KIND = tuple(SourceKind(name=name, what=f"RDF: {form.name}") for name, form in RDF_FORMATS.items())


def read(path: Path, options: ImportOptions, problems: Problems) -> Reading:
    """Read a file and merge its graphs; the graphs derived and vocabulary, which are generated again, are left out.

    Triples that only rules derive are not among the lines, but are the claims of the reading.
    """
    account, part = problems.account, path.name
    parsed = _parsed(path, options.format)
    account.find(part, "triples", len(parsed))
    quads, statements = as_axioms(parsed)
    if statements:
        problems.note(f"{part}: {statements} rdf:Statement converted to owl:Axiom, with the same evidence")
    stated, catalog, dropped, declarations = _split(quads)
    account.leave(part, "triples", "in the graphs derived or vocabulary, which are generated again", dropped)
    account.leave(part, "triples", "declarations of terms of known vocabularies", declarations, expected=True)
    about, used = _metadata(catalog)
    account.read(part, "triples", used)
    account.leave(
        part,
        "triples",
        "about a framework, which the import describes again",
        len(catalog) - used,
        expected=True,
    )
    stated, denied, unsaid_mappings = with_mappings(stated)
    account.leave(part, "triples", "about mappings negated by a predicate modifier", len(denied))
    if denied and not (stated or unsaid_mappings):
        raise SourceError(str(path), "contains only negated mappings, so there is nothing to import")
    kept, claims = split_claims(stated)
    account.leave(part, "triples", f"for rules to derive ({_properties(claims)})", len(stated) - len(kept))
    lines = to_lines(kept, options.name)
    distinct = list(dict.fromkeys(lines))
    account.read(part, "triples", len(distinct))
    _note_spelling(part, distinct, problems)
    account.leave(part, "triples", "repeated", len(lines) - len(distinct), expected=True)
    if unsaid_mappings:
        distinct += to_lines(unsaid_mappings, options.name)
        problems.note(f"{part}: {counted(len(unsaid_mappings), 'mappings')} added that axioms state (SSSOM)")
    if unsaid := completed(kept):
        distinct += to_lines(unsaid, options.name)
        problems.note(
            f"{part}: {counted(len(unsaid), 'triples')} added, from subclasses of classes of the vocabulary,"
            " skos:narrower, skos:hasTopConcept or both ends of a transition"
        )
    if len({quad.graph_name for quad in kept}) > 1:
        problems.note(f"{part}: its graphs were merged into the graph of the framework")
    return Reading(
        lines=distinct,
        title=about.get("title", ""),
        version=about.get("version", ""),
        publisher=about.get("publisher", ""),
        language=about.get("language", ""),
        license=about.get("license", ""),
        attribution=about.get("attribution", ""),
        claims=claims,
    )


def _parsed(path: Path, form: str) -> list[ox.Quad]:
    parsed = parse_bytes(read_bytes(path), RDF_FORMATS[form], name=str(path))
    if not parsed and form == "jsonld":
        raise SourceError(str(path), "holds no triples; JSON-LD needs an @context that maps its keys to IRIs")
    return parsed


def _split(quads: Iterable[ox.Quad]) -> tuple[list[ox.Quad], list[ox.Quad], int, int]:
    """Return stated triples and catalog triples, and the numbers of generated triples and of declarations."""
    stated: list[ox.Quad] = []
    catalog: list[ox.Quad] = []
    dropped = declarations = 0
    for quad in quads:
        if quad.graph_name == CATALOG or str(quad.subject).startswith(f"<{BASE}graph/"):
            catalog.append(quad)
        elif quad.graph_name == VOCABULARY or is_derived(quad.graph_name):
            dropped += 1
        elif _declares(quad):
            declarations += 1
        else:
            stated.append(quad)
    return stated, catalog, dropped, declarations


def _declares(quad: ox.Quad) -> bool:
    """Whether a triple only declares a term of a known vocabulary, which OWL tools require in each file."""
    return (
        quad.predicate.value == TYPE
        and isinstance(quad.object, ox.NamedNode)
        and quad.object.value in _OWL_KINDS
        and isinstance(quad.subject, ox.NamedNode)
        and quad.subject.value.startswith(_KNOWN)
    )


def _note_spelling(part: str, lines: list[str], problems: Problems) -> None:
    """Note how many literals, such as numbers and dates, the store normalizes."""
    typed = [line for line in lines if '"^^<' in line]
    if other := {line.encode() for line in typed}.difference(canonical(typed)):
        example = min(other).decode().split('"')[1]
        values = counted(len(other), "values")
        problems.note(f'{part}: {values} normalized by the store, with the same meaning, such as "{example}"')


def _properties(claims: Iterable[ox.Triple]) -> str:
    return ", ".join(sorted({curie(claim.predicate.value) for claim in claims}))


def _metadata(catalog: Iterable[ox.Quad]) -> tuple[dict[str, str], int]:
    """Return the metadata of the framework as a whole, and the number of its triples."""
    fields = {it: it for it in ("title", "publisher", "language", "license")}
    fields |= {"rights": "attribution", "hasVersion": "version"}
    found: dict[str, set[str]] = {}
    for quad in catalog:
        field = fields.get(quad.predicate.value.removeprefix(PREFIXES["dcterms"]))
        if field and not isinstance(quad.object, ox.Triple):
            found.setdefault(field, set()).add(quad.object.value)
    # Metadata of several frameworks does not describe all of them together.
    told = {field: next(iter(values)) for field, values in found.items() if len(values) == 1}
    return told, len(told)


def to_lines(quads: Iterable[ox.Quad], name: str) -> list[str]:
    """Return triples as lines; blank nodes are numbered, with the name of the framework as prefix."""
    labels: dict[ox.BlankNode, ox.BlankNode] = {}

    def renamed(term: ox.Triple | ox.NamedNode | ox.BlankNode | ox.Literal) -> object:
        if isinstance(term, ox.BlankNode):
            return labels.setdefault(term, ox.BlankNode(f"{name}-{len(labels)}"))
        if isinstance(term, ox.Triple):
            return ox.Triple(*map(renamed, term))  # type: ignore[arg-type]
        return term

    return [f"{renamed(quad.triple)} .\n" for quad in quads]
