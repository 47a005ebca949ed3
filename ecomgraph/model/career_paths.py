"""Paths through the career network, and what is learnt on them."""

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

    ``weight`` is that of the rungs first asked for there, each at its greatest weight on the path, and ``importance``
    the greatest that the path gives them. ``before`` is ``None`` where nothing is held of it, and so is ``after`` where
    the framework states no degrees. ``built_on`` is true where the target asks for all of that only by building on
    others, ``asked_by_transition`` where the transition asks for it and its target does not.
    """

    importance: Importance
    weight: float
    before: Degree | None = None
    after: Degree | None = None
    built_on: bool = False
    asked_by_transition: bool = False

    @property
    def raises(self) -> bool:
        """Whether some of the skill is held before."""
        return self.before is not None


def months_in_all(transitions: Iterable[Transition]) -> float | None:
    """Return the typical duration of transitions together; ``None`` where there are none, or one has none."""
    stated = [it.months for it in transitions]
    known = [it for it in stated if it is not None]
    return sum(known) if known and len(known) == len(stated) else None


def stand_in_notes(
    source: CareerNode, source_for: CareerNode | None, target: CareerNode, target_for: CareerNode | None
) -> tuple[str, ...]:
    """Return a sentence for each end of a path that stands in for the node named.

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

    ``cost`` is what the search minimized, in the unit of ``minimize``; ``costs`` gives it for each criterion that was
    asked for, in that order. ``new_skills`` holds for each transition, by label, then IRI, the skills that are first
    asked for there and not known by then, and ``raised_skills`` those of which too little is known; whatever is
    minimized, a path teaches nothing twice, and the weights add up to ``learning``. ``undescribed`` are the nodes on
    it that are not described, in order. Where the network has no path between the nodes as named and profiles stand in
    for them, ``source_for`` and ``target_for`` are the nodes that were named, and ``None`` elsewhere; what is known at
    the start is what ``source_for`` requires.
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
        """Sentences for people on where the path starts or ends at another node than the one named."""
        return stand_in_notes(self.source, self.source_for, self.target, self.target_for)

    @property
    def months(self) -> float | None:
        """How many months its transitions typically take together; ``None`` where the graph does not say."""
        return months_in_all(self.transitions)

    @property
    def nodes(self) -> tuple[CareerNode, ...]:
        """The nodes that the path visits, in order, ``source`` and ``target`` among them."""
        return (self.source, *(transition.target for transition in self.transitions))

    def __len__(self) -> int:
        return len(self.transitions)
