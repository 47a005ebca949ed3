"""Commands about one career node: its description, and the skills that it requires."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ecomgraph.cli.grouped import SILENT, by_group
from ecomgraph.cli.options import format_option, graph_of, narrowed_node, narrowing_options
from ecomgraph.cli.output import as_csv, as_json, as_table, emit, one_line, write
from ecomgraph.web.answers import show_json, skills_json
from ecomgraph.web.answers.node_answers import SECTIONS, node_facts, node_items

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ecomgraph.cli.output import Row
    from ecomgraph.graph import CareerGraph
    from ecomgraph.model import CareerNode
    from ecomgraph.web.answers.node_answers import Item
    from ecomgraph.web.answers.things import Json

__all__ = ["show", "skills"]


@click.command(epilog="Example: ecomgraph show ecommerce-director --level mid --specialization analytics")
@click.argument("name", metavar="NODE")
@narrowing_options
@format_option
@graph_of("name")
def show(graph: CareerGraph, name: str, level: str | None, specialization: str | None, form: str) -> None:
    """Show everything the graph says about a node.

    NODE is a role or a profile, given by id, label or IRI.
    """
    node = narrowed_node(graph, name, level, specialization)
    if form == "json":
        write(as_json(show_json(graph, node)))
        return
    items = list(node_items(graph, node))
    if form == "csv":
        columns = ["section", "iri", "id", "label", "detail", "basis", "via", "evidence"]
        write(as_csv(columns, [_csv_row(item) for item in items]))
    else:
        write(_page(node, node_facts(graph, node), items))


@click.command(epilog="Example: ecomgraph skills ecommerce-director --level senior")
@click.argument("name", metavar="NODE")
@narrowing_options
@format_option
@graph_of("name")
def skills(graph: CareerGraph, name: str, level: str | None, specialization: str | None, form: str) -> None:
    """List the skills that a node requires.

    The list includes inherited skills and the skills that its responsibilities and activities need.
    """
    node = narrowed_node(graph, name, level, specialization)
    found = graph.skills(node)
    rows: list[Row] = [
        (
            it.group.label if it.group else "",
            it.skill.id,
            it.skill.label,
            it.skill.type,
            it.importance,
            it.required_level or (f"{it.degree:.0%}" if it.degree is not None else ""),
            it.basis,
            _ids(map(graph.node, it.via)),
        )
        for _, them in by_group(found, lambda it: (it.degree or 1) * (1 if it.importance == "essential" else 0.5))
        for it in them
    ]
    columns = ["group", "id", "skill", "type", "importance", "level", "basis", "via"]
    shown = [at for at in range(len(columns)) if form == "csv" or any(row[at] for row in rows)]
    if form == "table" and not found:
        write(f"{one_line(node.label)} {SILENT}\n")
        return
    emit(form, [columns[at] for at in shown], [[row[at] for at in shown] for row in rows], skills_json(graph, node))


def _csv_row(item: Item) -> Row:
    entity = item.entity
    return (
        item.section,
        entity.iri,
        entity.id,
        entity.label,
        item.detail,
        item.basis,
        _ids(item.via),
        " ".join(item.evidence),
    )


def _ids(nodes: Iterable[CareerNode]) -> str:
    return " ".join(node.id for node in nodes)


def _page(node: CareerNode, facts: Json, items: list[Item]) -> str:
    parts = [f"{one_line(node.label)}\n{node.iri}\n"]
    if node.definition:
        parts.append(one_line(node.definition) + "\n")
    parts += [f"{_words(name)}: {one_line(str(value))}\n" for name, value in facts.items()]
    for section, detail in SECTIONS.items():
        rows = [_table_row(item, node) for item in items if item.section == section]
        if rows:
            filled = [at for at in range(4) if any(row[at] for row in rows)]
            columns = [("label", detail, "basis", "inherited from")[at] for at in filled]
            table = as_table(columns, [[row[at] for at in filled] for row in rows])
            parts.append(f"\n{_words(section)} ({len(rows)})\n\n{table}")
    return "".join(parts)


def _words(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _table_row(item: Item, node: CareerNode) -> tuple[str, str, str, str]:
    broader = ", ".join(via.label for via in item.via if via.iri != node.iri)
    return item.entity.label, item.detail, item.basis, broader
