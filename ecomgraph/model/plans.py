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
    """A skill to learn: why (``reasons``), and which nodes that the plan does not visit it also ``serves``, by IRI.

    ``before`` and ``after`` say from which degree to which, ``built_on`` and ``asked_by_transition`` what asks for it;
    see :class:`LearntSkill`. ``resources`` say where that can be learnt.
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
    """What to learn for ``node``, essential skills first, then by label, IRI; ``transition`` leads there, if any.

    ``described`` says how much is recorded of the node.
    """

    node: CareerNode
    transition: Transition | None
    lessons: tuple[Lesson, ...]
    cost: float
    described: Described


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class PlanStart(Value):
    """A node where a plan may start, and the ``weight`` of what is to be learnt there first."""

    node: CareerNode
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Plan(Value):
    """From the skills a person has to a target: where to start, then a step for each transition, and all costs.

    ``source_for`` and ``target_for`` are as in :class:`CareerPath`. Where no start was named, ``starts`` are the best
    of ``compared`` nodes, the chosen one first; under conditions the chosen one only, and ``compared`` is 0.
    ``conditions`` are those on the path, in words. ``source_described`` says how much is recorded of the start named.
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
        """Sentences for people: why the plan starts where it does, which nodes stand in for others, the conditions."""
        return (
            *self._start_notes(),
            *stand_in_notes(self.steps[0].node, self.source_for, self.target, self.target_for),
            *([f"Conditions of the path: {', '.join(self.conditions)}."] if self.conditions else ()),
        )

    @property
    def cautions(self) -> tuple[str, ...]:
        """Sentences for people on nodes of which nothing is recorded, or much less than of the other end."""
        last = self.steps[-1]
        ends: tuple[tuple[CareerNode, Described], ...] = ()
        if self.source_described is not None and len(self.steps) > 1:
            ends = (self.source_for or self.steps[0].node, self.source_described), (last.node, last.described)
        return cautions(*((step.node, step.described) for step in self.steps), compared=ends)

    def _start_notes(self) -> list[str]:
        """Return a sentence on a start that nobody named."""
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
        """How many months its transitions typically take together; ``None`` where the graph does not say."""
        return months_in_all(self.transitions)

    @property
    def transitions(self) -> tuple[Transition, ...]:
        """The transitions that the plan makes, in order."""
        return tuple(step.transition for step in self.steps if step.transition is not None)
