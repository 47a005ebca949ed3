"""A second SHACL engine, pyrudof, finds in every fixture what the compiled queries find."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("pyrudof", reason="pyrudof is not installed; it is in the extra ci")

from typing import TYPE_CHECKING

from tests.fixture_graphs import as_written
from tests.samples import case
from tests.validation.rudof import Finding, findings

if TYPE_CHECKING:
    import ecomgraph

pytestmark = pytest.mark.slow
SHAPES = Path(__file__).parent.parent / "shapes"
INVALID = sorted((SHAPES / "invalid").glob("*.ttl"))
VALID = sorted((SHAPES / "valid").glob("*.ttl"))


def compiled(graph: ecomgraph.CareerGraph, *, house_style: bool) -> list[Finding]:
    return sorted(
        {
            (it.focus_node, it.result_path, it.value, it.source_shape, it.component, it.severity)
            for it in graph.validate(house_style=house_style).results
        }
    )


@pytest.mark.parametrize("house_style", [False, True])
def test_both_find_the_same_in_every_fixture(house_style: bool) -> None:
    graph = as_written(*(it for it in INVALID if it.name.startswith("House") == house_style))
    expected = compiled(graph, house_style=house_style)
    assert expected
    assert findings(graph.dataset, house_style=house_style) == expected


def test_both_find_small_frameworks_sound() -> None:
    for framework in VALID:
        with case(framework.stem):
            graph = as_written(framework)
            assert findings(graph.dataset, house_style=False) == compiled(graph, house_style=False) == []


def test_both_find_the_bundled_graph_sound(graph: ecomgraph.CareerGraph) -> None:
    assert findings(graph.dataset, house_style=True) == compiled(graph, house_style=True) == []
