"""Read ESCO's own RDF in one language; docs/frameworks.md has the mapping."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from ecomgraph.errors import SourceError
from ecomgraph.exchange.importers.esco_concepts import (
    ATTRIBUTION,
    LICENSE,
    need_lines,
    occupation_lines,
    skill_lines,
    version_in,
)
from ecomgraph.exchange.importers.import_options import Reading, SourceKind
from ecomgraph.exchange.importers.ntriples_text import term
from ecomgraph.exchange.importers.statements import GENERAL, TYPE, Statements, key_of, mentions
from ecomgraph.languages import canonical
from ecomgraph.namespace import PREFIXES
from ecomgraph.reading.names import slug_of

if TYPE_CHECKING:
    from pathlib import Path

    from ecomgraph.exchange.importers.detect import Source
    from ecomgraph.exchange.importers.import_options import ImportOptions
    from ecomgraph.exchange.importers.problems import Problems

__all__ = ["KIND", "read"]

MODEL = "http://data.europa.eu/esco/model#"
XL = "http://www.w3.org/2008/05/skos-xl#"
STATUS = "http://purl.org/iso25964/skos-thes#status"
SKOS, DCT = PREFIXES["skos"], PREFIXES["dcterms"]
_ISCO = "/esco/isco/C"
_LABELS = {"preferredLabel": "prefLabel", "altLabels": "altLabel", "hiddenLabels": "hiddenLabel"}
_TEXTS = {"description": DCT + "description", "definition": SKOS + "definition", "scopeNote": SKOS + "scopeNote"}
# The property of an occupation and its inverse, by importance.
_NEEDS = {
    "essential": ("relatedEssentialSkill", "isEssentialSkillFor"),
    "optional": ("relatedOptionalSkill", "isOptionalSkillFor"),
}
_LITERAL, _NODE, _LANGUAGE = XL + "literalForm", MODEL + "nodeLiteral", MODEL + "language"
# Properties of every concept that a framework does not need.
_EXPECTED = (
    *(DCT + name for name in ("created", "modified", "type", "identifier")),
    *(SKOS + name for name in ("inScheme", "topConceptOf", "broaderTransitive", "narrowerTransitive")),
    *(SKOS + name for name in ("prefLabel", "altLabel", "hiddenLabel", "narrower")),
    *(MODEL + name for name in ("memberOfISCOGroup", "isEssentialSkillFor", "isOptionalSkillFor", "language")),
    TYPE,
)


def _fits(source: Source) -> bool:
    return mentions(source, MODEL) and (mentions(source, "Occupation") or mentions(source, "Skill"))


KIND = SourceKind(name="esco-rdf", what="ESCO: its RDF file", fits=_fits, refines=(*GENERAL, "skos"))


def read(path: Path, options: ImportOptions, problems: Problems) -> Reading:
    """Read occupations, skills and their relations; ``options.language`` says which of several languages to read."""
    return _EscoRdf(path, options, problems).read()


class _EscoRdf:
    def __init__(self, path: Path, options: ImportOptions, problems: Problems) -> None:
        self._path = path
        self._base = options.base
        self._problems = problems
        self._wanted = options.language.lower()
        self._tags: set[str] = set()
        self._said = Statements(path, problems, unread=self._why_unread)
        self._language = self._settled()
        self._forms: dict[str, list[object]] = {}
        self._type_labels: dict[str, list[str]] = {}

    def _why_unread(self, quad: ox.Quad) -> str:
        """Return why a triple is not stored; most of the file are labels in other languages."""
        text = quad.object
        if isinstance(text, ox.Literal) and text.language:
            tag = text.language.lower()
            self._tags.add(tag)
            if self._wanted and tag != self._wanted:
                return "in another language"
        return "the type of a label" if key_of(quad.object) == XL + "Label" else ""

    def _settled(self) -> str:
        there = ", ".join(map(canonical, sorted(self._tags)))
        if self._wanted:
            if self._wanted not in self._tags:
                raise SourceError(str(self._path), f"has no labels in {self._wanted}; there is {there or 'none'}")
        elif len(self._tags) != 1:
            reason = f"is in {there}; choose one with --language" if there else "has no label with a language"
            raise SourceError(str(self._path), reason)
        return canonical(self._wanted or min(self._tags))

    def read(self) -> Reading:
        """Read the source, and return its triples, metadata and account."""
        occupations, abilities = (self._said.typed(MODEL + name) for name in ("Occupation", "Skill"))
        if both := sorted({*occupations} & {*abilities}):
            self._problems.add(self._path.name, f"{both[0]} is both an occupation and a skill; keep one of the two")
            self._problems.close()
        roles, skills = (
            {it: cells for it in group if (cells := self._cells(it))} for group in (occupations, abilities)
        )
        lines = [line for concept, cells in roles.items() for line in occupation_lines(concept, cells, self._language)]
        lines += skill_lines(skills, self._language)
        lines += need_lines(self._base, self._needs({*roles}, {*skills}))
        broader = {pair for known in ({*roles}, {*skills}) for pair in self._pairs(known, SKOS + "broader", known)}
        lines += (f"<{one}> {term('skos', 'broader')} <{two}> .\n" for one, two in sorted(broader))
        related = {
            pair for forward, _ in _NEEDS.values() for pair in self._pairs({*skills}, MODEL + forward, {*skills})
        }
        related -= {*broader, *(pair[::-1] for pair in broader)}
        lines += (f"<{one}> {term('skos', 'related')} <{two}> .\n" for one, two in sorted(related))
        self._said.close(_EXPECTED)
        return Reading(
            lines=lines,
            title="ESCO",
            version=version_in(self._path),
            language=self._language,
            license=LICENSE,
            attribution=ATTRIBUTION,
        )

    def _cells(self, concept: str) -> dict[str, str]:
        """Return the fields of a concept, as in the CSV files; nothing for one that is left out."""
        said = self._said
        status = [key_of(it) for it in said.take(concept, STATUS)]
        cells = {column: "\n".join(self._texts(concept, name)) for column, name in _LABELS.items()}
        withdrawn = any(slug_of(it).lower() != "released" for it in status)
        if concept.startswith("_:") or withdrawn or not cells["preferredLabel"]:
            reason = "about concepts whose status is not released" if withdrawn else "about concepts without a label"
            said.leave(concept, reason)
            return {}
        # No known release has several; of these, the first would be the name.
        cells["preferredLabel"], _, more = cells["preferredLabel"].partition("\n")
        cells["altLabels"] += f"\n{more}"
        for column, name in _TEXTS.items():
            cells[column] = next(iter(self._notes(concept, name)), "")
        cells["code"] = next((key_of(it) for it in said.take(concept, SKOS + "notation")), "")
        groups = [key_of(it) for it in said.peek(concept, MODEL + "memberOfISCOGroup", SKOS + "broader")]
        cells["iscoGroup"] = next((it.rpartition("/C")[2] for it in groups if _ISCO in it), "")
        cells["skillType"] = next(iter(self._types(concept)), "")
        return cells

    def _types(self, concept: str) -> list[str]:
        """Return the types of a skill: the last parts of their IRIs, or their labels."""
        found = list(map(key_of, self._said.take(concept, MODEL + "skillType")))
        for it in found:
            self._type_labels.setdefault(it, [slug_of(it), *self._texts(it, "prefLabel")])
        named = [name.lower() for it in found for name in self._type_labels[it]]
        return ["knowledge"] if "knowledge" in named else named

    def _texts(self, concept: str, name: str) -> list[str]:
        """Return labels of a concept in the language read: those of SKOS-XL, else plain ones."""
        found = [text for node in self._said.take(concept, XL + name) for text in self._form(key_of(node))]
        found = found or [*self._said.take(concept, SKOS + name)]
        return [" ".join(it.value.split()) for it in found if isinstance(it, ox.Literal) and self._in_language(it)]

    def _form(self, node: str) -> list[object]:
        if node not in self._forms:
            self._forms[node] = [*self._said.take(node, _LITERAL)]
        return self._forms[node]

    def _in_language(self, text: ox.Literal) -> bool:
        return (text.language or "").lower() in {"", self._language.lower()}

    def _notes(self, concept: str, name: str) -> list[str]:
        """Return texts, which are literals, or nodes with a text and a language."""
        found = []
        for value in self._said.take(concept, name):
            if isinstance(value, ox.Literal):
                found += [value.value] if self._in_language(value) else []
                continue
            node = key_of(value)
            tags = {key_of(it).lower() for it in self._said.take(node, _LANGUAGE)}
            texts = self._said.take(node, _NODE)
            found += [key_of(it) for it in texts if tags <= {self._language.lower()}]
        return [it.strip() for it in found]

    def _needs(self, roles: set[str], skills: set[str]) -> dict[tuple[str, str], str]:
        """Return the importance of skills for occupations; of two statements, essential wins."""
        found: dict[tuple[str, str], str] = {}
        for importance in ("optional", "essential"):
            forward, inverse = _NEEDS[importance]
            pairs = self._pairs(roles, MODEL + forward, skills)
            pairs |= {pair[::-1] for pair in self._pairs(skills, MODEL + inverse, roles)}
            found |= dict.fromkeys(sorted(pairs), importance)
        return found

    def _pairs(self, ones: set[str], name: str, others: set[str]) -> set[tuple[str, str]]:
        """Return the pairs of different known things that a property joins."""
        reason = "about groups or other concepts, not occupations or skills"
        return {
            (one, other)
            for one in sorted(ones)
            for other in self._said.targets(one, name, others, reason)
            if one != other
        }
