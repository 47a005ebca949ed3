"""The explorer: the page that shows the map, nodes, paths, gaps and differences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecomgraph.careers.criteria import criteria
from ecomgraph.careers.path_request import Request
from ecomgraph.errors import EcomgraphError
from ecomgraph.namespace import ECG
from ecomgraph.reading.reader import TYPE
from ecomgraph.web.pages.map_layout import RISES, career_map
from ecomgraph.web.pages.render import render

if TYPE_CHECKING:
    from ecomgraph.careers.criteria import Criterion
    from ecomgraph.graph import CareerGraph
    from ecomgraph.web.pages.links import Links

__all__ = ["explorer_page"]


def explorer_page(graph: CareerGraph, links: Links) -> str:
    """Return the page; it contains the map, so that drawing it takes no further request.

    >>> from ecomgraph import load
    >>> from ecomgraph.web.pages.links import Links
    >>> page = explorer_page(load(), Links())
    >>> page.count("<title>Career map"), "Chief Digital Officer" in page
    (1, True)
    """
    found = career_map(graph, links=links)
    listed = [(links.to(node["iri"]), node["label"]) for node in found["starts"] or found["nodes"]]
    data = {
        "map": found,
        "about": links.about.to_json() if links.about else None,
        "criteria": [it.to_json() | {"offered": _answerable(graph, it)} for it in criteria()],
        "rises": sorted(RISES),
        "scales": _scales(graph),
    }
    return render("explorer.html", links=links, page="", data=data, listed=listed)


def _scales(graph: CareerGraph) -> dict[str, object]:
    """Return the levels of each proficiency scale, and the index of the scale of each skill."""
    scales = graph.scales()
    numbers = {scale.iri: number for number, scale in enumerate(scales)}
    measured = {iri: graph.scale(iri) for iri in graph.dataset.subjects(TYPE, ECG.Skill)} if scales else {}
    return {
        "levels": [
            [{"label": it.label, "notation": it.notation, "degree": it.degree} for it in scale.levels]
            for scale in scales
        ],
        "of": {iri: numbers[scale.iri] for iri, scale in measured.items() if scale},
    }


def _answerable(graph: CareerGraph, criterion: Criterion) -> bool:
    """Return whether the cost of any transition is known; most frameworks do not state typical months."""
    if criterion.unit in ("step", "weight") or criterion.edge_cost is None or not graph.network.transition_iris:
        return True
    network = graph.network
    ends = network.nodes[network.tails[0]], network.nodes[network.heads[0]]
    request = Request(network=network, source=ends[0], target=ends[1], criteria=(criterion.name,))
    try:
        return any(criterion.cost(request, edge) is not None for edge in range(len(network.transition_iris)))
    except EcomgraphError:
        # The error is shown to a user who chooses the criterion.
        return True
