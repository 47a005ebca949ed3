"""A server of several frameworks: pages and API answer for the one chosen, or for that of the nodes named."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import httpx
import pytest

from ecomgraph import ImportOptions, Packaged, import_framework
from tests.frameworks.miniatures import write_tables
from tests.server.conftest import running

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.slow
BASE = "https://ours.example/"


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A client of a server with two bakeries that share IRIs, and the bundled framework."""
    folder = tmp_path_factory.mktemp("several")
    for name, label in (("old", "Baker"), ("new", "Artisan baker")):
        roles = f"id,label\nbaker,{label}\n"
        tables = write_tables(folder / name, roles=roles, requirements="", transitions="")
        options = ImportOptions(title=f"The {name} bakery", base=BASE, language="en")
        import_framework(tables, folder / "career.db", options=options)
    import_framework(Packaged.BUNDLED, folder / "career.db")
    with running("--db", folder / "career.db") as address, httpx.Client(base_url=address, timeout=60) as client:
        yield client


def test_a_page_is_about_one_framework_and_links_to_the_others(several: httpx.Client) -> None:
    for name, label in (("old", "Baker"), ("new", "Artisan baker")):
        page = several.get("/resource", params={"iri": f"{BASE}role/baker", "framework": name}).text
        assert f"<h1>{label}</h1>" in page
        assert f'data-framework="{name}"' in page
        assert page.count("bakery</a>") == 2
        assert "The bundled framework" not in page
        assert f"The {name} bakery" in several.get("/", params={"framework": name}).text
    page = several.get("/role/vp-of-ecommerce.html").text
    assert re.search(r'href="/skill/[a-z-]+\.html\?framework=bundled"', page)
    assert not re.search(r'href="/skill/[a-z-]+\.html"', page)
    assert several.get("/", params={"framework": "older"}).status_code == 404


def test_a_redirect_keeps_the_framework(several: httpx.Client) -> None:
    found = several.get("/role/vp-of-ecommerce", params={"framework": "bundled"}, headers={"Accept": "text/turtle"})
    assert found.headers["location"] == "/role/vp-of-ecommerce.ttl?framework=bundled"


def test_the_api_answers_for_the_framework_chosen(several: httpx.Client) -> None:
    def answer(name: str, **fields: str) -> httpx.Response:
        return several.get(f"/api/{name}", params=fields)

    assert answer("show", node="baker", framework="old").json()["node"]["label"] == "Baker"
    assert answer("show", node="Artisan baker").json()["node"]["label"] == "Artisan baker"
    assert "choose new or old" in answer("show", node="baker").json()["error"]
    assert answer("show", node="vp-of-ecommerce").status_code == 200
    assert {it["name"] for it in answer("frameworks").json()} == {"bundled", "new", "old"}
    assert [it["framework"] for it in answer("roles").json() if "aker" in it["label"]] == ["new", "old"]
    assert [it["label"] for it in answer("roles", framework="new").json()] == ["Artisan baker"]
    (change,) = answer("changes", before="old", after="new").json()["changes"]
    assert change["details"] == [{"what": "label", "from": "Baker", "to": "Artisan baker"}]
    assert answer("map", framework="older").status_code == 404
