"""CSV files of OSMT and Moodle: what ecomgraph exports for them comes back, and what they export comes in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import ecomgraph
from ecomgraph import CareerGraph, import_framework
from tests.frameworks.others import FRAMEWORK, MOODLE_HEADER, OSMT, A, B, C
from tests.frameworks.readings import left_out, read, said

if TYPE_CHECKING:
    from pathlib import Path

OURS = """@prefix ecg: <https://w3id.org/ecomgraph/ns#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix : <https://ours.example/> . @prefix importance: <https://w3id.org/ecomgraph/importance/> .
@prefix s: <https://ours.example/skill/> .
s:data a ecg:Skill ; skos:prefLabel "Data"@en .
s:sql a ecg:Skill ; skos:prefLabel "SQL"@en ; skos:altLabel "Structured query language"@en ; skos:broader s:data ;
  skos:definition "Asks databases & more."@en ; skos:related s:law ; skos:closeMatch <https://esco.example/1> .
s:law a ecg:Skill ; skos:prefLabel "Law, and order"@en ; skos:definition "Knows law."@en .
:r a ecg:Role ; skos:prefLabel "Analyst"@en ; ecg:hasSkillRequirement :q ; ecg:hasResponsibility :d .
:q a ecg:SkillRequirement ; ecg:requiredSkill s:sql ; ecg:importance importance:optional .
:d a ecg:Responsibility ; skos:prefLabel "Report"@en ; ecg:hasSkillRequirement :p .
:p a ecg:SkillRequirement ; ecg:requiredSkill s:data ; ecg:importance importance:essential .
"""
SKILLS = "SELECT ?s ?p ?o { ?s a ecg:Skill ; ?p ?o FILTER(STRSTARTS(STR(?p), STR(skos:))) }"


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> CareerGraph:
    file = tmp_path_factory.mktemp("tools") / "ours.ttl"
    file.write_text(OURS, encoding="utf-8")
    return ecomgraph.load(file)


def written(tmp_path: Path, text: str) -> Path:
    (tmp_path / "table.csv").write_text(text, encoding="utf-8")
    return tmp_path / "table.csv"


# ------------------------------------------------------------------ OSMT


def test_the_skills_of_an_export_for_osmt_come_back(graph: CareerGraph, tmp_path: Path) -> None:
    graph.export("osmt", tmp_path / "osmt.csv")
    reading = read(tmp_path / "osmt.csv")
    assert said(reading, SKILLS) == [
        ("data", "prefLabel", "Data@en"),
        ("law-and-order", "definition", "Knows law.@en"),
        ("law-and-order", "prefLabel", "Law, and order@en"),
        ("sql", "altLabel", "Structured query language@en"),
        ("sql", "broader", "data"),
        ("sql", "closeMatch", "1"),
        ("sql", "definition", "Asks databases & more.@en"),
        ("sql", "prefLabel", "SQL@en"),
    ]


def test_a_library_of_osmt_itself_comes_in(tmp_path: Path) -> None:
    text = OSMT + "https://osmt.example/api/skills/1,SQL,Us,Asks.,Data;SQL,db; sql,CPA,https://e.example/1,\n"
    source = written(tmp_path, text + ',Law,,Law,,,,,"https://e.example/2"\n')
    reading = read(source)
    assert said(reading, "SELECT ?s ?o { ?s skos:broader ?o }") == [("1", "data")]
    assert said(reading, "SELECT ?s ?o { ?s skos:closeMatch ?o }") == [("1", "1"), ("law", "2")]
    assert said(reading, "SELECT ?s ?o { ?s skos:altLabel ?o }") == [("1", "db@en")]
    assert left_out(reading) == {
        "Authors has no place in the model": 1,
        "Certifications has no place in the model": 1,
    }
    assert import_framework(source, tmp_path / "o.db").accepted


# ------------------------------------------------------------------ Moodle


def test_the_framework_of_an_export_for_moodle_comes_back(graph: CareerGraph, tmp_path: Path) -> None:
    graph.export("moodle", tmp_path / "moodle.csv")
    report = import_framework(tmp_path / "moodle.csv", tmp_path / "o.db")
    assert report.accepted, report.violations
    again = ecomgraph.open(tmp_path / "o.db")
    assert [it.label for it in again.roles()] == ["Analyst"]
    assert [(it.skill.label, it.importance) for it in again.skills("Analyst")] == [
        ("Data", "essential"),
        ("SQL", "essential"),
    ]
    assert [it.label for it in again.responsibilities("Analyst")] == ["Report"]
    sql = again.skill("SQL")
    assert (sql.definition, again.skill("structured query language")) == ("Asks databases & more.", sql)
    assert again.skill(sql.broader[0]).label == "Data"


def test_a_framework_of_moodle_itself_comes_in_as_skills_with_a_scale(tmp_path: Path) -> None:
    source = written(tmp_path, MOODLE_HEADER + FRAMEWORK + A + B + C)
    reading = read(source)
    assert reading.title == "Nursing"
    assert said(reading, SKILLS) == [
        ("a", "definition", "Cares.\nWell & long.@en"),
        ("a", "notation", '"A"'),
        ("a", "prefLabel", "Care@en"),
        ("b", "broader", "a"),
        ("b", "closeMatch", "1"),
        ("b", "notation", '"B"'),
        ("b", "prefLabel", "Wash@en"),
        ("c", "notation", '"C"'),
        ("c", "prefLabel", "Feed@en"),
        ("c", "related", "b"),
    ]
    levels = (
        "SELECT ?label ?rank"
        " { ?it a ecg:ProficiencyLevel ; skos:prefLabel ?label ; ecg:rank ?n BIND(STR(?n) AS ?rank) }"
    )
    assert said(reading, levels) == [("Able@en", '"2"'), ("Aware@en", '"1"')]
    assert import_framework(source, tmp_path / "o.db").accepted


def test_a_scale_of_yes_and_no_measures_nothing(tmp_path: Path) -> None:
    text = FRAMEWORK.replace('"Not yet competent,Aware,Able"', '"Not yet competent,Competent"')
    assert (
        said(read(written(tmp_path, MOODLE_HEADER + text + A + B)), "SELECT ?it { ?it a ecg:ProficiencyScale }") == []
    )
