"""Turn what a search found, numbers of arcs, into paths as values."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from ecomgraph.careers.criteria import criterion
from ecomgraph.careers.search.weights import plain
from ecomgraph.model import CareerPath

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecomgraph.careers.paths import Request
    from ecomgraph.model import Skill

__all__ = ["Results"]

_KEPT = 50_000


class Results:
    """The paths of one request as values; transitions and lists of skills that paths share are made once."""

    def __init__(self, request: Request) -> None:
        network = request.network
        self._request = request
        self._transition = lru_cache(_KEPT)(network.transition)
        self._skills_of = lru_cache(_KEPT)(network.skills_of)
        self._new_on = lru_cache(_KEPT)(self._new_on_transition)

    def path(self, start: int, arcs: tuple[int, ...]) -> CareerPath:
        """Return the path that makes some transitions from a node, its costs summed up anew."""
        request, network = self._request, self._request.network
        costs = tuple((name, plain(self._total(name, start, arcs))) for name in request.criteria)
        transitions = tuple(map(self._transition, arcs))
        source = network.catalog.node(network.nodes[start])
        return CareerPath(
            source=source,
            target=transitions[-1].target if arcs else source,
            transitions=transitions,
            minimize=request.criteria[0],
            cost=costs[0][1],
            costs=costs,
            new_skills=tuple(self._new_skills(start, arcs)),
        )

    def _new_skills(self, start: int, arcs: tuple[int, ...]) -> Iterator[tuple[Skill, ...]]:
        """Yield the skills that each transition asks to be learnt."""
        if "learning" not in self._request.criteria:
            yield from map(self._new_on, arcs)
            return
        network = self._request.network
        taught = self._request.known | network.skills_at(start)
        for arc in arcs:
            lesson = network.skills_at(network.heads[arc]) - taught
            taught |= lesson
            yield self._skills_of(lesson)

    def _new_on_transition(self, arc: int) -> tuple[Skill, ...]:
        """Return the skills that are new on a transition, whatever was learnt before its source."""
        network = self._request.network
        taught = self._request.known | network.skills_at(network.tails[arc])
        return network.skills_of(network.skills_at(network.heads[arc]) - taught)

    def _total(self, name: str, start: int, arcs: tuple[int, ...]) -> Fraction:
        request, network = self._request, self._request.network
        weights = request.weights
        if name != "learning":
            return criterion(name).total(request, arcs)
        taught = request.known_bits | (network.required(start) if request.granted else 0)
        weight = 0
        for node in [start, *(network.heads[arc] for arc in arcs)]:
            essential, optional = network.essential[node] & ~taught, network.optional[node] & ~taught
            weight += weights.weigh(essential, optional)
            taught |= essential | optional
        return Fraction(weight, weights.unit)
