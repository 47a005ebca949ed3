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
    """A node, by IRI, whose content another has as well, and whether that one builds on it or inherits from it."""

    node: str
    builds_on: bool


def common_nodes(needs: Needs, node: str) -> tuple[Origin, ...]:
    """Return the nodes whose content a node shares: those that it inherits from, then those that it builds on.

    Each group begins with the nodes whose skills come from the fewest nodes; ties go by IRI.

    A profile shares the content of its role, but not that of the profiles that it combines, which sets it apart.
    """
    roles = set(needs.catalog.dataset.iris(node, ECG.narrowsRole))

    def combined(other: str) -> bool:
        return bool(roles.intersection(needs.catalog.dataset.iris(other, ECG.narrowsRole)))

    found = [Origin(*it) for it in needs.sources(node)[1:]]
    found = [it for it in found if it.builds_on or not combined(it.node)]
    return tuple(sorted(found, key=lambda it: (it.builds_on, len(needs.sources(it.node)), it.node)))


def common_skills(needs: Needs, node: str) -> dict[str, Origin]:
    """Return the skills that a node requires no further than a node whose content it shares, each with that node.

    Of several it is the one that requires the highest degree, then the first of :func:`common_nodes`. Sorted by IRI.
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
            # If no node alone requires that much of the skill, several together do.
            found[skill] = max(own, key=lambda it: (_alike(own[it], ask), own[it].degree, -origins.index(it)))
    return found


def _alike(one: Ask, other: Ask) -> bool:
    """Return whether two ask for the same; what is asked for as optional adds nothing below what is essential."""
    return (one.essential, one.degree) == (other.essential, other.degree)
