"""The value objects that the graph returns: immutable, comparable, hashable, and independent of the store.

All are built with keyword arguments only. Sequences are tuples in the order that the method returning them documents.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = [
    "Activity",
    "BusinessFunction",
    "CareerNode",
    "CareerPath",
    "Challenge",
    "Change",
    "Characteristic",
    "Claim",
    "Collaboration",
    "ComparedSkill",
    "Comparison",
    "Counterpart",
    "Degree",
    "DegreeChange",
    "Described",
    "Difference",
    "Entity",
    "ExperienceLevel",
    "Explanation",
    "GapSkill",
    "Importance",
    "LearningResource",
    "LearntSkill",
    "Lesson",
    "LevelDescriptor",
    "Objective",
    "Passage",
    "Plan",
    "PlanStep",
    "ProficiencyLevel",
    "ProficiencyScale",
    "RequiredSkill",
    "Responsibility",
    "Role",
    "RoleProfile",
    "SimilarNode",
    "Skill",
    "SkillGap",
    "Specialization",
    "TeamRole",
    "Transition",
]

Importance = Literal["essential", "optional"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class CareerNode(Entity):
    """A role or a role profile: a node of the career network."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Role(CareerNode):
    """An occupation known by a job title."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExperienceLevel(Entity):
    """A stage of seniority; a greater ``rank`` means more experience."""

    rank: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Specialization(Entity):
    """A field in which holders of a role specialize."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleProfile(CareerNode):
    """A role narrowed by a level, by a specialization, or by both."""

    role: Role
    level: ExperienceLevel | None = None
    specialization: Specialization | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Skill(Entity):
    """A knowledge, skill, attitude or technology; ``type`` is a slug, ``broader`` the IRIs of its parents."""

    type: str = ""
    broader: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProficiencyLevel(Entity):
    """A step of a proficiency scale.

    ``rank`` counts from 1 (0 stands for "none"), ``degree`` is the rank divided by the greatest rank of the scale, and
    ``notation`` a short sign such as ``A1``, or ``""``.
    """

    rank: int
    degree: float
    notation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProficiencyScale(Entity):
    """An ordered scale that skills are measured on; ``levels`` from the lowest rank to the greatest."""

    levels: tuple[ProficiencyLevel, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelDescriptor:
    """What a skill looks like at one level of its scale."""

    skill: Skill
    level: ProficiencyLevel
    definition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LearningResource(Entity):
    """Where a skill can be learnt: ``url`` is ``""`` and ``level`` ``None`` where the framework states none."""

    url: str = ""
    level: ProficiencyLevel | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Degree:
    """How far a skill is mastered, from 0 to 1, and the label of the level that stands for exactly that, if any."""

    degree: float
    level: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BusinessFunction(Entity):
    """A department, a team or an outside party."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(Entity):
    """Something asserted of a career node, with its basis.

    ``via`` is the IRI of the node that it is asserted of: the node itself or one that it inherits from. ``basis`` is
    ``"stated"``, ``"curated"``, ``"derived"`` or, in frameworks that give none, ``""``. ``evidence`` holds the ids of
    passages, sorted; ``note`` is the editor's reason, if any.
    """

    via: str
    basis: str = ""
    evidence: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Responsibility(Claim):
    """A lasting accountability; ``broader`` holds the IRIs of the wider ones that it is a part of."""

    broader: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity(Claim):
    """Something done day to day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective(Claim):
    """A result pursued."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Challenge(Claim):
    """A difficulty that comes with the role."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Characteristic(Claim):
    """A trait; ``facet`` is the slug of the facet it belongs to."""

    facet: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamRole(Claim):
    """A kind of person on the team."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Collaboration(Claim):
    """Work with a business function for some purposes; its ``label`` is that of the function."""

    function: BusinessFunction
    purposes: tuple[Entity, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RequiredSkill:
    """A skill that a career node calls for.

    ``importance`` is essential if any requirement asks for the skill as essential, ``basis`` the strongest of their
    bases (stated, then curated, then derived), ``via`` the IRIs of the nodes that have those requirements, sorted, and
    ``proficiency`` the greatest number that the source states, or ``None``. ``degree`` is the greatest degree asked
    for, over 0 and up to 1, and ``essential_degree`` the greatest one asked for as essential, 0 if none; both are
    ``None`` where the framework states no degree and has no scale for the skill. ``required_level`` is the label of the
    level that is exactly that degree, and ``group`` the top group of the skill; each may be ``None``. ``resources`` say
    where it can be learnt, up to that degree.
    """

    skill: Skill
    importance: Importance
    basis: str = ""
    via: tuple[str, ...] = ()
    proficiency: float | None = None
    required_level: str | None = None
    degree: float | None = None
    essential_degree: float | None = None
    group: Skill | None = None
    resources: tuple[LearningResource, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Where an assertion comes from: characters ``start`` to ``end`` (exclusive, from 0) of a document."""

    iri: str
    id: str
    source: str
    section: str
    ordinal: int
    start: int
    end: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """One reason why a career node calls for a skill: a chain from the node down to the passages.

    ``node`` inherits from ``via`` or builds on it (or is it), which has ``holder`` (a responsibility or an activity;
    ``via`` itself when the requirement is the node's own), which asks for ``skill`` to a ``degree`` (``None`` where the
    framework states none). ``builds_on`` tells the nodes that are built on from those inherited from.
    """

    node: CareerNode
    via: CareerNode
    holder: Entity
    skill: Skill
    importance: Importance
    basis: str = ""
    note: str = ""
    evidence: tuple[Passage, ...] = ()
    builds_on: bool = False
    degree: Degree | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """A transition from ``source`` to ``target``; ``kind`` is the slug of its kind, ``months`` its typical duration."""

    iri: str
    source: CareerNode
    target: CareerNode
    kind: str
    basis: str = ""
    months: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LearntSkill(Skill):
    """A skill that is learnt or raised on a step of a path, from one degree to another.

    ``weight`` is that of the rungs first asked for there, each at its greatest weight on the path, and ``importance``
    the greatest that the path gives them. ``before`` is ``None`` where nothing is held of it, and so is ``after`` where
    the framework states no degrees. ``asked_by_transition`` is true where the transition asks for it and its target
    does not.
    """

    importance: Importance
    weight: float
    before: Degree | None = None
    after: Degree | None = None
    asked_by_transition: bool = False

    @property
    def raises(self) -> bool:
        """Whether some of the skill is held before."""
        return self.before is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class CareerPath:
    """A path from ``source`` to ``target``: transitions in order, none if both are the same node.

    ``cost`` is what the search minimized, in the unit of ``minimize``; ``costs`` gives it for each criterion that was
    asked for, in that order. ``new_skills`` holds for each transition, by label, then IRI, the skills that are first
    asked for there and not known by then, and ``raised_skills`` those of which too little is known; whatever is
    minimized, a path teaches nothing twice, and the weights add up to ``learning``. ``undescribed`` are the nodes on
    it that are not described, in order.
    """

    source: CareerNode
    target: CareerNode
    transitions: tuple[Transition, ...]
    minimize: str = "steps"
    cost: float = 0
    costs: tuple[tuple[str, float], ...] = ()
    new_skills: tuple[tuple[LearntSkill, ...], ...] = ()
    raised_skills: tuple[tuple[LearntSkill, ...], ...] = ()
    learning: float = 0
    undescribed: tuple[CareerNode, ...] = ()

    @property
    def nodes(self) -> tuple[CareerNode, ...]:
        """The nodes that the path visits, in order, ``source`` and ``target`` among them."""
        return (self.source, *(transition.target for transition in self.transitions))

    def __len__(self) -> int:
        return len(self.transitions)


@dataclass(frozen=True, slots=True, kw_only=True)
class GapSkill:
    """A skill in a gap, as the node requires it that does; ``importance`` is ``None`` where it is only a person's.

    ``held`` is how far it is held (``None`` where no degree is known for the skill), ``needed`` how far the target asks
    for it, and ``weight`` the weight of what is not held. ``level_stated`` is false for a person's skill that comes
    without a level. ``near`` are held skills that are broader or narrower than a missing one, by label, then IRI.
    """

    skill: Skill
    importance: Importance | None
    basis: str = ""
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
    """How much a node's need rests on: requirements of its own, inherited and built on, and passages behind them.

    ``built_on_only`` tells that all of it comes from the nodes that it builds on.
    """

    requirements: int
    passages: int
    built_on_only: bool = False

    def __bool__(self) -> bool:
        return self.requirements > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillGap:
    """What someone who has ``source`` (``None``: a set of skills) lacks for ``target``.

    Of ``missing`` skills nothing is held, of ``raises`` too little, of ``shared`` ones all that is needed; ``surplus``
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


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedSkill:
    """A skill in a comparison, with its importance on either side; ``None`` where it is not required."""

    skill: Skill
    first: Importance | None
    second: Importance | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two nodes side by side: the skills of both, and of one only, by label, then IRI.

    ``first`` is ``None`` where a set of skills is compared.
    """

    first: CareerNode | None
    second: CareerNode
    shared: tuple[ComparedSkill, ...]
    only_first: tuple[ComparedSkill, ...]
    only_second: tuple[ComparedSkill, ...]
    similarity: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilarNode:
    """A node and its similarity to another, from 0 to 1; ``shared`` counts the skills that both require."""

    node: CareerNode
    similarity: float
    shared: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Counterpart:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What changes in one section from one node to another: each part by label, then IRI."""

    gained: tuple[Entity, ...] = ()
    lost: tuple[Entity, ...] = ()
    kept: tuple[Entity, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DegreeChange:
    """A skill that two nodes require to different degrees."""

    skill: Skill
    before: Degree
    after: Degree


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What changes from ``source`` to ``target``, section by section.

    Collaborators count by the business function; ``raised`` and ``lowered`` are skills that both require to different
    degrees, ``more_important`` and ``less_important`` those that are essential only at the target, or only at the
    source; each by label, then IRI.
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
    source_described: Described
    target_described: Described


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """A skill to learn: why (``reasons``), and which nodes that the plan does not visit it also ``serves``, by IRI.

    ``before`` and ``after`` say from which degree to which; see :class:`LearntSkill`. ``resources`` say where that can
    be learnt.
    """

    skill: Skill
    importance: Importance
    weight: float
    before: Degree | None = None
    after: Degree | None = None
    group: Skill | None = None
    asked_by_transition: bool = False
    reasons: tuple[Explanation, ...]
    serves: tuple[CareerNode, ...]
    resources: tuple[LearningResource, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanStep:
    """What to learn for ``node``, essential skills first, then by label, IRI; ``transition`` leads there, if any."""

    node: CareerNode
    transition: Transition | None
    lessons: tuple[Lesson, ...]
    cost: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """From the skills a person has to a target: where to start, then a step for each transition, and all costs."""

    known: tuple[Skill, ...]
    target: CareerNode
    steps: tuple[PlanStep, ...]
    cost: float

    @property
    def transitions(self) -> tuple[Transition, ...]:
        """The transitions that the plan makes, in order."""
        return tuple(step.transition for step in self.steps if step.transition is not None)
