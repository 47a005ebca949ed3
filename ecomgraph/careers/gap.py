"""What is missing: the skills of one node, or of a person, set against those that another node requires."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from ecomgraph.careers import requirements
from ecomgraph.careers.search.weights import STANDARD, plain
from ecomgraph.careers.similarity import jaccard
from ecomgraph.model import ComparedSkill, Comparison, GapSkill, SimilarNode, SkillGap
from ecomgraph.reading.reader import by_label, label_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ecomgraph.careers.network import Network
    from ecomgraph.careers.search.weights import Weights
    from ecomgraph.model import RequiredSkill, Skill

__all__ = ["compare", "similar", "skill_gap"]


def skill_gap(network: Network, source: str | frozenset[str], target: str, weights: Weights = STANDARD) -> SkillGap:
    """Set a node (an IRI) or a person's skills (IRIs) against what a node requires."""
    catalog = network.catalog
    asked = {it.skill.iri: it for it in requirements.required_skills(catalog, target)}
    held = _held(network, source)
    missing = [_as_required(it) for iri, it in asked.items() if iri not in held]
    shared = [_as_required(it) for iri, it in asked.items() if iri in held]
    size, total = _weight(missing, weights), _weight(missing + shared, weights)
    return SkillGap(
        source=catalog.node(source) if isinstance(source, str) else None,
        target=catalog.node(target),
        missing=tuple(missing),
        shared=tuple(shared),
        surplus=tuple(it for iri, it in held.items() if iri not in asked),
        size=plain(size),
        coverage=float(1 - size / total) if total else 1.0,
        similarity=_similarity(network, source, target, weights),
    )


def compare(network: Network, first: str | frozenset[str], second: str, weights: Weights = STANDARD) -> Comparison:
    """Set a node (an IRI) or a person's skills (IRIs) beside a node."""
    catalog = network.catalog
    one = _held(network, first)
    other = _held(network, second)
    skills = by_label(it.skill for it in {**one, **other}.values())
    compared = [
        ComparedSkill(
            skill=skill,
            first=one[skill.iri].importance if skill.iri in one else None,
            second=other[skill.iri].importance if skill.iri in other else None,
        )
        for skill in skills
    ]
    return Comparison(
        first=catalog.node(first) if isinstance(first, str) else None,
        second=catalog.node(second),
        shared=tuple(it for it in compared if it.skill.iri in one and it.skill.iri in other),
        only_first=tuple(it for it in compared if it.skill.iri not in other),
        only_second=tuple(it for it in compared if it.skill.iri not in one),
        similarity=_similarity(network, first, second, weights),
    )


def similar(network: Network, node: str, n: int, weights: Weights = STANDARD) -> tuple[SimilarNode, ...]:
    """Return the nodes most like one, the most alike first, then by label and IRI.

    Left out are those that it inherits from or that inherit from it, which are alike by construction.
    """
    catalog, here = network.catalog, network.index[node]
    related = {network.index[iri] for iri in catalog.broader_nodes(node) if iri in network.index}
    related |= network.stand_ins(node)
    mine = network.essential[here], network.optional[here]
    found = [
        SimilarNode(
            node=catalog.node(network.nodes[it]),
            similarity=jaccard(mine, (network.essential[it], network.optional[it]), weights),
            shared=(network.required(here) & network.required(it)).bit_count(),
        )
        for it in range(len(network.nodes))
        if it not in related
    ]
    return tuple(sorted(found, key=lambda it: (-it.similarity, *label_key(it.node)))[:n])


def _held(network: Network, source: str | frozenset[str]) -> dict[str, GapSkill]:
    catalog = network.catalog
    if isinstance(source, str):
        return {it.skill.iri: _as_required(it) for it in requirements.required_skills(catalog, source)}
    skills: Iterable[Skill] = by_label(map(catalog.skill, source))
    return {skill.iri: GapSkill(skill=skill, importance=None) for skill in skills}


def _as_required(required: RequiredSkill) -> GapSkill:
    return GapSkill(
        skill=required.skill,
        importance=required.importance,
        basis=required.basis,
        via=required.via,
        proficiency=required.proficiency,
    )


def _weight(skills: list[GapSkill], weights: Weights) -> Fraction:
    each = {"essential": weights.essential, "optional": weights.optional}
    return Fraction(sum(each[it.importance] for it in skills if it.importance), weights.unit)


def _similarity(network: Network, source: str | frozenset[str], target: str, weights: Weights) -> float:
    """Return the index; a person's skill weighs what the target gives it, or as an essential one."""
    aim = network.index[target]
    essential, optional = network.essential[aim], network.optional[aim]
    if isinstance(source, str):
        here = network.index[source]
        return jaccard((network.essential[here], network.optional[here]), (essential, optional), weights)
    held = network.bits_of(source)
    # Skills that no node requires have no bit; they are put above all others.
    unknown = ((1 << len(source) - held.bit_count()) - 1) << len(network.skills)
    return jaccard((held & ~optional | unknown, held & optional), (essential, optional), weights)
