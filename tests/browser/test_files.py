"""The explorer of a static site, opened from a disk: the same views, without a server."""

import pytest
from playwright.sync_api import expect

import ecomgraph
from ecomgraph.web.site import write_site
from tests.browser.actions import Visit, settled, text_of
from tests.conftest import BAKERY

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("bakery")
    (folder / "bakery.ttl").write_text(BAKERY, encoding="utf-8")
    write_site(ecomgraph.load(folder / "bakery.ttl"), folder / "site")
    return (folder / "site").as_uri()


def test_the_explorer_works_from_a_disk(visit: Visit, site: str) -> None:
    page = visit(site, "index.html#/")
    assert page.locator("a.node").count() == 3
    page.locator("a.node[aria-label^='Apprentice']").click()
    settled(page)
    assert text_of(page, ".panel h1") == "Apprentice"
    page.get_by_role("button", name="From here").click()
    settled(page)
    page.locator("a.node[aria-label^='Baker']").click()
    settled(page)
    expect(page.locator(".way-card")).to_have_count(1)
    assert page.locator("[data-missing]").get_attribute("data-missing") == "1"
    page.get_by_role("button", name="I have Sourdough").click()
    settled(page)
    assert page.locator("[data-missing]").get_attribute("data-missing") == "0"
    page.get_by_role("button", name="Shortest time").click()
    settled(page)
    assert page.locator(".way-card, .note.error").count() == 1, "an answer, or a clear word"


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("#/compare?a=apprentice&b=baker", "gained"),
        ("#/table", "3 rows"),
        ("#/node/baker", "Sourdough"),
        ("#/plan?to=baker", "Sourdough"),
    ],
)
def test_views_have_addresses_on_a_disk(visit: Visit, site: str, path: str, shown: str) -> None:
    page = visit(site, f"index.html{path}")
    assert shown in text_of(page, "#explorer")


def test_search_works_from_a_disk(visit: Visit, site: str) -> None:
    page = visit(site, "index.html#/")
    page.locator("#find").fill("jurneyman")
    expect(page.locator(".find [role=option]").first).to_contain_text("Baker")
