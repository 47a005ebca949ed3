"""The command that writes a static site."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ecomgraph.cli.options import format_option, graph_option, queries_option
from ecomgraph.cli.output import emit
from ecomgraph.cli.signals import ends_in_order

if TYPE_CHECKING:
    from ecomgraph.cli.output import Row
    from ecomgraph.graph import CareerGraph

__all__ = ["site"]


@click.command(epilog="Example: ecomgraph site public --base-url https://example.org/careers/")
@click.argument("folder", metavar="DIR")
@click.option("--base-url", default="", metavar="URL", help="URL of the published site; adds a sitemap.")
@click.option("--force", is_flag=True, help="Replace DIR if it is a site written by this command.")
@click.option(
    "--processes",
    type=click.IntRange(min=1),
    metavar="N",
    help="Number of processes that write a large site: by default one for each processor, up to 8.",
)
@click.option("--quiet", is_flag=True, help="Print no progress on standard error.")
@format_option
@graph_option
@queries_option
@ends_in_order
def site(
    graph: CareerGraph, folder: str, base_url: str, force: bool, processes: int | None, quiet: bool, form: str
) -> None:
    """Write the graph as a static site.

    The site has the explorer, a page for each resource, the vocabulary reference, and the stored queries with their
    results. It opens from disk (DIR/index.html) and works on any web host. DIR is written atomically.
    """
    from ecomgraph.web.processes import available
    from ecomgraph.web.site import write_site

    def step(name: str) -> None:
        if not quiet:
            click.echo(name, err=True)

    report = write_site(
        graph, folder, base_url=base_url, force=force, progress=step, processes=processes or available()
    )
    rows: list[Row] = [("pages", report.pages), ("files", report.files), ("bytes", report.size)]
    rows += [("left out", text) for text in report.left_out]
    value = {
        "folder": folder,
        "pages": report.pages,
        "files": report.files,
        "bytes": report.size,
        "left_out": list(report.left_out),
    }
    emit(form, ["what", "how many"], rows, value)
