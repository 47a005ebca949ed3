"""The gap in the explorer: computed in node from the answers that it gets, and set against the one of Python."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import ecomgraph
from ecomgraph.web.answers import gap_json, skills_json
from tests.careers.test_ladder import LEVELS, PREFIXES, SKILLS, ladder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecomgraph import CareerGraph

ASSETS = Path(ecomgraph.__file__).parent / "web" / "pages" / "assets"
NODE = shutil.which("node")
pytestmark = pytest.mark.skipif(NODE is None, reason="node, which runs the script outside of a browser, is not there")
Asked = tuple[str | None, dict[str, str], str]


def computed(graph: CareerGraph, asked: Sequence[Asked]) -> list[dict[str, Any]]:
    """Return what the explorer computes; skills of a person have levels."""
    assert NODE is not None
    skills = {node.id: skills_json(graph, node) for node in (*graph.roles(), *graph.profiles())}
    degrees = {level.label: level.degree for scale in graph.scales() for level in scale.levels} | {"": 1.0}
    given = [
        (source, {graph.skill(it).iri: degrees[level] for it, level in have.items()}, to) for source, have, to in asked
    ]
    done = subprocess.run(  # noqa: S603 - node, on a script of ours
        [NODE, str(Path(__file__).with_name("gap.js")), str(ASSETS)],
        input=json.dumps({"skills": skills, "asked": given}),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    answers: list[dict[str, Any]] = json.loads(done.stdout)
    return answers


def assert_same(graph: CareerGraph, asked: Sequence[Asked]) -> None:
    for (source, have, target), found in zip(asked, computed(graph, asked), strict=True):
        held = {skill: level or None for skill, level in have.items()}
        expected: dict[str, Any] = dict(gap_json(graph.skill_gap(source or held, target)))
        where = f"{source} {have} -> {target}"
        for part in ("missing", "raise", "shared", "surplus"):
            assert {it["iri"] for it in found[part]} == {it["iri"] for it in expected[part]}, (where, part)
        for part in ("missing", "raise", "shared", "surplus"):
            ours, theirs = ({it["iri"]: it["weight"] for it in of[part]} for of in (found, expected))
            assert ours == theirs, (where, part)
            far, theirs_far = ({it["iri"] for it in of[part] if it.get("built_on")} for of in (found, expected))
            assert far == theirs_far or part == "surplus", (where, part)
        for number in ("weight", "size", "coverage", "similarity"):
            assert found[number] == expected[number], (where, number)
        for key in ("source_described", "target_described"):
            assert found[key] == expected[key], where
        if found["weight"] is not None:
            listed = sum(it["weight"] for part in ("missing", "raise") for it in found[part])
            assert listed == pytest.approx(found["weight"]), where


def every_pair(graph: CareerGraph) -> list[Asked]:
    nodes = [node.id for node in (*graph.roles(), *graph.profiles())]
    return [(one, {}, other) for one in nodes for other in nodes]


@pytest.fixture(scope="module")
def rising(tmp_path_factory: pytest.TempPathFactory) -> CareerGraph:
    path = tmp_path_factory.mktemp("gap") / "ladder.ttl"
    path.write_text(ladder(), encoding="utf-8")
    return ecomgraph.load(path)


@pytest.mark.long
def test_between_the_roles_of_a_ladder(rising: CareerGraph) -> None:
    assert_same(rising, every_pair(rising))


@pytest.mark.long
def test_of_a_person_with_levels(rising: CareerGraph) -> None:
    draw = random.Random(7)  # noqa: S311 - the same on every run
    people = [
        {skill: draw.choice(("", *LEVELS)) for skill in draw.sample(SKILLS, draw.randrange(len(SKILLS)))}
        for _ in range(60)
    ]
    roles = [role.id for role in rising.roles()]
    assert_same(rising, [(None, have, draw.choice(roles)) for have in people])


@pytest.mark.slow
def test_between_the_nodes_of_the_bundled_framework(graph: CareerGraph) -> None:
    assert_same(graph, every_pair(graph)[::163])


def random_framework(draw: random.Random) -> str:
    """Return roles that ask for skills as essential and as optional, to degrees, by levels or not at all."""
    text = PREFIXES + ":scale a ecg:ProficiencyScale ; skos:prefLabel 'Scale' .\n"
    for rank in (1, 2, 3):
        text += f":l{rank} a ecg:ProficiencyLevel ; skos:prefLabel 'L{rank}' ; skos:inScheme :scale ;"
        text += f" ecg:rank {rank} .\n"
    for skill in range(6):
        broader = f" ; skos:broader :s{draw.randrange(skill)}" if skill and draw.random() < 0.5 else ""
        text += f":s{skill} a ecg:Skill ; skos:prefLabel 'S{skill}'{broader} .\n"
    for role in range(6):
        text += f":r{role} a ecg:Role ; skos:prefLabel 'R{role}' .\n"
        if role and draw.random() < 0.4:
            text += f":r{role} ecg:buildsOn :r{draw.randrange(role)} .\n"
        for number in range(draw.choice((0, 2, 6))):
            need = f":n{role}-{number}"
            degree = draw.choice(("", "ecg:requiredLevel :l1 ;", "ecg:requiredLevel :l2 ;", "ecg:proficiency 0.9 ;"))
            importance = draw.choice(("essential", "optional"))
            text += f":r{role} ecg:hasSkillRequirement {need} . {need} a ecg:SkillRequirement ; {degree}"
            text += f" ecg:importance importance:{importance} ; ecg:requiredSkill :s{draw.randrange(6)} .\n"
    return text


@pytest.mark.long
@pytest.mark.parametrize("seed", range(8))
def test_where_degrees_and_importances_mix(seed: int, tmp_path: Path) -> None:
    path = tmp_path / "mixed.ttl"
    draw = random.Random(seed)  # noqa: S311 - the same on every run
    path.write_text(random_framework(draw), encoding="utf-8")
    mixed = ecomgraph.load(path)
    assert_same(mixed, every_pair(mixed))


def test_how_much_is_recorded_is_said_with_a_caution(tmp_path: Path) -> None:
    path = tmp_path / "few.ttl"
    needs = "".join(
        f":much ecg:hasSkillRequirement :m{number} . :m{number} a ecg:SkillRequirement ; ecg:requiredSkill :sql ;"
        " ecg:importance importance:essential .\n"
        for number in range(3)
    )
    text = ':sql a ecg:Skill ; skos:prefLabel "SQL" .\n:much a ecg:Role ; skos:prefLabel "Much" .\n'
    text += ':silent a ecg:Role ; skos:prefLabel "Silent" .\n:little a ecg:Role ; skos:prefLabel "Little" ;'
    text += " ecg:hasSkillRequirement :l . :l a ecg:SkillRequirement ; ecg:requiredSkill :sql ;"
    text += " ecg:importance importance:essential .\n"
    text += ':head a ecg:Role ; skos:prefLabel "Head" ; ecg:buildsOn :much ; ecg:hasSkillRequirement :h .\n'
    text += ":h a ecg:SkillRequirement ; ecg:requiredSkill :sql ; ecg:importance importance:essential .\n"
    path.write_text(PREFIXES + text + needs, encoding="utf-8")
    graph = ecomgraph.load(path)
    much, silent = computed(graph, [("little", {}, "much"), ("much", {}, "silent")])
    assert much["cautions"][0] == "Recorded of Little: 1 requirement; Much: 3 requirements."
    few = "Much less is recorded of Little than of {} (requirements of their own: 1 and 3);"
    few += " Little may require more than is recorded."
    assert much["cautions"][1] == few.format("Much")
    [built_on] = computed(graph, [("little", {}, "head")])
    assert built_on["cautions"] == [
        "Recorded of Little: 1 requirement; Head: 4 requirements (3 of them of what it builds on).",
        few.format("a node that Head builds on"),
    ]
    assert silent["cautions"] == [
        "Silent is not described: no skill is recorded for it, which does not mean that none is needed."
    ]
    assert (silent["weight"], silent["coverage"], silent["similarity"]) == (None, None, None)
