"""Stored queries show each label in the language that serves the reader best, on every engine."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from rdflib.query import ResultRow

import ecomgraph
from ecomgraph.languages import policy_of
from ecomgraph.queries import StoredQuery, bound_text, stored_queries, stored_query
from ecomgraph.queries.label_patterns import text_for, with_label_policy
from ecomgraph.reading.names import Names, slug_of
from ecomgraph.store.dataset import VOCABULARY
from ecomgraph.store.rdflib_view import to_memory_graph
from tests.samples import sampled

if TYPE_CHECKING:
    from pathlib import Path

PREFIXES = """
@prefix ecg: <https://w3id.org/ecomgraph/ns#> .
@prefix imp: <https://w3id.org/ecomgraph/importance/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix : <https://shop.example/> .
"""
TEXTS = {f"http://www.w3.org/2004/02/skos/core#{name}" for name in ("prefLabel", "definition")}
TAGS = ("ar", "de", "de-AT", "en", "en-GB", "es", "fr", "ja", "pt-BR", "zh-Hans", "")
# One skill for each set of languages that its labels are in: all of one and two, and a few of three.
SETS = [
    *((tag,) for tag in TAGS),
    *itertools.combinations(TAGS, 2),
    ("de", "en", "fr"),
    ("de-AT", "en-GB", ""),
    ("ar", "ja", ""),
    ("en", "en-GB", "pt-BR"),
]
QUERY = StoredQuery.parse(
    "mine",
    "#+ returns: [skill, label]\n#+ labels: [label]\n"
    "PREFIX ecg: <https://w3id.org/ecomgraph/ns#>\nPREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n"
    "SELECT ?skill ?label WHERE {\n  ?skill a ecg:Skill .\n  OPTIONAL { ?skill skos:prefLabel ?label }\n}\n"
    "ORDER BY STR(?label) ?skill\n",
)


def tagged(tag: str) -> str:
    return f'"text {tag}"@{tag}' if tag else '"text"'


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("mixed") / "mixed.ttl"
    lines = [PREFIXES]
    for number, tags in enumerate(SETS):
        lines.append(f":s{number} a ecg:Skill .")
        lines += [f":s{number} skos:prefLabel {tagged(tag)} ." for tag in tags]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.mark.long
@pytest.mark.parametrize("asked", sampled(["", "FR-ca", "de-AT", "en-US", "pt", "zh-Hant", "ar-EG"], 3))
def test_the_same_labels_everywhere(mixed: Path, asked: str) -> None:
    graph = ecomgraph.load(mixed, language=asked)
    expected = {skill.id: skill.label for skill in (graph._catalog.skill(it) for it in graph._names.iris("skill"))}
    result = graph.query(QUERY)
    assert {slug_of(str(skill)): label or slug_of(str(skill)) for skill, label in result} == expected
    assert len(result) == len(SETS)
    pasted = bound_text(QUERY, graph._names, {})
    again = graph.sparql(pasted)
    assert isinstance(again, ecomgraph.QueryResult)
    assert again.terms == result.terms
    memory = to_memory_graph(graph.dataset).query(pasted)
    assert [tuple(map(str, row)) for row in memory if isinstance(row, ResultRow)] == list(result)


def test_the_nearest_tag_comes_first() -> None:
    found = {tag: sorted(TAGS, key=policy_of(tag, "ja").rank) for tag in ("en-GB", "en", "de-CH", "zh", "")}
    assert found["en-GB"][:4] == ["en-GB", "en", "ja", ""]
    assert found["en"][:4] == ["en", "en-GB", "ja", ""]
    assert found["de-CH"][:6] == ["de", "de-AT", "ja", "en", "en-GB", ""]
    assert sorted(["zh-Hans", "zh-Hant", "zh"], key=policy_of("zh-hant-tw").rank) == ["zh-Hant", "zh", "zh-Hans"]
    assert found["zh"][:2] == ["zh-Hans", "ja"]
    assert found[""] == ["ja", "en", "en-GB", "", "ar", "de", "de-AT", "es", "fr", "pt-BR", "zh-Hans"]


@pytest.mark.long
def test_a_french_framework_gets_french_labels(french: ecomgraph.CareerGraph) -> None:
    vocabulary_only = {"derived-by-rule", "facets-of-node", "moves-by-kind"}
    for query in (it for it in stored_queries() if it.labels):
        result = french.query(query, **dict(query.example))
        found = labels_of(result, query)
        assert all(term.value.startswith("en français: ") for term in found), query.name
        none_expected = "alignments" in query.needs or query.topic == "checks" or query.name in vocabulary_only
        assert found or not result or none_expected, query.name


def labels_of(result: ecomgraph.QueryResult, query: StoredQuery) -> list[ox.Literal]:
    at = [result.columns.index(name) for name in query.labels if name in result.columns]
    found = [row[index] for row in result.terms for index in at]
    # The vocabulary names controlled values, in English.
    return [term for term in found if isinstance(term, ox.Literal) and term.language != "en"]


@pytest.fixture(scope="module")
def french() -> ecomgraph.CareerGraph:
    """The bundled framework with its labels in French."""
    graph = ecomgraph.load(alignments=True)
    dataset = graph.dataset
    for quad in list(dataset.store.quads_for_pattern(None, None, None, None)):
        term = quad.object
        if quad.predicate.value in TEXTS and isinstance(term, ox.Literal) and quad.graph_name != VOCABULARY:
            said = ox.Literal(f"en français: {term.value}", language="fr")
            dataset.store.remove(quad)
            dataset.store.add(ox.Quad(quad.subject, quad.predicate, said, quad.graph_name))
    return ecomgraph.CareerGraph(dataset)


def test_the_language_is_a_parameter(mixed: Path) -> None:
    graph = ecomgraph.load(mixed)
    assert [row[1] for row in graph.query(QUERY, language="pt")] == [
        row[1] for row in graph.in_language("pt").query(QUERY)
    ]
    for wrong in ("", "pt_BR", '"', 3):
        with pytest.raises(ecomgraph.ParameterError, match="language"):
            graph.query(QUERY, language=wrong)


def test_labels_need_their_pattern() -> None:
    with pytest.raises(ecomgraph.QueryError, match="label 'name' needs a pattern such as OPTIONAL"):
        StoredQuery.parse("mine", "#+ labels: [name]\nSELECT ?it ?name { ?it skos:prefLabel ?name }")
    with pytest.raises(ecomgraph.QueryError, match="'language' is a parameter of every query with labels"):
        StoredQuery.parse(
            "mine",
            "#+ labels: [name]\n#+ params: {language: {kind: string}}\n"
            "SELECT ?language ?name { OPTIONAL { ?language skos:prefLabel ?name } }",
        )


def test_the_text_of_one_language_is_the_file_itself() -> None:
    query = stored_query("skills-for-role")
    assert text_for(query, policy_of(), lambda _: ["en"]) == query.text
    assert with_label_policy(query.text, [], policy_of()) == query.text


def test_shown_without_parameters_it_answers_for_all_things(graph: ecomgraph.CareerGraph) -> None:
    query = stored_query("functions-by-profile-count")
    shown = bound_text(query, Names(graph.dataset), {})
    answer = graph.sparql(shown)
    assert isinstance(answer, ecomgraph.QueryResult)
    assert len(answer) == len(graph.query(query)) > 1
