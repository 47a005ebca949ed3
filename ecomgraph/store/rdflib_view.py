"""rdflib interoperability: a read-only view of a dataset, an in-memory copy, and rdflib graphs as input."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from ecomgraph.errors import EcomgraphError, ParseError
from ecomgraph.store.accept import refusal

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import NoReturn

    import rdflib
    from oxrdflib import OxigraphStore

    from ecomgraph.store.dataset import Dataset, Term

__all__ = ["from_rdflib", "rdflib_view", "to_memory_graph", "to_rdflib_term"]

# The name of an rdflib graph in messages, where a file has its path.
_NAME = "rdflib graph"


def rdflib_view(dataset: Dataset) -> rdflib.Dataset:
    """Return an rdflib view of the same store, through oxrdflib, whose default graph is the union of all graphs.

    Additions to the dataset are visible in it. Changes to the view raise :class:`~ecomgraph.EcomgraphError`, because
    derived triples and cached indexes would not follow them. It is pickled as the dataset is.
    """
    import rdflib
    from oxrdflib import OxigraphStore
    from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

    from ecomgraph.namespace import PREFIXES

    class ReadOnly(OxigraphStore):
        def _refuse(self, *_: object, **__: object) -> NoReturn:
            raise EcomgraphError(
                "graph.rdflib is read-only; copy it (mine = rdflib.Graph(); mine += graph.rdflib.triples((None, None,"
                " None))), change the copy, and ecomgraph.load(mine)"
            )

        def __reduce__(self) -> tuple[Callable[[Dataset], OxigraphStore], tuple[Dataset]]:
            return _viewed, (dataset,)

        def add_graph(self, graph: rdflib.Graph) -> None:
            # rdflib adds each graph before it returns it for reading, even a graph that exists.
            known = (DATASET_DEFAULT_GRAPH_ID, *(rdflib.URIRef(it.value) for it in dataset.store.named_graphs()))
            if graph.identifier not in known:
                self._refuse()

        addN = _refuse  # noqa: N815
        add = remove = update = remove_graph = create = destroy = _refuse

    view = rdflib.Dataset(store=ReadOnly(store=dataset.store), default_union=dataset.everywhere is None)
    for prefix, iri in PREFIXES.items():
        view.bind(prefix, iri, replace=True)
    return view


def _viewed(dataset: Dataset) -> OxigraphStore:
    return rdflib_view(dataset).store  # type: ignore[return-value]


def from_rdflib(graph: rdflib.Graph) -> list[ox.Quad]:
    """Return the triples of an rdflib graph, or of all graphs of a dataset; blank nodes get new labels.

    Raises :class:`~ecomgraph.ParseError` for terms and triples that would be refused in a file.
    """
    import rdflib

    if isinstance(graph, rdflib.Dataset | rdflib.ConjunctiveGraph):
        triples = ((quad[0], quad[1], quad[2]) for quad in graph.quads((None, None, None, None)))
    else:
        triples = graph.triples((None, None, None))
    blank: dict[rdflib.term.Node, ox.BlankNode] = {}
    quads = []
    for triple in triples:
        try:
            quads.append(ox.Quad(*(_from_rdflib_term(term, blank) for term in triple)))  # type: ignore[arg-type]
        except (TypeError, ValueError) as error:
            shown = " ".join(repr(str(term)[:200]) for term in triple)
            raise ParseError(_NAME, None, None, f"the triple {shown} is not valid RDF: {error}") from None
    problem = refusal(quads, may_be_long=True)
    if problem:
        raise ParseError(_NAME, None, None, problem)
    return quads


def _from_rdflib_term(term: rdflib.term.Node, blank: dict[rdflib.term.Node, ox.BlankNode]) -> Term:
    import rdflib

    if isinstance(term, rdflib.URIRef):
        return _iri(str(term))
    if isinstance(term, rdflib.BNode):
        return blank.setdefault(term, ox.BlankNode())
    if isinstance(term, rdflib.Literal):
        if term.language:
            return ox.Literal(str(term), language=term.language)
        return ox.Literal(str(term), datatype=_iri(str(term.datatype)) if term.datatype else None)
    raise TypeError(f"a {type(term).__name__} is neither an IRI, nor a blank node, nor a literal")


def _iri(value: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(value)
    except ValueError as error:
        raise ValueError(f"<{value}> is not an absolute IRI ({error}); percent-encode spaces and the like") from None


def to_memory_graph(dataset: Dataset) -> rdflib.Graph:
    """Return an in-memory rdflib copy of all triples, with the original spelling of literals."""
    import rdflib

    graph = rdflib.Graph()
    for triple in dataset.triples():
        graph.add((to_rdflib_term(triple.subject), to_rdflib_term(triple.predicate), to_rdflib_term(triple.object)))
    return graph


def to_rdflib_term(term: Term) -> rdflib.term.Identifier:
    """Return a term as an rdflib term, with the original spelling of literals.

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
        # By default rdflib normalizes literals with known datatypes and loses the timezone of dates.
        datatype = None if term.datatype.value.endswith("#string") else rdflib.URIRef(term.datatype.value)
        return rdflib.Literal(term.value, datatype=datatype, normalize=False)
    raise TypeError(f"rdflib does not support triple terms: {term}")
