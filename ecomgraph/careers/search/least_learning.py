"""The path with the least learning: exact search within a budget, which is raised until a path is within it.

A budget excludes many nodes: those where the unknown atoms that the node or every path from it to the target requires
cost more than what is left. So the budget is raised from one possible value to the next, and for each value the search
visits affordable nodes only.
"""

from __future__ import annotations

from heapq import heappop, heappush
from typing import TYPE_CHECKING, NamedTuple

from ecomgraph.careers.search.additive import INFINITE
from ecomgraph.careers.search.budget import Field, Room, State
from ecomgraph.careers.search.effort import Effort
from ecomgraph.careers.search.label_setting import Labels
from ecomgraph.careers.search.ranking import Found

if TYPE_CHECKING:
    from ecomgraph.careers.search.budget import View
    from ecomgraph.careers.search.label_setting import Label
    from ecomgraph.careers.search.search_problem import Edge, Problem

__all__ = ["LeastLearning"]

# The first increase of the budget is the budget divided by this number.
_SHARE = 64


class _Partial(NamedTuple):
    """A path from the source to a node. Partial paths sort by the lower bound of their steps, then by rank and edges.

    ``view`` has the nodes that the partial path can still visit; unless ``settled``, it is the view of the node before.
    """

    least_steps: int
    rank: int
    edges: tuple[int, ...]
    node: int
    spent: int
    known: int
    steps: int
    met: int
    visited: int
    view: View
    settled: bool = False


