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
    """Something asserted of a career node, with its basis.

    ``via`` is the IRI of the node that it is asserted of: the node itself or one that it inherits from. ``basis`` is
    ``"stated"``, ``"curated"``, ``"derived"`` or, in frameworks that give none, ``""``. ``evidence`` holds the ids of
    passages, sorted; ``note`` is the editor's reason, if any. ``modality`` is ``"typical"`` or ``"possible"`` where the
    source hedges, else ``""``.
    """

    via: str
    basis: str = ""
    evidence: tuple[str, ...] = ()
    note: str = ""
    modality: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Responsibility(Claim):
    """A lasting accountability; ``broader`` holds the IRIs of the wider ones that it is a part of."""

    broader: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Activity(Claim):
    """Something done day to day."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Objective(Claim):
    """A result pursued."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Challenge(Claim):
    """A difficulty that comes with the role."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Characteristic(Claim):
    """A trait; ``facet`` is the slug of the facet it belongs to."""

    facet: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class TeamRole(Claim):
    """A kind of person on the team."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Collaboration(Claim):
    """Work with a business function for some purposes; its ``label`` is that of the function."""

    function: BusinessFunction
    purposes: tuple[Entity, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class RequiredSkill(Value):
    """A skill that a career node calls for.

    ``importance`` is essential if any requirement asks for the skill as essential, ``basis`` the strongest of their
    bases (stated, then curated, then derived), ``via`` the IRIs of the nodes that have those requirements, sorted, and
    ``proficiency`` the greatest number that the source states, or ``None``. ``importance_rating`` is how important the
    source rates the skill, from 0 to 1, the greatest where several do, or ``None``. ``degree`` is the greatest degree
    asked for, over 0 and up to 1, and ``essential_degree`` the greatest one asked for as essential, 0 if none; both are
    ``None`` where the framework states no degree and has no scale for the skill. ``required_level`` is the label of the
    level that is exactly that degree, and ``group`` the top group of the skill; each may be ``None``. ``resources`` say
    where it can be learnt, up to that degree. ``basis`` is that of the need, not of the importance; what is needed only
    by building on another node is no better founded than the link to it. ``modality`` is
    ``""`` if one requirement of that basis is not hedged, else ``"typical"`` if one is that, else ``"possible"``.
    ``built_on`` is true where the node needs the skill only by building on other nodes, and ``own_degree`` is the
    greatest degree that it asks for without these, ``None`` as ``degree`` is.
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
    """Where an assertion comes from: characters ``start`` to ``end`` (exclusive, from 0) of a document.

    ``abstract`` is what the passage says, in other words.
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
    """One reason why a career node calls for a skill: a chain from the node down to the passages.

    ``node`` inherits from ``via`` or builds on it (or is it), which has ``holder`` (a responsibility or an activity;
    ``via`` itself when the requirement is the node's own), which asks for ``skill`` to a ``degree`` (``None`` where the
    framework states none). ``builds_on`` tells the nodes that are built on from those inherited from. ``basis`` is that
    of the need of ``node``: the weakest of ``own_basis``, which is that of the requirement itself, of the link from
    ``via`` to ``holder``, and of the links by which ``node`` builds on ``via``. ``modality`` is that of the
    requirement, else that of the link from ``via`` to ``holder``.
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
        """``"curated"``, because importance is an editor's grading; ``""`` where the need has no basis either."""
        return "curated" if self.basis else ""
