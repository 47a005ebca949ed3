"""names: the labels of all roles and skills, a line each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecomgraph.exchange.export_report import Format

if TYPE_CHECKING:
    from ecomgraph.exchange.content import Content
    from ecomgraph.exchange.lint import Ledger
    from ecomgraph.exchange.sink import Sink

FORMAT = Format(name="names", tool="Text editors", filename="careers.names", lost=("all but labels",))
ROLES = "SELECT DISTINCT ?label { ?role a ecg:Role ; skos:prefLabel ?label }"


def write(content: Content, sink: Sink, ledger: Ledger) -> None:
    """Write the labels of roles, sorted."""
    prefixes = {"ecg": "https://w3id.org/ecomgraph/ns#", "skos": "http://www.w3.org/2004/02/skos/core#"}
    rows = content.store.query(ROLES, prefixes=prefixes, use_default_graph_as_union=True)
    labels = sorted(row["label"].value for row in rows)  # type: ignore[union-attr]
    with sink.text(FORMAT.filename) as file:
        file.write("".join(f"{label}\n" for label in labels))
    ledger.records["role"] += len(labels)
