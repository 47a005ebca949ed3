"""The façade: load or open a career graph, ask it questions, validate it, write it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ecomgraph.graph.triples import Triples
from ecomgraph.store.dataset import ASSERTED, DERIVED, VOCABULARY, Dataset

if TYPE_CHECKING:
    import rdflib

__all__ = ["CareerGraph", "load", "open"]


def load(
    *sources: str | os.PathLike[str] | rdflib.Graph, bundled: bool | None = None, alignments: bool = False
) -> CareerGraph:
    """Return a graph in memory, with all that the rules derive from it.

    Without ``sources`` it is the bundled framework, the career of an Ecommerce Director. Sources are files (Turtle,
    TriG, N-Triples, N-Quads, JSON-LD, by their names' endings) or rdflib graphs; they are loaded alone, or with
    ``bundled=True`` beside the bundled framework. ``alignments`` adds the mappings to ESCO, O*NET and schema.org.

    What is not well-formed RDF raises :class:`~ecomgraph.ParseError`, what cannot be read
    :class:`~ecomgraph.SourceError`. Whether the content makes sense is for :meth:`CareerGraph.validate` to say.

    >>> load().role("VP of Ecommerce").id
    'vp-of-ecommerce'
    """
    dataset = Dataset()
    dataset.add_packaged("vocabulary", VOCABULARY)
    bundled = not sources if bundled is None else bundled
    if bundled:
        dataset.add_packaged("data", ASSERTED)
    if alignments:
        dataset.add_packaged("alignments", ASSERTED)
    for source in sources:
        dataset.add(_statements(source))
    if bundled and not sources:
        dataset.add_packaged("derived", DERIVED)
    else:
        from ecomgraph.reasoning.rules import derive

        derive(dataset)
    return CareerGraph(dataset)


def _statements(source: str | os.PathLike[str] | rdflib.Graph) -> list[ox.Quad]:
    from ecomgraph.store.parse import parse_bytes, parse_file

    if isinstance(source, str | os.PathLike):
        return parse_file(source)
    data = source.serialize(format="nt", encoding="utf-8")
    return parse_bytes(data, ox.RdfFormat.N_TRIPLES, name="rdflib graph")


def open(database: str | os.PathLike[str]) -> CareerGraph:  # noqa: A001
    """Return the graph in a database that ``ecomgraph import`` made, read-only, without parsing or deriving anything.

    It stays as it is, whatever is imported meanwhile. What is no database raises :class:`~ecomgraph.SourceError`.
    """
    from ecomgraph.store.database import Database

    return CareerGraph(Database(database).read())


class CareerGraph(Triples):
    """A career graph and the questions it answers.

    Wherever a method takes the name of a thing, an IRI, a CURIE, a slug, a preferred or an alternative label will do,
    in any case, and so will the value object. A name that fits nothing raises :class:`~ecomgraph.UnknownNameError`, one
    that fits several things :class:`~ecomgraph.AmbiguousNameError`.

    >>> graph = load()
    >>> [role.label for role in graph.roles()][:2]
    ['Chief Digital Officer', 'Ecommerce Director']
    """
