"""What holds for every stored query: headers, order, columns, and the same answer from two engines."""

import random
import re
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.query import ResultRow

import ecomgraph
from ecomgraph.queries import StoredQuery, bound_text, search_queries, stored_queries, stored_query
from ecomgraph.queries.execute import bind
from ecomgraph.reading.names import Names
from ecomgraph.store.rdflib_view import to_memory_graph, to_rdflib_term
from tests.samples import case, portions

QUERIES = stored_queries()


@pytest.fixture(scope="module")
def memory(aligned: ecomgraph.CareerGraph) -> rdflib.Graph:
    return to_memory_graph(aligned.dataset)


@pytest.fixture(scope="module")
def answers(aligned: ecomgraph.CareerGraph) -> dict[str, ecomgraph.QueryResult]:
    """What each query answers to its example."""
    return {query.name: aligned.query(query, **dict(query.example)) for query in QUERIES}


@pytest.mark.long
@pytest.mark.parametrize("queries", portions(QUERIES, 8))
def test_both_engines_give_the_same_rows_in_the_same_order(
    queries: list[StoredQuery],
    aligned: ecomgraph.CareerGraph,
    memory: rdflib.Graph,
    answers: dict[str, ecomgraph.QueryResult],
) -> None:
    names = Names(aligned.dataset)
    for query in queries:
        bound = {name: to_rdflib_term(term) for name, term in bind(query, names, dict(query.example)).items()}
        theirs = []
        for row in memory.query(query.text, initBindings=bound):
            assert isinstance(row, ResultRow)
            theirs.append(tuple(row[column] for column in query.returns))
        ours = answers[query.name].terms
        assert [tuple(term and to_rdflib_term(term) for term in row) for row in ours] == theirs, query.name


@pytest.mark.slow
def test_the_pasted_text_gives_the_same_answer(
    aligned: ecomgraph.CareerGraph, answers: dict[str, ecomgraph.QueryResult]
) -> None:
    names = Names(aligned.dataset)
    for query in QUERIES:
        pasted = aligned.sparql(bound_text(query, names, dict(query.example)))
        assert isinstance(pasted, ecomgraph.QueryResult)
        columns = [pasted.columns.index(column) for column in query.returns]
        assert [tuple(row[at] for at in columns) for row in pasted.terms] == list(answers[query.name].terms), query.name


@pytest.mark.slow
def test_the_order_of_rows_is_total(aligned: ecomgraph.CareerGraph, answers: dict[str, ecomgraph.QueryResult]) -> None:
    quads = list(aligned.dataset.store)
    random.Random(1).shuffle(quads)  # noqa: S311 - a shuffle that is the same on every run
    shuffled = ecomgraph.CareerGraph(type(aligned.dataset)(ox.Store()))
    shuffled.dataset.store.extend(quads)
    for query in QUERIES:
        assert shuffled.query(query, **dict(query.example)) == answers[query.name], query.name


@pytest.mark.long
def test_the_header_is_complete_and_its_example_is_true(answers: dict[str, ecomgraph.QueryResult]) -> None:
    for query in QUERIES:
        with case(query.name):
            assert query.summary.endswith(".")
            assert query.question.endswith("?")
            assert query.returns
            assert all(parameter.summary for parameter in query.parameters)
            assert len(answers[query.name]) == query.example_rows


def test_the_text_is_explicit() -> None:
    for query in QUERIES:
        with case(query.name):
            assert not re.search(r"SELECT (DISTINCT )?\*", query.text)
            assert "ORDER BY" in query.text
            assert not re.search(r"\b(GRAPH|FROM|SERVICE)\b", query.text)
            declared = set(re.findall(r"^PREFIX ([\w-]+):", query.text, re.MULTILINE))
            without_strings = re.sub(r'"[^"]*"|#.*', "", query.text)
            used = set(re.findall(r"(?<![\w?/-])([a-z][a-z-]*):(?!//)", without_strings))
            assert declared == used - ({"http", "https"} - declared)


def test_there_are_enough_of_them_and_names_are_unique() -> None:
    assert len(QUERIES) >= 45
    assert len({query.name for query in QUERIES}) == len(QUERIES)


def test_every_query_has_a_test_of_its_own() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    missing = [
        f"test_{query.name.replace('-', '_')} in tests/queries/test_{query.topic}.py"
        for query in QUERIES
        if f"def test_{query.name.replace('-', '_')}(" not in text and f'    "{query.name}": (' not in text
    ]
    assert not missing, f"write {', '.join(missing)}"


def test_every_header_says_what_the_documents_and_pages_show() -> None:
    for query in QUERIES:
        missing = [key for key, value in (("summary", query.summary), ("cq", query.question)) if not value]
        missing += [f"a summary of the parameter {it.name}" for it in query.parameters if not it.summary]
        missing += [] if query.returns else ["returns"]
        missing += ["an example with its rows"] if query.example_rows is None else []
        assert not missing, f"add {', '.join(missing)} to queries/{query.topic}/{query.name}.rq"


def test_search_looks_for_all_words_in_names_summaries_and_questions() -> None:
    assert [query.name for query in search_queries("ESCO codes")] == ["esco-for-role"]
    assert search_queries("zeppelin") == ()
    assert search_queries() == QUERIES


def test_a_name_that_is_no_query_comes_with_the_nearest_ones(graph: ecomgraph.CareerGraph) -> None:
    with pytest.raises(ecomgraph.UnknownNameError) as failure:
        graph.query("skill-gaps", source="cdo", target="cdo")

    assert failure.value.candidates[0] == "skill-gap"
    assert str(failure.value).startswith("no stored query is called 'skill-gaps'; did you mean 'skill-gap'")


def test_a_query_is_parsed_once() -> None:
    assert stored_query("skill-gap") is stored_query("skill-gap")


def test_queries_on_mappings_ask_for_them(graph: ecomgraph.CareerGraph) -> None:
    with pytest.raises(ecomgraph.QueryError, match=r"needs the alignments: use ecomgraph\.load\(alignments=True\)"):
        graph.query("esco-for-role", role="ecommerce-manager")
