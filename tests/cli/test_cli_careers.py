"""``ecomgraph path`` and ``ecomgraph explain``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    Run = Callable[..., Result]


APPRENTICE = {"iri": "https://bakery.example/apprentice", "id": "apprentice", "label": "Apprentice"}
BAKER = {"iri": "https://bakery.example/baker", "id": "baker", "label": "Baker"}
SOURDOUGH = {"iri": "https://bakery.example/sourdough", "id": "sourdough", "label": "Sourdough"}


def test_path_as_json(run: Run, bakery: Path) -> None:
    result = run("path", "apprentice", "Journeyman", "--graph", bakery, "--format", "json")

    assert result.exit_code == 0
    assert json.loads(result.stdout) == {
        "source": APPRENTICE,
        "target": BAKER,
        "minimize": "steps",
        "paths": [
            {
                "cost": 1,
                "learning": 0.5,
                "undescribed": [],
                "steps": [
                    {
                        "from": APPRENTICE,
                        "to": BAKER,
                        "kind": "promotion",
                        "modality": "",
                        "months": 36,
                        "asks": [],
                        "new_skills": [SOURDOUGH | {"importance": "optional", "weight": 0.5, "from": None, "to": None}],
                        "raised_skills": [],
                    }
                ],
            }
        ],
    }


def test_path_as_tree_and_csv(run: Run, bakery: Path) -> None:
    assert run("path", "apprentice", "baker", "--graph", bakery).stdout == (
        "Apprentice  (steps 1, learning 0.5, months 36)\n`- promotion -> Baker  (1 new skill, typically 36 months)\n"
    )
    assert run("path", "apprentice", "baker", "--graph", bakery, "--format", "csv").stdout == (
        "path,step,from,kind,to,new skills,raised skills,to learn,steps,from label,to label,new labels,raised labels,"
        "built on,notes,typical months\n"
        "1,1,apprentice,promotion,baker,sourdough,,0.5,1,Apprentice,Baker,Sourdough,,,,36\n"
    )


def test_the_road_from_manager_to_chief_digital_officer(run: Run) -> None:
    result = run(
        "path", "ecommerce-manager", "chief-digital-officer", "--minimize", "steps", "-k", 1, "--format", "json"
    )
    [path] = json.loads(result.stdout)["paths"]

    assert path["cost"] == 4
    assert [(step["from"]["id"], step["to"]["id"], step["kind"]) for step in path["steps"]] == [
        ("ecommerce-manager", "ecommerce-director", "promotion"),
        ("ecommerce-director", "senior-director", "promotion"),
        ("senior-director", "vp-of-ecommerce", "promotion"),
        ("vp-of-ecommerce", "chief-digital-officer", "promotion"),
    ]


def test_a_path_to_where_one_is_has_no_steps(run: Run, bakery: Path) -> None:
    result = run("path", "baker", "baker", "--graph", bakery, "--format", "json")

    assert json.loads(result.stdout)["paths"] == [{"cost": 0, "learning": 0, "undescribed": [], "steps": []}]


def test_no_path_is_an_answer_of_its_own(run: Run, bakery: Path) -> None:
    result = run("path", "baker", "apprentice", "--graph", bakery, "--format", "json")

    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.startswith("ecomgraph: no path leads from 'Baker' to 'Apprentice'")
    assert result.stderr.count("\n") == 1


EVIDENCED = """
@prefix : <https://bakery.example/> .
@prefix basis: <https://w3id.org/ecomgraph/basis/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix ecg: <https://w3id.org/ecomgraph/ns#> .
@prefix importance: <https://w3id.org/ecomgraph/importance/> .
@prefix level: <https://w3id.org/ecomgraph/level/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

:baker a ecg:Role ; skos:prefLabel "Baker"@en ; ecg:hasResponsibility :ovens ; ecg:hasSkillRequirement :own .
:night-baker a ecg:RoleProfile ; skos:prefLabel "Night baker"@en ; ecg:narrowsRole :baker ; ecg:atLevel :night .
:night a ecg:ExperienceLevel ; skos:prefLabel "Night"@en ; ecg:rank 1 .
:ovens a ecg:Responsibility ; skos:prefLabel "Ovens"@en ; ecg:hasSkillRequirement :of-ovens .
:of-ovens a ecg:SkillRequirement ; ecg:requiredSkill :heat ; ecg:importance importance:essential ;
    ecg:hasBasis basis:curated ; skos:editorialNote "Ovens are hot."@en ; ecg:hasEvidence :page-1 , :page-2 .
