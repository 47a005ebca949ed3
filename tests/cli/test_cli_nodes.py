"""``ecomgraph show`` and ``ecomgraph skills``."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    from ecomgraph import CareerGraph

    Run = Callable[..., Result]


EX = "https://bakery.example/"
BAKER = {"iri": EX + "baker", "id": "baker", "label": "Baker"}
SOURDOUGH = {"iri": EX + "sourdough", "id": "sourdough", "label": "Sourdough"}
KNEADING = {"iri": EX + "kneading", "id": "kneading", "label": "Kneading"}
NO_DEGREE = dict.fromkeys(("required_level", "degree", "essential_degree", "proficiency", "group"))
SKILLS = [
    {
        **KNEADING,
        "definition": "",
        "type": "",
        "importance": "essential",
        **NO_DEGREE,
        "basis": "",
        "modality": "",
        "via": [BAKER],
    },
    {
        **SOURDOUGH,
        "definition": "",
        "type": "",
        "importance": "optional",
        **NO_DEGREE,
        "basis": "",
        "modality": "",
        "via": [BAKER],
    },
]


def test_skills(run: Run, bakery: Path) -> None:
    result = run("skills", "baker", "--graph", bakery)
    as_json = run("skills", "baker", "--graph", bakery, "--format", "json")

    assert result.stdout == (
        "id         skill      importance  via\n"
        "kneading   Kneading   essential   baker\n"
        "sourdough  Sourdough  optional    baker\n"
    )
    told = {"described": True, "built_on_only": False, "requirements": 2, "passages": 0}
    assert json.loads(as_json.stdout) == {"node": BAKER, **told, "skills": SKILLS}


def test_show_has_every_section(run: Run, bakery: Path) -> None:
    shown = json.loads(run("show", "baker", "--graph", bakery, "--format", "json").stdout)

    assert shown == {
        "node": BAKER,
        "definition": "",
        "levels": [],
        "specializations": [],
        "inherits": [],
        "builds_on": [],
        "skills": SKILLS,
        "responsibilities": [],
        "activities": [],
        "objectives": [],
        "challenges": [],
        "characteristics": [],
        "collaborations": [],
        "team_roles": [],
        "transitions_out": [],
        "transitions_in": [
            {
                "iri": EX + "apprentice",
                "id": "apprentice",
                "label": "Apprentice",
                "transition": EX + "rise",
                "kind": "promotion",
                "basis": "",
                "modality": "",
            }
        ],
    }


def test_show_as_table_leaves_out_what_is_empty(run: Run, bakery: Path) -> None:
    assert run("show", "baker", "--graph", bakery).stdout == (
        "Baker\n"
        "https://bakery.example/baker\n"
        "\n"
        "Skills (2)\n"
        "\n"
        "label      importance\n"
        "Kneading   essential\n"
        "Sourdough  optional\n"
        "\n"
        "Transitions in (1)\n"
        "\n"
        "label       kind\n"
        "Apprentice  promotion\n"
    )


def test_show_as_csv(run: Run, bakery: Path) -> None:
    rows = list(csv.reader(run("show", "baker", "--graph", bakery, "--format", "csv").stdout.splitlines()))

    assert rows == [
        ["section", "iri", "id", "label", "detail", "basis", "via", "evidence", "via labels", "modality"],
        ["skills", EX + "kneading", "kneading", "Kneading", "essential", "", "baker", "", "Baker", ""],
        ["skills", EX + "sourdough", "sourdough", "Sourdough", "optional", "", "baker", "", "Baker", ""],
        ["transitions_in", EX + "apprentice", "apprentice", "Apprentice", "promotion", "", "", "", "", ""],
    ]


@pytest.mark.long
def test_show_and_skills_say_where_the_source_hedges(run: Run) -> None:
    shown, listed = run("show", "ecommerce-manager").stdout, run("skills", "ecommerce-director").stdout
    rows = [line.split() for line in shown.splitlines() if line.startswith("Common start of a director's career")]
    remote = next(line for line in listed.splitlines() if "remote-team-management" in line)

    assert rows[0][-2:] == ["stated,", "often"]
    assert "stated, often" in remote
    # The basis of the need is not that of the importance beside it.
    assert "needed" in listed.splitlines()[0]
    assert "basis" not in listed.splitlines()[0]


@pytest.mark.long
def test_what_a_node_says_itself_comes_from_no_other(run: Run) -> None:
    deep = next(it for it in run("show", "ecommerce-director").stdout.splitlines() if "Consumer behavior" in it)
    assert "Deep" in deep
    assert "Ecommerce Manager" not in deep


@pytest.mark.long
def test_show_tells_a_stated_partner_from_a_judged_purpose(run: Run) -> None:
    shown = run("show", "ecommerce-director-mid").stdout
    vendors = next(line for line in shown.splitlines() if line.startswith("Vendors"))
    assert vendors.split("  ")[-1].strip() == "stated"
    assert "Lasting partner relationships (curated)" in vendors


@pytest.mark.long
def test_show_lists_what_is_said_before_what_a_rule_concludes(run: Run) -> None:
    for node, heading in (("ecommerce-manager", "Transitions out"), ("senior-director", "Transitions in")):
        table = run("show", node).stdout.partition(heading)[2].split("\n\n")[1].splitlines()
        assert table[1].startswith("Ecommerce Director  ")
        assert all("derived" in row for row in table[2:])


def test_show_a_role(run: Run) -> None:
    shown = json.loads(run("show", "ecommerce-director", "--format", "json").stdout)

    assert [(level["id"], level["rank"]) for level in shown["levels"]] == [("entry", 1), ("mid", 2), ("senior", 3)]
    assert sorted(field["id"] for field in shown["specializations"]) == [
        "analytics",
        "digital-marketing",
        "international",
        "operations",
        "strategic",
        "technology",
    ]
    assert "ecommerce-manager" in [it["id"] for it in shown["transitions_in"]]
    assert "senior-director" in [it["id"] for it in shown["transitions_out"]]


@pytest.mark.long
def test_show_a_profile_by_its_parts(run: Run, graph: CareerGraph) -> None:
    arguments = ("show", "Ecommerce Director", "--level", "mid", "--specialization", "analytics")
    shown = json.loads(run(*arguments, "--format", "json").stdout)
    profile = graph.profile("ecommerce-director", level="mid", specialization="analytics")

    assert shown["node"]["id"] == "ecommerce-director-mid-analytics"
    assert (shown["role"]["id"], shown["level"]["id"], shown["specialization"]["id"]) == (
        "ecommerce-director",
        "mid",
        "analytics",
    )
    assert [node["id"] for node in shown["inherits"]] == [
        "ecommerce-director-analytics",
        "ecommerce-director-mid",
        "ecommerce-director",
    ]
    for section, things in {
        "activities": graph.activities(profile),
        "challenges": graph.challenges(profile),
        "characteristics": graph.characteristics(profile),
        "collaborations": graph.collaborators(profile),
        "objectives": graph.objectives(profile),
        "responsibilities": graph.responsibilities(profile),
        "team_roles": graph.team_roles(profile),
    }.items():
        assert things, section
        assert [(it["iri"], it["basis"], it["evidence"], it["via"][0]["iri"]) for it in shown[section]] == [
            (it.iri, it.basis, list(it.evidence), it.via) for it in things
        ], section
    assert [it["facet"] for it in shown["characteristics"]] == [it.facet for it in graph.characteristics(profile)]
    assert [
        (it["function"]["id"], [purpose["id"] for purpose in it["purposes"]]) for it in shown["collaborations"]
    ] == [(it.function.id, [purpose.id for purpose in it.purposes]) for it in graph.collaborators(profile)]


@pytest.mark.long
def test_show_names_where_things_are_inherited_from(run: Run, graph: CareerGraph) -> None:
    lines = run("show", "ecommerce-director-mid", "--all").stdout.splitlines()
    activities = graph.activities("ecommerce-director-mid")
    broader = graph.role("ecommerce-director")
    table = lines[lines.index(f"Activities ({len(activities)})") + 2 :]

    assert table[0].split() == ["label", "basis", "comes", "from"]
    table = table[1 : len(activities) + 1]
    assert [line.endswith(f"  {broader.label}") for line in table] == [it.via == broader.iri for it in activities]


@pytest.mark.long
@pytest.mark.parametrize("arguments", [("--level", "mid"), ("--specialization", "analytics")])
def test_skills_of_a_role_that_is_narrowed(run: Run, arguments: tuple[str, str]) -> None:
    result = run("skills", "ecommerce-director", *arguments, "--format", "json")

    assert json.loads(result.stdout)["node"]["id"] == f"ecommerce-director-{arguments[1]}"
