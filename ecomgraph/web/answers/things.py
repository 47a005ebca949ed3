"""How every answer names a thing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ecomgraph.model import Entity

__all__ = ["Json", "thing_json", "things_json"]

Json = dict[str, Any]


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
