"""Gaps and plans as people read them: trees and tables, on a framework whose answers can be seen in its file."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from click.testing import Result

if TYPE_CHECKING:
    from pathlib import Path

Run = Callable[..., Result]
# A weight as shown: a number, or a whole number and a fraction.
AMOUNT = r"(?:(\d+(?:\.\d+)?)(?![\d/]))? ?(\d+/\d+)?"


def test_gap_as_a_tree(run: Run, bakery: Path) -> None:
    assert run("gap", "apprentice", "baker", "--graph", bakery).stdout == (
        "Apprentice -> Baker\n"
        "to learn 0.5 by weight, covered 67%, similarity 0.67 "
        "(in full, an essential skill weighs 1, an optional one 0.5)\n"
        "recorded of Apprentice: 1 requirement; Baker: 2 requirements\n"
        "`- missing: 1\n"
        "   `- Sourdough (optional)\n"
        "`- shared: 1\n"
        "   `- Kneading\n"
        "`- surplus: 0\n"
    )


def test_gap_of_skills_at_hand_explained(run: Run, bakery: Path) -> None:
    result = run("gap", "baker", "--have", "kneading", "--explain", "--graph", bakery)
    assert result.stdout.splitlines() == [
        "The skills at hand -> Baker",
        "to learn 0.5 by weight, covered 67%, similarity 0.67 "
        "(in full, an essential skill weighs 1, an optional one 0.5)",
        "`- missing: 1",
        "   `- Sourdough (optional)",
        "      <- Baker (optional)",
        "`- shared: 1",
        "   `- Kneading",
        "`- surplus: 0",
    ]


def test_gap_as_rows(run: Run, bakery: Path) -> None:
    result = run("gap", "baker", "apprentice", "--format", "csv", "--graph", bakery)
    assert result.stdout.splitlines() == [
        "part,skill,label,level,required level,importance,weight,basis,via,via labels,built on",
        "shared,kneading,Kneading,,,essential,0,,https://bakery.example/apprentice,Apprentice,",
        "surplus,sourdough,Sourdough,,,optional,,,https://bakery.example/baker,Baker,",
    ]


def test_plan_as_rows(run: Run, bakery: Path) -> None:
    result = run("plan", "baker", "--from", "apprentice", "--format", "csv", "--graph", bakery)
    assert result.stdout.splitlines() == [
        "step,node,skill,label,level,required level,importance,weight,learn at,node label,built on,typical months,"
        "notes",
        "1,baker,sourdough,Sourdough,0%,,optional,0.5,,Baker,,36,",
    ]


def test_a_plan_without_lessons_has_its_notes_all_the_same(run: Run, fractions: Path) -> None:
    [header, line] = run(
        "plan", "urn:c", "--from", "urn:a", "--format", "csv", "--graph", fractions
    ).stdout.splitlines()
    assert line.startswith('1,c,,,,,,,,Silent,,,"Silent is not described: ')
    again = run("gap", "urn:b", "--have-file", "-", "--graph", fractions, stdin=f"{header}\n{line}\n").stdout
    assert again.startswith("The skills at hand -> Chief\nto learn 0.91 by weight")


def test_plan_to_print(run: Run, bakery: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    page = run("plan", "baker", "--from", "apprentice", "--format", "html", "--graph", bakery).stdout
    assert "<h1>From Apprentice to Baker</h1>" in page
    assert '<time datetime="1970-01-02">' in page
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    again = run("plan", "baker", "--from", "apprentice", "--format", "html", "--graph", bakery).stdout
    assert "1970-01-02" not in again


def test_plan_explained(run: Run, bakery: Path) -> None:
    result = run("plan", "baker", "--have", "kneading", "--from", "apprentice", "--explain", "--graph", bakery)
    assert result.stdout.splitlines() == [
        "`- start at Apprentice",
        "   `- promotion -> Baker  (learn 0.5 by weight, typically 36 months)",
        "      + Sourdough (weight 0.5; optional)",
        "        <- Baker (optional)",
        "recorded of Apprentice: 1 requirement; Baker: 2 requirements",
        "the transitions typically take 36 months together",
        "total to learn: 0.5 by weight (in full, an essential skill weighs 1, an optional one 0.5)",
    ]


def test_a_path_to_where_one_is(run: Run, bakery: Path) -> None:
    result = run("path", "baker", "baker", "--graph", bakery)
    assert (result.exit_code, result.stdout) == (0, "Baker  (steps 0)\n`- already there: nothing to do\n")


@pytest.mark.long
def test_what_is_not_recorded_is_not_said_to_be_lost(run: Run) -> None:
    shown = run("diff", "senior", "senior-director").stdout
    rows = run("diff", "senior", "senior-director", "--format", "csv").stdout

    [line] = [it for it in shown.splitlines() if "recorded only of " in it]
    assert f"{rows.count('responsibilities,lost,')} responsibilities, " in line
    assert "not recorded" not in shown.replace(line, "")
    assert " lost " not in shown


@pytest.mark.long
def test_a_gap_says_how_much_comes_from_what_a_node_builds_on(run: Run) -> None:
    lines = run("gap", "ecommerce-director", "senior-director").stdout.splitlines()

    assert "233 requirements (223 of them of what it builds on) from 72 passages" in lines[2]
    assert lines[3] == (
        "caution: much less is recorded of Senior Director than of Ecommerce Director"
        " (requirements of their own: 10 and 142); Senior Director may require more than is recorded"
    )
    assert lines[4:6] == ["`- missing: 18", "   required by Senior Director itself: 3"]
    far = lines.index("   required only by nodes that Senior Director builds on: 15")
    assert lines.index("         `- Large team management (Working; near: Team leadership held)") < far
    assert lines.index("         `- Digital transformation (Working; built on Senior-level Ecommerce Director)") > far


@pytest.mark.long
def test_a_caution_counts_what_a_node_builds_on(run: Run) -> None:
    lines = run("gap", "ecommerce-manager", "senior-director").stdout.splitlines()

    assert lines[3].startswith(
        "caution: much less is recorded of Ecommerce Manager than of a node that Senior Director builds on"
    )


@pytest.mark.long
def test_a_plan_from_a_node_says_how_much_is_recorded(run: Run) -> None:
    target, start = "senior-director", "ecommerce-director"
    told = run("gap", start, target).stdout.splitlines()[2:4]
    assert run("plan", target, "--from", start).stdout.splitlines()[-3:-1] == told
    assert "recorded of" not in run("plan", target, "--have", "SEO").stdout, "of a person nothing is recorded"
    assert "recorded of" not in run("plan", start, "--from", "ecommerce-director-mid").stdout, "nothing to compare"


@pytest.mark.long
def test_what_only_a_later_step_asks_for_as_essential_is_marked(run: Run) -> None:
    whole = run("plan", "chief-digital-officer", "--from", "ecommerce-director").stdout
    assert "+ Change management (weight 1/3; Working; optional here, essential later)" in whole
    assert "+ Mentoring (weight 1/3; Working)" in whole
    first = run("plan", "senior-director", "--from", "ecommerce-director").stdout
    assert "+ Change management (weight 1/6; Working; optional)" in first


@pytest.mark.long
def test_the_weights_of_a_plan_add_up_as_shown(run: Run) -> None:
    plan = run("plan", "cdo", "--from", "ecommerce-manager").stdout
    total, steps, lessons = (
        [Fraction(whole or 0) + Fraction(part or 0) for whole, part in re.findall(pattern, plan)]
        for pattern in (rf"total to learn: {AMOUNT}", rf"\(learn {AMOUNT} by", rf"\(weight {AMOUNT}")
    )
    assert len(lessons) > 90
    assert [sum(lessons)] == [sum(steps)] == total


@pytest.mark.long
def test_sections_of_a_difference_are_named_in_words(run: Run) -> None:
    shown = run("diff", "ecommerce-manager", "ecommerce-director").stdout
    assert "team roles  " in shown
    assert "team_roles" not in shown
    assert "team_roles,gained," in run("diff", "ecommerce-manager", "ecommerce-director", "--format", "csv").stdout


@pytest.mark.long
@pytest.mark.parametrize("command", ["gap", "plan"])
def test_rows_begin_with_what_the_target_requires_itself(run: Run, command: str) -> None:
    sides = ["ecommerce-director", "senior-director"]
    printed = run(command, *(sides if command == "gap" else [sides[1], "--from", sides[0]]), "--format", "csv").stdout
    rows = [it for it in csv.DictReader(printed.splitlines()) if it.get("part", "missing") == "missing"]
    assert [it["built on"] for it in rows] == [""] * 3 + ["yes"] * 15


@pytest.mark.long
def test_skills_come_from_unicode_text_of_excel(run: Run, tmp_path: Path) -> None:
    (tmp_path / "have.txt").write_text("Skill\tLevel\nSEO\t2\n", encoding="utf-16")
    told = run("gap", "chief-digital-officer", "--have-file", tmp_path / "have.txt").stdout
    assert told == run("gap", "chief-digital-officer", "--have", "SEO=2").stdout
    (tmp_path / "latin.csv").write_bytes(b"skill\ncaf\xe9\n")
    result = run("gap", "chief-digital-officer", "--have-file", tmp_path / "latin.csv")
    assert (result.exit_code, "not UTF-8 text; save the file as UTF-8" in result.stderr) == (2, True)


@pytest.mark.long
def test_skills_come_from_standard_input(run: Run) -> None:
    given = run("plan", "senior-director", "--have", "SEO", "--format", "csv")
    assert run(
        "plan", "senior-director", "--have-file", "-", "--format", "csv", stdin="skill,level\nSEO,\n"
    ).stdout == (given.stdout)


def test_a_file_of_skills_without_end_or_with_an_endless_line_is_refused(run: Run, tmp_path: Path) -> None:
    long = tmp_path / "long.csv"
    long.write_text("skill,level\n" + "x" * 200_000 + ",\n", encoding="utf-8")
    for file, reason in (("/dev/zero", "is a device"), (str(long), "a line of more than 100,000 characters")):
        result = run("plan", "senior-director", "--have-file", file)
        assert (result.exit_code, reason in result.stderr) == (2, True), result.stderr


CLOSE = """
@prefix ecg: <https://w3id.org/ecomgraph/ns#> .
@prefix importance: <https://w3id.org/ecomgraph/importance/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<urn:a> a ecg:Role ; skos:prefLabel "Clerk" ; ecg:hasSkillRequirement <urn:n1> .
<urn:b> a ecg:Role ; skos:prefLabel "Chief" ; ecg:hasSkillRequirement <urn:n2> .
<urn:c> a ecg:Role ; skos:prefLabel "Silent" .
<urn:n1> a ecg:SkillRequirement ; ecg:importance importance:essential ;
    ecg:requiredSkill <urn:s> ; ecg:proficiency 0.6286 .
