"""The requirements of the nodes of a graph, as tables of integers for an engine."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import TYPE_CHECKING, Any

from ecomgraph.errors import ArgumentError

if TYPE_CHECKING:
    from ecomgraph.careers.need import Ask
    from ecomgraph.careers.network import Network
    from ecomgraph.careers.search.weights import Weights
    from ecomgraph.reading.lookup import Lookup
    from ecomgraph.workforce.engines import Engine, Table

__all__ = ["Asked"]

# Integers up to this limit are exact as floats, so a division rounds once, on any engine.
_EXACT = 1 << 53


class Asked:
    """Nodes and skills, numbered in the order of their IRIs, and the degrees that nodes require.

    Degrees are integer multiples of ``1 / parts``, weights integer multiples of ``1 / unit``.
    """

    def __init__(self, network: Network, lookup: Lookup, weights: Weights) -> None:
        network.needs.preload()
        self.network, self.lookup, self.weights = network, lookup, weights
        self.nodes = network.nodes
        self.needs = [network.needs.of(iri) for iri in self.nodes]
        asked = {skill for need in self.needs for skill in need}
        self.skills: list[str] = sorted(asked.union(lookup.names.iris("skill")))
        self.number_of_skill = {iri: number for number, iri in enumerate(self.skills)}
        self.number_of_node = network.index
        self.parts = lcm(*(degree.denominator for need in self.needs for ask in need.values() for degree in ask))
        # Cached for each number of parts, because fractions are slow.
        self._whole: tuple[int, list[int]] = (0, [])
        self._tables: dict[tuple[int, tuple[int, ...] | None], Table] = {}

    @property
    def unit(self) -> int:
        """The integer for a weight of 1."""
        return self.weights.unit * self.parts

    def refine(self, degrees: set[Fraction]) -> None:
        """Increase the number of parts so that further degrees are integers, too."""
        self.parts = lcm(self.parts, *(degree.denominator for degree in degrees))
        # A weight and the number of a node also have to fit into 64 bits together.
        if max(self.whole, default=0) >= min(_EXACT, (1 << 62) // max(1, len(self.nodes))):
            message = "the levels have too many different denominators: write percentages with two digits at most"
            raise ArgumentError(message)

    def degree(self, degree: Fraction) -> int:
        """Return a degree as a number of parts."""
        return degree.numerator * (self.parts // degree.denominator)

    def saving(self, ask: Ask, have: int) -> int:
        """Return the weight saved by holding some parts of a skill."""
        saved = ask.weight(self.weights) - ask.weight(self.weights, Fraction(have, self.parts))
        return int(saved * self.unit)

    @property
    def whole(self) -> list[int]:
        """The weight of each node for a person without any skill."""
        if self._whole[0] != self.parts:
            asks = {ask for need in self.needs for ask in need.values()}
            weight = {ask: int(ask.weight(self.weights) * self.unit) for ask in asks}
            self._whole = (self.parts, [sum(weight[ask] for ask in need.values()) for need in self.needs])
        return self._whole[1]

    @cached_property
    def described(self) -> list[int]:
        """The numbers of the nodes that are described."""
        return [number for number, need in enumerate(self.needs) if need]

    def transitions(self) -> list[tuple[int, int]]:
        """Return pairs of a node and a target of transitions from it or from nodes that can stand in for it."""
        network = self.network
        heads: dict[int, set[int]] = {}
        for tail, head in zip(network.tails, network.heads, strict=True):
            heads.setdefault(tail, set()).add(head)
        found = []
        for number, iri in enumerate(self.nodes):
            starts = network.stand_ins(iri)
            ends = set().union(*(heads.get(start, set()) for start in starts)) - set(starts)
            found += [(number, end) for end in sorted(ends)]
        return found

    # ------------------------------------------------------------------ tables

    def need_table(self, engine: Engine, nodes: list[int] | None = None) -> Table:
        """Return ``node, skill, heavy, light, degree``: the degrees that nodes require.

        ``heavy`` is the degree for the importance of the higher weight, ``light`` that for the other importance.
        """
        key = self.parts, None if nodes is None else tuple(nodes)
        if key not in self._tables:
            columns = {"node": "int32", "skill": "int32", "heavy": "int64", "light": "int64", "degree": "int64"}
            self._tables[key] = engine.table(columns, self._need_rows(self.described if nodes is None else nodes))
        return self._tables[key]

    def _need_rows(self, nodes: list[int]) -> list[tuple[int, ...]]:
        swapped = self.weights.optional > self.weights.essential
        rows = []
        for node in nodes:
            for skill, ask in self.needs[node].items():
                pair = self.degree(ask.essential), self.degree(ask.optional)
                heavy, light = pair[::-1] if swapped else pair
                rows.append((node, self.number_of_skill[skill], heavy, light, self.degree(ask.degree)))
        return sorted(rows)

    def node_table(self, engine: Engine) -> Table:
        """Return ``node, iri, whole`` of all nodes; ``whole`` is null for those that are not described."""
        whole = self.whole
        rows = [(at, iri, whole[at] if self.needs[at] else None) for at, iri in enumerate(self.nodes)]
        return engine.table({"node": "int32", "iri": "string", "whole": "int64"}, rows)

    def skill_table(self, engine: Engine) -> Table:
        """Return ``skill, iri`` of all skills."""
        return engine.table({"skill": "int32", "iri": "string"}, list(enumerate(self.skills)))

    def pair(self, table: Table) -> Any:
        """Return one number for ``node`` and ``skill``, to join by.

        With two columns, DuckDB may first join by skill only, which makes a row for each node that needs it.
        """
        return table.node.cast("int64") * len(self.skills) + table.skill

    def saved(self, table: Table, have: str = "have") -> Table:
        """Return the weight saved by holding ``have`` of a skill, from columns of :meth:`need_table`.

        It is an integer stored as a float: sums stay exact, and DuckDB would use 128 bits for a sum of integers.
        """
        import ibis

        heavy, light = sorted((self.weights.essential, self.weights.optional), reverse=True)
        held = table[have]
        above = ibis.greatest(ibis.least(held, table.light) - table.heavy, 0)
        return (ibis.least(held, table.heavy) * heavy + above * light).cast("float64")
