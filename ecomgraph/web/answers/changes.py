"""Answers about what changes from one node, level or specialization to another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TypedDict

from ecomgraph.web.answers.shapes import keys_of
from ecomgraph.web.answers.things import ThingJson, filled, things_json

if TYPE_CHECKING:
    from ecomgraph.model import Difference

__all__ = ["SECTIONS", "DiffJson", "diff_json"]


class ChangeJson(TypedDict):
    """What changes in one section."""

    gained: list[ThingJson]
    lost: list[ThingJson]
    kept: list[ThingJson]


class SkillChangeJson(ChangeJson):
    """What changes in the skills."""

    raised: Annotated[list[ThingJson], "skills that become essential"]
    lowered: Annotated[list[ThingJson], "skills that become optional"]


class DiffJson(TypedDict):
    """What changes from one node to another, section by section."""

    source: ThingJson
    target: ThingJson
    responsibilities: ChangeJson
    activities: ChangeJson
    skills: SkillChangeJson
    collaborators: ChangeJson
    objectives: ChangeJson
    challenges: ChangeJson
    team_roles: ChangeJson


SECTIONS = tuple(key.name for key in keys_of(DiffJson) if key.type is not ThingJson)


def diff_json(found: Difference) -> DiffJson:
    """Return what is gained, lost and kept in each section; of skills also what becomes essential or optional.

    >>> from ecomgraph import load
    >>> answer = diff_json(load().diff("entry", "senior"))
    >>> len(answer["activities"]["gained"])
    6
    """
    raised, lowered = things_json(found.raised), things_json(found.lowered)
    return filled(DiffJson, found, skills=filled(SkillChangeJson, found.skills, raised=raised, lowered=lowered))
