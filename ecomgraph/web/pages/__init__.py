"""Pages for people: the explorer, a page for each thing, the vocabulary, and the static site."""

from __future__ import annotations

from ecomgraph.web.pages.bundles import assets
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
