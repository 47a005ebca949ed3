"""Frameworks of other people: hostile ones, and ones too large to be drawn."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.actions import Visit, settled, text_of, wait

pytestmark = pytest.mark.slow
A_ROLE = "#/node/https%3A%2F%2Fevil.example%2Frole%2Fa"


def unharmed(page: Page) -> None:
    assert page.evaluate("window.harm") is None
    assert page.locator("#explorer img, #explorer script, #explorer b").count() == 0
    hrefs = page.locator("a").evaluate_all("links => links.map(it => it.href.baseVal ?? it.href)")
    assert not [href for href in hrefs if href.lower().startswith(("javascript:", "data:"))]


def test_markup_and_scripts_in_labels_stay_text(visit: Visit, hostile_server: str) -> None:
    page = visit(hostile_server)
    assert page.locator("a.node").count() == 4
    unharmed(page)
    page.locator("a.node[aria-label^='<script>']").click()
    settled(page)
    assert text_of(page, ".panel h1").startswith("<script>window.harm = 1</script>")
    assert "</script>" in text_of(page, ".panel")
    page.locator(".skill summary").first.click()
    page.locator(".skill .label").first.hover()
    unharmed(page)


def test_addresses_that_are_scripts_lead_nowhere(visit: Visit, hostile_server: str) -> None:
    page = visit(hostile_server, A_ROLE)
    page.get_by_role("link", name="Script as an address").first.click()
    settled(page)
    assert text_of(page, ".panel h1") == "Script as an address"
    unharmed(page)
    for view in (
        "#/path?from=https%3A%2F%2Fevil.example%2Frole%2Fa&to=data%3Atext%2Fhtml%2Charm",
        "#/compare?a=https%3A%2F%2Fevil.example%2Frole%2Fa&b=javascript%3Awindow.harm%3D1",
        "#/table?text=%3Cscript%3Ewindow.harm%3D1%3C%2Fscript%3E",
        "#/table",
    ):
        page.goto(f"{hostile_server}/{view}")
        settled(page)
        unharmed(page)


def test_no_cell_of_a_csv_is_a_formula(visit: Visit, hostile_server: str) -> None:
    page = visit(hostile_server, "#/table")
    page.locator("summary", has_text="Export").click()
    with page.expect_download() as found:
        page.get_by_role("button", name="CSV").click()
    text = found.value.path().read_text(encoding="utf-8")
    assert "'=HYPERLINK" in text
    assert ",=HYPERLINK" not in text
    assert ',"=HYPERLINK' not in text


def test_a_search_for_a_hostile_label_shows_it_as_text(visit: Visit, hostile_server: str) -> None:
    page = visit(hostile_server)
    page.locator("#find").fill("script window harm")
    expect(page.locator(".find [role=option]").first).to_contain_text("<script>")
    unharmed(page)


# ---------------------------------------------------------------------- a thousand occupations


def test_a_large_framework_starts_with_a_search(visit: Visit, large_server: str) -> None:
    page = visit(large_server)
    assert page.locator("a.node").count() == 0
    assert "1,000 roles" in text_of(page, ".panel")
    page.locator("#field-start").fill("ocupation number 77")
    page.get_by_role("option", name="Occupation number 77", exact=False).first.click()
    wait(page, "location.hash.startsWith('#/node/')")
    settled(page)
    assert text_of(page, ".panel h1") == "Occupation number 77"


def test_a_large_framework_shows_a_neighborhood(visit: Visit, large_server: str) -> None:
    page = visit(large_server, "#/node/urn%3Arole%3A77")
    nodes = page.locator("a.node")
    assert 5 < nodes.count() <= 40
    assert page.locator("a.node.selected").get_attribute("aria-label") == "Occupation number 77, role, 10 skills"
    other = nodes.filter(has_not=page.locator(".selected")).last
    label = str(other.get_attribute("aria-label")).split(",")[0]
    other.click()
    wait(page, f"document.querySelector('.panel h1')?.textContent === '{label}'")
    settled(page)
    assert str(page.locator("a.node.selected").get_attribute("aria-label")).startswith(label)


def test_a_large_framework_draws_the_paths_found(visit: Visit, large_server: str) -> None:
    page = visit(large_server, "#/path?from=urn%3Arole%3A77&to=urn%3Arole%3A500")
    assert page.locator(".way-card").count() == 3
    stops = page.locator(".way-card").first.locator(".stop").count()
    assert page.locator("a.node.stop").count() == stops
    assert page.locator("a.node").count() < 40
    assert text_of(page, ".way-card").startswith("Path 1")
