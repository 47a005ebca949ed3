"""Plan the way of a person to a target: where to start, what to learn at each step, why, and what else it serves."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from ecomgraph.careers import requirements
from ecomgraph.careers.paths import Request, best_paths
from ecomgraph.careers.search.weights import STANDARD, plain
from ecomgraph.model import Lesson, Plan, PlanStep
from ecomgraph.reading.reader import by_label

if TYPE_CHECKING:
    from ecomgraph.careers.network import Network
    from ecomgraph.careers.search.weights import Weights
    from ecomgraph.model import Transition

__all__ = ["make_plan"]


def make_plan(
    network: Network, known: frozenset[str], target: str, source: str | None = None, weights: Weights = STANDARD
) -> Plan:
    """Return the way to a target on which least is to be learnt, and the lessons of each step.

    It starts at ``source``, or else at the node that least is missing for among those from which the target can be
    reached, the target itself included; of several the one that more of what is known serves, then by IRI.
    """
    start = source or _start(network, known, target, weights)
    request = Request(
        network=network,
        source=start,
        target=target,
        criteria=("learning",),
        known=known,
        weights=weights,
        granted=False,
    )
    path = best_paths(request, 1)[0]
    visited = [network.index[node.iri] for node in path.nodes]
    taught = request.known_bits
    steps = []
    for node, transition in zip(visited, (None, *path.transitions), strict=True):
        steps.append(_step(network, node, transition, visited, taught, weights))
        taught |= network.required(node)
    return Plan(
        known=by_label(map(network.catalog.skill, known)),
        target=path.target,
        steps=tuple(steps),
        cost=path.cost,
    )


def _start(network: Network, known: frozenset[str], target: str, weights: Weights) -> str:
    have = network.bits_of(known)
    backward: dict[int, list[int]] = {}
    for tail, head in zip(network.tails, network.heads, strict=True):
        backward.setdefault(head, []).append(tail)
    reaching = set(network.stand_ins(target))
    pending = list(reaching)
    while pending:
        for tail in backward.get(pending.pop(), ()):
            if tail not in reaching:
                reaching.add(tail)
                pending.append(tail)

    def order(node: int) -> tuple[int, int, int]:
        essential, optional = network.essential[node], network.optional[node]
        missing = weights.weigh(essential & ~have, optional & ~have)
        return missing, -weights.weigh(essential & have, optional & have), node

    return network.nodes[min(reaching, key=order)]


def _step(
    network: Network, node: int, transition: Transition | None, visited: list[int], taught: int, weights: Weights
) -> PlanStep:
    catalog = network.catalog
    new = network.required(node) & ~taught
    asked = requirements.required_skills(catalog, network.nodes[node])
    lessons = tuple(
        _lesson(network, node, asked_skill.skill.iri, visited, weights)
        for asked_skill in asked
        if network.bits_of([asked_skill.skill.iri]) & new
    )
    cost = weights.weigh(network.essential[node] & new, network.optional[node] & new)
    return PlanStep(
        node=catalog.node(network.nodes[node]),
        transition=transition,
        lessons=lessons,
        cost=plain(Fraction(cost, weights.unit)),
    )


def _lesson(network: Network, node: int, skill: str, visited: list[int], weights: Weights) -> Lesson:
    catalog, bit = network.catalog, network.bits_of([skill])
    essential = bool(network.essential[node] & bit)
    return Lesson(
        skill=catalog.skill(skill),
        importance="essential" if essential else "optional",
        weight=plain(Fraction(weights.essential if essential else weights.optional, weights.unit)),
        reasons=requirements.explain(catalog, network.nodes[node], skill),
        serves=tuple(
            catalog.node(iri)
            for other, iri in enumerate(network.nodes)
            if other not in visited and network.required(other) & bit
        ),
    )
