"""The server shows labels in the language of the address, else of ``Accept-Language``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import lxml.html
import pytest

from tests.server.conftest import running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SHOP = """
@prefix ecg: <https://w3id.org/ecomgraph/ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix imp: <https://w3id.org/ecomgraph/importance/> .
@prefix : <https://shop.example/> .
:scheme a skos:ConceptScheme ; dcterms:language "fr" ; dcterms:title "Boutique"@fr .
:clerk a ecg:Role ; skos:inScheme :scheme ; ecg:hasSkillRequirement :q ;
  skos:prefLabel "Vendeuse"@fr , "Vendedora"@es , "بائعة"@ar , "Verkäuferin"@de-AT .
:q a ecg:SkillRequirement ; ecg:requiredSkill :tact ; ecg:importance imp:essential .
:tact a ecg:Skill ; skos:prefLabel "Tact"@fr , "Takt"@de-AT .
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    path: Path = tmp_path_factory.mktemp("shop") / "shop.ttl"
    path.write_text(SHOP, encoding="utf-8")
    with running("--graph", path) as address, httpx.Client(base_url=address, timeout=30) as client:
        yield client


@pytest.mark.parametrize(
    ("query", "accept", "label"),
    [
        ("", "", "Vendeuse"),
        ("", "ja, *", "Vendeuse"),
        ("", "ja;q=0.9, es-MX;q=0.8, fr;q=0.1", "Vendedora"),
        ("?language=DE", "es", "Verkäuferin"),
        ("?language=ja", "es", "Vendeuse"),
    ],
)
def test_the_api_answers_in_the_language_asked_for(shop: httpx.Client, query: str, accept: str, label: str) -> None:
    reply = shop.get(f"/api/roles{query}", headers={"accept-language": accept})
    assert [it["label"] for it in reply.json()] == [label]
    assert "Accept-Language" in reply.headers["vary"]


def test_stored_queries_do(shop: httpx.Client) -> None:
    rows = shop.get("/api/query/skills-for-role?role=clerk&language=de").json()["results"]["bindings"]
    assert [row["label"]["value"] for row in rows] == ["Takt"]


@pytest.mark.long
def test_pages_say_their_language_and_direction(shop: httpx.Client) -> None:
    address = "/resource?iri=https://shop.example/clerk"
    shown = {}
    for tag in ("", "ar", "es"):
        page: Any = lxml.html.fromstring(shop.get(f"{address}&language={tag}" if tag else address).content)
        shown[tag] = (page.get("lang"), page.get("dir"), page.xpath("//h1")[0].text_content().strip())
        # Links lead to pages in the same language; the words of the pages themselves are English.
        assert all(("language=" + tag in link) == bool(tag) for link in page.xpath("//nav[@class='menu']//a/@href"))
        assert page.xpath("//header")[0].get("lang") == "en"
    assert shown == {"": ("fr", None, "Vendeuse"), "ar": ("ar", "rtl", "بائعة"), "es": ("es", None, "Vendedora")}


@pytest.mark.long
def test_what_is_no_language_is_refused(shop: httpx.Client) -> None:
    reply = shop.get("/api/roles?language=pt_BR")
    assert (reply.status_code, "language must be a tag" in reply.text) == (400, True)


@pytest.mark.long
def test_redirects_keep_the_language(client: httpx.Client) -> None:
    reply = client.get("/role/vp-of-ecommerce?language=fr", headers={"accept": "text/html"}, follow_redirects=False)
    assert reply.headers["location"] == "/role/vp-of-ecommerce.html?language=fr"
