"""Read a CASE 1.0 package: what its items and associations say of roles, skills and moves, and nothing else."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from ecomgraph.errors import SourceError
from ecomgraph.exchange.importers.import_options import Reading, SourceKind
from ecomgraph.exchange.importers.json_text import load_json
from ecomgraph.exchange.importers.kinds import RELATED, declaration
from ecomgraph.exchange.importers.ntriples_text import A, ecg, integer, iri, is_iri, literal, term
from ecomgraph.reading.names import slug_of
from ecomgraph.schema import LINKS
from ecomgraph.store.parse import read_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from ecomgraph.exchange.importers.import_options import ImportOptions
    from ecomgraph.exchange.importers.problems import Problems

__all__ = ["KIND", "read"]

KIND = SourceKind(name="case", what="a CASE 1.0 package (JSON)")

_CLASSES = {
    "role": "Role",
    "profile": "RoleProfile",
    "level": "ExperienceLevel",
    "specialization": "Specialization",
    "responsibility": "Responsibility",
    "activity": "Activity",
    "skill": "Skill",
}
# Types of items, however they are spelled; an item of any other type is a skill.
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
_NODES = ("role", "profile")
# What relates an item of one kind to an item of another: the property, by the kinds of both.
_RELATED = {
    **{
        (kind, link.range[0]): iri(link.iri)
        for link in LINKS.values()
        if link.column in {"responsibilities", "activities", "specializations", "specialization", "levels"}
        for kind in link.domain
    },
    ("skill", "skill"): term("skos", "related"),
}
_CHILD = {
    ("skill", "skill"): term("skos", "broader"),
    ("responsibility", "responsibility"): term("skos", "broader"),
    ("profile", "role"): ecg("narrowsRole"),
}
_NEEDS = {*_NODES, "responsibility", "activity"}


def read(path: Path, options: ImportOptions, problems: Problems) -> Reading:
    """Read items and associations; associations that have no place in the model are counted in a note."""
    try:
        package = load_json(read_bytes(path))
    except (ValueError, RecursionError) as error:
        raise SourceError(str(path), f"is not JSON: {error}") from None
    try:
        reader = _Case(package["CFDocument"], options, problems, options.base)
        for number, item in enumerate(package.get("CFItems", []), start=1):
            reader.item(f"{path.name}: item {number}", item)
        problems.close()
        for number, association in enumerate(package.get("CFAssociations", []), start=1):
            reader.association(f"{path.name}: association {number}", association)
    except (KeyError, TypeError, AttributeError) as error:
        raise SourceError(str(path), f"is not a CASE package as version 1.0 has it: {error!r}") from None
    return reader.reading()


class _Case:
    def __init__(self, document: dict[str, object], options: ImportOptions, problems: Problems, base: str) -> None:
        self._document = document
        self._problems = problems
        self._base = base
        self._language = options.language or str(document.get("language") or "en")
        self._lines: list[str] = []
        self._kinds: dict[str, str] = {}
        self._items: dict[str, str] = {}
        self._places: dict[str, str] = {}
        self._roles: dict[str, str] = {}
        self._links: set[str] = set()
        self._left_out: Counter[str] = Counter()

    def reading(self) -> Reading:
        """Return everything."""
        for name, count in sorted(self._left_out.items()):
            self._problems.note(f"{count} associations of type {name} have no place in the model and were left out")
        license_ = self._document.get("licenseURI")
        return Reading(
            lines=self._lines,
            title=str(self._document.get("title", "")),
            version=str(self._document.get("version", "")),
            publisher=str(self._document.get("publisher", "")),
            language=self._language,
            license=license_["uri"] if isinstance(license_, dict) and is_iri(str(license_.get("uri"))) else "",
            attribution=str(self._document.get("creator", "")),
            places=self._places,
        )

    def item(self, where: str, item: dict[str, str]) -> None:
        """Read an item."""
        identifier, uri = item["identifier"], item.get("uri") or f"urn:uuid:{item['identifier']}"
        if not is_iri(uri):
            self._problems.add(where, f'uri "{uri}" is not an absolute IRI')
            return
        if identifier in self._items:
            self._problems.add(where, f'identifier "{identifier}" is there twice')
            return
        kind = _TYPES.get((item.get("CFItemType") or "").strip().lower(), "skill")
        self._items[identifier], self._kinds[uri], self._places[uri] = uri, kind, where
        subject = iri(uri)
        statement = item.get("fullStatement", "").strip()
        label = (item.get("abbreviatedStatement") or statement).strip()
        self._lines.append(f"{subject} {A} {ecg(_CLASSES[kind])} .\n")
        others = {name.strip() for name in item.get("conceptKeywords") or ()} - {"", label}
        texts = [("prefLabel", label), *(("altLabel", name) for name in sorted(others))]
        if statement != label:
            texts.append(("definition", statement))
        self._lines += (
            f"{subject} {term('skos', name)} {literal(text, self._language)} .\n" for name, text in texts if text
        )
        if kind == "level" and (rank := re.search(r"^Rank: ([0-9]{1,9})$", item.get("notes") or "", re.MULTILINE)):
            self._lines.append(f"{subject} {ecg('rank')} {integer(int(rank[1]))} .\n")

    def association(self, where: str, association: dict[str, dict[str, str]]) -> None:
        """Read an association."""
        origin = self._end(association["originNodeURI"])
        target = self._end(association["destinationNodeURI"])
        name = str(association["associationType"])
        if name == "isChildOf" and target == self._document.get("uri"):
            return
        if origin not in self._kinds:
            self._problems.add(where, f'origin "{origin}" is not one of the items')
        elif target not in self._kinds and name != "exactMatchOf":
            self._problems.add(where, f'destination "{target}" is not one of the items')
        elif origin != target and not self._add(name, origin, target, association):
            self._left_out[name] += 1

    def _end(self, link: dict[str, str]) -> str:
        return self._items.get(link.get("identifier", ""), "") or link["uri"]

    def _add(self, name: str, origin: str, target: str, association: dict[str, dict[str, str]]) -> bool:
        """Add what an association says; tell whether there was anything that the model has a place for."""
        kinds = (self._kinds[origin], self._kinds.get(target, ""))
        group = slug_of((association.get("CFAssociationGroupingURI") or {}).get("uri", ""))
        if name == "isRelatedTo" and kinds[0] in _NEEDS and kinds[1] == "skill":
            return self._require(origin, target, group)
        if name in {"precedes", "isPeerOf", "isRelatedTo"} and set(kinds) <= set(_NODES):
            return self._move(name, origin, target)
        properties = {
            "isRelatedTo": _RELATED.get(kinds),
            "isChildOf": _CHILD.get(kinds),
            "precedes": ecg("nextLevel") if kinds == ("level", "level") else None,
            "hasSkillLevel": ecg("atLevel") if kinds == ("profile", "level") else None,
            "exactMatchOf": term("skos", "exactMatch") if is_iri(target) else None,
        }
        found = properties.get(name)
        if found is None:
            return False
        if kinds == ("profile", "role"):
            self._roles[origin] = target
        self._lines.append(f"{iri(origin)} {found} {iri(target)} .\n")
        return True

    def _require(self, holder: str, skill: str, group: str) -> bool:
        importance = "optional" if group == "optional" else "essential"
        if group not in {"essential", "optional"}:
            self._problems.note("requirements that do not say how important they are were taken for essential")
        subject = iri(self._minted("requirement", holder, skill))
        if subject not in self._links:
            self._links.add(subject)
            self._lines += (
                f"{iri(holder)} {ecg('hasSkillRequirement')} {subject} .\n",
                f"{subject} {A} {ecg('SkillRequirement')} .\n",
                f"{subject} {ecg('requiredSkill')} {iri(skill)} .\n",
                f"{subject} {ecg('importance')} {term('importance', importance)} .\n",
            )
        return True

    def _move(self, name: str, origin: str, target: str) -> bool:
        within = self._roles.get(origin, origin) == self._roles.get(target, target)
        kind = {"precedes": "level-up" if within else "promotion", "isPeerOf": "specialization-change"}.get(
            name, RELATED
        )
        if kind == "specialization-change" and not within:
            kind = RELATED
        if kind == RELATED and RELATED not in self._links:
            self._links.add(RELATED)
            self._lines += declaration(RELATED)
        subject = iri(self._minted("transition", origin, target))
        self._lines += (
            f"{subject} {A} {ecg('Transition')} .\n",
            f"{subject} {ecg('transitionFrom')} {iri(origin)} .\n",
            f"{subject} {ecg('transitionTo')} {iri(target)} .\n",
            f"{subject} {ecg('transitionKind')} {term('transition-kind', kind)} .\n",
        )
        return True

    def _minted(self, kind: str, one: str, other: str) -> str:
        return f"{self._base}{kind}/{slug_of(one)}--{slug_of(other)}"
