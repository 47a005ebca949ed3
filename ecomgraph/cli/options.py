"""Options shared by commands: the graph, the node, and the output format."""

from __future__ import annotations

from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ecomgraph.errors import ArgumentError, SourceError, UnknownNameError
from ecomgraph.languages import is_language_tag
from ecomgraph.store.streams import is_stream, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ecomgraph.graph import CareerGraph
    from ecomgraph.isolation import Source
    from ecomgraph.model import CareerNode
    from ecomgraph.reading.names import Kind

__all__ = [
    "chosen_graph",
    "chosen_source",
    "condition_options",
    "format_option",
    "graph_of",
    "graph_option",
    "language_option",
    "narrowed_node",
    "narrowing_options",
    "queries_option",
    "rules_option",
    "served_source",
    "shapes_option",
    "source_options",
    "through_option",
]

_F = TypeVar("_F", bound="Callable[..., Any]")
_ENDPOINT = "ecomgraph.endpoint"


def source_options(function: _F) -> _F:
    """Add ``--graph``, ``--db``, ``--framework``, ``--rules`` and ``--endpoint``.

    The command gets ``files``, ``database``, ``framework`` and ``rules``; :func:`chosen_graph` reads the endpoint
    itself.
    """
    endpoint = click.option(
        "--endpoint",
        metavar="URL",
        expose_value=False,
        callback=_remember_endpoint,
        help="Use the graph of this SPARQL endpoint, read-only.",
    )
    files = click.option(
        "--graph",
        "files",
        multiple=True,
        metavar="FILE",
        help="Use FILE instead of the bundled graph; - is standard input; repeat for more files.",
    )
    database = click.option("--db", "database", metavar="DIR", help="Work on a database that 'ecomgraph import' made.")
    framework = click.option(
        "--framework", default="", metavar="NAME", help="Work on this framework of the database, and its bases."
    )
    return files(database(endpoint(framework(rules_option(function)))))


def _remember_endpoint(context: click.Context, _: click.Parameter, value: str | None) -> None:
    context.meta[_ENDPOINT] = value


def _chosen_endpoint(files: tuple[str, ...], database: str | None, framework: str = "") -> str | None:
    """Return the endpoint that the command line names, if any; other sources are then refused."""
    context = click.get_current_context(silent=True)
    url: str | None = context.meta.get(_ENDPOINT) if context else None
    if url is not None and (files or database is not None or framework):
        raise click.UsageError("--endpoint takes the place of --graph, --db and --framework; leave these out")
    return url


def language_option(function: _F) -> _F:
    """Add ``--language``; the command gets it as ``language``."""
    return click.option(
        "--language",
        default="",
        metavar="TAG",
        help="Language of labels and texts, such as fr or pt-BR; default: the framework's own.",
    )(function)


def rules_option(function: _F) -> _F:
    """Add ``--rules``; the command gets them as ``rules``."""
    return click.option(
        "--rules",
        multiple=True,
        metavar="FILE",
        help="Run the rule in FILE (a SPARQL CONSTRUCT), too; repeat for more.",
    )(function)


def shapes_option(function: _F) -> _F:
    """Add ``--shapes``; the command gets them as ``shapes``."""
    return click.option(
        "--shapes", multiple=True, metavar="FILE", help="Also validate against the shapes in FILE; repeat for more."
    )(function)


def queries_option(function: _F) -> _F:
    """Add ``--queries``; the command gets them as ``queries``."""
    return click.option(
        "--queries", multiple=True, metavar="DIR", help="Add the stored queries (*.rq) in DIR; repeat for more."
    )(function)


def graph_option(function: Callable[..., None]) -> Callable[..., None]:
    """Add the options of :func:`source_options` and ``--language``; the graph becomes the first argument.

    If the command has ``queries``, from :func:`queries_option`, the graph includes them.
    """

    @wraps(function)
    def command(
        files: tuple[str, ...],
        database: str | None,
        rules: tuple[str, ...],
        framework: str,
        language: str,
        queries: tuple[str, ...] = (),
        **arguments: object,
    ) -> None:
        function(chosen_graph(files, database, rules, queries, framework, language=language), **arguments)

    return source_options(language_option(command))


