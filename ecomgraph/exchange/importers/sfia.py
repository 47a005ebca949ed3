"""Read SFIA's RDF: skills below their categories, one scale of seven levels, and level descriptors."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ecomgraph.exchange.importers.distinct_labels import told_apart
from ecomgraph.exchange.importers.import_options import Reading, SourceKind
from ecomgraph.exchange.importers.ntriples_text import A, ecg, integer, iri, literal, term
from ecomgraph.exchange.importers.statements import GENERAL, TYPE, Statements, key_of, mentions
from ecomgraph.namespace import PREFIXES
from ecomgraph.reading.names import slug_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ecomgraph.exchange.importers.detect import Source
    from ecomgraph.exchange.importers.import_options import ImportOptions
    from ecomgraph.exchange.importers.problems import Problems

__all__ = ["KIND", "read"]

_SITE = "https://rdf.sfia-online.org/"
SKOS, LABEL = PREFIXES["skos"], PREFIXES["rdfs"] + "label"
_RANK = re.compile(r"[1-9][0-9]{0,3}")
_ATTRIBUTION = "Contains SFIA content, owned by the SFIA Foundation and used under its licence."
_PROBLEM = "is not a whole number of at least 1"


def _fits(source: Source) -> bool:
    return mentions(source, _SITE, "SkillLevel")


KIND = SourceKind(name="sfia", what="SFIA: its RDF file", fits=_fits, refines=(*GENERAL, "skos"))


def read(path: Path, options: ImportOptions, problems: Problems) -> Reading:
    """Read skills, categories, levels and level descriptors; SFIA has neither roles nor requirements."""
    return _Sfia(path, options, problems).read()


class _Sfia:
    def __init__(self, path: Path, options: ImportOptions, problems: Problems) -> None:
        self._path, self._problems = path, problems
        self._language = options.language
        self._said = Statements(path, problems)
        # The IRIs of SFIA's terms contain the release.
        types = {key_of(value) for it in self._said for value in self._said.peek(it, TYPE)}
        self._ns = next((it.removesuffix("Skill") for it in sorted(types) if it.endswith("ontology/Skill")), "")
        self._scale = f"{self._ns or _SITE}LorScheme"

    def read(self) -> Reading:
        """Read the source, and return its triples, metadata and account."""
        said, ns = self._said, self._ns
        levels = {it: rank for it in said.typed(ns + "Level") if (rank := self._rank(it))}
        if len(set(levels.values())) != len(levels):
            self._problems.add(
                self._path.name, "two levels have the same number (skos:notation); every level needs its own"
            )
        names = {it: ("category", name) for it in said.typed(ns + "Category") if (name := self._label(it))}
        names |= {it: ("skill", name) for it in said.typed(ns + "Skill") if (name := self._label(it))}
        lines = [*self._scale_lines(levels)] if levels else []
        labels = told_apart({it: (name, kind) for it, (kind, name) in names.items()})
        for it, (kind, _) in names.items():
            lines += self._thing(it, labels[it])
            lines += self._above(it, {key for key, (its, _) in names.items() if its == "category"})
            if kind == "skill":
                lines += self._descriptors(it, levels)
        said.close((TYPE, SKOS + "inScheme", SKOS + "topConceptOf", SKOS + "hasTopConcept", SKOS + "narrower"))
        version = re.search(r"/([0-9]+)/", ns)
        return Reading(
            lines=lines,
            title=f"SFIA {version[1]}" if version else "SFIA",
            version=version[1] if version else "",
            publisher="SFIA Foundation",
            language=self._language or "en",
            attribution=_ATTRIBUTION,
        )

    def _rank(self, level: str) -> int:
        found = [key_of(it) for it in self._said.take(level, SKOS + "notation")]
        text = found[0] if found else slug_of(level)
        if not _RANK.fullmatch(text):
            self._problems.add(self._path.name, f'the notation "{text}" of the level {level} {_PROBLEM}')
            return 0
        return int(text)

    def _label(self, thing: str) -> str:
        if thing.startswith("_:"):
            self._said.leave(thing, "about things without an IRI")
            return ""
        found = self._texts(thing, LABEL, SKOS + "prefLabel")
        if not found:
            self._said.leave(thing, "about things without a label")
            return ""
        return found[0][0]

    def _texts(self, thing: str, *names: str) -> list[tuple[str, str]]:
        """Return texts with their language tags, those in the language asked for first."""
        found = [it for it in self._said.take(thing, *names) if isinstance(it, ox.Literal) and it.value.strip()]
        texts = [(it.value.strip(), it.language or self._language or "en") for it in found]
        return sorted(texts, key=lambda it: it[1] != (self._language or "en"))

    def _scale_lines(self, levels: dict[str, int]) -> Iterator[str]:
        yield f"{iri(self._scale)} {A} {ecg('ProficiencyScale')} .\n"
        yield f"{iri(self._scale)} {term('skos', 'prefLabel')} {literal('SFIA levels of responsibility', 'en')} .\n"
        for level, rank in sorted(levels.items(), key=lambda it: it[1]):
            subject = iri(level)
            names = self._texts(level, self._ns + "levelGuidingPhrase") or [(f"Level {rank}", "en")]
            yield f"{subject} {A} {ecg('ProficiencyLevel')} .\n"
            yield f"{subject} {term('skos', 'inScheme')} {iri(self._scale)} .\n"
            yield f"{subject} {ecg('rank')} {integer(rank)} .\n"
            yield f"{subject} {term('skos', 'notation')} {literal(str(rank))} .\n"
            yield from (f"{subject} {term('skos', 'prefLabel')} {literal(*it)} .\n" for it in names)
            for it in self._texts(level, self._ns + "levelEssence"):
                yield f"{subject} {term('skos', 'definition')} {literal(*it)} .\n"

    def _thing(self, thing: str, label: str) -> Iterator[str]:
        subject = iri(thing)
        yield f"{subject} {A} {ecg('Skill')} .\n"
        yield f"{subject} {term('skos', 'prefLabel')} {literal(label, self._language or 'en')} .\n"
        for value in self._said.take(thing, SKOS + "notation"):
            yield f"{subject} {term('skos', 'notation')} {literal(key_of(value))} .\n"
        texts = {
            "definition": (self._ns + "skillDescription", SKOS + "definition"),
            "scopeNote": (self._ns + "skillNotes",),
        }
        for name, sources in texts.items():
            for it in self._texts(thing, *sources):
                yield f"{subject} {term('skos', name)} {literal(*it)} .\n"

    def _above(self, thing: str, categories: set[str]) -> Iterator[str]:
        for name in ("skillSubcategory", "skillCategory"):
            found = self._said.targets(thing, self._ns + name, categories, "with an unknown category")
            yield from (f"{iri(thing)} {term('skos', 'broader')} {iri(it)} .\n" for it in found)
        found = self._said.targets(thing, SKOS + "broader", categories, "with an unknown category")
        yield from (f"{iri(thing)} {term('skos', 'broader')} {iri(it)} .\n" for it in found if it != thing)

    def _descriptors(self, skill: str, levels: dict[str, int]) -> Iterator[str]:
        ns = self._ns
        if levels:
            yield f"{iri(skill)} {ecg('usesScale')} {iri(self._scale)} .\n"
        for key in map(key_of, self._said.take(skill, ns + "definedAtLevel")):
            found = self._said.targets(key, ns + "level", levels, "with an unknown level")
            texts = self._texts(key, ns + "skillLevelDescription")
            self._said.leave(
                key, "the notation of a level of a skill, which repeats its skill and level", SKOS + "notation"
            )
            if len(found) != 1:
                self._problems.add(self._path.name, f"{key} of {skill} has {len(found)} levels; it needs exactly one")
            elif texts:
                subject = iri(f"{key}")
                yield f"{subject} {A} {ecg('LevelDescriptor')} .\n"
                yield f"{subject} {ecg('ofSkill')} {iri(skill)} .\n"
                yield f"{subject} {ecg('atProficiencyLevel')} {iri(found[0])} .\n"
                yield from (f"{subject} {term('skos', 'definition')} {literal(*it)} .\n" for it in texts)
