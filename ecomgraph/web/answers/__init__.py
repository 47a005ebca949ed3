"""Answers as JSON: one type each for the command line, the HTTP interface and the static site.

Every function returns a value that :func:`json.dumps` accepts. OpenAPI and ``docs/cli.md`` are generated from
the types of the answers, so each key is declared once.
"""

from ecomgraph.web.answers.career_map import MapJson, SearchIndexJson
from ecomgraph.web.answers.changes import DiffJson, diff_json
from ecomgraph.web.answers.framework_answers import FrameworkChangesJson, framework_changes_json
from ecomgraph.web.answers.gaps import (
    CrosswalkJson,
    GapJson,
    PlanJson,
    SimilarJson,
    crosswalk_json,
    gap_json,
    plan_json,
    similar_json,
)
from ecomgraph.web.answers.name_matches import NameMatchJson, name_matches_json
from ecomgraph.web.answers.node_answers import ExplainJson, ShowJson, SkillsJson, explain_json, show_json, skills_json
from ecomgraph.web.answers.overview import (
    FrameworkJson,
    InfoJson,
    QueryJson,
    RoleJson,
    ValidationJson,
    frameworks_json,
    info_json,
    listed_roles,
    queries_json,
    roles_json,
    validation_json,
)
from ecomgraph.web.answers.passages import PassagesJson, passages_json
from ecomgraph.web.answers.path_answers import PathsJson, ReachableJson, path_json, paths_json, reachable_json
from ecomgraph.web.answers.query_answers import ResultsJson
from ecomgraph.web.answers.things import ErrorJson, ThingJson, error_json, thing_json

__all__ = [
    "CrosswalkJson",
    "DiffJson",
    "ErrorJson",
    "ExplainJson",
    "FrameworkChangesJson",
    "FrameworkJson",
    "GapJson",
    "InfoJson",
    "MapJson",
    "NameMatchJson",
    "PassagesJson",
    "PathsJson",
    "PlanJson",
    "QueryJson",
    "ReachableJson",
    "ResultsJson",
    "RoleJson",
    "SearchIndexJson",
    "ShowJson",
    "SimilarJson",
    "SkillsJson",
    "ThingJson",
    "ValidationJson",
    "crosswalk_json",
    "diff_json",
    "error_json",
    "explain_json",
    "framework_changes_json",
    "frameworks_json",
    "gap_json",
    "info_json",
    "listed_roles",
    "name_matches_json",
    "passages_json",
    "path_json",
    "paths_json",
    "plan_json",
    "queries_json",
    "reachable_json",
    "roles_json",
    "show_json",
    "similar_json",
    "skills_json",
    "thing_json",
    "validation_json",
]
