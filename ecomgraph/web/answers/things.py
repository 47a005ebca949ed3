"""How every answer names a thing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ecomgraph.errors import EcomgraphError
    from ecomgraph.model import Degree, Described, Entity

__all__ = ["Json", "degree_json", "described_json", "error_json", "group_json", "thing_json", "things_json"]

Json = dict[str, Any]


def error_json(error: EcomgraphError) -> Json:
    """Return what programs are told of an error: its message, its code, and the names that would do.

    >>> from ecomgraph.errors import UnknownNameError
    >>> error_json(UnknownNameError("cfo", "role", ["cdo"]))["code"]
    'unknown-name'
    """
    return {"error": str(error), "code": error.code, "candidates": list(getattr(error, "candidates", ()))}


def thing_json(entity: Entity) -> Json:
    """Return how an answer refers to a thing.

    >>> from ecomgraph.model import Entity
    >>> thing_json(Entity(iri="https://example.org/skill/baking", id="baking", label="Baking"))
    {'iri': 'https://example.org/skill/baking', 'id': 'baking', 'label': 'Baking'}
    """
    return {"iri": entity.iri, "id": entity.id, "label": entity.label}


def things_json(entities: Iterable[Entity]) -> list[Json]:
    """Return how an answer refers to several things, in their order."""
    return list(map(thing_json, entities))


def degree_json(degree: Degree | None) -> Json | None:
    """Return how an answer says how far a skill is mastered.

    >>> from ecomgraph.model import Degree
    >>> degree_json(Degree(degree=0.25, level="Aware"))
    {'degree': 0.25, 'level': 'Aware'}
    """
    return {"degree": degree.degree, "level": degree.level} if degree else None


def group_json(group: Entity | None) -> Json | None:
    """Return how an answer names the top group of a skill, which may have none."""
    return thing_json(group) if group else None


def described_json(side: str, described: Described | None) -> Json:
    """Return whether a side is described, ``None`` for a person, and how much that rests on.

    >>> from ecomgraph.model import Described
    >>> described_json("target", Described(requirements=0, passages=0))
    {'target_described': False, 'target_requirements': 0, 'target_passages': 0}
    """
    if described is None:
        return {f"{side}_described": None, f"{side}_requirements": None, f"{side}_passages": None}
    return {
        f"{side}_described": bool(described),
        f"{side}_requirements": described.requirements,
        f"{side}_passages": described.passages,
    }
