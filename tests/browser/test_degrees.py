"""Degrees in the explorer, served and as a static site: gaps, steps and levels of a person, as Python has them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import ecomgraph
from ecomgraph.web.site import write_site
from tests.browser.actions import settled, text_of
from tests.browser.chromium import watched
from tests.browser.conftest import serving
from tests.careers.test_ladder import ladder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from ecomgraph import CareerGraph

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("degrees") / "ladder.ttl"
    path.write_text(ladder(), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def rising(file: Path) -> CareerGraph:
    return ecomgraph.load(file)


@pytest.fixture(scope="module", params=["server", "site"])
def explorer(request: pytest.FixtureRequest, file: Path, rising: CareerGraph) -> Iterator[tuple[str, str]]:
    """The address of the explorer, and that of its origin."""
    if request.param == "site":
        folder = file.parent / "site"
        write_site(rising, folder)
        yield (folder / "index.html").as_uri(), ""
        return
    with serving("--graph", str(file)) as address:
        yield f"{address}/", address


@pytest.fixture
def page(browser: Browser, explorer: tuple[str, str]) -> Iterator[Page]:
    with watched(browser, explorer[1], viewport={"width": 1280, "height": 900}) as found:
        yield found


def exported(page: Page) -> dict[str, object]:
    page.locator(".gap summary", has_text="Export").click()
    with page.expect_download() as found:
        page.locator(".gap").get_by_role("button", name="JSON", exact=True).click()
    answer: dict[str, object] = json.loads(found.value.path().read_text(encoding="utf-8"))
    return answer


def test_a_gap_has_what_is_to_be_raised(page: Page, explorer: tuple[str, str], rising: CareerGraph) -> None:
    page.goto(f"{explorer[0]}#/path?from=junior&to=director")
    settled(page)
    gap, found = rising.skill_gap("junior", "director"), exported(page)
    for number in ("weight", "coverage", "similarity"):
        assert found[number] == pytest.approx(getattr(gap, number))
    assert page.locator("[data-raise]").get_attribute("data-raise") == str(len(gap.raises)) == "6"
    assert "Design" in text_of(page, ".side.raise")
    assert "Aware held" in text_of(page, ".side.raise")
    page.get_by_text("How these numbers come about").click()
    assert f"To learn {gap.weight:g}" in text_of(page, ".how")


def test_steps_show_what_is_raised(page: Page, explorer: tuple[str, str], rising: CareerGraph) -> None:
    page.goto(f"{explorer[0]}#/path?from=junior&to=senior&minimize=learning")
    settled(page)
    path = rising.find_path("junior", "senior", minimize="learning")
    for number, (new, raised) in enumerate(zip(path.new_skills, path.raised_skills, strict=True)):
        step = page.locator(".way-card .move").nth(number)
        told = " ".join(step.locator("summary").first.inner_text().split())
        assert f"{len(raised)} raised" in told
        assert not new or f"{len(new)} new skills" in told
    page.locator(".way-card .move summary").first.click()
    assert "Aware → Basic" in text_of(page, ".way-card .move")


def test_a_person_has_levels(page: Page, explorer: tuple[str, str], rising: CareerGraph) -> None:
    page.goto(f"{explorer[0]}#/path?to=lead&have=sql%3DSolid,design%3D40%25,testing")
    settled(page)
    gap = rising.skill_gap({"sql": "Solid", "design": "40%", "testing": None}, "lead")
    found = exported(page)
    assert found["weight"] == pytest.approx(gap.weight)
    assert found["coverage"] == pytest.approx(gap.coverage)
    assert found["similarity"] == pytest.approx(gap.similarity)
    assert page.get_by_label("Level of SQL").input_value() == "Solid"
    page.get_by_label("Level of SQL").select_option("Basic")
    settled(page)
    assert page.locator("[data-raise]").get_attribute("data-raise") == "2"


def test_a_comparison_tells_degrees(page: Page, explorer: tuple[str, str], rising: CareerGraph) -> None:
    page.goto(f"{explorer[0]}#/compare?a=engineer&b=staff")
    settled(page)
    difference = rising.diff("engineer", "staff")
    assert page.locator(".matrix tr.raised").count() == len(difference.raised)
    assert page.locator(".matrix tr.gained").count() == len(difference.skills.gained)
    assert "Recorded of Engineer: 6 requirements; Staff: 9 requirements." in page.locator("body").inner_text()


@pytest.mark.parametrize("criterion", ["steps", "new_skills", "learning"])
def test_a_plan_teaches_what_the_path_does(
    page: Page, explorer: tuple[str, str], rising: CareerGraph, criterion: str
) -> None:
    page.goto(f"{explorer[0]}#/plan?from=junior&to=director&minimize={criterion}")
    settled(page)
    path = rising.find_path("junior", "director", minimize=criterion)
    stages = page.locator(".plan-step")
    assert stages.count() == len(path)
    for number, (new, raised) in enumerate(zip(path.new_skills, path.raised_skills, strict=True)):
        told = " ".join(stages.nth(number).inner_text().split())
        for skill in (*new, *raised):
            span = " → ".join(it.level or "" for it in (skill.before, skill.after) if it)
            assert f"{skill.label} {span}" in told
    required = rising.skills("director")
    learnt = {it.iri for step in (*path.new_skills, *path.raised_skills) for it in step}
    held = len([it for it in required if it.skill.iri not in learnt])
    assert f"Of the {len(required)} that Director requires, {held or 'none'} " in text_of(page, ".plan-sum")
