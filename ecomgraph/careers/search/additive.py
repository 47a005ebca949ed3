"""Best paths by additive costs: one path by bidirectional search, and ranked paths by deviation from the best.

Nodes are numbered from 0, edges in the order in which ties are broken, and every cost is greater than 0. A path is the
tuple of the numbers of its edges. Paths of equal cost are in lexicographic order of these tuples, so the order of the
results is unique.
"""

from __future__ import annotations

from heapq import heappop, heappush
from typing import TYPE_CHECKING, NamedTuple

from ecomgraph.careers.search.effort import Effort
from ecomgraph.careers.search.ranking import Found, rank

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

__all__ = ["INFINITE", "Deviations", "Digraph", "HalfEdge", "Meeting", "Packing", "ranked_paths", "shortest_path"]

INFINITE = float("inf")
_FAR = 1e300
# The cost of searching one part of the problem and of scanning one edge, in the comparisons that Effort counts.
_PER_PART, _PER_EDGE = 250, 6

HalfEdge = tuple[int, int, int]
"""The node at the other end, the cost, the edge's number."""


class Digraph(NamedTuple):
    """A directed multigraph: for each node the edges that leave it and those that enter it, sorted by number."""

    out: list[list[HalfEdge]]
    into: list[list[HalfEdge]]

    @classmethod
    def of(cls, nodes: int, tails: Collection[int], heads: Collection[int], costs: Collection[int]) -> Digraph:
        """Build a graph from the tails, heads and costs of its edges, in the order of their numbers."""
        out: list[list[HalfEdge]] = [[] for _ in range(nodes)]
        into: list[list[HalfEdge]] = [[] for _ in range(nodes)]
        for edge, (tail, head, cost) in enumerate(zip(tails, heads, costs, strict=True)):
            out[tail].append((head, cost, edge))
            into[head].append((tail, cost, edge))
        return cls(out, into)


class Packing(NamedTuple):
    """Packs cost, steps and rank into one integer; such integers compare like ``(cost, steps, rank)``.

    >>> packing = Packing.of(nodes=1000, ranked=1000)
    >>> packing.pack(2, 1, 7999) < packing.pack(2, 3, 0) < packing.pack(3, 0, 0)
    True
    >>> packing.cost(packing.pack(2, 1, 7))
    2
    """

    bits: int
    rank_bits: int

    @classmethod
    def of(cls, nodes: int, ranked: int) -> Packing:
        """Return the packing for loopless paths in a graph of ``nodes`` nodes, of which ``ranked`` have a rank.

        The ranks on a path must add up to less than ``8 * max(ranked, 1)``. Small integers are faster to add, so
        ``ranked`` should be as small as possible.
        """
        rank_bits = ranked.bit_length() + 3
        return cls(nodes.bit_length() + rank_bits, rank_bits)

    def pack(self, cost: int, steps: int, rank: int = 0) -> int:
        """Return the three as one integer; adding such integers adds costs, steps and ranks."""
        return (cost << self.bits) + (steps << self.rank_bits) + rank

    def cost(self, packed: int) -> int:
        """Return the cost in a packed integer."""
        return packed >> self.bits


def shortest_path(graph: Digraph, source: int, target: int, avoid: Collection[int] = ()) -> Found | None:
    """Return the best path between two different nodes, or ``None``.

    Bidirectional Dijkstra search. O((nodes + edges) log nodes) in the worst case; in a network with about ten edges
    from each node, the number of nodes visited is about the square root of the number of nodes.
    """
    return Meeting(graph, source, target, avoid).path()


def ranked_paths(
    graph: Digraph, source: int, target: int, avoid: Collection[int] = (), effort: Effort | None = None
) -> Iterator[Found]:
    """Lazily yield all loopless paths between two different nodes from best to worst.

    Raises :class:`~ecomgraph.LimitError` if finding the next path takes more than is left of the ``effort``.
    """
    return rank(Deviations(graph, source, target, avoid, effort))


