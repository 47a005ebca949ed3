"""Graphs of the fixtures of shapes, which may hold what a load refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from ecomgraph.graph import CareerGraph
from ecomgraph.reasoning.rules import derive
from ecomgraph.store.dataset import VOCABULARY, Dataset
from ecomgraph.store.implied_triples import completed
from ecomgraph.store.parse import parse_file

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["as_written", "derived", "side_by_side"]

# The namespaces of the fixtures' own things.
OWN = ("https://example.org/", "https://x.example/")


def as_written(*fixtures: Path) -> CareerGraph:
    """The graph of files, with derived properties that no rule concludes, which :func:`ecomgraph.load` refuses.

    Of several files, things of one name stay apart: see :func:`side_by_side`.
    """
    graphs = [[quad.triple for quad in parse_file(fixture)] for fixture in fixtures]
    return CareerGraph(derived(side_by_side(graphs) if len(graphs) > 1 else graphs[0]))


def derived(triples: Iterable[ox.Triple]) -> Dataset:
    """The triples as they are, the vocabulary, and what the rules conclude."""
    quads = [ox.Quad(*triple) for triple in triples]
    dataset = Dataset()
    dataset.add_packaged("vocabulary", VOCABULARY)
    dataset.add(quads)
    dataset.add(completed(quads))
    derive(dataset)
    return dataset


def side_by_side(graphs: Iterable[Iterable[ox.Triple]]) -> list[ox.Triple]:
    """All triples of several graphs, where own IRIs and blank nodes carry the number of their graph.

    An engine spends most of its time on its start, so many small graphs are judged in one run.
    """

    def own(term: ox.NamedNode | ox.BlankNode | ox.Literal, number: int) -> ox.NamedNode | ox.BlankNode | ox.Literal:
        if isinstance(term, ox.BlankNode):
            return ox.BlankNode(f"g{number}x{term.value}")
        for namespace in OWN:
            if isinstance(term, ox.NamedNode) and term.value.startswith(namespace):
                return ox.NamedNode(f"{namespace}{number}/{term.value.removeprefix(namespace)}")
        return term

    return [
        ox.Triple(own(triple.subject, number), triple.predicate, own(triple.object, number))  # type: ignore[arg-type]
        for number, graph in enumerate(graphs)
        for triple in graph
    ]
