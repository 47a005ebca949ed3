"""The bundled graph, once for all tests of pages; and pages as trees."""

import json
from typing import Any

import pytest
from lxml import html

import ecomgraph
from ecomgraph.graph import CareerGraph


@pytest.fixture(scope="session")
def graph() -> CareerGraph:
    return ecomgraph.load()


def tree(page: str) -> html.HtmlElement:
    parser = html.HTMLParser(encoding="utf-8")
    return html.document_fromstring(page.encode(), parser=parser)


def text(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def json_ld(page: html.HtmlElement) -> list[Any]:
    return [json.loads(it.text) for it in page.xpath("//script[@type='application/ld+json']")]
