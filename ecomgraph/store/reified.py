"""Convert evidence stated on an ``rdf:Statement`` to axioms of OWL (``owl:Axiom``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from ecomgraph.namespace import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["as_axioms"]

_RDF, _OWL = PREFIXES["rdf"], PREFIXES["owl"]
_TYPE = ox.NamedNode(_RDF + "type")
_STATEMENT, _AXIOM = ox.NamedNode(_RDF + "Statement"), ox.NamedNode(_OWL + "Axiom")
_ENDS: Final = {
    ox.NamedNode(_RDF + "subject"): ox.NamedNode(_OWL + "annotatedSource"),
    ox.NamedNode(_RDF + "predicate"): ox.NamedNode(_OWL + "annotatedProperty"),
    ox.NamedNode(_RDF + "object"): ox.NamedNode(_OWL + "annotatedTarget"),
}


def as_axioms(quads: Sequence[ox.Quad]) -> tuple[Sequence[ox.Quad], int]:
    """Return quads with each ``rdf:Statement`` replaced by an ``owl:Axiom`` about the same triple, and their number.

    All other properties of a statement, such as its evidence, are moved to the axiom. The quads keep their order;
    without a statement they are returned unchanged. Takes time linear in their number.

    >>> statement = ox.Quad(ox.BlankNode("s"), _TYPE, _STATEMENT)
    >>> as_axioms([statement])[0][0].object.value
    'http://www.w3.org/2002/07/owl#Axiom'
    """
    found = {quad.subject for quad in quads if quad.object == _STATEMENT and quad.predicate == _TYPE}
    if not found:
        return quads, 0
    return [_renamed(quad) if quad.subject in found else quad for quad in quads], len(found)


def _renamed(quad: ox.Quad) -> ox.Quad:
    if quad.object == _STATEMENT and quad.predicate == _TYPE:
        return ox.Quad(quad.subject, _TYPE, _AXIOM, quad.graph_name)
    return ox.Quad(quad.subject, _ENDS.get(quad.predicate, quad.predicate), quad.object, quad.graph_name)
