"""Validation reports, and the results in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["ValidationReport", "ValidationResult", "merged"]


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class ValidationResult:
    """One violation. IRIs are in full; a field without a value in SHACL's report is ``""``.

    ``bindings`` are the variables in the message, by name, with their values; pyshacl does not provide them. They are
    ignored when results are compared.
    """

    focus_node: str
    result_path: str = ""
    value: str = ""
    source_shape: str = ""
    component: str
    severity: str
    message: str = ""
    bindings: tuple[tuple[str, str], ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidationReport:
    """A validation report: ``conforms``, and results without duplicates, sorted by their fields in order.

    ``notes`` name the shapes that pyshacl ran, with the reason.

    >>> bool(ValidationReport(conforms=True, results=()))
    True
    """

    conforms: bool
    results: tuple[ValidationResult, ...]
    notes: tuple[str, ...] = field(default=(), compare=False)

    def __bool__(self) -> bool:
        return self.conforms


def merged(reports: Sequence[ValidationReport]) -> ValidationReport:
    """Return several reports merged into one.

    >>> merged([ValidationReport(conforms=True, results=()), ValidationReport(conforms=False, results=())]).conforms
    False
    """
    if len(reports) == 1:
        return reports[0]
    return ValidationReport(
        conforms=all(report.conforms for report in reports),
        results=tuple(sorted({result for report in reports for result in report.results})),
        notes=tuple(note for report in reports for note in report.notes),
    )
