"""The static site in a browser, from the disk: nothing is fetched, nothing fails, and anybody can read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ecomgraph.careers.criteria import criterion_names
from ecomgraph.queries import stored_query
from tests.browser.actions import settled
from tests.browser.chromium import violations, watched

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from ecomgraph import CareerGraph

pytestmark = pytest.mark.slow
PAGES = (
    "role/ecommerce-director.html",
    "profile/ecommerce-director-mid-analytics.html",
    "skill/web-analytics.html",
    "passage/faq-progression-03.html",
    "ns/index.html",
    "query/index.html",
    "data/index.html",
    "index.html",
)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with watched(browser, "", viewport={"width": 1280, "height": 900}) as found:
        yield found


@pytest.mark.parametrize("path", PAGES)
def test_every_kind_of_page_opens_and_anybody_can_use_it(browser: Browser, bundled_site: Path, path: str) -> None:
    with watched(browser, "") as page:
        page.goto((bundled_site / path).as_uri())
        page.wait_for_load_state("networkidle")
    for scheme, width in (("light", 1440), ("dark", 375)):
        look = {"color_scheme": scheme, "viewport": {"width": width, "height": 900}}
        # axe-core itself tries to fetch style sheets, which a browser does not let it do on a disk.
        with watched(browser, "", "Access to", "net::ERR_FAILED", "preload assets", **look) as page:
            page.goto((bundled_site / path).as_uri())
            page.wait_for_load_state("networkidle")
            assert page.evaluate("() => document.documentElement.scrollWidth") <= width
            assert violations(page) == []


ENDS = "from=ecommerce-manager&to=senior-director"
QUESTIONS = (
    *(f"#/path?{ENDS}&minimize={name}" for name in ("", *criterion_names())),
    "#/path?from=senior-director&to=ecommerce-manager&minimize=learning",
    "#/path?from=senior-director&to=senior-director",
    "#/path?from=nobody&to=ecommerce-director",
    "#/path?to=nowhere",
    f"#/path?{ENDS}&minimize=fun",
    "#/plan?from=senior-director&to=ecommerce-manager",
    "#/plan?from=nobody&to=ecommerce-manager",
    "#/compare?a=nobody&b=senior-director",
)


def test_the_copy_says_what_the_server_says(browser: Browser, server: str, bundled_site: Path) -> None:
    said: list[list[str]] = []
    for origin, address in ((server, f"{server}/"), ("", (bundled_site / "index.html").as_uri())):
        with watched(browser, origin, "Failed to load resource", viewport={"width": 1280, "height": 900}) as page:
            said.append([])
            for question in QUESTIONS:
                page.goto(f"{address}{question}")
                settled(page)
                said[-1].append(page.inner_text(".below"))
    for question, *texts in zip(QUESTIONS, *said, strict=True):
        assert texts[0] == texts[1] != "", question
    told = dict(zip(QUESTIONS, said[1], strict=True))
    assert told["#/path?from=nobody&to=ecommerce-director"].count("No role or profile is called “nobody”.") == 1
    assert "No role or profile is called “nowhere”." in told["#/path?to=nowhere"]
    assert "“fun” is none of the meanings of “best”." in told[f"#/path?{ENDS}&minimize=fun"]


def test_search_finds_and_opens(page: Page, bundled_site: Path) -> None:
    page.goto((bundled_site / "ns" / "index.html").as_uri())
    page.fill("#find", "serach engine optimisation")
    page.wait_for_selector("[role=option]:visible")
    page.press("#find", "Enter")
    page.wait_for_url("**/skill/search-engine-optimization.html")
    assert page.inner_text("h1") == "Search engine optimization"


def test_links_from_page_to_page(page: Page, bundled_site: Path) -> None:
    page.goto((bundled_site / "role" / "senior-director.html").as_uri())
    page.click("#of-transitionTo .claim-name")
    page.wait_for_url("**/role/ecommerce-director.html")
    page.click(".evidence .passage >> nth=0")
    page.wait_for_url("**/passage/*.html")
    assert "What it supports" in page.inner_text("main")
    page.click(".thing-kind a")
    page.wait_for_url("**/ns/index.html#Passage")
    assert page.locator("#Passage").is_visible()


def test_a_shape_that_is_linked_to_is_opened(page: Page, bundled_site: Path) -> None:
    page.goto((bundled_site / "ns" / "index.html").as_uri() + "#shape-Role-prefLabel")
    page.wait_for_function("() => document.querySelector('details[open].shape-group') !== null")
    page.goto((bundled_site / "ns" / "index.html").as_uri())
    page.click("#Role dd a[href='#shapes-role']")
    page.wait_for_selector("#shapes-role[open]")


def test_queries_show_their_examples(page: Page, bundled_site: Path, graph: CareerGraph) -> None:
    rows = list(graph.query("skill-gap", **dict(stored_query("skill-gap").example)))
    page.goto((bundled_site / "query" / "index.html").as_uri() + "#skill-gap")
    page.wait_for_selector("#view tbody tr")
    assert page.locator("#view tbody tr").count() == len(rows) > 0
    assert str(rows[0][1]) in page.inner_text("#view tbody tr")
    assert page.locator("#sparql").count() == 0
    page.fill("#filter", "profile count")
    page.click("[data-query=skills-by-profile-count]")
    page.wait_for_selector("[data-view=chart]")
    page.click("[data-view=chart]")
    assert page.locator(".chart-bar").count() > 10
    assert "ecomgraph serve" in page.inner_text(".note")
