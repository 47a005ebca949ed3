"""Comparisons of nodes and people: gaps, similar nodes, counterparts and differences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from ecomgraph.model.cautions import cautions
from ecomgraph.model.entities import Value

if TYPE_CHECKING:
    from ecomgraph.model.entities import CareerNode, Degree, Entity, Importance, Role, Skill

__all__ = [
    "Change",
    "ComparedSkill",
    "Comparison",
    "Counterpart",
    "DegreeChange",
    "Described",
    "Difference",
    "GapSkill",
    "NameCandidate",
    "NameMatch",
    "SimilarNode",
    "SkillGap",
]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class GapSkill(Value):
    """A skill in a gap, as required by the node; ``importance`` is ``None`` for a skill that only the person has.

    ``held`` is the degree held (``None`` if no degree is known for the skill), ``needed`` the degree that the target
    requires, and ``weight`` the weight of the part that is not held. ``level_stated`` is false for a person's skill
    without a level. ``built_on`` is true if the node requires it, or the part to be learnt, only by building on other
    nodes. ``near`` holds skills that are held and are broader or narrower than a missing one, by label, then IRI.
    """

    skill: Skill
    importance: Importance | None
    basis: str = ""
    built_on: bool = False
    via: tuple[str, ...] = ()
    proficiency: float | None = None
    required_level: str | None = None
    degree: float | None = None
    essential_degree: float | None = None
    group: Skill | None = None
    weight: float = 0
    held: Degree | None = None
    needed: Degree | None = None
    level_stated: bool = True
    near: tuple[Skill, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """How well a node is described: its requirements (own, inherited and built on), and the passages for them.

    ``built_on`` counts the requirements of the nodes that it builds on; ``built_on_only`` is true if there are no
    others. ``fullest`` is the greatest number of own requirements of the node or of a node that it builds on.
    """

    requirements: int
    passages: int
    built_on_only: bool = False
    built_on: int = 0
    fullest: int = 0

    def __bool__(self) -> bool:
        return self.requirements > 0


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class SkillGap(Value):
    """The skills that someone with those of ``source`` (``None``: of a set of skills) lacks for ``target``.

    ``missing`` skills are not held, ``raises`` are held to a lower degree than required, ``shared`` ones to the
    required degree. ``surplus`` skills are held to a higher degree than the target requires, so they may also be
    shared. ``missing``, ``raises`` and ``shared`` are as the target requires them, ``surplus`` as the source does; each
    is ordered with essential skills first, then by label, then IRI. ``weight`` is the weight of what is required and
    not held, ``coverage`` the fraction of the target's weight that is held, from 0 to 1, and ``similarity`` the
    weighted Jaccard index of the two sides over rungs, from 0 to 1. These three are ``None`` if a side is not
    described, as ``source_described`` (``None`` for a person) and ``target_described`` show.
    """

    source: CareerNode | None
    target: CareerNode
    missing: tuple[GapSkill, ...]
    raises: tuple[GapSkill, ...]
    shared: tuple[GapSkill, ...]
    surplus: tuple[GapSkill, ...]
    weight: float | None
    coverage: float | None
    similarity: float | None
    source_described: Described | None
    target_described: Described

    @property
    def size(self) -> float | None:
        """The same as ``weight``."""
        return self.weight

    @property
    def cautions(self) -> tuple[str, ...]:
        """Sentences for people about a side for which nothing, or much less, is recorded."""
        return cautions((self.source, self.source_described), (self.target, self.target_described))


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ComparedSkill(Value):
    """A skill in a comparison, with its importance on each side; ``None`` if that side does not require it."""

    skill: Skill
    first: Importance | None
    second: Importance | None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Comparison(Value):
    """The skills of two nodes: those of both, and those of one only, by label, then IRI.

    ``first`` is ``None`` if a set of skills is compared.
    """

    first: CareerNode | None
    second: CareerNode
    shared: tuple[ComparedSkill, ...]
    only_first: tuple[ComparedSkill, ...]
    only_second: tuple[ComparedSkill, ...]
    similarity: float | None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class SimilarNode(Value):
    """A node and its similarity to another, from 0 to 1; ``shared`` is the number of skills that both require."""

    node: CareerNode
    similarity: float
    shared: int


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Counterpart(Value):
    """A role of another framework that matches a role ``by`` a mapping, a label or skills.

    ``relation`` is the kind of mapping, such as ``closeMatch``, or the common label. ``score`` is from 0 to 1.
    ``shared`` are the skills of the first role that the counterpart also requires, by label, then IRI. ``weighed_by``
    says whether a score by skills compares degrees, or only importance because the scales of the two frameworks are not
    comparable; it is empty for other scores.
    """

    role: Role
    by: Literal["mapping", "label", "skills"]
    relation: str
    score: float
    shared: tuple[Skill, ...] = ()
    weighed_by: Literal["degree", "importance", ""] = ""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class NameCandidate(Value):
    """A thing that a text may name, and the similarity from 0 to 1 of the text to its most similar label."""

    thing: Entity
    score: float


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class NameMatch(Value):
    """The thing that a text names; ``None`` if no thing (``none``) or more than one (``several``) is likely.

    ``by`` is ``exact`` for an IRI or a label as written, ``folded`` for an id or a label that is equal except for case,
    white space and the like, and ``close`` for a label that is only similar. ``score`` is from 0 to 1; ``alternatives``
    are other things, best first, then by IRI.
    """

    name: str
    by: Literal["exact", "folded", "close", "several", "none"]
    score: float
    thing: Entity | None = None
    alternatives: tuple[NameCandidate, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Change(Value):
    """The changes in one section from one node to another, each part by label, then IRI."""

    gained: tuple[Entity, ...] = ()
    lost: tuple[Entity, ...] = ()
    kept: tuple[Entity, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class DegreeChange(Value):
    """A skill that two nodes require to different degrees."""

    skill: Skill
    before: Degree
    after: Degree


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Difference(Value):
    """The changes from ``source`` to ``target``, section by section.

    Collaborations are compared by business function. ``raised`` and ``lowered`` are skills that both require, to a
    higher or a lower degree at the target; ``more_important`` are essential only at the target, ``less_important`` only
    at the source; ``built_on`` are gained skills that the target requires only by building on other nodes. Each is
    ordered by label, then IRI.
    """

    source: CareerNode
    target: CareerNode
    responsibilities: Change
    activities: Change
    skills: Change
    collaborators: Change
    objectives: Change
    challenges: Change
    team_roles: Change
    raised: tuple[DegreeChange, ...] = ()
    lowered: tuple[DegreeChange, ...] = ()
    more_important: tuple[Skill, ...] = ()
    less_important: tuple[Skill, ...] = ()
    built_on: tuple[Skill, ...] = ()
    source_described: Described
    target_described: Described

    @property
    def cautions(self) -> tuple[str, ...]:
        """Sentences for people about a side for which nothing, or much less, is recorded."""
        return cautions((self.source, self.source_described), (self.target, self.target_described))
