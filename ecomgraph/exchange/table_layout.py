"""The tidy tables that a graph makes in a spreadsheet: one per kind of thing, and what each column holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from ecomgraph.exchange.cells import join
from ecomgraph.exchange.content import ALT_LABEL, BROADER, DCTERMS, DEFINITION, PREF_LABEL, RDF, SKOS
from ecomgraph.namespace import ECG
from ecomgraph.reading.names import slug_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecomgraph.exchange.content import Content, Thing
    from ecomgraph.exchange.lint import Ledger

__all__ = ["LOST", "REQUIRED", "TABLES", "Cell", "Column", "Table", "rows"]

Cell = str | int | float
Shape = Literal["id", "text", "texts", "ref", "refs", "value", "iris", "integer", "number", "holders", "term", "iri"]

LOST = (
    "labels and texts in other languages than the one chosen",
    "concept schemes, collections and properties that are not in the vocabulary",
    "ecg:advancesTo, ecg:worksWith, prov:wasGeneratedBy: the rules conclude them again",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: ``predicate`` is where its values come from, ``targets`` are the kinds of things that ids stand for.

    Ids of one kind of target are plain (``baker``), those of several have the kind before them (``role:baker``).
    """

    name: str
    predicate: str
    shape: Shape
    about: str
    targets: tuple[str, ...] = ()

    @property
    def many(self) -> bool:
        """Whether a cell holds a list, ``"; "`` between the values."""
        return self.shape in ("texts", "refs", "iris", "holders")


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table: one row per thing of a kind, by IRI."""

    name: str
    kind: str
    about: str
    columns: tuple[Column, ...]


_ID = Column(name="id", predicate="", shape="id", about="Short name, the last part of the IRI; unique in this table")
_LABEL = Column(name="label", predicate=PREF_LABEL, shape="text", about="Preferred label")
_ALT = Column(name="alt_labels", predicate=ALT_LABEL, shape="texts", about="Other names")
_DEFINITION = Column(name="definition", predicate=DEFINITION, shape="text", about="What it is, in a sentence")
_SCOPE = Column(name="scope_notes", predicate=SKOS + "scopeNote", shape="texts", about="What it covers and what not")
_IRI = Column(name="iri", predicate="", shape="iri", about="IRI; made from the id where it is left empty")
_GROUNDS = (
    Column(name="basis", predicate=ECG.hasBasis, shape="value", about="stated, curated or derived"),
    Column(
        name="evidence", predicate=ECG.hasEvidence, shape="refs", targets=("passage",), about="Passages that support it"
    ),
    Column(name="note", predicate=SKOS + "editorialNote", shape="text", about="The editor's reason"),
)
_MATCHES = (
    Column(name="close_matches", predicate=SKOS + "closeMatch", shape="iris", about="Nearly the same elsewhere, IRIs"),
    Column(name="broad_matches", predicate=SKOS + "broadMatch", shape="iris", about="Something wider elsewhere, IRIs"),
)


def _ref(name: str, predicate: str, about: str, *targets: str) -> Column:
    return Column(name=name, predicate=predicate, shape="ref", about=about, targets=targets)


def _refs(name: str, predicate: str, about: str, *targets: str) -> Column:
    return Column(name=name, predicate=predicate, shape="refs", about=about, targets=targets)


_BROADER_SKILLS = _refs("broader", BROADER, "Wider skills that it belongs to", "skill")
_WORK = (
    _refs("responsibilities", ECG.hasResponsibility, "What one answers for", "responsibility"),
    _refs("activities", ECG.performsActivity, "What one does day to day", "activity"),
    _refs("objectives", ECG.pursuesObjective, "Results pursued", "objective"),
    _refs("challenges", ECG.facesChallenge, "Difficulties faced", "challenge"),
    _refs("characteristics", ECG.hasCharacteristic, "What it is like", "characteristic"),
    _refs("collaborations", ECG.hasCollaboration, "Whom one works with, and why", "collaboration"),
    _refs("team_roles", ECG.leadsTeamRole, "Kinds of people on the team", "team-role"),
)


def _named(name: str, kind: str, about: str, *columns: Column) -> Table:
    return Table(name=name, kind=kind, about=about, columns=(_ID, _LABEL, _ALT, _DEFINITION, _SCOPE, *columns, _IRI))


def _bare(name: str, kind: str, about: str, *columns: Column) -> Table:
    return Table(name=name, kind=kind, about=about, columns=(_ID, *columns, _IRI))


TABLES: tuple[Table, ...] = (
    _named(
        "roles",
        "role",
        "Occupations, by job title",
        _refs("levels", ECG.hasLevel, "Levels at which it is held", "level"),
        _refs("specializations", ECG.hasSpecialization, "Fields in which its holders specialize", "specialization"),
        *_WORK,
        *_GROUNDS,
        *_MATCHES,
    ),
    _named(
        "profiles",
        "profile",
        "Roles narrowed to a level, a specialization or both",
        _ref("role", ECG.narrowsRole, "The role", "role"),
        _ref("level", ECG.atLevel, "The level", "level"),
        _ref("specialization", ECG.inSpecialization, "The specialization", "specialization"),
        _refs("inherits_from", ECG.inheritsFrom, "Broader nodes; concluded where it is left empty", "role", "profile"),
        *_WORK,
        *_GROUNDS,
    ),
    _named(
        "levels",
        "level",
        "Stages of seniority",
        Column(name="rank", predicate=ECG.rank, shape="integer", about="A greater number stands for more experience"),
        _ref("next_level", ECG.nextLevel, "The level that follows", "level"),
        *_GROUNDS,
    ),
    _named("specializations", "specialization", "Fields in which holders of a role specialize", *_GROUNDS),
    _named(
        "skills",
        "skill",
        "Knowledge, skills, attitudes and technologies",
        Column(name="type", predicate=ECG.skillType, shape="value", about="knowledge, skill, attitude or technology"),
        _BROADER_SKILLS,
        _refs("related", SKOS + "related", "Skills that have to do with it", "skill"),
        *_MATCHES,
    ),
    _bare(
        "requirements",
        "requirement",
        "Who needs which skill",
        Column(
            name="holders",
            predicate=ECG.hasSkillRequirement,
            shape="holders",
            about="What needs it: role:, profile:, responsibility: or activity: and the id",
            targets=("role", "profile", "responsibility", "activity"),
        ),
        _ref("skill", ECG.requiredSkill, "The skill", "skill"),
        Column(name="importance", predicate=ECG.importance, shape="value", about="essential or optional"),
        Column(name="proficiency", predicate=ECG.proficiency, shape="number", about="From 0 to 1"),
        *_GROUNDS,
    ),
    _named(
        "responsibilities",
        "responsibility",
        "What one answers for over the long run",
        _refs("broader", BROADER, "Wider responsibilities that it is part of", "responsibility"),
        *_GROUNDS,
    ),
    _named("activities", "activity", "What is done day to day", *_GROUNDS),
    _bare(
        "transitions",
        "transition",
        "Moves from one role or profile to another",
        _ref("from", ECG.transitionFrom, "Where it starts: role: or profile: and the id", "role", "profile"),
        _ref("to", ECG.transitionTo, "Where it ends: role: or profile: and the id", "role", "profile"),
        Column(
            name="kind",
            predicate=ECG.transitionKind,
            shape="value",
            about="promotion, level-up or specialization-change",
        ),
        Column(name="months", predicate=ECG.typicalMonths, shape="number", about="Usual number of months"),
        *_GROUNDS,
    ),
    _named(
        "functions",
        "function",
        "Departments, teams and outside parties",
        _refs("broader", BROADER, "Wider functions that it is part of", "function"),
    ),
    _bare(
        "collaborations",
        "collaboration",
        "Work with a function, for a purpose",
        _ref("function", ECG.collaboratesWith, "The other side", "function"),
        _refs("purposes", ECG.hasPurpose, "Objectives", "objective"),
        *_GROUNDS,
    ),
    _named("objectives", "objective", "Results pursued", *_GROUNDS),
    _named("challenges", "challenge", "Difficulties that come with the work", *_GROUNDS),
    _named(
        "characteristics",
        "characteristic",
        "What it is like",
        Column(name="facet", predicate=ECG.facet, shape="value", about="The aspect it belongs to"),
        _refs("contrasts_with", ECG.contrastsWith, "Opposite traits of other nodes", "characteristic"),
        *_GROUNDS,
    ),
    _named("team-roles", "team-role", "Kinds of people on a team", *_GROUNDS),
    _bare(
        "passages",
        "passage",
        "Stretches of source documents; the text itself is not here",
        _ref("source", DCTERMS + "isPartOf", "The document", "source"),
        Column(name="section", predicate=ECG.inSection, shape="text", about="Section of the document"),
        Column(name="ordinal", predicate=ECG.ordinal, shape="integer", about="Place within the section, from 1"),
        Column(name="start", predicate=ECG.startOffset, shape="integer", about="First character, from 0"),
        Column(name="end", predicate=ECG.endOffset, shape="integer", about="First character after it"),
        Column(name="digest", predicate=ECG.textDigest, shape="text", about="First 16 digits of the SHA-256 digest"),
    ),
    _named(
        "sources",
        "source",
        "Documents that passages are taken from",
        Column(name="title", predicate=DCTERMS + "title", shape="text", about="Title"),
        Column(name="extent", predicate=DCTERMS + "extent", shape="integer", about="Length in characters"),
        Column(name="digest", predicate=ECG.textDigest, shape="text", about="SHA-256 digest"),
    ),
    _bare(
        "statements",
        "statement",
        "Evidence of single links between a node and what it has",
        _ref("subject", RDF + "subject", "Kind and id of what it is said of", "*"),
        Column(
            name="predicate", predicate=RDF + "predicate", shape="term", about="Property, such as hasResponsibility"
        ),
        _ref("object", RDF + "object", "Kind and id of what it links to", "*"),
        *_GROUNDS,
    ),
)

REQUIRED = Table(
    name="required-skills",
    kind="",
    about="All skills that each role and profile needs, inherited and through its work; import concludes this again",
    columns=(
        _ref("node", "", "role: or profile: and the id", "role", "profile"),
        _ref("skill", "", "The skill", "skill"),
        Column(name="importance", predicate="", shape="value", about="essential or optional"),
    ),
)


def rows(content: Content, table: Table, ledger: Ledger) -> Iterator[list[Cell]]:
    """Yield the rows of a table, numbers as numbers, by IRI."""
    if table is REQUIRED:
        for node in content.things("role", "profile"):
            for skill, importance in content.required_skills(node):
                yield [content.ref(node.key), content.id(skill), importance]
        return
    for thing in content.things(table.kind):
        yield [_cell(content, thing, column, ledger) for column in table.columns]


def _cell(content: Content, thing: Thing, column: Column, ledger: Ledger) -> Cell:
    if column.shape == "id":
        return thing.id
    if column.shape == "iri":
        return thing.iri
    if column.shape in ("text", "integer", "number"):
        return _literal(thing, column, ledger)
    if column.shape == "texts":
        return join(thing.texts(column.predicate))
    if column.shape == "holders":
        return join(content.ref(key) for key in content.holders(column.predicate, thing.key))
    if column.shape == "iris":
        return join(thing.keys(column.predicate))
    return _links(content, thing, column, ledger)


def _literal(thing: Thing, column: Column, ledger: Ledger) -> Cell:
    found = thing.texts(column.predicate)
    if len(found) > 1:
        ledger.lose(thing.where, f"{len(found)} values for {column.name}, of which one has room")
    text = thing.text(column.predicate)
    if column.shape == "text" or not text:
        return text
    try:
        number = float(text)
        return int(text) if column.shape == "integer" else int(number) if number.is_integer() else number
    except (ValueError, OverflowError):
        ledger.problem(thing.where, f"{column.name} is {text!r}, which is no number", f"correct ecg:{column.name}")
        return text


def _links(content: Content, thing: Thing, column: Column, ledger: Ledger) -> str:
    if column.shape in ("value", "term"):
        found = thing.values(column.predicate)
        if column.shape == "term":
            found = [slug_of(key) if key.startswith(ECG.NAMESPACE) else key for key in thing.keys(column.predicate)]
    else:
        found = [_id(content, thing, column, key, ledger) for key in thing.keys(column.predicate)]
    if not found and thing.texts(column.predicate):
        ledger.lose(thing.where, f"{column.name} is a text where something with an IRI belongs")
    if len(found) > 1 and not column.many:
        ledger.problem(thing.where, f"{len(found)} values for {column.name}, one is allowed", "remove the others")
    return join(found) if column.many else next(iter(found), "")


def _id(content: Content, thing: Thing, column: Column, key: str, ledger: Ledger) -> str:
    kind = content.kind(key)
    if not kind or (kind not in column.targets and "*" not in column.targets):
        wanted = " or ".join(column.targets) if "*" not in column.targets else "thing"
        ledger.problem(thing.where, f"{column.name} is <{key}>, which is no {wanted}", "describe it or remove the link")
    return content.id(key) if len(column.targets) == 1 and "*" not in column.targets else content.ref(key)
