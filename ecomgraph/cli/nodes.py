"""Commands about one career node: all that the graph says of it, and the skills that it requires."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import click

from ecomgraph.cli.options import format_option, graph_option, narrowed_node, narrowing_options
from ecomgraph.cli.output import as_csv, as_json, as_table, emit, node_json, one_line, write
from ecomgraph.model import RoleProfile
from ecomgraph.namespace import ECG

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecomgraph.cli.output import Row
    from ecomgraph.graph import CareerGraph
    from ecomgraph.model import CareerNode, Claim, Entity, RequiredSkill

__all__ = ["show", "skills"]

# Sections in the order in which they are shown, and what a table calls the detail of their items.
_SECTIONS = {
    "levels": "rank",
    "specializations": "",
    "inherits": "",
    "skills": "importance",
    "responsibilities": "",
    "activities": "",
    "objectives": "",
    "challenges": "",
    "characteristics": "facet",
    "collaborations": "purposes",
    "team_roles": "",
    "transitions_out": "kind",
    "transitions_in": "kind",
}
_Json = dict[str, object]


class _Item(NamedTuple):
    """A thing in one section; ``detail`` is what tells it from its neighbors, ``fields`` what JSON says besides."""

    section: str
    entity: Entity
    fields: _Json
    detail: str = ""
    basis: str = ""
    via: tuple[CareerNode, ...] = ()
    evidence: tuple[str, ...] = ()


@click.command(epilog="Example: ecomgraph show ecommerce-director --level mid --specialization analytics")
@click.argument("name", metavar="NODE")
@narrowing_options
@format_option
@graph_option
def show(graph: CareerGraph, name: str, level: str | None, specialization: str | None, form: str) -> None:
    """Show all that the graph says of a node.

    NODE is a role or a profile, by id, label or IRI.
    """
    node = narrowed_node(graph, name, level, specialization)
    items = list(_items(graph, node))
    if form == "json":
        write(as_json(_value(node, items)))
    elif form == "csv":
        columns = ["section", "iri", "id", "label", "detail", "basis", "via", "evidence"]
        write(as_csv(columns, [_csv_row(item) for item in items]))
    else:
        write(_page(node, items))


@click.command(epilog="Example: ecomgraph skills ecommerce-director --level senior")
@click.argument("name", metavar="NODE")
@narrowing_options
@format_option
@graph_option
def skills(graph: CareerGraph, name: str, level: str | None, specialization: str | None, form: str) -> None:
    """List the skills that a node requires.

    Inherited skills and those that its responsibilities and activities exercise are among them.
    """
    node = narrowed_node(graph, name, level, specialization)
    items = [(it, _skill_item(graph, it)) for it in graph.skills(node)]
    rows: list[Row] = [
        (it.skill.id, it.skill.label, it.skill.type, it.importance, it.basis, _ids(item.via)) for it, item in items
    ]
    value = {"node": node_json(node), "skills": [_item_json(item) for _, item in items]}
    emit(form, ["id", "skill", "type", "importance", "basis", "via"], rows, value)


def _items(graph: CareerGraph, node: CareerNode) -> Iterator[_Item]:
    """Yield what there is to show of a node, section by section."""
    if not isinstance(node, RoleProfile):
        for level in graph.levels(node.iri):
            yield _Item("levels", level, {"rank": level.rank}, str(level.rank))
        for field in graph.specializations(node.iri):
            yield _Item("specializations", field, {})
    for iri in graph.dataset.iris(node.iri, ECG.inheritsFrom):
        yield _Item("inherits", graph.node(iri), {})
    for required in graph.skills(node):
        yield _skill_item(graph, required)
    yield from _claim_items(graph, node)
    for move in graph.transitions():
        fields: _Json = {"transition": move.iri, "kind": move.kind, "basis": move.basis}
        if move.source.iri == node.iri:
            yield _Item("transitions_out", move.target, fields, move.kind, move.basis)
        if move.target.iri == node.iri:
            yield _Item("transitions_in", move.source, fields, move.kind, move.basis)


def _claim_items(graph: CareerGraph, node: CareerNode) -> Iterator[_Item]:
    sections: dict[str, tuple[Claim, ...]] = {
        "responsibilities": graph.responsibilities(node),
        "activities": graph.activities(node),
        "objectives": graph.objectives(node),
        "challenges": graph.challenges(node),
        "team_roles": graph.team_roles(node),
    }
    for section, claims in sections.items():
        for claim in claims:
            yield _claim_item(graph, section, claim)
    for trait in graph.characteristics(node):
        yield _claim_item(graph, "characteristics", trait, {"facet": trait.facet}, trait.facet)
    for work in graph.collaborators(node):
        fields: _Json = {"function": node_json(work.function), "purposes": [node_json(it) for it in work.purposes]}
        yield _claim_item(graph, "collaborations", work, fields, ", ".join(it.label for it in work.purposes))


def _skill_item(graph: CareerGraph, required: RequiredSkill) -> _Item:
    via = tuple(map(graph.node, required.via))
    fields: _Json = {"type": required.skill.type, "importance": required.importance}
    if required.proficiency is not None:
        fields["proficiency"] = required.proficiency
    fields |= {"basis": required.basis, "via": [node_json(it) for it in via]}
    return _Item("skills", required.skill, fields, required.importance, required.basis, via)


def _claim_item(graph: CareerGraph, section: str, claim: Claim, fields: _Json | None = None, detail: str = "") -> _Item:
    via = graph.node(claim.via)
    grounds: _Json = {"basis": claim.basis, "evidence": list(claim.evidence), "via": [node_json(via)]}
    return _Item(section, claim, (fields or {}) | grounds, detail, claim.basis, (via,), claim.evidence)


def _value(node: CareerNode, items: list[_Item]) -> _Json:
    value: _Json = {"node": node_json(node), "definition": node.definition}
    if isinstance(node, RoleProfile):
        value["role"] = node_json(node.role)
        value["level"] = node_json(node.level) if node.level else None
        value["specialization"] = node_json(node.specialization) if node.specialization else None
    return value | {name: [_item_json(item) for item in items if item.section == name] for name in _SECTIONS}


def _item_json(item: _Item) -> _Json:
    return {**node_json(item.entity), **item.fields}


def _csv_row(item: _Item) -> Row:
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


def _ids(nodes: tuple[CareerNode, ...]) -> str:
    return " ".join(node.id for node in nodes)


def _page(node: CareerNode, items: list[_Item]) -> str:
    parts = [f"{one_line(node.label)}\n{node.iri}\n"]
    if node.definition:
        parts.append(one_line(node.definition) + "\n")
    for section, detail in _SECTIONS.items():
        rows = [_table_row(item, node) for item in items if item.section == section]
        if rows:
            filled = [at for at in range(4) if any(row[at] for row in rows)]
            columns = [("label", detail, "basis", "inherited from")[at] for at in filled]
            table = as_table(columns, [[row[at] for at in filled] for row in rows])
            parts.append(f"\n{section.replace('_', ' ').capitalize()} ({len(rows)})\n\n{table}")
    return "".join(parts)


def _table_row(item: _Item, node: CareerNode) -> tuple[str, str, str, str]:
    broader = ", ".join(via.label for via in item.via if via.iri != node.iri)
    return item.entity.label, item.detail, item.basis, broader
