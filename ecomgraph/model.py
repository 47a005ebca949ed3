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
    "Difference",
    "Entity",
    "ExperienceLevel",
    "Explanation",
    "GapSkill",
    "Importance",
    "Lesson",
    "Objective",
    "Passage",
    "Plan",
    "PlanStep",
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

    ``importance`` is the weightiest of all the requirements that ask for the skill, ``basis`` the strongest of their
    bases (stated, then curated, then derived), ``via`` the IRIs of the nodes that have those requirements, sorted, and
    ``proficiency`` the highest level asked for, from 0 to 1, or ``None``.
    """

    skill: Skill
    importance: Importance
    basis: str = ""
    via: tuple[str, ...] = ()
    proficiency: float | None = None


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

    ``node`` inherits from ``via`` (or is it), which has ``holder`` (a responsibility or an activity; ``via`` itself
    when the requirement is the node's own), which asks for ``skill``.
    """

    node: CareerNode
    via: CareerNode
    holder: Entity
    skill: Skill
    importance: Importance
    basis: str = ""
    note: str = ""
    evidence: tuple[Passage, ...] = ()


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
class CareerPath:
    """A path from ``source`` to ``target``: transitions in order, none if both are the same node.

    ``cost`` is what the search minimized, in the unit of ``minimize``; ``costs`` gives it for each criterion that was
    asked for, in that order. ``new_skills`` holds for each transition, by label, then IRI, the skills that its target
    requires and that its source does not and nobody is said to know; on a path of least learning, those that nothing
    before on the path has taught either.
    """

    source: CareerNode
    target: CareerNode
    transitions: tuple[Transition, ...]
    minimize: str = "steps"
    cost: float = 0
    costs: tuple[tuple[str, float], ...] = ()
    new_skills: tuple[tuple[Skill, ...], ...] = ()

    @property
    def nodes(self) -> tuple[CareerNode, ...]:
        """The nodes that the path visits, in order, ``source`` and ``target`` among them."""
        return (self.source, *(transition.target for transition in self.transitions))

    def __len__(self) -> int:
        return len(self.transitions)


@dataclass(frozen=True, slots=True, kw_only=True)
class GapSkill:
    """A skill in a gap, as the node requires it that does; ``importance`` is ``None`` where it is only a person's."""

    skill: Skill
    importance: Importance | None
    basis: str = ""
    via: tuple[str, ...] = ()
    proficiency: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillGap:
    """What someone who has ``source`` (``None``: a set of skills) lacks for ``target``.

    ``missing`` and ``shared`` are as the target requires them, ``surplus`` as the source does; each is essential first,
    then by label, then by IRI. ``size`` is the weight of what is missing, ``coverage`` the share of the target's weight
    that is there, from 0 to 1, and ``similarity`` the weighted Jaccard index of the two, from 0 to 1.
    """

    source: CareerNode | None
    target: CareerNode
    missing: tuple[GapSkill, ...]
    shared: tuple[GapSkill, ...]
    surplus: tuple[GapSkill, ...]
    size: float
    coverage: float
    similarity: float


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
    similarity: float


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
    """

    role: Role
    by: Literal["mapping", "label", "skills"]
    relation: str
    score: float
    shared: tuple[Skill, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What changes in one section from one node to another: each part by label, then IRI."""

    gained: tuple[Entity, ...] = ()
    lost: tuple[Entity, ...] = ()
    kept: tuple[Entity, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What changes from ``source`` to ``target``, section by section.

    Collaborators count by the business function; ``raised`` and ``lowered`` are skills that both require, but that are
    essential only at the target, or only at the source.
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
    raised: tuple[Skill, ...] = ()
    lowered: tuple[Skill, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """A skill to learn: why (``reasons``), and which nodes that the plan does not visit it also ``serves``, by IRI."""

    skill: Skill
    importance: Importance
    weight: float
    reasons: tuple[Explanation, ...]
    serves: tuple[CareerNode, ...]


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
