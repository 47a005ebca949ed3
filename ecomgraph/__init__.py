"""The career of an Ecommerce Director as a knowledge graph, and the engine that reads such graphs.

>>> import ecomgraph
>>> graph = ecomgraph.load()
>>> len(graph.find_path("ecommerce-manager", "chief-digital-officer"))
4
"""

from __future__ import annotations

from ecomgraph.errors import (
    AmbiguousNameError,
    EcomgraphError,
    MissingDependencyError,
    NoPathError,
    ParseError,
    QueryError,
    RuleError,
    ShapesError,
    SourceError,
    UnknownNameError,
)
from ecomgraph.graph import CareerGraph, load
from ecomgraph.model import (
    Activity,
    BusinessFunction,
    CareerNode,
    CareerPath,
    Challenge,
    Characteristic,
    Claim,
    Collaboration,
    Entity,
    ExperienceLevel,
    Explanation,
    Objective,
    Passage,
    RequiredSkill,
    Responsibility,
    Role,
    RoleProfile,
    Skill,
    Specialization,
    TeamRole,
    Transition,
)

__all__ = [
    "Activity",
    "AmbiguousNameError",
    "BusinessFunction",
    "CareerGraph",
    "CareerNode",
    "CareerPath",
    "Challenge",
    "Characteristic",
    "Claim",
    "Collaboration",
    "EcomgraphError",
    "Entity",
    "ExperienceLevel",
    "Explanation",
    "MissingDependencyError",
    "NoPathError",
    "Objective",
    "ParseError",
    "Passage",
    "QueryError",
    "RequiredSkill",
    "Responsibility",
    "Role",
    "RoleProfile",
    "RuleError",
    "ShapesError",
    "Skill",
    "SourceError",
    "Specialization",
    "TeamRole",
    "Transition",
    "UnknownNameError",
    "load",
]
