"""Answers that compare skills: gaps, similarity, plans.

To add a key, add a line to its type; its value is the attribute of the same name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, NotRequired, TypedDict, cast

from ecomgraph.web.answers.things import (
    Basis,
    Cautions,
    Count,
    DegreeJson,
    Fraction,
    Grade,
    Modality,
    Months,
    PassageId,
    ResourceJson,
    SidesJson,
    SpanJson,
    ThingJson,
    degree_json,
    described_json,
    filled,
    group_json,
    resources_json,
    thing_json,
    things_json,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ecomgraph.model import CareerNode, Counterpart, GapSkill, Lesson, Plan, PlanStep, Role, SimilarNode, SkillGap
    from ecomgraph.web.answers.things import Json

__all__ = [
    "CrosswalkJson",
    "GapJson",
    "PlanJson",
    "SimilarJson",
    "crosswalk_json",
    "gap_json",
    "plan_json",
    "similar_json",
]


class GapSkillJson(ThingJson):
    """A skill in a gap."""

    importance: Annotated[Grade | None, "null for a skill of a person that the target does not require"]
    required_level: Annotated[str | None, "the label of the level needed; null if no level has exactly that degree"]
    degree: Annotated[Fraction | None, "the highest degree needed; null if the framework states none"]
    essential_degree: Annotated[Fraction | None, "the highest degree required as essential"]
    proficiency: Annotated[Fraction | None, "the number that the source states"]
    group: Annotated[ThingJson | None, "the top group of the skill"]
    weight: Annotated[float, "the weight that is needed and not held"]
    held: Annotated[DegreeJson | None, "the degree held"]
    level_not_stated: NotRequired[Annotated[bool, "true if the person gave no level"]]
    near: NotRequired[Annotated[list[ThingJson], "broader or narrower skills that are held"]]
    basis: Basis
    built_on: NotRequired[Annotated[bool, "true if only nodes that it builds on require it"]]
    via: Annotated[list[str], "the IRIs of the nodes whose requirements name it"]


class RaisedGapSkillJson(GapSkillJson, SpanJson):
    """A skill that is held, but below the degree needed."""


_Gap = TypedDict("_Gap", {"raise": Annotated[list[RaisedGapSkillJson], "held, but not to the degree needed"]})


class GapJson(_Gap, SidesJson):
    """The skills that a person with some skills, or at one node, lacks for another node."""

    source: Annotated[ThingJson | None, "null for the skills of a person"]
    target: ThingJson
    missing: Annotated[list[GapSkillJson], "not held at all"]
    shared: Annotated[list[GapSkillJson], "held to the degree needed"]
    surplus: Annotated[list[GapSkillJson], "held, but not required, or held to a higher degree"]
    weight: Annotated[float | None, "the weight that is needed and not held; null if a side is not described"]
    size: Annotated[float | None, "the same as weight"]
    coverage: Annotated[Fraction | None, "the share of the target's weight that is held"]
    similarity: Annotated[Fraction | None, "the weighted Jaccard (Ruzicka) index of the two"]


class SimilarNodeJson(ThingJson):
    """A node and its similarity to another one."""

    similarity: Fraction
    shared: Annotated[Count, "the number of skills that both require"]


class SimilarJson(TypedDict):
    """The nodes most similar to one node."""

    node: ThingJson
    similar: list[SimilarNodeJson]


class CounterpartJson(TypedDict):
    """The role of another framework that is close to a role."""

    role: ThingJson
    by: Annotated[str, "mapping, label or skills"]
    relation: Annotated[str, "the mapping property, or the label that both have"]
    score: Fraction
    shared: list[ThingJson]
    weighed_by: Annotated[str, "degree or importance; empty unless matched by skills"]


class CrosswalkJson(TypedDict):
    """The nearest roles of another framework."""

    role: ThingJson
    counterparts: list[CounterpartJson]


class PlanReasonJson(TypedDict):
    """Why a skill is to be learned."""

    holder: ThingJson
    via: ThingJson
    basis: Basis
    evidence: list[PassageId]


class LessonJson(ThingJson, SpanJson):
    """A skill to learn."""

    importance: Grade
    weight: float
    group: Annotated[ThingJson | None, "the top group of the skill"]
    built_on: NotRequired[Annotated[bool, "true if only nodes that it builds on require it"]]
    asked_by_transition: NotRequired[Annotated[bool, "true if only the transition requires it"]]
    reasons: list[PlanReasonJson]
    serves: Annotated[list[ThingJson], "other nodes that require the skill"]
    resources: NotRequired[Annotated[list[ResourceJson], "learning resources for it"]]


class PlanStepJson(TypedDict):
    """The skills to learn for one node of the path."""

    node: ThingJson
    kind: Annotated[str | None, "the kind of the transition that leads there; null at the start"]
    modality: Modality
    months: Months
    asks: Annotated[list[ThingJson], "skills that the transition itself requires, whether known or not"]
    cost: float
    lessons: list[LessonJson]


class PlanStartJson(ThingJson):
    """A possible start of the plan."""

    weight: Annotated[float, "the weight of its requirements that the person lacks"]


class PlanJson(TypedDict):
    """The skills to learn on the path to a node, step by step."""

    known: list[ThingJson]
    target: ThingJson
    cost: float
    notes: NotRequired[Annotated[list[str], "remarks on the start, the end and the conditions"]]
    cautions: Cautions
    starts: NotRequired[
        Annotated[list[PlanStartJson], "if no start was given: possible starts, the one with the least missing first"]
    ]
    steps: list[PlanStepJson]


def gap_json(found: SkillGap) -> GapJson:
    """Return the missing, raised, shared and surplus skills, with their weight.

    >>> from ecomgraph import load
    >>> gap_json(load().skill_gap({"SEO"}, "chief-digital-officer"))["surplus"][0]["label"]
    'Search engine optimization'
    """
    value: Json = {
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
        "cautions": list(found.cautions),
    }
    return cast("GapJson", value)


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
        **({"built_on": True} if skill.built_on else {}),
        "via": list(skill.via),
    }


def similar_json(node: CareerNode, found: Iterable[SimilarNode]) -> SimilarJson:
    """Return the nodes most similar to one, the most similar first."""
    return {"node": thing_json(node), "similar": [filled(SimilarNodeJson, it) for it in found]}


def crosswalk_json(role: Role, found: Iterable[Counterpart]) -> CrosswalkJson:
    """Return the nearest roles of another framework, with the reason for each."""
    return {
        "role": thing_json(role),
        "counterparts": [filled(CounterpartJson, it, score=round(it.score, 4)) for it in found],
    }


def plan_json(found: Plan) -> PlanJson:
    """Return the skills to learn at each step, why, and which other nodes require them."""
    notes, cautions = list(found.notes), list(found.cautions)
    value = filled(PlanJson, found, notes=notes, cautions=cautions, steps=list(map(_step_json, found.steps)))
    if not found.notes:
        del value["notes"]
    if not found.starts:
        del value["starts"]
    return value


def _step_json(step: PlanStep) -> PlanStepJson:
    made = step.transition
    return filled(
        PlanStepJson,
        step,
        kind=made.kind if made else None,
        modality=made.modality if made else "",
        months=made.months if made else None,
        asks=things_json(made.asks) if made else [],
        lessons=list(map(_lesson_json, step.lessons)),
    )


def _lesson_json(lesson: Lesson) -> LessonJson:
    reasons = [filled(PlanReasonJson, it, evidence=[passage.id for passage in it.evidence]) for it in lesson.reasons]
    value: Json = {
        "iri": lesson.skill.iri,
        "id": lesson.skill.id,
        "label": lesson.skill.label,
        "from": degree_json(lesson.before),
        "to": degree_json(lesson.after),
        "importance": lesson.importance,
        "weight": lesson.weight,
        "group": group_json(lesson.group),
        "reasons": reasons,
        "serves": things_json(lesson.serves),
        **resources_json(lesson.resources),
    }
    if lesson.built_on:
        value["built_on"] = True
    if lesson.asked_by_transition:
        value["asked_by_transition"] = True
    return cast("LessonJson", value)
