"""The kinds and properties that an exporter never read, for the report."""

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

# One query per class, because a scan of all triples in Python takes ten times as long.
_PROPERTIES = "SELECT DISTINCT ?graph ?property { GRAPH ?any { ?thing a %s } GRAPH ?graph { ?thing ?property ?value } }"

# Properties from which a derived one is computed; reading that one counts as reading them.
_SAID_BY = {
    ECG.advancesTo: (("transition", ECG.transitionFrom), ("transition", ECG.transitionTo)),
    ECG.worksWith: (("", ECG.hasCollaboration), ("collaboration", ECG.collaboratesWith)),
}


def left_out(content: Content) -> Iterator[str]:
    """Yield up to two lines: kinds that were not read at all, and properties of other kinds that were not read.

    Derived properties are not named, because those that they are derived from are. This takes one query per class for a
    whole graph, and one look-up per thing for a part.
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
        yield f"{kinds} with their {names}: this format cannot hold them"
    if unread:
        groups: dict[str, list[str]] = {}
        for iri, kinds_of in unread.items():
            of = "" if len(kinds_of) == everywhere[iri] else f" of {', '.join(kinds_of)}"
            groups.setdefault(of, []).append(curie(iri))
        yield f"{'; '.join(', '.join(names) + of for of, names in groups.items())}: this format cannot hold them"


def _stated(content: Content, kind: str) -> set[str]:
    """Return the properties asserted for things of a kind in the content."""
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
    """Return the quad of a triple, because the graph decides whether a triple is exported."""
    return ox.Quad(graph, graph, graph, graph)
