"""The explorer: the page on which people look at the map, at nodes, paths, gaps and differences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecomgraph.careers.criteria import criteria
from ecomgraph.namespace import ECG, PREFIXES
from ecomgraph.reading.reader import TYPE
from ecomgraph.web.pages.map_layout import RISES, career_map
from ecomgraph.web.pages.render import render

if TYPE_CHECKING:
    from ecomgraph.graph import CareerGraph
    from ecomgraph.web.pages.links import Links

__all__ = ["explorer_page"]


def explorer_page(graph: CareerGraph, links: Links) -> str:
    """Return the page; the map is in it, so that it is drawn without asking again.

    >>> from ecomgraph import load
    >>> from ecomgraph.web.pages.links import Links
    >>> page = explorer_page(load(), Links())
    >>> page.count("<title>Career map"), "Chief Digital Officer" in page
    (1, True)
    """
    found = career_map(graph, links=links)
    listed = [(links.to(node["iri"]), node["label"]) for node in found["starts"] or found["nodes"]]
    offered = [it.to_json() for it in criteria()]
    data = {
        "map": found,
        "sources": _titles(graph),
        "criteria": offered,
        "rises": sorted(RISES),
        "scales": _scales(graph),
    }
    return render("explorer.html", links=links, page="", data=data, listed=listed)


def _scales(graph: CareerGraph) -> dict[str, object]:
    """Return the levels of each proficiency scale, and for each skill the number of its scale."""
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


def _titles(graph: CareerGraph) -> list[str]:
    """Return what the graph was made from: the titles of documents, and of the frameworks of a database."""
    dataset = graph.dataset
    documents = dataset.subjects(PREFIXES["rdf"] + "type", ECG.SourceDocument)
    frameworks = sorted(name.value for name in dataset.store.named_graphs())
    titles = [dataset.literal(iri, PREFIXES["dcterms"] + "title", graph.language) for iri in (*documents, *frameworks)]
    return list(dict.fromkeys(filter(None, titles)))
