"""Options shared by commands: the graph, the node, and the output format."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ecomgraph.errors import SourceError, UnknownNameError
from ecomgraph.store.streams import is_stream, shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from ecomgraph.graph import CareerGraph
    from ecomgraph.isolation import Source
    from ecomgraph.model import CareerNode

__all__ = [
    "chosen_graph",
    "chosen_source",
    "format_option",
    "graph_option",
    "narrowed_node",
    "narrowing_options",
    "source_options",
]

_F = TypeVar("_F", bound="Callable[..., Any]")


def source_options(function: _F) -> _F:
    """Add ``--graph`` and ``--db``; the command gets them as ``files`` and ``database``, for :func:`chosen_graph`."""
    files = click.option(
        "--graph",
        "files",
        multiple=True,
        metavar="FILE",
        help="Use FILE instead of the bundled graph; - is standard input; repeat for more files.",
    )
    database = click.option("--db", "database", metavar="DIR", help="Use a database made by 'ecomgraph import'.")
    return files(database(function))


def graph_option(function: Callable[..., None]) -> Callable[..., None]:
    """Add ``--graph`` and ``--db``, and call the command with the :class:`~ecomgraph.CareerGraph` first."""

    @wraps(function)
    def command(files: tuple[str, ...], database: str | None, **arguments: object) -> None:
        function(chosen_graph(files, database), **arguments)

    return source_options(command)


def chosen_source(files: tuple[str, ...], database: str | None, *, alignments: bool = False) -> Source:
    """Return a description of the graph of :func:`chosen_graph` with which another process can open it."""
    from ecomgraph.isolation import Source

    _refuse_both(files, database)
    for file in files:
        if is_stream(file):
            raise SourceError(shown(file), "can be read once, and by this process only; save it as a file first")
    return Source(files=files, database=database or "", alignments=alignments)


def chosen_graph(files: tuple[str, ...], database: str | None) -> CareerGraph:
    """Return the graph of the files or the database, or the bundled graph."""
    if database is None:
        from ecomgraph.graph import load

        return load(*files)
    _refuse_both(files, database)
    from ecomgraph.graph import open as open_database

    return open_database(database)


def _refuse_both(files: tuple[str, ...], database: str | None) -> None:
    if files and database is not None:
        raise click.UsageError("name files or a database, not both; 'ecomgraph import' adds files to a database")


def format_option(function: _F) -> _F:
    """Add ``--format``; the command gets it as ``form``."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(["table", "json", "csv"]),
        default="table",
        show_default=True,
        help="Output format.",
    )(function)


def narrowing_options(function: _F) -> _F:
    """Add ``--level`` and ``--specialization``, for :func:`narrowed_node`."""
    level = click.option("--level", metavar="LEVEL", help="Narrow the role to this experience level.")
    specialization = click.option("--specialization", metavar="FIELD", help="Narrow the role to this specialization.")
    return level(specialization(function))


def narrowed_node(graph: CareerGraph, name: str, level: str | None, specialization: str | None) -> CareerNode:
    """Return the node with a name, narrowed by a level, a specialization or both."""
    if level is None and specialization is None:
        return graph.node(name)
    try:
        return graph.profile(name, level=level, specialization=specialization)
    except UnknownNameError as error:
        if error.kind != "profile" or graph.profiles(name):
            raise
        options = " and ".join(
            option for option, value in (("--level", level), ("--specialization", specialization)) if value is not None
        )
        message = f"{graph.role(name).label!r} has neither levels nor specializations: leave {options} out"
        raise click.UsageError(message) from None
