"""property-graph: bulk CSV for Neo4j; other property graph stores, such as Kùzu, load it too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecomgraph.exchange.export_report import Format
from ecomgraph.exchange.graph_elements import EDGE_FIELDS, LOST, NODE_FIELDS, edges, nodes
from ecomgraph.exchange.rights import NOTICE, write_notice
from ecomgraph.reading.names import slug_of
from ecomgraph.schema import KINDS, NODES

if TYPE_CHECKING:
    from ecomgraph.exchange.content import Content
    from ecomgraph.exchange.lint import Ledger
    from ecomgraph.exchange.sink import Sink

__all__ = ["FORMAT", "write"]

FORMAT = Format(
    name="property-graph",
    tool="Neo4j 5 (neo4j-admin database import), Kùzu, Memgraph",
    files=("nodes.csv", "relationships.csv", NOTICE),
    lost=LOST,
)
_TYPES = {"string": "", "integer": ":long", "double": ":double"}


def write(content: Content, sink: Sink, ledger: Ledger) -> None:
    """Write nodes and relationships."""
    fields = [f"{name}{_TYPES[kind]}" for name, kind in NODE_FIELDS.items()]
    with sink.rows("nodes.csv", ["id:ID", "label", *fields, ":LABEL"]) as row:
        for node in nodes(content, ledger):
            values = [node.attributes.get(name, "") for name in NODE_FIELDS]
            for value in (node.label, *values):
                ledger.formula(str(value), f"node {node.id}")
            row([node.id, node.label, *values, _labels(node.kind)])
    fields = [f"{name}{_TYPES[kind]}" for name, kind in EDGE_FIELDS.items()]
    with sink.rows("relationships.csv", [":START_ID", ":END_ID", ":TYPE", *fields]) as row:
        for edge in edges(content, ledger):
            row([edge.source, edge.target, edge.type, *(edge.attributes.get(name, "") for name in EDGE_FIELDS)])
    write_notice(content, sink, ledger)


def _labels(kind: str) -> str:
    label = slug_of(KINDS[kind].classes[0])
    return f"CareerNode;{label}" if kind in NODES else label
