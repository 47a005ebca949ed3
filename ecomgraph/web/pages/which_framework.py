"""Choose the framework of a page on a server, and list the frameworks of a static site."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from ecomgraph.graph.several_frameworks import SeveralFrameworks
from ecomgraph.reading.frameworks_in import has_things
from ecomgraph.store.framework_value import current_of, derived_graph
from ecomgraph.web.pages.about import about
from ecomgraph.web.pages.links import Links, local_path
from ecomgraph.web.pages.render import render

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ecomgraph.graph import CareerGraph
    from ecomgraph.store.framework_value import Framework

__all__ = ["chosen_framework", "frameworks_page"]


def chosen_framework(graph: CareerGraph, name: str, iri: str = "") -> tuple[CareerGraph, Links]:
    """Return the graph for a page, which is about the thing ``iri`` if given, and the links of that page.

    If the graph has several frameworks, the page shows the one named, else the current one, else the first one. For a
    page about a thing, only frameworks that state the type of the thing are considered. Raises
    :class:`~ecomgraph.UnknownNameError` if no framework has the name.
    """
    if not isinstance(graph, SeveralFrameworks):
        chosen_graph = graph.framework(name) if name else graph
        shown_in = chosen_graph.shown_language
        return chosen_graph, Links(language=graph.language, shown=shown_in, about=about(chosen_graph))
    known = [(it, graph.framework(it.name)) for it in graph.frameworks()]
    holders = [it for it, own in known if iri and (has_things(own.dataset, iri, it.name) or iri in _own_iris(it))]
    shown = holders or [it for it, own in known if own.roles()] or [it for it, _ in known]
    chosen = name or (current_of(shown) or shown[0]).name
    listed = tuple((it.name, it.title) for it in shown) if len(shown) > 1 else ()
    # The page of a thing outside our base has the IRI as a parameter in its address.
    same = f"&iri={quote(iri, safe='')}" if iri and not local_path(iri) else ""
    own = graph.framework(chosen)
    same += f"&language={graph.language}" if graph.language else ""
    return own, Links(
        framework=chosen,
        frameworks=listed,
        same=same,
        language=graph.language,
        shown=own.shown_language,
        about=about(own),
    )


def _own_iris(framework: Framework) -> set[str]:
    """Return the IRIs of a framework and of its graphs."""
    return {framework.iri, framework.graph, derived_graph(framework.name).value}


def frameworks_page(frameworks: Iterable[Framework]) -> bytes:
    """Return the first page of a static site with several frameworks, each in a folder of its name."""
    return render("frameworks.html", frameworks=list(frameworks)).encode()
