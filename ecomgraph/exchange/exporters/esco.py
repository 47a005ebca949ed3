"""esco: the CSV files of the ESCO download, filled with this graph, for tools that read ESCO."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecomgraph.exchange.esco_layout import ISCO
from ecomgraph.exchange.export_report import Format
from ecomgraph.exchange.framework import check_requirements, last_change
from ecomgraph.exchange.lint import one_line
from ecomgraph.exchange.rights import NOTICE, write_notice
from ecomgraph.namespace import ECG
from ecomgraph.reading.reader import ALT_LABEL, BROADER, DEFINITION, SKOS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecomgraph.exchange.content import Content, Thing
    from ecomgraph.exchange.lint import Ledger
    from ecomgraph.exchange.sink import Sink

__all__ = ["FORMAT", "write"]

_NAMES = (
    "occupations",
    "skills",
    "occupationSkillRelations",
    "broaderRelationsOccPillar",
    "broaderRelationsSkillPillar",
)
FORMAT = Format(
    name="esco",
    tool="any tool that reads the CSV download of ESCO 1.2",
    files=(*(f"{name}_*.csv" for name in _NAMES), NOTICE),
    lost=(
        "transitions, levels, specializations, responsibilities, activities: ESCO has none",
        "the skill types attitude and technology: ESCO has only knowledge and skill/competence",
        "related skills: ESCO's relations between skills mean something else",
        "basis, evidence, proficiency, reuse levels; codes and names of ISCO groups, but for the one of an occupation",
    ),
)
OCCUPATIONS = (
    "conceptType",
    "conceptUri",
    "iscoGroup",
    "preferredLabel",
    "altLabels",
    "hiddenLabels",
    "status",
    "modifiedDate",
    "regulatedProfessionNote",
    "scopeNote",
    "definition",
    "inScheme",
    "description",
    "code",
)
SKILLS = (
    "conceptType",
    "conceptUri",
    "skillType",
    "reuseLevel",
    "preferredLabel",
    "altLabels",
    "hiddenLabels",
    "status",
    "modifiedDate",
    "scopeNote",
    "definition",
    "inScheme",
    "description",
)
RELATIONS = ("occupationUri", "relationType", "skillType", "skillUri")
BROADER_RELATIONS = ("conceptType", "conceptUri", "broaderType", "broaderUri")
_NOTATION = SKOS + "notation"
_SKILL = "KnowledgeSkillCompetence"
_OCCUPATION = "Occupation"


def write(content: Content, sink: Sink, ledger: Ledger) -> None:
    """Write occupations (roles and profiles), skills, their relations, and both hierarchies."""
    check_requirements(content, ledger)
    ending = f"_{content.language}.csv"
    changed = f"{last_change(content)}T00:00:00Z"
    with sink.rows(f"occupations{ending}", OCCUPATIONS) as row:
        for node in content.things("role", "profile"):
            cells = [_OCCUPATION, _iri(node, ledger), _group(node), *_labels(node, ledger), changed, ""]
            row([*cells, *_notes(node, ledger), node.text(_NOTATION) or node.id])
            ledger.records["occupations"] += 1
    with sink.rows(f"skills{ending}", SKILLS) as row:
        for skill in content.things("skill"):
            cells = [_SKILL, _iri(skill, ledger), _skill_type(skill), ""]
            row([*cells, *_labels(skill, ledger), changed, *_notes(skill, ledger)])
            ledger.records["skills"] += 1
    for name, header, relations in (
        ("occupationSkillRelations", RELATIONS, _requirements),
        ("broaderRelationsOccPillar", BROADER_RELATIONS, _broader_occupations),
        ("broaderRelationsSkillPillar", BROADER_RELATIONS, _broader_skills),
    ):
        with sink.rows(f"{name}{ending}", header) as row:
            for cells in relations(content, ledger):
                row(cells)
    write_notice(content, sink, ledger)


def _requirements(content: Content, ledger: Ledger) -> Iterator[list[str]]:
    types = {skill.key: _skill_type(skill) for skill in content.things("skill")}
    for node in content.things("role", "profile"):
        for skill, importance in content.required_skills(node):
            ledger.records["occupation-skill relations"] += 1
            yield [node.key, importance, types[skill], skill]


def _broader_occupations(content: Content, ledger: Ledger) -> Iterator[list[str]]:
    for node in content.things("role", "profile"):
        for broader in dict.fromkeys((*node.keys(ECG.narrowsRole), *node.keys(BROADER))):
            ledger.records["broader occupations"] += 1
            yield [_OCCUPATION, node.key, _OCCUPATION, broader]


def _broader_skills(content: Content, ledger: Ledger) -> Iterator[list[str]]:
    for skill in content.things("skill"):
        for broader in skill.keys(BROADER):
            if content.kind(broader) != "skill":
                ledger.problem(skill.where, f"<{broader}> above it is not a skill of the graph", "describe that skill")
            ledger.records["broader skills"] += 1
            yield [_SKILL, skill.key, _SKILL, broader]


def _group(node: Thing) -> str:
    """Return the code of the ISCO group that an occupation is in, ``""`` if it is in none."""
    groups = (key.removeprefix(ISCO) for key in node.keys(SKOS + "broadMatch") if key.startswith(ISCO))
    return next((group for group in groups if group.isdigit()), "")


def _skill_type(skill: Thing) -> str:
    return "knowledge" if skill.value(ECG.skillType) == "knowledge" else "skill/competence"


def _iri(thing: Thing, ledger: Ledger) -> str:
    if not thing.iri:
        ledger.problem(thing.where, "has no IRI, by which ESCO identifies concepts", "give it one")
    return thing.iri


def _labels(thing: Thing, ledger: Ledger) -> list[str]:
    """Return preferred label, alternative and hidden labels (one per line), and status."""
    name = ledger.name(thing.label, thing.where)
    ledger.formula(name, thing.where)
    return [name, _lines(thing, ALT_LABEL, ledger), _lines(thing, SKOS + "hiddenLabel", ledger), "released"]


def _lines(thing: Thing, predicate: str, ledger: Ledger) -> str:
    return "\n".join(name for text in thing.texts(predicate) if (name := ledger.name(text, thing.where)))


def _notes(thing: Thing, ledger: Ledger) -> list[str]:
    """Return scope note, definition, schemes, and the definition again as ESCO's description."""
    scope = "\n".join(one_line(ledger.text(text, thing.where)) for text in thing.texts(SKOS + "scopeNote"))
    definition = ledger.text(thing.text(DEFINITION), thing.where)
    schemes = ", ".join(key for key in thing.keys(SKOS + "inScheme") if not key.startswith("_:"))
    return [scope, definition, schemes, definition]
