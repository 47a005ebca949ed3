"""Answers about skills side by side: gaps, likeness, plans.

A key is added by a line in a type, if an attribute of the value behind it has that name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TypedDict

from ecomgraph.web.answers.things import Basis, Count, Fraction, Grade, PassageId, ThingJson, filled, thing_json

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ecomgraph.model import CareerNode, Counterpart, Lesson, Plan, PlanStep, Role, SimilarNode, SkillGap

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

    importance: Annotated[Grade | None, "null for a skill of a person that the target does not ask for"]
    basis: Basis
    via: Annotated[list[str], "the IRIs of the nodes whose requirements ask for it"]


class GapJson(TypedDict):
    """What someone at one node, or with some skills, lacks for another node."""

    source: Annotated[ThingJson | None, "null for the skills of a person"]
    target: ThingJson
    missing: list[GapSkillJson]
    shared: list[GapSkillJson]
    surplus: list[GapSkillJson]
    size: Annotated[float, "the weight of what is missing"]
    coverage: Annotated[Fraction, "the share of the target's weight that is there"]
    similarity: Annotated[Fraction, "the weighted Jaccard index of the two"]


class SimilarNodeJson(ThingJson):
    """A node and how like another one it is."""

    similarity: Fraction
    shared: Annotated[Count, "how many skills both require"]


class SimilarJson(TypedDict):
    """The nodes most like one."""

    node: ThingJson
    similar: list[SimilarNodeJson]


class CounterpartJson(TypedDict):
    """A role of another framework that comes near to one."""

    role: ThingJson
    by: Annotated[str, "mapping, label or skills"]
    relation: Annotated[str, "the kind of mapping, or the label that both have"]
    score: Fraction
    shared: list[ThingJson]


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


class LessonJson(ThingJson):
    """A skill to learn."""

    importance: Grade
    weight: float
    reasons: list[PlanReasonJson]
    serves: Annotated[list[ThingJson], "other nodes that require the skill, too"]


class PlanStepJson(TypedDict):
    """What to learn for one node of the way."""

    node: ThingJson
    kind: Annotated[str | None, "the kind of the transition that leads there; null at the start"]
    cost: float
    lessons: list[LessonJson]


class PlanJson(TypedDict):
    """What to learn, in which order, on the way to a node."""

    known: list[ThingJson]
    target: ThingJson
    cost: float
    steps: list[PlanStepJson]


def gap_json(found: SkillGap) -> GapJson:
    """Return what is missing, shared and surplus, and how much that is.

    >>> from ecomgraph import load
    >>> gap_json(load().skill_gap({"SEO"}, "chief-digital-officer"))["surplus"][0]["label"]
    'Search engine optimization'
    """
    return filled(GapJson, found)


def similar_json(node: CareerNode, found: Iterable[SimilarNode]) -> SimilarJson:
    """Return the nodes most like one, the most alike first."""
    return {"node": thing_json(node), "similar": [filled(SimilarNodeJson, it) for it in found]}


def crosswalk_json(role: Role, found: Iterable[Counterpart]) -> CrosswalkJson:
    """Return the nearest roles of another framework, and what makes them near."""
    return {
        "role": thing_json(role),
        "counterparts": [filled(CounterpartJson, it, score=round(it.score, 4)) for it in found],
    }


def plan_json(found: Plan) -> PlanJson:
    """Return what to learn at each step, why, and what else it serves."""
    return filled(PlanJson, found, steps=list(map(_step_json, found.steps)))


def _step_json(step: PlanStep) -> PlanStepJson:
    kind = step.transition.kind if step.transition else None
    return filled(PlanStepJson, step, kind=kind, lessons=list(map(_lesson_json, step.lessons)))


def _lesson_json(lesson: Lesson) -> LessonJson:
    reasons = [filled(PlanReasonJson, it, evidence=[passage.id for passage in it.evidence]) for it in lesson.reasons]
    return filled(LessonJson, lesson, reasons=reasons)
