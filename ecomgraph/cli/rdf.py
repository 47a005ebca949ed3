"""Commands about the graph as RDF: run SPARQL, validate with SHACL."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click
import pyoxigraph as ox

from ecomgraph.cli.limits import limit_options, limits_of
from ecomgraph.cli.options import (
    chosen_graph,
    chosen_source,
    format_option,
    rules_option,
    shapes_option,
    source_options,
)
from ecomgraph.cli.output import as_csv, as_table, compact, emit, one_line, steady_json, write
from ecomgraph.queries import QueryResult
from ecomgraph.queries.result import RESULT_FORMATS
from ecomgraph.spelling import counted
from ecomgraph.web.answers import validation_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecomgraph.graph import CareerGraph
    from ecomgraph.isolation import Limits, Source
    from ecomgraph.queries import GraphResult
    from ecomgraph.reasoning.validation import Engine, ValidationReport
    from ecomgraph.store.dataset import Term

__all__ = ["interruptible", "result_text", "sparql", "validate"]


@click.command(epilog="Example: ecomgraph sparql 'SELECT ?role { role:ecommerce-manager ecg:advancesTo+ ?role }'")
@click.argument("text", metavar="[QUERY]", required=False)
@click.option("--file", metavar="FILE", help="Read the query from FILE.")
@format_option
@source_options
@limit_options
@click.pass_context
def sparql(
    context: click.Context,
    files: tuple[str, ...],
    database: str | None,
    framework: str,
    rules: tuple[str, ...],
    text: str | None,
    file: str | None,
    form: str,
    timeout: float | None,
    memory: int | None,
) -> None:
    """Run a SPARQL query.

    The usual prefixes are declared. If QUERY is -, it is read from standard input.

    CONSTRUCT and DESCRIBE print Turtle. The exit code is 1 if the result of ASK is false.
    """
    query = _query(text, file)
    limits = limits_of(timeout, memory)
    if limits is None:
        answer: QueryResult | GraphResult | bool | str = _answer(
            chosen_graph(files, database, rules, framework=framework), query
        )
    else:
        answer = _bounded(chosen_source(files, database, rules, framework=framework), query, limits, form)
    if isinstance(answer, bool):
        write(_truth(answer, form))
        context.exit(0 if answer else 1)
    if isinstance(answer, QueryResult | str):
        write(result_text(answer, form))
    elif form == "table":
        write(answer.serialize())
    else:
        raise click.UsageError(f"triples are printed as Turtle, not as {form}: leave --format out")


def _query(text: str | None, file: str | None) -> str:
    from ecomgraph.store.encoding import decode
    from ecomgraph.store.streams import MAX_BYTES, read_bytes, shown

    if (text is None) == (file is None):
        raise click.UsageError("give one query: QUERY, --file FILE, or - for standard input")
    if text is not None and text != "-":
        return text
    name = file or "-"
    return decode(read_bytes(name, MAX_BYTES), name=shown(name))


def _answer(graph: CareerGraph, query: str) -> QueryResult | GraphResult | bool:
    with interruptible():
        return graph.sparql(query)


def _bounded(source: Source, query: str, limits: Limits, form: str) -> QueryResult | GraphResult | bool | str:
    from ecomgraph.isolation import run_once
    from ecomgraph.isolation.jobs import result_of

    return result_of(run_once(source, limits, "ecomgraph.isolation.jobs:sparql", text=query, form=form))


@contextmanager
def interruptible() -> Iterator[None]:
    """Let Ctrl-C end the process at once; Python would handle the signal only after the engine returns."""
    before = signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _truth(answer: bool, form: str) -> str:
    word = "true" if answer else "false"
    return {"json": f'{{"head":{{}},"boolean":{word}}}\n', "csv": f"answer\n{word}\n", "table": f"{word}\n"}[form]


def result_text(answer: QueryResult | str, form: str) -> str:
    """Return a result as a table, as CSV that is safe in spreadsheets, or in one of the W3C formats json, tsv, xml.

    An ``answer`` that is text is in the W3C format already.
    """
    if isinstance(answer, str) or form in set(RESULT_FORMATS) - {"csv"}:
        text = (answer if isinstance(answer, str) else answer.serialize(form)).rstrip("\n") + "\n"
        return steady_json(text) if form == "json" else text
    if form == "csv":
        return as_csv(answer.columns, [[_value(term) for term in row] for row in answer.terms])
    return as_table(answer.columns, [[_shown(term) for term in row] for row in answer.terms])


def _value(term: Term | None) -> str | None:
    # The value of a blank node lacks the prefix "_:", so its string form is used.
    return None if term is None else str(term) if isinstance(term, ox.BlankNode | ox.Triple) else term.value


def _shown(term: Term | None) -> str | None:
    return compact(term.value) if isinstance(term, ox.NamedNode) else _value(term)


@click.command(epilog="Example: ecomgraph validate ours.ttl --format json")
@click.argument("files", metavar="[FILE]...", nargs=-1)
@click.option("--db", "database", metavar="DIR", help="Validate a database that 'ecomgraph import' made.")
@click.option("--framework", default="", metavar="NAME", help="Validate only this framework of it, and its bases.")
@rules_option
@shapes_option
@click.option("--house-style", is_flag=True, help="Add the stricter shapes that the bundled graph conforms to.")
@click.option(
    "--engine",
    type=click.Choice(["compiled", "pyshacl"]),
    default="compiled",
    show_default=True,
    help="pyshacl is the reference engine: same report, much slower.",
)
@format_option
@click.pass_context
def validate(
    context: click.Context,
    files: tuple[str, ...],
    database: str | None,
    framework: str,
    rules: tuple[str, ...],
    shapes: tuple[str, ...],
    house_style: bool,
    engine: Engine,
    form: str,
) -> None:
    """Validate a graph against the SHACL shapes.

    Without FILE, the bundled graph is validated, including the house style.
    The exit code is 1 if the graph does not conform.
    """
    graph = chosen_graph(files, database, rules, framework=framework)
    report = graph.validate(house_style=house_style or not (files or database), engine=engine, shapes=shapes)
    for note in report.notes:
        click.echo(f"note: {one_line(note)}", err=True)
    if form == "table":
        write(_verdict(report, graph.dataset.count()))
    else:
        columns = ["focus_node", "result_path", "value", "source_shape", "component", "severity", "message"]
        rows = [tuple(getattr(result, name) for name in columns) for result in report.results]
        emit(form, columns, rows, validation_json(report))
    if not report.conforms:
        context.exit(1)


def _verdict(report: ValidationReport, triples: int) -> str:
    if report.conforms and not report.results:
        return f"Conforms: {counted(triples, 'triples')}, no results\n"
    rows = [(compact(it.focus_node), compact(it.result_path), it.value, it.message) for it in report.results]
    verdict = "Conforms" if report.conforms else "Does not conform"
    return f"{verdict}: {counted(len(rows), 'results')}\n\n{as_table(['focus node', 'path', 'value', 'message'], rows)}"
