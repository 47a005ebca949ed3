"""The description of the API: OpenAPI 3.1, and an HTML page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ecomgraph.errors import EcomgraphError
from ecomgraph.reading.names import slug_of
from ecomgraph.web.answers import ErrorJson
from ecomgraph.web.answers.answer_schema import components, schema
from ecomgraph.web.pages.render import render
from ecomgraph.web.server.endpoints import COMMON, ENDPOINTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ecomgraph.graph import CareerGraph
    from ecomgraph.web.pages import Links
    from ecomgraph.web.server.endpoints import Endpoint
    from ecomgraph.web.server.parameters import Parameter

__all__ = ["api_page", "example_path", "openapi", "path_of", "samples"]

_ERRORS = {
    "400": "a parameter is missing, unknown or invalid",
    "404": "the name is unknown, or there is no path",
    "422": "the name is ambiguous, or the query exceeds a limit",
    "503": "too many long queries are running; Retry-After says when to try again",
    "504": "the query exceeded its time limit",
}


def openapi(queries: Sequence[str] = ()) -> dict[str, Any]:
    """Return the description of the API, as OpenAPI 3.1; ``queries`` are the names of the stored queries.

    >>> sorted(openapi()["paths"])[:2]
    ['/api/changes', '/api/diff']
    """
    from importlib.metadata import version

    return {
        "openapi": "3.1.0",
        "info": {
            "title": "ecomgraph",
            "summary": "Roles, skills and career paths",
            "description": "Responses are the same as on the command line with --format json.",
            "version": version("ecomgraph"),
        },
        "paths": {path_of(endpoint): {"get": _operation(endpoint, queries)} for endpoint in ENDPOINTS.values()},
        "components": {"schemas": components(ErrorJson, *(endpoint.type for endpoint in ENDPOINTS.values()))},
    }


def path_of(endpoint: Endpoint) -> str:
    """Return the path of an endpoint, with the name of a parameter in braces where one is part of it."""
    return f"/api/{endpoint.name}/{{name}}" if endpoint.name == "query" else f"/api/{endpoint.name}"


def samples(graph: CareerGraph) -> dict[str, str]:
    """Return names for the examples: the ends of a transition, a node, and a skill that it requires.

    >>> from ecomgraph import load
    >>> samples(load())["node"] in {node.id for node in load().roles()}
    True
    """
    found = {}
    for transition in graph.transitions()[:1]:
        found = {"source": transition.source.iri, "target": transition.target.iri}
    for role in graph.roles():
        if skills := graph.skills(role):
            found |= {"node": role.iri, "skill": skills[0].skill.iri}
            break
    names = {name: slug_of(iri) for name, iri in found.items()}
    return {name: names[name] if _finds(graph, names[name], name) else iri for name, iri in found.items()}


def example_path(endpoint: Endpoint, names: Mapping[str, str]) -> str:
    """Return an example path, ``""`` if the graph has no suitable resources."""
    path = path_of(endpoint)
    try:
        example = endpoint.example.format_map({name: quote(value, safe="") for name, value in names.items()})
    except KeyError:
        return ""
    if "{name}" in path:
        name, _, example = example.removeprefix("name=").partition("&")
        path = path.replace("{name}", name)
    return f"{path}?{example}" if example else path


def _finds(graph: CareerGraph, name: str, kind: str) -> bool:
    try:
        graph.skill(name) if kind == "skill" else graph.node(name)
    except EcomgraphError:
        return False
    return True


def _operation(endpoint: Endpoint, queries: Sequence[str]) -> dict[str, Any]:
    content = {"application/json": {"schema": schema(endpoint.type)}}
    failure = {"application/json": {"schema": schema(ErrorJson)}}
    parameters = [_parameter(endpoint, parameter) for parameter in (*endpoint.parameters, *COMMON)]
    if endpoint.open:
        for described in (it for it in parameters if it["in"] == "path" and queries):
            described["schema"] = {**described["schema"], "enum": list(queries)}
        free = {"type": "object", "additionalProperties": {"type": "string"}}
        parameters.append({"name": "parameters", "in": "query", "style": "form", "explode": True, "schema": free})
    return {
        "operationId": endpoint.name.replace("-", "_"),
        "summary": endpoint.summary,
        "parameters": parameters,
        "responses": {
            "200": {"description": endpoint.summary, "content": content},
            **{status: {"description": text, "content": failure} for status, text in _ERRORS.items()},
        },
    }


def _parameter(endpoint: Endpoint, parameter: Parameter) -> dict[str, Any]:
    where = "path" if f"{{{parameter.name}}}" in path_of(endpoint) else "query"
    described: dict[str, Any] = {
        "name": parameter.name,
        "in": where,
        "description": parameter.summary,
        "required": parameter.required,
        "schema": parameter.schema(),
    }
    return described | ({"style": "form", "explode": not parameter.commas} if parameter.many else {})


def api_page(graph: CareerGraph, links: Links) -> str:
    """Return the HTML page that describes the API."""
    names = samples(graph)
    endpoints = [(path_of(it), example_path(it, names), it) for it in ENDPOINTS.values()]
    return render("api.html", links=links, page="api", endpoints=endpoints, errors=_ERRORS)
