"""Validate with pyshacl, the reference engine; the only module that imports it."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

from ecomgraph.errors import ShapesError
from ecomgraph.namespace import PREFIXES
from ecomgraph.reasoning.validation_report import ValidationReport, ValidationResult
from ecomgraph.store.rdflib_view import to_memory_graph

if TYPE_CHECKING:
    import rdflib

    from ecomgraph.store.dataset import Dataset

__all__ = ["validate_with_pyshacl"]


def validate_with_pyshacl(dataset: Dataset, shapes: bytes) -> ValidationReport:
    """Validate a dataset against shapes in Turtle, without inference, rules, JavaScript or imports."""
    import pyshacl
    import rdflib
    from pyshacl.errors import ReportableRuntimeError, ShapeLoadError, ShapeRecursionWarning

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", ShapeRecursionWarning)
            conforms, report, _ = pyshacl.validate(
                to_memory_graph(dataset),
                # pyshacl adds triples to the shapes graph, so each run gets its own.
                shacl_graph=rdflib.Graph().parse(data=shapes, format="turtle"),
                inference="none",
                advanced=False,
                js=False,
                inplace=True,
            )
    except ShapeRecursionWarning:
        raise ShapesError(
            "the shapes cannot be run: a shape refers to itself for the same node, which SHACL leaves undefined"
        ) from None
    except (ReportableRuntimeError, ShapeLoadError, RecursionError) as error:
        raise ShapesError(f"the shapes cannot be run: {str(error).partition(chr(10))[0]}") from error
    if not isinstance(report, rdflib.Graph):
        raise ShapesError(f"the shapes cannot be run: {report}")
    return ValidationReport(conforms=bool(conforms), results=_results(report))


def _results(report: rdflib.Graph) -> tuple[ValidationResult, ...]:
    from rdflib import URIRef

    def field(result: rdflib.term.Node, name: str) -> str:
        value = report.value(result, URIRef(PREFIXES["sh"] + name))
        return "" if value is None else str(value)

    found = report.subjects(URIRef(PREFIXES["rdf"] + "type"), URIRef(PREFIXES["sh"] + "ValidationResult"))
    results = {
        ValidationResult(
            focus_node=field(result, "focusNode"),
            result_path=field(result, "resultPath"),
            value=field(result, "value"),
            source_shape=field(result, "sourceShape"),
            component=field(result, "sourceConstraintComponent"),
            severity=field(result, "resultSeverity"),
            message=field(result, "resultMessage"),
        )
        for result in found
    }
    return tuple(sorted(results))
