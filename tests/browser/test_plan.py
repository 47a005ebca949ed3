"""A development plan in the browser: on screen, on paper, on the server's page and in a static site the same."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.actions import settled, text_of, wait

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page, Route

    from ecomgraph import CareerGraph
    from tests.browser.actions import Visit

pytestmark = pytest.mark.slow
ASKED = "from=ecommerce-manager&to=senior-director&have=seo,leadership"
# Date and address differ.
SHEET = (
    "[...document.querySelectorAll('.plan > :not(.plan-foot)')].map(it => it.innerText.replace(/\\s+/g, ' ').trim())"
)


def pages_of(pdf: bytes) -> int:
    return max(int(it) for it in re.findall(rb"/Type /Pages\s.*?/Count (\d+)", pdf, re.DOTALL))


def cut(page: Page) -> int:
    """Return how many texts of a printed page stick out of it."""
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 688, "height": 1000})
    return int(
        page.evaluate(
            """[...document.querySelectorAll("main *")].filter(it => !it.closest(".hidden") && it.checkVisibility() &&
                 it.childElementCount === 0 && it.getBoundingClientRect().right > innerWidth + 1).length"""
        )
    )


def test_the_plan_is_that_of_the_page_and_fits_two_sheets(visit: Visit, server: str) -> None:
    sheets = []
    for address in (f"#/plan?{ASKED}", f"plan?{ASKED}"):
        page = visit(server, "#/plan")
        page.goto(f"{server}/{address}")
        wait(page, "document.querySelector('.plan-foot') !== null")
        sheets.append(page.evaluate(SHEET))
        assert pages_of(page.pdf(format="A4", prefer_css_page_size=True)) <= 2
        assert cut(page) == 0
        assert page.locator(".planner").count() == 0 or not page.locator(".planner").is_visible()
        for told in ("CC BY 4.0", "The ecomgraph authors", page.url):
            assert told in text_of(page, ".plan-foot")
    assert "From Ecommerce Manager to Senior Director" in sheets[0][0]
    assert sheets[0] == sheets[1]


@pytest.mark.parametrize(
    "view",
    [
        "#/",
        "#/node/senior-director",
        "#/path?from=ecommerce-manager&to=senior-director",
        "#/compare?a=ecommerce-director-strategic&b=ecommerce-director-operations&rows=changes",
        "#/skills?of=types:ecommerce-director",
        "#/table",
    ],
)
def test_other_views_print_whole(visit: Visit, server: str, view: str) -> None:
    page = visit(server, view)
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    wait(
        page,
        "[...document.querySelectorAll('.move > details')].every(it => it.open === Boolean(it.closest('.chosen')))",
    )
    assert cut(page) == 0
    if page.locator("svg.map").is_visible():
        drawn = page.evaluate(
            """(() => {
                 const map = document.querySelector("svg.map").getBoundingClientRect();
                 const boxes = [...document.querySelectorAll("a.node rect")].map(it => it.getBoundingClientRect());
                 return boxes.every(
                   it => it.left >= map.left && it.right <= map.right + 1 && it.bottom <= map.bottom + 1
                 );
               })()"""
        )
        assert drawn, "the map is fitted to the page"
    if "path" in view:
        assert page.locator(".way-card.chosen .move .skill").first.is_visible(), "what to learn is on paper"
    assert "CC BY 4.0" in text_of(page, "footer .rights")


def test_skills_are_pasted_ticked_and_taken_back_one_by_one(visit: Visit, server: str, graph: CareerGraph) -> None:
    page = visit(server, "#/path?from=ecommerce-manager&to=senior-director")
    page.get_by_text("Add several").click()
    page.get_by_label("Paste a list").fill("- SEO\nWeb analytics: Strong\nprompt juggling\n• Leadership (Deep)")
    page.get_by_role("button", name="Add these").click()
    wait(page, "location.hash.includes('have=')")
    settled(page)
    chips = page.locator(".athand .chip")
    expect(chips).to_have_count(3)
    assert page.get_by_label("Level of Web analytics").input_value() == "Strong"
    expect(page.locator(".several")).to_contain_text("prompt juggling")
    gap = graph.skill_gap("ecommerce-manager", "senior-director")
    target = len(graph.skills("senior-director"))
    assert f"of the {target} skills that Senior Director requires" in text_of(page, ".progress")
    held = int(text_of(page, ".progress").split()[0])
    assert held > len(gap.shared)
    assert page.locator(".side.shared h3 .count").inner_text() == str(held), "both say the same"
    ticks = page.locator(".tick-groups input:not(:checked)")
    ticks.nth(0).check()
    ticks.nth(0).check()
    before = page.evaluate("location.hash")
    page.get_by_role("button", name="Take these").click()
    wait(page, f"location.hash !== {before!r}")
    settled(page)
    expect(chips).to_have_count(5)
    page.go_back()
    wait(page, f"location.hash === {before!r}")
    settled(page)
    expect(chips).to_have_count(3)
    page.go_back()
    settled(page)
    expect(chips).to_have_count(0)


def test_a_tick_on_the_plan_makes_it_shorter_and_keeps_place(visit: Visit, server: str) -> None:
    page = visit(server, "#/plan?from=ecommerce-manager&to=senior-director")
    page.locator(".plan-step").nth(1).scroll_into_view_if_needed()
    place = page.evaluate("scrollY")
    assert place > 100
    skill = page.get_by_role("checkbox", name="I have Mentoring")
    skill.focus()
    page.keyboard.press("Space")
    wait(page, "location.hash.includes('have=mentoring')")
    settled(page)
    assert skill.count() == 0
    assert "Mentoring" in text_of(page, ".plan-held")
    assert abs(page.evaluate("scrollY") - place) < 150
    page.go_back()
    wait(page, "!location.hash.includes('have')")
    settled(page)
    expect(skill).to_have_count(1)


def test_two_choices_in_a_row_are_both_kept(visit: Visit, server: str) -> None:
    page = visit(server, "#/path")

    def late(route: Route) -> None:
        time.sleep(0.3)
        route.continue_()

    page.route("**/api/skills*", late)
    page.evaluate(
        """(async () => {
             const pick = (name, text) => new Promise(done => {
               const field = document.querySelector(`#field-${name}`);
               field.focus();
               field.value = text;
               field.dispatchEvent(new Event("input", {bubbles: true}));
               const timer = setInterval(() => {
                 const option = field.parentElement.querySelector("[role=option]:not([aria-disabled])");
                 if (option) { clearInterval(timer); option.click(); done(); }
               }, 10);
             });
             await pick("from", "Ecommerce Manager");
             await pick("to", "Senior Director");
           })()"""
    )
    wait(page, "location.hash.includes('from=ecommerce-manager') && location.hash.includes('to=senior-director')")
    settled(page)
    expect(page.locator(".way-card")).to_have_count(3)


@pytest.mark.parametrize("have", ["", "&have=marketing,seo%3DWorking"])
def test_a_copy_on_disk_plans_without_a_start_as_the_server_does(
    visit: Visit, server: str, bundled_site: Path, have: str
) -> None:
    sheets = []
    for origin, path in ((server, ""), (bundled_site.as_uri(), "index.html")):
        page = visit(origin, f"{path}#/plan?to=vp-of-ecommerce{have}")
        wait(page, "document.querySelector('.plan-foot') !== null")
        sheets.append(page.evaluate(SHEET))
    assert sheets[0] == sheets[1]
    assert "Ecommerce Manager" in sheets[1][1]
