"""Rank loopless paths in groups of equal cost, for callers that sort each group themselves.

A depth-first search along the edges of best paths yields the first group. Deviations (Yen, Lawler: see
:mod:`~ecomgraph.careers.search.ranking`) yield the small groups after it. Once a group is large, iterative deepening
takes over, which needs far less work for each path: depth-first search within a cost bound that is raised round by
round. R. E. Korf, "Depth-First Iterative-Deepening", Artificial Intelligence 27 (1985), with the bounds of U. K. Sarkar
et al., "Reducing Reexpansions in Iterative-Deepening Search by Controlling Cutoff Bounds", Artificial Intelligence 50
(1991).
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ecomgraph.careers.search.additive import INFINITE, Deviations
from ecomgraph.careers.search.ranking import Found, rank_groups

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from ecomgraph.careers.search.additive import Digraph
    from ecomgraph.careers.search.effort import Effort

__all__ = ["EqualCostGroups"]

# The size from which a group is large; the minimum number of pruned partial paths that each new bound admits.
_LARGE, _FEW = 4, 16
# The cost of scanning one edge and of returning one path, in the comparisons that Effort counts.
_PER_EDGE, _PER_PATH = 2, 40
# The number of visited nodes after which the search from the target is continued.
_TURN = 256


class EqualCostGroups:
    """The loopless paths between two different nodes of a graph, in groups of equal cost."""

    def __init__(self, graph: Digraph, source: int, target: int, avoid: Collection[int], effort: Effort) -> None:
        self._graph, self._source, self._target, self._avoid = graph, source, target, frozenset(avoid)
        self._effort = effort
        self._deviations = Deviations(graph, source, target, avoid, effort)
        self._meeting = self._deviations.meeting
        self._count = 0
        self._beyond: Counter[int] = Counter()

    def first(self) -> Iterator[Found]:
        """Yield the paths of the first group, in arbitrary order."""
        for found in self._meeting.paths():
            self._count += 1
            self._effort.spend(_PER_PATH + _PER_EDGE * len(found.edges))
            yield found

    def rest(self) -> Iterator[list[Found]]:
        """Yield the groups after the first one from best to worst, each in arbitrary order.

        :meth:`first` must have been exhausted before.
        """
        if not self._count:
            return
        before = int(self._meeting.cost)
        if self._count >= _LARGE:
            yield from self._large(before, before)
            return
        for part in rank_groups(self._deviations, _LARGE):
            if len(part) == _LARGE:
                yield from self._large(before, part[0].cost)
                return
            if part[0].cost > before:
                before = part[0].cost
                yield part

    def _large(self, before: int, bound: int) -> Iterator[list[Found]]:
        """Yield the groups that cost more than ``before``; ``bound`` is the cost bound of the first round."""
        total = fruitless = 0
        while True:
            groups: dict[int, list[Found]] = {}
            for found in self._within(before, bound):
                groups.setdefault(found.cost, []).append(found)
            for cost in sorted(groups):
                total += len(groups[cost])
                yield groups[cost]
            if not self._beyond:
                return
            # Admit about as many pruned partial paths as paths were found, twice as many after each round without any.
            fruitless = 0 if groups else fruitless + 1
            before, bound = bound, self._raised(max(_FEW, total) << fruitless)

    def _raised(self, wanted: int) -> int:
        """Return the least bound that admits this number of the partial paths pruned in the last round, or all."""
        for bound in sorted(self._beyond):
            wanted -= self._beyond[bound]
            if wanted <= 0:
                return bound
        return max(self._beyond)

    def _within(self, above: int, bound: int) -> Iterator[Found]:
        """Yield the paths that cost more than ``above`` and at most ``bound``; count the lower bounds beyond that."""
        out, behind, target, beyond = self._graph.out, self._meeting.behind, self._target, Counter[int]()
        radius = self._meeting.radius
        on_path = {self._source, *self._avoid}
        edges: list[int] = []
        stack = [(self._source, 0, iter(out[self._source]))]
        visited = looked_at = 0
        while stack:
            node, gone, following = stack[-1]
            for head, step, edge in following:
                cost, rest = gone + step, behind[head]
                least = cost + (rest if rest < radius else radius)
                if head in on_path:
                    continue
                if least > bound:
                    if least < INFINITE:
                        beyond[int(least)] += 1
                    continue
                if head == target:
                    if cost > above:
                        self._effort.spend(_PER_PATH + _PER_EDGE * len(edges))
                        yield Found(cost, (*edges, edge))
                    continue
                edges.append(edge)
                on_path.add(head)
                stack.append((head, cost, iter(out[head])))
                visited += 1
                looked_at += len(out[head])
                if visited % _TURN == 0:
                    self._effort.spend(_PER_EDGE * looked_at)
                    looked_at = 0
                    self._meeting.widen(_TURN // 2)
                    radius = self._meeting.radius
                break
            else:
                stack.pop()
                on_path.discard(node)
                if edges:
                    edges.pop()
        self._effort.spend(_PER_EDGE * looked_at)
        self._beyond = beyond
