"""The command that writes a graph for other tools."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ecomgraph.cli.options import format_option, graph_option
from ecomgraph.cli.output import emit, one_line
from ecomgraph.cli.signals import ends_in_order
from ecomgraph.errors import ExportError
from ecomgraph.store.streams import is_stdout

if TYPE_CHECKING:
    from ecomgraph.cli.output import Row
    from ecomgraph.exchange.export_report import ExportReport
    from ecomgraph.graph import CareerGraph

__all__ = ["export"]

SHOWN = 10


@click.command(epilog="Example: ecomgraph export moodle competencies.csv --role ecommerce-director")
@click.argument("name", metavar="FORMAT", required=False)
@click.argument("destination", metavar="DEST", required=False)
@click.option("--list", "listed", is_flag=True, help="List the formats, their tools, and what they leave out.")
@click.option(
    "--role", "roles", multiple=True, metavar="ROLE", help="Export this role and what it refers to; repeat for more."
)
@click.option("--level", metavar="LEVEL", help="Export only profiles at this level.")
@click.option("--specialization", metavar="FIELD", help="Export only profiles in this field.")
@click.option("--derived/--asserted", default=None, help="Include or exclude derived triples; default by format.")
@click.option("--title", default="", metavar="TEXT", help="Title of the framework, in formats that have one.")
@click.option("--date", default="", metavar="YYYY-MM-DD", help="Date of the last change, in formats that have one.")
@click.option("--map", "mapping", metavar="FILE", help="Mapping file, for the format mapping.")
@click.option("--odoo", type=click.Choice(["17", "18", "19"]), help="Version of Odoo for the format odoo; default 19.")
@click.option("--case-version", type=click.Choice(["1.0", "1.1"]), help="Version of CASE for the format case.")
@click.option(
    "--store", type=click.Choice(["neo4j", "memgraph", "ladybug"]), help="Store for the format property-graph."
)
@click.option("--alignments", is_flag=True, help="Add the bundled mappings to ESCO and O*NET.")
@click.option("--force", is_flag=True, help="Replace DEST if it exists.")
@format_option
@graph_option
@ends_in_order
def export(
    graph: CareerGraph,
    name: str | None,
    destination: str | None,
    listed: bool,
    roles: tuple[str, ...],
    level: str | None,
    specialization: str | None,
    derived: bool | None,
    title: str,
    date: str,
    mapping: str | None,
    odoo: str | None,
    case_version: str | None,
    store: str | None,
    alignments: bool,
    force: bool,
    form: str,
) -> None:
    """Export the graph in the format of another tool.

    DEST is a file or a folder, depending on FORMAT; it is written atomically. For formats of one file, - is standard
    output, and the report goes to standard error.
    """
    if listed:
        _print_formats(form)
        return
    if name is None or destination is None:
        raise click.UsageError("give FORMAT and DEST, or --list to see the formats")
    versions = {
        "odoo": ("--odoo", odoo),
        "case": ("--case-version", case_version),
        "property-graph": ("--store", store),
    }
    version = _version(name, versions)
    if alignments:
        graph = _with_alignments(graph.of(*roles, kind="role"))
    try:
        report = graph.export(
            name,
            destination,
            role=roles,
            level=level,
            specialization=specialization,
            derived=derived,
            language=graph.language,
            title=title,
            date=date,
            map=mapping,
            version=version,
            force=force,
        )
    except ExportError as error:
        for problem in error.problems[SHOWN:]:
            click.echo(one_line(problem), err=True)
        raise
    _print_report(report, form, aside=is_stdout(destination))


def _version(name: str, given: dict[str, tuple[str, str | None]]) -> str:
    """Return the version given for a format; raise if the version option of another format was used."""
    for other, (option, value) in given.items():
        if value and other != name:
            raise click.UsageError(f"{option} is for the format {other}, not for {name}")
    return given[name][1] or "" if name in given else ""


def _with_alignments(graph: CareerGraph) -> CareerGraph:
    """Return a copy of the graph of a framework that includes the bundled mappings."""
    from ecomgraph.graph import CareerGraph
    from ecomgraph.store.dataset import ASSERTED, Dataset

    dataset = Dataset()
    dataset.store.bulk_extend(graph.dataset.store)
    dataset.add_packaged("alignments", ASSERTED)
    dataset.language = graph.dataset.language
    copy = CareerGraph(dataset, graph.language)
    copy._known = graph._frameworks()
    return copy


def _print_formats(form: str) -> None:
    from ecomgraph.exchange.registry import FORMATS

    columns = ["format", "makes", "carries", "tool", "lost"]
    values = [
        {
            "format": it.name,
            "makes": it.filename or "folder",
            "carries": "asserted and derived" if it.derived else "asserted",
            "tool": it.tool,
            "lost": list(it.lost),
        }
        for it in FORMATS.values()
    ]
    rows: list[Row] = [
        (
            it.name,
            it.filename or "folder",
            "asserted and derived" if it.derived else "asserted",
            it.tool,
            "; ".join(it.lost),
        )
        for it in FORMATS.values()
    ]
    emit(form, columns, rows, values)


def _print_report(report: ExportReport, form: str, *, aside: bool) -> None:
    notes = {"repaired": report.repaired, "warnings": report.warnings, "lost": report.lost}
    rows: list[Row] = [("file", path, "") for path in report.files]
    rows += [("records", kind, count) for kind, count in report.records]
    for what, texts in notes.items():
        shown = texts if form == "csv" else texts[:SHOWN]
        rows += [(what, text, "") for text in shown]
        if len(texts) > len(shown):
            rows.append((what, f"and {len(texts) - len(shown)} more; --format json has all", ""))
    value = {
        "format": report.format,
        "files": list(report.files),
        "records": dict(report.records),
        "repaired": list(report.repaired),
        "warnings": list(report.warnings),
        "lost": list(report.lost),
    }
    emit(form, ["what", "name", "count"], rows, value, aside=aside)
