"""The part of a long list that a page shows, and its order."""

from __future__ import annotations

from dataclasses import replace
from heapq import nsmallest
from typing import TYPE_CHECKING

from ecomgraph.spelling import in_reading_order
from ecomgraph.web.pages.described import Section, shared_mark

if TYPE_CHECKING:
    import pyoxigraph as ox

    from ecomgraph.web.pages.described import Item, Ref

__all__ = ["LIMIT", "first_of", "first_triples", "marked", "section_of"]

# Longer lists are cut to this many things or triples, and the page gives the total.
LIMIT = 1000
MOST_TRIPLES = 300


def marked(item: Item, mark: Ref | None) -> Item:
    """Return an item with a further qualifier, if one is given."""
    return replace(item, qualifiers=(*item.qualifiers, mark)) if mark else item


def first_of(quads: list[ox.Quad]) -> list[ox.Quad]:
    """Return the part of a long list to describe, always the same one."""
    return quads if len(quads) <= LIMIT else nsmallest(LIMIT, quads, key=str)


def first_triples(*groups: list[ox.Quad]) -> list[ox.Quad]:
    """Return the triples to show: group by group, each sorted."""
    found: list[ox.Quad] = []
    for group in groups:
        found += nsmallest(MOST_TRIPLES - len(found), group, key=str)
    return found


def section_of(heading: str, anchor: str, items: list[Item], count: int, *, compact: bool) -> Section:
    """Return a section with the first of its items in reading order; ``count`` is the total number of items."""
    # Inherited items come after a thing's own.
    ordered = sorted(
        items,
        key=lambda item: (
            shared_mark(item) is not None,
            in_reading_order(item.ref.text),
            item.ref.href,
            item.about,
        ),
    )
    return Section(heading=heading, anchor=anchor, items=tuple(ordered[:LIMIT]), count=count, compact=compact)