def graph_of(*parameters: str, kind: Kind = "career node") -> Callable[[_F], _F]:
    """Add the options of :func:`graph_option`; the graph is that of the framework of the things in ``parameters``."""

    def decorated(function: _F) -> _F:
        @wraps(function)
        def command(graph: CareerGraph, **arguments: Any) -> None:
            given = (arguments[it] for it in parameters)
            names = [name for value in given for name in ((value,) if isinstance(value, str) else value or ())]
            function(graph.of(*names, kind=kind), **arguments)

        return graph_option(command)  # type: ignore[return-value]

    return decorated


def chosen_source(
    files: tuple[str, ...],
    database: str | None,
    rules: tuple[str, ...] = (),
    queries: tuple[str, ...] = (),
    framework: str = "",
    *,
    language: str = "",
    alignments: bool = False,
) -> Source:
    """Return the source of the graph that :func:`chosen_graph` returns, so that another process can open it."""
    from ecomgraph.isolation import Source

    if _chosen_endpoint(files, database):
        raise click.UsageError("an endpoint has its own limits; leave --timeout and --memory out")
    _refuse_both(files, database, rules)
    for file in files:
        if is_stream(file):
            raise SourceError(shown(file), "can be read once, and by this process only; save it as a file first")
    if language and not is_language_tag(language):
        raise ArgumentError(f"--language must be a tag such as fr or pt-BR, not {shown(language)}")
    return Source(
        files=files,
        database=database or "",
        framework=framework,
        language=language,
        alignments=alignments,
        rules=rules,
        queries=queries,
    )


@contextmanager
def served_source(
    files: tuple[str, ...], database: str | None, rules: tuple[str, ...], queries: tuple[str, ...], framework: str
) -> Iterator[Source]:
    """Yield the result of :func:`chosen_source`; for an endpoint, a snapshot in a file that is removed at the end.

    Only this process contacts the endpoint, and only to make the snapshot.
    """
    url = _chosen_endpoint(files, database, framework)
    if url is None:
        yield chosen_source(files, database, rules, queries, framework)
        return
    from tempfile import gettempdir

    from ecomgraph.graph.connecting import connect
    from ecomgraph.isolation import Source
    from ecomgraph.store.scratch import NEW, scratch_folder

    with scratch_folder(Path(gettempdir())) as folder:
        (folder / NEW).mkdir()
        path = f"{folder / NEW}/endpoint.nq"
        connect(url, rules=rules).write(path)
        yield Source(files=(path,), rules=rules, queries=queries)


def chosen_graph(
    files: tuple[str, ...],
    database: str | None,
    rules: tuple[str, ...] = (),
    queries: tuple[str, ...] = (),
    framework: str = "",
    *,
    language: str = "",
    alignments: bool = False,
) -> CareerGraph:
    """Return the chosen graph: of files, of a database, of an endpoint, or the bundled one."""
    if url := _chosen_endpoint(files, database, framework):
        from ecomgraph.graph.connecting import connect

        return connect(url, rules=rules, queries=queries, language=language)
    if database is None:
        from ecomgraph.graph import load

        graph = load(*files, alignments=alignments, rules=rules, queries=queries)
        graph = graph.framework(framework) if framework else graph
    else:
        _refuse_both(files, database, rules)
        from ecomgraph.graph import open as open_database

        graph = open_database(database, framework=framework, queries=queries)
    return graph.in_language(language) if language else graph


def _refuse_both(files: tuple[str, ...], database: str | None, rules: tuple[str, ...]) -> None:
    if rules and database is not None:
        raise click.UsageError("a database has the rules that it was imported with: 'ecomgraph import --rules FILE'")
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


def condition_options(function: _F) -> _F:
    """Add ``--avoid``, ``--kind`` and ``--max-steps``; the command gets ``avoid``, ``kinds`` and ``max_steps``."""
    avoid = click.option("--avoid", multiple=True, metavar="NODE", help="Avoid this node; repeat it for more.")
    kinds = click.option(
        "--kind",
        "kinds",
        multiple=True,
        metavar="KIND",
        callback=lambda _context, _parameter, value: value or None,
        help="Only transitions of this kind; repeat it for more.",
    )
    most = click.option("--max-steps", type=int, metavar="N", help="At most this many transitions.")
    return avoid(kinds(most(function)))


def through_option(function: _F) -> _F:
    """Add ``--through``; the command gets it as ``through``."""
    return click.option("--through", multiple=True, metavar="NODE", help="Visit this node; repeat it for more.")(
        function
    )


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
