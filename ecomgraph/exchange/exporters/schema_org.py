"""schema-org: an Occupation per role and profile, for web pages and search engines."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ecomgraph.exchange.export_report import Format
from ecomgraph.exchange.framework import Identity, check_requirements
from ecomgraph.exchange.lint import in_a_page, one_line
from ecomgraph.exchange.rights import all_rights, as_text
from ecomgraph.namespace import ECG
from ecomgraph.reading.names import slug_of
from ecomgraph.reading.reader import ALT_LABEL, DCTERMS, DEFINITION, SKOS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecomgraph.exchange.content import Content, Thing
    from ecomgraph.exchange.lint import Ledger
    from ecomgraph.exchange.sink import Sink

__all__ = ["FORMAT", "write"]

FORMAT = Format(
    name="schema-org",
    tool="schema.org JSON-LD for web pages and search engines",
    filename="occupations.jsonld",
    lost=(
        "the importance of skills (essential ones come first), their hierarchy and types, proficiency",
        "transitions, levels without a profile, collaborations, challenges, characteristics",
        "basis, evidence and editorial notes",
    ),
)
_WORK = (ECG.hasResponsibility, ECG.performsActivity)
# Code lists with the codes at the end of their IRIs.
_CODE_SETS = {
    "http://data.europa.eu/esco/": "ESCO",
    "http://data.europa.eu/esco/isco/": "ISCO-08",
    "https://services.onetcenter.org/": "O*NET-SOC",
    "https://www.onetonline.org/": "O*NET-SOC",
}


def write(content: Content, sink: Sink, ledger: Ledger) -> None:
    """Write the set of skills, each skill, and each occupation, one object per line."""
    check_requirements(content, ledger)
    skills = f"{Identity(content).iri}#skills"
    with sink.text(FORMAT.filename) as file:
        file.write('{"@context": "https://schema.org", "@graph": [\n')
        term_set = {"@type": "DefinedTermSet", "@id": skills, "name": _set_name(content, ledger)}
        file.write(_dump(term_set | _rights(content, ledger)))
        ledger.records["term sets"] += 1
        for skill in content.things("skill"):
            file.write(",\n" + _dump(_term(skill, skills, ledger)))
            ledger.records["terms"] += 1
        for node in content.things("role", "profile"):
            file.write(",\n" + _dump(_occupation(content, node, skills, ledger)))
            ledger.records["occupations"] += 1
        file.write("\n]}\n")


def _set_name(content: Content, ledger: Ledger) -> str:
    identity = Identity(content)
    catalogued = content.framework is not None and bool(content.framework.imported)
    for skill in () if catalogued and not identity.bundled else content.things("skill"):
        for scheme in map(content.thing, skill.keys(SKOS + "inScheme")):
            if title := scheme.text(DCTERMS + "title"):
                return ledger.name(title, "skills")
    return ledger.name(identity.title, "title")


def _rights(content: Content, ledger: Ledger) -> dict[str, object]:
    rights = all_rights(content)
    found: dict[str, object] = {}
    if licenses := sorted({it.license for it in rights if it.license}):
        found["license"] = licenses
    if said := as_text(rights, ledger):
        found["creditText"] = said
    return found


def _term(skill: Thing, term_set: str, ledger: Ledger) -> dict[str, object]:
    found = _reference(skill.key, skill.id, ledger.name(skill.label, skill.where), term_set)
    found |= _described(skill, ledger)
    return found


def _reference(key: str, code: str, name: str, term_set: str) -> dict[str, object]:
    return {"@type": "DefinedTerm", "@id": key, "name": name, "termCode": code, "inDefinedTermSet": term_set}


def _described(thing: Thing, ledger: Ledger) -> dict[str, object]:
    found: dict[str, object] = {}
    if definition := ledger.text(thing.text(DEFINITION), thing.where):
        found["description"] = definition
    if other := [ledger.name(text, thing.where) for text in thing.texts(ALT_LABEL)]:
        found["alternateName"] = other
    return found


def _occupation(content: Content, node: Thing, term_set: str, ledger: Ledger) -> dict[str, object]:
    found: dict[str, object] = {"@type": "Occupation", "@id": node.key, "name": ledger.name(node.label, node.where)}
    found |= _described(node, ledger)
    if work := sorted(_work(content, node, ledger)):
        found["responsibilities"] = work
    skills = [
        _reference(key, content.id(key), ledger.name(content.label(key), content.where(key)), term_set)
        for key, _ in content.required_skills(node)
    ]
    if skills:
        found["skills"] = skills
        ledger.records["skills of occupations"] += len(skills)
    if levels := [key for key in node.keys(ECG.atLevel) if content.kind(key) == "level"]:
        found["experienceRequirements"] = ledger.name(content.label(levels[0]), content.where(levels[0]))
    if codes := [_code(iri) for link in ("closeMatch", "broadMatch") for iri in node.keys(SKOS + link)]:
        found["occupationalCategory"] = codes
    return found


def _work(content: Content, node: Thing, ledger: Ledger) -> Iterator[str]:
    """Yield the labels of a node's own and inherited responsibilities and activities."""
    things = [node, *(content.thing(key) for key in node.keys(ECG.inheritsFrom) if content.kind(key))]
    keys = {key for thing in things for link in _WORK for key in thing.keys(link) if content.kind(key)}
    yield from {one_line(ledger.name(content.label(key), content.where(key))) for key in keys}


def _code(iri: str) -> dict[str, object]:
    owners = [name for prefix, name in sorted(_CODE_SETS.items(), key=lambda it: len(it[0])) if iri.startswith(prefix)]
    code: dict[str, object] = {"@type": "CategoryCode", "codeValue": slug_of(iri), "url": iri}
    return code | ({"inCodeSet": owners[-1]} if owners else {})


def _dump(value: object) -> str:
    return in_a_page(json.dumps(value, ensure_ascii=False))
