"""ntriples: one triple per line, for any RDF tool."""

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
    name="ntriples",
    tool="N-Triples 1.1: any RDF tool, line by line",
    filename="careers.nt",
    derived=False,
    lost=("which graph each triple is in", *LOST),
    whole=True,
)


def write(content: Content, sink: Sink, ledger: Ledger) -> None:
    """Write all triples, sorted."""
    write_rdf(content, sink, ledger, FORMAT.filename, ox.RdfFormat.N_TRIPLES)
