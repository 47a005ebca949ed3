"""Claims about the nodes of the career network: work, traits and skills, with their bases and reasons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ecomgraph.model.entities import Entity, Value

if TYPE_CHECKING:
    from ecomgraph.model.entities import CareerNode, Degree, Importance, LearningResource, Skill

__all__ = [
    "Activity",
    "BusinessFunction",
    "Challenge",
    "Characteristic",
    "Claim",
    "Collaboration",
    "Explanation",
    "Objective",
    "Passage",
    "RequiredSkill",
    "Responsibility",
    "TeamRole",
]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class BusinessFunction(Entity):
    """A department, a team or an outside party."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Claim(Entity):
    """An assertion about a career node, with its basis.

    ``via`` is the IRI of the node that the claim is asserted about: the node itself or one that it inherits from.
    ``basis`` is ``"stated"``, ``"curated"``, ``"derived"`` or, in frameworks that give none, ``""``. ``evidence`` holds
    the ids of passages, sorted; ``note`` is the editor's reason, if any. ``modality`` is ``"typical"`` or
    ``"possible"`` if the source hedges, else ``""``.
    """

    via: str
    basis: str = ""
    evidence: tuple[str, ...] = ()
    note: str = ""
    modality: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Responsibility(Claim):
    """A lasting accountability; ``broader`` holds the IRIs of the broader responsibilities that it is part of."""

    broader: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Activity(Claim):
    """Something done day to day."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Objective(Claim):
    """A result to be achieved."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Challenge(Claim):
    """A difficulty that comes with the role."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Characteristic(Claim):
    """A trait; ``facet`` is the slug of the facet it belongs to."""

    facet: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class TeamRole(Claim):
    """A kind of person on the team that a node leads."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Collaboration(Claim):
    """Work with a business function for some purposes; its ``label`` is that of the function."""

    function: BusinessFunction
    purposes: tuple[Entity, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class RequiredSkill(Value):
    """A skill that a career node requires.

    ``importance`` is essential if any requirement for the skill is essential. ``basis`` is the strongest basis of the
    requirements (stated, then curated, then derived); it applies to the need, not to the importance. A need that arises
    only by building on another node has no stronger basis than the link to that node. ``via`` holds the IRIs of the
    nodes that have the requirements, sorted. ``modality`` is ``""`` if a requirement with that basis is not hedged,
    else ``"typical"`` if one is typical, else ``"possible"``.

    ``proficiency`` is the greatest number that the source states, or ``None``. ``importance_rating`` is the greatest
    importance rating of the source, from 0 to 1, or ``None``. ``degree`` is the greatest required degree, over 0 and up
    to 1; ``essential_degree`` is the greatest degree required as essential, 0 if none. Both are ``None`` if the
    framework states no degree and has no scale for the skill. ``required_level`` is the label of the level with exactly
    that degree, and ``group`` the top group of the skill; each may be ``None``. ``resources`` are learning resources up
    to that degree. ``built_on`` is true if the node requires the skill only by building on other nodes; ``own_degree``
    is the greatest degree that it requires without them, ``None`` under the same condition as ``degree``.
    """

    skill: Skill
    importance: Importance
    basis: str = ""
    modality: str = ""
    built_on: bool = False
    via: tuple[str, ...] = ()
    proficiency: float | None = None
    importance_rating: float | None = None
    required_level: str | None = None
    degree: float | None = None
    essential_degree: float | None = None
    own_degree: float | None = None
    group: Skill | None = None
    resources: tuple[LearningResource, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Passage(Value):
    """The source of an assertion: characters ``start`` to ``end`` (exclusive, from 0) of a document.

    ``abstract`` paraphrases the passage.
    """

    iri: str
    id: str
    source: str
    section: str
    ordinal: int
    start: int
    end: int
    digest: str
    abstract: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Explanation(Value):
    """One reason why a career node requires a skill: a chain from the node down to the passages.

    ``node`` is ``via``, inherits from it, or builds on it. ``via`` has ``holder``, a responsibility or an activity, or
    ``via`` itself if the requirement is the node's own. ``holder`` requires ``skill`` to ``degree`` (``None`` if the
    framework states no degree). ``builds_on`` is true if ``node`` builds on ``via``, false if it inherits from it.
    ``own_basis`` is the basis of the requirement itself. ``basis`` is the basis of the need of ``node``: the weakest of
    ``own_basis``, the basis of the link from ``via`` to ``holder``, and those of the links by which ``node`` builds on
    ``via``. ``modality`` is that of the requirement, else that of the link from ``via`` to ``holder``.
    """

    node: CareerNode
    via: CareerNode
    holder: Entity
    skill: Skill
    importance: Importance
    basis: str = ""
    own_basis: str = ""
    note: str = ""
    evidence: tuple[Passage, ...] = ()
    builds_on: bool = False
    degree: Degree | None = None
    modality: str = ""

    @property
    def importance_basis(self) -> str:
        """``"curated"``, because importance is graded by an editor; ``""`` if the need has no basis either."""
        return "curated" if self.basis else ""
