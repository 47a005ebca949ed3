"""The command that serves the graph over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ecomgraph.cli.limits import parsed_size
from ecomgraph.cli.options import queries_option, served_source, source_options
from ecomgraph.cli.signals import interrupts_wait
from ecomgraph.errors import MissingDependencyError

if TYPE_CHECKING:
    from ecomgraph.isolation import Source

__all__ = ["serve"]


@click.command(epilog="Example: ecomgraph serve --port 8080")
@source_options
@queries_option
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="Listen at this address.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="Port; 0 is a free one.")
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=10,
    show_default=True,
    metavar="SECONDS",
    help="Stop a query after this time.",
)
@click.option(
    "--memory",
    default="512MB",
    show_default=True,
    metavar="SIZE",
    callback=parsed_size,
    help="Stop a query that needs more memory.",
)
@click.option(
    "--allow-host", "hosts", multiple=True, metavar="NAME", help="Also accept this host name; repeat for more."
)
@click.option(
    "--allow-origin",
    "origins",
    multiple=True,
    metavar="ORIGIN",
    help="Let pages of this origin (https://…) send queries; repeat for more.",
)
@click.option(
    "--embed",
    "embedders",
    multiple=True,
    metavar="ORIGIN",
    help="Let pages of this origin show this one in a frame, as on an intranet; repeat for more.",
)
def serve(
    files: tuple[str, ...],
    database: str | None,
    framework: str,
    rules: tuple[str, ...],
    queries: tuple[str, ...],
    host: str,
    port: int,
    timeout: float,
    memory: int,
    hosts: tuple[str, ...],
    origins: tuple[str, ...],
    embedders: tuple[str, ...],
) -> None:
    """Serve the explorer, a SPARQL endpoint and a JSON API.

    By default, only this machine can connect; --host changes this. Ctrl-C stops the server.
    """
    with served_source(files, database, rules, queries, framework) as source:
        _serve(source, timeout, memory, host, port, hosts, origins, embedders)


def _serve(
    source: Source,
    timeout: float,
    memory: int,
    host: str,
    port: int,
    hosts: tuple[str, ...],
    origins: tuple[str, ...],
    embedders: tuple[str, ...],
) -> None:
    from ecomgraph.isolation import Limits

    try:
        with interrupts_wait():
            import jinja2  # noqa: F401

            from ecomgraph.web.server.listen import Settings
            from ecomgraph.web.server.listen import serve as run
    except ImportError as error:
        raise MissingDependencyError((error.name or "a library").split(".")[0], "serving", "serve") from None
    limits = Limits(timeout=timeout, memory=memory)
    settings = Settings(
        source=source, limits=limits, host=host, port=port, hosts=hosts, origins=origins, embedders=embedders
    )
    run(settings, lambda address: click.echo(f"Serving at {address} (Ctrl-C ends it)"))
