"""Answers about one career node: all that the graph says of it, its skills, and the reasons for one of them."""

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

# What only some nodes say of themselves, besides what has a place of its own in the answer.
_PLACED = {"role", "level", "specialization", "levels", "specializations", "inherits_from", *CLAIMS, "holders"}
_MORE = [
    link
    for link in LINKS.values()
    if link.own and not link.derived and set(link.domain) <= set(NODES) and link.column not in _PLACED
]
# Sections in the order in which they are shown, and what a table calls the detail of their items.
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
    """A node whose content another has as well."""

    builds_on: Annotated[bool, "whether it is built on, rather than inherited from"]


class RequiredSkillJson(ThingJson):
    """A skill that a node requires."""

    type: str
    definition: str
    importance: Grade
    required_level: Annotated[str | None, "the label of the level needed; null if no level has exactly that degree"]
    degree: Annotated[Fraction | None, "the greatest degree needed; null where the framework states none"]
    essential_degree: Annotated[Fraction | None, "the greatest degree asked for as essential"]
    proficiency: Annotated[Fraction | None, "the number that the source states"]
    importance_rating: NotRequired[Annotated[Fraction, "how important the source rates it"]]
    group: Annotated[ThingJson | None, "the top group of the skill"]
    basis: Annotated[str, "stated, curated or derived: of the need, not of the importance"]
    modality: Modality
    via: Annotated[list[ThingJson], "the nodes whose requirements ask for it"]
    built_on: NotRequired[Annotated[bool, "true where the node needs it only by building on other nodes"]]
    own_degree: NotRequired[Annotated[Fraction, "if less than degree, what it asks for without the nodes built on"]]
    broader: NotRequired[Annotated[list[str], "the IRIs of its broader skills"]]
    resources: NotRequired[Annotated[list[ResourceJson], "learning resources for it, up to the degree needed"]]
    common_with: NotRequired[
        Annotated[OriginJson, "if it is not specific to the node: a node with the same requirement"]
    ]


class ClaimJson(ThingJson):
    """Something that is said of a node."""

    definition: str
    basis: Basis
    modality: Modality
    evidence: list[PassageId]
    via: Annotated[list[ThingJson], "the node that it is said of"]
    common_with: NotRequired[Annotated[OriginJson, "if it is not specific to the node: the node that it comes from"]]


class CharacteristicJson(ClaimJson):
    """What a role is like."""

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
    """All that the graph says of a role or a profile."""

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
    requirements: Annotated[Count, "how many requirements it has"]
    built_on: NotRequired[Annotated[Count, "how many of them are of nodes that it builds on, if any are"]]
    fullest: NotRequired[Annotated[Count, "if any are, the most that it or one node that it builds on has of its own"]]
    passages: Annotated[Count, "how many passages these rest on"]
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
    """A reason for which a node requires a skill."""

    holder: Annotated[ThingJson, "the responsibility or the activity that exercises the skill, or the node itself"]
    via: Annotated[ThingJson, "the node that has it"]
    builds_on: Annotated[bool, "whether the node builds on that one, rather than inheriting from it"]
    importance: Grade
    asked: Annotated[DegreeJson | None, "the degree asked for"]
    basis: Annotated[str, "stated, curated or derived: whether the node needs the skill"]
    own_basis: NotRequired[Annotated[str, "if different, the basis of the requirement itself, without the links to it"]]
    importance_basis: Annotated[str, "curated: importance is an editor's grading; empty where basis is"]
    modality: Modality
    note: Annotated[str, "the editor's reason"]
    evidence: list[PlaceInTextJson]


class ExplainJson(TypedDict):
    """Why a node requires a skill, down to the passages."""

    node: ThingJson
    skill: ThingJson
    reasons: list[ReasonJson]


class Item(NamedTuple):
    """A thing in one section; ``detail`` is what tells it from its neighbors, ``fields`` what JSON says besides.

    What does not set a node apart has an ``origin``: a node that has the same, with whether that is built on.
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
    """Return all that the graph says of a node, section by section.

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
    """Return the texts, numbers and controlled values that a node has, by the names that tables give them."""
    catalog = Catalog(graph.dataset, graph.language)
    found = {link.column: catalog.field(node.iri, link) for link in _MORE if not link.edge}
    return {name: value for name, value in found.items() if value not in ((), "", None)}


def skills_json(graph: CareerGraph, node: CareerNode, skills: list[RequiredSkillJson] | None = None) -> SkillsJson:
    """Return the skills that a node requires, essential ones first.

    ``skills`` are those of :func:`show_json`, if that has been asked for the node already.
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
    """Yield what there is to show of a node, section by section."""
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
    """Return a purpose, with its basis where that is not the basis of the collaboration."""
    basis = slug_of(catalog.grounds(claim.iri, ECG.hasPurpose, purpose.iri).basis)
    return f"{purpose.label} ({basis})" if basis and basis != claim.basis else purpose.label


def _item_json(item: Item) -> Json:
    value = {**thing_json(item.entity), **item.fields}
    if item.origin:
        node, built_on = item.origin
        value["common_with"] = {**thing_json(node), "builds_on": built_on}
    return value
