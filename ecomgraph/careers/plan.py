"""Plan a person's path to a target: where to start, what to learn at each step, why, and what else it serves."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from ecomgraph.careers import requirements
from ecomgraph.careers.path_request import Request
from ecomgraph.careers.paths import best_paths
from ecomgraph.careers.results import Results
from ecomgraph.careers.scales import ALL
from ecomgraph.careers.search.weights import STANDARD, plain
from ecomgraph.model import Lesson, Plan, PlanStep

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ecomgraph.careers.network import Network
    from ecomgraph.careers.search.weights import Weights
    from ecomgraph.model import LearntSkill, Transition

__all__ = ["make_plan"]


def make_plan(
    network: Network,
    known: Mapping[str, Fraction],
    target: str,
    source: str | None = None,
    weights: Weights = STANDARD,
) -> Plan:
    """Return the path to a target on which least is to be learnt, and the lessons of each step.

    It starts at ``source``, whose skills are known then, or at a profile that stands in for it. Without ``source`` it
    starts at the node that least is missing for among those that are described and from which the target can be
    reached, the target itself included; of several the one that more of what is known serves, then by IRI. What that
    node asks for is to be learnt first.
    """
    request = Request(
        network=network,
        source=source or target,
        target=target,
        criteria=("learning",),
        known=known,
        weights=weights,
        granted=source is not None,
    )
    if source is None:
        request = replace(request, source=start_of(request))
    path = best_paths(request, 1)[0]
    visited = [network.index[node.iri] for node in path.nodes]
    edges = tuple(network.transition_iris.index(transition.iri) for transition in path.transitions)
    lessons = Results(request).lessons(visited[0], edges)
    steps = [
        _step(network, node, transition, visited, learnt)
        for node, transition, learnt in zip(visited, (None, *path.transitions), lessons, strict=True)
    ]
    held = (skill for skill, degree in known.items() if degree)
    return Plan(
        known=network.skills_of(held),
        target=path.target,
        steps=tuple(steps),
        cost=path.learning,
        source_for=path.source_for,
        target_for=path.target_for,
    )


def start_of(request: Request) -> str:
    """Return the node where a plan to the target of a request begins if none is named."""
    network, atoms = request.network, request.atoms
    backward: dict[int, list[int]] = {}
    for tail, head in zip(network.tails, network.heads, strict=True):
        backward.setdefault(head, []).append(tail)
    reaching = set(network.stand_ins(request.target))
    pending = list(reaching)
    while pending:
        for tail in backward.get(pending.pop(), ()):
            if tail not in reaching:
                reaching.add(tail)
                pending.append(tail)

    def order(node: int) -> tuple[int, int, int]:
        asked = atoms.asked[node]
        return atoms.weigh(asked & ~request.known_atoms), -atoms.weigh(asked & request.known_atoms), node

    return network.nodes[min(reaching - network.silent or reaching, key=order)]


def _step(
    network: Network, node: int, transition: Transition | None, visited: list[int], learnt: tuple[LearntSkill, ...]
) -> PlanStep:
    lessons = [_lesson(network, node, skill, visited) for skill in learnt]
    lessons.sort(key=lambda it: (it.importance, it.skill.label.casefold(), it.skill.iri, it.asked_by_transition))
    return PlanStep(
        node=network.catalog.node(network.nodes[node]),
        transition=transition,
        lessons=tuple(lessons),
        cost=plain(sum((Fraction(str(it.weight)) for it in learnt), Fraction(0))),
    )


def _lesson(network: Network, node: int, learnt: LearntSkill, visited: list[int]) -> Lesson:
    catalog, needs, rungs = network.catalog, network.needs, network.rungs()
    every = rungs.up_to(learnt.iri, ALL)
    return Lesson(
        skill=catalog.skill(learnt.iri),
        importance=learnt.importance,
        weight=learnt.weight,
        before=learnt.before,
        after=learnt.after,
        group=catalog.group(learnt.iri),
        built_on=learnt.built_on,
        asked_by_transition=learnt.asked_by_transition,
        reasons=requirements.explain(needs, network.nodes[node], learnt.iri),
        serves=tuple(
            catalog.node(iri)
            for other, iri in enumerate(network.nodes)
            if other not in visited and rungs.required[other] & every
        ),
        resources=needs.resources.of(learnt.iri, learnt.before, learnt.after),
    )
