"""The input of label setting: edges with costs, skills to learn at nodes, and conditions on a path."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from ecomgraph.careers.search.lanes import Lanes

__all__ = ["Costs", "Edge", "Problem", "Teaching"]

Costs = tuple[int, ...]


class Edge(NamedTuple):
    """An edge: its two nodes, its number, its costs by criterion, and the tie-breakers.

    ``steps`` is 1, or 0 for an edge that only marks where a path starts or ends; ``rank`` orders paths of equal costs
    and steps. The cost by learning is 0 here, because it depends on the path (:class:`Teaching`).
    """

    tail: int
    head: int
    number: int
    costs: Costs
    steps: int = 1
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Teaching:
    """The skills to learn: for each node a set of required atoms as bits, and the weights of atoms.

    An atom has the same weight for all nodes. ``criterion`` is the index of learning among the costs. ``known`` are the
    atoms known at the start; if ``granted``, those of a node in ``held`` are known on arriving there from the problem's
    source, at no cost. ``lanes`` are a faster way to weigh many sets, if available.
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
    """A search: edges sorted by number, ``source``, ``target``, the number of criteria, and the conditions.

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
