"""CASE 1.1 beside 1.0: rubrics as scales, requirements with levels, wrapped packages, and what version 1.1 adds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import ecomgraph
from ecomgraph import import_framework
from tests.frameworks.others import case_package as package
from tests.frameworks.others import criterion
from tests.frameworks.readings import left_out, read, said

if TYPE_CHECKING:
    from pathlib import Path


def written(tmp_path: Path, value: object) -> Path:
    (tmp_path / "p.json").write_text(json.dumps(value), encoding="utf-8")
    return tmp_path / "p.json"


@pytest.mark.long
@pytest.mark.parametrize("wrapped", [False, True])
def test_rubrics_are_scales_and_requirements_have_their_levels(tmp_path: Path, wrapped: bool) -> None:
    source = written(tmp_path, {"CFPackage": package()} if wrapped else package())
    report = import_framework(source, tmp_path / "o.db")
    assert report.accepted, report.violations
    graph = ecomgraph.open(tmp_path / "o.db")
    [scale] = graph.scales()
    assert [(it.label, it.rank) for it in scale.levels] == [("Aware", 1), ("Working", 2), ("Expert", 3)]
    assert [it.definition for it in graph.descriptors("law")] == ["law at Working", "law at Expert"]
    found = {it.skill.id: (it.importance, it.required_level) for it in graph.skills("buyer")}
    assert found["sql"] == ("essential", "Working")
    assert found["law"][0] == "optional"
    assert [it.kind for it in graph.transitions()] == ["promotion"]


def test_what_version_1_1_adds_is_read_or_counted(tmp_path: Path) -> None:
    reading = read(written(tmp_path, package()))
    assert said(reading, "SELECT ?it { <https://case.example/uri/sql> skos:exactMatch ?it }") == [("1",)]
    notes = [note for (note,) in said(reading, "SELECT ?note { ?it skos:note ?note }")]
    assert notes == ["After two years.@en", "Daily.@en"]
    assert {
        "frameworkType has no place in the catalog",
        "subject has no place in the model",
        "extensions has no place in the model",
        "isTranslationOf from skill to skill has no place in the model",
        "ext:other from skill to skill has no place in the model",
    } <= left_out(reading).keys()


def test_parts_of_rubrics_that_fit_nothing_are_counted(tmp_path: Path) -> None:
    value = package()
    rubrics = value["CFRubrics"]
    rubrics[0]["CFRubricCriteria"].append(criterion("nowhere", "Aware"))
    rubrics[0]["CFRubricCriteria"].append(criterion("sql", "Aware", "aware"))
    rubrics.append({"identifier": "s", "CFRubricCriteria": [criterion("sql", "Low")]})
    rubrics.append({"identifier": "empty"})
    value["CFAssociations"][1]["extensions"] = {"ext:requiredLevel": {"uri": "urn:none"}}
    left = left_out(read(written(tmp_path, value)))
    assert left["about a skill that is not in the package"] == 1
    assert left["about a skill that uses another rubric"] == 1
    assert left["a second text for the same skill and level"] == 1
    assert left["without a level"] == 1
