"""A page for each thing that occurs in a graph."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from ecomgraph.exchange.exporters.jsonld import document
from ecomgraph.namespace import ECG
from ecomgraph.reading.reader import TYPE
from ecomgraph.web.pages.data import embedded, schema_org, triples_about
from ecomgraph.web.pages.description import Describer
from ecomgraph.web.pages.ladder import ladder
from ecomgraph.web.pages.links import DATA_FORMATS, local_path
from ecomgraph.web.pages.render import render

if TYPE_CHECKING:
    from ecomgraph.exchange.exporters.jsonld import Json
    from ecomgraph.graph import CareerGraph
    from ecomgraph.web.pages.links import Links

__all__ = ["resource_page"]

_FORM_NAMES = {"ttl": "Turtle", "jsonld": "JSON-LD", "nt": "N-Triples", "rdf": "RDF/XML"}
_NODES = {ECG.CareerNode, ECG.Role, ECG.RoleProfile}


def resource_page(
    graph: CareerGraph,
    iri: str,
    links: Links,
    *,
    describer: Describer | None = None,
    told: dict[str, Json] | None = None,
) -> str:
    """Return the page about a thing: its description, the links to it, and their grounds.

    Raises :class:`~ecomgraph.UnknownNameError` for an IRI that does not occur in the graph. A ``describer`` of the same
    graph and links caches its look-ups across pages. ``told`` is the document of the triples of
    :func:`~ecomgraph.web.pages.data.triples_about`, if it has been made already.

    >>> from ecomgraph import load
    >>> from ecomgraph.web.pages.links import Links
    >>> page = resource_page(load(), "https://w3id.org/ecomgraph/level/mid", Links())
    >>> "Profiles at this level" in page
    True
    """
    describer = describer or Describer(graph, links)
    described = describer.describe(iri)
    schema = schema_org(graph, described)
    blocks = [document(triples_about(graph, iri)) if told is None else told, *([schema] if schema else [])]
    return render(
        "resource.html",
        links=links,
        page="resource",
        it=described,
        map_href=_map_href(graph, iri, links),
        ladder=ladder(graph, iri, describer),
        data=[(form, _FORM_NAMES[form], links.data(iri, form)) for form in DATA_FORMATS],
        blocks=[embedded(block) for block in blocks],
    )


def _map_href(graph: CareerGraph, iri: str, links: Links) -> str:
    """Return the address of a role or a profile in the explorer; ``""`` for other things."""
    if not _NODES & set(graph.dataset.iris(iri, TYPE)):
        return ""
    name = local_path(iri).partition("/")[2] or quote(iri, safe="")
    return f"{links.page()}#/node/{name}"
