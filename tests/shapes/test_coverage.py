"""No shape goes untested, and none is silent because of a misspelling or of a target that nothing matches."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rdflib import RDF, RDFS, SH, Graph, URIRef
from rdflib.collection import Collection
from rdflib.term import Literal

import ecomgraph
from ecomgraph.store.rdflib_view import to_memory_graph

if TYPE_CHECKING:
    from rdflib.term import Node

HERE = Path(__file__).parent
SHAPES = HERE.parents[1] / "ontology" / "shapes"
SHAPE = "https://w3id.org/ecomgraph/shape#"

TARGETS = {SH.targetClass, SH.targetNode, SH.targetObjectsOf, SH.targetSubjectsOf}

# What a shape says that makes no result by itself: what it is about, how to say it, and how to read its parameters.
ABOUT = {RDF.type, SH.flags, SH.message, SH.path, SH.property, SH.qualifiedValueShape, *TARGETS}

# The bundled source gives no durations, and none are invented (docs/model.md).
UNUSED_ON_PURPOSE = {"typicalMonths-subject"}
# A framework that uses what the bundled one has no use for.
ANOTHER = HERE / "valid" / "degrees.ttl"


@cache
def shapes() -> Graph:
    """All shapes in one graph."""
    graph = Graph()
    for file in sorted(SHAPES.glob("*.ttl")):
        graph.parse(file, format="turtle")
    return graph


@cache
def bundled() -> Graph:
    """The bundled graph with all that is derived."""
    return to_memory_graph(ecomgraph.load().dataset)


def reporting_shapes() -> set[Node]:
    """The shapes that results can name: those with targets and their property shapes, not the parts of ``sh:or``."""
    graph = shapes()
    found = {shape for target in TARGETS for shape in graph.subjects(target)}
    return found | {part for shape in found for part in graph.objects(shape, SH.property)}


def name(shape: Node) -> str:
    """What a shape is called in the names of fixtures."""
    return str(shape).removeprefix(SHAPE)


def component(parameter: Node) -> str:
    """The constraint component that a parameter belongs to: ``sh:minCount`` to ``MinCountConstraintComponent``."""
    term = "SPARQL" if parameter == SH.sparql else str(parameter).removeprefix(str(SH))
    return f"{term[0].upper()}{term[1:]}ConstraintComponent"


def pairs() -> list[str]:
    """Each pair of a reporting shape and a constraint component that it uses, as fixtures are named after it."""
    return sorted(
        f"{name(shape)}--{component(parameter)}"
        for shape in reporting_shapes()
        for parameter in shapes().predicates(shape, unique=True)
        if parameter not in ABOUT
    )


def test_each_pair_of_shape_and_component_has_one_fixture() -> None:
    assert sorted(file.stem for file in (HERE / "invalid").glob("*.ttl")) == pairs()


def test_components_are_those_of_shacl() -> None:
    assert {pair for pair in pairs() if f"{SH}{pair.partition('--')[2]}" not in SH} == set()


def test_each_shape_has_one_sparql_constraint_at_most_so_that_its_fixture_is_about_that_one() -> None:
    assert [name(shape) for shape in reporting_shapes() if len(set(shapes().objects(shape, SH.sparql))) > 1] == []


def test_each_shacl_term_exists() -> None:
    used = {term for triple in shapes() for term in triple if isinstance(term, URIRef) and term.startswith(str(SH))}

    assert {term for term in used if term not in SH} == set()


def test_each_shape_that_is_mentioned_is_defined() -> None:
    graph = shapes()
    mentioned = {term for term in graph.objects() if isinstance(term, URIRef) and term.startswith(SHAPE)}

    assert {name(term) for term in mentioned if (term, RDF.type, None) not in graph} == set()


def test_each_shape_is_used() -> None:
    graph = shapes()
    defined = {shape for kind in (SH.NodeShape, SH.PropertyShape) for shape in graph.subjects(RDF.type, kind)}
    mentioned = set(graph.objects())

    assert {name(shape) for shape in defined - reporting_shapes() if shape not in mentioned} == set()


def test_no_blank_nodes_but_lists() -> None:
    graph = shapes()

    for node in graph.subjects(unique=True):
        if not isinstance(node, URIRef):
            assert Collection(graph, node)


@pytest.mark.long
def test_each_vocabulary_term_in_shapes_is_declared() -> None:
    namespace = "https://w3id.org/ecomgraph/"
    used = {
        term
        for triple in shapes()
        for term in triple
        if isinstance(term, URIRef) and term.startswith(namespace) and not term.startswith(f"{namespace}shape")
    }

    assert {term for term in used if (term, RDF.type, None) not in bundled()} == set()


@pytest.mark.long
@pytest.mark.parametrize("target", sorted(TARGETS))
def test_each_target_matches_something_in_the_bundled_graph_or_in_another(target: URIRef) -> None:
    graph = bundled() + to_memory_graph(ecomgraph.load(ANOTHER).dataset)

    def matches(value: Node) -> bool:
        if target == SH.targetClass:
            classes = graph.transitive_subjects(RDFS.subClassOf, value)
            return any((None, RDF.type, cls) in graph for cls in classes)
        return {
            SH.targetNode: (value, None, None),
            SH.targetObjectsOf: (None, value, None),
            SH.targetSubjectsOf: (None, value, None),
        }[target] in graph

    silent = {name(shape) for shape, value in shapes().subject_objects(target) if not matches(value)}

    assert silent - UNUSED_ON_PURPOSE == set()


def test_each_shape_says_in_english_what_it_found_expected_and_advises() -> None:
    graph = shapes()

    for shape in reporting_shapes():
        if set(graph.predicates(shape)) <= ABOUT - {SH.message}:
            continue  # a node shape that only gathers property shapes
        speakers = set(graph.objects(shape, SH.sparql)) or {shape}
        for speaker in speakers:
            (message,) = graph.objects(speaker, SH.message)
            assert isinstance(message, Literal)
            assert message.language == "en"
            found, _, rest = str(message).partition("; expected ")
            expected, _, remedy = rest.partition(". ")
            assert found.startswith("Found "), name(shape)
            assert expected, name(shape)
            assert remedy.endswith("."), name(shape)


def test_all_results_are_violations() -> None:
    assert list(shapes().subject_objects(SH.severity)) == []
    assert list(shapes().subject_objects(SH.deactivated)) == []


@pytest.mark.long
def test_the_bundled_graph_conforms_to_all_shapes() -> None:
    assert ecomgraph.load().validate(house_style=True).results == ()
