"""Read the skills of a person: names, each with or without a level."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from ecomgraph.careers.scales import NONE
from ecomgraph.model import Entity, Skill

if TYPE_CHECKING:
    from ecomgraph.careers.scales import Scales
    from ecomgraph.reading.lookup import Lookup

__all__ = ["Held", "Level", "SkillSet", "held_skills"]

Level: TypeAlias = str | float | Fraction | Decimal | None
SkillSet: TypeAlias = Iterable[str | Skill] | Mapping[str | Skill, Level | tuple[Level, ...]]


class Held(NamedTuple):
    """The skills of a person: the degree of each by IRI, and those without a level."""

    degrees: Mapping[str, Fraction]
    unstated: frozenset[str] = frozenset()


def held_skills(lookup: Lookup, scales: Scales, skills: str | Skill | SkillSet) -> Held:
    """Return the skills of a person; for a skill with several levels, the highest degree counts."""
    if isinstance(skills, str | Entity):
        skills = (skills,)
    given = skills.items() if isinstance(skills, Mapping) else [(name, None) for name in skills]
    degrees: dict[str, Fraction] = {}
    unstated = set()
    for name, stated in given:
        skill = lookup.iri(name, "skill")
        for level in stated if isinstance(stated, tuple) else (stated,):
            degrees[skill] = max(scales.held(skill, level), degrees.get(skill, NONE))
            if level is None or (isinstance(level, str) and not level.strip()):
                unstated.add(skill)
    return Held(degrees, frozenset(unstated))
