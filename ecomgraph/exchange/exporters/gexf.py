"""gexf: for Gephi, as GEXF 1.3. Parallel edges get different kinds, because Gephi merges those of one kind into one."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from ecomgraph.exchange.export_report import Format
from ecomgraph.exchange.framework import Identity
from ecomgraph.exchange.graph_elements import EDGE_FIELDS, LOST, NODE_FIELDS, edges, nodes
from ecomgraph.exchange.rights import all_rights, as_text
from ecomgraph.schema import KINDS

if TYPE_CHECKING:
    from ecomgraph.exchange.content import Content
    from ecomgraph.exchange.graph_elements import Value
    from ecomgraph.exchange.lint import Ledger
    from ecomgraph.exchange.sink import Sink

__all__ = ["FORMAT", "write"]

FORMAT = Format(name="gexf", tool="Gephi 0.9.3 and later (GEXF 1.3)", filename="careers.gexf", lost=LOST)
_TYPES = {"string": "string", "integer": "long", "double": "double"}
_NAMESPACE = "http://gexf.net/1.3"
# The types of edges that may be parallel.
_MANY = {kind.edge for kind in KINDS.values() if kind.edge}


def write(content: Content, sink: Sink, ledger: Ledger) -> None:
    """Write one directed graph; label and kind of an edge are its type, with a number in the kind of parallel edges."""
    parallel: Counter[tuple[str, str, str]] = Counter()
    identity = Identity(content)
    with sink.text(FORMAT.filename) as file:
        file.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="{_NAMESPACE}" version="1.3">\n')
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
            kind = edge.type
            if kind in _MANY:
                parallel[edge.source, edge.target, kind] += 1
                at = parallel[edge.source, edge.target, kind]
                kind = f"{kind} {at}" if at > 1 else kind
            names = f'label="{edge.type}" kind="{kind}"'
            file.write(f'      <edge id="{number}" {ends} {names}>{_values(edge.attributes)}</edge>\n')
        file.write("    </edges>\n  </graph>\n</gexf>\n")


def _values(attributes: dict[str, Value]) -> str:
    values = "".join(f'<attvalue for="{name}" value={quoteattr(str(value))}/>' for name, value in attributes.items())
    return f"<attvalues>{values}</attvalues>" if values else ""
