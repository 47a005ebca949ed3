"""RDF of others: subclasses of classes of the vocabulary, inverse properties, and transitions without a type."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import ecomgraph

if TYPE_CHECKING:
    from pathlib import Path

OURS = """
@prefix : <https://example.org/> .
@prefix ecg: <https://w3id.org/ecomgraph/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix transition-kind: <https://w3id.org/ecomgraph/transition-kind/> .
:Job rdfs:subClassOf :Post . :Post rdfs:subClassOf ecg:Role , :Post . :Tool rdfs:subClassOf ecg:Skill .
:clerk a :Job ; skos:prefLabel "Clerk" . :boss a :Post ; skos:prefLabel "Boss" . :cat a :Animal .
:rise ecg:transitionFrom :clerk ; ecg:transitionTo :boss ; ecg:transitionKind transition-kind:promotion .
:office a :Tool ; skos:prefLabel "Office" ; skos:narrower :sheets .
:sheets a :Tool ; skos:prefLabel "Sheets" .
"""


@pytest.mark.long
def test_a_subclass_is_its_class_narrower_is_broader_and_two_ends_make_a_transition(tmp_path: Path) -> None:
    path = tmp_path / "ours.ttl"
    path.write_text(OURS, encoding="utf-8")
    graph = ecomgraph.load(path)
    assert [role.label for role in graph.roles()] == ["Boss", "Clerk"]
    assert len(graph.find_path("clerk", "boss").transitions) == 1
    assert graph.skill("Sheets").broader == ("https://example.org/office",)
    graph.export("csv", tmp_path / "tables")
    for table, ids in (("roles", ["boss", "clerk"]), ("skills", ["office", "sheets"]), ("transitions", ["rise"])):
        lines = (tmp_path / "tables" / f"{table}.csv").read_text(encoding="utf-8").splitlines()
        assert [line.split(",")[0] for line in lines[1:]] == ids

    report = ecomgraph.import_framework(path, tmp_path / "career.db")
    assert any("6 triples added" in note for note in report.notes)
    assert [role.label for role in ecomgraph.open(tmp_path / "career.db").roles()] == ["Boss", "Clerk"]


def test_axioms_and_instances_may_be_in_different_files(tmp_path: Path) -> None:
    axioms, things = tmp_path / "axioms.ttl", tmp_path / "things.ttl"
    prefixes = "@prefix : <https://example.org/> . @prefix ecg: <https://w3id.org/ecomgraph/ns#> .\n"
    axioms.write_text(f"{prefixes}:Job <http://www.w3.org/2000/01/rdf-schema#subClassOf> ecg:Role .", encoding="utf-8")
    things.write_text(f"{prefixes}:clerk a :Job .", encoding="utf-8")
    assert [role.id for role in ecomgraph.load(axioms, things).roles()] == ["clerk"]
    assert ecomgraph.load(things).roles() == ()
