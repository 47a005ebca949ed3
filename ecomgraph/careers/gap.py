"""Skill gaps: the skills of a node or a person compared with the requirements of another node."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from ecomgraph.arguments import is_whole, shown
from ecomgraph.careers import requirements
from ecomgraph.careers.need import Ask
from ecomgraph.careers.scales import NONE
from ecomgraph.careers.search.weights import STANDARD, plain
from ecomgraph.errors import ArgumentError
from ecomgraph.model import ComparedSkill, Comparison, Described, GapSkill, SimilarNode, SkillGap
from ecomgraph.namespace import ECG
from ecomgraph.spelling import alphabetical

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ecomgraph.careers.held_skills import Held
    from ecomgraph.careers.need import Need, Needs
    from ecomgraph.careers.network import Network
    from ecomgraph.careers.search.weights import Weights
    from ecomgraph.model import Importance, RequiredSkill, Skill

__all__ = ["compare", "described", "ruzicka", "similar", "skill_gap"]


def skill_gap(needs: Needs, source: str | Held, target: str, weights: Weights = STANDARD) -> SkillGap:
    """Compare a node (an IRI) or a person's skills with the requirements of a node."""
    catalog = needs.catalog
    need, sides = needs.of(target), (_described(needs, source), described(needs, target))
    held = _degrees(needs, source)
    asked = {it.skill.iri: it for it in requirements.required_skills(needs, target)}
    own = needs.own(target)
    parts: dict[str, list[GapSkill]] = {"missing": [], "raises": [], "shared": []}
    for iri, required in asked.items():
        has = held.get(iri, NONE)
        part = "missing" if not has else "raises" if has < need[iri].degree else "shared"
        near = _near(needs, iri, held) if part == "missing" else ()
        found = _compared(needs, source, required, has, need[iri], weights, near)
        # If the target's own requirement is met, the rest is required only by nodes that it builds on.
        far = own.get(iri, Ask()).degree <= has if own is not None and part != "shared" else found.built_on
        parts[part].append(found if found.built_on == far else replace(found, built_on=far))
    whole = sum((ask.weight(weights) for ask in need.values()), Fraction(0))
    lacking = sum((ask.weight(weights, held.get(iri, NONE)) for iri, ask in need.items()), Fraction(0))
    silent = not sides[1] or (sides[0] is not None and not sides[0])
    return SkillGap(
        source=catalog.node(source) if isinstance(source, str) else None,
        target=catalog.node(target),
        missing=tuple(parts["missing"]),
        raises=tuple(parts["raises"]),
        shared=tuple(parts["shared"]),
        surplus=_surplus(needs, source, held, need),
        weight=None if silent else plain(lacking),
        coverage=None if silent else float(1 - lacking / whole) if whole else 1.0,
        similarity=None if silent else _similarity(needs, source, target, weights),
        source_described=sides[0],
        target_described=sides[1],
    )


def described(needs: Needs, node: str) -> Described:
    """Return how many requirements and passages describe a node."""
    found: dict[str, bool] = {}
    built: dict[str, set[str]] = {}
    for via, built_on, _, requirement in needs.requirements(node) if needs.of(node) else ():
        # A skill that the node itself requires as well does not count as built on.
        found[requirement] = found.get(requirement, True) and built_on
        if built_on:
            built.setdefault(via, set()).add(requirement)
    own = len(found) - sum(found.values())
    return Described(
        requirements=len(found),
        passages=requirements.passages(needs, node) if found else 0,
        built_on_only=bool(found) and all(found.values()),
        built_on=sum(found.values()),
        fullest=max(own, *map(len, built.values()), 0),
    )


def _described(needs: Needs, source: str | Held) -> Described | None:
    return described(needs, source) if isinstance(source, str) else None


def _degrees(needs: Needs, source: str | Held) -> Mapping[str, Fraction]:
    if isinstance(source, str):
        return {skill: ask.degree for skill, ask in needs.of(source).items()}
    return {skill: degree for skill, degree in source.degrees.items() if degree}


def _compared(
    needs: Needs,
    source: str | Held,
    required: RequiredSkill,
    has: Fraction,
    ask: Ask,
    weights: Weights,
    near: tuple[Skill, ...],
) -> GapSkill:
    iri, graded = required.skill.iri, required.degree is not None
    return GapSkill(
        skill=required.skill,
        importance=required.importance,
        basis=required.basis,
        built_on=required.built_on,
        via=required.via,
        proficiency=required.proficiency,
        required_level=required.required_level,
        degree=required.degree,
        essential_degree=required.essential_degree,
        group=required.group,
        weight=plain(ask.weight(weights, has)),
        held=needs.scales.as_value(iri, has) if graded and has else None,
        needed=needs.scales.as_value(iri, ask.degree) if graded else None,
        level_stated=isinstance(source, str) or iri not in source.unstated,
        near=near,
    )


