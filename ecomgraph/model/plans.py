"""What to learn in which order for a target."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ecomgraph.model.career_paths import stand_in_notes
from ecomgraph.model.entities import Value

if TYPE_CHECKING:
    from ecomgraph.model.claims import Explanation
    from ecomgraph.model.entities import CareerNode, Degree, Importance, LearningResource, Skill, Transition

__all__ = ["Lesson", "Plan", "PlanStep"]


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
    """What to learn for ``node``, essential skills first, then by label, IRI; ``transition`` leads there, if any."""

    node: CareerNode
    transition: Transition | None
    lessons: tuple[Lesson, ...]
    cost: float


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Plan(Value):
    """From the skills a person has to a target: where to start, then a step for each transition, and all costs.

    ``source_for`` and ``target_for`` are as in :class:`CareerPath`.
    """

    known: tuple[Skill, ...]
    target: CareerNode
    steps: tuple[PlanStep, ...]
    cost: float
    source_for: CareerNode | None = None
    target_for: CareerNode | None = None

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences for people on where the plan starts or ends at another node than the one named."""
        return stand_in_notes(self.steps[0].node, self.source_for, self.target, self.target_for)

    @property
    def transitions(self) -> tuple[Transition, ...]:
        """The transitions that the plan makes, in order."""
        return tuple(step.transition for step in self.steps if step.transition is not None)
