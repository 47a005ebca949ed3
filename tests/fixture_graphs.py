"""Graphs of the fixtures of shapes, which may hold what a load refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecomgraph.graph import CareerGraph
from ecomgraph.reasoning.rules import derive
from ecomgraph.store.completed import completed
from ecomgraph.store.dataset import VOCABULARY, Dataset
from ecomgraph.store.parse import parse_file

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["as_written"]


def as_written(fixture: Path) -> CareerGraph:
    """The graph of a file, with derived properties that no rule concludes, which :func:`ecomgraph.load` refuses."""
    quads = parse_file(fixture)
    dataset = Dataset()
    dataset.add_packaged("vocabulary", VOCABULARY)
    dataset.add(quads)
    dataset.add(completed(quads))
    derive(dataset)
    return CareerGraph(dataset)
