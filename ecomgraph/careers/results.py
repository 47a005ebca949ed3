"""Convert the results of a search, which are numbers of edges, to :class:`~ecomgraph.CareerPath` objects."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from ecomgraph.careers.criteria import criterion
from ecomgraph.careers.search.weights import plain
from ecomgraph.model import CareerPath, LearntSkill
from ecomgraph.spelling import alphabetical

if TYPE_CHECKING:
    from ecomgraph.careers.path_request import Request

__all__ = ["Results", "Teachings"]

_KEPT = 50_000


class Teachings(NamedTuple):
    """The rungs that a path requires for the first time at one node.

    ``by_node`` are required by the node, ``by_transition`` only by the transition to it. ``own`` are those of
    ``by_node`` that the node would require even if it did not build on other nodes.
    """

    by_node: int
    by_transition: int
    own: int


class _Step(NamedTuple):
    new: tuple[LearntSkill, ...]
    raised: tuple[LearntSkill, ...]


class _Learnt(NamedTuple):
    order: tuple[str, str, bool]
    skill: LearntSkill


class Results:
    """The paths of one request as values; paths share the objects of common transitions and skills."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._steps: dict[tuple[Teachings, int, int], _Step] = {}
        self._own: dict[int, int] = {}

    def path(self, start: int, edges: tuple[int, ...]) -> CareerPath:
        """Return the path along transitions from a node; its costs are computed afresh from the transitions."""
        request, network = self._request, self._request.network
        taught, essential, optional = self._taught(start, edges)
        learning = Fraction(self.learning(start, edges), request.atoms.unit)
        costs = tuple(
            (name, plain(learning if name == "learning" else criterion(name).total(request, edges)))
            for name in request.criteria
        )
        transitions = tuple(map(network.transition, edges))
        source = network.catalog.node(network.nodes[start])
        steps = [self._new_and_raised(it, essential, optional) for it in taught[1:]]
        visited = (start, *(network.heads[edge] for edge in edges))
        named_source, named_target = network.catalog.node(request.source), network.catalog.node(request.target)
        target = transitions[-1].target if edges else source
        return CareerPath(
            source=source,
            target=target,
            source_for=None if source == named_source else named_source,
            target_for=None if target == named_target else named_target,
            transitions=transitions,
            minimize=request.criteria[0],
            cost=costs[0][1],
            costs=costs,
            new_skills=tuple([it.new for it in steps]),
            raised_skills=tuple([it.raised for it in steps]),
            learning=plain(learning),
            undescribed=tuple([network.catalog.node(network.nodes[it]) for it in visited if it in network.silent]),
        )

    def learning(self, start: int, edges: tuple[int, ...]) -> int:
        """Return the weight of all that has to be learnt on a path, in units of the atoms."""
        request = self._request
        atoms, heads = request.atoms, request.network.heads
        asked_at, own = atoms.asked, atoms.own
        asked = 0 if request.granted else asked_at[start]
        for edge in edges:
            asked |= asked_at[heads[edge]]
        if own:
            for edge in own.keys() & edges:
                asked |= own[edge]
        known = request.known_atoms | (atoms.held_at[request.named] if request.granted else 0)
        return atoms.weigh(asked & ~known)

    def lessons(self, start: int, edges: tuple[int, ...]) -> list[tuple[LearntSkill, ...]]:
        """Return the skills to learn at each node of a path, including the first, ordered by label, then IRI."""
        taught, essential, optional = self._taught(start, edges)
        return [self._step(it, essential, optional) for it in taught]

    def _taught(self, start: int, edges: tuple[int, ...]) -> tuple[list[Teachings], int, int]:
        """Return the rungs first required at each node, and the essential and the optional rungs of the whole path."""
        request, rungs = self._request, self._request.atoms.rungs
        network = request.network
        heads, required, own = network.heads, rungs.required, rungs.own
        essential, optional = (0, 0) if request.granted else (rungs.essential[start], rungs.optional[start])
        # If skills are granted, nothing is learnt at the start, even if it stands in for the node that was named.
        first = 0 if request.granted else required[start] & ~request.known_rungs
        known = request.known_rungs | (required[request.named] if request.granted else first)
        found = [Teachings(first, 0, first and first & self._own_at(start))]
        for edge in edges:
            head, by_transition = heads[edge], 0
            essential |= rungs.essential[head]
            optional |= rungs.optional[head]
            by_node = required[head] & ~known
            known |= by_node
            if edge in own:
                essential |= own[edge][0]
                optional |= own[edge][1]
                by_transition = (own[edge][0] | own[edge][1]) & ~known
                known |= by_transition
            found.append(Teachings(by_node, by_transition, by_node and by_node & self._own_at(head)))
        return found, essential, optional

    def _own_at(self, node: int) -> int:
        """Return the rungs that a node would require even if it did not build on other nodes."""
        if node not in self._own:
            network, rungs = self._request.network, self._request.atoms.rungs
            own = network.needs.own(network.nodes[node])
            degrees = {skill: ask.degree for skill, ask in (own or {}).items()}
            self._own[node] = rungs.required[node] if own is None else rungs.begun(degrees)
        return self._own[node]

    def _new_and_raised(self, taught: Teachings, essential: int, optional: int) -> _Step:
        both = taught.by_node | taught.by_transition
        key = taught, essential & both, optional & both
        if key not in self._steps:
            if len(self._steps) >= _KEPT:
                self._steps.clear()
            step = self._step(*key)
            new = tuple([it for it in step if it.before is None])
            self._steps[key] = _Step(new, tuple([it for it in step if it.before]) if len(new) < len(step) else ())
        return self._steps[key]

    def _step(self, taught: Teachings, essential: int, optional: int) -> tuple[LearntSkill, ...]:
        by_node, by_transition, own = taught
        found = self._learnt(by_node, essential, optional, own, "built_on") if by_node else []
        if by_transition:
            found += self._learnt(by_transition, essential, optional, 0, "asked_by_transition")
        found.sort(key=lambda it: it.order)
        return tuple([it.skill for it in found])

    def _learnt(self, rungs: int, essential: int, optional: int, own: int, attribute: str) -> list[_Learnt]:
        """Return the skills of some rungs; the objects are cached for all requests with these atoms.

        A skill with no rung in ``own`` gets ``attribute`` set to true.
        """
        atoms, found = self._request.atoms, []
        kept: dict[object, _Learnt] = atoms.values
        for part in atoms.rungs.split(rungs):
            mine = part[-1]
            mark = "" if mine & own else attribute
            key = mine, essential & mine, optional & mine, mark
            if key not in kept:
                if len(kept) >= _KEPT:
                    kept.clear()
                kept[key] = self._learnt_skill(*part, essential & mine, optional & mine, mark)
            found.append(kept[key])
        return found

    def _learnt_skill(
        self, iri: str, before: Fraction, after: Fraction, _: int, essential: int, optional: int, mark: str
    ) -> _Learnt:
        atoms, needs = self._request.atoms, self._request.network.needs
        skill = needs.catalog.skill(iri)
        learnt = LearntSkill(
            iri=iri,
            id=skill.id,
            label=skill.label,
            definition=skill.definition,
            type=skill.type,
            broader=skill.broader,
            importance="essential" if essential else "optional",
            weight=plain(Fraction(atoms.weigh(atoms.of(essential, optional)), atoms.unit)),
            before=needs.scales.as_value(iri, before) if before else None,
            after=needs.scales.as_value(iri, after) if needs.graded else None,
            built_on=mark == "built_on",
            asked_by_transition=mark == "asked_by_transition",
        )
        return _Learnt((alphabetical(skill.label), iri, learnt.asked_by_transition), learnt)
