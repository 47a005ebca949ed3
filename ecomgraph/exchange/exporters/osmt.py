"""osmt: rich skill descriptors for the Open Skills Management Tool."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecomgraph.exchange.export_report import Format
from ecomgraph.exchange.framework import check_requirements
from ecomgraph.exchange.lint import one_line
from ecomgraph.exchange.rights import as_text, rights_of
from ecomgraph.reading.names import slug_of
from ecomgraph.reading.reader import ALT_LABEL, BROADER, DEFINITION, SKOS
from ecomgraph.spelling import folded

if TYPE_CHECKING:
    from ecomgraph.exchange.content import Content, Thing
    from ecomgraph.exchange.lint import Ledger
    from ecomgraph.exchange.sink import Sink

__all__ = ["FORMAT", "write"]

FORMAT = Format(
    name="osmt",
    tool="Open Skills Management Tool 2 and later: rich skill descriptors",
    filename="osmt.csv",
    lost=(
        "roles, profiles and their content: this is a list of skills",
        "broader skills above the next one (those are the categories), and skill types",
        "slugs and IRIs: the tool identifies a skill by its name only",
        "the language of texts: name it with --language if the file is imported",
    ),
)
_FIRST = (
    "RSD Name",
    "Authors",
    "Skill Statement",
    "Categories",
    "Keywords",
    "Standards",
    "Certifications",
    "Occupations",
    "Employers",
)
_ONET = "onet"


def write(content: Content, sink: Sink, ledger: Ledger) -> None:
    """Write one row per skill, with as many alignment columns as any skill needs."""
    check_requirements(content, ledger)
    most = max((len(_alignments(skill)) for skill in content.things("skill")), default=0)
    header = list(_FIRST)
    for number in range(1, max(most, 1) + 1):
        name = f"Alignment {number}" if number > 1 else "Alignment"
        header += [f"{name} Name", f"{name} URL", f"{name} Framework"]
    occupations = _occupations(content)
    names: dict[str, str] = {}
    statements = _statements(content, ledger)

    def authors(skill: Thing) -> str:
        # The tool has no field for a licence, so it follows the attribution; semicolons separate values.
        said = as_text(rights_of(content, skill), ledger).replace(";", ",")
        ledger.formula(said, "licence")
        return said

    with sink.rows(FORMAT.filename, header) as row:
        for skill in content.things("skill"):
            name = ledger.name(skill.label, skill.where)
            if (other := names.setdefault(folded(name), skill.where)) != skill.where:
                ledger.problem(
                    skill.where,
                    f"is called {name!r} like {other}",
                    "rename one: the tool identifies skills by name only",
                )
            cells = [name, authors(skill), statements[skill.key], *_lists(content, skill, ledger), "", ""]
            cells += ["; ".join(sorted(occupations.get(skill.key, ()))), ""]
            for iri in _alignments(skill):
                cells += [name, iri, _framework(iri)]
            row(cells + [""] * (len(header) - len(cells)))
            ledger.formula(name, skill.where)
            ledger.records["skills"] += 1


def _statements(content: Content, ledger: Ledger) -> dict[str, str]:
    """Return the statement of each skill, all distinct, because the importer keeps one row for equal statements."""
    found: dict[str, str] = {}
    groups: dict[str, list[Thing]] = {}
    for skill in content.things("skill"):
        statement = ledger.text(skill.text(DEFINITION), skill.where)
        if not statement.strip():
            ledger.repair(skill.where, "the name is used as the statement, which OSMT requires and the graph lacks")
            statement = ledger.name(skill.label, skill.where)
        found[skill.key] = statement
        groups.setdefault(folded(statement), []).append(skill)
    for group in groups.values():
        for skill in group if len(group) > 1 else ():
            ledger.repair(
                skill.where, "the name was put before its statement, because another skill has the same statement"
            )
            found[skill.key] = f"{ledger.name(skill.label, skill.where)}: {found[skill.key]}"
    return found


def _lists(content: Content, skill: Thing, ledger: Ledger) -> list[str]:
    broader = [content.label(key) for key in skill.keys(BROADER) if content.kind(key) == "skill"]
    return ["; ".join(_value(text, skill, ledger) for text in texts) for texts in (broader, skill.texts(ALT_LABEL))]


def _value(text: str, skill: Thing, ledger: Ledger) -> str:
    value = one_line(ledger.text(text, skill.where))
    if ";" in value:
        ledger.problem(skill.where, f"{value!r} has a semicolon, which separates values here", "rename it")
    return value


def _alignments(skill: Thing) -> list[str]:
    iris = [iri for link in ("closeMatch", "broadMatch", "relatedMatch") for iri in skill.keys(SKOS + link)]
    return [iri for iri in iris if iri.startswith("http")]


def _framework(iri: str) -> str:
    return "ESCO" if iri.startswith("http://data.europa.eu/esco/") else ""


def _occupations(content: Content) -> dict[str, set[str]]:
    """Return for each skill the O*NET-SOC codes matched by the roles that require it."""
    found: dict[str, set[str]] = {}
    for role in content.things("role"):
        iris = [iri for link in ("closeMatch", "broadMatch", "relatedMatch") for iri in role.keys(SKOS + link)]
        codes = {slug_of(iri) for iri in iris if _ONET in iri}
        for skill, _ in content.required_skills(role) if codes else ():
            found.setdefault(skill, set()).update(codes)
    return found
