"""Parameters: typed, checked, and bound as terms whatever they contain."""

import math
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest

import ecomgraph
from ecomgraph.queries import StoredQuery, bound_text
from ecomgraph.reading.names import Names

# Each would change the query if it were pasted into the text, in one of the places where a value can stand.
INJECTIONS = [
    '" } UNION { ?thing ?p ?o } #',
    "' ) } #",
    '"""',
    "x> } UNION { ?s ?p ?o } #",
    "role:ecommerce-manager } UNION { ?role ecg:requiresSkill ?skill",
    "\\",
    '\\" } #',
    "1 || true",
    "1) } UNION { ?skill ?p ?profiles } #",
    "?skill",
    "\n} UNION { ?s ?p ?o }\n#",
    "<http://example.org/>",
    "SERVICE <http://127.0.0.1/> {}",
    "\u0000",
]

ECHO = StoredQuery.parse(
    "echo",
    """\
#+ params:
#+   iri: {kind: iri, required: false}
#+   string: {kind: string, required: false}
#+   integer: {kind: integer, required: false}
#+   decimal: {kind: decimal, required: false}
#+ returns: [iri, string, integer, decimal]

SELECT ?iri ?string ?integer ?decimal WHERE { } ORDER BY ?iri
""",
)


@pytest.mark.parametrize("value", INJECTIONS)
def test_a_string_stays_the_string_that_was_given(value: str, graph: ecomgraph.CareerGraph) -> None:
    assert graph.query(ECHO, string=value).rows == ((None, value, None, None),)
    assert len(graph.query("find-by-word", text=value)) == 0


@pytest.mark.parametrize("value", INJECTIONS)
@pytest.mark.parametrize("kind", ["iri", "integer", "decimal"])
def test_other_kinds_refuse_what_is_none_of_them(value: str, kind: str, graph: ecomgraph.CareerGraph) -> None:
    with pytest.raises(ecomgraph.ParameterError, match=f"^echo: parameter '{kind}': .* is not an? "):
        graph.query(ECHO, **{kind: value})


@pytest.mark.parametrize("value", INJECTIONS)
def test_a_name_is_only_ever_looked_up(value: str, graph: ecomgraph.CareerGraph) -> None:
    with pytest.raises(ecomgraph.UnknownNameError):
        graph.query("skills-for-role", role=value)


@pytest.mark.long
@pytest.mark.parametrize("value", ["x" * 1_000_000, "a b " * 250_000, "\u0301" * 300_000, "<" * 1_000_000])
def test_long_values_are_shown_short(value: str, graph: ecomgraph.CareerGraph) -> None:
    asked: list[dict[str, object]] = [
        {"role": value},
        {"role": "cdo", value: 1},
        {"iri": value},
        {"integer": value},
        {"decimal": value},
    ]
    for given in asked:
        with pytest.raises((ecomgraph.ParameterError, ecomgraph.UnknownNameError)) as raised:
            graph.query("skills-for-role" if "role" in given else ECHO, **given)
        assert len(str(raised.value)) < 500
    with pytest.raises(ecomgraph.UnknownNameError) as raised:
        graph.query(value)
    assert len(str(raised.value)) < 500


@pytest.mark.parametrize("value", INJECTIONS)
def test_the_text_to_paste_holds_a_string_as_one_term(value: str, graph: ecomgraph.CareerGraph) -> None:
    pasted = graph.sparql(bound_text(ECHO, Names(graph.dataset), {"string": value}))

    assert isinstance(pasted, ecomgraph.QueryResult)
    assert pasted.rows == ((None, value, None, None),)


