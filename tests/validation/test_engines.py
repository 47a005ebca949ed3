"""Queries compiled from the shapes and pyshacl give the same report."""

import random
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest

import ecomgraph
from ecomgraph.errors import ShapesError
from ecomgraph.reasoning.compiled_shapes import validate_with_queries
from ecomgraph.reasoning.pyshacl_engine import validate_with_pyshacl
from ecomgraph.reasoning.validation import Engine, ValidationReport, ValidationResult, validate
from ecomgraph.store.dataset import ASSERTED, Dataset
from lab.shape_mutants.operators import mutants
from tests.fixture_graphs import as_written, derived, side_by_side

SHAPES = Path(__file__).parent.parent / "shapes"
FIXTURES = sorted((SHAPES / "invalid").glob("*.ttl"))
HOUSE = [it for it in FIXTURES if it.name.startswith("House")]
GENERAL = [it for it in FIXTURES if it not in HOUSE]


def assert_engines_agree_on_fixtures(fixtures: list[Path]) -> None:
    house_style = fixtures[0] in HOUSE
    graph = as_written(*fixtures)
    compiled = graph.validate(house_style=house_style)
    broken = {it.source_shape.partition("#")[2] for it in compiled.results}
    assert {it.stem.partition("--")[0] for it in fixtures} <= broken
    assert compiled == graph.validate(house_style=house_style, engine="pyshacl")


@pytest.mark.long
def test_engines_agree_on_two_fixtures() -> None:
    assert_engines_agree_on_fixtures(GENERAL[::200])


@pytest.mark.slow
@pytest.mark.parametrize("fixtures", [GENERAL, *(HOUSE[first::4] for first in range(4))])
def test_engines_agree_on_the_fixtures(fixtures: list[Path]) -> None:
    assert_engines_agree_on_fixtures(fixtures)


def report_of(triples: Iterable[ox.Triple], engine: Engine) -> ValidationReport:
    return validate(derived(triples), engine=engine)


def comparable(report: ValidationReport) -> list[ValidationResult]:
    """All results but those about the range of a value that is no number at all.

    SHACL wants a result there, because the comparison does not return true; pyshacl makes up an order and gives one
    only sometimes. Both say that such a value has the wrong datatype.
    """
    ranges = ("MinInclusive", "MaxInclusive", "MinExclusive", "MaxExclusive")
    wrong = {
        (it.focus_node, it.result_path, it.value) for it in report.results if it.component.endswith("#Or" + COMPONENT)
    }
    return [
        it
        for it in report.results
        if not (
            it.component.endswith(tuple(f"#{name}{COMPONENT}" for name in ranges))
            and (it.focus_node, it.result_path, it.value) in wrong
        )
    ]


def assert_engines_agree_on_mutants(framework: Path, count: int) -> None:
    triples = set(ecomgraph.load(framework).dataset.triples(ASSERTED))
    all_of_them = [*mutants(triples, count, seed=20)]
    # Rules about pairs take time in proportion to the square of what lies side by side.
    for first in range(0, count, 8):
        graphs = side_by_side(it.apply(triples) for it in all_of_them[first : first + 8])
        compiled = report_of(graphs, "compiled")
        assert compiled.results
        assert comparable(compiled) == comparable(report_of(graphs, "pyshacl")), f"mutants {first} to {first + 7}"


@pytest.mark.long
def test_engines_agree_on_a_few_mutants() -> None:
    assert_engines_agree_on_mutants(SHAPES / "valid" / "profiles.ttl", 2)


@pytest.mark.slow
@pytest.mark.parametrize("framework", sorted((SHAPES / "valid").glob("*.ttl")), ids=lambda path: path.stem)
def test_engines_agree_on_mutants(framework: Path) -> None:
    assert_engines_agree_on_mutants(framework, 40)


@pytest.mark.slow
def test_engines_agree_on_hundreds_of_roles_with_a_hundred_defects() -> None:
    choose = random.Random(7)  # noqa: S311
    lines = [f':skill{n} a ecg:Skill ; skos:prefLabel "Skill {n}" .' for n in range(300)]
    for n in range(400):
        lines.append(f':role{n} a ecg:Role ; skos:prefLabel "Role {n}" ; ecg:hasSkillRequirement :a{n} , :b{n} .')
        for letter in "ab":
            importance = choose.choice(["essential", "optional"])
            skill = choose.randrange(300)
            requirement = f"ecg:requiredSkill :skill{skill} ; ecg:importance importance:{importance}"
            lines.append(f":{letter}{n} a ecg:SkillRequirement ; {requirement} .")
    for n in range(399):
        ends = f"ecg:transitionFrom :role{n} ; ecg:transitionTo :role{n + 1}"
        lines.append(
            f":transition{n} a ecg:Transition ; {ends} ; ecg:transitionKind transition-kind:specialization-change ."
        )
    sound = {quad.triple for quad in ox.parse(FRAMEWORK + "\n".join(lines), format=ox.RdfFormat.TURTLE)}
    triples = set(sound)
    for mutant in mutants(sound, 100, seed=3):
        # Those that only write the sound graph in another way would undo what went before.
        triples = triples if mutant.lines else mutant.apply(triples)
    compiled = report_of(triples, "compiled")
    assert len(compiled.results) > 50
    assert comparable(compiled) == comparable(report_of(triples, "pyshacl"))


