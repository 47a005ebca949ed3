"""The validation report."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ValidationReport", "ValidationResult"]


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class ValidationResult:
    """One validation result, with IRIs in full; ``""`` for a value that SHACL's report does not have."""

    focus_node: str
    result_path: str = ""
    value: str = ""
    source_shape: str = ""
    component: str
    severity: str
    message: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidationReport:
    """A validation report: ``conforms``, and results without duplicates, sorted by their fields in order.

    >>> bool(ValidationReport(conforms=True, results=()))
    True
    """

    conforms: bool
    results: tuple[ValidationResult, ...]

    def __bool__(self) -> bool:
        return self.conforms
