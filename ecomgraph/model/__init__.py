"""The value objects that the graph returns: immutable, comparable, hashable, and independent of the store.

All are constructed with keyword arguments only. Sequences are tuples; the method that returns them documents the order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ecomgraph.model.career_paths import (
        CareerPath,
        LearntSkill,
    )
    from ecomgraph.model.claims import (
        Activity,
        BusinessFunction,
        Challenge,
        Characteristic,
        Claim,
        Collaboration,
        Explanation,
        Objective,
        Passage,
        RequiredSkill,
        Responsibility,
        TeamRole,
    )
    from ecomgraph.model.comparisons import (
        Change,
        ComparedSkill,
        Comparison,
        Counterpart,
        DegreeChange,
        Described,
        Difference,
        GapSkill,
        NameCandidate,
        NameMatch,
        SimilarNode,
        SkillGap,
    )
    from ecomgraph.model.entities import (
        CareerNode,
        Degree,
        Entity,
        ExperienceLevel,
        Importance,
        LearningResource,
        LevelDescriptor,
        ProficiencyLevel,
        ProficiencyScale,
        Role,
        RoleProfile,
        Skill,
        Specialization,
        Transition,
    )
    from ecomgraph.model.plans import (
        Lesson,
        Plan,
        PlanStart,
        PlanStep,
    )

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
    "NameCandidate",
    "NameMatch",
    "Objective",
    "Passage",
    "Plan",
    "PlanStart",
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

# The modules that define the names above, most used first. Creating classes is slow, so the modules are imported one by
# one until one of them defines the requested name.
_HOMES = ("entities", "career_paths", "claims", "comparisons", "plans")

# Hidden from type checkers, which would accept any name of a module with __getattr__.
if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        from importlib import import_module

        if name in __all__:
            for home in _HOMES:
                module = import_module(f"ecomgraph.model.{home}")
                if name in module.__all__:
                    return globals().setdefault(name, getattr(module, name))
        raise AttributeError(f"module 'ecomgraph.model' has no attribute {name!r}")

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})