class LeastLearning(Labels):
    """The engine for one criterion, learning, with or without conditions.

    For each budget, up to two searches run. The first one finds out whether any walk is within the budget, whatever its
    steps. An edge to a node that requires nothing new is free, so this search goes from one set of known atoms to the
    next, each with all nodes that can be visited with it. Only if there is a walk, the second search looks for the path
    that is first in order. If there is none, because every walk has a loop or violates a condition, the budget is
    raised further.

    Worst case: as for :class:`~ecomgraph.careers.search.label_setting.Labels`, because the problem is NP-hard.
    """

    def __init__(self, problem: Problem, effort: Effort | None = None) -> None:
        super().__init__(problem, effort or Effort())
        teaching = problem.teaching
        assert teaching is not None
        out = [{edge.head for edge in edges} for edges in self._out]
        # The edges that mark the end of a path do not count as steps.
        self._marks = int(any(edge.steps == 0 for edge in self._into[problem.target]))
        inner = (edge for node, edges in enumerate(self._into) if node != problem.target for edge in edges)
        # If a transition is split into several edges, the number of edges is not the number of steps.
        self._by_edges = all(edge.steps for edge in inner if edge.tail != problem.source)
        always = 0
        for nodes in problem.through:
            common = -1
            for node in nodes:
                common &= teaching.asks[node] | self._demands[0][node]
            always |= max(common, 0)
        demands = [ahead | always for ahead in self._demands[0]]
        self._field = Field(teaching.asks, teaching.weigh, demands, out, self._tails, problem.target, teaching.lanes)

    def solve(self, prefix: tuple[int, ...], banned: frozenset[int], at_least: int = 0) -> Found | None:
        """Return the best path that begins with ``prefix`` and continues with an edge that is not ``banned``.

        ``at_least`` is a lower bound of its cost, packed with steps and rank; the budget starts there.
        """
        floor = budget = self.packing.cost(at_least)
        rise, has_walk = 0, False
        while True:
            first, barred = self._first(prefix, banned)
            affordable = [label for label in first if label.bound[0] <= budget]
            over: float = min((label.bound[0] for label in first if label.bound[0] > budget), default=INFINITE)
            if affordable:
                states = [State(label.node, label.costs[0], label.known) for label in affordable]
                room = Room(self._field, states, barred, budget, self.effort.spend)
                if not has_walk and (least := room.least_walk(floor)) <= budget:
                    has_walk = True
                    if least < budget:
                        budget = int(least)
                        continue
                found = self._first_in_order(affordable, room) if has_walk else None
                if found is not None:
                    repeated = self._repeated(found.edges)
                    if not repeated:
                        return Found(self.packing.pack(found.spent, found.steps, found.rank), found.edges)
                    for node in sorted(repeated):
                        self._critical.setdefault(node, 1 << len(self._critical))
                    continue
                over = min(over, room.over)
            if over == INFINITE:
                return None
            # If the cheapest walk is not a path, raise the budget by one possible cost at a time.
            rise = 0 if has_walk else 2 * rise or budget // _SHARE
            floor, budget = int(over), max(int(over), budget + rise)

    def _first(self, prefix: tuple[int, ...], banned: frozenset[int]) -> tuple[list[Label], set[int]]:
        """Return the labels after the first edge that follows a prefix, and the nodes that may not be visited again."""
        start, barred = self._replay(prefix)
        barred.add(start.node)
        edges = [edge for edge in self._out[start.node] if edge.number not in banned and edge.head not in barred]
        return [after for after in (self._after(start, edge) for edge in edges) if after is not None], barred

    def _first_in_order(self, first: list[Label], room: Room) -> _Partial | None:
        """Return the first walk, by steps, rank and edges, that is in budget and repeats no critical node."""
        kept: dict[int, list[_Partial]] = {}
        seen: set[tuple[int, ...]] = set()
        queue = sorted(
            _Partial(
                it.least_steps,
                it.rank,
                it.edges,
                it.node,
                it.costs[0],
                it.known,
                it.steps,
                it.met,
                it.visited,
                room.whole,
            )
            for it in first
            if it.node in room.place
        )
        while queue:
            partial = heappop(queue)
            if not partial.settled:
                if self._is_beaten(partial, kept.get(partial.node, []), room):
                    continue
                settled = self._settle(partial, room)
                if settled is None:
                    continue
                if settled.least_steps > partial.least_steps:
                    heappush(queue, settled)
                    continue
                partial = settled
            # Of partial paths with the same state, the first one found is the first in order.
            likeness = partial.node, partial.spent, partial.known, partial.met, partial.visited
            others = kept.setdefault(partial.node, [])
            if likeness in seen or self._is_beaten(partial, others, room):
                continue
            seen.add(likeness)
            self.effort.spend(500 + room.look // 8 * len(others))
            if partial.node == self.problem.target:
                return partial
            others.append(partial)
            for edge in self._out[partial.node]:
                after = self._onward(partial, edge, room)
                if after is not None:
                    heappush(queue, after)
        return None

    def _settle(self, partial: _Partial, room: Room) -> _Partial | None:
        """Return a partial path with the view of its last node; ``None`` if it cannot lead to the target."""
        view = room.view(partial.spent, partial.known, partial.view)
        if (
            view is None
            or (least_steps := self._least_steps(partial.node, partial.steps, partial.met, view, room)) is None
        ):
            return None
        return partial._replace(least_steps=least_steps, view=view, settled=True)

    def _least_steps(self, node: int, steps: int, met: int, view: View, room: Room) -> int | None:
        """Return a lower bound of the steps of a path that has made ``steps`` so far; ``None`` if it is too high."""
        distance: float = self._ahead(self._steps, node, [])
        if self._by_edges:
            distance = max(0, view.distance(room.place[node]) - self._marks)
        if self.problem.through:
            distance = max(distance, self._ahead(self._steps, node, self._unmet(met)))
        total = steps + distance
        limit = self.problem.max_steps
        return None if total == INFINITE or (limit is not None and total > limit) else int(total)

    def _onward(self, partial: _Partial, edge: Edge, room: Room) -> _Partial | None:
        """Return the partial path after an edge; ``None`` if the edge is not allowed or cannot lead to the target."""
        node, place = edge.head, room.place.get(edge.head, -1)
        if place < 0 or not partial.view.mask >> place & 1:
            return None
        met, critical = partial.met | self._meets[node], self._critical.get(node, 0)
        if critical & partial.visited or (node == self.problem.target and self._unmet(met)):
            return None
        spent, known = room.learn(place, partial.spent, partial.known)
        if not room.affords(place, spent, known):
            return None
        steps = partial.steps + edge.steps
        least_steps = self._least_steps(node, steps, met, partial.view, room)
        if least_steps is None:
            return None
        rank, edges, visited = partial.rank + edge.rank, (*partial.edges, edge.number), partial.visited | critical
        return _Partial(
            least_steps, rank, edges, node, spent, known, steps, met, visited, partial.view, known == partial.known
        )

    def _is_beaten(self, partial: _Partial, others: list[_Partial], room: Room) -> bool:
        """Tell whether another path dominates a partial path: it can continue in the same ways at no more cost.

        If the costs are equal, the other path must come first. Compared with ``partial`` on the same continuation, it
        must learn at most the atoms that only ``partial`` knows; it saves at least the atoms that only it knows and
        every path to the target requires.
        """
        _, rank, edges, node, spent, known, steps, met, visited, view, _ = partial
        weigh, sure, asked = room.weigh, room.demanded(node) & ~known, known & view.asks
        bounded = self.problem.max_steps is not None
        for other in others:
            theirs = other.known
            margin = other.spent - spent + weigh(asked & ~theirs)
            if margin > 0 and (spared := theirs & sure):
                margin -= weigh(spared)
            if margin > 0 or (margin == 0 and (other.steps, other.rank, other.edges) > (steps, rank, edges)):
                continue
            if not (met & ~other.met or other.visited & ~visited or (bounded and other.steps > steps)):
                return True
        return False
