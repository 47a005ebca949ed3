"""The command that checks passages against their source text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ecomgraph.cli.options import format_option, graph_of
from ecomgraph.cli.output import as_table, emit, write
from ecomgraph.spelling import counted

if TYPE_CHECKING:
    from ecomgraph.graph import CareerGraph

__all__ = ["evidence"]


@click.command(epilog="Example: ecomgraph evidence --source guide.txt")
@click.option("--source", metavar="FILE", required=True, help="The source text of the passages, in UTF-8.")
@format_option
@graph_of()
@click.pass_context
def evidence(context: click.Context, graph: CareerGraph, source: str, form: str) -> None:
    """Check the passages against their source text.

    Compares the digest of the text, and the offsets and digest of each passage.
    The exit code is 1 if the text or a passage does not match.
    """
    from dataclasses import asdict

    from ecomgraph.reasoning.evidence import check_evidence
    from ecomgraph.store.parse import read_bytes

    report = check_evidence(graph.dataset, read_bytes(source).decode(errors="surrogateescape"))
    rows = [(failure.id, failure.reason) for failure in report.failures]
    if form == "table":
        match = "matches" if report.matching == 1 else "match"
        summary = f"{report.matching:,} of {counted(report.passages, 'passages')} {match}\n"
        write((as_table(["what", "why"], rows) + "\n" if rows else "") + summary)
    else:
        emit(form, ["id", "reason"], rows, {"matches": bool(report), **asdict(report)})
    if not report:
        context.exit(1)
