"""Rules of ROBOT, OOPS, SKOS and metadata: nothing open in the bundled ontology, and each rule finds its flaw."""

import tomllib
from pathlib import Path

import pyoxigraph as ox
import pytest

from ecomgraph import CareerGraph
from ecomgraph.namespace import PREFIXES
from ecomgraph.store.dataset import ASSERTED, VOCABULARY, Dataset
from tools.check_ontology import outcomes, rules, unneeded_waivers, waivers

FLAWS = tomllib.loads(Path(__file__).with_name("flaws.toml").read_text(encoding="utf-8"))
TURTLE = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())


def triples(turtle: str) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(TURTLE + turtle, format=ox.RdfFormat.TURTLE)]


@pytest.mark.long
def test_nothing_is_open_and_no_waiver_is_left_over(graph: CareerGraph) -> None:
    found = outcomes(graph.dataset)
    assert [(outcome.rule.name, outcome.open) for outcome in found if outcome.open] == []
    assert unneeded_waivers(found) == []


def test_each_waiver_has_a_reason_and_is_for_a_rule() -> None:
    assert set(waivers()) <= {rule.name for rule in rules()}
    assert all(len(reason) > 20 for _, reason in waivers().values())


def test_each_rule_has_a_flaw_to_find() -> None:
    assert set(FLAWS) == {rule.name for rule in rules()}
    assert {rule.level for rule in rules()} == {"error", "warn"}


@pytest.mark.long
def test_a_rule_finds_its_flaw() -> None:
    """``-`` before the data says that it is missing instead."""
    sound = Dataset()
    sound.add_packaged("vocabulary", VOCABULARY)
    vocabulary = list(sound.store)
    for rule in rules():
        flaw = FLAWS[rule.name]
        data: str = flaw["data"]
        flawed = Dataset()
        flawed.store.extend(vocabulary)
        if data.startswith("-"):
            for triple in triples(data[1:]):
                flawed.store.remove(ox.Quad(triple.subject, triple.predicate, triple.object, VOCABULARY))
        else:
            flawed.add(triples(data), ASSERTED)
        before = rule.findings(sound)
        wrong = [row[0] for row in rule.findings(flawed) if row not in before]
        expected = [triples(f"{thing} a ecg:Role .")[0].subject for thing in flaw["things"]]
        assert sorted(set(wrong)) == sorted(it.value for it in expected if isinstance(it, ox.NamedNode)), rule.name
