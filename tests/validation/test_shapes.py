"""Shapes are read into values, results are values."""

from collections.abc import Mapping
from dataclasses import FrozenInstanceError, replace

import pyoxigraph as ox
import pytest

from ecomgraph.errors import ShapesError
from ecomgraph.namespace import PREFIXES
from ecomgraph.reasoning.shapes import Constraint, Shape, SparqlConstraint, read_shapes
from ecomgraph.reasoning.validation import ValidationReport, ValidationResult

SH, HERE = PREFIXES["sh"], "https://x.example/"
HEADER = f"@prefix : <{HERE}> . @prefix sh: <{SH}> .\n"


def read(text: str) -> Mapping[str, Shape]:
    return read_shapes((HEADER + text).encode())


def test_a_node_shape_is_read_with_targets_properties_and_queries() -> None:
    shapes = read("""
    :N a sh:NodeShape ; sh:message "m" ; sh:severity sh:Warning ; sh:property :P2 , :P1 ; sh:sparql :Q ;
        sh:targetSubjectsOf :s ; sh:targetObjectsOf :o ; sh:targetNode :n ; sh:targetClass :D , :C .
    :Q sh:message "{$this}" ; sh:select "SELECT $this {}" ; sh:prefixes :Ontology .
    :Ontology sh:declare :one , :two .
    :one sh:prefix "a" ; sh:namespace "https://a.example/" .
    :two sh:prefix "b" ; sh:namespace "https://b.example/" .
    """)
    prologue = "PREFIX a: <https://a.example/>\nPREFIX b: <https://b.example/>\n"
    assert shapes == {
        HERE + "N": Shape(
            iri=HERE + "N",
            message="m",
            severity=SH + "Warning",
            targets=(
                ("targetClass", HERE + "C"),
                ("targetClass", HERE + "D"),
                ("targetNode", HERE + "n"),
                ("targetObjectsOf", HERE + "o"),
                ("targetSubjectsOf", HERE + "s"),
            ),
            sparql=(SparqlConstraint(select=prologue + "SELECT $this {}", message="{$this}"),),
            properties=(HERE + "P1", HERE + "P2"),
        )
    }


def test_a_property_shape_is_read_with_its_constraints() -> None:
    shapes = read("""
    :P a sh:PropertyShape ; sh:path :p ; sh:in ( :b :a ) ; sh:or () ; sh:pattern "x" ; sh:flags "i" ; sh:class :D , :C ;
        sh:qualifiedMaxCount 1 ; sh:qualifiedValueShape :V .
    :V a sh:NodeShape .
    """)
    name = {letter: ox.NamedNode(HERE + letter) for letter in "abCD"}
    one = ox.Literal("1", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer"))
    assert list(shapes) == [HERE + "P", HERE + "V"]
    assert shapes[HERE + "V"] == Shape(iri=HERE + "V", severity=SH + "Violation")
    assert shapes[HERE + "P"] == Shape(
        iri=HERE + "P",
        path=HERE + "p",
        constraints=(
            Constraint(parameter="class", values=(name["C"],)),
            Constraint(parameter="class", values=(name["D"],)),
            Constraint(parameter="in", values=(name["b"], name["a"])),
            Constraint(parameter="or", values=()),
            Constraint(parameter="pattern", values=(ox.Literal("x"),)),
            Constraint(parameter="qualifiedMaxCount", values=(one,)),
        ),
        flags="i",
        qualified=HERE + "V",
    )


def test_shapes_are_read_as_they_are_from_a_list_without_an_end() -> None:
    rdf = PREFIXES["rdf"]
    shapes = read(f":P a sh:PropertyShape ; sh:path :p ; sh:in :list . :list <{rdf}first> :a .")
    (constraint,) = shapes[HERE + "P"].constraints
    assert constraint.values == (ox.NamedNode(HERE + "a"),)
    assert constraint.component == SH + "InConstraintComponent"


@pytest.mark.parametrize(
    ("rest", "message"),
    [
        ("sh:closed true", "https://x.example/P: sh:closed is not supported by the compiled engine"),
        ("sh:path [ sh:inversePath :p ]", "https://x.example/P: only IRIs are supported as sh:path, no blank nodes"),
        ("sh:property [ sh:path :p ]", "https://x.example/P: only IRIs are supported as sh:property, no blank nodes"),
    ],
)
def test_what_is_refused_is_named_in_one_line(rest: str, message: str) -> None:
    with pytest.raises(ShapesError) as error:
        read(f":P a sh:PropertyShape ; {rest} .")
    assert str(error.value) == message


def test_a_property_of_another_vocabulary_is_not_refused() -> None:
    assert read(':N a sh:NodeShape ; :note "n" , [] .') == {HERE + "N": Shape(iri=HERE + "N")}


def test_a_malformed_file_is_refused_without_a_chain_of_errors() -> None:
    with pytest.raises(ShapesError, match=r"^the shapes are not well-formed: .*line 2") as error:
        read(":a :b")
    assert error.value.__suppress_context__


RESULT = ValidationResult(focus_node="b", component="c", severity="s")


def test_results_have_one_form_and_the_order_of_their_fields() -> None:
    assert (RESULT.result_path, RESULT.value, RESULT.source_shape, RESULT.message) == ("", "", "", "")
    assert sorted([RESULT, replace(RESULT, value="v"), replace(RESULT, focus_node="a")]) == [
        replace(RESULT, focus_node="a"),
        RESULT,
        replace(RESULT, value="v"),
    ]
    assert len({RESULT, replace(RESULT)}) == 1


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (RESULT, "value"),
        (ValidationReport(conforms=True, results=()), "conforms"),
        (Shape(iri="i"), "path"),
        (Constraint(parameter="in", values=()), "parameter"),
        (SparqlConstraint(select="", message=""), "select"),
    ],
    ids=lambda it: type(it).__name__,
)
def test_the_form_of_a_value_does_not_change(value: object, name: str) -> None:
    with pytest.raises(FrozenInstanceError):
        setattr(value, name, "other")
    with pytest.raises(TypeError, match="takes 1 positional argument"):
        type(value)("by position")  # type: ignore[call-arg]


def test_a_report_is_true_in_form_only_if_all_conforms() -> None:
    assert ValidationReport(conforms=True, results=(RESULT,))
    assert not ValidationReport(conforms=False, results=())
