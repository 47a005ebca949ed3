"""Killer queries over HTTP end in a clear error, and others are answered meanwhile."""

import re
import sys
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from benchmarks.killers import KILLERS, PARSER_KILLERS
from tests.samples import sampled
from tests.server.conftest import running

NORMAL = {"query": "SELECT ?role { ?role a ecg:Role }"}
NO_FORK = """
from ecomgraph.isolation import Limits
from ecomgraph.web.server.listen import Settings, serve

settings = Settings(limits=Limits(timeout=2, memory=1 << 28), port=0, fork=False)
serve(settings, lambda address: print(f"Serving at {address} (Ctrl-C ends it)", flush=True))
"""
MESSAGES = {
    400: "more than (128 nested brackets and negations|100 triple patterns, path steps)",
    422: r"needs more than 256 MiB of memory|larger than 16,777,216 bytes",
    503: "too many long queries are running",
    504: "stopped after 3 s",
}


@pytest.mark.parametrize("name", sampled([*KILLERS, *PARSER_KILLERS], 8))
def test_a_killer_ends_in_an_error_and_others_are_answered(client: httpx.Client, name: str) -> None:
    query = (KILLERS | PARSER_KILLERS)[name]
    with ThreadPoolExecutor(1) as other:
        killer = other.submit(client.post, "/sparql", data={"query": query})
        for _ in range(5):
            assert len(client.get("/sparql", params=NORMAL).json()["results"]["bindings"]) == 5
        response = killer.result()
    assert response.status_code in MESSAGES
    assert re.search(MESSAGES[response.status_code], response.text)
    assert client.get("/sparql", params=NORMAL).status_code == 200


@pytest.mark.slow
def test_where_there_is_no_room_it_is_said_when_to_try_again(client: httpx.Client) -> None:
    queries = [f"{KILLERS['cartesian product']} # {number}" for number in range(12)]
    with ThreadPoolExecutor(12) as others:
        responses = list(others.map(lambda query: client.get("/sparql", params={"query": query}), queries))
    statuses = [response.status_code for response in responses]
    assert set(statuses) == {503, 504}
    assert statuses.count(504) <= 8
    assert {it.headers.get("retry-after") for it in responses if it.status_code == 503} == {"5"}


def test_the_same_question_of_many_is_asked_once(client: httpx.Client) -> None:
    query = f"{KILLERS['cartesian product']} # the same"
    with ThreadPoolExecutor(12) as others:
        responses = list(others.map(lambda _: client.get("/sparql", params={"query": query}), range(12)))
    assert {response.status_code for response in responses} == {504}


def test_an_answer_may_be_too_large(client: httpx.Client) -> None:
    query = "SELECT ?x ?y ?z { ?x a ecg:Passage . ?y a ecg:Passage . ?z a ?c }"
    for accept in ("text/csv", "application/sparql-results+json"):
        response = client.get("/sparql", params={"query": query}, headers={"Accept": accept})
        assert response.status_code == 422
        assert response.text == "the result is larger than 16,777,216 bytes: request less, for example with LIMIT\n"


@pytest.mark.slow
def test_a_search_without_end_does_not_hold_the_others_up(client: httpx.Client) -> None:
    """The paths of the API are limited as queries are."""
    path = "/api/path?from=ecommerce-manager&to=cdo&minimize=learning&k=100&max_steps=60"
    with ThreadPoolExecutor(1) as other:
        search = other.submit(client.get, path)
        for _ in range(5):
            assert client.get("/api/roles").status_code == 200
        assert search.result().status_code in {200, 504}


@pytest.mark.slow
def test_workers_may_open_the_graph_each_for_itself() -> None:
    """As on systems that cannot fork."""
    with (
        running(command=[sys.executable, "-c", NO_FORK]) as address,
        httpx.Client(base_url=address, timeout=30) as client,
    ):
        assert client.get("/sparql", params=NORMAL).status_code == 200
        response = client.get("/sparql", params={"query": KILLERS["path closure"]})
        assert (response.status_code, response.text[:17]) == (504, "stopped after 2 s")
        assert client.get("/sparql", params=NORMAL).status_code == 200
