"""What an import of a source says and gives: its notes, its problems, and the graph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pytest

import ecomgraph
from ecomgraph import FrameworkError, ImportOptions, QueryResult, import_framework

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from ecomgraph import CareerGraph

__all__ = ["graph_of", "imported", "labels", "notes_of", "problems_of", "rows"]


def imported(source: Path, **options: object) -> CareerGraph:
    target = source.parent / "career.db"
    report = import_framework(source, target, options=ImportOptions(**options))  # type: ignore[arg-type]
    assert report.accepted, report.violations
    return ecomgraph.open(target, framework=report.framework.name)


def rows(graph: CareerGraph, query: str) -> list[tuple[str, ...]]:
    answer = graph.sparql(query)
    assert isinstance(answer, QueryResult)
    return [tuple(str(value) for value in row) for row in answer]


def notes_of(source: Path) -> tuple[str, ...]:
    report = import_framework(source, source.parent / "out.ttl", replace=True)
    assert report.accepted, report.violations
    assert all(it.balanced for it in report.account)
    return report.notes


def graph_of(source: Path) -> CareerGraph:
    notes_of(source)
    return ecomgraph.load(source.parent / "out.ttl")


def problems_of(source: Path) -> tuple[str, ...]:
    with pytest.raises(FrameworkError) as caught:
        import_framework(source, source.parent / "out.ttl", replace=True)
    return caught.value.problems


class Labelled(Protocol):
    @property
    def label(self) -> str: ...


def labels(things: Iterable[Labelled]) -> list[str]:
    return [it.label for it in things]
