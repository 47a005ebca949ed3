"""Answers about one career node: all its data, its skills, and the reasons for one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, NotRequired, TypedDict, cast

from ecomgraph.model import RoleProfile
from ecomgraph.web.answers.node_items import SECTIONS, node_facts, node_items, skill_items
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
    thing_json,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ecomgraph.graph import CareerGraph
    from ecomgraph.model import CareerNode, Explanation, Skill
    from ecomgraph.web.answers.node_items import Item
    from ecomgraph.web.answers.things import Json

__all__ = ["ExplainJson", "ShowJson", "SkillsJson", "explain_json", "show_json", "skills_json"]


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


def _item_json(item: Item) -> Json:
    value = {**thing_json(item.entity), **item.fields}
    if item.origin:
        node, built_on = item.origin
        value["common_with"] = {**thing_json(node), "builds_on": built_on}
    return value
