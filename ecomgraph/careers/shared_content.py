"""The content that a career node shares with the nodes that it inherits from or builds on."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, NamedTuple

from ecomgraph.careers.need import Ask
from ecomgraph.namespace import ECG

if TYPE_CHECKING:
    from ecomgraph.careers.need import Needs

__all__ = ["Origin", "common_nodes", "common_skills"]


class Origin(NamedTuple):
    """A node, by IRI, whose content another node shares, because it builds on this node or inherits from it."""

    node: str
    builds_on: bool


def common_nodes(needs: Needs, node: str) -> tuple[Origin, ...]:
    """Return the nodes whose content a node shares: those that it inherits from, then those that it builds on.

    Within each of these two groups, nodes whose skills come from the fewest nodes come first; ties go by IRI.

    Profiles of the same role that a profile combines are left out, because their content distinguishes the profile.
    """
    roles = set(needs.catalog.dataset.iris(node, ECG.narrowsRole))

    def combined(other: str) -> bool:
        return bool(roles.intersection(needs.catalog.dataset.iris(other, ECG.narrowsRole)))

    found = [Origin(*it) for it in needs.sources(node)[1:]]
    found = [it for it in found if it.builds_on or not combined(it.node)]
    return tuple(sorted(found, key=lambda it: (it.builds_on, len(needs.sources(it.node)), it.node)))


def common_skills(needs: Needs, node: str) -> dict[str, Origin]:
    """Return the skills whose whole requirement a node shares with :func:`common_nodes`, each with one of these nodes.

    If several of these nodes require the skill, it is the one with the same requirement as ``node``, else the one with
    the highest degree; ties go to the first of them. Sorted by the IRI of the skill.
    """
    origins = common_nodes(needs, node)
    if not origins:
        return {}
    others = [needs.of(it.node) for it in origins]
    asking: dict[str, dict[str, list[str]]] = {}
    for via, _, _, requirement in needs.requirements(node):
        for skill in needs.catalog.dataset.iris(requirement, ECG.requiredSkill):
            asking.setdefault(skill, {}).setdefault(via, []).append(requirement)
    found = {}
    for skill, ask in needs.of(node).items():
        if _alike(reduce(Ask.joined, (other.get(skill, Ask()) for other in others)), ask):
            own = {it: needs.ask(asking[skill][it.node], skill) for it in origins if it.node in asking[skill]}
            # If none of these nodes alone has the same requirement, several of them together do.
            found[skill] = max(own, key=lambda it: (_alike(own[it], ask), own[it].degree, -origins.index(it)))
    return found


def _alike(one: Ask, other: Ask) -> bool:
    """Return whether two requirements are equivalent: an optional degree below the essential one adds nothing."""
    return (one.essential, one.degree) == (other.essential, other.degree)
