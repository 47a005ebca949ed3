"""The career of an Ecommerce Director as a knowledge graph, and the engine that reads such graphs.

>>> import ecomgraph
>>> graph = ecomgraph.load()
>>> len(graph.find_path("ecommerce-manager", "chief-digital-officer"))
4
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ecomgraph.careers.framework_changes import FrameworkChange, FrameworkChanges
    from ecomgraph.errors import (
        AmbiguousNameError,
        ArgumentError,
        ArgumentTypeError,
        EcomgraphError,
        ExportError,
        FrameworkError,
        LimitError,
        MissingDependencyError,
        MissingMonthsError,
        NoPathError,
        ParameterError,
        ParseError,
        QueryError,
        RuleError,
        ShapesError,
        SourceError,
        UncoveredShapesError,
        UnknownNameError,
    )
    from ecomgraph.exchange.export_report import ExportReport
    from ecomgraph.exchange.importers import (
        ImportOptions,
        ImportReport,
        Packaged,
        import_framework,
        mark_current,
        remove_framework,
        write_template,
    )
    from ecomgraph.graph import CareerGraph, load, open  # noqa: A004
    from ecomgraph.graph.connecting import RemoteGraph, connect
    from ecomgraph.model import (
        Activity,
        BusinessFunction,
        CareerNode,
        CareerPath,
        Challenge,
        Change,
        Characteristic,
        Claim,
        Collaboration,
        ComparedSkill,
        Comparison,
        Counterpart,
        Difference,
        Entity,
        ExperienceLevel,
        Explanation,
        GapSkill,
        Lesson,
        NameCandidate,
        NameMatch,
        Objective,
        Passage,
        Plan,
        PlanStep,
        RequiredSkill,
        Responsibility,
        Role,
        RoleProfile,
        SimilarNode,
        Skill,
        SkillGap,
        Specialization,
        TeamRole,
        Transition,
    )
    from ecomgraph.queries import GraphResult, QueryResult, StoredQuery
    from ecomgraph.store.database import Database
    from ecomgraph.store.framework_value import Framework, FrameworkRecord

__all__ = [
    "Activity",
    "AmbiguousNameError",
    "ArgumentError",
    "ArgumentTypeError",
    "BusinessFunction",
    "CareerGraph",
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
    "Database",
    "Difference",
    "EcomgraphError",
    "Entity",
    "ExperienceLevel",
    "Explanation",
    "ExportError",
    "ExportReport",
    "Framework",
    "FrameworkChange",
    "FrameworkChanges",
    "FrameworkError",
    "FrameworkRecord",
    "GapSkill",
    "GraphResult",
    "ImportOptions",
    "ImportReport",
    "Lesson",
    "LimitError",
    "MissingDependencyError",
    "MissingMonthsError",
    "NameCandidate",
    "NameMatch",
    "NoPathError",
    "Objective",
    "Packaged",
    "ParameterError",
    "ParseError",
    "Passage",
    "Plan",
    "PlanStep",
    "QueryError",
    "QueryResult",
    "RemoteGraph",
    "RequiredSkill",
    "Responsibility",
    "Role",
    "RoleProfile",
    "RuleError",
    "ShapesError",
    "SimilarNode",
    "Skill",
    "SkillGap",
    "SourceError",
    "Specialization",
    "StoredQuery",
    "TeamRole",
    "Transition",
    "UncoveredShapesError",
    "UnknownNameError",
    "connect",
    "import_framework",
    "load",
    "mark_current",
    "open",
    "remove_framework",
    "write_template",
]

# The modules of the names above; each is imported when one of its names is first used.
_HOMES = (
    "errors",
    "model",
    "graph",
    "queries",
    "exchange.export_report",
    "exchange.importers",
    "store.database",
    "store.framework_value",
    "careers.framework_changes",
    "graph.connecting",
)

# Type checkers see the imports instead: to them, a module with __getattr__ would have every name.
if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        from importlib import import_module

        if name in __all__:
            for home in _HOMES:
                module = import_module(f"ecomgraph.{home}")
                if hasattr(module, name):
                    return globals().setdefault(name, getattr(module, name))
        raise AttributeError(f"module 'ecomgraph' has no attribute {name!r}")

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})
