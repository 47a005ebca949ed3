"""The things of a graph: nodes of the career network, skills, levels and transitions."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Literal

__all__ = [
    "CareerNode",
    "Degree",
    "Entity",
    "ExperienceLevel",
    "Importance",
    "LearningResource",
    "LevelDescriptor",
    "ProficiencyLevel",
    "ProficiencyScale",
    "Role",
    "RoleProfile",
    "Skill",
    "Specialization",
    "Transition",
]

Importance = Literal["essential", "optional"]
_LONGEST = 60


class Value:
    """A value object with a short repr: things as ids, collections as sizes, without long texts.

    >>> Skill(iri="https://example.org/skill/baking", id="baking", label="Baking", broader=("urn:a", "urn:b"))
    Skill(id='baking', label='Baking')
    """

    __slots__ = ()

    def __repr__(self) -> str:
        values = {it.name: getattr(self, it.name) for it in fields(self)}  # type: ignore[arg-type]
        shown = {"id", "label"} if isinstance(self, Entity) else values.keys() - {"definition"}
        told = (f"{name}={_brief(it)}" for name, it in values.items() if name in shown and it not in ("", None, ()))
        return f"{type(self).__name__}({', '.join(told)})"


def _brief(value: object) -> str:
    if isinstance(value, tuple):
        return f"<{len(value)}>"
    if isinstance(value, Entity):
        return f"{type(value).__name__}({_brief(value.id)})"
    if isinstance(value, Value):
        return f"{type(value).__name__}(…)"
    if isinstance(value, str) and len(value) > _LONGEST:
        return repr(f"{value[:_LONGEST]}…")
    return repr(value)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Entity(Value):
    """Anything in the graph that has a name.

    ``id`` is the slug, the last part of the IRI. ``label`` is the preferred label, or the slug where there is none.

    >>> str(Entity(iri="https://example.org/skill/baking", id="baking", label="Baking"))
    'Baking'
    """

    iri: str
    id: str
    label: str
    definition: str = ""

    def __str__(self) -> str:
        return self.label


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class CareerNode(Entity):
    """A role or a role profile: a node of the career network."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Role(CareerNode):
    """An occupation known by a job title."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ExperienceLevel(Entity):
    """A stage of seniority; a greater ``rank`` means more experience."""

    rank: int


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Specialization(Entity):
    """A field in which holders of a role specialize."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class RoleProfile(CareerNode):
    """A role narrowed by a level, by a specialization, or by both."""

    role: Role
    level: ExperienceLevel | None = None
    specialization: Specialization | None = None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Skill(Entity):
    """A skill, knowledge, attitude or technology; ``type`` is a slug, ``broader`` holds the IRIs of its parents."""

    type: str = ""
    broader: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ProficiencyLevel(Entity):
    """A level of a proficiency scale.

    ``rank`` counts from 1 (0 stands for "none"), ``degree`` is the rank divided by the greatest rank of the scale, and
    ``notation`` is a short code such as ``A1``, or ``""``.
    """

    rank: int
    degree: float
    notation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ProficiencyScale(Entity):
    """An ordered scale on which skills are measured; ``levels`` are in order of rank, lowest first."""

    levels: tuple[ProficiencyLevel, ...]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class LevelDescriptor(Value):
    """The description of a skill at one level of its scale."""

    skill: Skill
    level: ProficiencyLevel
    definition: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class LearningResource(Entity):
    """A learning resource for a skill; ``url`` is ``""`` and ``level`` ``None`` if the framework states none."""

    url: str = ""
    level: ProficiencyLevel | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Degree:
    """The degree to which a skill is mastered, from 0 to 1, and the label of the level with exactly that degree."""

    degree: float
    level: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Transition(Value):
    """A transition from ``source`` to ``target``; ``kind`` is a slug, ``months`` the typical duration.

    ``asks`` are the skills that the transition itself requires, by label, then IRI.
    """

    iri: str
    source: CareerNode
    target: CareerNode
    kind: str
    basis: str = ""
    months: float | None = None
    modality: str = ""
    asks: tuple[Skill, ...] = ()
