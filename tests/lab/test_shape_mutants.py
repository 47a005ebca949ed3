"""Mutants of the bundled framework are caught by the shapes, or it is known why not.

A sample; ``python -m lab.score_shapes`` judges thousands.
"""

from __future__ import annotations

from itertools import islice

import pyoxigraph as ox
import pytest

from ecomgraph.namespace import ECG, PREFIXES
from ecomgraph.store.dataset import DERIVED
from lab.score_shapes import table, unexplained
from lab.shape_mutants.judge import Judge, asserted_triples, dataset_of, seen_by
from lab.shape_mutants.operators import OPERATORS, Mutant, mutants
from lab.shape_mutants.verdict import Verdict, reasons, verdict_on

SAMPLE, SEED = 120, 11


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge(asserted_triples())


@pytest.fixture(scope="module")
def sample(judge: Judge) -> list[Mutant]:
    return list(mutants(judge.triples, SAMPLE, SEED))


@pytest.fixture(scope="module")
def verdicts(judge: Judge, sample: list[Mutant]) -> list[Verdict]:
    return [verdict_on(mutant, judge) for mutant in sample]


@pytest.mark.slow
def test_none_of_a_few_mutants_survives_without_a_written_reason(judge: Judge, sample: list[Mutant]) -> None:
    few = [verdict_on(mutant, judge) for mutant in sample[:20]]
    assert unexplained(few) == []
    assert sum(it.outcome == "caught" for it in few) > 10


@pytest.mark.slow
def test_no_mutant_survives_without_a_written_reason(verdicts: list[Verdict]) -> None:
    assert unexplained(verdicts) == []
    assert {it.operator for it in verdicts} == set(OPERATORS)


@pytest.mark.slow
def test_most_are_caught_and_only_those_written_otherwise_are_the_same(verdicts: list[Verdict]) -> None:
    same = [it for it in verdicts if it.outcome.startswith("same")]
    assert {it.operator for it in same} <= {"repeat", "reorder"}
    assert all(it.outcome == "same triples" for it in verdicts if it.operator in {"repeat", "reorder"})
    assert sum(it.outcome == "caught" for it in verdicts) > 0.85 * (len(verdicts) - len(same))


@pytest.mark.slow
def test_asking_only_what_may_have_changed_comes_to_the_same_verdicts(
    judge: Judge, sample: list[Mutant], verdicts: list[Verdict]
) -> None:
    survivors = [pair for pair in zip(sample, verdicts, strict=True) if pair[1].outcome != "caught"]
    caught = [pair for pair in zip(sample, verdicts, strict=True) if pair[1].outcome == "caught"]
    for mutant, verdict in [*survivors[::6], *caught[::40]]:
        assert judge.conforms_in_full(mutant) == (verdict.outcome != "caught"), mutant


@pytest.mark.slow
def test_the_judge_leaves_the_graph_as_it_was(judge: Judge, sample: list[Mutant]) -> None:
    first = [judge.examine(mutant) for mutant in sample[:20]]
    assert [judge.examine(mutant) for mutant in reversed(sample[:20])] == first[::-1]


@pytest.mark.slow
def test_a_fact_that_rules_conclude_anyway_is_the_same_graph(judge: Judge) -> None:
    base = "https://w3id.org/ecomgraph/"
    told = ox.Triple(
        ox.NamedNode(base + "profile/ecommerce-director-entry"),
        ox.NamedNode(ECG.inheritsFrom),
        ox.NamedNode(base + "role/ecommerce-director"),
    )
    mutant = Mutant(operator="extra value", predicate=ECG.inheritsFrom, subject_class="", added=frozenset({told}))
    assert verdict_on(mutant, judge).outcome == "same conclusions"


def _without(judge: Judge, path: str, predicate: str) -> Mutant:
    """Return the mutant that lacks the only triple of a thing with a predicate."""
    subject = ox.NamedNode("https://w3id.org/ecomgraph/" + path)
    (gone,) = [it for it in judge.triples if it.subject == subject and it.predicate.value == predicate]
    return Mutant(operator="delete", predicate=predicate, subject_class="", removed=frozenset({gone}))


@pytest.mark.long
def test_what_loading_completes_is_the_same_graph(judge: Judge) -> None:
    mutant = _without(judge, "transition/senior-director-to-vp-of-ecommerce", PREFIXES["rdf"] + "type")
    assert verdict_on(mutant, judge).outcome == "same conclusions"


@pytest.mark.long
def test_what_general_tools_are_told_is_derived_anew(judge: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    mutant = _without(judge, "function/logistics-team", PREFIXES["skos"] + "broader")
    derived: list[frozenset[ox.Triple]] = []
    read = judge._derived_now
    monkeypatch.setattr(judge, "_violated", lambda *_: False)

    def recorded() -> frozenset[ox.Triple]:
        derived.append(read())
        return derived[-1]

    monkeypatch.setattr(judge, "_derived_now", recorded)
    judge.examine(mutant)
    assert derived[-1] == frozenset(dataset_of(mutant.apply(judge.triples)).triples(DERIVED))


@pytest.mark.long
def test_mutants_are_the_same_each_time_and_no_two_alike(judge: Judge, sample: list[Mutant]) -> None:
    assert list(islice(mutants(judge.triples, SAMPLE, SEED), 100)) == sample[:100]
    changes = [(it.removed, it.added) for it in sample if not it.lines]
    assert all(removed or added for removed, added in changes)
    assert all(removed <= judge.triples and not added & judge.triples for removed, added in changes)


def test_a_survivor_without_a_reason_is_told() -> None:
    survivor = Verdict(operator="delete", predicate="rdf:type", outcome="survived")
    assert unexplained([survivor]) == [survivor]
    assert "| delete | 1 | 0 | 0 | 0.0 % | 1 | 0 |" in table([survivor], seed=1)


def test_each_reason_is_for_operators_that_exist() -> None:
    assert all(why.operators <= set(OPERATORS) and len(why.reason) > 40 for why in reasons())


@pytest.mark.parametrize(
    ("pattern", "seen"),
    [
        ("?a <urn:p>|^<urn:q> ?b", "urn:p urn:q"),
        ("?a a <urn:C> MINUS { ?a <urn:p>+ ?b }", "urn:C urn:p"),
        ("?a a ?b", PREFIXES["rdf"] + "type"),
        ("?a <urn:p> ?b FILTER(EXISTS { ?b <urn:q> ?c } || NOT EXISTS { ?b <urn:r> ?c })", "urn:p urn:q urn:r"),
        ("{ SELECT ?a { ?a <urn:p> ?b } GROUP BY ?a } UNION { ?a <urn:q>/<urn:r> ?b }", "urn:p urn:q urn:r"),
    ],
)
def test_what_a_query_sees(pattern: str, seen: str) -> None:
    assert seen_by(f"SELECT * {{ {pattern} }}") == frozenset(seen.split())


@pytest.mark.parametrize("pattern", ["?a ?p ?b", "?a <urn:p>* ?b", "?a !<urn:p> ?b"])
def test_a_query_that_may_see_anything(pattern: str) -> None:
    assert seen_by(f"SELECT * {{ {pattern} }}") is None
