"""ctdl-asn: competency frameworks in CTDL-ASN (JSON-LD) for the Credential Registry and CaSS."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ecomgraph.exchange.export_report import Format
from ecomgraph.exchange.framework import Identity, broader_tree, check_requirements, last_change, uuid_of
from ecomgraph.exchange.grades import Grades, rungs_of
from ecomgraph.exchange.lint import distinct, in_a_page
from ecomgraph.exchange.rights import all_rights, as_text
from ecomgraph.languages import canonical
from ecomgraph.namespace import ECG
from ecomgraph.reading.reader import ALT_LABEL, BROADER, DEFINITION, SKOS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ecomgraph.exchange.content import Content, Thing
    from ecomgraph.exchange.lint import Ledger
    from ecomgraph.exchange.sink import Sink
    from ecomgraph.model import ProficiencyScale

__all__ = ["FORMAT", "write"]

FORMAT = Format(
    name="ctdl-asn",
    tool="CTDL-ASN: Credential Registry, CaSS",
    files=("framework.jsonld", "occupations.jsonld", "progression-model-*.jsonld"),
    lost=(
        "transitions, levels of experience, specializations, responsibilities, activities and other content of nodes",
        "the required level of a requirement: CTDL has no term for it",
        "related skills, basis and evidence, learning resources",
        "labels and texts in languages other than the chosen one",
    ),
)
_ASN_CONTEXT = "https://credreg.net/ctdlasn/schema/context/json"
_CONTEXT = "https://credreg.net/ctdl/schema/context/json"
# The publishing service refuses shorter descriptions.
MIN_DESCRIPTION = 15
_ALIGNMENTS = {
    "exactMatch": "ceasn:exactAlignment",
    "closeMatch": "ceasn:majorAlignment",
    "relatedMatch": "ceasn:minorAlignment",
    "broadMatch": "ceasn:broadAlignment",
    "narrowMatch": "ceasn:narrowAlignment",
}
_CONDITIONS = {"essential": "ceterms:requires", "optional": "ceterms:recommends"}
_Node = dict[str, object]


class _Documents:
    """The state shared by the nodes of all documents."""

    def __init__(self, content: Content, ledger: Ledger) -> None:
        self.content, self.ledger = content, ledger
        self.grades = Grades(content, ledger)
        self.identity = Identity(content)
        self.language = content.language or "en"

    def text(self, text: str, where: str, language: str = "") -> dict[str, str]:
        """Return a text as a language map."""
        return {canonical(language) or self.language: self.ledger.text(text, where)}

    def node(self, key: str, kind: str) -> _Node:
        """Return a node with its own IRI and a stable identifier for the registry."""
        return {"@id": self.iri(key), "@type": kind, "ceterms:ctid": ctid(key)}

    def iri(self, key: str) -> str:
        return f"urn:uuid:{uuid_of(key)}" if key.startswith("_:") else key


def ctid(key: str) -> str:
    """Return the permanent identifier (CTID) of a thing in the Credential Registry.

    >>> ctid("https://w3id.org/ecomgraph/skill/adaptability")
    'ce-5308dc78-3a04-58b8-9805-267e83607061'
    """
    return f"ce-{uuid_of(key)}"


def write(content: Content, sink: Sink, ledger: Ledger) -> None:
    """Write the framework with its competencies, the occupations, and a document for each progression model."""
    check_requirements(content, ledger)
    documents = _Documents(content, ledger)
    _document(sink, "framework.jsonld", _ASN_CONTEXT, documents.identity.iri, _framework(documents))
    if content.keys("role") or content.keys("profile"):
        base = f"{documents.identity.iri}/occupations"
        _document(sink, "occupations.jsonld", [_CONTEXT, _ASN_CONTEXT], base, _occupations(documents))
    # CaSS ignores progression models in the document of a framework, so each has its own document.
    names = distinct(scale.iri for scale in documents.grades.scales)
    for scale in documents.grades.scales:
        name = f"progression-model-{names[scale.iri]}.jsonld"
        _document(sink, name, _ASN_CONTEXT, scale.iri, _model(documents, scale))


def _document(sink: Sink, name: str, context: object, iri: str, nodes: Iterable[_Node]) -> None:
    with sink.text(name) as file:
        file.write(f'{{"@context": {json.dumps(context)}, "@id": {json.dumps(f"{iri}/graph/{ctid(iri)}")}, "@graph": [')
        for at, node in enumerate(nodes):
            file.write((",\n" if at else "\n") + in_a_page(json.dumps(node, ensure_ascii=False)))
        file.write("\n]}\n")


def _framework(documents: _Documents) -> Iterator[_Node]:
    content, ledger, identity = documents.content, documents.ledger, documents.identity
    tree = broader_tree(content, "skill", BROADER, ledger)
    kept = set(content.keys("skill"))
    children: dict[str, list[str]] = {}
    for key in tree:
        for parent in content.thing(key).keys(BROADER):
            if parent in kept:
                children.setdefault(parent, []).append(key)
    rights = all_rights(content)
    title = ledger.name(identity.title, "title")
    found = documents.node(identity.iri, "ceasn:CompetencyFramework") | {
        "ceasn:name": documents.text(title, "title"),
        "ceasn:description": documents.text(_described(identity.definition, title), "framework"),
        "ceasn:inLanguage": [documents.language],
        "ceasn:publisherName": {documents.language: [ledger.name(identity.owner, "publisher")]},
        "ceasn:dateModified": last_change(content),
        "ceasn:hasTopChild": [documents.iri(key) for key, parent in tree.items() if not parent],
    }
    if licenses := [it.license for it in rights if it.license]:
        found["ceasn:license"] = licenses[0]
    if said := as_text(rights, ledger):
        found["ceasn:rights"] = {documents.language: said}
    if models := [scale.iri for scale in documents.grades.scales]:
        found["asn:hasProgressionModel"] = models
    ledger.records["frameworks"] += 1
    yield found
    described = documents.grades.descriptors()
    for key, parent in tree.items():
        skill = content.thing(key)
        below = [documents.iri(it) for it in children.get(key, [])]
        below += [documents.iri(it.key) for it in described.get(key, {}).values()]
        yield _competency(documents, skill, below, top=not parent)
        for level, descriptor in described.get(key, {}).items():
            yield _at_level(documents, skill, level, descriptor)


def _competency(documents: _Documents, skill: Thing, below: list[str], *, top: bool) -> _Node:
    content, ledger = documents.content, documents.ledger
    label = ledger.name(skill.label, skill.where)
    definition = skill.text(DEFINITION)
    language = skill.language()
    found = documents.node(skill.key, "ceasn:Competency") | {
        "ceasn:competencyLabel": documents.text(label, skill.where, language),
        "ceasn:competencyText": documents.text(definition if definition.strip() else label, skill.where, language),
        "ceasn:codedNotation": content.id(skill.key),
        "ceasn:inLanguage": [canonical(language) or documents.language],
        # A single IRI, not a list, as in published records.
        "ceasn:isPartOf": documents.identity.iri,
    }
    if kind := skill.key_to(ECG.skillType):
        found["ceasn:competencyCategory"] = documents.text(content.label(kind), skill.where)
    if other := [ledger.name(text, skill.where) for text in skill.texts(ALT_LABEL)]:
        found["ceasn:conceptKeyword"] = {canonical(language) or documents.language: other}
    if top:
        found["ceasn:isTopChildOf"] = [documents.identity.iri]
    else:
        found["ceasn:isChildOf"] = [documents.iri(it) for it in skill.keys(BROADER) if content.kind(it) == "skill"]
    if below:
        found["ceasn:hasChild"] = below
    for match, alignment in _ALIGNMENTS.items():
        if targets := list(dict.fromkeys(skill.iris(SKOS + match))):
            found[alignment] = targets
            ledger.records["alignments"] += len(targets)
            if match == "closeMatch":
                ledger.warn("ceasn:majorAlignment", "CaSS may leave out competencies that have one")
    ledger.records["competencies"] += 1
    return found


def _at_level(documents: _Documents, skill: Thing, level: str, descriptor: Thing) -> _Node:
    """Return a level descriptor as a competency of its own, below that of the skill."""
    content, where = documents.content, descriptor.where
    label = documents.ledger.name(f"{content.label(skill.key)}: {content.label(level)}", where)
    documents.ledger.records["competencies at levels"] += 1
    return documents.node(descriptor.key, "ceasn:Competency") | {
        "ceasn:competencyLabel": documents.text(label, where),
        "ceasn:competencyText": documents.text(descriptor.text(DEFINITION), where, descriptor.language()),
        "ceasn:inLanguage": [documents.language],
        "ceasn:isPartOf": documents.identity.iri,
        "ceasn:isChildOf": [documents.iri(skill.key)],
        "asn:hasProgressionLevel": [level],
    }


def _model(documents: _Documents, scale: ProficiencyScale) -> Iterator[_Node]:
    content, ledger = documents.content, documents.ledger
    rungs = rungs_of(scale)
    where = content.where(scale.iri)
    title = ledger.name(content.label(scale.iri), where)
    ledger.records["progression models"] += 1
    yield documents.node(scale.iri, "asn:ProgressionModel") | {
        "ceasn:name": documents.text(title, where),
        "ceasn:description": documents.text(_described(content.thing(scale.iri).text(DEFINITION), title), where),
        "ceasn:inLanguage": [documents.language],
        "ceasn:publisherName": {documents.language: [ledger.name(documents.identity.owner, "publisher")]},
        "skos:hasTopConcept": [it.iri for it in rungs],
    }
    for at, rung in enumerate(rungs):
        level = content.thing(rung.iri)
        found = documents.node(rung.iri, "asn:ProgressionLevel") | {
            "skos:prefLabel": documents.text(ledger.name(level.label, level.where), level.where),
            "skos:notation": level.text(SKOS + "notation") or str(rung.rank),
            "ceasn:inProgressionModel": scale.iri,
            "skos:topConceptOf": scale.iri,
        }
        if definition := level.text(DEFINITION):
            found["skos:definition"] = documents.text(definition, level.where)
        if at + 1 < len(rungs):
            found["ceterms:precedes"] = rungs[at + 1].iri
        ledger.records["progression levels"] += 1
        yield found


def _occupations(documents: _Documents) -> Iterator[_Node]:
    """Yield roles and profiles with the competencies that they require and recommend."""
    content, ledger = documents.content, documents.ledger
    for node in content.things("role", "profile"):
        label = ledger.name(node.label, node.where)
        language = node.language()
        found = documents.node(node.key, "ceterms:Occupation") | {
            "ceterms:name": documents.text(label, node.where, language),
            "ceterms:description": documents.text(_described(node.text(DEFINITION), label), node.where, language),
        }
        if other := [ledger.name(text, node.where) for text in node.texts(ALT_LABEL)]:
            found["ceterms:alternateName"] = {canonical(language) or documents.language: other}
        if broader := [documents.iri(it) for it in node.keys(ECG.narrowsRole)]:
            found["ceterms:isSpecializationOf"] = broader
        targets: dict[str, list[_Node]] = {}
        for skill, importance in content.required_skills(node):
            named = documents.text(ledger.name(content.label(skill), content.where(skill)), node.where)
            target: _Node = {"@type": "ceterms:CredentialAlignmentObject"}
            target |= {"ceterms:targetNode": documents.iri(skill), "ceterms:targetNodeName": named}
            target["ceterms:framework"] = documents.identity.iri
            targets.setdefault(importance, []).append(target)
        for importance, them in targets.items():
            name = documents.text(f"{importance.capitalize()} skills", node.where, "en")
            profile = {"@type": "ceterms:ConditionProfile", "ceterms:name": name, "ceterms:targetCompetency": them}
            found[_CONDITIONS[importance]] = [profile]
            ledger.records["target competencies"] += len(them)
        ledger.records["occupations"] += 1
        yield found


def _described(definition: str, title: str) -> str:
    if len(definition.strip()) >= MIN_DESCRIPTION:
        return definition
    return f"{title}: {definition}" if definition.strip() else f"{title} (without a description)"
