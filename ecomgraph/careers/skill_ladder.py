"""The nodes that need one skill, with the degree that each needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecomgraph.careers.need import Ask
from ecomgraph.namespace import ECG

if TYPE_CHECKING:
    from ecomgraph.careers.need import Needs

__all__ = ["asked_of"]


def asked_of(needs: Needs, skill: str) -> dict[str, Ask]:
    """Return the requirement of each node for a skill, by the IRI of the node, sorted.

    This follows the links from the requirements of the skill to the nodes, and reads no other node.

    >>> from ecomgraph import load
    >>> graph = load()
    >>> asked = asked_of(graph.network.needs, graph.skill("seo").iri)
    >>> len(asked), asked[graph.role("CDO").iri].degree
    (31, Fraction(1, 3))
    """
    dataset = needs.catalog.dataset
    found: dict[str, Ask] = {}
    for requirement in dataset.subjects(ECG.requiredSkill, skill):
        ask = needs.ask([requirement], skill)
        if not ask.degree:
            continue
        reached = set(dataset.subjects(ECG.hasSkillRequirement, requirement))
        for link in (ECG.hasResponsibility, ECG.performsActivity):
            reached.update([node for work in sorted(reached) for node in dataset.subjects(link, work)])
        pending = list(reached)
        while pending:
            node = pending.pop()
            fresh = {*dataset.subjects(ECG.inheritsFrom, node), *dataset.subjects(ECG.buildsOn, node)} - reached
            reached |= fresh
            pending += fresh
        for node in reached:
            found[node] = found.get(node, Ask()).joined(ask)
    return {node: found[node] for node in dataset.subjects(ECG.requiresSkill, skill) if node in found}
