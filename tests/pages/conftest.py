"""Pages as trees."""

import json
from typing import Any

from lxml import html


def tree(page: str) -> html.HtmlElement:
    parser = html.HTMLParser(encoding="utf-8")
    return html.document_fromstring(page.encode(), parser=parser)


def text(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def json_ld(page: html.HtmlElement) -> list[Any]:
    return [json.loads(it.text) for it in page.xpath("//script[@type='application/ld+json']")]
