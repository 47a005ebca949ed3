"""A request for paths, and what follows from it: where paths may start, go and end, and the costs of edges."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from math import lcm
from typing import TYPE_CHECKING, NamedTuple

from ecomgraph.arguments import is_whole, shown
from ecomgraph.careers.criteria import criterion
from ecomgraph.careers.search.additive import Packing
from ecomgraph.careers.search.weights import STANDARD, Weights
from ecomgraph.errors import ArgumentError, MissingMonthsError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from fractions import Fraction

    from ecomgraph.careers.network import Network
    from ecomgraph.careers.rungs import Atoms

__all__ = ["PER_SHUNNED", "STAGES", "Request", "Stage"]

PER_SHUNNED = 4
"""The rank of a node that is not described, to break ties; it exceeds the sum of the ranks of both ends."""


class Stage(NamedTuple):
    """Whether profiles may stand in for the source and for the target of a request, and whether only described ones."""

    source: bool
    target: bool
    described: bool


STAGES = (
    Stage(source=False, target=False, described=True),
    *(
        Stage(source=source, target=target, described=described)
        for source, target in ((False, True), (True, False), (True, True))
        for described in (True, False)
    ),
)
"""The stages in order: first the ends as named; profiles may stand in for them only if the network has no path so."""


@dataclass(frozen=True, kw_only=True)
class Request:
    """A request for paths; nodes and skills are given by IRI, and conditions can be combined with any criterion.

    ``through`` are nodes to visit, in any order, ``avoid`` nodes to avoid; in both, a role stands for itself
    and its profiles. ``kinds`` are the slugs of the kinds of transitions allowed, ``None`` for all. ``known`` gives the
    degree of each skill known. If ``granted``, the skills of ``source`` are known; otherwise, the skills of the node
    where a path starts have to be learnt. ``stage`` says which nodes may stand in for ``source`` and ``target``: see
    :data:`STAGES`. Invalid arguments raise :class:`~ecomgraph.ArgumentError`.
    """

    network: Network
    source: str
    target: str
    criteria: tuple[str, ...] = ("steps",)
    through: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    kinds: frozenset[str] | None = None
    max_steps: int | None = None
    known: Mapping[str, Fraction] = field(default_factory=dict)
    weights: Weights = STANDARD
    granted: bool = True
    stage: Stage = STAGES[0]

    def __post_init__(self) -> None:
        for name in self.criteria:
            criterion(name)
        if not self.criteria or len(set(self.criteria)) < len(self.criteria):
            raise ArgumentError("name at least one criterion, and each only once")
        if self.max_steps is not None and not is_whole(self.max_steps, least=0):
            raise ArgumentError(f"max_steps must be a whole number of at least 0, not {shown(self.max_steps)}")
        if self.kinds is not None and not self.kinds:
            raise ArgumentError(
                "kinds is empty, which allows no transition: name at least one kind, or leave kinds out"
            )
        for kind in sorted(self.kinds - set(self.network.kinds)) if self.kinds else ():
            raise UnknownNameError(kind, "kind of transition", sorted({*self.network.kinds} - {""}))

    # ------------------------------------------------------------------ where a path may start, go and end

    @cached_property
    def avoided(self) -> frozenset[int]:
        """The nodes to avoid, with their profiles."""
        return frozenset[int]().union(*map(self.network.stand_ins, self.avoid))

    @cached_property
    def ends(self) -> frozenset[int]:
        """The nodes that a path may end on."""
        return self._stands_for(self.target, widened=self.stage.target) - self.avoided

    @cached_property
    def starts(self) -> frozenset[int]:
        """The nodes that a path may start on, without those that it may end on."""
        wide = self._stands_for(self.source, widened=self.stage.source)
        return wide - self._stands_for(self.target, widened=self.stage.target) - self.avoided

    @property
    def named(self) -> int:
        """The source as named; if ``granted``, its skills are known even if another node stands in for it."""
        return self.network.index[self.source]

    @property
    def named_ends(self) -> tuple[frozenset[int], frozenset[int]]:
        """The nodes that may stand in for the source and for the target at this stage, whatever the conditions."""
        source = self._stands_for(self.source, widened=self.stage.source)
        return source, self._stands_for(self.target, widened=self.stage.target)

    def _stands_for(self, node: str, *, widened: bool) -> frozenset[int]:
        number = self.network.index[node]
        if not widened:
            return frozenset((number,))
        found = self.network.stand_ins(node)
        return found - self.network.silent | {number} if self.stage.described else found

    @property
    def is_there(self) -> bool:
        """Whether the source is the target, or may stand in for it at this stage."""
        return self.network.index[self.source] in self._stands_for(self.target, widened=self.stage.target)

    @cached_property
    def conditions(self) -> tuple[str, ...]:
        """The conditions in words, to complete a phrase that begins with "a path"."""
        label = {iri: self.network.catalog.node(iri).label for iri in (*self.through, *self.avoid)}
        return (
            *(f"through {label[iri]!r}" for iri in self.through),
            *(f"avoiding {label[iri]!r}" for iri in self.avoid),
            *([f"by {' or '.join(sorted(self.kinds))} only"] if self.kinds is not None else []),
            *(
                []
                if self.max_steps is None
                else [f"in {shown(self.max_steps)} step{'s' * (self.max_steps != 1)} or fewer"]
            ),
        )

    @property
    def needs_labels(self) -> bool:
        """Whether the best path depends on more than additive costs, so that the search needs labels."""
        return self.criteria[0] == "learning" or bool(self.through) or self.max_steps is not None

    @cached_property
    def excepted(self) -> frozenset[int]:
        """The nodes that a path may visit without a description: its ends, and those named by ``through``."""
        return self.starts.union(self.ends, *map(self.network.stand_ins, self.through))

    @cached_property
    def shunned(self) -> frozenset[int]:
        """The nodes that are not described, which paths visit only if there is no other path."""
        return self.network.silent - self.excepted

    @cached_property
    def allowed(self) -> Sequence[int]:
        """The transitions that a path may use."""
        if self.kinds is None:
            return range(len(self.network.transition_iris))
        return [edge for edge, kind in enumerate(self.network.kinds) if kind in self.kinds]

    def preference(self, node: int, named: str) -> int:
        """Return 0 for the node that was named, 1 for one that stands in for it."""
        return int(self.network.nodes[node] != named)

    # ------------------------------------------------------------------ costs

    @cached_property
    def atoms(self) -> Atoms:
        """The weights of rungs, also cut at the known degrees."""
        return self.network.atoms(self.weights, self.known)

    @property
    def all_needs_read(self) -> bool:
        """Whether the atoms have been read, so that :meth:`within` has nothing to save."""
        return "atoms" in vars(self)

    def within(self, nodes: Collection[int], edges: Iterable[int]) -> Request:
        """Return the same request with atoms that are valid at least for these nodes and transitions."""
        if self.all_needs_read:
            return self
        found = replace(self)
        vars(found)["atoms"] = self.network.atoms_along({self.named, *nodes}, sorted(edges), self.weights, self.known)
        return found

    @cached_property
    def known_rungs(self) -> int:
        """The rungs known from the start."""
        return self.atoms.rungs.held(self.known)

    @cached_property
    def known_atoms(self) -> int:
        """The atoms known from the start."""
        return self.atoms.held(self.known_rungs)

    def costs(self, name: str) -> list[int]:
        """Return the cost of each transition by a criterion, as integers; learning costs 0 here.

        A transition whose cost is unknown counts as 0, the least it can be: see :meth:`check_known`.
        """
        edges = range(len(self.network.transition_iris))
        compared = criterion(name)
        if compared.edge_cost is None:
            return [0] * len(edges)
        if name == "new_skills":
            return list(map(self.new_weight, edges))
        costs = [compared.cost(self, edge) or 0 for edge in edges]
        parts = lcm(*(cost.denominator for cost in costs))
        return [int(cost * parts) for cost in costs]

    def ordered_costs(self, name: str, shunned: Collection[int]) -> list[int]:
        """Return :meth:`costs` packed with steps and with steps from shunned nodes, so that sums compare like paths.

        For new skills, the number of steps from shunned nodes comes before the cost; for other criteria, after the
        number of steps.
        """
        packing, costs, tails = self.packing, self.costs(name), self.network.tails
        if name == "new_skills" and shunned:
            most = 1 + len(self.network.nodes) * max(costs, default=0)
            costs = [cost + most * (tail in shunned) for cost, tail in zip(costs, tails, strict=True)]
        if not shunned:
            return [packing.pack(cost, 1) for cost in costs]
        return [packing.pack(cost, 1, PER_SHUNNED * (tail in shunned)) for cost, tail in zip(costs, tails, strict=True)]

    @property
    def packing(self) -> Packing:
        """The packing of cost, steps and rank into one number."""
        # The ranks of both ends add up to less than 8, like that of one more node.
        return Packing.of(len(self.network.nodes) + 2, ranked=len(self.network.silent) + 1)

    def new_weight(self, edge: int) -> int:
        """Return the weight of the new atoms of a transition, in units of :attr:`atoms`.

        New atoms are those that the transition or its head requires, and that are neither required by its tail nor
        known from the start.
        """
        atoms, network = self.atoms, self.network
        asked = atoms.asked[network.heads[edge]]
        if edge in atoms.own:
            asked |= atoms.own[edge]
        return atoms.weigh(asked & ~(atoms.held_at[network.tails[edge]] | self.known_atoms))

    def check_known(self, paths: Iterable[tuple[int, ...]]) -> None:
        """Raise an error if the cost of a transition on one of these paths is unknown.

        The search counts an unknown cost as 0, its lower bound. So a path that ranks before all paths with the
        transition does so whatever the transition costs, and only transitions on the paths returned matter.
        """
        network, edges = self.network, {edge for path in paths for edge in path}
        for name in self.criteria:
            compared = criterion(name)
            if compared.edge_cost is None:
                continue
            missing = sorted({network.transition_iris[edge] for edge in edges if compared.cost(self, edge) is None})
            if missing:
                first = missing[0] + (f" (and {len(missing) - 1} more)" if len(missing) > 1 else "")
                if name == "months":
                    raise MissingMonthsError(
                        f"paths cannot be compared by months: {first} has no ecg:typicalMonths; add it, or avoid the"
                        " nodes that it joins",
                        transitions=missing,
                    )
                raise ArgumentError(f"paths cannot be compared by {name}: it gives no cost for {first}")
