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
from tests.samples import sampled

QUERIES = stored_queries()
every_query = pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)


@pytest.fixture(scope="module")
def memory(aligned: ecomgraph.CareerGraph) -> rdflib.Graph:
    return to_memory_graph(aligned.dataset)


@pytest.mark.parametrize("query", sampled(QUERIES, 8), ids=lambda query: query.name)
def test_both_engines_give_the_same_rows_in_the_same_order(
    query: StoredQuery, aligned: ecomgraph.CareerGraph, memory: rdflib.Graph
) -> None:
    arguments = dict(query.example)
    bound = {name: to_rdflib_term(term) for name, term in bind(query, Names(aligned.dataset), arguments).items()}

    ours = aligned.query(query, **arguments)
    theirs = []
    for row in memory.query(query.text, initBindings=bound):
        assert isinstance(row, ResultRow)
        theirs.append(tuple(row[column] for column in query.returns))

    assert [tuple(term and to_rdflib_term(term) for term in row) for row in ours.terms] == theirs


@every_query
def test_the_pasted_text_gives_the_same_answer(query: StoredQuery, aligned: ecomgraph.CareerGraph) -> None:
    arguments = dict(query.example)

    pasted = aligned.sparql(bound_text(query, Names(aligned.dataset), arguments))

    assert isinstance(pasted, ecomgraph.QueryResult)
    columns = [pasted.columns.index(column) for column in query.returns]
    assert [tuple(row[at] for at in columns) for row in pasted.terms] == list(aligned.query(query, **arguments).terms)


@every_query
def test_the_order_of_rows_is_total(query: StoredQuery, aligned: ecomgraph.CareerGraph) -> None:
    quads = list(aligned.dataset.store)
    random.Random(1).shuffle(quads)  # noqa: S311 - a shuffle that is the same on every run
    shuffled = ecomgraph.CareerGraph(type(aligned.dataset)(ox.Store()))
    shuffled.dataset.store.extend(quads)

    arguments = dict(query.example)
    assert shuffled.query(query, **arguments) == aligned.query(query, **arguments)


@every_query
def test_the_header_is_complete_and_its_example_is_true(query: StoredQuery, aligned: ecomgraph.CareerGraph) -> None:
    assert query.summary.endswith(".")
    assert query.question.endswith("?")
    assert query.returns
    assert all(parameter.summary for parameter in query.parameters)
    assert len(aligned.query(query, **dict(query.example))) == query.example_rows


@every_query
def test_the_text_is_explicit(query: StoredQuery) -> None:
    assert not re.search(r"SELECT (DISTINCT )?\*", query.text)
    assert "ORDER BY" in query.text
    assert not re.search(r"\b(GRAPH|FROM|SERVICE)\b", query.text)
    declared = set(re.findall(r"^PREFIX ([\w-]+):", query.text, re.MULTILINE))
    assert declared == set(re.findall(r"(?<![\w?/-])([a-z][a-z-]*):(?!//)", re.sub(r'"[^"]*"|#.*', "", query.text))) - {
        prefix for prefix in ("http", "https") if prefix not in declared
    }


def test_there_are_enough_of_them_and_names_are_unique() -> None:
    assert len(QUERIES) >= 45
    assert len({query.name for query in QUERIES}) == len(QUERIES)


def test_every_query_has_a_test_of_its_own() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    missing = [
        query.name
        for query in QUERIES
        if f"def test_{query.name.replace('-', '_')}(" not in text and f'    "{query.name}": (' not in text
    ]
    assert missing == []


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
    with pytest.raises(ecomgraph.QueryError, match=r"needs the alignments: ecomgraph\.load\(alignments=True\)"):
        graph.query("esco-for-role", role="ecommerce-manager")
