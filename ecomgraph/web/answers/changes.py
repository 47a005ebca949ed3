"""Answers about what changes from one node, level or specialization to another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecomgraph.web.answers.things import thing_json, things_json

if TYPE_CHECKING:
    from ecomgraph.model import Difference
    from ecomgraph.web.answers.things import Json

__all__ = ["SECTIONS", "diff_json"]

SECTIONS = ("responsibilities", "activities", "skills", "collaborators", "objectives", "challenges", "team_roles")


def diff_json(found: Difference) -> Json:
    """Return what is gained, lost and kept in each section; of skills also what becomes essential or optional.

    >>> from ecomgraph import load
    >>> answer = diff_json(load().diff("entry", "senior"))
    >>> len(answer["activities"]["gained"])
    6
    """
    sections: Json = {
        section: {part: things_json(getattr(getattr(found, section), part)) for part in ("gained", "lost", "kept")}
        for section in SECTIONS
    }
    sections["skills"]["raised"] = things_json(found.raised)
    sections["skills"]["lowered"] = things_json(found.lowered)
    return {"source": thing_json(found.source), "target": thing_json(found.target), **sections}
