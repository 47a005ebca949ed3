"""All paths that meet a request, found by walking everywhere, in the order that docs/paths.md promises."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

import networkx as nx

from ecomgraph.careers.criteria import CRITERIA as CRITERIA_BY_NAME
from tests.careers.drawn_networks import Asked, Drawn, joined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecomgraph.careers.path_request import Request
    from ecomgraph.model import CareerPath


@dataclass(frozen=True)
class PlainPath:
    """A path as the enumeration finds it: the first node, then edges; ``excepted`` nodes may be silent."""

    request: Request
    start: int
    edges: tuple[int, ...]
    excepted: frozenset[int] = frozenset()

    @property
    def network(self) -> Drawn:
        assert isinstance(self.request.network, Drawn)
        return self.request.network

    @property
    def nodes(self) -> list[int]:
        return [self.start, *(self.network.heads[edge] for edge in self.edges)]

    @property
    def silent(self) -> int:
        return sum(not self.network.asked[node] and node not in self.excepted for node in self.nodes)

    def worth(self, importances: set[str]) -> Fraction:
        weights = self.request.weights
        worth = {"essential": weights.essential, "optional": weights.optional}
        return Fraction(max(worth[it] for it in importances), 4 * weights.unit)

    @property
    def known(self) -> set[tuple[str, int]]:
        return {(skill, quarter) for skill, degree in self.request.known.items() for quarter in range(int(4 * degree))}

    def cost(self, criterion: str, missing: int = 0) -> Fraction:
        network = self.network
        if criterion == "steps":
            return Fraction(len(self.edges))
        if criterion == "months":
            return sum(
                (Fraction(missing) if (it := network.months[edge]) is None else it for edge in self.edges), Fraction(0)
            )
        if criterion == "new_skills":
            return sum(map(self.new_weight, self.edges), Fraction(0))
        if criterion != "learning":
            # One that has been added: its own sum over transitions.
            return CRITERIA_BY_NAME[criterion].total(self.request, self.edges)
        return sum((self.worth(asked) for lesson in self.lessons() for asked in lesson.values()), Fraction(0))

    def new_weight(self, edge: int) -> Fraction:
        network = self.network
        asked = joined(network.asked[network.heads[edge]], network.own_asked.get(edge, {}))
        held = self.known | network.asked[network.tails[edge]].keys()
        return sum((self.worth(them) for key, them in asked.items() if key not in held), Fraction(0))

    @property
    def begun(self) -> Asked:
        """What is known at the start, or where that is to be learnt, what is learnt there."""
        network = self.network
        return network.asked[network.index[self.request.source] if self.request.granted else self.start]

    def lessons(self) -> list[Asked]:
        """Return what is first asked for at each node, with all the importances that the path gives it."""
        network = self.network
        granted, first = self.request.granted, self.begun
        steps = [({} if granted else first)]
        steps += [joined(network.asked[network.heads[edge]], network.own_asked.get(edge, {})) for edge in self.edges]
        whole: Asked = {}
        for step in steps:
            whole = joined(whole, step)
        known = self.known | (first.keys() if granted else set())
        found = []
        for step in steps:
            found.append({key: whole[key] for key in step if key not in known})
            known |= step.keys()
        return found

    def order(self, criterion: str = "steps", missing: int = 0) -> tuple[object, ...]:
        network = self.network
        elsewhere = (network.nodes[self.start] != self.request.source) + (
            network.nodes[self.nodes[-1]] != self.request.target
        )
        before = self.silent if criterion in ("new_skills", "learning") else 0
        cost = self.cost(criterion, missing)
        learning = self.cost("learning")
        return (before, cost, len(self.edges), self.silent, elsewhere, learning, self.start, self.edges)


def all_paths(request: Request) -> list[PlainPath]:
    """Return every loopless path that meets the conditions, by walking everywhere, with the first ends that serve."""
    network = request.network
    assert isinstance(network, Drawn)
    start, end = network.index[request.source], network.index[request.target]
    shunned = frozenset(node for iri in request.avoid for node in network.stand_ins(iri))
    described = {node for node, asked in enumerate(network.asked) if asked}
    joins: nx.DiGraph[int] = nx.DiGraph(zip(network.tails, network.heads, strict=True))
    joins.add_nodes_from(range(len(network.nodes)))
    starts, ends = frozenset({start}), frozenset({end})
    for wide_start, wide_end, only in [(0, 0, 0), (0, 1, 1), (0, 1, 0), (1, 0, 1), (1, 0, 0), (1, 1, 1), (1, 1, 0)]:
        starts = network.stand_ins(request.source) & (described if only else starts | set(range(9))) | {start}
        starts = starts if wide_start else frozenset({start})
        ends = network.stand_ins(request.target) & (described if only else set(range(9))) | {end}
        ends = ends if wide_end else frozenset({end})
        if start in ends or any(nx.has_path(joins, one, two) for one in starts - ends for two in ends):
            break
    excepted = frozenset((starts - ends) | ends - shunned).union(*map(network.stand_ins, request.through))

    def walk(path: PlainPath) -> Iterator[PlainPath]:
        if path.nodes[-1] in ends:
            yield path
        for edge, tail in enumerate(network.tails):
            allowed = request.kinds is None or network.kinds[edge] in request.kinds
            if tail == path.nodes[-1] and allowed and network.heads[edge] not in {*shunned, *path.nodes}:
                yield from walk(replace(path, edges=(*path.edges, edge)))

    if start in ends:
        found = [] if start in shunned else [PlainPath(request, start, (), excepted)]
    else:
        found = [path for it in sorted(starts - ends - shunned) for path in walk(PlainPath(request, it, (), excepted))]
    return [
        path
        for path in found
        if (request.max_steps is None or len(path.edges) <= request.max_steps)
        and all(network.stand_ins(iri) & set(path.nodes) for iri in request.through)
    ]


def told(path: CareerPath) -> tuple[str, tuple[str, ...]]:
    return path.source.iri, tuple(transition.iri for transition in path.transitions)


def expected(path: PlainPath) -> tuple[str, tuple[str, ...]]:
    network = path.request.network
    return network.nodes[path.start], tuple(network.transition_iris[edge] for edge in path.edges)


def ranked(request: Request, criterion: str, missing: int = 0) -> list[PlainPath]:
    return sorted(all_paths(request), key=lambda path: path.order(criterion, missing))
