"""A second SHACL engine, pyrudof, finds in every fixture what the compiled queries find."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("pyrudof", reason="pyrudof is not installed; it is in the extra ci")

from typing import TYPE_CHECKING

from tests.fixture_graphs import as_written
from tests.samples import case, portions
from tests.validation.rudof import Finding, findings

if TYPE_CHECKING:
    import ecomgraph

pytestmark = pytest.mark.slow
SHAPES = Path(__file__).parent.parent / "shapes"
INVALID = sorted((SHAPES / "invalid").glob("*.ttl"))
VALID = sorted((SHAPES / "valid").glob("*.ttl"))

# Fixtures on which pyrudof differs, with what it gets wrong: none. A name here has to say which component, and why.
DIFFERENT: dict[str, str] = {}


def compiled(graph: ecomgraph.CareerGraph, *, house_style: bool) -> list[Finding]:
    return sorted(
        {
            (it.focus_node, it.result_path, it.value, it.source_shape, it.component, it.severity)
            for it in graph.validate(house_style=house_style).results
        }
    )


def assert_both_find_the_same(fixture: Path) -> None:
    graph = as_written(fixture)
    house_style = fixture.name.startswith("House")
    expected = compiled(graph, house_style=house_style)
    assert bool(expected) == (fixture in INVALID)
    assert (findings(graph.dataset, house_style=house_style) == expected) == (fixture.stem not in DIFFERENT)


@pytest.mark.parametrize("fixtures", portions([*INVALID, *VALID], 8))
def test_both_find_the_same_in_every_fixture(fixtures: list[Path]) -> None:
    for fixture in fixtures:
        with case(fixture.stem):
            assert_both_find_the_same(fixture)


def test_both_find_the_bundled_graph_sound(graph: ecomgraph.CareerGraph) -> None:
    assert findings(graph.dataset, house_style=True) == compiled(graph, house_style=True) == []