class Meeting:
    """Bidirectional Dijkstra search, which runs until no better path than the best one found is possible.

    For each node, ``ahead`` is the lowest known cost from the source, ``behind`` the lowest known cost to the target.
    Values of ``behind`` below ``radius`` are final; all other nodes are at least ``radius`` away from the target.
    """

    def __init__(self, graph: Digraph, source: int, target: int, avoid: Collection[int]) -> None:
        self.graph, self.source, self.target = graph, source, target
        self.ahead: list[float] = [INFINITE] * len(graph.out)
        self.behind: list[float] = [INFINITE] * len(graph.out)
        for node in avoid:
            # No cost is lower than minus infinity, so no search enters the node.
            self.ahead[node] = self.behind[node] = -INFINITE
        self.ahead[source] = self.behind[target] = 0
        self.frontier: list[tuple[int, int]] = [(0, target)]
        self.cost: float = INFINITE
        self.crossings: list[int] = []
        self._run()

    @property
    def radius(self) -> float:
        """A lower bound of the cost to the target, for every node that the search from the target has not settled."""
        return self.frontier[0][0] if self.frontier else INFINITE

    def _run(self) -> None:
        ahead, behind, best = self.ahead, self.behind, INFINITE
        front, back = [(0, self.source)], self.frontier
        while front and back and front[0][0] + back[0][0] < best:
            if len(front) <= len(back):
                queue, edges, mine, other = front, self.graph.out, ahead, behind
            else:
                queue, edges, mine, other = back, self.graph.into, behind, ahead
            cost, node = heappop(queue)
            if cost > mine[node]:
                continue
            for end, step, _ in edges[node]:
                reached = cost + step
                if reached < mine[end]:
                    mine[end] = reached
                    heappush(queue, (reached, end))
                    total = reached + other[end]
                    if total < best:
                        best = total
                        self.crossings = [end]
                    elif total == best:
                        self.crossings.append(end)
        self.cost = best

    def path(self) -> Found | None:
        """Return the first of the best paths."""
        return next(self.paths(), None)

    def paths(self) -> Iterator[Found]:
        """Yield all paths of least cost in order: depth-first search along their edges, lowest edge number first."""
        if self.cost == INFINITE:
            return
        ahead, behind, into, out, target = self.ahead, self.behind, self.graph.into, self.graph.out, self.target
        on_path = set(self.crossings)
        pending = list(on_path)
        while pending:
            node = pending.pop()
            for tail, step, _ in into[node]:
                if tail not in on_path and ahead[tail] + step == ahead[node]:
                    on_path.add(tail)
                    pending.append(tail)
        cost = int(self.cost)
        edges: list[int] = []
        stack = [(0, iter(out[self.source]))]
        while stack:
            gone, following = stack[-1]
            for head, step, edge in following:
                reached = gone + step
                if behind[head] == cost - reached or (head in on_path and ahead[head] == reached):
                    edges.append(edge)
                    if head == target:
                        yield Found(cost, tuple(edges))
                        edges.pop()
                    else:
                        stack.append((reached, iter(out[head])))
                        break
            else:
                stack.pop()
                if edges:
                    edges.pop()

    def widen(self, nodes: int) -> None:
        """Continue the search from the target until it has settled this many more nodes."""
        behind, into, queue = self.behind, self.graph.into, self.frontier
        while queue and nodes > 0:
            cost, node = heappop(queue)
            if cost > behind[node]:
                continue
            nodes -= 1
            for tail, step, _ in into[node]:
                reached = cost + step
                if reached < behind[tail]:
                    behind[tail] = reached
                    heappush(queue, (reached, tail))


