"""Read the items of a CASE package."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ecomgraph.exchange.importers.ntriples_text import A, ecg, integer, iri, is_iri, is_language, literal, term
from ecomgraph.reading.names import slug_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecomgraph.exchange.importers.problems import Problems

__all__ = ["EMPTY", "ItemReader"]

# The value of an empty field.
EMPTY: tuple[object, ...] = (None, "", [], {})
_CLASSES = {
    "role": "Role",
    "profile": "RoleProfile",
    "level": "ExperienceLevel",
    "specialization": "Specialization",
    "responsibility": "Responsibility",
    "activity": "Activity",
    "skill": "Skill",
}
# Kinds by folded type of item; an item of any other type is a skill.
_TYPES = {
    "role": "role",
    "job": "role",
    "job role": "role",
    "occupation": "role",
    "position": "role",
    "role profile": "profile",
    "experience level": "level",
    "specialization": "specialization",
    "responsibility": "responsibility",
    "activity": "activity",
}
# Fields of an item that contain texts.
_TEXTS = ("fullStatement", "abbreviatedStatement", "alternativeLabel", "humanCodingScheme", "notes", "language")
_USED = {*_TEXTS, "identifier", "uri", "CFItemType", "CFItemTypeURI", "conceptKeywords"}
_USES_SCALE = "ext:usesScale"
# Fields that registries add to every item.
_EXPECTED = {"lastChangeDateTime", "CFDocumentURI"}
# Lines that ecomgraph's own export writes into notes.
_NOTE = re.compile(r"(Rank|Skill type|Basis|Evidence|Note|Scope|Close match|Broad match): (.*)")
_SKILL_TYPES = ("knowledge", "skill", "attitude", "technology")
_NOTES = {"Scope": "scopeNote", "Note": "editorialNote"}
_MATCHES = {"Close match": "closeMatch", "Broad match": "broadMatch", "Related match": "relatedMatch"}
_SHOWN = 60


class ItemReader:
    """Reads items into ``lines``; ``uris`` are by identifier, ``kinds`` and ``places`` by IRI."""

    def __init__(self, part: str, language: str, problems: Problems) -> None:
        self.lines: list[str] = []
        self.uris: dict[str, str] = {}
        self.kinds: dict[str, str] = {}
        self.places: dict[str, str] = {}
        # The scale from an extension of version 1.1, by IRI of the skill.
        self.scales: dict[str, str] = {}
        self._part = part
        self._language = language
        self._problems = problems

    def read(self, where: str, item: dict[str, object]) -> None:
        """Read an item, and count its fields."""
        account = self._problems.account
        account.find(self._part, "items")
        identifier = str(item["identifier"])
        uri = str(item.get("uri") or f"urn:uuid:{identifier}")
        if not is_iri(uri):
            self._problems.add(where, f'uri "{uri}" is not an absolute IRI, such as https://example.org/1')
            return
        if identifier in self.uris or uri in self.kinds:
            what = "identifier" if identifier in self.uris else "uri"
            self._problems.add(where, f'{what} "{identifier if what == "identifier" else uri}" occurs twice; keep one')
            return
        texts = self._texts(where, item)
        if not texts.get("fullStatement"):
            self._problems.add(where, "there is no fullStatement; every item needs one")
            return
        self.uris[identifier], self.places[uri] = uri, where
        kind = self.kinds[uri] = _kind(item)
        self.lines.append(f"{iri(uri)} {A} {ecg(_CLASSES[kind])} .\n")
        told = dict.fromkeys(self._said(uri, kind, texts, _keywords(item)))
        self.lines += (f"{iri(uri)} {line} .\n" for line in told)
        account.read(self._part, "items")
        for name, value in item.items():
            if value in EMPTY:
                continue
            account.find(f"{self._part}: items", "fields")
            if name in _USED or (name == "extensions" and self._extended(uri, value)):
                account.read(f"{self._part}: items", "fields")
            else:
                reason = f"{name} has no place in the model"
                account.leave(f"{self._part}: items", "fields", reason, expected=name in _EXPECTED)

    def _extended(self, uri: str, extensions: object) -> bool:
        """Read the extensions of an item; return whether all were read."""
        if isinstance(extensions, dict) and isinstance(scale := extensions.get(_USES_SCALE), str):
            self.scales[uri] = scale
        return uri in self.scales and extensions == {_USES_SCALE: self.scales[uri]}

    def _texts(self, where: str, item: dict[str, object]) -> dict[str, str]:
        texts = {}
        for name in _TEXTS:
            value = item.get(name)
            if isinstance(value, str):
                texts[name] = value.strip()
            elif value is not None:
                self._problems.add(where, f"{name} is not a text but {str(value)[:_SHOWN]}")
        tag = texts.get("language", "")
        if tag and not is_language(tag):
            self._problems.add(where, f'language "{tag}" is not a language tag, such as en or pt-BR')
            texts["language"] = ""
        return texts

    def _said(self, uri: str, kind: str, texts: dict[str, str], keywords: list[str]) -> Iterator[str]:
        """Yield the properties and values of an item."""
        tag = texts.get("language") or self._language
        statement = texts["fullStatement"]
        label = texts.get("abbreviatedStatement") or statement
        yield f"{term('skos', 'prefLabel')} {literal(label, tag)}"
        for name in sorted({texts.get("alternativeLabel", ""), *keywords} - {"", label}):
            yield f"{term('skos', 'altLabel')} {literal(name, tag)}"
        if statement != label:
            yield f"{term('skos', 'definition')} {literal(statement, tag)}"
        code = texts.get("humanCodingScheme", "")
        # ecomgraph's export writes the id here, which the IRI contains.
        if code and code != uri and code.rpartition(":")[2] != slug_of(uri):
            yield f"{term('skos', 'notation')} {literal(code)}"
        yield from self._noted(kind, texts.get("notes", ""), tag)

    def _noted(self, kind: str, notes: str, tag: str) -> Iterator[str]:
        lines = [_NOTE.fullmatch(line) for line in notes.splitlines()]
        if not all(lines):
            yield f"{term('skos', 'scopeNote')} {literal(notes, tag)}"
            return
        for found in filter(None, lines):
            name, value = found[1], found[2].strip()
            if name == "Rank" and kind == "level" and re.fullmatch(r"[0-9]{1,9}", value):
                yield f"{ecg('rank')} {integer(int(value))}"
            elif name == "Skill type" and kind == "skill" and value in _SKILL_TYPES:
                yield f"{ecg('skillType')} {term('skill-type', value)}"
            elif name in _NOTES and value:
                yield f"{term('skos', _NOTES[name])} {literal(value, tag)}"
            elif name in _MATCHES:
                targets = [it.strip() for it in value.split(",")]
                yield from (f"{term('skos', _MATCHES[name])} {iri(it)}" for it in targets if is_iri(it))
            else:
                self._problems.account.find(f"{self._part}: notes", "lines")
                reason = f"{name} is text only"
                self._problems.account.leave(f"{self._part}: notes", "lines", reason)


def _kind(item: dict[str, object]) -> str:
    """Return the kind of an item by the name of its type, else by that of its linked type."""
    link = item.get("CFItemTypeURI")
    titles = (item.get("CFItemType"), link.get("title") if isinstance(link, dict) else "")
    return next((kind for it in titles if (kind := _TYPES.get(str(it or "").strip().lower()))), "skill")


def _keywords(item: dict[str, object]) -> list[str]:
    """Return the keywords, which some systems write as one text with commas."""
    given = item.get("conceptKeywords") or []
    names = re.split("[,;]", given) if isinstance(given, str) else given
    return [str(it).strip() for it in names if isinstance(it, str | int | float)] if isinstance(names, list) else []
