"""The required skills of a career node, and the reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ecomgraph.careers.scales import NONE
from ecomgraph.model import Explanation, RequiredSkill
from ecomgraph.namespace import ECG, PREFIXES
from ecomgraph.reading.names import slug_of
from ecomgraph.spelling import alphabetical

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ecomgraph.careers.need import Asked, Needs
    from ecomgraph.reading.reader import Grounds

__all__ = ["explain", "passages", "required_skills"]

_STRENGTH = ("stated", "curated", "derived", "")
_NOTE = PREFIXES["skos"] + "editorialNote"


def required_skills(needs: Needs, node: str) -> tuple[RequiredSkill, ...]:
    """Return the skills that a node requires.

    Essential skills come first, then those that the source rates as more important; ties go by label, then IRI.
    """
    needed = needs.of(node)
    judged = _bases_built_on(needs, node)
    found = [_required(needs, skill, asked, judged) for skill, asked in needs.by_skill(node).items() if skill in needed]
    order = lambda it: (it.importance, -(it.importance_rating or 0), alphabetical(it.skill.label), it.skill.iri)  # noqa: E731
    return tuple(sorted(found, key=order))


def _greatest(needs: Needs, requirements: list[str], number: str) -> float | None:
    found = (needs.catalog.number(requirement, number, float) for requirement in requirements)
    return max((it for it in found if it is not None), default=None)


def _required(needs: Needs, skill: str, asked: list[Asked], judged: dict[str, str]) -> RequiredSkill:
    catalog = needs.catalog
    requirements = [requirement for _, _, _, requirement in asked]
    ask = needs.ask(requirements, skill)
    graded = needs.has_degrees(requirements, skill)
    grounds = [_grounds(needs, via, holder, it, judged.get(via, "")) for via, _, holder, it in asked]
    bases = {it.basis for it in grounds}
    basis = next((basis for basis in _STRENGTH if basis in bases), "")
    return RequiredSkill(
        skill=catalog.skill(skill),
        importance="essential" if ask.essential else "optional",
        basis=basis,
        # Only grounds of this basis count: if a stated requirement is hedged, an unhedged curated one changes nothing.
        modality=_least_hedged({it.modality for it in grounds if it.basis == basis}),
        built_on=all(far for _, far, _, _ in asked),
        via=tuple(sorted({via for via, _, _, _ in asked})),
        proficiency=_greatest(needs, requirements, ECG.proficiency),
        importance_rating=_greatest(needs, requirements, ECG.importanceRating),
        required_level=needs.scales.level_of(skill, ask.degree),
        degree=float(ask.degree) if graded else None,
        essential_degree=float(ask.essential) if graded else None,
        own_degree=float(needs.ask([it for _, far, _, it in asked if not far], skill).degree) if graded else None,
        group=catalog.group(skill),
        resources=needs.resources.of(skill, after=needs.scales.as_value(skill, ask.degree)),
    )


class _Grounds(NamedTuple):
    """The grounds of a requirement for a node: those of the requirement, and of the links from the node to it."""

    own_basis: str
    basis: str
    modality: str


def _links(needs: Needs, via: str, holder: str) -> list[Grounds]:
    """Return the grounds of the links from a node to the holder; nothing if the node is the holder."""
    catalog = needs.catalog
    return [
        catalog.grounds(via, link, holder)
        for link in (ECG.hasResponsibility, ECG.performsActivity)
        if holder != via and holder in catalog.dataset.iris(via, link)
    ]


def _evidence(needs: Needs, via: str, holder: str, requirement: str) -> list[str]:
    """Return the passages that support a requirement of one node.

    If several nodes share a responsibility or an activity, its requirements cite passages about each of these nodes.
    Those that the link from this node cites as well are about this node. If there are none, all passages count.
    """
    found = needs.catalog.dataset.iris(requirement, ECG.hasEvidence)
    told = {passage for link in _links(needs, via, holder) for passage in link.evidence}
    return [passage for passage in found if passage in told] or list(found)


def _grounds(needs: Needs, via: str, holder: str, requirement: str, judged: str) -> _Grounds:
    """Return the grounds of a requirement; the basis is the weakest one of the requirement and of the links to it.

    The links are those from ``via`` to the responsibility or activity, and those to the nodes built on (``judged`` is
    their basis). A requirement without a modality has that of the link from ``via``.
    """
    catalog = needs.catalog
    modalities = catalog.dataset.iris(requirement, ECG.modality)
    bases = catalog.dataset.iris(requirement, ECG.hasBasis)
    own = slug_of(bases[0]) if bases else ""
    links = _links(needs, via, holder)
    told = [slug_of(it.modality) for it in links if it.modality]
    modality = slug_of(modalities[0]) if modalities else next(iter(told), "")
    return _Grounds(own, own and _weakest([own, judged, *(slug_of(it.basis) for it in links)]), modality)


def _bases_built_on(needs: Needs, node: str) -> dict[str, str]:
    """Return the nodes that a node builds on, each with the weakest basis of the links that lead to it.

    Nodes that it inherits from are not among them.
    """
    dataset, sources = needs.catalog.dataset, needs.sources(node)
    built_on = {it for it, far in sources if far}
    found: dict[str, str] = {}
    links = [(one, other) for one, _ in sources for other in dataset.iris(one, ECG.buildsOn)]
    ranked = sorted(
        ((slug_of(needs.catalog.grounds(one, ECG.buildsOn, other).basis), other) for one, other in links),
        key=lambda it: -_STRENGTH.index(it[0]) if it[0] in _STRENGTH[:-1] else 1,
    )
    for basis, start in ranked:
        pending = [start]
        while pending:
            here = pending.pop()
            if here not in found:
                found[here] = basis
                pending += dataset.iris(here, ECG.inheritsFrom) + dataset.iris(here, ECG.buildsOn)
    return {it: basis for it, basis in found.items() if it in built_on}


def _weakest(bases: Iterable[str]) -> str:
    """Return the weakest of some bases; empty ones do not count."""
    known = [it for it in bases if it in _STRENGTH[:-1]]
    return max(known, key=_STRENGTH.index, default="")


def _least_hedged(modalities: set[str]) -> str:
    return "" if "" in modalities else "typical" if "typical" in modalities else min(modalities)


def explain(needs: Needs, node: str, skill: str) -> tuple[Explanation, ...]:
    """Return every reason why a node requires a skill.

    The node's own reasons come first, then those of nodes that it inherits from, then those of nodes that it builds on.
    Within these groups, the order is: IRI of the node, greatest degree, essential before optional, label of the holder.
    """
    catalog = needs.catalog
    dataset = catalog.dataset
    found = []
    judged = _bases_built_on(needs, node)
    for via, built_on, holder, requirement in needs.by_skill(node).get(skill, ()):
        degree = needs.degree(requirement, skill)
        if degree == NONE:
            continue
        grounds = _grounds(needs, via, holder, requirement, judged.get(via, ""))
        graded = needs.has_degrees([requirement], skill)
        found.append(
            Explanation(
                node=catalog.node(node),
                via=catalog.node(via),
                holder=catalog.node(via) if holder == via else catalog.entity(holder),
                skill=catalog.skill(skill),
                importance="essential" if needs.ask([requirement], skill).essential else "optional",
                basis=grounds.basis,
                own_basis=grounds.own_basis,
                note=dataset.literal(requirement, _NOTE, catalog.language),
                evidence=tuple(map(catalog.passage, _evidence(needs, via, holder, requirement))),
                builds_on=built_on,
                degree=needs.scales.as_value(skill, degree) if graded else None,
                modality=grounds.modality,
            )
        )

    def order(it: Explanation) -> tuple[bool, bool, str, float, str, str, str]:
        degree = it.degree.degree if it.degree else 0
        by_need = (-degree, it.importance, alphabetical(it.holder.label), it.holder.iri)
        return (it.via.iri != node, it.builds_on, it.via.iri, *by_need)

    return tuple(sorted(found, key=order))


def passages(needs: Needs, node: str) -> int:
    """Return the number of passages that support the requirements of a node."""
    asked = needs.requirements(node)
    return len({passage for via, _, holder, it in asked for passage in _evidence(needs, via, holder, it)})
