"""For everybody, on every screen: keyboard, screen reader, contrast, dark, narrow, paper; and first paint."""

import re

import pytest
from playwright.sync_api import Page, expect

from ecomgraph import CareerGraph
from tests.browser.actions import Visit, settled, wait
from tests.browser.chromium import violations

pytestmark = pytest.mark.slow
PATH = "#/path?from=ecommerce-manager&to=chief-digital-officer"
GROUND = "getComputedStyle(document.body).backgroundColor"
VIEWS = {
    "map": "#/",
    "node": "#/node/ecommerce-director-mid-analytics",
    "path": "#/path?from=ecommerce-manager&to=senior-director&minimize=learning&have=leadership",
    "path-empty": "#/path",
    "plan": "#/plan?from=ecommerce-manager&to=senior-director&have=leadership",
    "plan-empty": "#/plan",
    "compare": "#/compare?a=ecommerce-director-strategic&b=ecommerce-director-operations",
    "compare-empty": "#/compare",
    "skills": "#/skills",
    "table": "#/table",
}


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_fits_each_screen_and_axe_finds_nothing(visit: Visit, server: str, view: str) -> None:
    page = visit(server, VIEWS[view], width=375, color_scheme="dark")
    fits(page)
    open_everything(page)
    assert violations(page) == []
    dark = page.evaluate(GROUND)
    page.set_viewport_size({"width": 768, "height": 1024})
    fits(page)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.emulate_media(color_scheme="light")
    assert page.evaluate(GROUND) != dark
    assert violations(page) == []


def fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def open_everything(page: Page) -> None:
    page.locator("details.section:not([open]) > summary").evaluate_all("all => all.forEach(it => it.click())")
    for details in page.locator(".skill > details.why").all()[:1]:
        details.locator("summary").click()
        expect(details.locator(".reasons").first).to_be_visible(timeout=15_000)


def test_a_path_with_fingers_on_a_phone(visit: Visit, server: str) -> None:
    page = visit(server, width=375, has_touch=True, is_mobile=True)
    page.locator("a.node[aria-label^='Ecommerce Manager']").tap()
    settled(page)
    page.get_by_role("button", name="From here").tap()
    settled(page)
    page.locator("a.node[aria-label^='VP of Ecommerce']").tap()
    expect(page.locator(".way-card")).to_have_count(3)
    fits(page)


# ---------------------------------------------------------------------- keyboard


def test_a_path_with_the_keyboard_alone(visit: Visit, server: str) -> None:
    page = visit(server)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('svg.map') !== null"):
            break
    assert focused(page).startswith("Ecommerce Manager, role")
    assert page.evaluate("getComputedStyle(document.activeElement.querySelector('rect')).strokeWidth") == "3.5px"
    page.keyboard.press("End")
    assert focused(page).startswith("Chief Digital Officer")
    page.keyboard.press("ArrowLeft")
    assert focused(page).startswith("VP of Ecommerce")
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    wait(page, "document.activeElement.tagName === 'H1'")
    assert page.evaluate("document.activeElement.textContent") == "Ecommerce Manager"
    page.keyboard.press("Escape")
    wait(page, "document.activeElement.closest('svg.map') !== null")
    assert focused(page).startswith("Ecommerce Manager")
    page.get_by_role("navigation", name="Views").get_by_role("link", name="Paths").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#field-from")
    for name, typed in (("from", "ecomerce manager"), ("to", "chief digital")):
        page.locator(f"#field-{name}").focus()
        page.keyboard.type(typed)
        expect(page.locator(f"#field-{name}")).to_have_attribute("aria-expanded", "true")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowUp")
        page.keyboard.press("Enter")
        wait(page, f"location.hash.includes('{name}=')")
        settled(page)
    expect(page.locator(".way-card")).to_have_count(3)


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.getAttribute('aria-label')"))