<urn:n2> a ecg:SkillRequirement ; ecg:importance importance:essential ;
    ecg:requiredSkill <urn:s> ; ecg:proficiency 0.6314 .
<urn:s> a ecg:Skill ; skos:prefLabel "Service" .
<urn:t> ecg:transitionFrom <urn:a> ; ecg:transitionTo <urn:b> .
<urn:u> ecg:transitionFrom <urn:c> ; ecg:transitionTo <urn:b> .
"""


def test_degrees_that_differ_do_not_look_alike(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "close.ttl"
    path.write_text(CLOSE, encoding="utf-8")
    told = "".join(
        run(*command, "--graph", path).stdout
        for command in (
            ("gap", "urn:a", "urn:b"),
            ("gap", "urn:b", "urn:a"),
            ("diff", "urn:a", "urn:b"),
            ("plan", "urn:b", "--from", "urn:a"),
            ("path", "urn:a", "urn:b", "--explain"),
        )
    )
    assert told.count("62.9% -> 63.1%") == 4
    assert "62.9% needed, 63.1% held" in told
    assert "(weight <0.01; 62.9% -> 63.1%)" in told
    assert "62.9 % → 63.1 %" in run("plan", "urn:b", "--from", "urn:a", "--format", "html", "--graph", path).stdout


def test_of_a_node_without_skills_nothing_is_said_to_be_held_or_gained(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "silent.ttl"
    path.write_text(CLOSE, encoding="utf-8")
    gap = run("gap", "urn:c", "urn:b", "--graph", path).stdout
    assert "needed, and not known to be held: 1" in gap
    assert not [word for word in ("shared", "surplus", "missing") if word in gap]
    assert "not known to be held" in run("diff", "urn:c", "urn:b", "--graph", path).stdout
    assert "skills,gained,s,Service" in run("diff", "urn:c", "urn:b", "--format", "csv", "--graph", path).stdout
    assert "start at Silent  (not described)" in run("plan", "urn:b", "--from", "urn:c", "--graph", path).stdout


FRACTIONS = """
@prefix ecg: <https://w3id.org/ecomgraph/ns#> .
@prefix importance: <https://w3id.org/ecomgraph/importance/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<urn:a> a ecg:Role ; skos:prefLabel "Clerk" ; ecg:hasSkillRequirement <urn:n1> .
<urn:b> a ecg:Role ; skos:prefLabel "Chief" ; ecg:hasSkillRequirement <urn:n2> , <urn:n3> .
<urn:c> a ecg:Role ; skos:prefLabel "Silent" .
<urn:n1> a ecg:SkillRequirement ; ecg:importance importance:essential ; ecg:requiredSkill <urn:s> ;
    ecg:proficiency 0.2 .
