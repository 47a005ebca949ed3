"""Answers about one career node: all that the graph says of it, its skills, and the reasons for one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ecomgraph.model import RoleProfile
from ecomgraph.namespace import ECG
from ecomgraph.web.answers.things import degree_json, group_json, thing_json, things_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ecomgraph.graph import CareerGraph
    from ecomgraph.model import CareerNode, Claim, Entity, Explanation, RequiredSkill, Skill
    from ecomgraph.web.answers.things import Json

__all__ = ["SECTIONS", "Item", "explain_json", "node_items", "show_json", "skill_items", "skills_json"]

# Sections in the order in which they are shown, and what a table calls the detail of their items.
SECTIONS = {
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


class Item(NamedTuple):
    """A thing in one section; ``detail`` is what tells it from its neighbors, ``fields`` what JSON says besides."""

    section: str
    entity: Entity
    fields: Json
    detail: str = ""
    basis: str = ""
    via: tuple[CareerNode, ...] = ()
    evidence: tuple[str, ...] = ()


def show_json(graph: CareerGraph, node: CareerNode) -> Json:
    """Return all that the graph says of a node, section by section.

    >>> from ecomgraph import load
    >>> graph = load()
    >>> answer = show_json(graph, graph.node("vp-of-ecommerce"))
    >>> [(move["id"], move["kind"]) for move in answer["transitions_out"]]
    [('chief-digital-officer', 'promotion')]
    """
    items = list(node_items(graph, node))
    value: Json = {"node": thing_json(node), "definition": node.definition}
    if isinstance(node, RoleProfile):
        value["role"] = thing_json(node.role)
        value["level"] = thing_json(node.level) if node.level else None
        value["specialization"] = thing_json(node.specialization) if node.specialization else None
    return value | {name: [_item_json(item) for item in items if item.section == name] for name in SECTIONS}


def skills_json(graph: CareerGraph, node: CareerNode) -> Json:
    """Return the skills that a node requires, essential ones first."""
    return {"node": thing_json(node), "skills": [_item_json(item) for item in skill_items(graph, node)]}


def explain_json(node: CareerNode, skill: Skill, reasons: Iterable[Explanation]) -> Json:
    """Return the reasons for which a node requires a skill, down to the passages."""
    return {"node": thing_json(node), "skill": thing_json(skill), "reasons": list(map(_reason_json, reasons))}


def _reason_json(reason: Explanation) -> Json:
    return {
        "holder": thing_json(reason.holder),
        "via": thing_json(reason.via),
        "builds_on": reason.builds_on,
        "importance": reason.importance,
        "asked": degree_json(reason.degree),
        "basis": reason.basis,
        "note": reason.note,
        "evidence": [
            {"iri": it.iri, "id": it.id, "section": it.section, "start": it.start, "end": it.end}
            for it in reason.evidence
        ],
    }


def node_items(graph: CareerGraph, node: CareerNode) -> Iterator[Item]:
    """Yield what there is to show of a node, section by section."""
    if not isinstance(node, RoleProfile):
        for level in graph.levels(node.iri):
            yield Item("levels", level, {"rank": level.rank}, str(level.rank))
        for field in graph.specializations(node.iri):
            yield Item("specializations", field, {})
    for iri in graph.dataset.iris(node.iri, ECG.inheritsFrom):
        yield Item("inherits", graph.node(iri), {})
    yield from skill_items(graph, node)
    yield from _claim_items(graph, node)
    network = graph.network
    here = network.index[node.iri]
    for number, (tail, head) in enumerate(zip(network.tails, network.heads, strict=True)):
        if here not in (tail, head):
            continue
        move = network.transition(number)
        fields: Json = {"transition": move.iri, "kind": move.kind, "basis": move.basis}
        if tail == here:
            yield Item("transitions_out", move.target, fields, move.kind, move.basis)
        if head == here:
            yield Item("transitions_in", move.source, fields, move.kind, move.basis)


def skill_items(graph: CareerGraph, node: CareerNode) -> Iterator[Item]:
    """Yield the skills that a node requires, essential ones first."""
    for required in graph.skills(node):
        yield _skill_item(graph, required)


def _skill_item(graph: CareerGraph, required: RequiredSkill) -> Item:
    via = tuple(map(graph.node, required.via))
    fields: Json = {
        "type": required.skill.type,
        "importance": required.importance,
        "required_level": required.required_level,
        "degree": required.degree,
        "essential_degree": required.essential_degree,
        "proficiency": required.proficiency,
        "group": group_json(required.group),
        "basis": required.basis,
        "via": things_json(via),
    }
    return Item("skills", required.skill, fields, required.importance, required.basis, via)


def _claim_items(graph: CareerGraph, node: CareerNode) -> Iterator[Item]:
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
        fields: Json = {"function": thing_json(work.function), "purposes": things_json(work.purposes)}
        yield _claim_item(graph, "collaborations", work, fields, ", ".join(it.label for it in work.purposes))


def _claim_item(graph: CareerGraph, section: str, claim: Claim, fields: Json | None = None, detail: str = "") -> Item:
    via = graph.node(claim.via)
    grounds: Json = {"basis": claim.basis, "evidence": list(claim.evidence), "via": [thing_json(via)]}
    return Item(section, claim, (fields or {}) | grounds, detail, claim.basis, (via,), claim.evidence)


def _item_json(item: Item) -> Json:
    return {**thing_json(item.entity), **item.fields}
