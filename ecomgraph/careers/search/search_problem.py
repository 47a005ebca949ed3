"""The input of label setting: edges with costs, what nodes teach, and the conditions on a path."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from ecomgraph.careers.search.lanes import Lanes

__all__ = ["Costs", "Edge", "Problem", "Teaching"]

Costs = tuple[int, ...]


class Edge(NamedTuple):
    """An edge: its two nodes, its number, its costs by criterion, and what counts after all of these.

    ``steps`` is 1, or 0 for an edge that only marks where a path starts or ends; ``rank`` puts paths of equal costs and
    steps in order. The cost of an edge by what is learnt on it (:class:`Teaching`) is left at 0.
    """

    tail: int
    head: int
    number: int
    costs: Costs
    steps: int = 1
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Teaching:
    """What nodes ask to be learnt: for each node a set of atoms as bits, and what atoms weigh.

    Every atom has one weight, whoever asks for it. ``criterion`` is the place of learning among the costs. ``known`` is
    known from the start; if ``granted``, what a node has in ``held`` is known on arriving there from the problem's
    source, and nothing is learnt for it. ``lanes`` are a faster way to weigh many sets, where there is one.
    """

    criterion: int
    asks: list[int]
    held: list[int]
    weigh: Callable[[int], int]
    known: int = 0
    granted: bool = True
    lanes: Lanes | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """A search: edges sorted by number, ``source``, ``target``, how many costs there are, and the conditions.

    ``through`` are sets of nodes each of which a path must visit, in any order; ``max_steps`` limits its length.
    """

    nodes: int
    edges: list[Edge]
    source: int
    target: int
    criteria: int
    teaching: Teaching | None = None
    through: tuple[frozenset[int], ...] = ()
    max_steps: int | None = None
