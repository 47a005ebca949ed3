"""Best paths if the cost of a step depends on earlier steps, or if a path has to meet conditions.

What is learnt on one step is known on later ones, so the best path through a node need not begin with the best path to
that node, and Dijkstra's algorithm is not correct. Label setting is: a label is a path to a node with its state (costs,
skills known, conditions met), and it is dropped only if another label at the same node dominates it, that is, is at
least as good in all of these.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from functools import cached_property
from heapq import heappop, heappush
from typing import TYPE_CHECKING, NamedTuple

from ecomgraph.careers.search.additive import INFINITE, Packing
from ecomgraph.careers.search.effort import Effort
from ecomgraph.careers.search.ranking import Found

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ecomgraph.careers.search.search_problem import Costs, Edge, Problem

__all__ = ["Front", "Label", "Labels"]

# The cost of making a label, in the comparisons that Effort counts.
_PER_LABEL = 120


class Front(NamedTuple):
    """A path on the Pareto front: its costs by criterion and its edges."""

    costs: Costs
    edges: tuple[int, ...]


class Label(NamedTuple):
    """A path to a node. Labels sort by lower bounds of the costs and steps to the target, then by rank and edges."""

    bound: Costs
    least_steps: int
    rank: int
    edges: tuple[int, ...]
    node: int
    costs: Costs
    steps: int
    known: int
    met: int
    visited: int


@dataclass
class Labels:
    """Exact search over labels; an engine for :func:`~ecomgraph.careers.search.ranking.rank`, and for Pareto fronts.

    Guarantees: the paths returned are loopless, and first in order of cost, steps, rank and edges. Labels are expanded
    in the order of their lower bounds: the cost so far, plus, for additive costs, the lowest cost to the target
    (through each set that is still to be visited), and for learning, the weight of the unknown skills that every path
    to the target requires.

    The search first allows loops. If a path found has a loop (a detour on which a skill has a lower weight, or that
    meets a condition), the repeated nodes become critical: labels record visits to them, and the search restarts, until
    no path found has a loop (decremental state-space relaxation).

    Worst case: the number of labels is exponential in the number of nodes, because the problem is NP-hard: if every
    subset of 20 skills can be learnt on some path to a node, that node has a million labels. A search that takes more
    than is left of the ``effort`` raises :class:`~ecomgraph.LimitError`.
    """

    problem: Problem
    effort: Effort = field(default_factory=Effort)
    _critical: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        problem = self.problem
        self.packing = Packing.of(problem.nodes, ranked=problem.nodes)
        self._out, self._into = _by_ends(problem.nodes, problem.edges)
        useful = self._between()
        if len(useful) < problem.nodes:
            inside = [edge for edge in problem.edges if edge.tail in useful and edge.head in useful]
            self._out, self._into = _by_ends(problem.nodes, inside)
        self._edge = {edge.number: edge for edges in self._out for edge in edges}
        self._meets = [0] * problem.nodes
        for bit, nodes in enumerate(problem.through):
            for node in nodes:
                self._meets[node] |= 1 << bit
        self._bounds = [self._distances(index) for index in range(problem.criteria)]
        self._steps = self._distances(None)
        self._demands = self._skills_ahead()

    # ------------------------------------------------------------------ results

    def best(self) -> Found | None:
        """Return the best path by the first criterion, its cost packed with steps and rank, or ``None``."""
        return self.solve((), frozenset())

    def solve(self, prefix: tuple[int, ...], banned: frozenset[int], at_least: int = 0) -> Found | None:  # noqa: ARG002
        """Return the best path that begins with ``prefix`` and continues with an edge that is not ``banned``."""
        found = self._exact(prefix, banned, several=False)
        return Found(self._packed(found[0]), found[0].edges) if found else None

    def parts(self, edges: tuple[int, ...], start: int, banned: frozenset[int]) -> Iterator[tuple[int, int]]:
        """Split a part without its best path: see :meth:`ecomgraph.careers.search.ranking.Engine.parts`."""
        label, visited = self._start(), set()
        for length, number in enumerate(edges):
            visited.add(label.node)
            if length >= start:
                excluded = banned | {number} if length == start else frozenset((number,))
                onward = [it for it in self._out[label.node] if it.number not in excluded and it.head not in visited]
                following = (self._after(label, edge) for edge in onward)
                bound = min((self._packed(it) for it in following if it is not None), default=None)
                self.effort.spend(_PER_LABEL * (1 + len(onward)))
                if bound is not None:
                    yield bound, length
            after = self._after(label, self._edge[number])
            assert after is not None
            label = after

    def front(self) -> list[Front]:
        """Return the Pareto front by the first cost, then the second …; of paths of equal costs only the first."""
        return [Front(label.costs, label.edges) for label in self._exact((), frozenset(), several=True)]

    def _packed(self, label: Label) -> int:
        return self.packing.pack(label.bound[0], label.least_steps, label.rank)

    # ------------------------------------------------------------------ the search

    def _exact(self, prefix: tuple[int, ...], banned: frozenset[int], *, several: bool) -> list[Label]:
        while True:
            found = self._relaxed(prefix, banned, several=several)
            repeated = {node for label in found for node in self._repeated(label.edges)}
            if not repeated:
                return found
            for node in sorted(repeated):
                self._critical.setdefault(node, 1 << len(self._critical))

    def _relaxed(self, prefix: tuple[int, ...], banned: frozenset[int], *, several: bool) -> list[Label]:
        """Search for paths that may repeat any nodes but the critical ones."""
        start, barred = self._replay(prefix)
        kept: list[list[Label]] = [[] for _ in range(self.problem.nodes)]
        found: list[Label] = []
        queue = [start]
        while queue:
            label = heappop(queue)
            node = label.node
            self.effort.spend(40 + self._per_label * (len(found) + len(kept[node])))
            if any(_covers(front.costs, label.bound) for front in found):
                continue
            if any(self._beats(other, label) for other in kept[node]):
                continue
            self.effort.spend(_PER_LABEL * (1 + len(self._out[node])))
            if node == self.problem.target:
                found.append(label)
                if not several:
                    break
                continue
            kept[node].append(label)
            edges = [edge for edge in self._out[node] if edge.head not in barred and edge.head != start.node]
            for after in (
                self._after(label, edge) for edge in edges if label is not start or edge.number not in banned
            ):
                if after is not None:
                    heappush(queue, after)
        return found

    def _replay(self, prefix: tuple[int, ...]) -> tuple[Label, set[int]]:
        """Return the label at the end of a prefix, and the nodes before that end."""
        label, visited = self._start(), set()
        for number in prefix:
            visited.add(label.node)
            after = self._after(label, self._edge[number])
            assert after is not None
            label = after
        return label, visited

    def _beats(self, one: Label, other: Label) -> bool:
        """Tell whether ``one`` dominates ``other``: ``one`` can continue in the same ways, at no more cost.

        Compared with ``other`` on the same continuation, ``one`` must learn at most the atoms that only ``other`` knows
        and some path on requires; it saves at least the atoms that only ``one`` knows and every path on requires.
        """
        if other.met & ~one.met or one.visited & ~other.visited:
            return False
        if one.steps > other.steps and self.problem.max_steps is not None:
            return False
        margins = [mine - theirs for mine, theirs in zip(one.costs, other.costs, strict=True)]
        if self.problem.teaching is not None:
            weigh = self.problem.teaching.weigh
            to_learn = other.known & ~one.known & self._matters[one.node]
            spared = one.known & ~other.known & self._demands[0][one.node]
            margins[self.problem.teaching.criterion] += weigh(to_learn) - weigh(spared)
        if max(margins) > 0:
            return False
        return min(margins) < 0 or (one.steps, one.rank, one.edges) <= (other.steps, other.rank, other.edges)

    def _start(self) -> Label:
        teaching, source = self.problem.teaching, self.problem.source
        nothing = (0,) * self.problem.criteria
        known = teaching.known if teaching else 0
        return Label(nothing, 0, 0, (), source, nothing, 0, known, self._meets[source], self._critical.get(source, 0))

    def _after(self, label: Label, edge: Edge) -> Label | None:
        """Return the label after an edge; ``None`` if the edge is not allowed or cannot lead to the target."""
        critical = self._critical.get(edge.head, 0)
        met = label.met | self._meets[edge.head]
        unmet = self._unmet(met)
        if critical & label.visited or (unmet and edge.head == self.problem.target):
            return None
        steps = label.steps + edge.steps
        least_steps = steps + self._ahead(self._steps, edge.head, unmet)
        if least_steps == INFINITE or (self.problem.max_steps is not None and least_steps > self.problem.max_steps):
            return None
        costs = [cost + step for cost, step in zip(label.costs, edge.costs, strict=True)]
        known = label.known
        bound = [
            cost + self._ahead(distances, edge.head, unmet) for cost, distances in zip(costs, self._bounds, strict=True)
        ]
        if self.problem.teaching is not None:
            spent, known = self._learn(label, edge.head)
            costs[self.problem.teaching.criterion] += spent
            rest = self._still_to_learn(edge.head, unmet, known)
            bound[self.problem.teaching.criterion] = costs[self.problem.teaching.criterion] + rest
        return Label(
            tuple(map(int, bound)),
            int(least_steps),
            label.rank + edge.rank,
            (*label.edges, edge.number),
            edge.head,
            tuple(costs),
            steps,
            known,
            met,
            label.visited | critical,
        )

    def _unmet(self, met: int) -> list[int]:
        return [bit for bit in range(len(self.problem.through)) if not met >> bit & 1]

    def _learn(self, label: Label, head: int) -> tuple[int, int]:
        """Return the cost of learning on arrival at a node, and the skills known afterwards."""
        teaching = self.problem.teaching
        assert teaching is not None
        if teaching.granted and label.node == self.problem.source:
            return 0, label.known | teaching.held[head]
        new = teaching.asks[head] & ~label.known
        return teaching.weigh(new), label.known | new

    def _still_to_learn(self, node: int, unmet: list[int], known: int) -> int:
        """Return the weight of the unknown skills that every path from a node to the target requires."""
        assert self.problem.teaching is not None
        demanded = self._demands[0][node]
        for bit in unmet:
            demanded |= self._demands[bit + 1][node]
        return self.problem.teaching.weigh(demanded & ~known)

    def _repeated(self, edges: tuple[int, ...]) -> set[int]:
        """Return the nodes that a path visits more than once."""
        nodes = [self.problem.source, *(self._edge[number].head for number in edges)]
        return {node for node in nodes if nodes.count(node) > 1}

    # ------------------------------------------------------------------ lower bounds

    def _ahead(self, distances: list[list[float]], node: int, unmet: list[int]) -> float:
        """Return a lower bound of the cost from a node to the target through every set that is still to be visited."""
        return max((distances[bit + 1][node] for bit in unmet), default=distances[0][node])

    def _distances(self, criterion: int | None) -> list[list[float]]:
        """Return, for each node, the lowest cost to the target, then the lowest costs through each set to visit.

        If ``criterion`` is ``None``, the cost is the number of steps.
        """

        def cost(edge: Edge) -> int:
            return edge.steps if criterion is None else edge.costs[criterion]

        direct = self._dijkstra([(0, self.problem.target)], cost)
        seeds = ([(direct[it], it) for it in nodes if direct[it] < INFINITE] for nodes in self.problem.through)
        return [direct, *(self._dijkstra(those, cost) for those in seeds)]

    def _dijkstra(self, seeds: Iterable[tuple[float, int]], cost: Callable[[Edge], int]) -> list[float]:
        distance: list[float] = [INFINITE] * self.problem.nodes
        queue = sorted(seeds)
        for reached, node in queue:
            distance[node] = reached
        while queue:
            reached, node = heappop(queue)
            if reached > distance[node]:
                continue
            for edge in self._into[node]:
                farther = reached + cost(edge)
                if farther < distance[edge.tail]:
                    distance[edge.tail] = farther
                    heappush(queue, (farther, edge.tail))
        return distance

    @cached_property
    def _per_label(self) -> int:
        """The effort of comparing two labels, which grows with the number of skills."""
        return 10 + max(map(int.bit_length, self._matters), default=0) // 50

    @cached_property
    def _matters(self) -> list[int]:
        """For each node, the atoms that at least one path on from it requires."""
        teaching = self.problem.teaching
        if teaching is None:
            return [0] * self.problem.nodes
        return self._fixpoint(teaching.asks, {self.problem.target: 0}, 0, meet=False)

    def _skills_ahead(self) -> list[list[int]]:
        """Return, for each node, the atoms that every path to the target requires, as :meth:`_distances` does costs."""
        teaching = self.problem.teaching
        if teaching is None:
            return [[0] * self.problem.nodes]
        here = teaching.asks
        everything = 0
        for node, edges in enumerate(self._into):
            if edges:
                everything |= here[node]
        ending = {self.problem.target: 0}
        demands = [self._fixpoint(here, ending, everything, meet=True)]
        for nodes in self.problem.through:
            seeds = {node: demands[0][node] for node in nodes}
            demands.append(self._fixpoint(here, seeds, everything, meet=True))
        return demands

    def _between(self) -> set[int]:
        """Return the nodes on paths from source to target."""
        ahead, pending = {self.problem.source}, [self.problem.source]
        while pending:
            fresh = {edge.head for edge in self._out[pending.pop()]} - ahead
            ahead |= fresh
            pending += fresh
        behind, pending = {self.problem.target}, [self.problem.target]
        while pending:
            fresh = {edge.tail for edge in self._into[pending.pop()]} - behind
            behind |= fresh
            pending += fresh
        return ahead & behind

    @cached_property
    def _tails(self) -> list[set[int]]:
        """The predecessors of each node."""
        return [{edge.tail for edge in edges} for edges in self._into]

    def _fixpoint(self, here: list[int], seeds: dict[int, int], initial: int, *, meet: bool) -> list[int]:
        """Return, for each node, the atoms that all paths (``meet``) or any path from it to the seeds require."""
        ahead = [seeds.get(node, initial) for node in range(self.problem.nodes)]
        tails = self._tails
        pending = deque(seeds if meet else range(self.problem.nodes))
        waiting = set(pending)
        while pending:
            node = pending.popleft()
            waiting.discard(node)
            demanded = here[node] | ahead[node]
            for tail in tails[node]:
                if meet and tail in seeds:
                    continue
                joined = ahead[tail] & demanded if meet else ahead[tail] | demanded
                if joined != ahead[tail]:
                    ahead[tail] = joined
                    if tail not in waiting:
                        waiting.add(tail)
                        pending.append(tail)
        return ahead


def _covers(costs: Costs, bound: Costs) -> bool:
    """Tell whether a path of these costs is at least as good, by every criterion, as a path with these lower bounds."""
    return all(mine <= theirs for mine, theirs in zip(costs, bound, strict=True))


def _by_ends(nodes: int, edges: Iterable[Edge]) -> tuple[list[list[Edge]], list[list[Edge]]]:
    """Return the outgoing edges and the incoming edges of each node."""
    out: list[list[Edge]] = [[] for _ in range(nodes)]
    into: list[list[Edge]] = [[] for _ in range(nodes)]
    for edge in edges:
        out[edge[0]].append(edge)
        into[edge[1]].append(edge)
    return out, into
