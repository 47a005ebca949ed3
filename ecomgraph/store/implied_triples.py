"""Add triples in the vocabulary's own terms that other RDF implies by subclasses, inverse properties or links."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from ecomgraph.namespace import ECG, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["completed"]

_TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
_SUBCLASS = ox.NamedNode(PREFIXES["rdfs"] + "subClassOf")
_INVERSES = {
    ox.NamedNode(PREFIXES["skos"] + one): ox.NamedNode(PREFIXES["skos"] + other)
    for one, other in (("narrower", "broader"), ("hasTopConcept", "topConceptOf"))
}
_FROM, _TO = ox.NamedNode(ECG.transitionFrom), ox.NamedNode(ECG.transitionTo)
_TRANSITION = ox.NamedNode(ECG.Transition)
_LOOKED_AT = {_TYPE, _SUBCLASS, _FROM, _TO, *_INVERSES}


def completed(quads: Sequence[ox.Quad]) -> list[ox.Quad]:
    """Return the sorted implied quads, each in the graph of the quad that implies it.

    An instance of a subclass of a class of the vocabulary is an instance of that class, ``skos:narrower`` is the
    inverse of ``skos:broader`` and ``skos:hasTopConcept`` that of ``skos:topConceptOf``, and what has both
    ``ecg:transitionFrom`` and ``ecg:transitionTo`` is a transition. Takes time linear in the number of quads.

    >>> wider, narrower = ox.NamedNode("x:marketing"), ox.NamedNode("x:seo")
    >>> [str(it.subject) for it in completed([ox.Quad(wider, next(iter(_INVERSES)), narrower)])]
    ['<x:seo>']
    """
    found: dict[ox.NamedNode, list[ox.Quad]] = {predicate: [] for predicate in _LOOKED_AT}
    for quad in quads:
        if quad.predicate in _LOOKED_AT:
            found[quad.predicate].append(quad)
    fresh = {*_typed(found), *_inverted(found), *_transitions(found)}
    return sorted(fresh.difference(quads), key=str) if fresh else []


def _typed(found: dict[ox.NamedNode, list[ox.Quad]]) -> Iterator[ox.Quad]:
    parents: dict[object, set[object]] = {}
    for quad in found[_SUBCLASS]:
        parents.setdefault(quad.subject, set()).add(quad.object)
    ours = {cls: own for cls in parents if not _is_own(cls) and (own := list(_own_above(cls, parents)))}
    for quad in found[_TYPE] if ours else ():
        if isinstance(quad.subject, ox.NamedNode):
            yield from (ox.Quad(quad.subject, _TYPE, cls, quad.graph_name) for cls in ours.get(quad.object, ()))


def _own_above(cls: object, parents: dict[object, set[object]]) -> Iterator[ox.NamedNode]:
    """Yield the nearest superclasses of a class that are in the vocabulary."""
    seen, due = {cls}, [cls]
    while due:
        for parent in parents.get(due.pop(), set()) - seen:
            seen.add(parent)
            if isinstance(parent, ox.NamedNode) and _is_own(parent):
                yield parent
            else:
                due.append(parent)


def _is_own(term: object) -> bool:
    return isinstance(term, ox.NamedNode) and term.value.startswith(ECG.NAMESPACE)


def _inverted(found: dict[ox.NamedNode, list[ox.Quad]]) -> Iterator[ox.Quad]:
    for one, other in _INVERSES.items():
        for quad in found[one]:
            if isinstance(quad.object, ox.NamedNode):
                yield ox.Quad(quad.object, other, quad.subject, quad.graph_name)


def _transitions(found: dict[ox.NamedNode, list[ox.Quad]]) -> Iterator[ox.Quad]:
    ends: Iterable[object] = {quad.subject for quad in found[_FROM]} & {quad.subject for quad in found[_TO]}
    typed = {quad.subject for quad in found[_TYPE] if quad.object == _TRANSITION}
    for quad in found[_FROM]:
        if quad.subject in ends and quad.subject not in typed and isinstance(quad.subject, ox.NamedNode):
            yield ox.Quad(quad.subject, _TYPE, _TRANSITION, quad.graph_name)
