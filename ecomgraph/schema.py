"""The kinds of things and the links between them, for all modules that list, show, write or read them.

What the vocabulary says (classes, domains, ranges) comes from :mod:`ecomgraph.namespace`, which is generated from it.
The tables below add how things are displayed. A class or a property without a row gets defaults derived from its label.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ecomgraph.namespace import CLASSES, ECG, PREFIXES, PROPERTIES, Property
from ecomgraph.schema_rows import Join, Kind, Link, Shape, sentence

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "GROUPS",
    "KINDS",
    "LINKS",
    "NODES",
    "PAGE",
    "TABLED",
    "Join",
    "Kind",
    "Link",
    "Shape",
    "links_of",
    "sentence",
]

# ---------------------------------------------------------------- kinds


# A thing of several of these classes counts as the first; formats of graphs list kinds in this order.
_KINDS: dict[str, Kind] = {
    "RoleProfile": Kind("profiles", "Roles narrowed to a level, a specialization or both", "profile"),
    "Role": Kind("roles", "Occupations, by job title"),
    "ExperienceLevel": Kind("levels", "Stages of seniority", "level"),
    "Specialization": Kind("specializations", "Fields in which holders of a role specialize"),
    "Skill": Kind("skills", "Knowledge, skills, attitudes and technologies", grounded=False),
    "Responsibility": Kind("responsibilities", "What one answers for over the long run"),
    "Activity": Kind("activities", "What is done day to day"),
    "BusinessFunction": Kind("functions", "Departments, teams and outside parties", grounded=False),
    "Objective": Kind("objectives", "Results pursued"),
    "Challenge": Kind("challenges", "Difficulties that come with the work"),
    "Characteristic": Kind("characteristics", "What it is like"),
    "TeamRole": Kind("team-roles", "Kinds of people on a team"),
    "SkillRequirement": Kind(
        "requirements",
        "Who needs which skill",
        named=False,
        ends=("hasSkillRequirement", "requiredSkill"),
        edge="REQUIRES",
        phrase="{0} needs {1}",
        alone="need of {1}",
    ),
    "Collaboration": Kind(
        "collaborations",
        "Work with a function, for a purpose",
        named=False,
        ends=("hasCollaboration", "collaboratesWith"),
        phrase="{0} with {1}",
        alone="with {1}",
    ),
    "Transition": Kind(
        "transitions",
        "Transitions from one role or profile to another",
        named=False,
        ends=("transitionFrom", "transitionTo"),
        edge="TRANSITION",
        phrase="{0} → {1}",
    ),
    "Passage": Kind(
        "passages", "Stretches of source documents; the text itself is not here", named=False, grounded=False
    ),
    "SourceDocument": Kind("sources", "Documents that passages are taken from", grounded=False),
    "ProficiencyScale": Kind("proficiency-scales", "Scales of how well a skill is mastered", grounded=False),
    "ProficiencyLevel": Kind("proficiency-levels", "The levels of these scales, in order", grounded=False),
    "LevelDescriptor": Kind(
        "level-descriptors",
        "What a skill looks like at one proficiency level",
        named=False,
        grounded=False,
        ends=("ofSkill", "atProficiencyLevel"),
        phrase="{0} at {1}",
    ),
    "LearningResource": Kind("learning-resources", "Where a skill can be learnt", grounded=False),
    "owl:Axiom": Kind(
        "statements",
        "Evidence of single links between a node and what it has",
        named=False,
        ends=("owl:annotatedSource", "owl:annotatedTarget"),
        edge="STATEMENT",
        key="statement",
    ),
}
# The order of tables; the tables of other kinds follow.
_TABLES = (
    *("role", "profile", "level", "specialization", "skill", "requirement", "responsibility", "activity"),
    *("transition", "function", "collaboration"),
)
_CONTROLLED = ("Basis", "Facet", "Importance", "Modality", "SkillType", "TransitionKind")


def _iri(name: str) -> str:
    prefix, _, local = name.rpartition(":")
    return PREFIXES[prefix or "ecg"] + local


def _join(name: str, owner: str, target: str) -> Join:
    facts = PROPERTIES.get(owner)
    return Join(_iri(owner), _iri(target), owner_points=facts is not None and facts.domain != name)


def _kind(name: str) -> Kind:
    facts = CLASSES.get(name)
    key = facts.key if facts else _KINDS[name].key
    label = facts.label if facts else key
    controlled = name in _CONTROLLED
    row = _KINDS.get(name) or Kind("" if controlled else re.sub("y$", "ie", key) + "s", sentence(label), grounded=False)
    # A node that is declared neither as a role nor as a profile counts as a role.
    more = [_iri(facts.parent)] if facts and facts.parent and key == "role" else []
    return row._replace(
        key=key,
        label=label,
        name=row.name or label,
        classes=(_iri(name), *more),
        controlled=controlled,
        join=_join(name, *row.ends) if row.ends else None,
    )


KINDS: Final[dict[str, Kind]] = {
    kind.key: kind for kind in map(_kind, dict.fromkeys((*_KINDS, *(name for name, it in CLASSES.items() if it.key))))
}
# Kinds that have a table, in the order of the tables.
TABLED: Final = tuple(
    KINDS[key] for key in dict.fromkeys((*_TABLES, *(kind.key for kind in KINDS.values() if kind.table)))
)
# The kinds of career nodes.
NODES: Final = tuple(facts.key for facts in CLASSES.values() if facts.parent == "CareerNode")
# Names for several kinds at once.
GROUPS: Final[dict[str, tuple[str, ...]]] = {
    "career node": NODES,
    "named": tuple(kind.key for kind in KINDS.values() if kind.named and kind.table),
    "grounded": tuple(kind.key for kind in KINDS.values() if kind.grounded and kind.table),
}


# ---------------------------------------------------------------- links


_IN_WORK = "Whom one works with, and why"
# The order of columns, attributes and sections in answers.
_LINKS: dict[str, Link] = {
    "skos:prefLabel": Link("label", "Preferred label", shape="text", domain=("named",)),
    "skos:definition": Link(
        "definition", "What it is, in a sentence", shape="text", domain=("named", "LevelDescriptor")
    ),
    "skos:altLabel": Link("alt_labels", "Other names", shape="texts", domain=("named",)),
    "skos:scopeNote": Link("scope_notes", "What it covers and what not", shape="texts", domain=("named",)),
    "skillType": Link("type", "knowledge, skill, attitude or technology", of="Skills of this type"),
    "facet": Link("facet", "The aspect it belongs to", of="Characteristics under this facet"),
    "skos:inScheme": Link(
        "scale",
        "The scale that it belongs to",
        "",
        "Levels",
        "ref",
        ("ProficiencyLevel",),
        ("ProficiencyScale",),
        needed=True,
    ),
    "rank": Link(
        "rank",
        {"level": "A greater number stands for more experience", "proficiency-level": "Its place on the scale, from 1"},
        domain=("ExperienceLevel", "ProficiencyLevel"),
    ),
    "skos:notation": Link("notation", "A short sign for it", shape="text", domain=("ProficiencyLevel",)),
    "usesScale": Link("scale", "The scale that it is measured on", "", "Skills measured on it"),
    "ofSkill": Link("skill", "The skill", "", "What it looks like, level by level", needed=True),
    "schema:url": Link("url", "Its address on the web", shape="iris", domain=("LearningResource",)),
    "schema:teaches": Link(
        "skill",
        "The skill that it teaches",
        "Teaches",
        "Where to learn it",
        "refs",
        ("LearningResource",),
        ("Skill",),
        needed=True,
    ),
    "atProficiencyLevel": Link(
        "level",
        "The proficiency level",
        "",
        "Described or taught at this level",
        domain=("LevelDescriptor", "LearningResource"),
    ),
    "dcterms:title": Link("title", "Title", shape="text", domain=("source",)),
    "dcterms:type": Link("document_type", "What sort of document it is, an IRI", shape="iris", domain=("source",)),
    "dcterms:extent": Link("extent", "Length in characters", shape="integer", domain=("source",)),
    "narrowsRole": Link("role", "The role", "", "Profiles of this role", needed=True),
    "atLevel": Link("level", "The level", "", "Profiles at this level"),
    "inSpecialization": Link("specialization", "The specialization", "", "Profiles in this specialization"),
    "inheritsFrom": Link("inherits_from", "Broader nodes; derived if left empty", "Inherits from", "Passes on to"),
    "buildsOn": Link(
        "builds_on", "Nodes whose skills it takes for granted", "Builds on", "Built on by", inherited=False
    ),
    "hasLevel": Link("levels", "Levels at which it is held", "Levels", "Roles with this level", apart=True),
    "hasSpecialization": Link(
        "specializations",
        "Fields in which its holders specialize",
        "Specializations",
        "Roles with this specialization",
        apart=True,
    ),
    "nextLevel": Link("next_level", "The level that follows", "", "Level before", apart=True),
    "hasResponsibility": Link(
        "responsibilities", "What one answers for", "Responsibilities", "Who is responsible for it"
    ),
    "performsActivity": Link("activities", "What one does day to day", "Daily activities", "Who does it"),
    "pursuesObjective": Link("objectives", "Results pursued", "Objectives", "Who pursues it"),
    "facesChallenge": Link("challenges", "Difficulties faced", "Challenges", "Who faces it"),
    "hasCharacteristic": Link("characteristics", "What it is like", "What it is like", "True of"),
    "hasCollaboration": Link("collaborations", _IN_WORK, "Whom it works with", "Who collaborates"),
    "leadsTeamRole": Link("team_roles", "Kinds of people on the team", "The team it leads", "Who leads it"),
    "contrastsWith": Link(
        "contrasts_with", "Opposite traits of other nodes", "In contrast with", "In contrast with", apart=True
    ),
    "hasSkillRequirement": Link(
        "holders",
        "What needs it: role:, profile:, responsibility:, activity: or transition: and the id",
        "Skills it asks for directly",
        "Who has this need",
        shape="holders",
        domain=("CareerNode", "Responsibility", "Activity", "Transition"),
        inherited=True,
        needed=True,
    ),
    "requiredSkill": Link("skill", "The skill", "", "Asked for by", needed=True),
    "importance": Link("importance", "essential or optional", of="Of this importance", needed=True),
    "requiredLevel": Link("required_level", "The proficiency level needed", "", "Asked for at this level"),
    "importanceRating": Link("importance_rating", "How important the source rates it, from 0 to 1, such as 0.8"),
    "proficiency": Link("proficiency", "Above 0 and up to 1, such as 0.4 or 40%"),
    "transitionFrom": Link(
        "from", "Where it starts: role: or profile: and the id", "", "Transitions from here", needed=True
    ),
    "transitionTo": Link(
        "to", "Where it ends: role: or profile: and the id", "", "Transitions that lead here", needed=True
    ),
    "transitionKind": Link(
        "kind", "promotion, level-up or specialization-change", of="Transitions of this kind", needed=True
    ),
    "typicalMonths": Link("months", "Usual number of months"),
    "collaboratesWith": Link("function", "The other side", "", "Who works with it", needed=True),
    "hasPurpose": Link("purposes", "Objectives", "Purposes", "Collaborations that serve it"),
    "owl:annotatedSource": Link(
        "subject", "Kind and id of what it is said of", "", shape="ref", domain=("statement",), range=("*",)
    ),
    "owl:annotatedProperty": Link(
        "predicate", "Property, such as hasResponsibility", shape="term", domain=("statement",)
    ),
    "owl:annotatedTarget": Link(
        "object", "Kind and id of what it links to", "", shape="ref", domain=("statement",), range=("*",)
    ),
    "dcterms:isPartOf": Link("source", "The document", "", "Parts", "ref", ("Passage",), ("SourceDocument",)),
    "dcterms:abstract": Link(
        "abstract",
        {
            "passage": "What it says, in a sentence of one's own",
            "source": "What it is about, in a few words of one's own",
        },
        shape="text",
        domain=("Passage", "source"),
    ),
    "inSection": Link("section", "Section of the document"),
    "ordinal": Link("ordinal", "Place within the section, from 1"),
    "startOffset": Link("start", "First character, from 0"),
    "endOffset": Link("end", "First character after it"),
    "textDigest": Link(
        "digest",
        {"passage": "First 16 digits of the SHA-256 digest", "source": "SHA-256 digest"},
        domain=("Passage", "SourceDocument"),
    ),
    "skos:broader": Link(
        "broader",
        {
            "skill": "Wider skills that it belongs to",
            "responsibility": "Wider responsibilities that it is part of",
            "function": "Wider functions that it is part of",
        },
        "Broader",
        "Narrower",
        "refs",
        ("Skill", "Responsibility", "BusinessFunction"),
        ("=",),
    ),
    "skos:related": Link("related", "Related skills", "Related", "Related", "refs", ("Skill",), ("=",), apart=True),
    "modality": Link(
        "modality",
        "typical or possible, where the source hedges",
        of="Said with this reservation",
        domain=("SkillRequirement", "Transition", "Collaboration", "statement"),
    ),
    "hasBasis": Link("basis", "stated, curated or derived", of="Stands on this basis", domain=("grounded",)),
    "hasEvidence": Link("evidence", "Passages that support it", "", "What it supports", domain=("grounded",)),
    "skos:editorialNote": Link("note", "The editor's reason", shape="text", domain=("grounded",)),
    "skos:closeMatch": Link(
        "close_matches", "Nearly the same elsewhere, IRIs", "Much the same elsewhere", "", "iris", ("Role", "Skill")
    ),
    "skos:broadMatch": Link(
        "broad_matches", "Something wider elsewhere, IRIs", "Broader elsewhere", "", "iris", ("Role", "Skill")
    ),
    "skos:relatedMatch": Link(
        "related_matches", "Only similar elsewhere, IRIs", "Similar elsewhere", "", "iris", ("Role", "Skill")
    ),
    "advancesTo": Link(says="Next step up", of="One step below", compact=False),
    "worksWith": Link(says="Works with (all)", of="All who work with it"),
    "requiresEssentialSkill": Link(says="All essential skills", of="Essential for (all)"),
    "requiresOptionalSkill": Link(says="All optional skills", of="Optional for (all)"),
    "requiresSkill": Link(says="All skills", of="Required by (all)"),
}
# The order of sections on a page where it differs from the order above; sections of other properties follow.
_PAGE = (
    *("hasEvidence", "hasResponsibility", "performsActivity", "hasSkillRequirement", "requiredSkill"),
    *("requiresEssentialSkill", "requiresOptionalSkill", "requiresSkill", "hasCollaboration", "collaboratesWith"),
    *("worksWith", "leadsTeamRole", "pursuesObjective", "hasPurpose", "facesChallenge", "hasCharacteristic"),
    *("contrastsWith", "hasLevel", "hasSpecialization", "atLevel", "inSpecialization", "narrowsRole", "inheritsFrom"),
    *("transitionFrom", "transitionTo", "advancesTo", "buildsOn", "nextLevel"),
)
_SHAPES: dict[str, Shape] = {"integer": "integer", "decimal": "number"}


def _kinds(names: Iterable[str]) -> tuple[str, ...]:
    """Return the keys of kinds, given by class or by the name of a group; types of literals are left out."""
    found: list[str] = []
    for name in names:
        if name in CLASSES:
            own = CLASSES[name].key
            found += [own] if own else NODES
        else:
            found += GROUPS.get(name, (name,) if name in KINDS or name in "*=" else ())
    return tuple(found)


def _link(name: str) -> Link:
    row, facts = _LINKS.get(name) or Link(), PROPERTIES.get(name) or Property(name.rpartition(":")[2])
    local = name.rpartition(":")[2]
    range_ = _kinds(row.range or facts.range.split())
    literal = _SHAPES.get(facts.range) or ("text" if facts.functional else "texts")
    thing: Shape = "ref" if facts.functional else "refs"
    shape = row.shape or (literal if not range_ else "value" if KINDS[range_[0]].controlled else thing)
    own_heading = sentence(facts.label) if shape in ("ref", "refs") else ""
    inherited = facts.domain == "CareerNode" and not facts.derived and bool(range_)
    domain = _kinds(row.domain or facts.domain.split()) or ("*",)
    return row._replace(
        column=row.column or re.sub(r"(?<=[a-z])(?=[A-Z])", "_", local).lower(),
        about=row.about or sentence(facts.label),
        says=own_heading if row.says is None else row.says,
        shape=shape,
        domain=domain,
        range=range_,
        inherited=inherited if row.inherited is None else row.inherited,
        compact=facts.derived and row.compact,
        derived=facts.derived,
        iri=_iri(name),
        name=local,
        label=facts.label,
        own=_iri(name).startswith(ECG.NAMESPACE),
        edge=shape in ("ref", "refs") and any(kind == "*" or not KINDS[kind].edge for kind in domain),
        joins=any(KINDS[kind].join for kind in range_ if kind in KINDS),
    )


LINKS: Final[dict[str, Link]] = {link.iri: link for link in map(_link, dict.fromkeys((*_LINKS, *PROPERTIES)))}
PAGE: Final = tuple({**{_iri(name): LINKS[_iri(name)] for name in _PAGE}, **LINKS}.values())


def links_of(kind: str) -> tuple[Link, ...]:
    """Return the links that things of a kind can have, in order, without derived ones.

    >>> [link.column for link in links_of("transition")]
    ['holders', 'from', 'to', 'kind', 'months', 'modality', 'basis', 'evidence', 'note']
    """
    return tuple(link for link in LINKS.values() if not link.derived and (kind in link.domain or "*" in link.domain))
