"""Answers as JSON: one shape each for the command line, the HTTP interface and the static site.

Every function returns what :func:`json.dumps` takes. A thing is ``{"iri", "id", "label"}`` wherever it is named, its
``id`` the last part of its IRI; ``docs/cli.md`` has the shape of each answer.
"""

from ecomgraph.web.answers.changes import diff_json
from ecomgraph.web.answers.gaps import crosswalk_json, gap_json, plan_json, similar_json
from ecomgraph.web.answers.moves import path_json, paths_json, reachable_json
from ecomgraph.web.answers.nodes import explain_json, show_json, skills_json
from ecomgraph.web.answers.overview import info_json, queries_json, roles_json, validation_json
from ecomgraph.web.answers.passages import passages_json
from ecomgraph.web.answers.things import error_json, thing_json

__all__ = [
    "crosswalk_json",
    "diff_json",
    "error_json",
    "explain_json",
    "gap_json",
    "info_json",
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
