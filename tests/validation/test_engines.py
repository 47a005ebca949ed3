"""Queries compiled from the shapes and pyshacl give the same report."""

from pathlib import Path

import pytest

import ecomgraph
from ecomgraph.errors import ShapesError
from ecomgraph.validation.compiled import validate_with_queries
from ecomgraph.validation.reference import validate_with_pyshacl

FIXTURES = sorted((Path(__file__).parent.parent / "shapes" / "invalid").glob("*.ttl"))


def assert_engines_agree(fixture: Path) -> None:
    graph = ecomgraph.load(fixture)
    house_style = fixture.name.startswith("House")
    compiled = graph.validate(house_style=house_style)
    assert not compiled.conforms
    assert compiled == graph.validate(house_style=house_style, engine="pyshacl")


@pytest.mark.parametrize("fixture", FIXTURES[::16], ids=lambda path: path.stem)
def test_engines_agree_on_a_sample_of_the_fixtures(fixture: Path) -> None:
    assert_engines_agree(fixture)


@pytest.mark.reference
@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda path: path.stem)
def test_engines_agree_on_every_fixture(fixture: Path) -> None:
    assert_engines_agree(fixture)


def test_both_find_the_bundled_graph_sound(graph: ecomgraph.CareerGraph) -> None:
    assert graph.validate(house_style=True).results == ()
    assert graph.validate(house_style=True, engine="pyshacl").results == ()


PREFIXES = """
@prefix : <https://x.example/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
DATA = """
:a a :Thing ; :size 1 , 2 , "3" , "wide"^^xsd:integer ; :name "x"@en , "y"@en-GB , "z" ; :part :b .
:b a :Small ; :size 7 , 7.5 ; :limit 7 .
:c a :Thing .
:Small <http://www.w3.org/2000/01/rdf-schema#subClassOf> :Thing .
"""
CONSTRAINTS = {
    "class": "sh:path :part ; sh:class :Thing",
    "class missed": "sh:path :part ; sh:class :Other",
    "datatype": "sh:path :size ; sh:datatype xsd:integer",
    "disjoint": "sh:path :size ; sh:disjoint :limit",
    "hasValue": "sh:path :size ; sh:hasValue 7",
    "in": "sh:path :size ; sh:in ( 1 2 )",
    "languageIn": 'sh:path :name ; sh:languageIn ( "en" )',
    "lessThan": "sh:path :size ; sh:lessThan :limit",
    "maxCount": "sh:path :size ; sh:maxCount 2",
    "maxInclusive": "sh:path :size ; sh:maxInclusive 2",
    "minCount 1": "sh:path :part ; sh:minCount 1",
    "minCount 3": "sh:path :size ; sh:minCount 3",
    "minExclusive": "sh:path :size ; sh:minExclusive 1",
    "minInclusive": "sh:path :size ; sh:minInclusive 2",
    "not": "sh:path :size ; sh:not :IsInteger",
    "or": "sh:path :size ; sh:or ( :IsInteger :IsString )",
    "pattern": 'sh:path :name ; sh:pattern "^X$" ; sh:flags "i"',
    "qualifiedMaxCount": "sh:path :size ; sh:qualifiedValueShape :IsInteger ; sh:qualifiedMaxCount 1",
    "uniqueLang": "sh:path :name ; sh:uniqueLang true",
}


@pytest.mark.parametrize("constraint", CONSTRAINTS.values(), ids=CONSTRAINTS)
def test_engines_agree_on_each_component(constraint: str, tmp_path: Path) -> None:
    data = tmp_path / "data.ttl"
    data.write_text(PREFIXES + DATA, encoding="utf-8")
    shapes = f"""{PREFIXES}
    :Shape a sh:NodeShape ; sh:targetClass :Thing ; sh:targetSubjectsOf :limit ; sh:targetObjectsOf :part ;
        sh:property :Property .
    :Property a sh:PropertyShape ; sh:message "m" ; {constraint} .
    :IsInteger a sh:NodeShape ; sh:datatype xsd:integer .
    :IsString a sh:NodeShape ; sh:datatype xsd:string .
    """.encode()
    dataset = ecomgraph.load(data).dataset
    assert validate_with_queries(dataset, shapes) == validate_with_pyshacl(dataset, shapes)


@pytest.mark.parametrize(
    ("shape", "reason"),
    [
        ("sh:targetClass :Thing ; sh:minCout 1", "sh:minCout is not covered"),
        ("sh:targetClass :Thing ; sh:closed true", "sh:closed is not covered"),
        ("sh:targetClass :Thing ; sh:property [ sh:path :size ]", "only IRIs are covered as sh:property"),
        ("sh:targetClass :Thing ; sh:property :Missing", "declared nowhere"),
    ],
)
def test_what_is_not_covered_is_refused_by_name(graph: ecomgraph.CareerGraph, shape: str, reason: str) -> None:
    with pytest.raises(ShapesError, match=reason):
        validate_with_queries(graph.dataset, f"{PREFIXES} :Shape a sh:NodeShape ; {shape} .".encode())


def test_shapes_that_are_not_well_formed_say_so(graph: ecomgraph.CareerGraph) -> None:
    with pytest.raises(ShapesError, match="the shapes are not well-formed: Parser error at line 1"):
        validate_with_queries(graph.dataset, b":a :b")
