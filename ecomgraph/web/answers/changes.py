"""Answers about what changes from one node, level or specialization to another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecomgraph.web.answers.things import degree_json, described_json, thing_json, things_json

if TYPE_CHECKING:
    from ecomgraph.model import DegreeChange, Difference
    from ecomgraph.web.answers.things import Json

__all__ = ["SECTIONS", "diff_json"]

SECTIONS = ("responsibilities", "activities", "skills", "collaborators", "objectives", "challenges", "team_roles")


def diff_json(found: Difference) -> Json:
    """Return what is gained, lost and kept in each section; of skills also what changes in degree and importance.

    >>> from ecomgraph import load
    >>> answer = diff_json(load().diff("entry", "senior"))
    >>> len(answer["activities"]["gained"])
    6
    """
    sections: Json = {
        section: {part: things_json(getattr(getattr(found, section), part)) for part in ("gained", "lost", "kept")}
        for section in SECTIONS
    }
    sections["skills"]["raised"] = list(map(_change_json, found.raised))
    sections["skills"]["lowered"] = list(map(_change_json, found.lowered))
    sections["skills"]["more_important"] = things_json(found.more_important)
    sections["skills"]["less_important"] = things_json(found.less_important)
    return {
        "source": thing_json(found.source),
        "target": thing_json(found.target),
        **described_json("source", found.source_described),
        **described_json("target", found.target_described),
        **sections,
    }


def _change_json(change: DegreeChange) -> Json:
    return {**thing_json(change.skill), "from": degree_json(change.before), "to": degree_json(change.after)}
