"""The triples for ESCO's concepts and relations, shared by the importers of its CSV and RDF files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ecomgraph.exchange.esco_layout import ISCO
from ecomgraph.exchange.importers.distinct_labels import told_apart
from ecomgraph.exchange.importers.joining_lines import requirement_lines
from ecomgraph.exchange.importers.ntriples_text import A, ecg, iri, literal, term
from ecomgraph.reading.names import slug_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

__all__ = ["ATTRIBUTION", "LICENSE", "need_lines", "occupation_lines", "skill_lines", "version_in"]

LICENSE = "http://data.europa.eu/eli/dec/2011/833/oj"
ATTRIBUTION = "This service uses the ESCO classification of the European Commission."


def occupation_lines(concept: str, cells: Mapping[str, str], language: str) -> Iterator[str]:
    """Yield the triples of an occupation, given its cells by column name in ESCO's CSV files."""
    yield from _described(concept, ecg("Role"), cells["preferredLabel"], cells, language)
    if code := cells.get("code", ""):
        yield f"{iri(concept)} {term('skos', 'notation')} {literal(code)} .\n"
    if (group := cells.get("iscoGroup", "")).isdigit():
        yield f"{iri(concept)} {term('skos', 'broadMatch')} {iri(ISCO + group)} .\n"


def skill_lines(concepts: Mapping[str, Mapping[str, str]], language: str) -> Iterator[str]:
    """Yield the triples of skills, given the cells of each; equal labels are made unique by the type of skill."""
    types = {concept: _type(cells.get("skillType", "")) for concept, cells in concepts.items()}
    labels = told_apart({concept: (cells["preferredLabel"], types[concept]) for concept, cells in concepts.items()})
    for concept, cells in concepts.items():
        label, own = labels[concept], cells["preferredLabel"]
        told = cells if label == own else {**cells, "altLabels": f"{cells.get('altLabels', '')}\n{own}"}
        yield from _described(concept, ecg("Skill"), label, told, language)
        yield f"{iri(concept)} {ecg('skillType')} {term('skill-type', types[concept])} .\n"


def need_lines(base: str, found: Mapping[tuple[str, str], str]) -> Iterator[str]:
    """Yield requirements, given the importance, ``essential`` or ``optional``, by occupation and skill."""
    for (role, skill), importance in found.items():
        requirement = f"{base}requirement/{slug_of(role)}--{slug_of(skill)}"
        yield from requirement_lines(requirement, role, skill, importance)


def version_in(path: Path) -> str:
    """Return the release in the name of a download, such as ``ESCO dataset - v1.2.0 - …``.

    >>> from pathlib import Path
    >>> version_in(Path("ESCO dataset - v1.1.1 - classification - en - csv")), version_in(Path("esco"))
    ('1.1.1', '')
    """
    names = [name for name in (path.name, path.resolve().parent.name) if "esco" in name.lower()]
    found = (re.search(r"(?<![0-9.])v?\.? ?([0-9]\.[0-9]+(?:\.[0-9]+)?)", name) for name in names)
    return next((it[1] for it in found if it), "")


def _described(concept: str, kind: str, label: str, cells: Mapping[str, str], tag: str) -> Iterator[str]:
    subject = iri(concept)
    yield f"{subject} {A} {kind} .\n"
    yield f"{subject} {term('skos', 'prefLabel')} {literal(label, tag)} .\n"
    others = {name.strip() for name in cells.get("altLabels", "").split("\n")} - {"", label}
    hidden = {name.strip() for name in cells.get("hiddenLabels", "").split("\n")} - {"", label} - others
    texts = [("altLabel", name) for name in others] + [("hiddenLabel", name) for name in hidden]
    texts.append(("definition", cells.get("definition") or cells.get("description", "")))
    texts.append(("scopeNote", cells.get("scopeNote", "")))
    yield from (f"{subject} {term('skos', name)} {literal(text, tag)} .\n" for name, text in texts if text)


def _type(skill_type: str) -> str:
    return "knowledge" if slug_of(skill_type).strip().lower() == "knowledge" else "skill"
