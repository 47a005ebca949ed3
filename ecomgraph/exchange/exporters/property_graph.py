"""property-graph: CSV with a script for property graph stores: Neo4j in bulk, Memgraph and Ladybug label by label."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, NamedTuple

from ecomgraph.exchange.export_report import Format
from ecomgraph.exchange.graph_elements import EDGE_FIELDS, LOST, NODE_FIELDS, edges, nodes
from ecomgraph.exchange.rights import NOTICE, write_notice
from ecomgraph.reading.names import slug_of
from ecomgraph.schema import KINDS, NODES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ecomgraph.exchange.content import Content
    from ecomgraph.exchange.graph_elements import Edge, Node
    from ecomgraph.exchange.lint import Ledger
    from ecomgraph.exchange.sink import Sink

__all__ = ["FORMAT", "SCRIPT", "write"]

FORMAT = Format(
    name="property-graph",
    tool="Neo4j 5 (neo4j-admin database import), Memgraph, Ladybug (--store)",
    files=("nodes.csv", "relationships.csv", "nodes-*.csv", "relationships-*.csv", "load.cypher", NOTICE),
    lost=LOST,
    versions=("neo4j", "memgraph", "ladybug"),
)
SCRIPT = "load.cypher"
_NEO4J_TYPES = {"string": "", "integer": ":long", "double": ":double"}
_LADYBUG_TYPES = {"string": "STRING", "integer": "INT64", "double": "DOUBLE"}
_MEMGRAPH_READS = {"string": "row.{0}", "integer": "toInteger(row.{0})", "double": "toFloat(row.{0})"}
_NODE_COLUMNS = {"id": "string", "label": "string", **NODE_FIELDS}


class _Ends(NamedTuple):
    """The type of some relationships, and the labels of the nodes at their ends."""

    type: str
    start: str
    end: str

    @property
    def file(self) -> str:
        return f"relationships-{'-'.join(self)}.csv"


def write(content: Content, sink: Sink, ledger: Ledger) -> None:
    """Write nodes and relationships: one file each for Neo4j, else one for each label and pair of labels."""
    if content.version == "neo4j":
        _in_bulk(content, sink, ledger)
    else:
        _by_label(content, sink, ledger)
    write_notice(content, sink, ledger)


def _in_bulk(content: Content, sink: Sink, ledger: Ledger) -> None:
    fields = [f"{name}{_NEO4J_TYPES[kind]}" for name, kind in NODE_FIELDS.items()]
    with sink.rows("nodes.csv", ["id:ID", "label", *fields, ":LABEL"]) as row:
        for node in nodes(content, ledger):
            label = _label(node.kind)
            row([*_node_cells(node, ledger), f"CareerNode;{label}" if node.kind in NODES else label])
    fields = [f"{name}{_NEO4J_TYPES[kind]}" for name, kind in EDGE_FIELDS.items()]
    with sink.rows("relationships.csv", [":START_ID", ":END_ID", ":TYPE", *fields]) as row:
        for edge in edges(content, ledger):
            row([edge.source, edge.target, edge.type, *_edge_cells(edge)])


def _by_label(content: Content, sink: Sink, ledger: Ledger) -> None:
    labels: list[str] = []
    groups: list[_Ends] = []
    with ExitStack() as files:

        def opened(name: str, header: Sequence[str]) -> Callable[[Sequence[object]], object]:
            return files.enter_context(sink.rows(name, header))

        writers: dict[str | _Ends, Callable[[Sequence[object]], object]] = {}
        for node in nodes(content, ledger):
            label = _label(node.kind)
            if label not in writers:
                labels.append(label)
                writers[label] = opened(f"nodes-{label}.csv", list(_NODE_COLUMNS))
            writers[label](_node_cells(node, ledger))
        for edge in edges(content, ledger):
            ends = _Ends(edge.type, *(_label(it.partition(":")[0]) for it in (edge.source, edge.target)))
            if ends not in writers:
                groups.append(ends)
                writers[ends] = opened(ends.file, ["start", "end", *EDGE_FIELDS])
            writers[ends]([edge.source, edge.target, *_edge_cells(edge)])
    script = _memgraph if content.version == "memgraph" else _ladybug
    with sink.text(SCRIPT) as file:
        file.writelines(f"{statement};\n" for statement in script(labels, sorted(groups)))


def _label(kind: str) -> str:
    return slug_of(KINDS[kind].classes[0])


def _node_cells(node: Node, ledger: Ledger) -> list[object]:
    cells: list[object] = [node.id, node.label, *(node.attributes.get(name, "") for name in NODE_FIELDS)]
    for value in cells[1:]:
        ledger.formula(str(value), f"node {node.id}")
    return cells


def _edge_cells(edge: Edge) -> list[object]:
    return [edge.attributes.get(name, "") for name in EDGE_FIELDS]


# ---------------------------------------------------------------- scripts


def _memgraph(labels: Iterable[str], groups: Iterable[_Ends]) -> Iterator[str]:
    """Yield statements for Memgraph, whose server reads the folder as ``/import``; labels cannot come from cells."""

    def load(name: str) -> str:
        return f'LOAD CSV FROM "/import/{name}" WITH HEADER NULLIF "" AS row'

    def reads(fields: dict[str, str]) -> str:
        return ", ".join(f"`{name}`: " + _MEMGRAPH_READS[kind].format(f"`{name}`") for name, kind in fields.items())

    for label in labels:
        yield f"CREATE INDEX ON :{label}(id)"
    for label in labels:
        more = ":CareerNode" if label in {_label(kind) for kind in NODES} else ""
        yield f"{load(f'nodes-{label}.csv')} CREATE (:{label}{more} {{{reads(_NODE_COLUMNS)}}})"
    for ends in groups:
        found = f"MATCH (a:{ends.start} {{id: row.start}}), (b:{ends.end} {{id: row.end}})"
        yield f"{load(ends.file)} {found} CREATE (a)-[:{ends.type} {{{reads(EDGE_FIELDS)}}}]->(b)"


def _ladybug(labels: Iterable[str], groups: list[_Ends]) -> Iterator[str]:
    """Yield statements for Ladybug, to be run in the folder."""
    options = "HEADER=true, PARALLEL=false, AUTO_DETECT=false, QUOTE='\"', ESCAPE='\"'"

    def columns(fields: dict[str, str]) -> str:
        return ", ".join(f"`{name}` {_LADYBUG_TYPES[kind]}" for name, kind in fields.items())

    for label in labels:
        yield f"CREATE NODE TABLE {label}({columns(_NODE_COLUMNS)}, PRIMARY KEY(id))"
        yield f"COPY {label} FROM 'nodes-{label}.csv' ({options})"
    for kind in dict.fromkeys(ends.type for ends in groups):
        pairs = ", ".join(f"FROM {ends.start} TO {ends.end}" for ends in groups if ends.type == kind)
        yield f"CREATE REL TABLE {kind}({pairs}, {columns(EDGE_FIELDS)})"
    for ends in groups:
        between = f"from='{ends.start}', to='{ends.end}'"
        yield f"COPY {ends.type} FROM '{ends.file}' ({between}, {options})"
