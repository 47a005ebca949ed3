"""Each invalid file has one defect and gets exactly the report that it holds; each valid file gets none.

The invalid files follow W3C's data-shapes suite: data and expected report side by side. They are named after the shape
and the constraint component that the defect offends; those of house style begin with ``House``.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from rdflib import RDF, SH, Graph

import ecomgraph
from tests.fixture_graphs import as_written
from tests.samples import case, portions

if TYPE_CHECKING:
    from rdflib.term import Node

    from ecomgraph.reasoning.validation import ValidationReport

HERE = Path(__file__).parent


class Result(NamedTuple):
    """One result of a validation report, as far as SHACL says what it must be; ``""`` where there is nothing."""

    focus_node: str
    result_path: str
    value: str
    source_shape: str
    component: str
    severity: str


def expected_results(fixture: Path) -> list[Result]:
    """The results of the report that a fixture holds."""
    graph = Graph().parse(fixture, format="turtle")

    def field(result: Node, name: str) -> str:
        value = graph.value(result, SH[name])
        return "" if value is None else str(value)  # a literal 0 is false

    return sorted(
        Result(
            field(result, "focusNode"),
            field(result, "resultPath"),
            field(result, "value"),
            field(result, "sourceShape"),
            field(result, "sourceConstraintComponent"),
            field(result, "resultSeverity"),
        )
        for result in graph.subjects(RDF.type, SH.ValidationResult)
    )


def results(report: ValidationReport) -> list[Result]:
    """The results of a report, without their messages."""
    return sorted(
        Result(
            result.focus_node or "",
            result.result_path or "",
            result.value or "",
            result.source_shape or "",
            result.component,
            result.severity,
        )
        for result in report.results
    )


@pytest.mark.parametrize("fixtures", portions(sorted((HERE / "invalid").glob("*.ttl")), 12))
def test_one_defect_gives_exactly_the_expected_report(fixtures: list[Path]) -> None:
    for fixture in fixtures:
        with case(fixture.stem):
            assert_report_is_the_expected_one(fixture)


def assert_report_is_the_expected_one(fixture: Path) -> None:
    expected = expected_results(fixture)
    shape, _, component = fixture.stem.partition("--")

    report = as_written(fixture).validate(house_style=fixture.stem.startswith("House"))

    assert not report.conforms
    assert results(report) == expected
    assert any(
        result.source_shape.endswith(f"#{shape}") and result.component.endswith(f"#{component}") for result in expected
    )
    assert all(result.message and "{" not in result.message for result in report.results)


@pytest.mark.parametrize("framework", sorted((HERE / "valid").glob("*.ttl")), ids=lambda path: path.stem)
def test_a_small_framework_without_evidence_conforms(framework: Path) -> None:
    report = ecomgraph.load(framework).validate()

    assert report.results == ()
    assert report.conforms
