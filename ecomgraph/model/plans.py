"""Plans: the skills to learn for a target, step by step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ecomgraph.model.amounts import amount
from ecomgraph.model.career_paths import months_in_all, stand_in_notes
from ecomgraph.model.cautions import cautions
from ecomgraph.model.entities import Value

if TYPE_CHECKING:
    from ecomgraph.model.claims import Explanation
    from ecomgraph.model.comparisons import Described
    from ecomgraph.model.entities import CareerNode, Degree, Importance, LearningResource, Skill, Transition

__all__ = ["Lesson", "Plan", "PlanStart", "PlanStep"]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Lesson(Value):
    """A skill to learn, the ``reasons`` for it, and the nodes outside the plan that it ``serves``, by IRI.

    ``before`` and ``after`` are the degrees before and after learning; ``built_on`` and ``asked_by_transition`` are as
    in :class:`LearntSkill`. ``resources`` are learning resources for this range of degrees.
    """

    skill: Skill
    importance: Importance
    weight: float
    before: Degree | None = None
    after: Degree | None = None
    group: Skill | None = None
    built_on: bool = False
    asked_by_transition: bool = False
    reasons: tuple[Explanation, ...]
    serves: tuple[CareerNode, ...]
    resources: tuple[LearningResource, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class PlanStep(Value):
    """The skills to learn for ``node``: essential first, then by label, IRI; ``transition`` leads there, if any.

    ``described`` says how well the node is described.
    """

    node: CareerNode
    transition: Transition | None
    lessons: tuple[Lesson, ...]
    cost: float
    described: Described


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class PlanStart(Value):
    """A node where a plan may start, and the ``weight`` of the skills to be learnt there first."""

    node: CareerNode
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Plan(Value):
    """A plan for a person with some skills: the start, then a step for each transition to the target, and all costs.

    ``source_for`` and ``target_for`` are as in :class:`CareerPath`. If no start was named, ``starts`` are the best of
    the ``compared`` nodes, the chosen one first; if conditions were given, only the chosen one, and ``compared`` is 0.
    ``conditions`` are those on the path, in words. ``source_described`` says how well the named start is described.
    """

    known: tuple[Skill, ...]
    target: CareerNode
    steps: tuple[PlanStep, ...]
    cost: float
    source_for: CareerNode | None = None
    target_for: CareerNode | None = None
    starts: tuple[PlanStart, ...] = ()
    compared: int = 0
    conditions: tuple[str, ...] = ()
    source_described: Described | None = None

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences for people: the reason for the start, the nodes that stand in for others, the conditions."""
        return (
            *self._start_notes(),
            *stand_in_notes(self.steps[0].node, self.source_for, self.target, self.target_for),
            *([f"Conditions of the path: {', '.join(self.conditions)}."] if self.conditions else ()),
        )

    @property
    def cautions(self) -> tuple[str, ...]:
        """Sentences for people on nodes for which nothing, or much less than for the other end, is recorded."""
        last = self.steps[-1]
        ends: tuple[tuple[CareerNode, Described], ...] = ()
        if self.source_described is not None and len(self.steps) > 1:
            ends = (self.source_for or self.steps[0].node, self.source_described), (last.node, last.described)
        return cautions(*((step.node, step.described) for step in self.steps), compared=ends)

    def _start_notes(self) -> list[str]:
        """Return the sentences that explain the start if none was named."""
        if not self.starts:
            return []
        chosen, *others = self.starts
        target = (self.target_for or self.target).label
        if not self.steps[0].described:
            return [f"No start was named, and no node that leads to {target} is described."]
        if self.compared == 1:
            return [f"No start was named, and no other described node leads to {target}, so the plan begins there."]
        among = f"{target} and the {self.compared - 1:,} other described nodes that lead there"
        if self.compared == 2:
            among = f"{target} and the one other described node that leads there"
        elif not self.compared:
            among = f"the described nodes from which such paths lead to {target}"
        told = f"No start was named: of {among}, {chosen.node.label} is the one for which"
        least = f"least is missing ({amount(chosen.weight)} by its own weights)"
        told += f" {least if chosen.weight else 'nothing is missing'}"
        if others:
            named = " and ".join(f"{it.node.label} ({amount(it.weight)})" for it in others)
            told += f"; next come{'s' * (len(others) == 1)} {named}"
        return [f"{told}."]

    @property
    def months(self) -> float | None:
        """The sum of the typical durations of its transitions in months; ``None`` if one is unknown."""
        return months_in_all(self.transitions)

    @property
    def transitions(self) -> tuple[Transition, ...]:
        """The transitions that the plan makes, in order."""
        return tuple(step.transition for step in self.steps if step.transition is not None)
