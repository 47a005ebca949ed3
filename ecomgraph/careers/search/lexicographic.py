"""Label setting by two criteria in lexicographic order: the first cost, then learning."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ecomgraph.careers.search.label_setting import Labels

if TYPE_CHECKING:
    from ecomgraph.careers.search.label_setting import Label

__all__ = ["Lexicographic"]


class Lexicographic(Labels):
    """Exact search for the path of least first cost; ties go to the path with the least learning, then by edges.

    The problem has two criteria, the second of which is learning. The first cost must include steps and rank, packed
    into one number, so that the path of lower first cost wins, whatever the learning on either path.
    """

    def _packed(self, label: Label) -> int:
        assert self.problem.teaching is not None
        return (label.bound[0] << self._width) + label.bound[1]

    @cached_property
    def _width(self) -> int:
        """The number of bits in the weight of all atoms together."""
        assert self.problem.teaching is not None
        everything = 0
        for atoms in self.problem.teaching.asks:
            everything |= atoms
        return self.problem.teaching.weigh(everything).bit_length()

    def _beats(self, one: Label, other: Label) -> bool:
        if other.met & ~one.met or one.visited & ~other.visited:
            return False
        if one.steps > other.steps and self.problem.max_steps is not None:
            return False
        if one.costs[0] != other.costs[0]:
            return one.costs[0] < other.costs[0]
        teaching = self.problem.teaching
        assert teaching is not None
        to_learn = teaching.weigh(other.known & ~one.known & self._matters[one.node])
        spared = teaching.weigh(one.known & ~other.known & self._demands[0][one.node])
        margin = one.costs[1] - other.costs[1] + to_learn - spared
        return margin < 0 or (margin == 0 and one.edges <= other.edges)
