"""Plan a person's path to a target: the start, and the skills to learn at each step with reasons."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from ecomgraph.careers import requirements
from ecomgraph.careers.gap import described
from ecomgraph.careers.paths import best_paths
from ecomgraph.careers.results import Results
from ecomgraph.careers.scales import ALL
from ecomgraph.careers.search.weights import plain
from ecomgraph.errors import NoPathError
from ecomgraph.model import Lesson, Plan, PlanStart, PlanStep
from ecomgraph.spelling import alphabetical

if TYPE_CHECKING:
    from ecomgraph.careers.network import Network
    from ecomgraph.careers.path_request import Request
    from ecomgraph.model import CareerPath, LearntSkill, Transition

__all__ = ["make_plan", "starts_of"]

# The number of further starts that a plan names.
_NEXT_BEST = 2


def make_plan(request: Request, *, chosen: bool) -> Plan:
    """Return the path of a request by learning, and the skills to learn at each step.

    The path starts at the source, whose skills count as known, or at a profile that stands in for it. If ``chosen``, it
    starts at the node with the least missing weight among the described nodes from which the target can be reached
    under the conditions, the target itself included. Ties go to the node that uses more of the known skills, then by
    IRI. The missing skills of that node are learnt first.
    """
    compared: list[int] = []
    if chosen:
        compared = _starts(replace(request, granted=False))
        request, path = _from_the_first(replace(request, granted=False), compared)
    else:
        path = best_paths(request, 1)[0]
    network = request.network
    visited = [network.index[node.iri] for node in path.nodes]
    edges = tuple(network.transition_iris.index(transition.iri) for transition in path.transitions)
    lessons = Results(request).lessons(visited[0], edges)
    steps = [
        _step(network, node, transition, visited, learnt)
        for node, transition, learnt in zip(visited, (None, *path.transitions), lessons, strict=True)
    ]
    # With conditions, it would take a search for each of the other starts to know whether a path from it exists.
    others = [] if request.conditions else [it for it in compared if it != visited[0]][:_NEXT_BEST]
    return Plan(
        known=network.skills_of(skill for skill, degree in request.known.items() if degree),
        target=path.target,
        steps=tuple(steps),
        cost=path.learning,
        source_for=path.source_for,
        target_for=path.target_for,
        starts=tuple(_start(request, it) for it in (visited[0], *others)) if chosen else (),
        compared=0 if request.conditions else len(compared),
        conditions=request.conditions,
        source_described=None if chosen else described(network.needs, request.source),
    )


def starts_of(request: Request) -> list[str]:
    """Return the nodes where a plan to the target of a request may begin if none is named, by IRI."""
    return [request.network.nodes[node] for node in sorted(_starts(request))]


def _starts(request: Request) -> list[int]:
    """Return the nodes where a plan to the target of a request may begin, least missing weight first."""
    network, atoms = request.network, request.atoms
    backward: dict[int, list[int]] = {}
    for edge in request.allowed:
        backward.setdefault(network.heads[edge], []).append(network.tails[edge])
    found = set(network.stand_ins(request.target)) - request.avoided
    frontier, steps = found, 0
    while frontier and steps != request.max_steps:
        frontier = {tail for node in frontier for tail in backward.get(node, ())} - found - request.avoided
        found |= frontier
        steps += 1

    def order(node: int) -> tuple[int, int, int]:
        asked = atoms.asked[node]
        return atoms.weigh(asked & ~request.known_atoms), -atoms.weigh(asked & request.known_atoms), node

    return sorted(found - network.silent or found, key=order)


def _from_the_first(request: Request, starts: list[int]) -> tuple[Request, CareerPath]:
    """Return the best path from the first of some nodes that has one, and the request for it."""
    network = request.network
    for start in starts:
        begun = replace(request, source=network.nodes[start])
        try:
            return begun, best_paths(begun, 1)[0]
        except NoPathError:
            continue
    target = network.catalog.node(request.target).label
    message = f"no path leads to {target!r} {' '.join(request.conditions)}; leave out a condition"
    raise NoPathError(message, source=request.target, target=request.target, nearest="")


def _start(request: Request, node: int) -> PlanStart:
    atoms, network = request.atoms, request.network
    weight = Fraction(atoms.weigh(atoms.asked[node] & ~request.known_atoms), atoms.unit)
    return PlanStart(node=network.catalog.node(network.nodes[node]), weight=plain(weight))


def _step(
    network: Network, node: int, transition: Transition | None, visited: list[int], learnt: tuple[LearntSkill, ...]
) -> PlanStep:
    lessons = [_lesson(network, node, skill, visited) for skill in learnt]
    lessons.sort(key=lambda it: (it.importance, alphabetical(it.skill.label), it.skill.iri, it.asked_by_transition))
    return PlanStep(
        node=network.catalog.node(network.nodes[node]),
        transition=transition,
        lessons=tuple(lessons),
        cost=plain(sum((Fraction(str(it.weight)) for it in learnt), Fraction(0))),
        described=described(network.needs, network.nodes[node]),
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