@pytest.mark.slow
def test_both_find_the_bundled_graph_sound(graph: ecomgraph.CareerGraph) -> None:
    assert graph.validate(house_style=True).results == ()
    assert graph.validate(house_style=True, engine="pyshacl").results == ()


COMPONENT = "ConstraintComponent"
FRAMEWORK = """
@prefix : <https://x.example/> .
@prefix ecg: <https://w3id.org/ecomgraph/ns#> .
@prefix importance: <https://w3id.org/ecomgraph/importance/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix transition-kind: <https://w3id.org/ecomgraph/transition-kind/> .
"""
PREFIXES = """
@prefix : <https://x.example/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
DATA = """
:a a :Thing ; :size 1 , 2 , "3" , "wide"^^xsd:integer ; :name "x"@en , "y"@en-GB , "z" , "w"@de ; :part :b .
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
    "languageIn two": 'sh:path :name ; sh:languageIn ( "en" "de" )',
    "lessThan": "sh:path :size ; sh:lessThan :limit",
    "maxCount": "sh:path :size ; sh:maxCount 2",
    "maxCount 0": "sh:path :part ; sh:maxCount 0",
    "maxCount 1": "sh:path :size ; sh:maxCount 1",
    "maxInclusive": "sh:path :size ; sh:maxInclusive 2",
    "minCount 0": "sh:path :part ; sh:minCount 0",
    "minCount 1": "sh:path :part ; sh:minCount 1",
    "minCount 2": "sh:path :part ; sh:minCount 2",
    "minCount 3": "sh:path :size ; sh:minCount 3",
    "minExclusive": "sh:path :size ; sh:minExclusive 1",
    "minInclusive": "sh:path :size ; sh:minInclusive 2",
    "not": "sh:path :size ; sh:not :IsInteger",
    "not anything": "sh:path :size ; sh:not :IsAnything",
    "not with minCount": "sh:path :part ; sh:not :HasLimit",
    "not with maxCount": "sh:path :part ; sh:not :HasOneSize",
    "not with maxCount met": "sh:path :part ; sh:not :HasOneLimit",
    "not with hasValue": "sh:path :part ; sh:not :HasSeven",
    "or": "sh:path :size ; sh:or ( :IsInteger :IsString )",
    "or with counts": "sh:path :part ; sh:or ( :HasOneSize :HasNoName )",
    "pattern": 'sh:path :name ; sh:pattern "^X$" ; sh:flags "i"',
    "qualifiedMaxCount": "sh:path :size ; sh:qualifiedValueShape :IsInteger ; sh:qualifiedMaxCount 1",
    "uniqueLang": "sh:path :name ; sh:uniqueLang true",
}


OTHERS = """
:IsAnything a sh:NodeShape .
:IsInteger a sh:NodeShape ; sh:datatype xsd:integer .
:IsString a sh:NodeShape ; sh:datatype xsd:string .
:HasLimit a sh:PropertyShape ; sh:path :limit ; sh:minCount 1 .
:HasNoName a sh:PropertyShape ; sh:path :name ; sh:hasValue "none" .
:HasOneLimit a sh:PropertyShape ; sh:path :limit ; sh:maxCount 1 .
:HasOneSize a sh:PropertyShape ; sh:path :size ; sh:maxCount 1 .
:HasSeven a sh:PropertyShape ; sh:path :size ; sh:hasValue 7 .
"""
# Of focus nodes themselves, of which some are literals.
OF_NODES = {
    "class": "sh:class :Small",
    "datatype": "sh:datatype xsd:integer",
    "in": "sh:in ( :a 1 2 )",
    "not": "sh:not :HasLimit",
    "or": "sh:or ( :IsString :HasSeven )",
    "pattern": 'sh:pattern "[0-9]"',
}


@pytest.fixture
def things(tmp_path: Path) -> Dataset:
    """A few things with sizes."""
    (tmp_path / "data.ttl").write_text(PREFIXES + DATA, encoding="utf-8")
    return ecomgraph.load(tmp_path / "data.ttl").dataset


@pytest.mark.long
def test_engines_agree_on_each_component(things: Dataset) -> None:
    for name, constraint in CONSTRAINTS.items():
        shapes = f"""{PREFIXES}
        :Shape a sh:NodeShape ; sh:targetClass :Thing ; sh:targetSubjectsOf :limit ; sh:targetObjectsOf :part ;
            sh:property :Property .
        :Property a sh:PropertyShape ; sh:message "m" ; {constraint} . {OTHERS}
        """.encode()
        assert validate_with_queries(things, shapes) == validate_with_pyshacl(things, shapes), name


