"""Code shared by the RDF formats: all triples in sorted order, subject by subject, never all in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from ecomgraph.namespace import PREFIXES
from ecomgraph.reading.reader import SKOS, key_of, term_of
from ecomgraph.store.dataset import VOCABULARY, is_derived
from ecomgraph.store.framework_value import CATALOG, framework_graph
from ecomgraph.store.write import ReturnsKept

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ecomgraph.exchange.content import Content
    from ecomgraph.exchange.lint import Ledger
    from ecomgraph.exchange.sink import Sink

__all__ = ["LOST", "SPELLING", "quads", "subjects", "write_rdf"]

# The store normalizes literals.
SPELLING = (
    "the spelling of values: 007 is written as 7, 1.50 as 1.5, 1 of xsd:boolean as true, xsd:int as xsd:integer, "
    "+00:00 as Z, PT60M as PT1H, @en-GB as @en-gb"
)
LOST = (
    "the vocabulary and the controlled values: they ship with ecomgraph",
    SPELLING,
)
# Properties by which a resource that is not a thing refers to things.
_SPEAKS_OF = (SKOS + "member", PREFIXES["owl"] + "annotatedSource")


def write_rdf(
    content: Content,
    sink: Sink,
    ledger: Ledger,
    name: str,
    rdf_format: ox.RdfFormat,
    check: Callable[[ox.Quad, Ledger], None] | None = None,
    first: Iterable[ox.Triple] = (),
) -> None:
    """Write all triples in a format, graph by graph if the format has graphs.

    Triples for which ``check`` reports a problem make the export fail, so it does not matter how they are written. In a
    format without graphs, the triples in ``first`` come before all others.
    """
    found, namespaces = subjects(content)
    prefixes = {prefix: iri for prefix, iri in PREFIXES.items() if iri in namespaces}
    graphs = _graphs(content) if rdf_format.supports_datasets else [None]

    # Quads for a format with graphs, else triples, never both.
    def statements() -> Iterator[Any]:
        yield from first
        for graph in graphs:
            for quad in quads(content, found, graph):
                if check is not None:
                    check(quad, ledger)
                ledger.records["triples"] += 1
                yield quad if graph is not None else quad.triple

    with sink.binary(name) as file:
        output = ReturnsKept(file) if rdf_format == ox.RdfFormat.RDF_XML else file
        ox.serialize(statements(), output, format=rdf_format, prefixes=prefixes)


def subjects(content: Content) -> tuple[list[str], set[str]]:
    """Return the keys of all subjects, sorted by their Turtle spelling, and the namespaces of all IRIs."""
    found: set[str] = set()
    rights: set[str] = set()
    namespaces: set[str] = set()
    # Triples about resources of no known kind are exported too, unless a part was chosen.
    own: set[str] = set()
    whole = bool(content.bases) and not content.part_name
    bases = {framework_graph(it.name) for it in content.bases} | {CATALOG}
    for quad in content.store:
        if content.takes(quad):
            if quad.graph_name == CATALOG:
                rights.add(key_of(quad.subject))
            elif whole and quad.graph_name not in bases and not is_derived(quad.graph_name):
                own.add(key_of(quad.subject))
            found.add(key_of(quad.subject))
            namespaces.update(_namespace(term) for term in quad.triple if isinstance(term, ox.NamedNode))
    kept = found if not content.narrowed else _belonging(content, found) | rights | (own & found)
    return sorted(kept, key=lambda key: str(term_of(key))), namespaces


def quads(content: Content, keys: list[str], graph: ox.NamedNode | ox.BlankNode | None = None) -> Iterator[ox.Quad]:
    """Yield the sorted triples of some subjects, in one graph or all, without links to things that are left out."""
    kept = set(keys) if content.narrowed else None
    for key in keys:
        found = [quad for quad in content.quads(key) if graph is None or quad.graph_name == graph]
        for quad in sorted(found, key=str) if graph else sorted(found, key=lambda quad: str(quad.triple)):
            target = key_of(quad.object)
            if kept is None or not content.kind(target) or target in kept:
                yield quad


def _belonging(content: Content, keys: set[str]) -> set[str]:
    """Return the keys of the things in a part, of axioms about them, and of other resources that they point to."""
    others = {key for key in keys if not content.kind(key)}
    kept = {key for key in keys if content.kind(key) and content.within(key)}
    for predicate in _SPEAKS_OF:
        for quad in content.store.quads_for_pattern(None, ox.NamedNode(predicate), None, None):
            if key_of(quad.object) in kept and content.takes(quad) and content.within(key_of(quad.subject)):
                kept.add(key_of(quad.subject))
    due = list(kept)
    while due:
        for quad in content.quads(due.pop()):
            key = key_of(quad.object)
            if key in others and key not in kept:
                kept.add(key)
                due.append(key)
    return kept


def _graphs(content: Content) -> list[ox.NamedNode | ox.BlankNode | None]:
    return [graph for graph in sorted(content.store.named_graphs(), key=str) if graph != VOCABULARY]


def _namespace(term: ox.NamedNode) -> str:
    iri = term.value
    return iri[: max(iri.rfind("/"), iri.rfind("#")) + 1]
