"""The examples in docs/queries.md do what the text says."""

import re
from pathlib import Path

import pytest
from rdflib.plugins.sparql.parser import parseQuery

import ecomgraph
from ecomgraph.queries import StoredQuery

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "queries.md").read_text(encoding="utf-8")
OWN, LABELS, FEDERATED = re.findall(r"```sparql\n(.*?)```", TEXT, re.DOTALL)


def test_the_query_of_ones_own_answers_its_question(graph: ecomgraph.CareerGraph) -> None:
    query = StoredQuery.parse("mine.rq", OWN)

    skills = {skill for (skill,) in graph.query(query, **dict(query.example))}

    one, other = graph.skills("senior-director"), graph.skills("vp-of-ecommerce")
    assert (
        skills == {it.skill.iri for it in one} & {it.skill.iri for it in other if it.importance == "essential"} != set()
    )


def test_the_query_for_esco_is_asked_about_a_concept_that_the_graph_is_mapped_to(
    aligned: ecomgraph.CareerGraph,
) -> None:
    (concept,) = re.findall(r"<(http://data\.europa\.eu/[^>]*)>", LABELS)

    assert (concept,) in set(aligned.query("esco-concepts", role="chief-digital-officer"))
    assert aligned.sparql(LABELS) == ecomgraph.QueryResult(("concept", "label"), ())


def test_the_federated_query_is_sparql_and_is_not_run_here(graph: ecomgraph.CareerGraph) -> None:
    parseQuery(FEDERATED)

    with pytest.raises(ecomgraph.QueryError, match="SERVICE is refused"):
        graph.sparql(FEDERATED)
