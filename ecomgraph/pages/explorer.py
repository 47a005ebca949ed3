"""The explorer: the page on which people look at the map, at nodes, paths, gaps and differences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecomgraph.answers import info_json
from ecomgraph.pages.layout import career_map
from ecomgraph.pages.render import render

if TYPE_CHECKING:
    from ecomgraph.graph import CareerGraph
    from ecomgraph.pages.links import Links

__all__ = ["explorer_page"]

# Readers without scripts get a list; of a long one, what a page can hold.
MOST_LISTED = 200


def explorer_page(graph: CareerGraph, links: Links) -> str:
    """Return the page; the map is in it, so that it is drawn without asking again.

    >>> from ecomgraph import load
    >>> from ecomgraph.pages.links import Links
    >>> page = explorer_page(load(), Links())
    >>> page.count("<title>Career map"), "Chief Digital Officer" in page
    (1, True)
    """
    found = career_map(graph, links=links)
    sources = [title for it in info_json(graph)["sources"] if (title := it["title"])]
    listed = [(links.to(node.iri), node.label) for node in graph.roles()[:MOST_LISTED]]
    return render("explorer.html", links=links, page="", map=found, sources=sources, listed=listed)
