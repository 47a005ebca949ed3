"""The dataset: each triple once, in the graph that it came from."""

import pyoxigraph as ox

from ecomgraph.store.dataset import ASSERTED, DERIVED, Dataset

A, B = ox.NamedNode("https://x.example/a"), ox.NamedNode("https://x.example/b")
TRIPLE = ox.Triple(A, B, ox.Literal("c"))
OTHER = ox.NamedNode("https://x.example/graph")


def test_a_triple_lives_in_the_graph_that_asserted_it_first() -> None:
    dataset = Dataset()
    assert dataset.add([TRIPLE], OTHER) == 1
    assert dataset.add([TRIPLE, TRIPLE], ASSERTED) == 0
    assert (dataset.count(), dataset.count(OTHER), dataset.count(ASSERTED)) == (1, 1, 0)


def test_the_union_shows_a_triple_once() -> None:
    dataset = Dataset()
    dataset.add([TRIPLE])
    dataset.add_derived([TRIPLE])
    rows = dataset.query("SELECT * WHERE { ?s ?p ?o }")
    assert isinstance(rows, ox.QuerySolutions)
    assert len(list(rows)) == 1


def test_what_rules_conclude_is_added_once_and_with_its_blank_nodes() -> None:
    dataset = Dataset()
    dataset.add([TRIPLE, ox.Triple(ox.BlankNode("b"), B, A)])
    for template, new in (("?s ?p ?o", 0), ("?s <urn:new> ?o", 2), ("?s <urn:new> ?o", 0), ("<urn:x> <urn:y> ?p", 1)):
        found = dataset.store.query(
            f"CONSTRUCT {{ {template} }} {{ GRAPH {ASSERTED} {{ ?s ?p ?o }} }}", use_default_graph_as_union=True
        )
        assert isinstance(found, ox.QueryTriples)
        count, text = dataset.add_concluded(found)
        assert count == new, template
        assert text
    (blank,) = {it.subject for it in dataset.triples(DERIVED) if isinstance(it.subject, ox.BlankNode)}
    assert ox.Triple(blank, B, A) in dataset


def test_quads_stay_in_the_graph_that_they_name() -> None:
    dataset = Dataset()
    dataset.add([ox.Quad(A, B, A, OTHER), ox.Quad(A, B, B)])
    assert list(dataset.triples(OTHER)) == [ox.Triple(A, B, A)]
    assert list(dataset.triples(ASSERTED)) == [ox.Triple(A, B, B)]


def test_what_an_input_calls_derived_is_left_to_the_rules() -> None:
    dataset = Dataset()
    dataset.add([ox.Quad(A, B, A, DERIVED)])
    assert dataset.count() == 0


def test_a_literal_is_chosen_by_language_then_untagged_then_first() -> None:
    dataset = Dataset()
    label = ox.NamedNode("https://x.example/label")
    for value in (ox.Literal("Rolle", language="de"), ox.Literal("rôle", language="fr")):
        dataset.add([ox.Triple(A, label, value)])
    assert dataset.literal(A.value, label.value) == "Rolle"
    dataset.add([ox.Triple(A, label, ox.Literal("plain"))])
    assert dataset.literal(A.value, label.value) == "plain"
    dataset.add([ox.Triple(A, label, ox.Literal("role", language="en"))])
    assert dataset.literal(A.value, label.value) == "role"
    assert dataset.literal(A.value, label.value, "fr") == "rôle"
    assert dataset.literal(B.value, label.value) == ""
