"""The API answers what the command line answers, and is as its description says."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from click.testing import Result
from jsonschema import Draft202012Validator

from ecomgraph import CareerGraph
from ecomgraph.web.server.endpoints import ENDPOINTS, Endpoint
from ecomgraph.web.server.openapi import example_path, openapi, path_of, samples
from tests.samples import sampled

Run = Callable[..., Result]
SAME = {
    "/api/info": ("info",),
    "/api/roles?profiles=1": ("roles", "--profiles"),
    "/api/show?node=ecommerce-director&level=mid&specialization=analytics": (
        *("show", "ecommerce-director", "--level", "mid", "--specialization", "analytics"),
    ),
    "/api/skills?node=CDO": ("skills", "CDO"),
    "/api/explain?node=ecommerce-director&skill=SEO": ("explain", "ecommerce-director", "SEO"),
    "/api/path?from=ecommerce-manager&to=cdo&minimize=learning&k=3&have=SEO,PPC": (
        *("path", "ecommerce-manager", "cdo", "--minimize", "learning", "-k", "3", "--have", "SEO,PPC"),
    ),
    "/api/path?from=ecommerce-manager&to=cdo&pareto=steps,new_skills&max_steps=5&kind=promotion&kind=level-up": (
        *("path", "ecommerce-manager", "cdo", "--pareto", "steps,new_skills", "--max-steps", "5"),
        *("--kind", "promotion", "--kind", "level-up"),
    ),
    "/api/path?from=ecommerce-director&to=cdo&through=vp-of-ecommerce&avoid=ecommerce-director-entry": (
        *("path", "ecommerce-director", "cdo", "--through", "vp-of-ecommerce", "--avoid", "ecommerce-director-entry"),
    ),
    "/api/gap?from=vp-of-ecommerce&to=cdo&essential=2": ("gap", "vp-of-ecommerce", "cdo", "--essential", "2"),
    "/api/gap?have=SEO&to=cdo": ("gap", "--have", "SEO", "cdo"),
    "/api/gap?have=&to=cdo": ("gap", "--have", "", "cdo"),
    "/api/plan?to=senior-director&have=SEO": ("plan", "senior-director", "--have", "SEO"),
    "/api/similar?node=vp-of-ecommerce&n=3": ("similar", "vp-of-ecommerce", "-n", "3"),
    "/api/diff?a=entry&b=mid": ("diff", "entry", "mid"),
    "/api/reachable?node=senior-director": ("reachable", "senior-director"),
    "/api/queries": ("query", "--list"),
    "/api/query/skill-gap?source=cdo&target=vp-of-ecommerce": (
        *("query", "skill-gap", "--param", "source=cdo", "--param", "target=vp-of-ecommerce"),
    ),
    "/api/validate": ("validate",),
}
REFUSED = {
    "/api/path?from=ecommerce-manager&to=cfo": 404,
    "/api/path?from=cdo&to=ecommerce-manager": 404,
    "/api/path?from=ecommerce-manager": 400,
    "/api/path?from=ecommerce-manager&to=cdo&minimize=money": 400,
    "/api/path?from=ecommerce-manager&to=cdo&minimize=months": 422,
    "/api/path?from=ecommerce-manager&to=cdo&k=0": 400,
    "/api/path?from=ecommerce-manager&to=cdo&k=1e9": 400,
    "/api/path?from=ecommerce-manager&to=cdo&k=" + "9" * 5000: 400,
    "/api/path?from=ecommerce-manager&to=cdo&essential=nan": 400,
    "/api/path?from=ecommerce-manager&to=cdo&kind=dismissal": 404,
    "/api/path?from=ecommerce-manager&to=cdo&form=json": 400,
    "/api/path?from=a&from=b&to=c": 400,
    "/api/gap?from=vp-of-ecommerce&have=SEO&to=cdo": 400,
    "/api/show?node=": 400,
    "/api/show?node=ecommerce-director&level=lowest": 404,
    "/api/roles?profiles=maybe": 400,
    "/api/query": 404,
    "/api/query/": 400,
    "/api/query/none": 404,
    "/api/query/skill-gap": 400,
    "/api/query/skill-gap?source=cdo&target=vp-of-ecommerce&other=1": 400,
    "/api/query/..%2f..%2fsecret": 404,
    "/api/none": 404,
    "/api/show?node=%FF": 400,
}


@pytest.fixture(scope="module")
def description(client: httpx.Client) -> dict[str, Any]:
    response = client.get("/api/openapi.json")
    assert response.headers["content-type"] == "application/json"
    found: dict[str, Any] = response.json()
    return found


def check(description: dict[str, Any], schema: dict[str, Any], value: object) -> None:
    Draft202012Validator({**schema, "components": description["components"]}).validate(value)


@pytest.mark.parametrize("path", sampled(SAME, 3))
def test_answers_are_those_of_the_command_line(client: httpx.Client, run: Run, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "application/json"
    assert response.json() == json.loads(run(*SAME[path], "--format", "json").stdout)


@pytest.mark.parametrize("path", REFUSED)
def test_what_goes_wrong_is_said_in_json(client: httpx.Client, description: dict[str, Any], path: str) -> None:
    response = client.get(path)
    assert response.status_code == REFUSED[path], response.text
    value = response.json()
    check(description, {"$ref": "#/components/schemas/Error"}, value)
    assert value["error"]
    assert "\n" not in value["error"]


def test_names_that_would_do_are_offered(client: httpx.Client) -> None:
    value = client.get("/api/show?node=vp-of-ecomerce").json()
    assert value["candidates"][0] == "vp-of-ecommerce"
    assert value["error"].startswith("no career node is called 'vp-of-ecomerce'; did you mean 'vp-of-ecommerce'")


@pytest.mark.long
def test_the_description_is_openapi(description: dict[str, Any]) -> None:
    """Its parts are what OpenAPI 3.1 wants them to be, its schemas JSON Schema 2020-12."""
    assert description["openapi"] == "3.1.0"
    assert {"title", "version"} <= set(description["info"])
    assert set(description) == {"openapi", "info", "paths", "components"}
    for schema in description["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    operations = [path["get"] for path in description["paths"].values()]
    assert len({operation["operationId"] for operation in operations}) == len(operations) == len(ENDPOINTS)
    for path, methods in description["paths"].items():
        operation = methods["get"]
        assert {"200", "400", "404", "422", "503", "504"} == set(operation["responses"])
        assert all(response["description"] for response in operation["responses"].values())
        names = [parameter["name"] for parameter in operation["parameters"]]
        assert len(set(names)) == len(names)
        for parameter in operation["parameters"]:
            Draft202012Validator.check_schema(parameter["schema"])
            assert parameter["in"] == ("path" if f"{{{parameter['name']}}}" in path else "query")
            assert parameter["in"] == "query" or parameter["required"]


def test_only_the_name_of_a_stored_query_is_one_of_theirs() -> None:
    described = openapi(["one", "two"])["paths"]["/api/query/{name}"]["get"]["parameters"]
    schemas = {it["name"]: it["schema"] for it in described}
    assert schemas["name"]["enum"] == ["one", "two"]
    assert schemas["framework"] == schemas["language"] == {"type": "string"}


@pytest.mark.parametrize("name", ENDPOINTS)
def test_answers_have_the_described_shape(
    client: httpx.Client, graph: CareerGraph, description: dict[str, Any], name: str
) -> None:
    """No answer lacks a key that is described as always there, or has one that is not described."""
    endpoint = ENDPOINTS[name]
    paths = [example_path(endpoint, samples(graph))]
    paths += [path for path in SAME if path.removeprefix("/api/").split("?")[0].split("/")[0] == name]
    for path in paths:
        response = client.get(path)
        assert response.status_code == 200, response.text
        check(description, response_schema(description, endpoint), response.json())
        assert response.json()


def response_schema(description: dict[str, Any], endpoint: Endpoint) -> dict[str, Any]:
    response = description["paths"][path_of(endpoint)]["get"]["responses"]["200"]
    found: dict[str, Any] = response["content"]["application/json"]["schema"]
    return found


def test_every_described_object_is_closed(description: dict[str, Any]) -> None:
    """Objects have described keys only, or are dictionaries of described values; each says what it is."""
    objects = [it for it in parts(description["components"]["schemas"]) if it.get("type") == "object"]
    assert objects
    for it in objects:
        assert ("properties" in it) != isinstance(it["additionalProperties"], dict)
        assert it["additionalProperties"] is False or it["additionalProperties"]
        assert it["additionalProperties"] or it["description"].endswith(".")


def parts(value: object) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from parts(part)


def test_a_shape_is_not_anything(description: dict[str, Any], client: httpx.Client) -> None:
    """Another word, null, another type, a key more or a key less in an answer break its schema."""
    schema = {**response_schema(description, ENDPOINTS["skills"]), "components": description["components"]}
    value = client.get("/api/skills?node=CDO").json()
    assert Draft202012Validator(schema).is_valid(value)
    changes: list[dict[str, Any]] = [
        {"importance": "some"},
        {"importance": None},
        {"more": 1},
        {"basis": 1},
        {"via": ["cdo"]},
        {"proficiency": 1.5},
    ]
    for change in changes:
        broken = {**value, "skills": [value["skills"][0] | change]}
        assert not Draft202012Validator(schema).is_valid(broken), change
    for key in value["skills"][0].keys() - {"broader", "built_on", "common_with", "own_degree"}:
        broken = {**value, "skills": [{name: it for name, it in value["skills"][0].items() if name != key}]}
        assert not Draft202012Validator(schema).is_valid(broken), key


def test_the_page_says_what_there_is(client: httpx.Client) -> None:
    text = client.get("/api").text
    for path in openapi()["paths"]:
        assert f"<code>{path}</code>" in text
    assert 'href="/api/openapi.json"' in text
