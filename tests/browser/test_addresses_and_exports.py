"""Addresses of the explorer's views, and the files that it exports, in a real browser."""

import csv
import io
import json
import xml.etree.ElementTree as ElementTree

import pytest
from playwright.sync_api import expect

from ecomgraph import CareerGraph
from tests.browser.actions import Visit, click_node, downloaded, settled, text_of, wait

pytestmark = pytest.mark.slow
MANAGER, OFFICER = "ecommerce-manager", "chief-digital-officer"
PATH = f"#/path?from={MANAGER}&to={OFFICER}"


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("#/node/https%3A%2F%2Fw3id.org%2Fecomgraph%2Frole%2Fvp-of-ecommerce", "VP of Ecommerce"),
        (f"{PATH}&minimize=learning&have=leadership&path=2", "3 best paths"),
        ("#/path?from=ecommerce-manager&to=CDO&have=SEO", "Search engine optimization"),
        ("#/compare?a=ecommerce-director-entry&b=ecommerce-director-mid&rows=changes", "differences from"),
        ("#/table?text=officer", "1 row"),
    ],
)
def test_any_view_can_be_opened_by_its_address(visit: Visit, server: str, path: str, shown: str) -> None:
    page = visit(server, path)
    before = text_of(page, "#explorer")
    assert shown in before
    page.reload()
    settled(page)
    assert text_of(page, "#explorer") == before


def test_back_and_forward(visit: Visit, server: str) -> None:
    page = visit(server)
    click_node(page, "Senior Director")
    page.get_by_role("navigation", name="Views").get_by_role("link", name="Table").click()
    settled(page)
    page.go_back()
    wait(page, "document.querySelector('.panel h1')?.textContent === 'Senior Director'")
    page.go_back()
    wait(page, "document.querySelector('.panel h1')?.textContent === 'Career map'")
    page.go_forward()
    wait(page, "document.querySelector('.panel h1')?.textContent === 'Senior Director'")


def test_an_address_that_names_nothing_says_so(visit: Visit, server: str) -> None:
    page = visit(server, "#/node/ecommerce-manger", expected=["404", "422"])
    assert "ecommerce-manger" in text_of(page, ".note.error")
    page.locator(".note.error").get_by_role("link", name="Ecommerce Manager", exact=True).click()
    settled(page)
    assert text_of(page, ".panel h1") == "Ecommerce Manager"


def test_sharing_puts_the_address_on_the_clipboard(visit: Visit, server: str) -> None:
    page = visit(server, PATH, permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Share").click()
    expect(page.get_by_role("button", name="Link copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.url


def test_exports_of_a_node(visit: Visit, server: str, graph: CareerGraph) -> None:
    page = visit(server, "#/node/senior-director")
    name, text = downloaded(page, "CSV")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert name == "senior-director.csv"
    assert [row["iri"] for row in rows if row["section"] == "skills"] == [
        it.skill.iri for it in graph.skills("senior-director")
    ]
    name, text = downloaded(page, "JSON")
    assert json.loads(text)["node"]["id"] == "senior-director"
    page.locator("summary", has_text="Export").first.click()
    for form, kind in (("Turtle", "text/turtle"), ("JSON-LD", "application/ld+json")):
        address = page.get_by_role("link", name=form, exact=True).evaluate("link => link.href")
        answer = page.request.get(address)
        assert (answer.status, answer.headers["content-type"].split(";")[0]) == (200, kind)


def test_the_map_with_a_path_as_svg_stands_alone(visit: Visit, server: str) -> None:
    page = visit(server, PATH)
    name, text = downloaded(page, "Map as SVG")
    root = ElementTree.fromstring(text)  # noqa: S314
    assert name.endswith(".svg")
    words = " ".join(root.itertext())
    assert "Senior Director" in words
    paths = [it for it in root.iter("{http://www.w3.org/2000/svg}path") if it.get("stroke-width", "").startswith("4")]
    assert len(paths) >= 4, "the four steps, heavy, without a style sheet"
    assert "class=" not in text


def test_a_path_as_mermaid_and_csv(visit: Visit, server: str, graph: CareerGraph) -> None:
    page = visit(server, PATH)
    name, text = downloaded(page, "Mermaid")
    assert name == f"paths-{MANAGER}-{OFFICER}.mmd"
    assert text == graph.diagram(graph.find_path(MANAGER, OFFICER))
    _, text = downloaded(page, "CSV")
    steps = {(row["path"], row["step"]) for row in csv.DictReader(io.StringIO(text))}
    assert len(steps) == sum(map(len, graph.find_paths(MANAGER, OFFICER, 3)))
