"""Answers about one career node: all its data, its skills, and the reasons for one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, NamedTuple, NotRequired, TypedDict, cast

from ecomgraph.model import Characteristic, Collaboration, RoleProfile
from ecomgraph.namespace import ECG
from ecomgraph.reading.catalog import CLAIMS, Catalog
from ecomgraph.reading.names import slug_of
from ecomgraph.reading.reader import by_label
from ecomgraph.schema import LINKS, NODES
from ecomgraph.web.answers.things import (
    Basis,
    Count,
    DegreeJson,
    Fraction,
    Grade,
    Modality,
    PassageId,
    ResourceJson,
    ThingJson,
    degree_json,
    filled,
    group_json,
    resources_json,
    thing_json,
    things_json,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ecomgraph.graph import CareerGraph
    from ecomgraph.model import CareerNode, Claim, Entity, Explanation, RequiredSkill, Skill
    from ecomgraph.web.answers.things import Json

__all__ = [
    "SECTIONS",
    "ExplainJson",
    "Item",
    "ShowJson",
    "SkillsJson",
    "claim_items",
    "explain_json",
    "node_facts",
    "node_items",
    "show_json",
    "skill_items",
    "skills_json",
]

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


class LevelJson(ThingJson):
    """A level of experience of a role."""

    rank: Count


class OriginJson(ThingJson):
    """A node from which another node takes content."""

    builds_on: Annotated[bool, "true if the other node builds on it, false if it inherits from it"]


class RequiredSkillJson(ThingJson):
    """A skill that a node requires."""

    type: str
    definition: str
    importance: Grade
    required_level: Annotated[str | None, "the label of the level needed; null if no level has exactly that degree"]
    degree: Annotated[Fraction | None, "the highest degree needed; null if the framework states none"]
    essential_degree: Annotated[Fraction | None, "the highest degree required as essential"]
    proficiency: Annotated[Fraction | None, "the proficiency as a number, if the source states one"]
    importance_rating: NotRequired[Annotated[Fraction, "the importance as rated by the source"]]
    group: Annotated[ThingJson | None, "the top group of the skill"]
    basis: Annotated[str, "stated, curated or derived; applies to the need, not to the importance"]
    modality: Modality
    via: Annotated[list[ThingJson], "the nodes whose requirements name it"]
    built_on: NotRequired[Annotated[bool, "true if only nodes that it builds on require it"]]
    own_degree: NotRequired[
        Annotated[Fraction, "the degree that the node requires apart from the nodes it builds on, if lower"]
    ]
    broader: NotRequired[Annotated[list[str], "the IRIs of its broader skills"]]
    resources: NotRequired[Annotated[list[ResourceJson], "learning resources for it, up to the degree needed"]]
    common_with: NotRequired[
        Annotated[OriginJson, "a node with the same requirement, if it is not specific to this node"]
    ]


class ClaimJson(ThingJson):
    """A claim about a node."""

    definition: str
    basis: Basis
    modality: Modality
    evidence: list[PassageId]
    via: Annotated[list[ThingJson], "the node that the claim is about"]
    common_with: NotRequired[
        Annotated[OriginJson, "the node that the claim comes from, if it is not specific to this node"]
    ]


class CharacteristicJson(ClaimJson):
    """A characteristic of a role."""

    facet: str


class CollaborationJson(ClaimJson):
    """Work with a business function."""

    function: ThingJson
    purposes: list[ThingJson]


class TransitionJson(ThingJson):
    """The node at the other end of a transition."""

    transition: Annotated[str, "the IRI of the transition"]
    kind: str
    basis: Basis
    modality: Modality


class ShowJson(TypedDict):
    """All data on a role or a profile."""

    node: ThingJson
    definition: str
    role: NotRequired[Annotated[ThingJson, "of profiles only"]]
    level: NotRequired[Annotated[ThingJson | None, "of profiles only"]]
    specialization: NotRequired[Annotated[ThingJson | None, "of profiles only"]]
    levels: Annotated[list[LevelJson], "of roles; empty for profiles"]
    specializations: Annotated[list[ThingJson], "of roles; empty for profiles"]
    inherits: list[ThingJson]
    builds_on: list[ThingJson]
    skills: list[RequiredSkillJson]
    responsibilities: list[ClaimJson]
    activities: list[ClaimJson]
    objectives: list[ClaimJson]
    challenges: list[ClaimJson]
    characteristics: list[CharacteristicJson]
    collaborations: list[CollaborationJson]
    team_roles: list[ClaimJson]
    transitions_out: list[TransitionJson]
    transitions_in: list[TransitionJson]


class SkillsJson(TypedDict):
    """The skills that a role or a profile requires, essential ones first."""

    node: ThingJson
    described: Annotated[bool, "whether any skill is recorded for it"]
    built_on_only: Annotated[bool, "whether all of them come from nodes that it builds on"]
    requirements: Annotated[Count, "the number of its requirements"]
    built_on: NotRequired[Annotated[Count, "the number of them that come from nodes that it builds on, if any"]]
    fullest: NotRequired[
        Annotated[Count, "if built_on is given: the highest number of own requirements of any of these nodes"]
    ]
    passages: Annotated[Count, "the number of passages that support them"]
    skills: list[RequiredSkillJson]


class PlaceInTextJson(TypedDict):
    """A passage, its place in the document, and what it says."""

    iri: str
    id: str
    section: str
    start: Annotated[Count, "the first character, from 0"]
    end: Annotated[Count, "the first character after it"]
    abstract: Annotated[str, "a paraphrase; empty if there is none"]


class ReasonJson(TypedDict):
    """A reason why a node requires a skill."""

    holder: Annotated[ThingJson, "the responsibility or the activity that exercises the skill, or the node itself"]
    via: Annotated[ThingJson, "the node that the holder belongs to"]
    builds_on: Annotated[bool, "true if the node builds on via, false if it inherits from it"]
    importance: Grade
    asked: Annotated[DegreeJson | None, "the degree required"]
    basis: Annotated[str, "stated, curated or derived; applies to the need"]
    own_basis: NotRequired[
        Annotated[str, "the basis of the requirement without the links that lead to it, if different"]
    ]
    importance_basis: Annotated[str, "curated, since an editor grades importance; empty if basis is empty"]
    modality: Modality
    note: Annotated[str, "the editor's reason"]
    evidence: list[PlaceInTextJson]


class ExplainJson(TypedDict):
    """Why a node requires a skill, down to the passages."""

    node: ThingJson
    skill: ThingJson
    reasons: list[ReasonJson]


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


def show_json(graph: CareerGraph, node: CareerNode) -> ShowJson:
    """Return all data on a node, section by section.

    >>> from ecomgraph import load
    >>> graph = load()
    >>> answer = show_json(graph, graph.node("vp-of-ecommerce"))
    >>> [(it["id"], it["kind"]) for it in answer["transitions_out"]]
    [('chief-digital-officer', 'promotion')]
    """
    items = list(node_items(graph, node))
    value: Json = {"node": thing_json(node), "definition": node.definition}
    if isinstance(node, RoleProfile):
        value["role"] = thing_json(node.role)
        value["level"] = thing_json(node.level) if node.level else None
        value["specialization"] = thing_json(node.specialization) if node.specialization else None
    value |= node_facts(graph, node)
    value |= {name: [_item_json(item) for item in items if item.section == name] for name in SECTIONS}
    return cast("ShowJson", value)


def node_facts(graph: CareerGraph, node: CareerNode) -> Json:
    """Return the texts, numbers and controlled values of a node, by column name."""
    catalog = Catalog(graph.dataset, graph.language)
    found = {link.column: catalog.field(node.iri, link) for link in _MORE if not link.edge}
    return {name: value for name, value in found.items() if value not in ((), "", None)}


def skills_json(graph: CareerGraph, node: CareerNode, skills: list[RequiredSkillJson] | None = None) -> SkillsJson:
    """Return the skills that a node requires, essential ones first.

    ``skills`` is that key of :func:`show_json`, if the caller has it already.
    """
    if skills is None:
        skills = [cast("RequiredSkillJson", _item_json(item)) for item in skill_items(graph, node)]
    described = graph.described(node)
    value: SkillsJson = {
        "node": thing_json(node),
        "described": bool(described),
        "built_on_only": described.built_on_only,
        "requirements": described.requirements,
        "passages": described.passages,
        "skills": skills,
    }
    if described.built_on:
        value |= {"built_on": described.built_on, "fullest": described.fullest}
    return value


def explain_json(node: CareerNode, skill: Skill, reasons: Iterable[Explanation]) -> ExplainJson:
    """Return the reasons why a node requires a skill, down to the passages."""
    return {
        "node": thing_json(node),
        "skill": thing_json(skill),
        "reasons": [_reason_json(it) for it in reasons],
    }


def _reason_json(reason: Explanation) -> ReasonJson:
    value = filled(ReasonJson, reason, asked=degree_json(reason.degree))
    if reason.own_basis == reason.basis:
        del value["own_basis"]
    return value


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


def _item_json(item: Item) -> Json:
    value = {**thing_json(item.entity), **item.fields}
    if item.origin:
        node, built_on = item.origin
        value["common_with"] = {**thing_json(node), "builds_on": built_on}
    return value
