"""trig: Turtle with named graphs, which separate asserted from derived triples."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from ecomgraph.exchange.export_report import Format
from ecomgraph.exchange.sorted_triples import LOST, write_rdf

if TYPE_CHECKING:
    from ecomgraph.exchange.content import Content
    from ecomgraph.exchange.lint import Ledger
    from ecomgraph.exchange.sink import Sink

__all__ = ["FORMAT", "write"]

FORMAT = Format(
    name="trig",
    tool="TriG 1.1: any RDF tool with named graphs",
    filename="careers.trig",
    derived=False,
    lost=LOST,
    whole=True,
    several=True,
)


def write(content: Content, sink: Sink, ledger: Ledger) -> None:
    """Write all triples, graph by graph, sorted."""
    write_rdf(content, sink, ledger, FORMAT.filename, ox.RdfFormat.TRIG)
