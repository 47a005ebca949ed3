"""Rank loopless paths in groups of equal cost, for callers who put a group in an order of their own.

The first group is walked through along the edges of best paths. Small groups behind it come from deviations (Yen,
Lawler: see :mod:`~ecomgraph.careers.search.ranking`). Once a group is large, a depth-first search within a bound finds
paths with far less work for each, and the bound rises: R. E. Korf, "Depth-First Iterative-Deepening", Artificial
Intelligence 27 (1985), with the bounds of U. K. Sarkar et al., "Reducing Reexpansions in Iterative-Deepening Search by
Controlling Cutoff Bounds", Artificial Intelligence 50 (1991).
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

# A group of this many paths is large; each round takes at least this many more bounds.
_LARGE, _FEW = 4, 16
# The cost of looking at an edge and of finding a path, in the comparisons that Effort counts.
_PER_EDGE, _PER_PATH = 2, 40
# The search from the target continues each time this many nodes have been visited.
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
        """Yield the paths of the first group, in no order."""
        for found in self._meeting.paths():
            self._count += 1
            self._effort.spend(_PER_PATH + _PER_EDGE * len(found.edges))
            yield found

    def rest(self) -> Iterator[list[Found]]:
        """Yield the groups behind the first one, which is known by now, from best to worst, each in no order."""
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
        """Yield the groups that cost more than ``before``; the bound of the first search is given."""
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
            # Take about as many bounds again, and twice as many after each round that found no path.
            fruitless = 0 if groups else fruitless + 1
            before, bound = bound, self._raised(max(_FEW, total) << fruitless)

    def _raised(self, wanted: int) -> int:
        """Return the least bound that lets in a number of partial paths that were given up."""
        for bound in sorted(self._beyond):
            wanted -= self._beyond[bound]
            if wanted <= 0:
                return bound
        return max(self._beyond)

    def _within(self, above: int, bound: int) -> Iterator[Found]:
        """Yield the paths that cost more than ``above`` and no more than ``bound``; note what those beyond it cost."""
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
