"""Rank loopless paths from best to worst, with any search engine for the best path of a subproblem.

J. Y. Yen, "Finding the K Shortest Loopless Paths in a Network", Management Science 17 (1971), and E. L. Lawler, "A
Procedure for Computing the K Best Solutions to Discrete Optimization Problems", Management Science 18 (1972).
"""

from __future__ import annotations

from array import array
from heapq import heappop, heappush
from struct import pack, unpack
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Engine", "Found", "packed", "rank", "rank_groups", "unpacked"]

_WIDTH = 4

Banned: TypeAlias = "tuple[int, Banned] | None"
"""Edges that are not to be used, the latest first; parts that are split off one another share the rest."""


class Found(NamedTuple):
    """The cost of a path and its edges in order."""

    cost: int
    edges: tuple[int, ...]


class Engine(Protocol):
    """What :func:`rank` asks of a search: the best path of a whole problem and of its parts.

    A part of the problem are all paths that begin with ``prefix`` and go on with an edge that is not ``banned``.
    """

    def solve(self, prefix: tuple[int, ...], banned: frozenset[int], at_least: int = 0) -> Found | None:
        """Return the best path of a part; ``at_least`` is a lower bound of its cost."""

    def parts(self, edges: tuple[int, ...], start: int, banned: frozenset[int]) -> Iterator[tuple[int, int]]:
        """Split what is left of a part when its best path, ``edges``, is taken out.

        ``start`` and ``banned`` are the length of the part's prefix and its banned edges. Each new part begins with a
        prefix of the path, at least as long, and does not go on as the path does (nor, if it is no longer, with
        what was banned before). Yields the lower bound of its cost and the length of its prefix; parts known to be
        empty are left out.
        """


def packed(edges: Iterable[int]) -> bytes:
    """Return the numbers of edges as bytes, four for each, that compare as the tuple of the numbers does.

    >>> packed([1, 256]).hex()
    '0000000100000100'
    >>> unpacked(packed([1, 256]))
    (1, 256)
    """
    numbers = tuple(edges)
    return pack(f">{len(numbers)}I", *numbers)


def unpacked(edges: bytes) -> tuple[int, ...]:
    """Return the numbers of edges that :func:`packed` turned into bytes."""
    return unpack(f">{len(edges) // _WIDTH}I", edges)


class _Branch:
    """A path in the tree of all paths found: it leaves another one, or the root, after ``start`` edges.

    ``banned`` are the edges not to be used there, as earlier paths go on with them. ``rest`` are the parts left when
    the path is taken out, as lower bound and length, one after the other, the best of them at the end.
    """

    __slots__ = ("banned", "edges", "rest", "start")

    def __init__(self, edges: bytes, start: int, banned: Banned) -> None:
        self.edges = edges
        self.start = start
        self.banned = banned
        self.rest: array[int] | list[int] | None = None

    def split(self, engine: Engine, cost: int) -> None:
        """Find the parts that are left; none holds a path that costs less than the one that is taken out."""
        parts = engine.parts(unpacked(self.edges), self.start, _as_set(self.banned))
        ordered = sorted(((max(bound, cost), length) for bound, length in parts), reverse=True)
        numbers = [number for part in ordered for number in part]
        try:
            self.rest = array("q", numbers)
        except OverflowError:
            self.rest = numbers

    def queued(self) -> tuple[int, bytes, _Branch]:
        """Return the entry for the queue of the best part that is left."""
        assert self.rest
        return self.rest[-2], self.edges[: _WIDTH * self.rest[-1]], self

    def take(self) -> tuple[int, Banned]:
        """Take out the best part: the length of its prefix, and what is banned there."""
        assert self.rest is not None
        length = self.rest.pop()
        self.rest.pop()
        (edge,) = unpacked(self.edges[_WIDTH * length : _WIDTH * (length + 1)])
        return length, (edge, self.banned if length == self.start else None)


def _as_set(banned: Banned) -> frozenset[int]:
    edges = set()
    while banned is not None:
        edge, banned = banned
        edges.add(edge)
    return frozenset(edges)


def rank(engine: Engine) -> Iterator[Found]:
    """Yield loopless paths from best to worst, each when asked for.

    Each path found splits its part of the problem into disjoint ones, so none is found twice. A part waits with a lower
    bound and is searched only when its turn comes; most never are. Of a path's parts only the best one is in the queue.

    A path takes one search for each of its parts at worst, and keeps some 250 bytes and 20 more for each of its edges.
    """
    for group in rank_groups(engine, 1):
        yield from group


def rank_groups(engine: Engine, most: int) -> Iterator[list[Found]]:
    """Yield the paths of :func:`rank` in groups: all of one cost together, or the first ``most`` of them, then more."""
    # Cost or lower bound, then edges; no two entries are equal in both, because parts differ in their prefixes.
    queue: list[tuple[int, bytes, _Branch]] = []

    def search(bound: int, prefix: bytes, length: int, banned: Banned) -> None:
        found = engine.solve(unpacked(prefix), _as_set(banned), bound)
        if found is not None:
            edges = packed(found.edges)
            heappush(queue, (found.cost, edges, _Branch(edges, length, banned)))

    search(0, b"", 0, None)
    group: list[Found] = []
    while queue:
        if group and queue[0][0] > group[0].cost:
            yield group
            group = []
        cost, edges, branch = heappop(queue)
        if branch.rest is None:
            group.append(Found(cost, unpacked(edges)))
            if len(group) == most:
                yield group
                group = []
            branch.split(engine, cost)
        else:
            search(cost, edges, *branch.take())
        if branch.rest:
            heappush(queue, branch.queued())
    if group:
        yield group
