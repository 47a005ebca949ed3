"""Results: Python values with the terms at hand, and the W3C formats."""

import json
import sys
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest

import ecomgraph
from ecomgraph.queries import GraphResult, QueryResult

XSD = "http://www.w3.org/2001/XMLSchema#"
SOME = QueryResult(
    ("thing", "label", "count"),
    (
        (ox.NamedNode("urn:a"), ox.Literal('Say "a"', language="en"), ox.Literal(3)),
        (ox.BlankNode("b"), None, ox.Literal("0.50", datatype=ox.NamedNode(XSD + "decimal"))),
    ),
)


def test_rows_are_python_values_and_terms_are_kept() -> None:
    assert list(SOME) == [("urn:a", 'Say "a"', 3), ("_:b", None, Decimal("0.5"))]
    assert SOME.to_dicts()[1] == {"thing": "_:b", "label": None, "count": Decimal("0.5")}
    assert SOME.terms[0][1] == ox.Literal('Say "a"', language="en")
    assert len(SOME) == 2


@pytest.mark.parametrize(
    ("lexical", "datatype", "value"),
    [
        ("007", "integer", 7),
        ("1.5E0", "double", 1.5),
        ("true", "boolean", True),
        ("0", "boolean", False),
        ("2026-11-23", "date", "2026-11-23"),
        ("many", "integer", "many"),
        ("half", "decimal", "half"),
        ("maybe", "boolean", "maybe"),
    ],
)
def test_literals_become_values_and_malformed_ones_stay_text(lexical: str, datatype: str, value: object) -> None:
    (row,) = QueryResult(("it",), ((ox.Literal(lexical, datatype=ox.NamedNode(XSD + datatype)),),))

    assert row == (value,)
    assert type(row[0]) is type(value)


def test_a_result_does_not_change() -> None:
    with pytest.raises(AttributeError):
        SOME.columns = ()  # type: ignore[misc]


def test_json_is_the_w3c_format() -> None:
    assert json.loads(SOME.serialize("json")) == {
        "head": {"vars": ["thing", "label", "count"]},
        "results": {
            "bindings": [
                {
                    "thing": {"type": "uri", "value": "urn:a"},
                    "label": {"type": "literal", "value": 'Say "a"', "xml:lang": "en"},
                    "count": {"type": "literal", "value": "3", "datatype": XSD + "integer"},
                },
                {
                    "thing": {"type": "bnode", "value": "b"},
                    "count": {"type": "literal", "value": "0.50", "datatype": XSD + "decimal"},
                },
            ]
        },
    }


def test_csv_and_tsv_are_the_w3c_formats() -> None:
    assert SOME.serialize("csv") == 'thing,label,count\nurn:a,"Say ""a""",3\n_:b,,0.50\n'
    assert SOME.serialize("tsv") == '?thing\t?label\t?count\n<urn:a>\t"Say \\"a\\""@en\t3\n_:b\t\t0.50\n'


@pytest.mark.parametrize("result_format", ["json", "tsv", "xml"])
def test_what_is_written_is_read_back_by_another_parser(result_format: str) -> None:
    formats = {"json": ox.QueryResultsFormat.JSON, "tsv": ox.QueryResultsFormat.TSV, "xml": ox.QueryResultsFormat.XML}
    text = SOME.serialize(result_format)

    solutions = ox.parse_query_results(text.encode(), format=formats[result_format])

    assert isinstance(solutions, ox.QuerySolutions)
    assert [tuple(solution)[1:] for solution in solutions] == [row[1:] for row in SOME.terms]


def test_an_empty_result_still_has_its_columns() -> None:
    empty = QueryResult(("skill",), ())

    assert (len(empty), empty.to_dicts(), empty.serialize("csv")) == (0, [], "skill\n")


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(ecomgraph.QueryError, match="results come as json, csv, tsv, xml, not as 'yaml'"):
        SOME.serialize("yaml")


def test_pandas_is_asked_for_where_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)

    with pytest.raises(ecomgraph.MissingDependencyError, match=r"pip install 'ecomgraph\[pandas\]'$"):
        SOME.to_pandas()


def test_a_data_frame_has_the_columns_and_values() -> None:
    pytest.importorskip("pandas")

    frame = QueryResult(("skill", "count"), ((ox.Literal("SEO"), ox.Literal(3)),)).to_pandas()

    assert (list(frame.columns), frame.to_dict("records")) == (["skill", "count"], [{"skill": "SEO", "count": 3}])


def test_sparql_answers_each_form_of_query_in_its_way(bakery: Path) -> None:
    graph = ecomgraph.load(bakery)

    roles = graph.sparql("SELECT ?role { ?role a ecg:Role } ORDER BY ?role")
    assert isinstance(roles, QueryResult)
    assert roles.rows[0] == ("https://bakery.example/apprentice",)

    assert graph.sparql("ASK { ?role a ecg:Role }") is True
    assert graph.sparql("ASK { ?passage a ecg:Passage }") is False

    made = graph.sparql("CONSTRUCT { ?role a schema:Occupation } WHERE { ?role a ecg:Role }")
    assert isinstance(made, GraphResult)
    assert len(made) == 3
    assert made.serialize(ox.RdfFormat.N_TRIPLES).splitlines()[0] == (
        "<https://bakery.example/apprentice> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
        "<https://schema.org/Occupation> ."
    )
    assert "schema:Occupation" in made.serialize()


def test_triples_are_gone_through_in_order(bakery: Path) -> None:
    made = ecomgraph.load(bakery).sparql("CONSTRUCT { ?skill a ecg:Skill } WHERE { ?skill a ecg:Skill }")
    assert isinstance(made, GraphResult)
    assert [str(triple.subject) for triple in made] == [
        "<https://bakery.example/kneading>",
        "<https://bakery.example/sourdough>",
    ]


def test_a_triple_as_a_value_is_written_as_rdf_1_2_has_it() -> None:
    triple = ox.Triple(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), ox.Literal("o", language="en"))
    written = json.loads(QueryResult(("it",), ((triple,),)).serialize())["results"]["bindings"][0]["it"]
    assert written["type"] == "triple"
    assert written["value"]["subject"] == {"type": "uri", "value": "urn:s"}
    assert written["value"]["object"] == {"type": "literal", "value": "o", "xml:lang": "en"}
