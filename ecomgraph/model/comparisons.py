"""Nodes and persons side by side: gaps, comparisons, counterparts and differences."""

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
    """A skill in a gap, as the node requires it that does; ``importance`` is ``None`` where it is only a person's.

    ``held`` is how far it is held (``None`` where no degree is known for the skill), ``needed`` how far the target asks
    for it, and ``weight`` the weight of what is not held. ``level_stated`` is false for a person's skill that comes
    without a level. ``built_on`` is true where the node needs it, or what is to be learnt of it, only by building on
    others. ``near`` are held skills that are broader or narrower than a missing one, by label, then IRI.
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
    """How well a node is described: its requirements, own, inherited and built on, and the passages behind them.

    ``built_on`` counts the requirements of nodes that it builds on; ``built_on_only`` tells that there are no others.
    ``fullest`` is the greatest number of requirements that the node, or one that it builds on, has of its own.
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
    """What someone who has ``source`` (``None``: a set of skills) lacks for ``target``.

    ``missing`` skills are not held, ``raises`` are held too little, ``shared`` ones to the degree needed; ``surplus``
    are skills held further than the target asks, which may be shared as well. The first three are as the target
    requires them, ``surplus`` as the source does; each is essential first, then by label, then by IRI.

    ``weight`` is the weight of what is needed and not held, ``coverage`` the share of the target's weight that is held,
    from 0 to 1, and ``similarity`` the weighted Jaccard index of the two over rungs, from 0 to 1. They are ``None``
    where a side is not described, which ``source_described`` (``None`` for a person) and ``target_described`` tell.
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
        """Sentences for people on a side of which nothing, or much less, is recorded."""
        return cautions((self.source, self.source_described), (self.target, self.target_described))


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ComparedSkill(Value):
    """A skill in a comparison, with its importance on either side; ``None`` where it is not required."""

    skill: Skill
    first: Importance | None
    second: Importance | None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Comparison(Value):
    """Two nodes side by side: the skills of both, and of one only, by label, then IRI.

    ``first`` is ``None`` where a set of skills is compared.
    """

    first: CareerNode | None
    second: CareerNode
    shared: tuple[ComparedSkill, ...]
    only_first: tuple[ComparedSkill, ...]
    only_second: tuple[ComparedSkill, ...]
    similarity: float | None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class SimilarNode(Value):
    """A node and its similarity to another, from 0 to 1; ``shared`` counts the skills that both require."""

    node: CareerNode
    similarity: float
    shared: int


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Counterpart(Value):
    """A role of another framework that comes near to one: ``by`` a mapping, a label or the skills that both require.

    ``relation`` is the kind of mapping, such as ``closeMatch``, or the label that both have; ``score`` is from 0 to 1,
    and ``shared`` are the skills of the first role that the counterpart requires, too, by label, then IRI.
    ``weighed_by`` tells whether a score by skills compares degrees, or importance alone, as the scales of the two
    frameworks are not comparable; it is empty for the others.
    """

    role: Role
    by: Literal["mapping", "label", "skills"]
    relation: str
    score: float
    shared: tuple[Skill, ...] = ()
    weighed_by: Literal["degree", "importance", ""] = ""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class NameCandidate(Value):
    """A thing that a text may name, and the similarity of its nearest label to the text, from 0 to 1."""

    thing: Entity
    score: float


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class NameMatch(Value):
    """What a text names: ``thing``, or ``None`` if nothing (``none``) or more than one thing (``several``) is likely.

    ``by`` is ``exact`` for an IRI or a label as it is written, ``folded`` for an id or a label that is equal but for
    case, white space and the like, ``close`` for one that is only like it. ``score`` is from 0 to 1;
    ``alternatives`` are other things, best first, then by IRI.
    """

    name: str
    by: Literal["exact", "folded", "close", "several", "none"]
    score: float
    thing: Entity | None = None
    alternatives: tuple[NameCandidate, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Change(Value):
    """What changes in one section from one node to another: each part by label, then IRI."""

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
    """What changes from ``source`` to ``target``, section by section.

    Collaborators count by the business function; ``raised`` and ``lowered`` are skills that both require to different
    degrees, ``more_important`` and ``less_important`` those that are essential only at the target, or only at the
    source; ``built_on`` those gained that the target requires only by building on other nodes; each by label, then IRI.
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
        """Sentences for people on a side of which nothing, or much less, is recorded."""
        return cautions((self.source, self.source_described), (self.target, self.target_described))
