"""What the pages about things call each link, read forwards and backwards."""

from __future__ import annotations

from typing import Final, NamedTuple

from ecomgraph.namespace import ECG, PREFIXES

__all__ = ["BACKWARDS", "COMPACT", "FORWARDS", "HEADER", "INHERITED", "JOINS", "Join"]

_RDF, _RDFS, _SKOS, _OWL = PREFIXES["rdf"], PREFIXES["rdfs"], PREFIXES["skos"], PREFIXES["owl"]
_DCTERMS, _PROV = PREFIXES["dcterms"], PREFIXES["prov"]

# Shown at the top of a page, so not again among the links.
HEADER: Final = frozenset(
    {
        _RDF + "type",
        _SKOS + "prefLabel",
        _SKOS + "altLabel",
        _SKOS + "definition",
        _SKOS + "editorialNote",
        ECG.hasBasis,
        ECG.hasEvidence,
        _PROV + "wasGeneratedBy",
    }
)

# Links of a thing, in the order in which they are shown; all others are facts, by the label of their property.
FORWARDS: Final[dict[str, str]] = {
    ECG.hasResponsibility: "Responsibilities",
    ECG.performsActivity: "Daily activities",
    ECG.hasSkillRequirement: "Skills it asks for itself",
    ECG.requiresEssentialSkill: "Essential skills, all told",
    ECG.requiresOptionalSkill: "Optional skills, all told",
    ECG.requiresSkill: "Skills, all told",
    ECG.hasCollaboration: "Whom it works with",
    ECG.worksWith: "Works with, all told",
    ECG.leadsTeamRole: "The team it leads",
    ECG.pursuesObjective: "Objectives",
    ECG.facesChallenge: "Challenges",
    ECG.hasCharacteristic: "What it is like",
    ECG.hasPurpose: "For the sake of",
    ECG.contrastsWith: "In contrast with",
    ECG.hasLevel: "Levels",
    ECG.hasSpecialization: "Specializations",
    ECG.inheritsFrom: "Inherits from",
    ECG.advancesTo: "Next step up",
    ECG.buildsOn: "Builds on",
    _SKOS + "broader": "Broader",
    _SKOS + "narrower": "Narrower",
    _SKOS + "related": "Related",
    _SKOS + "member": "Members",
    _SKOS + "hasTopConcept": "Top concepts",
    _SKOS + "exactMatch": "The same elsewhere",
    _SKOS + "closeMatch": "Much the same elsewhere",
    _SKOS + "broadMatch": "Broader elsewhere",
    _SKOS + "narrowMatch": "Narrower elsewhere",
    _SKOS + "relatedMatch": "Related elsewhere",
}

# Links to a thing, in the order in which they are shown; all others are named after their property.
BACKWARDS: Final[dict[str, str]] = {
    ECG.hasEvidence: "What it supports",
    ECG.hasResponsibility: "Who answers for it",
    ECG.performsActivity: "Who does it",
    ECG.hasSkillRequirement: "Who has this need",
    ECG.requiredSkill: "Asked for by",
    ECG.requiresEssentialSkill: "Essential for, all told",
    ECG.requiresOptionalSkill: "Optional for, all told",
    ECG.requiresSkill: "Required by, all told",
    ECG.hasCollaboration: "Who collaborates",
    ECG.collaboratesWith: "Who works with it",
    ECG.worksWith: "Who works with it, all told",
    ECG.leadsTeamRole: "Who leads it",
    ECG.pursuesObjective: "Who pursues it",
    ECG.hasPurpose: "Collaborations for its sake",
    ECG.facesChallenge: "Who faces it",
    ECG.hasCharacteristic: "Whom it is true of",
    ECG.contrastsWith: "In contrast with",
    ECG.hasLevel: "Roles with this level",
    ECG.hasSpecialization: "Roles with this specialization",
    ECG.atLevel: "Profiles at this level",
    ECG.inSpecialization: "Profiles in this specialization",
    ECG.narrowsRole: "Profiles of this role",
    ECG.inheritsFrom: "Passes on to",
    ECG.transitionFrom: "Moves from here",
    ECG.transitionTo: "Moves that lead here",
    ECG.advancesTo: "One step below",
    ECG.buildsOn: "Built on by",
    ECG.nextLevel: "Level before",
    _DCTERMS + "isPartOf": "Passages",
    _SKOS + "broader": "Narrower",
    _SKOS + "narrower": "Broader",
    _SKOS + "related": "Related",
    _SKOS + "inScheme": "In this scheme",
    _SKOS + "topConceptOf": "Top concepts",
    _SKOS + "member": "Collections with it",
    _PROV + "wasGeneratedBy": "What it concluded",
    ECG.hasBasis: "Stands on this basis",
    ECG.importance: "Of this importance",
    ECG.skillType: "Skills of this type",
    ECG.facet: "Characteristics under this facet",
    ECG.transitionKind: "Moves of this kind",
    _RDF + "type": "Instances",
    _RDFS + "subClassOf": "Subclasses",
    _RDFS + "subPropertyOf": "Sub-properties",
    _RDFS + "domain": "Properties of it",
    _RDFS + "range": "Properties that point to it",
    _RDFS + "isDefinedBy": "Terms",
    _RDF + "predicate": "Assertions with it",
}

# What a node has besides its own from the nodes that it inherits from.
INHERITED: Final = frozenset(
    {
        ECG.facesChallenge,
        ECG.hasCharacteristic,
        ECG.hasCollaboration,
        ECG.hasResponsibility,
        ECG.hasSkillRequirement,
        ECG.leadsTeamRole,
        ECG.performsActivity,
        ECG.pursuesObjective,
    }
)

# What the rules conclude for every node, without evidence of its own: many, so shown close together.
COMPACT: Final = frozenset({ECG.requiresEssentialSkill, ECG.requiresOptionalSkill, ECG.requiresSkill, ECG.worksWith})


class Join(NamedTuple):
    """A thing that joins two others: the link from the one that owns it, and the link to the other."""

    owner: str
    target: str
    # Whether the owner points to the join, or the join to its owner.
    owner_points: bool


JOINS: Final[dict[str, Join]] = {
    ECG.SkillRequirement: Join(ECG.hasSkillRequirement, ECG.requiredSkill, owner_points=True),
    ECG.Collaboration: Join(ECG.hasCollaboration, ECG.collaboratesWith, owner_points=True),
    ECG.Transition: Join(ECG.transitionFrom, ECG.transitionTo, owner_points=False),
    _RDF + "Statement": Join(_RDF + "subject", _RDF + "object", owner_points=False),
    _OWL + "Axiom": Join(_OWL + "annotatedSource", _OWL + "annotatedTarget", owner_points=False),
}