class Deviations:
    """The engine for additive costs: A* search for each part; one search from the target gives all lower bounds."""

    def __init__(
        self, graph: Digraph, source: int, target: int, avoid: Collection[int], effort: Effort | None = None
    ) -> None:
        self.graph, self.source, self.target = graph, source, target
        self.avoid = frozenset(avoid)
        self.effort = effort or Effort()
        self.meeting = Meeting(graph, source, target, avoid)
        self._ends: dict[int, tuple[int, int]] = {}

    def solve(self, prefix: tuple[int, ...], banned: frozenset[int], at_least: int = 0) -> Found | None:  # noqa: ARG002
        """Return the best path that begins with ``prefix`` and continues with an edge that is not ``banned``."""
        if not prefix and not banned:
            return self.meeting.path()
        visited, spur, spent = self._replay(prefix)
        out, behind, radius, target = self.graph.out, self.meeting.behind, self.meeting.radius, self.target
        barred = {spur, *visited}
        reached: dict[int, int] = {}
        queue: list[tuple[float, tuple[int, ...], int, int]] = [(0, prefix, spur, spent)]
        limit = _FAR
        expanded, looked_at = 0, len(prefix)
        while queue:
            _, edges, node, gone = heappop(queue)
            if node == target:
                self._account(expanded, looked_at)
                return Found(gone, edges)
            if node in visited:
                continue
            visited.add(node)
            expanded += 1
            looked_at += len(out[node])
            for head, step, edge in out[node]:
                cost, rest = gone + step, behind[head]
                least = cost + (rest if rest < radius else radius)
                if least > limit or head in visited or edge in banned:
                    continue
                if cost + rest < limit and self._clear(head, barred):
                    limit = cost + rest
                if cost <= reached.get(head, INFINITE):
                    reached[head] = cost
                    heappush(queue, (least, (*edges, edge), head, cost))
        self._account(expanded, looked_at)
        return None

    def _account(self, expanded: int, looked_at: int) -> None:
        # Extend the search from the target by half as many nodes, because its bounds speed up all later searches.
        self.meeting.widen(expanded // 2)
        self.effort.spend(_PER_PART + _PER_EDGE * looked_at)

    def parts(self, edges: tuple[int, ...], start: int, banned: frozenset[int]) -> Iterator[tuple[int, int]]:
        """Split a part without its best path: see :meth:`ecomgraph.careers.search.ranking.Engine.parts`."""
        visited, node, spent = self._replay(edges[:start])
        behind, radius = self.meeting.behind, self.meeting.radius
        for length in range(start, len(edges)):
            excluded = banned | {edges[length]} if length == start else frozenset((edges[length],))
            visited.add(node)
            bound = INFINITE
            self.effort.spend(_PER_EDGE * len(self.graph.out[node]))
            for head, step, edge in self.graph.out[node]:
                if head not in visited and edge not in excluded:
                    bound = min(bound, step + min(behind[head], radius))
            if bound < INFINITE:
                yield spent + int(bound), length
            node, step = self._follow(node, edges[length])
            spent += step

    def _clear(self, node: int, barred: set[int]) -> bool:
        """Tell whether the best known path from a node to the target avoids the barred nodes."""
        behind = self.meeting.behind
        while node != self.target:
            if node in barred:
                return False
            rest = behind[node]
            node = next(head for head, step, _ in self.graph.out[node] if behind[head] + step == rest)
        return True

    def _replay(self, prefix: tuple[int, ...]) -> tuple[set[int], int, int]:
        """Return the nodes to avoid, those before the end of a prefix included; the node at its end; and its cost."""
        node, spent, visited = self.source, 0, set(self.avoid)
        for wanted in prefix:
            visited.add(node)
            node, step = self._follow(node, wanted)
            spent += step
        return visited, node, spent

    def _follow(self, node: int, wanted: int) -> tuple[int, int]:
        """Return the head and the cost of an edge that leaves a node."""
        if wanted not in self._ends:
            self._ends[wanted] = next((head, step) for head, step, edge in self.graph.out[node] if edge == wanted)
        return self._ends[wanted]
