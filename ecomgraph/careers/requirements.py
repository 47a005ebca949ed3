"""What a career node requires of a person, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecomgraph.model import Explanation, RequiredSkill
from ecomgraph.namespace import ECG, PREFIXES
from ecomgraph.reading.names import slug_of
from ecomgraph.reading.reader import label_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecomgraph.model import Importance
    from ecomgraph.reading.catalog import Catalog

__all__ = ["explain", "required_skills"]

_STRENGTH = ("stated", "curated", "derived", "")
_NOTE = PREFIXES["skos"] + "editorialNote"


def required_skills(catalog: Catalog, node: str) -> tuple[RequiredSkill, ...]:
    """Return the skills that a node requires: essential ones first, then by label, then by IRI."""
    dataset = catalog.dataset
    groups: dict[str, list[tuple[str, str]]] = {}
    for via, _, requirement in _requirements(catalog, node):
        for skill in dataset.iris(requirement, ECG.requiredSkill):
            groups.setdefault(skill, []).append((via, requirement))
    found = []
    for skill, asked in groups.items():
        requirements = [requirement for _, requirement in asked]
        bases = {slug_of(basis) for requirement in requirements for basis in dataset.iris(requirement, ECG.hasBasis)}
        levels = [catalog.number(requirement, ECG.proficiency, float) for requirement in requirements]
        found.append(
            RequiredSkill(
                skill=catalog.skill(skill),
                importance=_importance(catalog, requirements),
                basis=next((basis for basis in _STRENGTH if basis in bases), ""),
                via=tuple(sorted({via for via, _ in asked})),
                proficiency=max((level for level in levels if level is not None), default=None),
            )
        )
    return tuple(sorted(found, key=lambda it: (it.importance, *label_key(it.skill))))


def explain(catalog: Catalog, node: str, skill: str) -> tuple[Explanation, ...]:
    """Return every reason why a node requires a skill: its own first, then by IRI of the node, label of the holder."""
    dataset = catalog.dataset
    found = []
    for via, holder, requirement in _requirements(catalog, node):
        if skill in dataset.iris(requirement, ECG.requiredSkill):
            bases = dataset.iris(requirement, ECG.hasBasis)
            found.append(
                Explanation(
                    node=catalog.node(node),
                    via=catalog.node(via),
                    holder=catalog.node(via) if holder == via else catalog.entity(holder),
                    skill=catalog.skill(skill),
                    importance=_importance(catalog, [requirement]),
                    basis=slug_of(bases[0]) if bases else "",
                    note=dataset.literal(requirement, _NOTE, catalog.language),
                    evidence=tuple(map(catalog.passage, dataset.iris(requirement, ECG.hasEvidence))),
                )
            )
    return tuple(sorted(found, key=lambda it: (it.via.iri != node, it.via.iri, *label_key(it.holder))))


def _requirements(catalog: Catalog, node: str) -> Iterator[tuple[str, str, str]]:
    """Yield each node that has it, its holder (the node, a responsibility or an activity) and a requirement."""
    dataset = catalog.dataset
    for via in catalog.broader_nodes(node):
        work = dataset.iris(via, ECG.hasResponsibility) + dataset.iris(via, ECG.performsActivity)
        for holder in [via, *work]:
            for requirement in dataset.iris(holder, ECG.hasSkillRequirement):
                yield via, holder, requirement


def _importance(catalog: Catalog, requirements: list[str]) -> Importance:
    grades = {grade for requirement in requirements for grade in catalog.dataset.iris(requirement, ECG.importance)}
    return "essential" if PREFIXES["importance"] + "essential" in grades else "optional"
