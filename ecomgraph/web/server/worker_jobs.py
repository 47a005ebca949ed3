"""Jobs that workers run for the server: each function answers one kind of request with bytes and a media type."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from ecomgraph.errors import LimitError, QueryError
from ecomgraph.isolation import Answer
from ecomgraph.isolation.process import too_large
from ecomgraph.store.write import for_xml, serialize
from ecomgraph.web.server.negotiate import DOCUMENTS, GRAPHS, RESULTS, choose

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ecomgraph.graph import CareerGraph
    from ecomgraph.isolation import Limits

__all__ = ["api", "document", "download", "languages", "page", "plan", "service", "sparql", "warm", "warm_pages"]

# The minimum size in bytes of a triple in any format.
_TRIPLE = 12


def warm(graph: CareerGraph) -> None:
    """Fill the caches before the first request: names, the network, and lazily imported modules."""
    from ecomgraph.web.server import endpoints, service  # noqa: F401

    graph.dataset.query("ASK { }")
    from ecomgraph.web import pages

    shown, _ = pages.chosen_framework(graph, "")
    for role in shown.roles()[:1]:
        shown.skills(role)
        shown.reachable(role)


def warm_pages(graph: CareerGraph) -> None:
    """Render the first page, and fill the caches of other pages."""
    from ecomgraph.web import pages

    pages.explorer_page(*pages.chosen_framework(graph, ""))


class _Bounded(io.BytesIO):
    """A buffer with a size limit."""

    def __init__(self, size: int | None) -> None:
        super().__init__()
        self._size = size

    def write(self, data: Any) -> int:
        written = super().write(data)
        if self._size is not None and self.tell() > self._size:
            raise OSError
        return written


def sparql(
    graph: CareerGraph,
    limits: Limits,
    text: str,
    accept: str,
    default_graphs: Sequence[str],
    named_graphs: Sequence[str],
) -> Answer:
    """Run a query and return the format that the client prefers; ``acceptable`` lists the formats for the error."""
    found = graph.dataset.query(text, default_graphs=default_graphs, named_graphs=named_graphs)
    offered = tuple(GRAPHS if isinstance(found, ox.QueryTriples) else RESULTS)
    media_type = choose(accept, offered)
    if media_type is None:
        return Answer(b"", {"acceptable": offered})
    try:
        if isinstance(found, ox.QueryTriples):
            return Answer(_triples(found, GRAPHS[media_type], limits), {"type": media_type})
        return Answer(_table(found, RESULTS[media_type], limits), {"type": media_type})
    except LimitError:
        raise
    except (RuntimeError, ValueError) as error:
        raise QueryError(f"the query cannot be answered: {error}") from None


def _table(found: ox.QuerySolutions | ox.QueryBoolean, form: ox.QueryResultsFormat, limits: Limits) -> bytes:
    if isinstance(found, ox.QueryBoolean):
        return found.serialize(format=form) or b""
    output = _Bounded(limits.size)
    try:
        found.serialize(output=output, format=form)
        if form == ox.QueryResultsFormat.XML:
            data = for_xml(output.getvalue())
            output = _Bounded(limits.size)
            output.write(data)
    except OSError:
        assert limits.size is not None
        raise too_large(limits.size) from None
    return output.getvalue()


def _triples(found: ox.QueryTriples, form: ox.RdfFormat, limits: Limits) -> bytes:
    most = None if limits.size is None else limits.size // _TRIPLE
    triples: set[ox.Triple] = set()
    for triple in found:
        triples.add(triple)
        if most is not None and len(triples) > most:
            raise too_large(limits.size or 0)
    return serialize(triples, form)


@lru_cache(maxsize=16)
def _in_language(graph: CareerGraph, tag: str) -> CareerGraph:
    """Return the graph with labels in a language, with the caches of earlier calls."""
    return graph.in_language(tag) if tag else graph


def languages(graph: CareerGraph, limits: Limits) -> Answer:  # noqa: ARG001
    """Return the tags of the languages that labels are in, as JSON."""
    return Answer(json.dumps([*graph.dataset.languages()]).encode(), {"type": "application/json"})


def document(
    graph: CareerGraph,
    limits: Limits,  # noqa: ARG001
    iri: str,
    form: str,
    framework: str,
    language: str,
) -> Answer:
    """Return the document about a resource in one framework: HTML, or RDF as ``ttl``, ``jsonld``, ``nt`` or ``rdf``."""
    from ecomgraph.web import pages

    graph, links = pages.chosen_framework(_in_language(graph, language), framework, iri)
    if form == "html":
        return _html(pages.resource_page(graph, iri, links))
    media_type = next(name for name, it in DOCUMENTS.items() if it == form)
    return Answer(pages.resource_data(graph, iri, form), {"type": media_type})


def download(graph: CareerGraph, limits: Limits, path: str, framework: str) -> Answer:
    """Return a download of one framework, or a file that ships with ecomgraph, by its path below ``data/``."""
    from ecomgraph.web import downloads, pages

    chosen, _ = pages.chosen_framework(graph, framework)
    data = downloads.download(chosen, path)
    if limits.size is not None and len(data) > limits.size:
        raise too_large(limits.size)
    return Answer(data, {"type": downloads.media_type(path)})


def page(graph: CareerGraph, limits: Limits, name: str, framework: str, language: str) -> Answer:  # noqa: ARG001
    """Return one of the fixed pages, about one framework."""
    from ecomgraph.web import pages
    from ecomgraph.web.server.openapi import api_page

    chosen, links = pages.chosen_framework(_in_language(graph, language), framework)
    makers: dict[str, Callable[[], str]] = {
        "": lambda: pages.explorer_page(chosen, links),
        "api": lambda: api_page(chosen, links),
        "ns": lambda: pages.vocabulary_page(links),
        "query": lambda: pages.query_page(chosen, links),
    }
    return _html(makers[name]())


def plan(
    graph: CareerGraph,
    limits: Limits,  # noqa: ARG001
    arguments: Mapping[str, Any],
    address: str,
    day: str,
) -> Answer:
    """Return a development plan as a page; ``arguments`` are those of the API's plan."""
    from ecomgraph.web import pages
    from ecomgraph.web.server.endpoints import FRAMEWORK, LANGUAGE, plan_of

    told = _in_language(graph, arguments[LANGUAGE.name])
    named = arguments.get(FRAMEWORK.name) or ""
    ends = (arguments[name] for name in ("to", "from") if arguments.get(name))
    asked = told.framework(named) if named else told.of(*ends)
    _, links = pages.chosen_framework(told, named, asked.node(arguments["to"]).iri)
    # The arguments name roles of this framework, so there is no link to the plan of another.
    links = replace(links, frameworks=())
    return _html(pages.plan_page(asked, plan_of(asked, arguments), links, address=address, day=day))


def _html(text: str) -> Answer:
    return Answer(text.encode("utf-8", "replace"), {"type": "text/html"})


def api(graph: CareerGraph, limits: Limits, name: str, arguments: Mapping[str, Any]) -> Answer:  # noqa: ARG001
    """Return the response of an API endpoint."""
    from ecomgraph.web.server.endpoints import ENDPOINTS, LANGUAGE

    value = ENDPOINTS[name].ask(_in_language(graph, arguments[LANGUAGE.name]), arguments)
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return Answer(text.encode("utf-8", "replace"), {"type": "application/json"})


def service(graph: CareerGraph, limits: Limits, accept: str, endpoint: str) -> Answer:  # noqa: ARG001
    """Return the description of the SPARQL service."""
    from ecomgraph.web.server.service import description

    media_type = choose(accept, tuple(GRAPHS))
    if media_type is None:
        return Answer(b"", {"acceptable": tuple(GRAPHS)})
    return Answer(serialize(description(graph.dataset, endpoint), GRAPHS[media_type]), {"type": media_type})
