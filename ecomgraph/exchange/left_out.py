"""What an exporter never looked at, by kind and property: the part of a report that no exporter writes itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from ecomgraph.namespace import ECG
from ecomgraph.reading.names import curie
from ecomgraph.reading.reader import TYPE
from ecomgraph.schema import KINDS, LINKS
from ecomgraph.store.dataset import is_derived

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecomgraph.exchange.content import Content

__all__ = ["left_out"]

# Looked up for each class, because a scan of all triples in Python takes ten times as long.
_PROPERTIES = "SELECT DISTINCT ?graph ?property { GRAPH ?any { ?thing a %s } GRAPH ?graph { ?thing ?property ?value } }"

# The properties that a derived property was derived from: reading it counts as reading them.
_SAID_BY = {
    ECG.advancesTo: (("transition", ECG.transitionFrom), ("transition", ECG.transitionTo)),
    ECG.worksWith: (("", ECG.hasCollaboration), ("collaboration", ECG.collaboratesWith)),
}


def left_out(content: Content) -> Iterator[str]:
    """Yield up to two lines: kinds of which nothing was read, and properties that were not read of other kinds.

    A property that rules derive is not named, since what it is derived from is. Of a whole graph this takes one query
    for each class, of a part one look at each thing.
    """
    looked_at = {*content.looked_at, *(pair for _, link in content.looked_at for pair in _SAID_BY.get(link, ()))}
    untouched: dict[str, list[str]] = {}
    unread: dict[str, list[str]] = {}
    everywhere: dict[str, int] = {}
    for kind in KINDS:
        stated = sorted(_stated(content, kind), key=curie)
        missing = [it for it in stated if not {(kind, it), ("", it)} & looked_at]
        if stated and missing == stated:
            untouched[kind] = missing
            continue
        for iri in stated:
            everywhere[iri] = everywhere.get(iri, 0) + 1
        for iri in missing:
            unread.setdefault(iri, []).append(KINDS[kind].table.replace("-", " "))
    if untouched:
        kinds = ", ".join(KINDS[kind].table.replace("-", " ") for kind in untouched)
        names = ", ".join(sorted({curie(iri) for found in untouched.values() for iri in found}))
        yield f"{kinds} with their {names}: this format has no place for them"
    if unread:
        groups: dict[str, list[str]] = {}
        for iri, kinds_of in unread.items():
            of = "" if len(kinds_of) == everywhere[iri] else f" of {', '.join(kinds_of)}"
            groups.setdefault(of, []).append(curie(iri))
        yield f"{'; '.join(', '.join(names) + of for of, names in groups.items())}: this format has no place for them"


def _stated(content: Content, kind: str) -> set[str]:
    """Return the properties that are asserted of things of a kind in the content."""
    keys = content.keys(kind)
    if not keys:
        return set()
    if content.narrowed or kind == "statement":
        found = {quad.predicate.value for key in keys for quad in content.quads(key) if not is_derived(quad.graph_name)}
    else:
        found = set()
        for concept in KINDS[kind].classes:
            rows = content.store.query(_PROPERTIES % ox.NamedNode(concept))
            assert isinstance(rows, ox.QuerySolutions)
            found |= {row[1].value for row in rows if not is_derived(row[0]) and content.takes(_quad(row[0]))}
    return {iri for iri in found if iri != TYPE and not ((link := LINKS.get(iri)) and link.derived)}


def _quad(graph: ox.NamedNode) -> ox.Quad:
    """Return a triple in a graph, since it is by its graph that a triple is exported."""
    return ox.Quad(graph, graph, graph, graph)
