"""Results: Python values with the terms at hand, and the W3C formats."""

import csv
import io
import json
import sys
import xml.etree.ElementTree as ElementTree
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


LINE_ENDS = ("first\r\nsecond", "\rfirst\r", "first\nsecond", 'say "a"\r\n\r\n', ",\r\n", "tab\there", "")


def read_back(text: str, result_format: str) -> list[str]:
    """Return the values in the one column of a result, as another reader has them."""
    if result_format == "csv":
        return [row[0] if row else "" for row in csv.reader(io.StringIO(text, newline=""))][1:]
    if result_format == "xml":
        namespace = "{http://www.w3.org/2005/sparql-results#}"
        return [it.text or "" for it in ElementTree.fromstring(text).iter(f"{namespace}literal")]  # noqa: S314
    if result_format == "json":
        return [row["it"]["value"] for row in json.loads(text)["results"]["bindings"]]
    # JSON has all escapes of strings in TSV.
    return [json.loads(line) for line in text.split("\n")[1:-1]]


@pytest.mark.parametrize("result_format", ["csv", "json", "tsv", "xml"])
def test_line_ends_in_values_are_kept(result_format: str) -> None:
    result = QueryResult(("it",), tuple((ox.Literal(text),) for text in LINE_ENDS))
    assert tuple(read_back(result.serialize(result_format), result_format)) == LINE_ENDS


@pytest.mark.parametrize("character", ["\x00", "\x01", "\x0b", "\x1f", "\ufffe", "\uffff"])
def test_characters_that_xml_cannot_hold_are_named(character: str) -> None:
    result = QueryResult(("it",), ((ox.Literal(f"a{character}"),),))
    with pytest.raises(ecomgraph.EcomgraphError, match=rf"^XML cannot hold the character U\+{ord(character):04X}"):
        result.serialize("xml")
    assert read_back(result.serialize("json"), "json") == [f"a{character}"]


def test_rdf_xml_keeps_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "ours.ttl"
    path.write_text(r'<urn:x:a> <urn:x:b> "first\r\nsecond\r", "first\nsecond" .', encoding="utf-8")
    graph = ecomgraph.load(path)
    graph.write(tmp_path / "out.rdf")
    graph.export("rdfxml", tmp_path / "export.rdf")
    for name in ("out.rdf", "export.rdf"):
        document = ElementTree.fromstring((tmp_path / name).read_text(encoding="utf-8"))  # noqa: S314
        assert sorted(it.text or "" for it in document.iter("{urn:x:}b")) == ["first\nsecond", "first\r\nsecond\r"]
        # An export declares its terms for OWL tools, too.
        both = ecomgraph.load(tmp_path / name), graph
        again, before = ({it for it in one.dataset.triples() if "owl#" not in str(it.object)} for one in both)
        assert again == before
    path.write_text(r'<urn:x:a> <urn:x:b> "\u0001" .', encoding="utf-8")
    with pytest.raises(ecomgraph.EcomgraphError, match=r"XML cannot hold the character U\+0001"):
        ecomgraph.load(path).write(tmp_path / "out.rdf")


def test_an_empty_result_still_has_its_columns() -> None:
    empty = QueryResult(("skill",), ())

    assert (len(empty), empty.to_dicts(), empty.serialize("csv")) == (0, [], "skill\n")


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(ecomgraph.QueryError, match="the result format must be one of json, csv, tsv, xml, not 'yaml'"):
        SOME.serialize("yaml")


def test_pandas_is_asked_for_where_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)

    with pytest.raises(ecomgraph.MissingDependencyError, match=r"pip install 'ecomgraph\[pandas\]'$"):
        SOME.to_pandas()


@pytest.mark.long
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
