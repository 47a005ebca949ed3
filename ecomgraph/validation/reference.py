"""Validate a dataset against SHACL shapes with pyshacl; the only module that imports it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ecomgraph.errors import ShapesError
from ecomgraph.namespace import PREFIXES
from ecomgraph.store.packaged import packaged_files
from ecomgraph.store.rdflib import to_memory_graph

if TYPE_CHECKING:
    import rdflib

    from ecomgraph.store.dataset import Dataset

__all__ = ["ValidationReport", "ValidationResult", "validate"]

HOUSE_STYLE = "house-style.ttl"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class ValidationResult:
    """One thing that shapes object to. IRIs in full; ``""`` where SHACL's report has nothing."""

    focus_node: str
    result_path: str = ""
    value: str = ""
    source_shape: str = ""
    component: str
    severity: str
    message: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidationReport:
    """What a validation found: ``conforms``, and results sorted by their fields in the order of the class.

    >>> bool(ValidationReport(conforms=True, results=()))
    True
    """

    conforms: bool
    results: tuple[ValidationResult, ...]

    def __bool__(self) -> bool:
        return self.conforms


def validate(dataset: Dataset, *, house_style: bool = False) -> ValidationReport:
    """Judge all that a dataset holds by the packaged shapes; ``house_style`` adds those for the ontology itself.

    Raises :class:`~ecomgraph.ShapesError` when shapes cannot be run.
    """
    import pyshacl
    from pyshacl.errors import ReportableRuntimeError, ShapeLoadError

    # pyshacl adds triples to the shapes graph that it is given, so each run has its own.
    shapes = _shapes(house_style=house_style)
    try:
        conforms, report, _ = pyshacl.validate(
            to_memory_graph(dataset), shacl_graph=shapes, inference="none", advanced=False, js=False, inplace=True
        )
    except (ReportableRuntimeError, ShapeLoadError) as error:
        raise ShapesError(f"the shapes cannot be run: {error}") from error
    return ValidationReport(conforms=bool(conforms), results=_results(report))


def _shapes(*, house_style: bool) -> rdflib.Graph:
    import rdflib

    graph = rdflib.Graph()
    for file in packaged_files("shapes"):
        if house_style or file.name != HOUSE_STYLE:
            graph.parse(data=file.read_text(encoding="utf-8"), format="turtle")
    return graph


def _results(report: rdflib.Graph) -> tuple[ValidationResult, ...]:
    from rdflib import URIRef

    def field(result: rdflib.term.Node, name: str) -> str:
        return str(report.value(result, URIRef(PREFIXES["sh"] + name)) or "")

    results = report.subjects(URIRef(PREFIXES["rdf"] + "type"), URIRef(PREFIXES["sh"] + "ValidationResult"))
    return tuple(
        sorted(
            ValidationResult(
                focus_node=field(result, "focusNode"),
                result_path=field(result, "resultPath"),
                value=field(result, "value"),
                source_shape=field(result, "sourceShape"),
                component=field(result, "sourceConstraintComponent"),
                severity=field(result, "resultSeverity"),
                message=field(result, "resultMessage"),
            )
            for result in results
        )
    )
