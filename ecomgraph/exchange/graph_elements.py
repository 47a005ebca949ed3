"""The graph as graph tools see it: nodes and edges that have attributes; requirements and moves are edges."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ecomgraph.exchange.cells import join
from ecomgraph.exchange.content import ALT_LABEL, BROADER, DCTERMS, DEFINITION, KINDS, RDF, SKOS
from ecomgraph.namespace import ECG
from ecomgraph.reading.names import slug_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecomgraph.exchange.content import Content, Thing
    from ecomgraph.exchange.lint import Ledger

__all__ = ["EDGE_FIELDS", "LOST", "NODE_FIELDS", "NODE_KINDS", "Edge", "Node", "edges", "nodes", "type_of"]

Value = str | int | float

LOST = (
    "labels and texts in other languages than the one chosen",
    "concept schemes, collections and properties that are not in the vocabulary",
    "prov:wasGeneratedBy",
)
# What each attribute holds, in the order in which it is written: "string", "integer" or "double".
NODE_FIELDS = {
    "kind": "string",
    "definition": "string",
    "alt_labels": "string",
    "scope_notes": "string",
    "type": "string",
    "facet": "string",
    "rank": "integer",
    "title": "string",
    "section": "string",
    "ordinal": "integer",
    "start": "integer",
    "end": "integer",
    "digest": "string",
    "basis": "string",
    "note": "string",
    "close_matches": "string",
    "broad_matches": "string",
    "iri": "string",
}
EDGE_FIELDS = {
    "importance": "string",
    "proficiency": "double",
    "kind": "string",
    "months": "double",
    "basis": "string",
    "evidence": "string",
    "note": "string",
    "iri": "string",
}
NODE_KINDS = tuple(kind for kind in KINDS if kind not in ("requirement", "transition", "statement"))
_LINKS = (
    ECG.narrowsRole,
    ECG.atLevel,
    ECG.inSpecialization,
    ECG.inheritsFrom,
    ECG.hasLevel,
    ECG.hasSpecialization,
    ECG.nextLevel,
    ECG.hasResponsibility,
    ECG.performsActivity,
    ECG.pursuesObjective,
    ECG.facesChallenge,
    ECG.hasCharacteristic,
    ECG.contrastsWith,
    ECG.leadsTeamRole,
    ECG.hasCollaboration,
    ECG.collaboratesWith,
    ECG.hasPurpose,
    ECG.hasEvidence,
    BROADER,
    SKOS + "related",
    DCTERMS + "isPartOf",
    ECG.advancesTo,
    ECG.worksWith,
)
_TEXTS = {
    "definition": DEFINITION,
    "title": DCTERMS + "title",
    "section": ECG.inSection,
    "digest": ECG.textDigest,
    "note": SKOS + "editorialNote",
}
_LISTS = {"alt_labels": ALT_LABEL, "scope_notes": SKOS + "scopeNote"}
_VALUES = {"type": ECG.skillType, "facet": ECG.facet, "basis": ECG.hasBasis}
_INTEGERS = {"rank": ECG.rank, "ordinal": ECG.ordinal, "start": ECG.startOffset, "end": ECG.endOffset}
_MATCHES = {"close_matches": SKOS + "closeMatch", "broad_matches": SKOS + "broadMatch"}


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
        found: dict[str, Value] = {"kind": thing.kind}
        found |= {name: thing.text(predicate) for name, predicate in _TEXTS.items()}
        found |= {name: join(thing.texts(predicate)) for name, predicate in _LISTS.items()}
        found |= {name: thing.value(predicate) for name, predicate in _VALUES.items()}
        found |= {name: join(thing.keys(predicate)) for name, predicate in _MATCHES.items()}
        for name, predicate in _INTEGERS.items():
            found[name] = _number(thing, name, predicate, ledger)
        found["iri"] = thing.iri
        ledger.records[f"{thing.kind} nodes"] += 1
        yield Node(
            ledger.text(content.ref(thing.key), thing.where),
            ledger.name(thing.label, thing.where),
            thing.kind,
            _filled(found, NODE_FIELDS, thing, ledger),
        )


def edges(content: Content, ledger: Ledger) -> Iterator[Edge]:
    """Yield all edges: those of each node, by property and target, then requirements, then moves."""
    speakers = {
        (about.key_to(RDF + "subject"), about.key_to(RDF + "predicate"), about.key_to(RDF + "object")): about.key
        for about in content.things("statement")
    }
    for thing in content.things(*NODE_KINDS):
        for predicate in _LINKS:
            for target in _targets(content, thing, predicate, ledger):
                speaker = speakers.get((thing.key, predicate, target))
                yield _edge(content, thing.key, target, type_of(predicate), ledger, speaker)
        if content.derived and thing.kind in ("role", "profile"):
            for skill, importance in content.required_skills(thing):
                yield _edge(content, thing.key, skill, "REQUIRES_SKILL", ledger, extra={"importance": importance})
    for requirement in content.things("requirement"):
        holders = content.holders(ECG.hasSkillRequirement, requirement.key)
        yield from _between(content, holders, requirement, ECG.requiredSkill, "REQUIRES", ledger)
    for move in content.things("transition"):
        starts = _targets(content, move, ECG.transitionFrom, ledger)
        yield from _between(content, starts, move, ECG.transitionTo, "TRANSITION", ledger)


def _between(
    content: Content, starts: list[str], speaker: Thing, predicate: str, kind: str, ledger: Ledger
) -> Iterator[Edge]:
    """Yield the edges that a thing makes by joining other things."""
    ends = _targets(content, speaker, predicate, ledger)
    if not starts or not ends:
        ledger.lose(speaker.where, "it joins no two things")
    for start in starts:
        for end in ends:
            yield _edge(content, start, end, kind, ledger, speaker.key)


def _targets(content: Content, thing: Thing, predicate: str, ledger: Ledger) -> list[str]:
    found = thing.keys(predicate)
    for key in found:
        if content.kind(key) not in NODE_KINDS:
            remedy = "describe that or remove the link"
            ledger.problem(thing.where, f"{slug_of(predicate)} <{key}> leads to nothing in the graph", remedy)
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
    """Return an edge; ``speaker`` is the thing that says what there is to say about it."""
    ledger.records[f"{kind} edges"] += 1
    ends = (content.ref(source), content.ref(target))
    if speaker is None:
        return Edge(*ends, kind, extra or {})
    thing = content.thing(speaker)
    found: dict[str, Value] = {
        "importance": thing.value(ECG.importance),
        "proficiency": _number(thing, "proficiency", ECG.proficiency, ledger),
        "kind": thing.value(ECG.transitionKind),
        "months": _number(thing, "typicalMonths", ECG.typicalMonths, ledger),
        "basis": thing.value(ECG.hasBasis),
        "evidence": join(content.id(key) for key in thing.keys(ECG.hasEvidence)),
        "note": thing.text(SKOS + "editorialNote"),
        "iri": thing.iri,
    }
    return Edge(*ends, kind, _filled(found, EDGE_FIELDS, thing, ledger))


def _filled(found: dict[str, Value], fields: dict[str, str], thing: Thing, ledger: Ledger) -> dict[str, Value]:
    return {
        name: ledger.text(value, thing.where) if isinstance(value, str) else value
        for name in fields
        if (value := found.get(name, "")) != ""
    }


def _number(thing: Thing, name: str, predicate: str, ledger: Ledger) -> Value:
    text = thing.text(predicate)
    try:
        return "" if not text else float(text) if predicate in (ECG.proficiency, ECG.typicalMonths) else int(text)
    except ValueError:
        ledger.problem(thing.where, f"{name} is {text!r}, which is no number", f"correct ecg:{slug_of(predicate)}")
        return ""
