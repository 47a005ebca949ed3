"""Commands about one career node: its description, and the skills that it requires."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import click

from ecomgraph.cli.grouped import (
    by_group,
    grading_lines,
    grounds_text,
    group_cells,
    readable_name,
    required_text,
    resource_text,
    silence_lines,
    worth,
)
from ecomgraph.cli.options import format_option, graph_of, narrowed_node, narrowing_options
from ecomgraph.cli.output import as_csv, as_json, as_table, emit, one_line, write
from ecomgraph.spelling import counted
from ecomgraph.web.answers import show_json, skills_json
from ecomgraph.web.answers.node_items import SECTIONS, node_facts, node_items

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ecomgraph.cli.output import Row
    from ecomgraph.graph import CareerGraph
    from ecomgraph.model import CareerNode, LearningResource, RequiredSkill
    from ecomgraph.web.answers.node_items import Item

__all__ = ["show", "skills"]


@click.command(epilog="Example: ecomgraph show ecommerce-director --level mid --specialization analytics")
@click.argument("name", metavar="NODE")
@narrowing_options
@click.option("--all", "everything", is_flag=True, help="List also what it shares with the nodes that it comes from.")
@format_option
@graph_of("name")
def show(
    graph: CareerGraph, name: str, level: str | None, specialization: str | None, everything: bool, form: str
) -> None:
    """Show everything the graph says about a node.

    NODE is a role or a profile, given by id, label or IRI. The table lists what sets it apart, and counts what it
    shares with the nodes that it inherits from or builds on.
    """
    node = narrowed_node(graph, name, level, specialization)
    if form == "json":
        write(as_json(show_json(graph, node)))
        return
    items = list(node_items(graph, node))
    if form == "csv":
        columns = ["section", "iri", "id", "label", "detail", "basis", "via", "evidence", "via labels", "modality"]
        write(as_csv(columns, [_csv_row(item) for item in items]))
    else:
        write(_page(graph, node, items, everything=everything))


@click.command(epilog="Example: ecomgraph skills ecommerce-director --level senior")
@click.argument("name", metavar="NODE")
@narrowing_options
@click.option("--definitions", "defined", is_flag=True, help="Add the definition of each skill.")
@format_option
@graph_of("name")
def skills(
    graph: CareerGraph, name: str, level: str | None, specialization: str | None, defined: bool, form: str
) -> None:
    """List the skills that a node requires.

    The list includes inherited skills, those of nodes that it builds on, and those that its responsibilities and
    activities need.
    """
    node = narrowed_node(graph, name, level, specialization)
    found = graph.skills(node)
    if form == "table" and not found:
        write("".join(f"{line}\n" for line in silence_lines([(node, graph.described(node))])))
        return
    if form == "table":
        rows = [_skill_row(graph, cell, it, form, defined=defined) for cell, it in group_cells(found, worth)]
    else:
        grouped = [it for _, them in by_group(found, worth) for it in them]
        rows = [_skill_row(graph, it.group.label if it.group else "", it, form, defined=defined) for it in grouped]
    # In a table, a column "basis" would be read as the basis of the importance beside it.
    need = "basis" if form == "csv" else "needed"
    columns = ["group", "id", "skill", "type", "importance", "level", need, "via"]
    columns += ["learn at", "definition", "via labels", "modality", "importance rating"]
    shown = [at for at in range(len(columns)) if (form == "csv" and at < 8) or any(row[at] for row in rows)]
    emit(form, [columns[at] for at in shown], [[row[at] for at in shown] for row in rows], skills_json(graph, node))
    if form == "table":
        write("".join(f"{line}\n" for line in grading_lines(graph, graded=True)))


def _skill_row(graph: CareerGraph, group: str, it: RequiredSkill, form: str, *, defined: bool) -> Row:
    via = list(map(graph.node, it.via))
    return (
        group,
        it.skill.id,
        it.skill.label,
        it.skill.type,
        it.importance,
        required_text(it),
        it.basis if form == "csv" else grounds_text(it.basis, it.modality),
        _ids(via) if form == "csv" else ", ".join(map(readable_name, via)),
        _places(it.resources),
        it.skill.definition if defined else "",
        _labels(via) if form == "csv" else "",
        it.modality if form == "csv" else "",
        it.importance_rating or "",
    )


def _places(resources: Iterable[LearningResource]) -> str:
    return "; ".join(map(resource_text, resources))


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
        _labels(item.via),
        item.modality,
    )


def _labels(nodes: Iterable[CareerNode]) -> str:
    return "; ".join(node.label for node in nodes)


def _ids(nodes: Iterable[CareerNode]) -> str:
    return " ".join(node.id for node in nodes)


def _page(graph: CareerGraph, node: CareerNode, items: list[Item], *, everything: bool) -> str:
    parts = [f"{one_line(node.label)}\n{node.iri}\n"]
    if node.definition:
        parts.append(one_line(node.definition) + "\n")
    parts += [f"{line}\n" for line in silence_lines([(node, graph.described(node))])]
    parts += [f"{_words(name)}: {one_line(str(value))}\n" for name, value in node_facts(graph, node).items()]
    parts += [f"{line}\n" for line in grading_lines(graph, graded=any(it.section == "skills" for it in items))]
    for section in SECTIONS:
        if mine := [item for item in items if item.section == section]:
            parts.append(_section(node, section, mine, everything=everything))
    return "".join(parts)


def _section(node: CareerNode, section: str, items: list[Item], *, everything: bool) -> str:
    """Return one section: a table of items specific to the node, then the number of items from each other node."""
    listed = [item for item in items if everything or item.origin is None]
    apart = f", {len(listed) or 'none'} of which {'set' if len(listed) > 1 else 'sets'} it apart"
    count = f"{len(items)}{apart if len(listed) < len(items) else ''}"
    parts = [f"\n{_words(section)} ({count})\n\n"]
    if section == "skills":
        skills = {it.skill.skill.iri: it for it in listed if it.skill}
        grouped = group_cells([it.skill for it in skills.values() if it.skill], worth)
        columns = ["group", "label", "importance", "level", "needed", "comes from", "learn at"]
        rows = [_skill_cells(cell, skills[it.skill.iri], node) for cell, it in grouped]
    else:
        columns = ["label", SECTIONS[section], "basis", "comes from"]
        # Asserted things come first.
        rows = [_table_row(item, node) for item in sorted(listed, key=lambda it: it.basis == "derived")]
    if rows:
        filled = [at for at in range(len(columns)) if any(row[at] for row in rows)]
        parts.append(as_table([columns[at] for at in filled], [[row[at] for at in filled] for row in rows]))
    folded = Counter(item.origin for item in items if item.origin and not everything)
    for (origin, built_on), number in folded.most_common():
        how = "on which it builds" if built_on else "from which it inherits"
        what = counted(number, section.replace("_", " ").lower())
        parts.append(f"{'and ' * bool(rows)}{what} of {one_line(origin.label)}, {how}\n")
    return "".join(parts)


def _words(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _inherited(item: Item, node: CareerNode) -> str:
    """Return the nodes that an item comes from; ``""`` if the node has the item itself.

    The node counts as having a skill itself even if another node requires it to a higher degree.
    """
    return "" if node in item.via else ", ".join(via.label for via in item.via)


def _skill_cells(group: str, item: Item, node: CareerNode) -> list[str]:
    required = item.skill
    assert required is not None
    return [
        group,
        required.skill.label,
        required.importance,
        required_text(required),
        grounds_text(required.basis, required.modality),
        _inherited(item, node),
        _places(required.resources),
    ]


def _table_row(item: Item, node: CareerNode) -> list[str]:
    return [item.entity.label, item.detail, grounds_text(item.basis, item.modality), _inherited(item, node)]