def _surplus(needs: Needs, source: str | Held, held: Mapping[str, Fraction], need: Need) -> tuple[GapSkill, ...]:
    """Return the skills that the source holds beyond the requirements of the target, as required by the source."""
    beyond = {iri for iri, degree in held.items() if degree > need.get(iri, Ask()).degree}
    if isinstance(source, str):
        skills = [it for it in requirements.required_skills(needs, source) if it.skill.iri in beyond]
        return tuple(
            _compared(needs, source, it, held[it.skill.iri], need.get(it.skill.iri, Ask()), STANDARD, ())
            for it in skills
        )
    catalog = needs.catalog
    found = [
        GapSkill(
            skill=catalog.skill(iri),
            importance=None,
            group=catalog.group(iri),
            held=needs.scales.as_value(iri, held[iri]) if needs.graded else None,
            level_stated=iri not in source.unstated,
        )
        for iri in beyond
    ]
    return tuple(sorted(found, key=lambda it: (alphabetical(it.skill.label), it.skill.iri)))


def _near(needs: Needs, skill: str, held: Iterable[str]) -> tuple[Skill, ...]:
    """Return the skills held that are directly broader or narrower than a skill."""
    catalog = needs.catalog
    broader = set(catalog.skill(skill).broader)
    found = [it for it in map(catalog.skill, held) if it.iri in broader or skill in it.broader]
    return tuple(sorted(found, key=lambda it: (alphabetical(it.label), it.iri)))


def _similarity(needs: Needs, source: str | Held, target: str, weights: Weights) -> float:
    """Return the similarity; the weight of a person's skill is that at the target, else that of an essential skill."""
    need = needs.of(target)
    if isinstance(source, str):
        return ruzicka(needs.of(source), need, weights)
    both = other = Fraction(0)
    for iri in {*need, *source.degrees}:
        ask, has = need.get(iri, Ask()), source.degrees.get(iri, NONE)
        both += ask.weight(weights) - ask.weight(weights, has)
        other += ask.weight(weights) + Fraction(weights.essential, weights.unit) * max(NONE, has - ask.degree)
    return float(both / other) if other else 1.0


def ruzicka(one: Need, other: Need, weights: Weights = STANDARD) -> float:
    """Return the weighted Jaccard index of two needs over rungs; 1 if neither has any weight.

    >>> ruzicka({"sql": Ask(Fraction(1))}, {"sql": Ask(Fraction(1, 4))})
    0.25
    """
    lesser = greater = Fraction(0)
    for skill in {*one, *other}:
        mine, theirs = one.get(skill, Ask()), other.get(skill, Ask())
        for start, end in pairwise(sorted({NONE, *mine, *theirs})):
            pair = mine.at(start, weights), theirs.at(start, weights)
            lesser += min(pair) * (end - start)
            greater += max(pair) * (end - start)
    return float(lesser / greater) if greater else 1.0


def compare(needs: Needs, first: str | Held, second: str, weights: Weights = STANDARD) -> Comparison:
    """Compare the skills of a node (an IRI) or a person with the skills of another node."""
    catalog = needs.catalog
    one, other = _importances(needs, first), _importances(needs, second)
    skills = sorted(map(catalog.skill, {**one, **other}), key=lambda it: (alphabetical(it.label), it.iri))
    compared = [ComparedSkill(skill=it, first=one.get(it.iri), second=other.get(it.iri)) for it in skills]
    silent = not needs.of(second) or (isinstance(first, str) and not needs.of(first))
    return Comparison(
        first=catalog.node(first) if isinstance(first, str) else None,
        second=catalog.node(second),
        shared=tuple(it for it in compared if it.skill.iri in one and it.skill.iri in other),
        only_first=tuple(it for it in compared if it.skill.iri not in other),
        only_second=tuple(it for it in compared if it.skill.iri not in one),
        similarity=None if silent else _similarity(needs, first, second, weights),
    )


def _importances(needs: Needs, source: str | Held) -> dict[str, Importance | None]:
    if isinstance(source, str):
        return {iri: "essential" if ask.essential else "optional" for iri, ask in needs.of(source).items()}
    return dict.fromkeys((iri for iri, degree in source.degrees.items() if degree), None)


def similar(network: Network, node: str, n: int, weights: Weights = STANDARD) -> tuple[SimilarNode, ...]:
    """Return the ``n`` nodes most similar to ``node``, most similar first, then by label and IRI.

    Nodes that ``node`` inherits from or that inherit from it are left out, because they are similar by construction.
    Nodes that are not described are left out, too. If ``node`` itself is not described, the result is empty.
    """
    if not is_whole(n, least=1):
        raise ArgumentError(f"n, the number of nodes, must be a whole number of at least 1, not {shown(n)}")
    catalog, here = network.catalog, network.index[node]
    rungs = network.rungs()
    related = {network.index[iri] for iri in catalog.broader_nodes(node) if iri in network.index}
    heirs = catalog.dataset.subjects(ECG.inheritsFrom, node)
    related |= {here, *(network.index[iri] for iri in heirs if iri in network.index)}
    mine = rungs.required[here]
    found = [
        SimilarNode(
            node=catalog.node(network.nodes[it]),
            similarity=similarity,
            shared=rungs.skills_in(mine & rungs.required[it]),
        )
        for it in range(len(network.nodes))
        if it not in related and (similarity := network.similarity(here, it, weights)) is not None
    ]
    return tuple(sorted(found, key=lambda it: (-it.similarity, alphabetical(it.node.label), it.node.iri))[:n])
