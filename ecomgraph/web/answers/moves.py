"""Answers about moves: paths, and what can be reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecomgraph.web.answers.things import degree_json, thing_json, things_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ecomgraph.model import CareerNode, CareerPath, LearntSkill
    from ecomgraph.web.answers.things import Json

__all__ = ["path_json", "paths_json", "reachable_json"]


def paths_json(source: CareerNode, target: CareerNode, paths: Sequence[CareerPath]) -> Json:
    """Return the paths between two nodes, of which there is at least one, best first.

    >>> from ecomgraph import load
    >>> graph = load()
    >>> path = graph.find_path("ecommerce-manager", "senior-director")
    >>> answer = paths_json(graph.node("ecommerce-manager"), graph.node("senior-director"), [path])
    >>> [step["kind"] for step in answer["paths"][0]["steps"]]
    ['promotion', 'promotion']
    """
    ends = {"source": thing_json(source), "target": thing_json(target)}
    return {**ends, "minimize": paths[0].minimize, "paths": list(map(path_json, paths))}


def path_json(path: CareerPath) -> Json:
    """Return one of the paths in :func:`paths_json`."""
    return {
        "cost": path.cost,
        "learning": path.learning,
        "undescribed": things_json(path.undescribed),
        **({"costs": dict(path.costs)} if len(path.costs) > 1 else {}),
        "steps": [
            {
                "from": thing_json(move.source),
                "to": thing_json(move.target),
                "kind": move.kind,
                "new_skills": list(map(_learnt_json, new)),
                "raised_skills": list(map(_learnt_json, raised)),
            }
            for move, new, raised in zip(path.transitions, path.new_skills, path.raised_skills, strict=True)
        ],
    }


def _learnt_json(skill: LearntSkill) -> Json:
    return {
        **thing_json(skill),
        "importance": skill.importance,
        "weight": skill.weight,
        "from": degree_json(skill.before),
        "to": degree_json(skill.after),
        **({"asked_by_transition": True} if skill.asked_by_transition else {}),
    }


def reachable_json(source: CareerNode, found: Mapping[CareerNode, int]) -> Json:
    """Return the nodes that moves lead to, each with the fewest steps that takes.

    >>> from ecomgraph import load
    >>> graph = load()
    >>> answer = reachable_json(graph.node("vp-of-ecommerce"), graph.reachable("vp-of-ecommerce"))
    >>> [(node["id"], node["steps"]) for node in answer["nodes"]]
    [('chief-digital-officer', 1)]
    """
    nodes = [{**thing_json(node), "steps": steps} for node, steps in found.items()]
    return {"source": thing_json(source), "nodes": nodes}
