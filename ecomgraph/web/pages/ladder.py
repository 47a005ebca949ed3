"""The levels of a skill on its page: each level, its descriptor, and the nodes that need it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ecomgraph.careers.skill_ladder import asked_of
from ecomgraph.spelling import alphabetical

if TYPE_CHECKING:
    from collections.abc import Iterable
    from fractions import Fraction

    from ecomgraph.careers.need import Ask
    from ecomgraph.graph import CareerGraph
    from ecomgraph.web.pages.described import Ref
    from ecomgraph.web.pages.description import Describer

__all__ = ["Step", "ladder"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A degree of a skill: its level, its percentage of full mastery, and the nodes that need it to that degree.

    ``optional`` are nodes that need this degree as optional, and at most a lower one as essential.
    """

    level: str
    percent: int
    definition: str
    essential: tuple[Ref, ...]
    optional: tuple[Ref, ...]


def ladder(graph: CareerGraph, iri: str, describer: Describer) -> tuple[Step, ...]:
    """Return the steps of a skill, highest first; none if no levels or degrees are stated for it.

    >>> from ecomgraph import load
    >>> from ecomgraph.web.pages.description import Describer
    >>> from ecomgraph.web.pages.links import Links
    >>> graph = load()
    >>> steps = ladder(graph, graph.skill("seo").iri, Describer(graph, Links()))
    >>> [(step.level, step.percent, len(step.essential)) for step in steps]
    [('Deep', 100, 4), ('Strong', 67, 0), ('Working', 33, 27)]
    """
    needs = graph._needs
    scale = needs.scales.of(iri)
    asked = asked_of(needs, iri)
    if not asked or (scale is None and {ask.degree for ask in asked.values()} == {1}):
        return ()
    told = {it.level.iri: it.definition for it in needs.scales.descriptors(iri)}
    levels = {needs.scales.degrees[level.iri]: level for level in scale.levels} if scale else {}
    groups: dict[Fraction, dict[str, Ask]] = {degree: {} for degree in levels if degree}
    for node, ask in asked.items():
        groups.setdefault(ask.degree, {})[node] = ask

    def refs(nodes: Iterable[str]) -> tuple[Ref, ...]:
        return tuple(sorted(map(describer.ref, nodes), key=lambda ref: (alphabetical(ref.text), ref.href)))

    def step(degree: Fraction) -> Step:
        level = levels.get(degree)
        here = groups[degree]
        return Step(
            level=level.label if level else "",
            percent=round(100 * degree),
            definition=(told.get(level.iri, "") if level else ""),
            essential=refs(node for node, ask in here.items() if ask.essential == degree),
            optional=refs(node for node, ask in here.items() if ask.essential < degree),
        )

    return tuple(step(degree) for degree in sorted(groups, reverse=True))
