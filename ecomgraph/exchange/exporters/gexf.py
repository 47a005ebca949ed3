"""gexf: for Gephi. Valid against the schema of GEXF 1.2draft, to which networkx's writer adds an attribute."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from ecomgraph.exchange.export_report import Format
from ecomgraph.exchange.framework import Identity
from ecomgraph.exchange.graph_elements import EDGE_FIELDS, LOST, NODE_FIELDS, edges, nodes
from ecomgraph.exchange.rights import all_rights, as_text

if TYPE_CHECKING:
    from ecomgraph.exchange.content import Content
    from ecomgraph.exchange.graph_elements import Value
    from ecomgraph.exchange.lint import Ledger
    from ecomgraph.exchange.sink import Sink

__all__ = ["FORMAT", "write"]

FORMAT = Format(name="gexf", tool="Gephi 0.9 and later (GEXF 1.2draft)", filename="careers.gexf", lost=LOST)
_TYPES = {"string": "string", "integer": "long", "double": "double"}
_NAMESPACE = "http://www.gexf.net/1.2draft"


def write(content: Content, sink: Sink, ledger: Ledger) -> None:
    """Write one directed graph; an edge's label is its type."""
    identity = Identity(content)
    with sink.text(FORMAT.filename) as file:
        file.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="{_NAMESPACE}" version="1.2">\n')
        file.write("  <meta>\n    <creator>ecomgraph</creator>\n")
        title = "" if identity.bundled else f"{identity.title}: "
        carried = "asserted and derived" if content.derived else "asserted"
        said = f"{title}{carried}. {as_text(all_rights(content), ledger)}"
        file.write(f"    <description>{escape(said.strip())}</description>\n")
        file.write('  </meta>\n  <graph defaultedgetype="directed">\n')
        for owner, fields in (("node", NODE_FIELDS), ("edge", EDGE_FIELDS)):
            file.write(f'    <attributes class="{owner}">\n')
            for name, kind in fields.items():
                file.write(f'      <attribute id="{name}" title="{name}" type="{_TYPES[kind]}"/>\n')
            file.write("    </attributes>\n")
        file.write("    <nodes>\n")
        for node in nodes(content, ledger):
            file.write(
                f"      <node id={quoteattr(node.id)} label={quoteattr(node.label)}>{_values(node.attributes)}</node>\n"
            )
        file.write("    </nodes>\n    <edges>\n")
        for number, edge in enumerate(edges(content, ledger), start=1):
            ends = f"source={quoteattr(edge.source)} target={quoteattr(edge.target)}"
            file.write(f'      <edge id="{number}" {ends} label="{edge.type}">{_values(edge.attributes)}</edge>\n')
        file.write("    </edges>\n  </graph>\n</gexf>\n")


def _values(attributes: dict[str, Value]) -> str:
    values = "".join(f'<attvalue for="{name}" value={quoteattr(str(value))}/>' for name, value in attributes.items())
    return f"<attvalues>{values}</attvalues>" if values else ""
