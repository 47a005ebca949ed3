"""Read what a person knows: skills by name, each wholly or to a level."""

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
    """What a person has: the degree of each skill by IRI, and the skills that came without a level."""

    degrees: Mapping[str, Fraction]
    unstated: frozenset[str] = frozenset()


def held_skills(lookup: Lookup, scales: Scales, skills: str | Skill | SkillSet) -> Held:
    """Return what a person has; of a skill named twice, or with several levels, the greatest degree counts."""
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
