"""The query page as it is sent: every stored query is in it, with all that running it needs."""

import json
import sys
from pathlib import Path

import pytest

import ecomgraph
from ecomgraph.graph import CareerGraph
from ecomgraph.queries import stored_queries
from ecomgraph.web.pages import Links, assets, query_page
from ecomgraph.web.pages.query_needs import needed_terms
from ecomgraph.web.pages.query_page import examples
from tests.pages.conftest import text, tree


def test_every_stored_query_is_listed_and_carried(graph: CareerGraph) -> None:
    page = tree(query_page(graph, Links()))
    names = [query.name for query in stored_queries()]
    # Those about mappings, descriptors of levels and places to learn, which the graph does not have, come last.
    others = [it.name for it in stored_queries() if it.needs or it.name in {"level-descriptors", "where-to-learn"}]
    assert page.xpath("//@data-query") == [it for it in names if it not in others] + others
    carried = {it["name"]: it for it in json.loads(page.xpath("//script[@id='queries']")[0].text)["queries"]}
    assert list(carried) == names
    for query in stored_queries():
        told = carried[query.name]
        assert told["text"] in query.text + "\n"
        assert told["text"].startswith(("PREFIX", "SELECT", "#"))
        assert "#+" not in told["text"]
        assert {it["name"] for it in told["parameters"]} == {it.name for it in query.parameters}


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("?a ecg:rank ?b", {"rank"}),
        ("?a ecg:rank ?b . OPTIONAL { ?b ecg:atLevel ?c }", {"rank"}),
        ("{ ?a ecg:rank ?b ; ecg:atLevel ?c } UNION { ?a ecg:rank ?b }", {"rank"}),
        ("{ ?a ecg:rank ?b } UNION { ?a ecg:atLevel ?b } { ?a ecg:hasLevel ?b }", {"hasLevel"}),
        ("?c a ecg:Role { ?a ecg:rank ?b } UNION { ?a ecg:atLevel ?b } UNION { ?a ecg:hasLevel ?b }", {"Role"}),
        ("{ SELECT ?a { ?a ecg:rank ?b } } FILTER NOT EXISTS { ?a ecg:atLevel ?c }", {"rank"}),
        ("?a (ecg:rank|ecg:atLevel)+ ?b . ?a ecg:hasLevel|ecg:rank ?c . ?a ecg:narrowsRole* ?d", set()),
        ("?a ^ecg:rank ?b VALUES ?c { ecg:Role } MINUS { ?a ecg:atLevel ?d }", {"rank"}),
        ('?a ecg:rank "ecg:atLevel {" . # ecg:hasLevel {\n ?a <urn:x#ecg:Role> ecg:Skill', {"rank", "Skill"}),
    ],
)
def test_terms_that_a_query_cannot_do_without(text: str, terms: set[str]) -> None:
    assert needed_terms(f"#+ summary: of ecg:Passage\nSELECT * {{ {text} }}") == terms


def test_queries_about_what_a_framework_does_not_have_come_last(bakery: Path) -> None:
    page = tree(query_page(ecomgraph.load(bakery), Links()))
    others = page.xpath("//details[contains(., 'Without an answer here')]//@data-query")
    assert {"functions-by-profile-count", "passages-by-weight", "contrasts"} <= set(others)
    assert not {"skill-gap", "next-moves"} & set(others)
    carried = json.loads(page.xpath("//script[@id='queries']")[0].text)["queries"]
    assert {it["name"] for it in carried if not it["answerable"]} == set(others)


def test_a_static_copy_says_how_to_run_and_has_no_editor(graph: CareerGraph) -> None:
    page = tree(query_page(graph, Links("..", static=True)))
    assert "ecomgraph serve" in text(page.xpath("//p[@class='note']")[0])
    assert not page.xpath("//textarea")
    assert tree(query_page(graph, Links())).xpath("//textarea[@id='sparql']")


@pytest.mark.parametrize("name", ["<script>", "</script>"])
def test_nothing_ends_the_data_block(graph: CareerGraph, name: str) -> None:
    page = query_page(graph, Links())
    block = page.partition('id="queries">')[2].partition("</script>")[0]
    assert name not in block
    assert json.loads(block)


def test_every_script_it_names_is_there(graph: CareerGraph) -> None:
    page = tree(query_page(graph, Links()))
    for address in [*page.xpath("//script/@src"), *page.xpath("//link/@href")]:
        assert address.removeprefix("/assets/") in assets()


def test_the_editor_completes_the_terms_of_the_vocabulary_and_classes_of_frameworks(tmp_path: Path) -> None:
    path = tmp_path / "own.ttl"
    path.write_text(
        "@prefix ecg: <https://w3id.org/ecomgraph/ns#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> ."
        " <urn:chef> a ecg:Role, <urn:x:Head> ; skos:prefLabel 'Chef' ."
        " <urn:x:Head> skos:prefLabel 'head of a kitchen' .",
        encoding="utf-8",
    )
    page = tree(query_page(ecomgraph.load(path), Links()))
    terms = json.loads(page.xpath("//script[@id='queries']")[0].text)["terms"]
    assert ["<urn:x:Head>", "class", "head of a kitchen"] in terms
    assert ["ecg:RoleProfile", "class", "role profile"] in terms
    assert ["skos:prefLabel", "property", "label"] in terms
    assert [it[0] for it in terms] == sorted({it[0] for it in terms})


def test_examples_fit_the_graph(graph: CareerGraph, bakery: Path) -> None:
    own = {query.name: dict(query.example) for query in stored_queries()}
    assert all(own[name].items() <= found.items() for name, found in examples(graph).items())
    other = ecomgraph.load(bakery)
    found = examples(other)
    assert found["skill-gap"] == {
        "source": "https://bakery.example/apprentice",
        "target": "https://bakery.example/baker",
    }
    assert [row[1] for row in other.query("skill-gap", **found["skill-gap"])] == ["Sourdough"]
    page = tree(query_page(other, Links()))
    carried = json.loads(page.xpath("//script[@id='queries']")[0].text)["queries"]
    assert {it["name"]: it["example"] for it in carried} == found


def test_a_question_says_what_it_is_about(graph: CareerGraph, bakery: Path) -> None:
    def asked(graph: CareerGraph, name: str) -> str:
        return text(tree(query_page(graph, Links())).xpath(f"//a[@data-query='{name}']/span[2]")[0])

    assert asked(graph, "responsibilities-of-node") == "What is VP of Ecommerce responsible for?"
    assert asked(graph, "nodes-requiring-skill") == "Which roles and profiles require Search engine optimization?"
    other = ecomgraph.load(bakery)
    assert asked(other, "responsibilities-of-node") == "What is Apprentice responsible for?"
    assert asked(other, "skill-gap") == "What does Apprentice still have to learn before becoming Baker?"
    # A question about one example only would be a question about something else.
    assert "analytics" not in asked(other, "activities-of-node")
    page = tree(query_page(other, Links()))
    unanswered = page.xpath("//details[@data-topic][last()]//@data-query")
    assert "who-pursues" in unanswered, "a bakery without objectives"
    assert "skill-gap" not in unanswered


def test_the_names_of_a_graph_are_read_for_its_first_query_page_only(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = ecomgraph.load()
    first = query_page(graph, Links())

    def read_again(_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(sys.modules[examples.__module__], "search_index", read_again)
    assert query_page(graph, Links()) == first
    assert examples(graph)