def test_arrow_keys_walk_the_table_of_profiles(visit: Visit, server: str) -> None:
    page = visit(server)
    page.locator("a.node[aria-label^='Ecommerce Director (Entry level, Analytics)']").focus()
    for key, label in (
        ("ArrowRight", "Mid level, Analytics"),
        ("ArrowRight", "Senior level, Analytics"),
        ("ArrowDown", "Senior level, Digital marketing"),
    ):
        page.keyboard.press(key)
        assert label in focused(page)


def test_the_criterion_keeps_the_focus(visit: Visit, server: str) -> None:
    page = visit(server, PATH)
    button = page.get_by_role("button", name="Least to learn")
    button.focus()
    page.keyboard.press("Enter")
    wait(page, "location.hash.includes('minimize=learning')")
    settled(page)
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-pressed", "true")


# ---------------------------------------------------------------------- screen readers


def test_results_are_announced(visit: Visit, server: str) -> None:
    page = visit(server, PATH)
    region = page.locator("#announcer")
    expect(region).to_have_attribute("aria-live", "polite")
    expect(region).to_have_text(re.compile(r"path|skill"))


def test_the_map_has_names_help_and_landmarks(visit: Visit, server: str, graph: CareerGraph) -> None:
    page = visit(server)
    tree = page.locator("body").aria_snapshot()
    for line in (
        "main:",
        'group "Career map"',
        f'link "Senior Director, role, {len(graph.skills("senior-director"))} skills"',
        'navigation "Views"',
        'complementary "Details"',
        "search",
    ):
        assert line in tree, line
    help_id = page.locator("svg.map").get_attribute("aria-describedby")
    assert "Arrow keys" in (page.locator(f"#{help_id}").text_content() or "")


# ---------------------------------------------------------------------- light, dark, paper, motion


def test_dark_is_chosen_and_remembered(visit: Visit, server: str) -> None:
    page = visit(server, color_scheme="light")
    light = page.evaluate(GROUND)
    page.get_by_role("button", name="Dark mode").click()
    dark = page.evaluate(GROUND)
    assert dark != light
    page.reload()
    settled(page)
    assert page.evaluate(GROUND) == dark
    expect(page.get_by_role("button", name="Dark mode")).to_have_attribute("aria-pressed", "true")
    page.emulate_media(color_scheme="dark")
    page.get_by_role("button", name="Dark mode").click()
    assert page.evaluate(GROUND) == light, "the choice of the reader comes before that of the system"


def test_paper_gets_content_and_no_controls(visit: Visit, server: str) -> None:
    page = visit(server, "#/node/senior-director", color_scheme="dark")
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert not page.locator("header.bar").is_visible()
    assert not page.get_by_role("button", name="From here").is_visible()
    assert page.locator(".panel h1").is_visible()
    assert page.locator("details.section:not([open])").count() == 0, "nothing is folded away on paper"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.querySelector('.panel')).overflowY") == "visible"
    assert page.pdf().startswith(b"%PDF")


def test_nothing_moves_for_those_who_ask_for_that(visit: Visit, server: str) -> None:
    page = visit(server, PATH, reduced_motion="reduce")
    moving = page.evaluate(
        """[...document.querySelectorAll("*")].map(it => getComputedStyle(it))
             .filter(it => parseFloat(it.transitionDuration) > 0 || it.animationName !== "none").length"""
    )
    assert moving == 0


def test_first_paint_is_light(visit: Visit, server: str) -> None:
    page = visit(server)
    sizes = page.evaluate(
        """["navigation", "resource"].flatMap(it => performance.getEntriesByType(it)).map(it => it.transferSize)"""
    )
    assert 20_000 < sum(sizes) < 250_000


def test_without_scripts_there_is_a_list(visit: Visit, server: str) -> None:
    page = visit(server, java_script_enabled=False)
    page.get_by_role("link", name="Senior Director").click()
    assert "Senior Director" in page.title()
