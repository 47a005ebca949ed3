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
"""Banned edges as a linked list, latest first; a part shares the tail of the list with the part it was split from."""


class Found(NamedTuple):
    """The cost of a path and its edges in order."""

    cost: int
    edges: tuple[int, ...]


class Engine(Protocol):
    """The search interface that :func:`rank` needs: the best path of a whole problem and of each part of it.

    A part consists of all paths that begin with ``prefix`` and continue with an edge that is not ``banned``.
    """

    def solve(self, prefix: tuple[int, ...], banned: frozenset[int], at_least: int = 0) -> Found | None:
        """Return the best path of a part; ``at_least`` is a lower bound of its cost."""

    def parts(self, edges: tuple[int, ...], start: int, banned: frozenset[int]) -> Iterator[tuple[int, int]]:
        """Split a part without its best path, ``edges``, into disjoint parts.

        ``start`` is the length of the part's prefix, ``banned`` are its banned edges. Each new part has a prefix of
        ``edges`` that is at least ``start`` long, and bans the edge that follows this prefix in ``edges``; the new part
        with a prefix of exactly that length also bans ``banned``. Yields, for each new part, a lower bound of the cost
        and the length of the prefix; parts known to be empty are left out.
        """


def packed(edges: Iterable[int]) -> bytes:
    """Return the numbers of edges as bytes, four for each; such bytes sort in the same order as tuples of the numbers.

    >>> packed([1, 256]).hex()
    '0000000100000100'
    >>> unpacked(packed([1, 256]))
    (1, 256)
    """
    numbers = tuple(edges)
    return pack(f">{len(numbers)}I", *numbers)


def unpacked(edges: bytes) -> tuple[int, ...]:
    """Return the numbers of edges from bytes that :func:`packed` returned."""
    return unpack(f">{len(edges) // _WIDTH}I", edges)


class _Branch:
    """A path in the tree of all paths found: it deviates from its parent path after ``start`` edges.

    ``banned`` are the edges that earlier paths take at that point. ``rest`` are the parts that remain without this
    path, in a flat list of alternating lower bounds and prefix lengths, with the best part at the end.
    """

    __slots__ = ("banned", "edges", "rest", "start")

    def __init__(self, edges: bytes, start: int, banned: Banned) -> None:
        self.edges = edges
        self.start = start
        self.banned = banned
        self.rest: array[int] | list[int] | None = None

    def split(self, engine: Engine, cost: int) -> None:
        """Compute ``rest``; ``cost`` is a lower bound of every part, because this path is the best of them all."""
        parts = engine.parts(unpacked(self.edges), self.start, _as_set(self.banned))
        ordered = sorted(((max(bound, cost), length) for bound, length in parts), reverse=True)
        numbers = [number for part in ordered for number in part]
        try:
            self.rest = array("q", numbers)
        except OverflowError:
            self.rest = numbers

    def queued(self) -> tuple[int, bytes, _Branch]:
        """Return the queue entry of the best remaining part."""
        assert self.rest
        return self.rest[-2], self.edges[: _WIDTH * self.rest[-1]], self

    def take(self) -> tuple[int, Banned]:
        """Remove the best remaining part; return the length of its prefix and its banned edges."""
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
    """Lazily yield loopless paths from best to worst.

    Each path found splits its part of the problem into disjoint parts, so no path is found twice. A part is queued by a
    lower bound and searched only when it reaches the front; most parts never do. Of the parts of one path, only the
    best is in the queue.

    In the worst case, a path takes one search for each of its parts. Each path keeps about 250 bytes, and 20 more for
    each of its edges.
    """
    for group in rank_groups(engine, 1):
        yield from group


def rank_groups(engine: Engine, most: int) -> Iterator[list[Found]]:
    """Yield the paths of :func:`rank` in groups of equal cost; larger groups are cut into pieces of ``most`` paths."""
    # Cost or lower bound, then edges or prefix: no two entries agree in both, because parts have different prefixes.
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
