"""CTDL-ASN: competencies, progression models and jobs of the Credential Registry."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import ecomgraph
from ecomgraph import ImportOptions, import_framework
from tests.frameworks.others import CTDL
from tests.frameworks.readings import left_out, read, said

if TYPE_CHECKING:
    from pathlib import Path


def written(tmp_path: Path, value: object) -> Path:
    (tmp_path / "c.json").write_text(json.dumps(value), encoding="utf-8")
    return tmp_path / "c.json"


def test_competencies_levels_and_jobs_come_in(tmp_path: Path) -> None:
    report = import_framework(written(tmp_path, CTDL), tmp_path / "o.db")
    assert report.accepted, report.violations
    assert (report.framework.title, report.framework.format) == ("Data", "ctdl-asn")
    graph = ecomgraph.open(tmp_path / "o.db")
    [scale] = graph.scales()
    assert [(it.label, it.rank) for it in scale.levels] == [("Aware", 1), ("Able", 2)]
    assert [(it.level.label, it.definition) for it in graph.descriptors("Joins")] == [("Aware", "Joins with help")]
    assert {it.skill.label: it.importance for it in graph.skills("Analyst")} == {
        "SQL": "essential",
        "Joins": "optional",
    }
    assert any("1 requirement left out: of competencies in another file" in note for note in report.notes)


@pytest.mark.long
def test_the_files_of_an_export_come_back_one_after_the_other(tmp_path: Path) -> None:
    text = """@prefix ecg: <https://w3id.org/ecomgraph/ns#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix : <https://ours.example/> . @prefix importance: <https://w3id.org/ecomgraph/importance/> .
:s a ecg:Skill ; skos:prefLabel "SQL"@en . :r a ecg:Role ; skos:prefLabel "Analyst"@en ; ecg:hasSkillRequirement :q .
:q a ecg:SkillRequirement ; ecg:requiredSkill :s ; ecg:importance importance:optional ."""
    (tmp_path / "ours.ttl").write_text(text, encoding="utf-8")
    ecomgraph.load(tmp_path / "ours.ttl").export("ctdl-asn", tmp_path / "out")
    import_framework(tmp_path / "out" / "framework.jsonld", tmp_path / "o.db")
    options = ImportOptions(into_framework="framework")
    report = import_framework(tmp_path / "out" / "occupations.jsonld", tmp_path / "o.db", options=options)
    assert report.accepted, report.violations
    graph = ecomgraph.open(tmp_path / "o.db")
    assert [(it.skill.label, it.importance) for it in graph.skills("Analyst")] == [("SQL", "optional")]


def test_what_is_said_of_a_competency_is_kept_or_counted(tmp_path: Path) -> None:
    reading = read(written(tmp_path, CTDL))
    query = "SELECT ?p ?o { <https://credentialengineregistry.org/resources/ce-1> ?p ?o FILTER(?p != rdf:type) }"
    assert said(reading, query) == [
        ("altLabel", "queries@en"),
        ("definition", "Asks databases.@en"),
        ("exactMatch", "1"),
        ("notation", '"D1"'),
        ("prefLabel", "SQL-Abfragen@de"),
        ("prefLabel", "SQL@en"),
    ]
    assert said(reading, "SELECT ?s ?o { ?s skos:broader ?o }") == [("ce-2", "ce-1")]
    assert left_out(reading)["ceasn:competencyCategory has no place in the model"] == 1


def test_a_single_competency_is_a_document(tmp_path: Path) -> None:
    node = {"@context": CTDL["@context"], "@id": "urn:c", "@type": "ceasn:Competency", "ceasn:competencyText": "Bakes"}
    assert said(read(written(tmp_path, node)), "SELECT ?o { ?s skos:prefLabel ?o }") == [("Bakes@en",)]