:own a ecg:SkillRequirement ; ecg:requiredSkill :heat ; ecg:importance importance:optional .
:heat a ecg:Skill ; skos:prefLabel "Heat control"@en .
:rye a ecg:Skill ; skos:prefLabel "Rye"@en .
:page-1 a ecg:Passage ; dcterms:isPartOf :book ; ecg:startOffset 10 ; ecg:endOffset 20 ; ecg:inSection "ovens" .
:page-2 a ecg:Passage ; dcterms:isPartOf :book ; ecg:startOffset 30 ; ecg:endOffset 45 ; ecg:inSection "ovens" .
"""


@pytest.fixture
def evidenced(tmp_path: Path) -> Path:
    """A role that needs a skill for its work and in itself, and a profile that inherits from it."""
    path = tmp_path / "evidenced.ttl"
    path.write_text(EVIDENCED, encoding="utf-8")
    return path


def test_explain_leads_from_the_work_to_the_passages(run: Run, evidenced: Path) -> None:
    result = run("explain", "night-baker", "heat", "--graph", evidenced)

    assert result.exit_code == 0
    assert result.stdout == (
        "Night baker requires Heat control\n"
        "<- Ovens (needed: curated; essential: an editor's grading)\n"
        "   note: Ovens are hot.\n"
        "   <- Baker, inherited\n"
        "      <- passages page-1, page-2\n"
        "<- Baker (optional), inherited\n"
    )


def test_explain_as_json(run: Run, evidenced: Path) -> None:
    baker = {"iri": "https://bakery.example/baker", "id": "baker", "label": "Baker"}
    result = run("explain", "baker", "heat", "--graph", evidenced, "--format", "json")

    assert json.loads(result.stdout) == {
        "node": baker,
        "skill": {"iri": "https://bakery.example/heat", "id": "heat", "label": "Heat control"},
        "reasons": [
            {
                "holder": {"iri": "https://bakery.example/ovens", "id": "ovens", "label": "Ovens"},
                "via": baker,
                "builds_on": False,
                "importance": "essential",
                "asked": None,
                "basis": "curated",
                "importance_basis": "curated",
                "modality": "",
                "note": "Ovens are hot.",
                "evidence": [
                    {
                        "iri": "https://bakery.example/page-1",
                        "id": "page-1",
                        "section": "ovens",
                        "start": 10,
                        "end": 20,
                        "abstract": "",
                    },
                    {
                        "iri": "https://bakery.example/page-2",
                        "id": "page-2",
                        "section": "ovens",
                        "start": 30,
                        "end": 45,
                        "abstract": "",
                    },
                ],
            },
            {
                "holder": baker,
                "via": baker,
                "builds_on": False,
                "importance": "optional",
                "asked": None,
                "basis": "",
                "importance_basis": "",
                "modality": "",
                "note": "",
                "evidence": [],
            },
        ],
    }


def test_explain_as_csv(run: Run, evidenced: Path) -> None:
    assert run("explain", "baker", "heat", "--graph", evidenced, "--format", "csv").stdout == (
        "holder,via,importance,basis,evidence,note,holder label,via label,level,modality,importance basis\n"
        "ovens,baker,essential,curated,page-1 page-2,Ovens are hot.,Ovens,Baker,,,curated\n"
        "baker,baker,optional,,,,Baker,Baker,,,\n"
    )


@pytest.mark.long
def test_a_path_and_a_plan_say_how_the_source_hedges_a_promotion(run: Run) -> None:
    shown = run("path", "ecommerce-manager", "senior-director").stdout
    hedges = [line.strip() for line in shown.splitlines() if "transition: " in line and "required" not in line]
    assert hedges == ["transition: stated, often", "transition: stated, in some cases"]
    steps = json.loads(run("path", "ecommerce-manager", "senior-director", "--format", "json").stdout)["paths"][0][
        "steps"
    ]
    assert [step["modality"] for step in steps] == ["typical", "possible"]
    plan = "plan", "senior-director", "--from", "ecommerce-director"
    assert "transition: stated, in some cases" in run(*plan).stdout
    modalities = [step["modality"] for step in json.loads(run(*plan, "--format", "json").stdout)["steps"]]
    assert modalities == ["", "possible"]


def test_explain_says_how_the_source_hedges_and_what_it_says(run: Run) -> None:
    shown = run("explain", "ecommerce-director", "remote-team-management").stdout
    reason = json.loads(run("explain", "ecommerce-director", "remote-team-management", "--format", "json").stdout)

    assert "<- Manage distributed teams (Working; needed: stated, often; optional: an editor's grad" in shown
    assert "<- passage work-environment-04: As remote work spreads, many directors" in shown
    assert (reason["reasons"][0]["basis"], reason["reasons"][0]["modality"]) == ("stated", "typical")
    assert reason["reasons"][0]["evidence"][0]["abstract"].startswith("As remote work spreads")


@pytest.mark.long
def test_a_path_and_a_plan_say_what_transitions_ask_for(run: Run) -> None:
    asked = "required by the transition: Ecommerce technology, Leadership, Strategic vision (known by then)\n"
    steps = json.loads(run("path", "senior-director", "vp-of-ecommerce", "--format", "json").stdout)["paths"][0][
        "steps"
    ]

    assert run("path", "senior-director", "chief-digital-officer").stdout.count(asked) == 2
    assert run("plan", "vp-of-ecommerce", "--from", "senior-director").stdout.count(asked) == 1
    first = run("path", "ecommerce-manager", "ecommerce-director").stdout
    assert "required by the transition: Ecommerce technology, Leadership, Strategic vision\n" in first
    assert [it["id"] for it in steps[0]["asks"]] == ["ecommerce-technology", "leadership", "strategic-vision"]


def test_explain_says_no_when_a_skill_is_not_required(run: Run, evidenced: Path) -> None:
    result = run("explain", "baker", "rye", "--graph", evidenced)
    as_json = run("explain", "baker", "rye", "--graph", evidenced, "--format", "json")

    assert (result.exit_code, result.stdout) == (1, "it is not recorded that Baker requires Rye\n")
    assert (as_json.exit_code, json.loads(as_json.stdout)["reasons"]) == (1, [])


def test_explain_narrows_the_role(run: Run, evidenced: Path) -> None:
    narrowed = run("explain", "baker", "heat", "--level", "night", "--graph", evidenced, "--format", "json")

    assert json.loads(narrowed.stdout)["node"]["id"] == "night-baker"
