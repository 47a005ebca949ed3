"""What an import of a source says and gives: its notes, its problems, and the graph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pytest

import ecomgraph
from ecomgraph import FrameworkError, import_framework

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from ecomgraph import CareerGraph

__all__ = ["graph_of", "labels", "notes_of", "problems_of"]


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
