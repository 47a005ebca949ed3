"""Answers about what changes from one node, level or specialization to another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TypedDict

from ecomgraph.web.answers.answer_schema import keys_of
from ecomgraph.web.answers.things import (
    SidesJson,
    SpanJson,
    ThingJson,
    degree_json,
    described_json,
    filled,
    thing_json,
    things_json,
)

if TYPE_CHECKING:
    from ecomgraph.model import DegreeChange, Difference

__all__ = ["SECTIONS", "DiffJson", "diff_json"]


class ChangeJson(TypedDict):
    """The changes in one section."""

    gained: list[ThingJson]
    lost: list[ThingJson]
    kept: list[ThingJson]


class DegreeChangeJson(ThingJson, SpanJson):
    """A skill that both nodes require, to different degrees."""


class SkillChangeJson(ChangeJson):
    """The changes in the skills."""

    raised: Annotated[list[DegreeChangeJson], "skills required to a higher degree"]
    lowered: Annotated[list[DegreeChangeJson], "skills required to a lower degree"]
    more_important: Annotated[list[ThingJson], "skills that become essential"]
    less_important: Annotated[list[ThingJson], "skills that become optional"]
    built_on: Annotated[list[ThingJson], "skills gained only by building on other nodes"]


class DiffJson(SidesJson):
    """The changes from one node to another, section by section."""

    source: ThingJson
    target: ThingJson
    responsibilities: ChangeJson
    activities: ChangeJson
    skills: SkillChangeJson
    collaborators: ChangeJson
    objectives: ChangeJson
    challenges: ChangeJson
    team_roles: ChangeJson


SECTIONS = tuple(key.name for key in keys_of(DiffJson) if key.type in (ChangeJson, SkillChangeJson))


def diff_json(found: Difference) -> DiffJson:
    """Return the items gained, lost and kept in each section; for skills also the changes in degree and importance.

    >>> from ecomgraph import load
    >>> answer = diff_json(load().diff("entry", "senior"))
    >>> len(answer["activities"]["gained"])
    6
    """
    raised, lowered = (list(map(_change_json, them)) for them in (found.raised, found.lowered))
    more, less = (things_json(them) for them in (found.more_important, found.less_important))
    skills = filled(
        SkillChangeJson,
        found.skills,
        raised=raised,
        lowered=lowered,
        more_important=more,
        less_important=less,
        built_on=things_json(found.built_on),
    )
    sides = described_json("source", found.source_described) | described_json("target", found.target_described)
    return filled(DiffJson, found, skills=skills, cautions=list(found.cautions), **sides)


def _change_json(change: DegreeChange) -> DegreeChangeJson:
    return {**thing_json(change.skill), "from": degree_json(change.before), "to": degree_json(change.after)}
