"""Meet rdflib: a live view of a dataset, a copy in memory, and graphs that users bring."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

if TYPE_CHECKING:
    import rdflib

    from ecomgraph.store.dataset import Dataset, Term

__all__ = ["rdflib_view", "to_memory_graph", "to_rdflib_term"]


def rdflib_view(dataset: Dataset) -> rdflib.Dataset:
    """Return an rdflib view of the same store, through oxrdflib, whose default graph is the union of all graphs."""
    import rdflib
    from oxrdflib import OxigraphStore

    from ecomgraph.namespace import PREFIXES

    view = rdflib.Dataset(store=OxigraphStore(store=dataset.store), default_union=True)
    for prefix, iri in PREFIXES.items():
        view.bind(prefix, iri, replace=True)
    return view


def to_memory_graph(dataset: Dataset) -> rdflib.Graph:
    """Return a copy of all triples as an rdflib graph in memory, literals as they were written."""
    import rdflib

    graph = rdflib.Graph()
    for triple in dataset.triples():
        graph.add((to_rdflib_term(triple.subject), to_rdflib_term(triple.predicate), to_rdflib_term(triple.object)))
    return graph


def to_rdflib_term(term: Term) -> rdflib.term.Identifier:
    """Return a term as rdflib has it, literals as they were written.

    >>> to_rdflib_term(ox.Literal("01", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer"))).n3()
    '"01"^^<http://www.w3.org/2001/XMLSchema#integer>'
    """
    import rdflib

    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    if isinstance(term, ox.Literal):
        if term.language:
            return rdflib.Literal(term.value, lang=term.language)
        # rdflib would otherwise rewrite what it knows the datatype of, and lose a date's timezone.
        datatype = None if term.datatype.value.endswith("#string") else rdflib.URIRef(term.datatype.value)
        return rdflib.Literal(term.value, datatype=datatype, normalize=False)
    raise TypeError(f"a triple as a term has no form in rdflib: {term}")
