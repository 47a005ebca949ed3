"""Pages for people: the explorer, a page for each thing, the vocabulary, and the static site."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path

from ecomgraph.web.pages.data import resource_data
from ecomgraph.web.pages.explorer import explorer_page
from ecomgraph.web.pages.links import Links
from ecomgraph.web.pages.map_layout import career_map
from ecomgraph.web.pages.plan_sheet import plan_page
from ecomgraph.web.pages.query_page import query_page
from ecomgraph.web.pages.resources import resource_page
from ecomgraph.web.pages.search_index import search_index
from ecomgraph.web.pages.vocabulary import vocabulary_page
from ecomgraph.web.pages.which_framework import chosen_framework

__all__ = [
    "Links",
    "assets",
    "career_map",
    "chosen_framework",
    "explorer_page",
    "plan_page",
    "query_page",
    "resource_data",
    "resource_page",
    "search_index",
    "vocabulary_page",
]


@cache
def assets() -> dict[str, bytes]:
    """Return the style sheets, scripts and icons that the pages use, by file name.

    >>> assets()["style.css"][:2]
    b'/*'
    """
    folder = Path(import_module(__name__).__path__[0]) / "assets"
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}
