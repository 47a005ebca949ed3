"""A development plan as a page: what the plan of Python says, with room to write, sources and licence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

import ecomgraph
from ecomgraph.web.answers import path_json, plan_json
from ecomgraph.web.pages import Links
from ecomgraph.web.pages.about import about, license_name
from ecomgraph.web.pages.plan_sheet import plan_file, plan_page
from tests.pages.conftest import text, tree

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    from ecomgraph import CareerGraph

ARABIC = """
@prefix ecg: <https://w3id.org/ecomgraph/ns#> .
@prefix importance: <https://w3id.org/ecomgraph/importance/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<urn:r> a ecg:Role ; skos:prefLabel "مدير المتجر"@ar ; ecg:hasSkillRequirement <urn:n> .
<urn:n> a ecg:SkillRequirement ; ecg:importance importance:essential ; ecg:requiredSkill <urn:s> .
<urn:s> a ecg:Skill ; skos:prefLabel "البيع <b>"@ar .
<urn:silent> a ecg:Role ; skos:prefLabel "صامت"@ar .
"""


@pytest.fixture(scope="module")
def arabic(tmp_path_factory: pytest.TempPathFactory) -> CareerGraph:
    path: Path = tmp_path_factory.mktemp("arabic") / "arabic.ttl"
    path.write_text(ARABIC, encoding="utf-8")
    return ecomgraph.load(path)


@pytest.mark.long
def test_where_another_node_stands_in_every_form_says_so(graph: CareerGraph) -> None:
    source, target = "ecommerce-director-digital-marketing", "senior-director"
    plan, path = graph.plan({}, target, source=source), graph.find_path(source, target, minimize="learning")

    [note] = plan.notes
    assert note.startswith(
        "No path leads there from Digital Marketing Ecommerce Director itself, so this one starts at "
    )
    assert path.notes == (note,)
    assert plan_json(plan)["notes"] == path_json(path)["notes"] == [note]
    page = tree(plan_file(graph, plan))
    assert note in text(page)
    assert "From Digital Marketing Ecommerce Director to Senior Director" in text(page)
    assert plan.cost == path.learning == graph.skill_gap(source, target).weight


@pytest.mark.long
def test_each_lesson_is_on_the_sheet_once_with_its_levels(graph: CareerGraph) -> None:
    plan = graph.plan({"SEO"}, "senior-director", source="ecommerce-manager")
    page = tree(plan_page(graph, plan, Links(about=about(graph)), address="https://x.example/plan", day="2026-01-31"))
    stages = page.xpath("//section[@class='plan-step']")
    assert len(stages) == 2, "nothing is learnt where the path begins"
    for stage, step in zip(stages, plan.steps[1:], strict=True):
        names = [text(it) for it in stage.xpath(".//li//a")]
        assert sorted(names) == sorted(it.skill.label for it in step.lessons)
        raised = [it for it in step.lessons if it.before]
        assert f"{len(step.lessons) - len(raised)} new skills" in text(stage.xpath("./h2")[0])
    assert "Working → Deep" in text(stages[0])
    held = [text(it) for it in page.xpath("//section[@class='plan-held']//a")]
    assert "Search engine optimization" in held
    assert len(held) + len({it.skill.iri for step in plan.steps for it in step.lessons}) == len(
        graph.skills("senior-director")
    )
    assert f"{len(held)} are already held as far as needed" in text(page.xpath("//p[@class='plan-sum']")[0])
    foot = text(page.xpath("//footer[@class='plan-foot']")[0])
    for told in ("CC BY 4.0", "The ecomgraph authors", "A career guide", "2026-01-31", "https://x.example/plan"):
        assert told in foot
    for room in ("Name", "Manager", "Begin", "Done", "Notes"):
        assert page.xpath(f"//dt[.='{room}']"), room


@pytest.mark.long
def test_the_sheet_hedges_and_begins_with_what_a_role_requires_itself(graph: CareerGraph) -> None:
    page = tree(plan_file(graph, graph.plan({}, "senior-director", source="ecommerce-director")))
    assert [text(it) for it in page.xpath("//span[@class='plan-how']")] == [
        "",
        "promotion, in some cases · 18 new skills",
    ]
    assert [text(it) for it in page.xpath("//p[@class='plan-asker']")] == [
        "Required by Senior Director itself",
        "Required only by nodes that Senior Director builds on",
    ]
    groups = page.xpath("//div[@class='plan-groups']")
    assert [len(it.xpath(".//li")) for it in groups] == [3, 15]
    none = tree(plan_file(graph, graph.plan({}, "ecommerce-manager")))
    assert "Of the 8 that Ecommerce Manager requires, none is already held as far as needed." in text(none)


@pytest.mark.long
def test_a_file_needs_no_other(graph: CareerGraph) -> None:
    page = plan_file(graph, graph.plan({}, "senior-director", source="ecommerce-director"))
    assert "@media print" in page
    assert not re.findall(r"<(?:script|link|img|iframe)\b", page)
    assert not re.findall(r'(?:src|href)="(?!https://creativecommons)', page)


LADDER = """
@prefix ecg: <https://w3id.org/ecomgraph/ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<urn:aide> a ecg:Role ; skos:prefLabel "Aide" ; ecg:hasSkillRequirement <urn:r1> .
<urn:nurse> a ecg:Role ; skos:prefLabel "Nurse" ; ecg:buildsOn <urn:aide> ; ecg:hasSkillRequirement <urn:r2> .
<urn:head> a ecg:Role ; skos:prefLabel "Head" ; ecg:buildsOn <urn:nurse> ; ecg:hasSkillRequirement <urn:r3>, <urn:r4> .
<urn:r1> a ecg:SkillRequirement ; ecg:requiredSkill <urn:s> ; ecg:proficiency 0.25 .
<urn:r2> a ecg:SkillRequirement ; ecg:requiredSkill <urn:s> ; ecg:proficiency 0.75 .
<urn:r3> a ecg:SkillRequirement ; ecg:requiredSkill <urn:s> ; ecg:proficiency 0.5 .
<urn:r4> a ecg:SkillRequirement ; ecg:requiredSkill <urn:new> ; ecg:proficiency 1 .
<urn:s> a ecg:Skill ; skos:prefLabel "Care" .
<urn:new> a ecg:Skill ; skos:prefLabel "Budget" .
<urn:t> ecg:transitionFrom <urn:aide> ; ecg:transitionTo <urn:head> ; ecg:typicalMonths 18 .
"""


def test_what_a_node_asks_for_in_part_is_not_said_to_be_asked_for_wholly_by_it(
    tmp_path: Path, run: Callable[..., Result]
) -> None:
    path = tmp_path / "ladder.ttl"
    path.write_text(LADDER, encoding="utf-8")
    sheet = text(tree(run("plan", "urn:head", "--from", "urn:aide", "--format", "html", "--graph", path).stdout))
    assert "1 skill to learn and 1 to raise on the way. Of the 2 that Head requires, none is already held as" in sheet
    assert "The transitions typically take 18 months together." in sheet
    assert "promotion" not in sheet
    assert "typically 18 months" in sheet
    partly = "beyond 50%: built on Nurse"
    assert f"Care 25 % → 75 % {partly}" in sheet
    assert f"25% -> 75%; {partly})" in run("gap", "urn:aide", "urn:head", "--graph", path).stdout
    assert f"25% -> 75%; optional; {partly})" in run("plan", "urn:head", "--from", "urn:aide", "--graph", path).stdout
    assert "beyond" not in run("gap", "urn:aide", "urn:nurse", "--graph", path).stdout


def test_without_a_start_the_plan_begins_where_least_is_missing(graph: CareerGraph) -> None:
    plan = graph.plan({"SEO"}, "ecommerce-manager")
    page = tree(plan_page(graph, plan, Links()))
    assert text(page.xpath("//h1")[0]) == "To Ecommerce Manager"
    assert len(page.xpath("//section[@class='plan-step']")) == len(plan.steps)


def test_another_language_reads_from_the_right_and_stays_text(arabic: CareerGraph) -> None:
    page = plan_file(arabic, arabic.plan({}, "urn:r"))
    assert 'lang="ar" dir="rtl"' in page
    assert "البيع &lt;b&gt;" in page
    silent = plan_file(arabic, arabic.plan({}, "urn:silent"))
    assert "is not described" in silent


@pytest.mark.parametrize(
    ("license_", "name"),
    [
        ("https://creativecommons.org/publicdomain/zero/1.0/", "CC0 1.0"),
        ("https://creativecommons.org/licenses/by-nc/3.0", "CC BY-NC 3.0"),
        ("https://example.org/terms", "https://example.org/terms"),
        ("", ""),
    ],
)
def test_licences_have_names(license_: str, name: str) -> None:
    assert license_name(license_) == name


@pytest.mark.long
def test_a_framework_names_those_that_it_builds_on(tmp_path: Path) -> None:
    path = tmp_path / "ours.ttl"
    path.write_text(ARABIC, encoding="utf-8")
    found = about(ecomgraph.load(path, bundled=True))
    assert found is not None
    assert [it.license_name for it in found.bases] == ["CC BY 4.0"]
    page = plan_file(ecomgraph.load(path, bundled=True), ecomgraph.load(path).plan({}, "urn:r"))
    assert "Builds on: " in page


def test_a_single_month_is_in_the_singular(tmp_path: Path, run: Callable[..., Result]) -> None:
    path = tmp_path / "ladder.ttl"
    path.write_text(LADDER.replace("ecg:typicalMonths 18", "ecg:typicalMonths 1"), encoding="utf-8")
    plan = ("plan", "urn:head", "--from", "urn:aide", "--graph", path)
    assert "typically take 1 month together" in text(tree(run(*plan, "--format", "html").stdout))
    assert "typically take 1 month together" in run(*plan).stdout
