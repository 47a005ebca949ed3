"""Commands about frameworks: template, import, list, removal, and crosswalk."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import click

from ecomgraph.cli.import_progress import ImportProgress
from ecomgraph.cli.import_report import CHANGES, change_rows, print_import_report
from ecomgraph.cli.limits import parsed_size
from ecomgraph.cli.options import (
    chosen_graph,
    format_option,
    language_option,
    rules_option,
    shapes_option,
    source_options,
)
from ecomgraph.cli.output import emit, one_line, tell_notes, write
from ecomgraph.cli.signals import ends_in_order
from ecomgraph.errors import FrameworkError
from ecomgraph.spelling import counted
from ecomgraph.store.streams import is_stdout
from ecomgraph.web.answers import crosswalk_json, framework_changes_json, frameworks_json

if TYPE_CHECKING:
    from ecomgraph.cli.output import Row

__all__ = ["changes", "crosswalk", "frameworks", "import_", "remove", "template"]


@click.command(epilog="Example: ecomgraph template ours")
@click.argument("path", metavar="DIR|FILE.xlsx")
@click.option("--example", is_flag=True, help="Fill the tables with the bundled framework.")
@click.option("--force", is_flag=True, help="Replace existing files.")
@ends_in_order
def template(path: str, example: bool, force: bool) -> None:
    """Write empty tables for a new framework.

    The target is a folder of CSV files or a workbook; - writes a workbook to standard output. A comment row under each
    header explains the columns.
    """
    from ecomgraph.exchange.importers import write_template

    names = write_template(path, example=example, force=force)
    for name in () if is_stdout(path) else names:
        write(f"{one_line(name)}\n")


@click.command("import", epilog="Example: ecomgraph import ours --into career.db")
@click.argument("source", metavar="[SOURCE]", required=False)
@click.option("--list", "listed", is_flag=True, help="List the kinds of SOURCE.")
@click.option("--into", metavar="DB|FILE", help="A database (a folder), or a file to write as RDF.")
@click.option("--bundled", is_flag=True, help="Import the bundled framework instead of SOURCE.")
@click.option("--alignments", is_flag=True, help="Import the mappings of the bundled framework instead of SOURCE.")
@click.option("--as", "kind", metavar="FORMAT", default="", help="Format of SOURCE, if it cannot be detected.")
@click.option("--name", metavar="NAME", default="", help="Name of the framework in the database: a-z, 0-9 and hyphens.")
@click.option("--title", metavar="TEXT", default="", help="Title of the framework.")
@click.option("--framework-version", "version", metavar="TEXT", default="", help="Version of the framework.")
@click.option("--publisher", metavar="TEXT", default="", help="Publisher of the framework.")
@click.option("--language", metavar="TAG", default="", help="Language of the texts, such as en.")
@click.option("--base", metavar="IRI", default="", help="Base of the IRIs of rows that have none.")
@click.option("--encoding", metavar="NAME", default="", help="Encoding of text files that are not UTF-8.")
@click.option("--license", "license_", metavar="IRI", default="", help="Licence of the framework.")
@click.option("--attribution", metavar="TEXT", default="", help="Attribution of the framework.")
@click.option(
    "--extends",
    multiple=True,
    metavar="NAME",
    help="Also build on this framework, even if SOURCE refers to none of its things; repeat for more.",
)
@click.option(
    "--current", is_flag=True, help="Mark this framework as current: it is preferred if a name is in several."
)
@click.option(
    "--into-framework",
    default="",
    metavar="NAME",
    help="Add SOURCE, such as another language, to this framework of the database.",
)
@click.option(
    "--propose-transitions",
    "propose",
    type=click.FloatRange(0, 1, min_open=True),
    metavar="SCORE",
    help="Propose transitions between roles whose skills have a similarity of at least SCORE, from 0 to 1.",
)
@click.option(
    "--include",
    multiple=True,
    metavar="PART",
    help="Part of O*NET to read besides occupations, skills and knowledge: tasks, work-activities (both by default),"
    " technologies, tools, all or none; repeat for more.",
)
@click.option("--ladder", is_flag=True, help="For a matrix: make promotions from each column to the next.")
@click.option(
    "--cumulative",
    is_flag=True,
    help="For a matrix: --ladder, and each column builds on the one before it.",
)
@click.option(
    "--role",
    metavar="ROLE",
    default="",
    help="For a matrix: the columns are levels of this role; @sheet: of the role that the sheet is named after;"
    " @header: of the role in the line above.",
)
@click.option(
    "--top",
    type=click.IntRange(0, 100),
    default=0,
    metavar="N",
    help="For a matrix without a declared scale: ranks go from 1 to N instead of to the greatest number found.",
)
@click.option(
    "--descriptors",
    is_flag=True,
    help="For a matrix: columns are levels, lowest first, and cells describe the skill at that level.",
)
@click.option("--map", metavar="FILE", help="A mapping file, for a source in any other layout.")
@click.option(
    "--roles",
    multiple=True,
    metavar="SCHEME|TYPE",
    help="Scheme or type of a SKOS file whose concepts are roles, not skills; repeat for more.",
)
@click.option("--max-size", default="512M", show_default=True, callback=parsed_size, help="Refuse a larger source.")
@rules_option
@shapes_option
@click.option("--replace", is_flag=True, help="Replace the framework of the same name, or the file.")
@click.option("--dry-run", is_flag=True, help="Do everything except write.")
@click.option("--quiet", is_flag=True, help="No progress on standard error.")
@format_option
@click.pass_context
@ends_in_order
def import_(
    context: click.Context,
    /,
    source: str | None,
    listed: bool,
    into: str | None,
    bundled: bool,
    alignments: bool,
    kind: str,
    license_: str,
    max_size: int,
    replace: bool,
    dry_run: bool,
    quiet: bool,
    form: str,
    **options: str | float | bool | tuple[str, ...] | None,
) -> None:
    """Import a framework into a database or an RDF file.

    SOURCE is a folder of CSV files or a workbook (see template), RDF, a folder of O*NET or ESCO files, or a CASE
    package; - is standard input, for a source of one file. The import is atomic: SOURCE is read, derived and validated
    before anything is written.

    The exit code is 1 if validation fails, and 2 if SOURCE cannot be read.
    """
    from ecomgraph.exchange.importers import ImportOptions, Packaged, import_framework

    if listed:
        _print_kinds(form)
        return
    if into is None:
        raise click.UsageError("say where to: --into DB or --into FILE; --list says what can be imported")
    if (source is not None) + bundled + alignments != 1:
        raise click.UsageError("give one of SOURCE, --bundled and --alignments")
    given = source if source is not None else Packaged.BUNDLED if bundled else Packaged.ALIGNMENTS
    settings = ImportOptions(format=kind, license=license_, max_size=max_size, **options)  # type: ignore[arg-type]
    with ImportProgress(quiet=quiet) as progress:
        try:
            report = import_framework(
                given, into, options=settings, replace=replace, dry_run=dry_run, progress=progress.step
            )
        except FrameworkError as error:
            progress.stop()
            if len(error.problems) == 1:
                raise
            tell_notes(error.notes)
            for problem in error.problems:
                click.echo(one_line(problem), err=True)
            count = len(error.problems)
            click.echo(f"ecomgraph: {count} problems in {one_line(error.source)}, nothing was imported", err=True)
            context.exit(error.exit_code)
    print_import_report(report, form)
    if not report.accepted:
        context.exit(1)


def _print_kinds(form: str) -> None:
    from ecomgraph.exchange.importers.readers import kinds

    rows = [(it.name, "folder" if it.folder else "file", it.what) for it in kinds().values()]
    columns = ["format", "is", "what"]
    emit(form, columns, rows, [dict(zip(columns, row, strict=True)) for row in rows])


@click.command(epilog="Example: ecomgraph frameworks --db career.db")
@click.option(
    "--current", "name", metavar="NAME", help="Mark this framework as current: it is preferred if a name is in several."
)
@source_options
@format_option
@ends_in_order
def frameworks(
    files: tuple[str, ...], database: str | None, framework: str, rules: tuple[str, ...], name: str | None, form: str
) -> None:
    """List the frameworks of the graph.

    Shows what the catalog says of each: title, version, language, publisher, license, what it builds on, and whether it
    is current: preferred if a name is in several frameworks.
    """
    if name is not None:
        from ecomgraph.exchange.importers import mark_current

        if database is None:
            raise click.UsageError("say in which database: --db DIR --current NAME")
        mark_current(name, database)
    found = frameworks_json(chosen_graph(files, database, rules, framework=framework))
    columns = ["name", "title", "version", "language", "publisher", "license", "builds on", "current", "triples"]
    rows: list[Row] = [
        (
            it["name"],
            it["title"],
            it["version"],
            it["language"],
            it["publisher"],
            it["license"],
            " ".join(it["bases"]),
            "current" if it["current"] else "",
            it["triples"],
        )
        for it in found
    ]
    emit(form, columns, rows, found)


@click.command(epilog="Example: ecomgraph remove onet --db career.db")
@click.argument("name")
@click.option("--db", "database", metavar="DIR", required=True, help="The database.")
@click.option("--quiet", is_flag=True, help="Print no progress on standard error.")
@ends_in_order
def remove(name: str, database: str, quiet: bool) -> None:
    """Remove a framework from a database.

    The triples derived from it are removed too.
    """
    from ecomgraph.exchange.importers import remove_framework

    with ImportProgress(quiet=quiet) as progress:
        record = remove_framework(name, database, progress=progress.step)
    write(f"{one_line(record.name)} removed from {one_line(database)}: {counted(record.triples, 'triples')}\n")


@click.command(epilog="Example: ecomgraph changes onet-29-0 onet-29-2 --db career.db")
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@click.argument("role", required=False)
@format_option
@source_options
@language_option
def changes(
    files: tuple[str, ...],
    database: str | None,
    rules: tuple[str, ...],
    framework: str,
    language: str,
    before: str,
    after: str,
    role: str | None,
    form: str,
) -> None:
    """List what changed from framework A to framework B.

    These are roles, skills, levels and the like, requirements and transitions that came, went or changed; with ROLE,
    only those of that role. Things are the same if they have one IRI, else one notation, else one name.
    """
    if framework:
        raise click.UsageError("the frameworks are A and B; leave --framework out")
    found = chosen_graph(files, database, rules, language=language).changes(before, after, role or "")
    emit(form, CHANGES, change_rows(found.changes), framework_changes_json(found))
    if form != "table":
        return
    counts = Counter((it.section.replace("-", " "), it.change) for it in found.changes)
    told = (f"{counted(count, section)} {change}" for (section, change), count in counts.items())
    tell_notes([", ".join(told) or f"nothing changed from {before} to {after}"])


@click.command(epilog="Example: ecomgraph crosswalk ecommerce-manager --to onet --db career.db")
@click.argument("role")
@click.option("--to", "target", metavar="NAME", required=True, help="The framework to search.")
@click.option("-n", "count", type=click.IntRange(1), default=5, show_default=True, help="Number of roles.")
@format_option
@source_options
@language_option
def crosswalk(
    files: tuple[str, ...],
    database: str | None,
    rules: tuple[str, ...],
    framework: str,
    language: str,
    role: str,
    target: str,
    count: int,
    form: str,
) -> None:
    """Find the nearest roles in another framework, and why.

    Uses imported mappings, otherwise shared labels, otherwise shared required skills. --framework is that of ROLE. The
    exit code is 1 if there is no such role.
    """
    graph = chosen_graph(files, database, rules, language=language)
    found = graph.crosswalk(role, target, count, source=framework)
    own = graph.framework(framework) if framework else graph
    rows = [
        (
            it.role.id,
            it.role.label,
            it.by,
            it.relation or f"{it.score:.2f} by {it.weighed_by}: {', '.join(skill.label for skill in it.shared)}",
        )
        for it in found
    ]
    emit(form, ["id", "role", "by", "why"], rows, crosswalk_json(own.role(role), found))
    if not found:
        if form == "table":
            label = own.role(role).label
            tell_notes([f"no role of {target} is mapped to {label}, has its name or shares a skill with it"])
        click.get_current_context().exit(1)
