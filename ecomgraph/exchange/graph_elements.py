"""The graph as nodes and edges with attributes, for graph tools; requirements and transitions are edges."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ecomgraph.exchange.cells import join
from ecomgraph.exchange.grades import Grades
from ecomgraph.namespace import ECG, PREFIXES
from ecomgraph.reading.names import slug_of
from ecomgraph.reading.reader import PROPERTY, SOURCE, TARGET
from ecomgraph.schema import GROUPS, KINDS, LINKS, NODES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecomgraph.exchange.content import Content, Thing
    from ecomgraph.exchange.lint import Ledger
    from ecomgraph.schema import Link

__all__ = ["EDGE_FIELDS", "LOST", "NODE_FIELDS", "NODE_KINDS", "Edge", "Node", "edges", "nodes", "type_of"]

Value = str | int | float

LOST = (
    "labels and texts in languages other than the chosen one",
    "concept schemes, collections and properties that are not in the vocabulary",
    "importance, proficiency and evidence of requirements of a transition: its edge names only the skills",
    "prov:wasGeneratedBy",
)
NODE_KINDS = tuple(kind.key for kind in KINDS.values() if kind.table and not kind.edge)
_EDGE_KINDS = tuple(kind.key for kind in KINDS.values() if kind.edge)
_ENDS = {end for kind in _EDGE_KINDS if (ends := KINDS[kind].join) for end in (ends.owner, ends.target)}
_ENDS |= {PROPERTY, PREFIXES["skos"] + "prefLabel"}
# Derived links to skills are one edge each, with the importance.
_LINKS = [link for link in LINKS.values() if link.edge and not (link.derived and link.range == ("skill",))]
# Sorted: own properties, joins, properties of any thing, those of other vocabularies, and derived ones.
_LINKS.sort(key=lambda link: (link.derived, not link.own, link.domain == GROUPS["grounded"], link.joins))
_TYPES = {"integer": "integer", "number": "double"}


def _said(kinds: tuple[str, ...], *, edges: bool) -> list[Link]:
    """Return the properties that become attributes of things of some kinds."""
    return [
        link
        for link in LINKS.values()
        if link.iri not in _ENDS
        and link.shape != "holders"
        and (edges or not link.edge)
        and ("*" in link.domain or not set(kinds).isdisjoint(link.domain))
        and not link.derived
    ]


_OF_NODES, _OF_EDGES = _said(NODE_KINDS, edges=False), _said(_EDGE_KINDS, edges=True)
# The type of each attribute, in the order of writing: "string", "integer" or "double".
NODE_FIELDS = {"kind": "string", **{it.column: _TYPES.get(it.shape, "string") for it in _OF_NODES}, "iri": "string"}
_OF_ASSOCIATIONS_OF = {"required_skills": "string"}
# The required degree of a skill, above 0 and up to 1, if the framework states any.
_OF_NEEDS = {"degree": "double"}
EDGE_FIELDS = {
    **{it.column: _TYPES.get(it.shape, "string") for it in _OF_EDGES},
    **_OF_NEEDS,
    **_OF_ASSOCIATIONS_OF,
    "iri": "string",
}


@dataclass(frozen=True, slots=True)
class Node:
    """A thing: its id is that of :meth:`Content.ref`; attributes without a value are left out."""

    id: str
    label: str
    kind: str
    attributes: dict[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Edge:
    """A link from one node to another; attributes without a value are left out."""

    source: str
    target: str
    type: str
    attributes: dict[str, Value] = field(default_factory=dict)


def type_of(predicate: str) -> str:
    """Return the type of the edges that a property makes.

    >>> type_of("https://w3id.org/ecomgraph/ns#hasResponsibility")
    'HAS_RESPONSIBILITY'
    """
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", slug_of(predicate)).upper()


def nodes(content: Content, ledger: Ledger) -> Iterator[Node]:
    """Yield all nodes, kind after kind, by key."""
    for thing in content.things(*NODE_KINDS):
        found: dict[str, Value] = {"kind": thing.kind, "iri": thing.iri}
        found |= {link.column: _value(content, thing, link, ledger) for link in _OF_NODES}
        ledger.records[f"{thing.kind} nodes"] += 1
        yield Node(
            ledger.text(content.ref(thing.key), thing.where),
            ledger.name(thing.label, thing.where),
            thing.kind,
            _filled(found, NODE_FIELDS, thing, ledger),
        )


def edges(content: Content, ledger: Ledger) -> Iterator[Edge]:
    """Yield all edges: those of each node, by property and target, then requirements, then transitions."""
    speakers = {
        (about.key_to(SOURCE), about.key_to(PROPERTY), about.key_to(TARGET)): about.key
        for about in content.things("statement")
    }
    grades = Grades(content, ledger)
    for thing in content.things(*NODE_KINDS):
        for link in _LINKS:
            # Properties of other vocabularies, such as skos:inScheme, have another meaning for other kinds of things.
            if not (link.own or link.range == ("=",) or thing.kind in link.domain or "*" in link.domain):
                continue
            for target in _targets(content, thing, link.iri, ledger):
                speaker = speakers.get((thing.key, link.iri, target))
                yield _edge(content, thing.key, target, type_of(link.iri), ledger, speaker)
        if content.derived and thing.kind in NODES:
            yield from _required(content, thing, grades, ledger)
    for requirement in content.things("requirement"):
        holders = content.holders(ECG.hasSkillRequirement, requirement.key)
        # A transition is an edge, so no other edge can start at it.
        starts = [key for key in holders if content.kind(key) != "transition"]
        if starts or not holders:
            skills = requirement.keys(ECG.requiredSkill) if grades.graded else []
            extra: dict[str, Value] = (
                {"degree": float(max(grades.degree(requirement, it) for it in skills))} if skills else {}
            )
            yield from _between(content, starts, requirement, ECG.requiredSkill, "REQUIRES", ledger, extra)
    for transition in content.things("transition"):
        starts = _targets(content, transition, ECG.transitionFrom, ledger)
        named = {
            content.id(skill): None
            for key in transition.keys(ECG.hasSkillRequirement)
            for skill in content.thing(key).keys(ECG.requiredSkill)
        }
        extra = {"required_skills": join(named)}
        yield from _between(content, starts, transition, ECG.transitionTo, "TRANSITION", ledger, extra)


def _required(content: Content, node: Thing, grades: Grades, ledger: Ledger) -> Iterator[Edge]:
    """Yield an edge to each required skill of a node, with its degree, and the level with exactly that degree."""
    for skill, importance, degree in grades.asked(node):
        extra: dict[str, Value] = {"importance": importance}
        if grades.graded:
            level = grades.level(skill, degree)
            if level and level.degree == degree:
                extra["required_level"] = content.id(level.iri)
            extra["degree"] = float(degree)
        yield _edge(content, node.key, skill, "REQUIRES_SKILL", ledger, extra=extra)


def _between(
    content: Content,
    starts: list[str],
    speaker: Thing,
    predicate: str,
    kind: str,
    ledger: Ledger,
    extra: dict[str, Value] | None = None,
) -> Iterator[Edge]:
    """Yield the edges made from a thing that joins others."""
    ends = _targets(content, speaker, predicate, ledger)
    if not starts or not ends:
        ledger.lose(speaker.where, "it does not join two things")
    for start in starts:
        for end in ends:
            yield _edge(content, start, end, kind, ledger, speaker.key, extra)


def _targets(content: Content, thing: Thing, predicate: str, ledger: Ledger) -> list[str]:
    found = thing.keys(predicate)
    for key in found:
        if content.kind(key) not in NODE_KINDS:
            what = f"{slug_of(predicate)} <{key}> leads to a thing that is not in the graph"
            ledger.problem(thing.where, what, "describe the target or remove the link")
    return [key for key in found if content.kind(key) in NODE_KINDS]


def _edge(
    content: Content,
    source: str,
    target: str,
    kind: str,
    ledger: Ledger,
    speaker: str | None = None,
    extra: dict[str, Value] | None = None,
) -> Edge:
    """Return an edge; ``speaker`` is the thing with its attributes."""
    ledger.records[f"{kind} edges"] += 1
    ends = (content.ref(source), content.ref(target))
    if speaker is None:
        return Edge(*ends, kind, extra or {})
    thing = content.thing(speaker)
    found = {link.column: _value(content, thing, link, ledger) for link in _OF_EDGES}
    found |= {"iri": thing.iri, **(extra or {})}
    return Edge(*ends, kind, _filled(found, EDGE_FIELDS, thing, ledger))


def _filled(found: dict[str, Value], fields: dict[str, str], thing: Thing, ledger: Ledger) -> dict[str, Value]:
    return {
        name: ledger.text(value, thing.where) if isinstance(value, str) else value
        for name in fields
        if (value := found.get(name, "")) != ""
    }


def _value(content: Content, thing: Thing, link: Link, ledger: Ledger) -> Value:
    match link.shape:
        case "text":
            return thing.text(link.iri)
        case "texts":
            return join(thing.texts(link.iri))
        case "value":
            return thing.value(link.iri)
        case "integer" | "number":
            return _number(thing, link, ledger)
        case "iris":
            return join(thing.keys(link.iri))
        case _:
            return join(content.id(key) for key in thing.keys(link.iri))


def _number(thing: Thing, link: Link, ledger: Ledger) -> Value:
    text = thing.text(link.iri)
    try:
        return "" if not text else float(text) if link.shape == "number" else int(text)
    except ValueError:
        ledger.problem(thing.where, f"{link.column} is {text!r}, which is not a number", f"correct ecg:{link.name}")
        return ""
