"""The command that runs stored queries, lists them and shows their text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ecomgraph.cli.limits import limit_options, limits_of
from ecomgraph.cli.options import chosen_graph, chosen_source, language_option, queries_option, source_options
from ecomgraph.cli.output import as_csv, as_json, as_table, write
from ecomgraph.queries.result import RESULT_FORMATS
from ecomgraph.web.answers import queries_json

if TYPE_CHECKING:
    from ecomgraph.graph import CareerGraph
    from ecomgraph.isolation import Limits, Source
    from ecomgraph.queries import QueryResult, StoredQuery
    from ecomgraph.queries.library import Library

__all__ = ["query"]

FORMATS = ["table", *RESULT_FORMATS]


@click.command(
    epilog="Examples: ecomgraph query skills-for-role --param role=vp-of-ecommerce; ecomgraph query --list esco"
)
@click.argument("words", metavar="[NAME]", nargs=-1)
@click.option(
    "--param", "-p", "arguments", multiple=True, metavar="NAME=VALUE", help="Set a parameter; repeat for more."
)
@click.option("--list", "listed", is_flag=True, help="List the queries that contain all given words; by default all.")
@click.option("--show", is_flag=True, help="Print the query with the given values, for any SPARQL endpoint.")
@click.option("--file", metavar="FILE", help="Run the query in FILE instead of a stored one.")
@click.option("--alignments", is_flag=True, help="Add the mappings to ESCO and O*NET; automatic if a query needs them.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True, help="Output format.")
@source_options
@language_option
@queries_option
@limit_options
def query(
    words: tuple[str, ...],
    arguments: tuple[str, ...],
    listed: bool,
    show: bool,
    file: str | None,
    alignments: bool,
    form: str,
    files: tuple[str, ...],
    database: str | None,
    framework: str,
    language: str,
    rules: tuple[str, ...],
    queries: tuple[str, ...],
    timeout: float | None,
    memory: int | None,
) -> None:
    """Run a stored query.

    A parameter that names a resource takes an IRI, a CURIE, an id or a label. --list lists the queries;
    docs/queries.md explains how to write your own.
    """
    from ecomgraph.queries.library import Library

    library = Library(queries)
    if listed:
        write(_listing(library.search(" ".join(words)), form))
        return
    wanted = _wanted(words, file, library)
    given = _given(arguments)
    if alignments and database is not None:
        raise click.UsageError(f"add the mappings to the database: ecomgraph import --alignments --into {database}")
    if show:
        from ecomgraph.queries import bound_text

        graph = chosen_graph(files, database, rules, framework=framework, language=language)
        write(bound_text(wanted, graph._names, given))
        return
    # The packaged mappings are for the bundled graph only.
    alignments = alignments or (not files and database is None and "alignments" in wanted.needs)
    from ecomgraph.cli.rdf import result_text

    limits = limits_of(timeout, memory)
    if limits is None:
        graph = chosen_graph(files, database, rules, framework=framework, language=language, alignments=alignments)
        result: QueryResult | str = _answer(wanted, given, graph)
    else:
        source = chosen_source(files, database, rules, framework=framework, language=language, alignments=alignments)
        result = _bounded(wanted, given, source, limits, form)
    write(result_text(result, form))


def _answer(wanted: StoredQuery, given: dict[str, str], graph: CareerGraph) -> QueryResult:
    from ecomgraph.cli.rdf import interruptible

    with interruptible():
        return graph.query(wanted, **given)


def _bounded(
    wanted: StoredQuery, given: dict[str, str], source: Source, limits: Limits, form: str
) -> QueryResult | str:
    from ecomgraph.isolation import run_once
    from ecomgraph.isolation.jobs import table_of

    job = {"name": wanted.name, "text": wanted.text, "topic": wanted.topic, "arguments": given, "form": form}
    return table_of(run_once(source, limits, "ecomgraph.isolation.jobs:query", **job))


def _wanted(words: tuple[str, ...], file: str | None, library: Library) -> StoredQuery:
    from ecomgraph.queries import read_query

    if values := [word for word in words[file is None :] if "=" in word]:
        raise click.UsageError(f"give values of parameters with -p: -p {values[0]}")
    if len(words) + (file is not None) != 1:
        raise click.UsageError("give one query: NAME or --file FILE; --list lists the names")
    return library.get(words[0]) if file is None else read_query(file)


def _given(arguments: tuple[str, ...]) -> dict[str, str]:
    given: dict[str, str] = {}
    for argument in arguments:
        name, equals, value = argument.partition("=")
        if not equals:
            raise click.UsageError(f"--param {argument}: write NAME=VALUE")
        if name in given:
            raise click.UsageError(f"--param {name} is given twice")
        given[name] = value
    return given


def _listing(queries: tuple[StoredQuery, ...], form: str) -> str:
    if form == "json":
        return as_json(queries_json(queries))
    columns = ["topic", "query", "parameters", "question"]
    rows = [(it.topic, it.name, _parameters(it), it.question) for it in queries]
    if form == "csv":
        return as_csv(columns, rows)
    if form == "table":
        return as_table(columns, rows)
    raise click.UsageError(f"queries are listed as table, json or csv, not as {form}")


def _parameters(it: StoredQuery) -> str:
    return " ".join(parameter.name if parameter.required else f"[{parameter.name}]" for parameter in it.parameters)
