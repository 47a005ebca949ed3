"""The search in the browser: run in node, over the index of the bundled graph."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

import ecomgraph
from ecomgraph.graph import CareerGraph
from ecomgraph.web.pages.search_index import search_index

ASSETS = Path(ecomgraph.__file__).parent / "web" / "pages" / "assets"
NODE = shutil.which("node")
needs_node = pytest.mark.skipif(
    NODE is None, reason="node, which runs the search outside of a browser, is not installed"
)


def ask(rows: list[list[str]], *asked: tuple[str, dict[str, Any]]) -> list[list[dict[str, Any]]]:
    assert NODE is not None
    program = [NODE, str(Path(__file__).with_name("search.js")), str(ASSETS)]
    done = subprocess.run(  # noqa: S603 - node, on a script of ours
        program,
        input=json.dumps({"rows": rows, "asked": asked}),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    answers: list[list[dict[str, Any]]] = json.loads(done.stdout)
    return answers


@pytest.fixture(scope="module")
def rows() -> list[list[str]]:
    return search_index(ecomgraph.load())


MEANT = {
    "chief digital officer": "chief-digital-officer",
    "CDO": "chief-digital-officer",
    "cheif digital oficer": "chief-digital-officer",
    "digital chief offi": "chief-digital-officer",
    "seo": "search-engine-optimization",
    "search engin optimisation": "search-engine-optimization",
    "PPC": "pay-per-click-advertising",
    "vp": "vp-of-ecommerce",
    "ecomerce directr": "ecommerce-director",
    "Écommerce Dirèctor": "ecommerce-director",
    "web analytcis": "web-analytics",
    "wbe analytics": "web-analytics",
    "perfomance repo": "performance-reporting",
    "ecommerce dir": "ecommerce-director",
    "leadership": "leadership",
    "zzzzqqqq": "",
    "": "",
    "!?": "",
}


@needs_node
def test_finds_what_was_meant(rows: list[list[str]]) -> None:
    names = {row[0].rpartition("/")[2] for row in rows}
    assert {*MEANT.values()} - names == {""}
    answers = ask(rows, *((text, {}) for text in MEANT))
    assert {text: found[0]["id"] if found else "" for text, found in zip(MEANT, answers, strict=True)} == MEANT


@needs_node
def test_kinds_and_limit(rows: list[list[str]]) -> None:
    skills, nodes, things, few = ask(
        rows,
        ("ecommerce", {"kinds": ["skill"]}),
        ("ecommerce", {"kinds": ["career node"], "limit": 50}),
        ("ecommerce", {"kinds": ["thing"], "limit": 1000}),
        ("ecommerce", {"limit": 3}),
    )
    assert {found["kind"] for found in skills} == {"skill"}
    assert {found["kind"] for found in nodes} == {"role", "profile"}
    assert len({found["kind"] for found in things}) > 3
    assert len(few) == 3
    scores = [found["score"] for found in things]
    assert scores == sorted(scores, reverse=True)


@needs_node
def test_names_in_other_scripts_and_with_odd_characters() -> None:
    rows = [
        ["urn:x:1", "skill", "Softwareentwicklung (C++)", "C++"],
        ["urn:x:2", "skill", "C#"],
        ["urn:x:3", "role", "Bäckerin", "Bäcker"],
        ["urn:x:4", "role", "Инженер-программист"],
        ["urn:x:5", "role", "<script>alert(1)</script>"],
        ["urn:x:6", "role", "Łódź tester"],
        ["urn:x:7", "skill", "constructor"],
    ]
    wanted = {
        "c++": "1",
        "C#": "2",
        "backer": "3",
        "baeckerin": "3",
        "Инжинер": "4",
        "script alert": "5",
        "lodz": "6",
        "constructor": "7",
        "__proto__": "",
    }
    found = ask(rows, *((text, {}) for text in wanted))
    assert [answer[0]["id"] if answer else "" for answer in found] == list(wanted.values())


def test_index_holds_each_thing_once_with_all_names(rows: list[list[str]]) -> None:
    graph = ecomgraph.load()
    assert len({row[0] for row in rows}) == len(rows)
    assert {row[0] for row in rows} >= {it.iri for it in (*graph.roles(), *graph.profiles())}
    assert rows == sorted(rows)
    text = "SELECT ?skill ?name { ?skill a ecg:Skill ; skos:prefLabel|skos:altLabel ?name }"
    result = graph.sparql(text)
    assert isinstance(result, ecomgraph.QueryResult)
    names = {row[0]: set(row[2:]) for row in rows}
    assert len(result) > 200
    for skill, name in result:
        assert name in names[str(skill)]


def test_labels_in_the_language_of_the_graph(tmp_path: Path) -> None:
    file = tmp_path / "own.ttl"
    file.write_text(
        "PREFIX ecg: <https://w3id.org/ecomgraph/ns#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n"
        '<urn:x:a> a ecg:Skill ; skos:prefLabel "Backen"@de , "Baking"@en ; skos:altLabel "Baking"@en , "Bread" .\n'
        "<urn:x:b> a ecg:Skill .\n"
    )
    graph = ecomgraph.load(file)
    rows = [row for row in search_index(graph) if row[0].startswith("urn:x")]
    assert rows == [["urn:x:a", "skill", "Baking", "Backen", "Bread"], ["urn:x:b", "skill", "b"]]
    german = CareerGraph(graph.dataset, language="de")
    assert ["urn:x:a", "skill", "Backen", "Baking", "Bread"] in search_index(german)
