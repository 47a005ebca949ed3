"""The kinds of things and the links between them, for all modules that list, show, write or read them.

What the vocabulary says (classes, domains, ranges) comes from :mod:`ecomgraph.namespace`, which is generated from it.
The tables below add how things are shown. A class or a property without a row gets what follows from its label.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from ecomgraph.namespace import CLASSES, ECG, PREFIXES, PROPERTIES

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

# What a table has in a cell: a text, several, the id of a thing, ids, a value of a controlled vocabulary, IRIs from
# elsewhere, a number, the ids of what points to the row, or a property of the vocabulary.
Shape = Literal["text", "texts", "ref", "refs", "value", "iris", "integer", "number", "holders", "term"]


class Join(NamedTuple):
    """How a thing joins two others: the property between it and the one that owns it, and the one to the other."""

    owner: str
    target: str
    # Whether the owner points to the join, or the join to its owner.
    owner_points: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of things: the members of ``classes``.

    ``key`` is the prefix of their IRIs and ids, ``label`` the first class in words, ``name`` what parameters and
    messages call one. ``table`` and ``about`` are the name and the description of its table; values of a controlled
    vocabulary have none. Things of a kind that is not ``named`` have no labels. A kind with an ``edge`` becomes edges
    of that type in graph formats, all others become nodes. ``phrase`` calls a thing that joins others by the labels of
    its owner and its target, ``alone`` one without an owner.
    """

    key: str
    classes: tuple[str, ...]
    label: str
    name: str
    table: str
    about: str
    named: bool = True
    controlled: bool = False
    join: Join | None = None
    edge: str = ""
    phrase: str = ""
    alone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A property between things of the kinds in ``domain`` and ``range``.

    ``("*",)`` stands for any kind, ``("=",)`` for the kind of the subject; literals have no range. ``column`` is its
    name in tables, as an attribute, and as a section of JSON; ``shape`` says what its values are, ``about`` what a cell
    holds (``abouts``: by kind). On pages ``says`` is the heading above its values, ``of`` the heading above what has a
    value; without ``says`` it is shown among the facts. ``derived``: only rules assert it. ``inherited``: narrower
    nodes have it too. ``compact``: pages show its values close together. ``apart``: an export of a part leaves out what
    it points to. ``needed``: an imported row must have it.
    """

    iri: str
    name: str
    label: str
    column: str
    shape: Shape
    domain: tuple[str, ...]
    range: tuple[str, ...]
    about: str
    abouts: tuple[tuple[str, str], ...] = ()
    says: str = ""
    of: str = ""
    derived: bool = False
    inherited: bool = False
    compact: bool = False
    apart: bool = False
    needed: bool = False

    @property
    def own(self) -> bool:
        """Whether the property is one of the career vocabulary."""
        return self.iri.startswith(ECG.NAMESPACE)

    @property
    def many(self) -> bool:
        """Whether a thing may have several values."""
        return self.shape in ("texts", "refs", "iris", "holders")

    @property
    def edge(self) -> bool:
        """Whether it links two things that are nodes in formats of graphs."""
        return self.shape in ("ref", "refs") and any(kind == "*" or not KINDS[kind].edge for kind in self.domain)

    @property
    def joins(self) -> bool:
        """Whether it leads to things that join others."""
        return any(KINDS[kind].join for kind in self.range if kind in KINDS)

    def targets(self, kind: str) -> tuple[str, ...]:
        """Return the kinds of things that it leads to from a thing of a kind."""
        return (kind,) if self.range == ("=",) else self.range

    def about_of(self, kind: str) -> str:
        """Return what its column holds in the table of a kind."""
        return dict(self.abouts).get(kind, self.about)


def sentence(text: str) -> str:
    """Return a text with a capital at its beginning.

    >>> sentence("role profile")
    'Role profile'
    """
    return text[:1].upper() + text[1:]


# ---------------------------------------------------------------- kinds


class _Kind(NamedTuple):
    """How things of a class are shown; ``grounded``: each says on what basis it stands."""

    table: str
    about: str
    name: str = ""
    named: bool = True
    grounded: bool = True
    ends: tuple[str, str] = ("", "")
    edge: str = ""
    phrase: str = ""
    alone: str = ""


# A thing of several of these classes counts as the first; formats of graphs list kinds in this order.
_KINDS: dict[str, _Kind] = {
    "RoleProfile": _Kind("profiles", "Roles narrowed to a level, a specialization or both", "profile"),
    "Role": _Kind("roles", "Occupations, by job title"),
    "ExperienceLevel": _Kind("levels", "Stages of seniority", "level"),
    "Specialization": _Kind("specializations", "Fields in which holders of a role specialize"),
    "Skill": _Kind("skills", "Knowledge, skills, attitudes and technologies", grounded=False),
    "Responsibility": _Kind("responsibilities", "What one answers for over the long run"),
    "Activity": _Kind("activities", "What is done day to day"),
    "BusinessFunction": _Kind("functions", "Departments, teams and outside parties", grounded=False),
    "Objective": _Kind("objectives", "Results pursued"),
    "Challenge": _Kind("challenges", "Difficulties that come with the work"),
    "Characteristic": _Kind("characteristics", "What it is like"),
    "TeamRole": _Kind("team-roles", "Kinds of people on a team"),
    "SkillRequirement": _Kind(
        "requirements",
        "Who needs which skill",
        named=False,
        ends=("hasSkillRequirement", "requiredSkill"),
        edge="REQUIRES",
        phrase="{0} needs {1}",
        alone="need of {1}",
    ),
    "Collaboration": _Kind(
        "collaborations",
        "Work with a function, for a purpose",
        named=False,
        ends=("hasCollaboration", "collaboratesWith"),
        phrase="{0} with {1}",
        alone="with {1}",
    ),
    "Transition": _Kind(
        "transitions",
        "Moves from one role or profile to another",
        named=False,
        ends=("transitionFrom", "transitionTo"),
        edge="TRANSITION",
        phrase="{0} → {1}",
    ),
    "Passage": _Kind(
        "passages", "Stretches of source documents; the text itself is not here", named=False, grounded=False
    ),
    "SourceDocument": _Kind("sources", "Documents that passages are taken from", grounded=False),
    "rdf:Statement": _Kind(
        "statements",
        "Evidence of single links between a node and what it has",
        named=False,
        ends=("rdf:subject", "rdf:object"),
        edge="STATEMENT",
    ),
}
# The order of tables; those of other kinds follow.
_TABLES = (
    *("role", "profile", "level", "specialization", "skill", "requirement", "responsibility", "activity"),
    *("transition", "function", "collaboration"),
)
_CONTROLLED = ("Basis", "Facet", "Importance", "SkillType", "TransitionKind")


def _iri(name: str) -> str:
    prefix, _, local = name.rpartition(":")
    return PREFIXES[prefix or "ecg"] + local


def _kind(name: str) -> Kind:
    facts = CLASSES.get(name)
    key = facts.key if facts else name.rpartition(":")[2].lower()
    label = facts.label if facts else key
    row = _KINDS.get(name)
    if row is None:
        table = "" if name in _CONTROLLED else re.sub("y$", "ie", key) + "s"
        row = _Kind(table, sentence(label) + "s", grounded=False)
    owner, target = row.ends
    # A node that is neither declared as a role nor as a profile counts as a role.
    more = [_iri(facts.parent)] if facts and facts.parent and key == "role" else []
    return Kind(
        key=key,
        classes=(_iri(name), *more),
        label=label,
        name=row.name or label,
        table=row.table,
        about=row.about,
        named=row.named,
        controlled=name in _CONTROLLED,
        join=Join(_iri(owner), _iri(target), owner_points=owner.startswith("has")) if owner else None,
        edge=row.edge,
        phrase=row.phrase,
        alone=row.alone,
    )


KINDS: Final[dict[str, Kind]] = {
    kind.key: kind for kind in map(_kind, dict.fromkeys((*_KINDS, *(name for name, it in CLASSES.items() if it.key))))
}
# Kinds that have a table, in the order of the tables.
TABLED: Final = tuple(
    KINDS[key] for key in dict.fromkeys((*_TABLES, *(kind.key for kind in KINDS.values() if kind.table)))
)
# Where a career can stand.
NODES: Final = tuple(facts.key for facts in CLASSES.values() if facts.parent == "CareerNode")
_GROUNDED = tuple(key for key, row in zip(KINDS, _KINDS.values(), strict=False) if row.grounded)
# Names for several kinds at once.
GROUPS: Final[dict[str, tuple[str, ...]]] = {
    "career node": NODES,
    "named": tuple(kind.key for kind in KINDS.values() if kind.named and kind.table),
    "grounded": _GROUNDED,
}


# ---------------------------------------------------------------- links


class _Link(NamedTuple):
    """How a property is shown; what is empty follows from the vocabulary, and ``about`` may differ by kind."""

    column: str = ""
    about: str | dict[str, str] = ""
    says: str | None = None
    of: str = ""
    shape: Shape | Literal[""] = ""
    domain: str = ""
    range: str = ""
    inherited: bool | None = None
    compact: bool = True
    apart: bool = False
    needed: bool = False


_IN_WORK = "Whom one works with, and why"
# The order of columns, of attributes and of sections in answers.
_LINKS: dict[str, _Link] = {
    "skos:prefLabel": _Link("label", "Preferred label", shape="text", domain="named"),
    "skos:definition": _Link("definition", "What it is, in a sentence", shape="text", domain="named"),
    "skos:altLabel": _Link("alt_labels", "Other names", shape="texts", domain="named"),
    "skos:scopeNote": _Link("scope_notes", "What it covers and what not", shape="texts", domain="named"),
    "skillType": _Link("type", "knowledge, skill, attitude or technology", of="Skills of this type"),
    "facet": _Link("facet", "The aspect it belongs to", of="Characteristics under this facet"),
    "rank": _Link("rank", "A greater number stands for more experience"),
    "dcterms:title": _Link("title", "Title", shape="text", domain="source"),
    "dcterms:extent": _Link("extent", "Length in characters", shape="integer", domain="source"),
    "narrowsRole": _Link("role", "The role", "", "Profiles of this role", needed=True),
    "atLevel": _Link("level", "The level", "", "Profiles at this level"),
    "inSpecialization": _Link("specialization", "The specialization", "", "Profiles in this specialization"),
    "inheritsFrom": _Link(
        "inherits_from", "Broader nodes; concluded where it is left empty", "Inherits from", "Passes on to"
    ),
    "hasLevel": _Link("levels", "Levels at which it is held", "Levels", "Roles with this level", apart=True),
    "hasSpecialization": _Link(
        "specializations",
        "Fields in which its holders specialize",
        "Specializations",
        "Roles with this specialization",
        apart=True,
    ),
    "nextLevel": _Link("next_level", "The level that follows", "", "Level before", apart=True),
    "hasResponsibility": _Link("responsibilities", "What one answers for", "Responsibilities", "Who answers for it"),
    "performsActivity": _Link("activities", "What one does day to day", "Daily activities", "Who does it"),
    "pursuesObjective": _Link("objectives", "Results pursued", "Objectives", "Who pursues it"),
    "facesChallenge": _Link("challenges", "Difficulties faced", "Challenges", "Who faces it"),
    "hasCharacteristic": _Link("characteristics", "What it is like", "What it is like", "Whom it is true of"),
    "hasCollaboration": _Link("collaborations", _IN_WORK, "Whom it works with", "Who collaborates"),
    "leadsTeamRole": _Link("team_roles", "Kinds of people on the team", "The team it leads", "Who leads it"),
    "contrastsWith": _Link(
        "contrasts_with", "Opposite traits of other nodes", "In contrast with", "In contrast with", apart=True
    ),
    "hasSkillRequirement": _Link(
        "holders",
        "What needs it: role:, profile:, responsibility: or activity: and the id",
        "Skills it asks for itself",
        "Who has this need",
        shape="holders",
        domain="CareerNode Responsibility Activity",
        inherited=True,
        needed=True,
    ),
    "requiredSkill": _Link("skill", "The skill", "", "Asked for by", needed=True),
    "importance": _Link("importance", "essential or optional", of="Of this importance", needed=True),
    "proficiency": _Link("proficiency", "From 0 to 1"),
    "transitionFrom": _Link(
        "from", "Where it starts: role: or profile: and the id", "", "Moves from here", needed=True
    ),
    "transitionTo": _Link("to", "Where it ends: role: or profile: and the id", "", "Moves that lead here", needed=True),
    "transitionKind": _Link(
        "kind", "promotion, level-up or specialization-change", of="Moves of this kind", needed=True
    ),
    "typicalMonths": _Link("months", "Usual number of months"),
    "collaboratesWith": _Link("function", "The other side", "", "Who works with it", needed=True),
    "hasPurpose": _Link("purposes", "Objectives", "For the sake of", "Collaborations for its sake"),
    "rdf:subject": _Link("subject", "Kind and id of what it is said of", shape="ref", domain="statement", range="*"),
    "rdf:predicate": _Link("predicate", "Property, such as hasResponsibility", shape="term", domain="statement"),
    "rdf:object": _Link("object", "Kind and id of what it links to", shape="ref", domain="statement", range="*"),
    "dcterms:isPartOf": _Link("source", "The document", "", "Passages", "ref", "Passage", "SourceDocument"),
    "inSection": _Link("section", "Section of the document"),
    "ordinal": _Link("ordinal", "Place within the section, from 1"),
    "startOffset": _Link("start", "First character, from 0"),
    "endOffset": _Link("end", "First character after it"),
    "textDigest": _Link(
        "digest",
        {"passage": "First 16 digits of the SHA-256 digest", "source": "SHA-256 digest"},
        domain="Passage SourceDocument",
    ),
    "skos:broader": _Link(
        "broader",
        {
            "skill": "Wider skills that it belongs to",
            "responsibility": "Wider responsibilities that it is part of",
            "function": "Wider functions that it is part of",
        },
        "Broader",
        "Narrower",
        "refs",
        "Skill Responsibility BusinessFunction",
        "=",
    ),
    "skos:related": _Link(
        "related", "Skills that have to do with it", "Related", "Related", "refs", "Skill", "=", apart=True
    ),
    "hasBasis": _Link("basis", "stated, curated or derived", of="Stands on this basis", domain="grounded"),
    "hasEvidence": _Link("evidence", "Passages that support it", "", "What it supports", domain="grounded"),
    "skos:editorialNote": _Link("note", "The editor's reason", shape="text", domain="grounded"),
    "skos:closeMatch": _Link(
        "close_matches", "Nearly the same elsewhere, IRIs", "Much the same elsewhere", "", "iris", "Role Skill"
    ),
    "skos:broadMatch": _Link(
        "broad_matches", "Something wider elsewhere, IRIs", "Broader elsewhere", "", "iris", "Role Skill"
    ),
    "advancesTo": _Link(says="Next step up", of="One step below", compact=False),
    "leadsTo": _Link(says="Leads to, step by step", of="Leads here, step by step"),
    "worksWith": _Link(says="Works with, all told", of="Who works with it, all told"),
    "requiresEssentialSkill": _Link(says="Essential skills, all told", of="Essential for, all told"),
    "requiresOptionalSkill": _Link(says="Optional skills, all told", of="Optional for, all told"),
    "requiresSkill": _Link(says="Skills, all told", of="Required by, all told"),
}
# The order of sections on a page, where it is another one; those of other properties follow.
_PAGE = (
    *("hasEvidence", "hasResponsibility", "performsActivity", "hasSkillRequirement", "requiredSkill"),
    *("requiresEssentialSkill", "requiresOptionalSkill", "requiresSkill", "hasCollaboration", "collaboratesWith"),
    *("worksWith", "leadsTeamRole", "pursuesObjective", "hasPurpose", "facesChallenge", "hasCharacteristic"),
    *("contrastsWith", "hasLevel", "hasSpecialization", "atLevel", "inSpecialization", "narrowsRole", "inheritsFrom"),
    *("transitionFrom", "transitionTo", "advancesTo", "leadsTo", "nextLevel"),
)
_SHAPES: dict[str, Shape] = {"integer": "integer", "decimal": "number"}


def _kinds(names: str) -> tuple[str, ...]:
    """Return the keys of kinds given by class or by the name of a group; none for types of literals."""
    found: list[str] = []
    for name in names.split():
        if name in CLASSES:
            own = CLASSES[name].key
            found += [own] if own else [it.key for it in CLASSES.values() if it.parent == name]
        else:
            found += GROUPS.get(name, (name,) if name in KINDS or name in "*=" else ())
    return tuple(found)


def _link(name: str) -> Link:
    facts, row = PROPERTIES.get(name), _LINKS.get(name, _Link())
    local = name.rpartition(":")[2]
    label = facts.label if facts else local
    derived = facts.derived if facts else False
    functional = facts.functional if facts else False
    range_ = _kinds(row.range or (facts.range if facts else ""))
    shape = row.shape
    if not shape and range_:
        controlled = KINDS[range_[0]].controlled
        shape = "value" if controlled else "ref" if functional else "refs"
    elif not shape:
        shape = _SHAPES.get(facts.range if facts else "") or ("text" if functional else "texts")
    inherited = bool(facts and facts.domain == "CareerNode" and not derived and range_)
    about = row.about or sentence(label)
    return Link(
        iri=_iri(name),
        name=local,
        label=label,
        column=row.column or re.sub(r"(?<=[a-z])(?=[A-Z])", "_", local).lower(),
        shape=shape,
        domain=_kinds(row.domain or (facts.domain if facts else "")) or ("*",),
        range=range_,
        about=about if isinstance(about, str) else "",
        abouts=() if isinstance(about, str) else tuple(about.items()),
        says=row.says if row.says is not None else sentence(label) if shape in ("ref", "refs") else "",
        of=row.of,
        derived=derived,
        inherited=inherited if row.inherited is None else row.inherited,
        compact=derived and row.compact,
        apart=row.apart,
        needed=row.needed,
    )


LINKS: Final[dict[str, Link]] = {link.iri: link for link in map(_link, dict.fromkeys((*_LINKS, *PROPERTIES)))}
PAGE: Final = tuple({**{_iri(name): LINKS[_iri(name)] for name in _PAGE}, **LINKS}.values())


def links_of(kind: str) -> tuple[Link, ...]:
    """Return what can be said of things of a kind, in order; not what is derived.

    >>> [link.column for link in links_of("transition")]
    ['from', 'to', 'kind', 'months', 'basis', 'evidence', 'note']
    """
    return tuple(link for link in LINKS.values() if not link.derived and (kind in link.domain or "*" in link.domain))
