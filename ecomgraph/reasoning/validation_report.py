"""The validation report."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["ValidationReport", "ValidationResult", "merged"]


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class ValidationResult:
    """One thing that shapes object to. IRIs in full; ``""`` where SHACL's report has nothing.

    ``bindings`` are the variables that the message is filled with, by name, with their values; pyshacl does not tell
    them. They do not count when results are compared.
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

    ``notes`` say which shapes were run by pyshacl, and why.

    >>> bool(ValidationReport(conforms=True, results=()))
    True
    """

    conforms: bool
    results: tuple[ValidationResult, ...]
    notes: tuple[str, ...] = field(default=(), compare=False)

    def __bool__(self) -> bool:
        return self.conforms


def merged(reports: Sequence[ValidationReport]) -> ValidationReport:
    """Return one report of what several found.

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
