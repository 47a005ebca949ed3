"""CTDL-ASN: competencies, progression models and jobs of the Credential Registry."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import pytest

import ecomgraph
from ecomgraph import EcomgraphError, ImportOptions, import_framework
from tests.frameworks.others import CTDL
from tests.frameworks.readings import left_out, read, said

if TYPE_CHECKING:
    from collections.abc import Callable
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
    assert any("1 requirement left out: of competencies that are in another file" in note for note in report.notes)


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


def _with(number: int, change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    value = copy.deepcopy(CTDL)
    change(value["@graph"][number])
    return value


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"@context": CTDL["@context"], "@graph": {"a": 1}}, "is not CTDL-ASN: its @graph is not a list of nodes"),
        ({"@context": CTDL["@context"], "@graph": [1]}, "is not CTDL-ASN: its @graph is not a list of nodes"),
        ({"@context": CTDL["@context"], "@graph": []}, "c.json: is empty"),
        (_with(1, lambda it: it.update({"@id": "a b"})), 'c.json: node 2: @id "a b" is not an absolute IRI'),
        (_with(1, lambda it: it.pop("@id")), 'c.json: node 2: @id "" is not an absolute IRI'),
        (_with(2, lambda it: it.update({"@id": CTDL["@graph"][1]["@id"]})), "c.json: node 3: @id"),
        (_with(2, lambda it: it.pop("ceasn:competencyText")), "ce-2: there is no ceasn:competencyText"),
        (
            _with(2, lambda it: it.update({"ceasn:competencyText": {"en": 5}})),
            "competencyText is not a text by language",
        ),
        (
            _with(2, lambda it: it.update({"ceasn:competencyText": {"e n": "x"}})),
            "competencyText is not a text by language",
        ),
        (_with(7, lambda it: it.pop("ceterms:name")), "ce-j: there is no ceterms:name; every role needs one"),
        (
            _with(6, lambda it: it.update({"ceterms:precedes": CTDL["@graph"][5]["@id"]})),
            "ce-m: its levels precede each other in a circle",
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_place(tmp_path: Path, value: object, message: str) -> None:
    with pytest.raises(EcomgraphError) as caught:
        read(written(tmp_path, value))
    assert message in str(caught.value)