@pytest.mark.long
@pytest.mark.parametrize("target", ["sh:targetClass :Thing", "sh:targetNode :a , :b , :d", "sh:targetObjectsOf :size"])
def test_engines_agree_on_each_component_of_a_focus_node(target: str, things: Dataset) -> None:
    for name, constraint in OF_NODES.items():
        shapes = f'{PREFIXES} :Shape a sh:NodeShape ; {target} ; sh:message "m" ; {constraint} . {OTHERS}'.encode()
        assert validate_with_queries(things, shapes) == validate_with_pyshacl(things, shapes), name


def test_a_query_in_shapes_keeps_its_inner_queries_and_its_message_what_it_does_not_bind(things: Dataset) -> None:
    select = "SELECT $this ?count WHERE { { SELECT (COUNT(?any) AS ?count) WHERE { ?any :size ?size } } }"
    shapes = f"""{PREFIXES}
    : sh:declare [ sh:prefix "" ; sh:namespace "https://x.example/"^^xsd:anyURI ] .
    :Shape a sh:NodeShape ; sh:targetClass :Thing ;
        sh:sparql [ sh:prefixes : ; sh:select "{select}" ; sh:message "{{?count}} of {{?others}}" ] .
    """.encode()
    results = validate_with_queries(things, shapes).results
    assert [(it.focus_node[-1], it.value[-1], it.message) for it in results] == [
        (name, name, "6 of {?others}") for name in "abc"
    ]


def test_where_nobody_knows_how_many_cores_there_are_one_does(things: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: None)
    shapes = f"{PREFIXES} :Shape a sh:NodeShape ; sh:targetClass :Thing ; sh:class :Small .".encode()
    assert [it.focus_node[-1] for it in validate_with_queries(things, shapes).results] == ["a", "c"]


@pytest.mark.parametrize(
    ("shape", "reason"),
    [
        ("sh:targetClass :Thing ; sh:minCout 1", "sh:minCout is not supported"),
        ("sh:targetClass :Thing ; sh:closed true", "sh:closed is not supported"),
        ("sh:targetClass :Thing ; sh:property [ sh:path :size ]", "only IRIs are supported as sh:property"),
        ("sh:targetNode 1", "only IRIs are supported as sh:targetNode"),
        ("sh:targetNode [ ]", "only IRIs are supported as sh:targetNode"),
        ("a <http://www.w3.org/2000/01/rdf-schema#Class>", "class targets are not supported; add sh:targetClass"),
        ("sh:severity sh:Info . :Other sh:targetClass :Thing ; sh:closed true", "Other: sh:closed is not supported"),
        ('sh:targetNode :a ; sh:sparql [ sh:ask "ASK { }" ]', "sh:ask is not supported in sh:sparql"),
        ("sh:targetNode :a ; sh:sparql 'SELECT $this { }'", "sh:sparql must be an IRI or a blank node"),
        ("sh:targetClass :Thing ; sh:property :Missing", "is used as a shape but not declared"),
        ("sh:targetClass :Thing ; sh:datatype 'integer'", '"integer" is used where .* only an IRI'),
        ("sh:targetClass :Thing ; sh:not :Part . :Part a sh:NodeShape ; sh:uniqueLang true", "Part: sh:uniqueLang is"),
        (
            "sh:targetClass :Thing ; sh:not :Part . :Part a sh:NodeShape ; sh:property :Shape",
            "Part: a shape used .* neither sh:sparql nor",
        ),
        (
            "sh:targetClass :Thing ; sh:not :Part . :Part a sh:PropertyShape ; sh:path :size ; sh:minCount 2",
            "Part: sh:minCount is not supported",
        ),
        (
            "sh:targetClass :Thing ; sh:not :Part . :Part a sh:PropertyShape ; sh:path :size ; sh:maxCount 0",
            "Part: sh:maxCount is not supported",
        ),
        ("sh:deactivated false . [] a sh:NodeShape ; sh:targetClass :Thing", "shapes without an IRI are not supported"),
    ],
)
def test_what_is_not_covered_is_refused_by_name(graph: ecomgraph.CareerGraph, shape: str, reason: str) -> None:
    with pytest.raises(ShapesError, match=reason):
        validate_with_queries(graph.dataset, f"{PREFIXES} :Shape a sh:NodeShape ; {shape} .".encode())


def test_shapes_that_are_not_well_formed_say_so(graph: ecomgraph.CareerGraph) -> None:
    with pytest.raises(ShapesError, match="the shapes are not well-formed: Parser error at line 1"):
        validate_with_queries(graph.dataset, b":a :b")