<urn:n2> a ecg:SkillRequirement ; ecg:importance importance:essential ; ecg:requiredSkill <urn:s> ;
    ecg:proficiency 0.5044 .
<urn:n3> a ecg:SkillRequirement ; ecg:importance importance:essential ; ecg:requiredSkill <urn:law> ;
    ecg:proficiency 0.4044 .
<urn:s> a ecg:Skill ; skos:prefLabel "Service" .
<urn:law> a ecg:Skill ; skos:prefLabel "Law" .
<urn:t> ecg:transitionFrom <urn:a> ; ecg:transitionTo <urn:b> .
<urn:u> ecg:transitionFrom <urn:a> ; ecg:transitionTo <urn:c> .
"""


@pytest.fixture
def fractions(tmp_path: Path) -> Path:
    path = tmp_path / "fractions.ttl"
    path.write_text(FRACTIONS, encoding="utf-8")
    return path


def test_the_parts_of_a_gap_add_up_to_its_total_as_shown(run: Run, fractions: Path) -> None:
    told = run("gap", "urn:a", "urn:b", "--graph", fractions).stdout
    # Each part alone rounds down, 0.4044 and 0.3044, and their sum 0.7088 up.
    assert "to learn 0.71 by weight (0.41 missing, 0.3 to raise)" in told
    plan = run("plan", "urn:b", "--from", "urn:a", "--graph", fractions).stdout
    assert [amount in plan for amount in ("learn 0.71", "Law (weight 0.41;", "Service (weight 0.3;")] == [True] * 3


def test_a_skill_without_a_level_is_not_said_to_be_held_at_one(run: Run, fractions: Path) -> None:
    told = run("gap", "urn:b", "--have", "s,law", "--graph", fractions).stdout
    assert "`- Service (50% needed; level not stated)\n" in told
    assert "`- surplus: 2, listed above\n" in told
    assert "100%)" not in told.split("\n", 2)[2]


def test_a_gained_skill_has_its_level(run: Run, fractions: Path) -> None:
    assert "gained: 40%" in run("diff", "urn:a", "urn:b", "--graph", fractions).stdout
    assert "skills,gained,law,Law" in run("diff", "urn:a", "urn:b", "--format", "csv", "--graph", fractions).stdout


def test_a_plan_says_why_it_starts_where_it_does(run: Run, fractions: Path) -> None:
    assert run("plan", "urn:b", "--have", "s", "--graph", fractions).stdout.startswith(
        "No start was named: of Chief and the one other described node that leads there, Clerk is the one for which"
        " nothing is missing; next comes Chief (0.4). Name another with --from.\n`- start at Clerk\n"
    )
    assert run("plan", "urn:b", "--from", "urn:a", "--graph", fractions).stdout.startswith("`- start at Clerk\n")
    assert run("plan", "urn:a", "--graph", fractions).stdout.startswith(
        "No start was named, and no other described node leads to Clerk, so the plan begins there.\n"
    )


@pytest.mark.parametrize(
    ("conditions", "nodes"),
    [
        ([], ["clerk", "chief"]),
        (["--max-steps", "0"], ["chief"]),
        (["--avoid", "urn:a"], ["chief"]),
        (["--through", "urn:a"], ["clerk", "chief"]),
        (["--from", "urn:a", "--max-steps", "1"], ["clerk", "chief"]),
    ],
)
def test_a_plan_keeps_to_its_conditions(run: Run, fractions: Path, conditions: list[str], nodes: list[str]) -> None:
    given = ("plan", "urn:b", "--have", "s", *conditions, "--graph", fractions)
    found = json.loads(run(*given, "--format", "json").stdout)
    assert [step["node"]["label"].lower() for step in found["steps"]] == nodes
    assert ("starts" in found) == ("--from" not in conditions)
    told = " ".join(found.get("notes", []))
    assert ("Conditions of the path: " in told) == bool(set(conditions) - {"--from", "urn:a"})
    assert told in run(*given, "--format", "html").stdout.replace("&#39;", "'").replace(
        '</p>\n  <p class="plan-note">', " "
    )


def test_a_plan_of_what_is_not_described_says_so(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "silent.ttl"
    path.write_text("<urn:x> a <https://w3id.org/ecomgraph/ns#Role> .", encoding="utf-8")
    told = run("plan", "urn:x", "--graph", path).stdout
    assert told.startswith("No start was named, and no node that leads to x is described.\n`- start at x  (not desc")


def test_a_plan_that_its_conditions_leave_no_path_for_is_refused(run: Run, fractions: Path) -> None:
    refused = run("plan", "urn:b", "--avoid", "urn:b", "--graph", fractions)
    assert (refused.exit_code, refused.stderr) == (
        1,
        "ecomgraph: no path leads to 'Chief' avoiding 'Chief'; leave out a condition\n",
    )
    assert run("plan", "urn:b", "--kind", "up", "--graph", fractions).exit_code == 2


def test_nothing_recorded_is_not_said_to_be_nothing_required(run: Run, fractions: Path) -> None:
    path = run("path", "urn:a", "urn:c", "--graph", fractions).stdout
    reasons = run("explain", "urn:c", "law", "--graph", fractions)
    assert path.startswith("Clerk  (steps 1, learning 0 where something is recorded)\n")
    assert (reasons.exit_code, "Silent is not described" in reasons.stdout) == (1, True)
    sheet = run("plan", "urn:c", "--from", "urn:a", "--format", "html", "--graph", fractions).stdout
    assert "<small>not described</small>" in sheet
    assert "nothing to learn" not in sheet
