"""Paths through the career network, and the skills learnt on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ecomgraph.model.entities import Skill, Value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ecomgraph.model.entities import CareerNode, Degree, Importance, Transition

__all__ = ["CareerPath", "LearntSkill"]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class LearntSkill(Skill):
    """A skill that is learnt or raised on a step of a path, from one degree to another.

    ``weight`` is the weight of the rungs that are first required at this step; each rung has the greatest weight that
    it has on the path, and ``importance`` is the greatest importance that the path gives them. ``before`` is ``None``
    if the skill is not held before the step; ``after`` is ``None`` if the framework states no degrees. ``built_on`` is
    true if the target requires all of this only by building on other nodes; ``asked_by_transition`` is true if the
    transition requires it and the target of the transition does not.
    """

    importance: Importance
    weight: float
    before: Degree | None = None
    after: Degree | None = None
    built_on: bool = False
    asked_by_transition: bool = False

    @property
    def raises(self) -> bool:
        """Whether a part of the skill is held before the step."""
        return self.before is not None


def months_in_all(transitions: Iterable[Transition]) -> float | None:
    """Return the sum of the typical durations; ``None`` if there are no transitions, or a duration is unknown."""
    stated = [it.months for it in transitions]
    known = [it for it in stated if it is not None]
    return sum(known) if known and len(known) == len(stated) else None


def stand_in_notes(
    source: CareerNode, source_for: CareerNode | None, target: CareerNode, target_for: CareerNode | None
) -> tuple[str, ...]:
    """Return a sentence for each end of a path where another node stands in for the node named.

    >>> from ecomgraph import load
    >>> path = load().find_path("ecommerce-director-mid-operations", "ecommerce-director")
    >>> print(*path.notes)
    Ecommerce Director (Mid level, Operations) is a profile of Ecommerce Director, so it counts as the target.
    """
    notes = []
    if source_for is not None:
        notes.append(
            f"No path leads there from {source_for.label} itself, so this one starts at its profile {source.label};"
            f" what {source_for.label} requires counts as known, but nothing else that {source.label} requires."
        )
    if target_for is not None:
        notes.append(f"{target.label} is a profile of {target_for.label}, so it counts as the target.")
    return tuple(notes)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class CareerPath(Value):
    """A path from ``source`` to ``target``: transitions in order, none if both are the same node.

    ``cost`` is the minimized value, in the unit of ``minimize``; ``costs`` has the cost by each requested criterion, in
    the order requested. For each transition, by label, then IRI, ``new_skills`` holds the skills that are first
    required there and not known by then, and ``raised_skills`` those that are known to too low a degree. Whatever is
    minimized, no skill is counted twice, and the weights add up to the cost by ``learning``. ``undescribed`` are the
    nodes of the path that are not described, in order. If the network has no path between the nodes named, so that
    profiles stand in for them, ``source_for`` and ``target_for`` are the nodes named; otherwise they are ``None``. The
    skills that ``source_for`` requires are known at the start.
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
    source_for: CareerNode | None = None
    target_for: CareerNode | None = None

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences for people if the path starts or ends at another node than the one named."""
        return stand_in_notes(self.source, self.source_for, self.target, self.target_for)

    @property
    def months(self) -> float | None:
        """The sum of the typical durations of its transitions in months; ``None`` if one is unknown."""
        return months_in_all(self.transitions)

    @property
    def nodes(self) -> tuple[CareerNode, ...]:
        """The nodes that the path visits, in order, including ``source`` and ``target``."""
        return (self.source, *(transition.target for transition in self.transitions))

    def __len__(self) -> int:
        return len(self.transitions)
