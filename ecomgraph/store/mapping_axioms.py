"""Add the mappings that SSSOM axioms state as triples, and remove those that they negate."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from ecomgraph.namespace import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["MATCHES", "with_mappings"]

_OWL, _SKOS = PREFIXES["owl"], PREFIXES["skos"]
_SOURCE, _PROPERTY, _TARGET = (ox.NamedNode(f"{_OWL}annotated{end}") for end in ("Source", "Property", "Target"))
_MODIFIER = ox.NamedNode(PREFIXES["sssom"] + "predicate_modifier")
_NONE_FOUND = ox.NamedNode(PREFIXES["sssom"] + "NoTermFound")
MATCHES = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")
_RELATIONS = {ox.NamedNode(_SKOS + name) for name in MATCHES}


def with_mappings(quads: Sequence[ox.Quad]) -> tuple[list[ox.Quad], list[ox.Quad], list[ox.Quad]]:
    """Return quads without negated mappings, the quads about negated ones, and the mappings stated only by axioms.

    An ``owl:Axiom`` about a mapping property of SKOS says that the mapping holds, unless it has a
    ``sssom:predicate_modifier``. The quads keep their order. Takes time linear in their number.

    >>> with_mappings([])
    ([], [], [])
    """
    ends: dict[object, dict[ox.NamedNode, ox.Quad]] = {}
    for quad in quads:
        if quad.predicate in {_SOURCE, _PROPERTY, _TARGET, _MODIFIER}:
            ends.setdefault(quad.subject, {})[quad.predicate] = quad
    denied: set[object] = set()
    refuted: set[tuple[object, object, object]] = set()
    stated: dict[tuple[object, object, object], ox.Quad] = {}
    for axiom, said in ends.items():
        if not {_SOURCE, _PROPERTY, _TARGET} <= said.keys() or said[_PROPERTY].object not in _RELATIONS:
            continue
        source, relation, target = (said[it].object for it in (_SOURCE, _PROPERTY, _TARGET))
        if _MODIFIER in said or target == _NONE_FOUND:
            denied.add(axiom)
            refuted.add((source, relation, target))
        elif isinstance(source, ox.NamedNode) and isinstance(target, ox.NamedNode):
            assert isinstance(relation, ox.NamedNode)
            stated[source, relation, target] = ox.Quad(source, relation, target, said[_SOURCE].graph_name)
    if not denied and not stated:
        return list(quads), [], []
    out = [it for it in quads if it.subject in denied or it.object in denied or _triple(it) in refuted]
    left = set(out)
    kept = [it for it in quads if it not in left]
    there = set(map(_triple, kept))
    return kept, out, [quad for triple, quad in stated.items() if triple not in there and triple not in refuted]


def _triple(quad: ox.Quad) -> tuple[object, object, object]:
    return quad.subject, quad.predicate, quad.object
