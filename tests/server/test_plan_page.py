"""The page of a plan, and errors as pages: over a real socket."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.pages.conftest import text, tree

if TYPE_CHECKING:
    import httpx

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


def test_a_plan_is_a_page_with_its_address(client: httpx.Client) -> None:
    asked = {"from": "ecommerce-manager", "to": "senior-director", "have": "seo,leadership"}
    response = client.get("/plan", params=asked)
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    page = tree(response.text)
    assert text(page.xpath("//h1")[0]) == "From Ecommerce Manager to Senior Director"
    assert text(page.xpath("//*[@class='plan-address']")[0]) == str(response.url)
    plan = client.get("/api/plan", params=asked).json()
    lessons = {lesson["label"] for step in plan["steps"] for lesson in step["lessons"]}
    assert {text(it) for it in page.xpath("//*[@class='plan-group']//a")} == lessons
    assert client.get("/plan", params={"to": "senior-director", "have": "seo"}).status_code == 200


def test_a_plan_takes_the_conditions_of_a_path(client: httpx.Client) -> None:
    asked = {"to": "vp-of-ecommerce", "have": "seo", "max_steps": "1", "kind": "promotion"}
    plan = client.get("/api/plan", params=asked).json()
    assert [step["node"]["id"] for step in plan["steps"]] == ["senior-director", "vp-of-ecommerce"]
    assert [it["id"] for it in plan["starts"]] == ["senior-director"]
    notes = [text(it) for it in tree(client.get("/plan", params=asked).text).xpath("//p[@class='plan-note']")]
    assert notes == [*plan["notes"], *plan["cautions"]]
    assert notes[-1] == "Conditions of the path: by promotion only, in 1 step or fewer."


@pytest.mark.parametrize(
    ("path", "status", "heading", "told"),
    [
        ("/role/nobody", 404, "There is no such page", "Nothing in this graph has that address"),
        ("/plan", 400, "This cannot be shown", "To is missing"),
        ("/plan?to=nobody", 404, "There is no such page", "nobody"),
        ("/plan?to=senior-director&years=3", 400, "This cannot be shown", "years"),
    ],
)
def test_an_error_is_a_page_with_a_way_home(
    client: httpx.Client, path: str, status: int, heading: str, told: str
) -> None:
    response = client.get(path, headers=BROWSER)
    assert response.status_code == status
    page = tree(response.text)
    assert text(page.xpath("//h1")[0]) == heading
    assert told in text(page.xpath("//main")[0])
    assert page.xpath("//main//a[@href='/']")
    # Programs get one line.
    plain = client.get(path)
    assert (plain.status_code, plain.headers["content-type"]) == (status, "text/plain; charset=utf-8")
    assert plain.text.count("\n") == 1


def test_programs_get_json_whatever_they_accept(client: httpx.Client) -> None:
    response = client.get("/api/show", params={"node": "nobody"}, headers=BROWSER)
    assert (response.status_code, response.headers["content-type"]) == (404, "application/json")


def test_every_page_names_the_framework_and_its_rights(client: httpx.Client) -> None:
    for path in ("/", "/query", "/role/senior-director.html", "/plan?to=senior-director"):
        rights = text(tree(client.get(path, headers=BROWSER).text).xpath("//footer")[-1])
        assert "CC BY 4.0" in rights, path
        assert "The ecomgraph authors" in rights, path
