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

    ``steps`` is 1, or 0 for an auxiliary edge, such as one that marks where a path starts or ends. ``rank`` breaks ties
    between paths of equal costs and steps. The cost of learning is 0 here, because it depends on the whole path
    (:class:`Teaching`).
    """

    tail: int
    head: int
    number: int
    costs: Costs
    steps: int = 1
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Teaching:
    """The skills to learn, as sets of atoms (:class:`~ecomgraph.careers.rungs.Atoms`), one bit for each atom.

    ``asks`` are the atoms that each node requires; ``weigh`` returns the weight of a set, the same for all nodes.
    ``criterion`` is the index of learning among the costs. ``known`` are the atoms known at the start. If ``granted``,
    the node that a path enters from the problem's source gives its atoms in ``held`` at no cost. ``lanes`` weigh many
    sets faster, if available.
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

    A path must visit at least one node of each set in ``through``, in any order; ``max_steps`` limits its length.
    """

    nodes: int
    edges: list[Edge]
    source: int
    target: int
    criteria: int
    teaching: Teaching | None = None
    through: tuple[frozenset[int], ...] = ()
    max_steps: int | None = None
