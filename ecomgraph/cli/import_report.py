"""Print the report of an import, and the changes between two frameworks, in the chosen format."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from ecomgraph.cli.output import as_csv, as_table, emit, one_line, tell_notes, write
from ecomgraph.spelling import counted
from ecomgraph.web.answers import framework_changes_json

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ecomgraph.careers.framework_changes import FrameworkChange
    from ecomgraph.cli.output import Row
    from ecomgraph.exchange.importers import ImportReport

__all__ = ["CHANGES", "change_rows", "print_import_report"]

CHANGES = ("section", "change", "id", "label", "other", "what", "from", "to")


def change_rows(found: Iterable[FrameworkChange]) -> list[Row]:
    """Return changes as rows of a table, one for each field that changed."""
    rows: list[Row] = []
    for it in found:
        other = it.other.label if it.other else ""
        fields = it.details if it.change == "changed" or it.other else ()
        rows += [
            (it.section, it.change, it.thing.id, it.thing.label, other, *field) for field in fields or [("", "", "")]
        ]
    return rows


def print_import_report(report: ImportReport, form: str) -> None:
    """Print a report; as a table with counts, followed by notes and violations on standard error."""
    columns = ["class", "added", "removed", "changed"]
    if form == "csv" and report.differences:
        write(as_csv(CHANGES, change_rows(report.differences)))
    elif form != "table":
        emit(form, columns, list(report.changes), _report_json(report, columns))
    else:
        _print_text(report, columns)
    sys.stdout.flush()
    tell_notes(report.notes)
    for violation in report.violations:
        click.echo(one_line(violation), err=True)
    if report.violations:
        click.echo("ecomgraph: this framework violates the shapes; nothing was imported", err=True)


def _report_json(report: ImportReport, columns: list[str]) -> dict[str, object]:
    from ecomgraph.careers.framework_changes import FrameworkChanges

    value = asdict(report)
    for left_out in ("changes", "differences", "seconds"):
        del value[left_out]
    for entry in value["account"]:
        entry["left_out"] = dict(entry["left_out"])
    value["framework"]["rules"] = [name for name, _ in report.framework.rules]
    value["framework"]["classes"] = dict(report.framework.classes)
    value["framework"]["bases"] = list(report.framework.bases)
    value["changes"] = [dict(zip(columns, row, strict=True)) for row in report.changes]
    name = report.framework.name
    compared = FrameworkChanges(before=name, after=name, changes=report.differences)
    value["differences"] = framework_changes_json(compared)["changes"]
    return value


def _print_text(report: ImportReport, columns: list[str]) -> None:
    if report.understood and not report.applied:
        write("understood as:\n" + "".join(f"  {one_line(text)}\n" for text in report.understood) + "\n")
    did = "imported into" if report.applied else "would be imported into" if report.accepted else "not imported into"
    name, title = one_line(report.framework.name), one_line(report.framework.title)
    write(f"{name} ({title}) {did} {one_line(report.into)}: {counted(report.framework.triples, 'triples')}\n")
    if report.changes:
        write("\n" + as_table(columns, list(report.changes)) + "\n")
    if report.differences:
        write(as_table(CHANGES, change_rows(report.differences)) + "\n")
    if report.accepted:
        bases = f"with {', '.join(report.framework.bases)}" if report.framework.bases else "in all"
        asserted = counted(report.asserted, "triples")
        write(f"{asserted} asserted {bases}, {report.derived:,} derived; the shapes agree\n")
