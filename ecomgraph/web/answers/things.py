"""How every answer names a thing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ecomgraph.errors import EcomgraphError
    from ecomgraph.model import Entity

__all__ = ["Json", "error_json", "thing_json", "things_json"]

Json = dict[str, Any]


def error_json(error: EcomgraphError) -> Json:
    """Return an error as JSON: its message, its code, and the nearest names or the matches.

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
