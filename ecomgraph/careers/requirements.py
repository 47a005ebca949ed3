"""What a career node requires of a person, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecomgraph.careers.scales import NONE
from ecomgraph.model import Explanation, RequiredSkill
from ecomgraph.namespace import ECG, PREFIXES
from ecomgraph.reading.names import slug_of

if TYPE_CHECKING:
    from ecomgraph.careers.need import Asked, Needs

__all__ = ["explain", "passages", "required_skills"]

_STRENGTH = ("stated", "curated", "derived", "")
_NOTE = PREFIXES["skos"] + "editorialNote"


def required_skills(needs: Needs, node: str) -> tuple[RequiredSkill, ...]:
    """Return the skills that a node requires.

    Essential ones come first, then those that the source rates as more important, then they go by label and by IRI.
    """
    needed = needs.of(node)
    found = [_required(needs, skill, asked) for skill, asked in needs.by_skill(node).items() if skill in needed]
    order = lambda it: (it.importance, -(it.importance_rating or 0), it.skill.label.casefold(), it.skill.iri)  # noqa: E731
    return tuple(sorted(found, key=order))


def _greatest(needs: Needs, requirements: list[str], number: str) -> float | None:
    found = (needs.catalog.number(requirement, number, float) for requirement in requirements)
    return max((it for it in found if it is not None), default=None)


def _required(needs: Needs, skill: str, asked: list[Asked]) -> RequiredSkill:
    catalog = needs.catalog
    requirements = [requirement for _, _, _, requirement in asked]
    ask = needs.ask(requirements, skill)
    graded = needs.has_degrees(requirements, skill)
    bases = {slug_of(basis) for it in requirements for basis in catalog.dataset.iris(it, ECG.hasBasis)}
    return RequiredSkill(
        skill=catalog.skill(skill),
        importance="essential" if ask.essential else "optional",
        basis=next((basis for basis in _STRENGTH if basis in bases), ""),
        modality=_least_hedged({_modality(needs, via, holder, it) for via, _, holder, it in asked}),
        via=tuple(sorted({via for via, _, _, _ in asked})),
        proficiency=_greatest(needs, requirements, ECG.proficiency),
        importance_rating=_greatest(needs, requirements, ECG.importanceRating),
        required_level=needs.scales.level_of(skill, ask.degree),
        degree=float(ask.degree) if graded else None,
        essential_degree=float(ask.essential) if graded else None,
        group=catalog.group(skill),
        resources=needs.resources.of(skill, after=needs.scales.as_value(skill, ask.degree)),
    )


def _modality(needs: Needs, via: str, holder: str, requirement: str) -> str:
    """Return the modality of a requirement, else that of the link from the node to what has the requirement."""
    catalog = needs.catalog
    found = catalog.dataset.iris(requirement, ECG.modality)
    if not found and holder != via:
        links = [
            link for link in (ECG.hasResponsibility, ECG.performsActivity) if holder in catalog.dataset.iris(via, link)
        ]
        found = [grounds.modality for link in links if (grounds := catalog.grounds(via, link, holder)).modality]
    return slug_of(found[0]) if found else ""


def _least_hedged(modalities: set[str]) -> str:
    return "" if "" in modalities else "typical" if "typical" in modalities else min(modalities)


def explain(needs: Needs, node: str, skill: str) -> tuple[Explanation, ...]:
    """Return every reason why a node requires a skill.

    Its own come first, then those of the nodes that it inherits from, then those of the nodes that it builds on, each
    by IRI of the node, then by label of the holder.
    """
    catalog = needs.catalog
    dataset = catalog.dataset
    found = []
    for via, built_on, holder, requirement in needs.by_skill(node).get(skill, ()):
        degree = needs.degree(requirement, skill)
        if degree == NONE:
            continue
        bases = dataset.iris(requirement, ECG.hasBasis)
        graded = needs.has_degrees([requirement], skill)
        found.append(
            Explanation(
                node=catalog.node(node),
                via=catalog.node(via),
                holder=catalog.node(via) if holder == via else catalog.entity(holder),
                skill=catalog.skill(skill),
                importance="essential" if needs.ask([requirement], skill).essential else "optional",
                basis=slug_of(bases[0]) if bases else "",
                note=dataset.literal(requirement, _NOTE, catalog.language),
                evidence=tuple(map(catalog.passage, dataset.iris(requirement, ECG.hasEvidence))),
                builds_on=built_on,
                degree=needs.scales.as_value(skill, degree) if graded else None,
                modality=_modality(needs, via, holder, requirement),
            )
        )
    order = lambda it: (it.via.iri != node, it.builds_on, it.via.iri, it.holder.label.casefold(), it.holder.iri)  # noqa: E731
    return tuple(sorted(found, key=order))


def passages(needs: Needs, node: str) -> int:
    """Return how many passages the requirements of a node rest on."""
    dataset = needs.catalog.dataset
    requirements = {requirement for _, _, _, requirement in needs.requirements(node)}
    return len({passage for it in requirements for passage in dataset.iris(it, ECG.hasEvidence)})
