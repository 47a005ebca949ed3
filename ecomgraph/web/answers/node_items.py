"""The content of a career node, item by item, for answers as JSON and for tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ecomgraph.model import Characteristic, Collaboration, RoleProfile
from ecomgraph.namespace import ECG
from ecomgraph.reading.catalog import CLAIMS, Catalog
from ecomgraph.reading.names import slug_of
from ecomgraph.reading.reader import by_label
from ecomgraph.schema import LINKS, NODES
from ecomgraph.web.answers.things import group_json, resources_json, thing_json, things_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecomgraph.graph import CareerGraph
    from ecomgraph.model import CareerNode, Claim, Entity, RequiredSkill
    from ecomgraph.web.answers.things import Json

__all__ = ["SECTIONS", "Item", "claim_items", "node_facts", "node_items", "skill_items"]

# Properties that only some nodes have, apart from those with a key of their own in the answer.
_PLACED = {"role", "level", "specialization", "levels", "specializations", "inherits_from", *CLAIMS, "holders"}
_MORE = [
    link
    for link in LINKS.values()
    if link.own and not link.derived and set(link.domain) <= set(NODES) and link.column not in _PLACED
]
# Sections in the order in which they are shown, with the column heading of their items' detail.
_DETAILS = {"characteristics": "facet", "collaborations": "purposes"}
SECTIONS = {
    "levels": "rank",
    "specializations": "",
    "inherits": "",
    **{link.column: "" for link in _MORE if link.edge},
    "skills": "importance",
    **{key: _DETAILS.get(key, "") for key in CLAIMS},
    "transitions_out": "kind",
    "transitions_in": "kind",
}


class Item(NamedTuple):
    """A thing in one section; ``detail`` qualifies it in tables, ``fields`` are its additional keys in JSON.

    ``origin`` is a node with the same item, if the item is not specific to this node, and whether it is built on.
    """

    section: str
    entity: Entity
    fields: Json
    detail: str = ""
    basis: str = ""
    modality: str = ""
    via: tuple[CareerNode, ...] = ()
    evidence: tuple[str, ...] = ()
    origin: tuple[CareerNode, bool] | None = None
    skill: RequiredSkill | None = None


def node_facts(graph: CareerGraph, node: CareerNode) -> Json:
    """Return the texts, numbers and controlled values of a node, by column name."""
    catalog = Catalog(graph.dataset, graph.language)
    found = {link.column: catalog.field(node.iri, link) for link in _MORE if not link.edge}
    return {name: value for name, value in found.items() if value not in ((), "", None)}


def node_items(graph: CareerGraph, node: CareerNode) -> Iterator[Item]:
    """Yield the items to show for a node, section by section."""
    yield from _place_items(graph, node)
    yield from skill_items(graph, node)
    yield from claim_items(graph, node)
    network = graph.network
    here = network.index[node.iri]
    for number in network.edges_at(here):
        it = network.transition(number)
        fields: Json = {"transition": it.iri, "kind": it.kind, "basis": it.basis, "modality": it.modality}
        if network.tails[number] == here:
            yield Item("transitions_out", it.target, fields, it.kind, it.basis, it.modality)
        if network.heads[number] == here:
            yield Item("transitions_in", it.source, fields, it.kind, it.basis, it.modality)


def _place_items(graph: CareerGraph, node: CareerNode) -> Iterator[Item]:
    if not isinstance(node, RoleProfile):
        for level in graph.levels(node.iri):
            yield Item("levels", level, {"rank": level.rank}, str(level.rank))
        for field in graph.specializations(node.iri):
            yield Item("specializations", field, {})
    for iri in graph.dataset.iris(node.iri, ECG.inheritsFrom):
        yield Item("inherits", graph.node(iri), {})
    catalog = Catalog(graph.dataset, graph.language)
    for link in filter(lambda link: link.edge, _MORE):
        linked: list[Entity] = [catalog.entity(iri) for iri in graph.dataset.iris(node.iri, link.iri)]
        yield from (Item(link.column, entity, {}) for entity in by_label(linked))


def skill_items(graph: CareerGraph, node: CareerNode) -> Iterator[Item]:
    """Yield the skills that a node requires, essential ones first."""
    common = graph.common_skills(node)
    for required in graph.skills(node):
        yield _skill_item(graph, required, common.get(required.skill))


def _skill_item(graph: CareerGraph, required: RequiredSkill, origin: tuple[CareerNode, bool] | None) -> Item:
    via = tuple(map(graph.node, required.via))
    fields: Json = {
        "type": required.skill.type,
        "definition": required.skill.definition,
        "importance": required.importance,
        "required_level": required.required_level,
        "degree": required.degree,
        "essential_degree": required.essential_degree,
        "proficiency": required.proficiency,
        **({} if required.importance_rating is None else {"importance_rating": required.importance_rating}),
        "group": group_json(required.group),
        "basis": required.basis,
        "modality": required.modality,
        "via": things_json(via),
        **({"built_on": True} if required.built_on else {}),
        **({"own_degree": required.own_degree} if required.own_degree != required.degree else {}),
        **({"broader": list(required.skill.broader)} if required.skill.broader else {}),
        **resources_json(required.resources),
    }
    grounds = required.basis, required.modality
    return Item("skills", required.skill, fields, required.importance, *grounds, via, (), origin, required)


def claim_items(graph: CareerGraph, node: CareerNode) -> Iterator[Item]:
    """Yield the claims about a node by kind; only claims have evidence."""
    catalog = Catalog(graph.dataset, graph.language)
    common = {origin.iri: (origin, built_on) for origin, built_on in graph.common_nodes(node)}
    for section in CLAIMS:
        for claim in catalog.section(node.iri, section):
            yield _claim_item(graph, catalog, section, claim)._replace(origin=common.get(claim.via))


def _claim_item(graph: CareerGraph, catalog: Catalog, section: str, claim: Claim) -> Item:
    via = graph.node(claim.via)
    fields: Json = {"definition": claim.definition}
    detail = ""
    if isinstance(claim, Characteristic):
        fields["facet"], detail = claim.facet, claim.facet
    elif isinstance(claim, Collaboration):
        fields = {"definition": claim.function.definition}
        fields |= {"function": thing_json(claim.function), "purposes": things_json(claim.purposes)}
        detail = ", ".join(_purpose(catalog, claim, it) for it in claim.purposes)
    fields |= {
        "basis": claim.basis,
        "modality": claim.modality,
        "evidence": list(claim.evidence),
        "via": [thing_json(via)],
    }
    return Item(section, claim, fields, detail, claim.basis, claim.modality, (via,), claim.evidence)


def _purpose(catalog: Catalog, claim: Collaboration, purpose: Entity) -> str:
    """Return a purpose, with its basis if it differs from that of the collaboration."""
    basis = slug_of(catalog.grounds(claim.iri, ECG.hasPurpose, purpose.iri).basis)
    return f"{purpose.label} ({basis})" if basis and basis != claim.basis else purpose.label
