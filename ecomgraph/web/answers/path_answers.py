"""Answers about transitions: paths and reachable nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, NotRequired, TypedDict

from ecomgraph.web.answers.things import (
    Count,
    Grade,
    Modality,
    Months,
    SpanJson,
    ThingJson,
    degree_json,
    thing_json,
    things_json,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ecomgraph.model import CareerNode, CareerPath, LearntSkill

__all__ = ["PathsJson", "ReachableJson", "path_json", "paths_json", "reachable_json"]

_Ends = TypedDict("_Ends", {"from": ThingJson, "to": ThingJson})


class LearntSkillJson(ThingJson, SpanJson):
    """A skill that is new at a step, or required to a higher degree than before."""

    importance: Grade
    weight: Annotated[float, "the weight of the part to be learnt at this step"]
    built_on: NotRequired[Annotated[bool, "true if only nodes that it builds on require it"]]
    asked_by_transition: NotRequired[Annotated[bool, "true if only the transition requires it"]]


class StepJson(_Ends):
    """One transition of a path."""

    kind: Annotated[str, "the kind of the transition"]
    modality: Modality
    months: Months
    asks: Annotated[list[ThingJson], "skills that the transition itself requires, whether known or not"]
    new_skills: Annotated[list[LearntSkillJson], "skills that this step requires first"]
    raised_skills: Annotated[list[LearntSkillJson], "skills that this step requires to a higher degree than before"]


class PathJson(TypedDict):
    """A path from one node to another."""

    cost: Annotated[float, "the cost by the criterion that was minimized"]
    learning: Annotated[float, "the weight of everything to learn on the path"]
    undescribed: Annotated[list[ThingJson], "nodes on the path for which no skill is recorded"]
    costs: NotRequired[Annotated[dict[str, float], "the cost by each of several criteria"]]
    notes: NotRequired[Annotated[list[str], "remarks on a start or an end other than the node named"]]
    steps: list[StepJson]


class PathsJson(TypedDict):
    """The best paths from one node to another, best first."""

    source: ThingJson
    target: ThingJson
    minimize: Annotated[str, "the criterion"]
    paths: list[PathJson]


class ReachedJson(ThingJson):
    """A node that transitions lead to."""

    steps: Annotated[Count, "the lowest number of transitions that lead there"]


class ReachableJson(TypedDict):
    """The nodes that transitions lead to, nearest first."""

    source: ThingJson
    nodes: list[ReachedJson]


def paths_json(source: CareerNode, target: CareerNode, paths: Sequence[CareerPath]) -> PathsJson:
    """Return the paths between two nodes, best first; there must be at least one.

    >>> from ecomgraph import load
    >>> graph = load()
    >>> path = graph.find_path("ecommerce-manager", "senior-director")
    >>> answer = paths_json(graph.node("ecommerce-manager"), graph.node("senior-director"), [path])
    >>> [step["kind"] for step in answer["paths"][0]["steps"]]
    ['promotion', 'promotion']
    """
    return {
        "source": thing_json(source),
        "target": thing_json(target),
        "minimize": paths[0].minimize,
        "paths": list(map(path_json, paths)),
    }


def path_json(path: CareerPath) -> PathJson:
    """Return one of the paths in :func:`paths_json`."""
    steps: list[StepJson] = [
        {
            "from": thing_json(transition.source),
            "to": thing_json(transition.target),
            "kind": transition.kind,
            "modality": transition.modality,
            "months": transition.months,
            "asks": things_json(transition.asks),
            "new_skills": list(map(_learnt_json, new)),
            "raised_skills": list(map(_learnt_json, raised)),
        }
        for transition, new, raised in zip(path.transitions, path.new_skills, path.raised_skills, strict=True)
    ]
    value: PathJson = {
        "cost": path.cost,
        "learning": path.learning,
        "undescribed": things_json(path.undescribed),
        "steps": steps,
    }
    if len(path.costs) > 1:
        value["costs"] = dict(path.costs)
    if path.notes:
        value["notes"] = list(path.notes)
    return value


def _learnt_json(skill: LearntSkill) -> LearntSkillJson:
    value: LearntSkillJson = {
        "iri": skill.iri,
        "id": skill.id,
        "label": skill.label,
        "from": degree_json(skill.before),
        "to": degree_json(skill.after),
        "importance": skill.importance,
        "weight": skill.weight,
    }
    if skill.built_on:
        value["built_on"] = True
    if skill.asked_by_transition:
        value["asked_by_transition"] = True
    return value


def reachable_json(source: CareerNode, found: Mapping[CareerNode, int]) -> ReachableJson:
    """Return the nodes that transitions lead to, each with the lowest number of steps.

    >>> from ecomgraph import load
    >>> graph = load()
    >>> answer = reachable_json(graph.node("vp-of-ecommerce"), graph.reachable("vp-of-ecommerce"))
    >>> [(node["id"], node["steps"]) for node in answer["nodes"]]
    [('chief-digital-officer', 1)]
    """
    nodes: list[ReachedJson] = [{**thing_json(node), "steps": steps} for node, steps in found.items()]
    return {"source": thing_json(source), "nodes": nodes}
