"""graphml: for yEd, Cytoscape, igraph, networkx and many others."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from ecomgraph.exchange.export_report import Format
from ecomgraph.exchange.graph_elements import EDGE_FIELDS, LOST, NODE_FIELDS, edges, nodes
from ecomgraph.exchange.rights import all_rights, as_text

if TYPE_CHECKING:
    from ecomgraph.exchange.content import Content
    from ecomgraph.exchange.graph_elements import Value
    from ecomgraph.exchange.lint import Ledger
    from ecomgraph.exchange.sink import Sink

__all__ = ["FORMAT", "write"]

FORMAT = Format(
    name="graphml", tool="GraphML 1.0: yEd, Cytoscape, igraph, networkx", filename="careers.graphml", lost=LOST
)
_TYPES = {"string": "string", "integer": "long", "double": "double"}
_NAMESPACE = "http://graphml.graphdrawing.org/xmlns"


def write(content: Content, sink: Sink, ledger: Ledger) -> None:
    """Write one directed graph; parallel edges differ in their type."""
    with sink.text(FORMAT.filename) as file:
        file.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="{_NAMESPACE}">\n')
        for owner, fields in (
            ("node", {"label": "string", **NODE_FIELDS}),
            ("edge", {"type": "string", **EDGE_FIELDS}),
        ):
            for name, kind in fields.items():
                file.write(
                    f'  <key id="{owner}-{name}" for="{owner}" attr.name="{name}" attr.type="{_TYPES[kind]}"/>\n'
                )
        rights = as_text(all_rights(content), ledger)
        if rights:
            file.write('  <key id="graph-rights" for="graph" attr.name="rights" attr.type="string"/>\n')
        file.write('  <graph edgedefault="directed">\n')
        if rights:
            file.write(f"    {_data('graph', {'rights': rights})}\n")
        for node in nodes(content, ledger):
            data = _data("node", {"label": node.label, **node.attributes})
            file.write(f"    <node id={quoteattr(node.id)}>{data}</node>\n")
        for number, edge in enumerate(edges(content, ledger), start=1):
            data = _data("edge", {"type": edge.type, **edge.attributes})
            ends = f"source={quoteattr(edge.source)} target={quoteattr(edge.target)}"
            file.write(f'    <edge id="e{number}" {ends}>{data}</edge>\n')
        file.write("  </graph>\n</graphml>\n")


def _data(owner: str, attributes: dict[str, Value]) -> str:
    return "".join(
        f'<data key="{owner}-{name}">{escape(str(value), {chr(13): "&#13;"})}</data>'
        for name, value in attributes.items()
    )