@pytest.mark.parametrize(
    ("given", "row"),
    [
        ({"iri": "role:ecommerce-director"}, ("https://w3id.org/ecomgraph/role/ecommerce-director", None, None, None)),
        ({"iri": ox.NamedNode("urn:isbn:1")}, ("urn:isbn:1", None, None, None)),
        ({"string": ""}, (None, "", None, None)),
        ({"integer": 7}, (None, None, 7, None)),
        ({"integer": "-7"}, (None, None, -7, None)),
        ({"decimal": 0.1}, (None, None, None, Decimal("0.1"))),
        ({"decimal": ".001"}, (None, None, None, Decimal("0.001"))),
        ({"decimal": Decimal("1E+2")}, (None, None, None, Decimal(100))),
        ({"decimal": 3}, (None, None, None, Decimal(3))),
    ],
)
def test_values_become_terms_of_their_kind(
    given: dict[str, object], row: tuple[object, ...], graph: ecomgraph.CareerGraph
) -> None:
    assert graph.query(ECHO, **given).rows == (row,)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"integer": "seven"}, "parameter 'integer': 'seven' is not an integer"),
        ({"integer": "٣"}, "parameter 'integer': '٣' is not an integer"),
        ({"integer": 1.5}, "parameter 'integer': 1.5 is not an integer"),
        ({"integer": True}, "parameter 'integer': True is not an integer"),
        ({"integer": 10**30}, f"parameter 'integer': {10**30} is not an integer"),
        ({"decimal": "1e3"}, "parameter 'decimal': '1e3' is not a decimal number"),
        ({"decimal": math.inf}, "parameter 'decimal': inf is not a decimal number"),
        ({"decimal": Decimal("NaN")}, "parameter 'decimal': Decimal('NaN') is not a decimal number"),
        ({"iri": "no iri"}, "parameter 'iri': 'no iri' is not an IRI or a CURIE"),
        ({"iri": 3}, "parameter 'iri': 3 is not an IRI or a CURIE"),
        ({"string": 3}, "parameter 'string': 3 is not text"),
        ({"string": "\ud800"}, "parameter 'string': '\\ud800' is not text"),
    ],
)
def test_the_wrong_kind_is_refused(given: dict[str, object], expected: str, graph: ecomgraph.CareerGraph) -> None:
    with pytest.raises(ecomgraph.ParameterError) as failure:
        graph.query(ECHO, **given)

    assert str(failure.value) == f"echo: {expected}"


def test_an_unknown_parameter_is_refused(graph: ecomgraph.CareerGraph) -> None:
    with pytest.raises(ecomgraph.ParameterError) as failure:
        graph.query("skills-for-role", rol="ecommerce-director")

    assert str(failure.value) == "skills-for-role: parameter 'rol': no such parameter; it has role, language"


def test_a_missing_parameter_is_named_with_what_it_takes(graph: ecomgraph.CareerGraph) -> None:
    with pytest.raises(ecomgraph.ParameterError) as failure:
        graph.query("skill-gap", source="ecommerce-manager")

    assert str(failure.value) == "skill-gap: parameter 'target': missing; the name of a career node is needed"
    assert (failure.value.query, failure.value.parameter) == ("skill-gap", "target")


def test_a_name_of_something_else_is_unknown_for_this_kind(graph: ecomgraph.CareerGraph) -> None:
    with pytest.raises(ecomgraph.UnknownNameError, match="no career node is called 'seo'"):
        graph.query("skills-for-role", role="seo")


def test_a_name_that_fits_two_things_is_refused_with_both(tmp_path: Path) -> None:
    path = tmp_path / "two.ttl"
    path.write_text(
        '<urn:a> a <https://w3id.org/ecomgraph/ns#Role> ; <http://www.w3.org/2004/02/skos/core#prefLabel> "Baker" .\n'
        '<urn:b> a <https://w3id.org/ecomgraph/ns#Role> ; <http://www.w3.org/2004/02/skos/core#prefLabel> "baker" .\n'
    )

    with pytest.raises(ecomgraph.AmbiguousNameError) as failure:
        ecomgraph.load(path).query("skills-for-role", role="BAKER")

    assert failure.value.candidates == ("urn:a", "urn:b")


def test_things_and_their_names_will_do_alike(graph: ecomgraph.CareerGraph) -> None:
    by_object = graph.query("skills-for-role", role=graph.role("cdo"))

    assert by_object == graph.query("skills-for-role", role="Chief digital officer")
    assert by_object == graph.query("skills-for-role", role="role:chief-digital-officer")
    assert by_object == graph.query("skills-for-role", role=ox.NamedNode(graph.role("cdo").iri))


def test_defaults_can_be_overridden_and_open_parameters_left_out(graph: ecomgraph.CareerGraph) -> None:
    everything = graph.query("characteristics-by-facet", node="ecommerce-director")
    conditions = graph.query("characteristics-by-facet", node="ecommerce-director", facet="conditions")

    assert {row[0] for row in conditions} == {"https://w3id.org/ecomgraph/facet/conditions"}
    assert set(conditions) < set(everything)
    assert {row[2] for row in graph.query("functions-by-profile-count", minimum=27)} == {27}
    assert {row[2] for row in graph.query("functions-by-profile-count")} > {27}
