"""Answers about skills side by side: gaps, likeness, plans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecomgraph.web.answers.things import degree_json, described_json, group_json, thing_json, things_json

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ecomgraph.model import CareerNode, Counterpart, GapSkill, Lesson, Plan, Role, SimilarNode, SkillGap
    from ecomgraph.web.answers.things import Json

__all__ = ["crosswalk_json", "gap_json", "plan_json", "similar_json"]


def gap_json(found: SkillGap) -> Json:
    """Return what is missing, to be raised, shared and surplus, and how much that is.

    >>> from ecomgraph import load
    >>> gap_json(load().skill_gap({"SEO"}, "chief-digital-officer"))["surplus"][0]["label"]
    'Search engine optimization'
    """
    return {
        "source": thing_json(found.source) if found.source else None,
        "target": thing_json(found.target),
        "missing": list(map(_skill_json, found.missing)),
        "raise": [
            _skill_json(it) | {"from": degree_json(it.held), "to": degree_json(it.needed)} for it in found.raises
        ],
        "shared": list(map(_skill_json, found.shared)),
        "surplus": list(map(_skill_json, found.surplus)),
        "weight": found.weight,
        "size": found.size,
        "coverage": found.coverage,
        "similarity": found.similarity,
        **described_json("source", found.source_described),
        **described_json("target", found.target_described),
    }


def _skill_json(skill: GapSkill) -> Json:
    return {
        **thing_json(skill.skill),
        "importance": skill.importance,
        "required_level": skill.required_level,
        "degree": skill.degree,
        "essential_degree": skill.essential_degree,
        "proficiency": skill.proficiency,
        "group": group_json(skill.group),
        "weight": skill.weight,
        "held": degree_json(skill.held),
        **({} if skill.level_stated else {"level_not_stated": True}),
        **({"near": things_json(skill.near)} if skill.near else {}),
        "basis": skill.basis,
        "via": list(skill.via),
    }


def similar_json(node: CareerNode, found: Iterable[SimilarNode]) -> Json:
    """Return the nodes most like one, the most alike first."""
    similar = [{**thing_json(it.node), "similarity": it.similarity, "shared": it.shared} for it in found]
    return {"node": thing_json(node), "similar": similar}


def crosswalk_json(role: Role, found: Iterable[Counterpart]) -> Json:
    """Return the nearest roles of another framework, and what makes them near."""
    counterparts = [
        {
            "role": thing_json(it.role),
            "by": it.by,
            "relation": it.relation,
            "score": round(it.score, 4),
            "shared": things_json(it.shared),
        }
        for it in found
    ]
    return {"role": thing_json(role), "counterparts": counterparts}


def plan_json(found: Plan) -> Json:
    """Return what to learn at each step, why, and what else it serves."""
    return {
        "known": things_json(found.known),
        "target": thing_json(found.target),
        "cost": found.cost,
        "steps": [
            {
                "node": thing_json(step.node),
                "kind": step.transition.kind if step.transition else None,
                "cost": step.cost,
                "lessons": list(map(_lesson_json, step.lessons)),
            }
            for step in found.steps
        ],
    }


def _lesson_json(lesson: Lesson) -> Json:
    return {
        **thing_json(lesson.skill),
        "importance": lesson.importance,
        "weight": lesson.weight,
        "from": degree_json(lesson.before),
        "to": degree_json(lesson.after),
        "group": group_json(lesson.group),
        **({"asked_by_transition": True} if lesson.asked_by_transition else {}),
        "reasons": [
            {
                "holder": thing_json(reason.holder),
                "via": thing_json(reason.via),
                "basis": reason.basis,
                "evidence": [passage.id for passage in reason.evidence],
            }
            for reason in lesson.reasons
        ],
        "serves": things_json(lesson.serves),
    }
