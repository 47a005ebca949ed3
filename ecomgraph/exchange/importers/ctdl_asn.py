"""Read CTDL-ASN, the JSON-LD of the Credential Registry: competencies, progression models, occupations."""

from __future__ import annotations

from dataclasses import replace
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING, Any

from ecomgraph.errors import SourceError
from ecomgraph.exchange.importers.import_options import Reading, SourceKind
from ecomgraph.exchange.importers.joining_lines import requirement_lines
from ecomgraph.exchange.importers.json_text import read_json_file
from ecomgraph.exchange.importers.ntriples_text import A, ecg, integer, iri, is_iri, is_language, literal, term
from ecomgraph.exchange.importers.statements import mentions
from ecomgraph.reading.names import slug_of

if TYPE_CHECKING:
    from collections.abc import Container, Iterator
    from pathlib import Path

    from ecomgraph.exchange.importers.detect import Source
    from ecomgraph.exchange.importers.import_options import ImportOptions
    from ecomgraph.exchange.importers.problems import Problems

__all__ = ["KIND", "read"]

_Node = dict[str, Any]
_FRAMEWORK, _COMPETENCY = "ceasn:CompetencyFramework", "ceasn:Competency"
_MODEL, _LEVEL = "asn:ProgressionModel", "asn:ProgressionLevel"
_ROLES = ("ceterms:Occupation", "ceterms:Job", "ceterms:WorkRole")
_ALIGNMENTS = {
    "ceasn:exactAlignment": "exactMatch",
    "ceasn:majorAlignment": "closeMatch",
    "ceasn:minorAlignment": "relatedMatch",
    "ceasn:broadAlignment": "broadMatch",
    "ceasn:narrowAlignment": "narrowMatch",
}
_ENDINGS = (".jsonld", ".json")
_EMBODIED = ("ceasn:skillEmbodied", "ceasn:knowledgeEmbodied", "ceasn:abilityEmbodied")
_CONDITIONS = {"recommends": "optional", "requires": "essential"}
# Fields that every node of the registry has, and fields that repeat the hierarchy.
_EXPECTED = {
    *("ceterms:ctid", "ceasn:inLanguage", "ceasn:isPartOf", "ceasn:dateCreated", "ceasn:dateModified", "ceasn:listID"),
    *("ceasn:isTopChildOf", "ceasn:hasTopChild", "skos:hasTopConcept", "skos:topConceptOf", "skos:inScheme"),
    *("ceasn:publicationStatusType", "ceasn:inProgressionModel", "asn:hasProgressionModel", "ceasn:creator"),
}


def _fits(source: Source) -> bool:
    return mentions(source, _COMPETENCY) or mentions(source, "credreg.net/ctdlasn")


def _fits_folder(source: Source) -> bool:
    return any(
        mentions(replace(source, path=file), _COMPETENCY) for file in source.files if file.suffix.lower() in _ENDINGS
    )


KIND = (
    SourceKind(
        name="ctdl-asn",
        what="CTDL-ASN: competencies of the Credential Registry (JSON-LD)",
        fits=_fits,
        refines=("jsonld", "json", "skos"),
    ),
    SourceKind(
        name="ctdl-asn-folder",
        what="CTDL-ASN in several documents, as ecomgraph exports it",
        folder=True,
        holds="framework.jsonld of CTDL-ASN",
        fits=_fits_folder,
    ),
)


def read(path: Path, options: ImportOptions, problems: Problems) -> Reading:
    """Read competencies as skills, a progression model as a scale, occupations, jobs and work roles as roles.

    A competency with one parent and a progression level becomes a level descriptor of the parent. The context is not
    fetched: types and properties are recognized by their usual prefixes.
    """
    files = [path]
    if path.is_dir():
        files = sorted(it for it in path.iterdir() if it.suffix.lower() in _ENDINGS and not it.name.startswith("."))
        others = sum(it.is_file() and it not in files for it in path.iterdir())
        problems.account.find(path.name, "files", len(files) + others)
        problems.account.read(path.name, "files", len(files))
        problems.account.leave(path.name, "files", "not JSON-LD", others)
    documents = {file.name: _graph(file) for file in files}
    return _Ctdl(path.name, documents, options, problems).read()


def _graph(path: Path) -> list[_Node]:
    document = read_json_file(path)
    graph = document.get("@graph", [document]) if isinstance(document, dict) else document
    if not isinstance(graph, list) or not all(isinstance(it, dict) for it in graph):
        raise SourceError(str(path), "is not CTDL-ASN: its @graph is not a list of objects")
    return graph


class _Ctdl:
    def __init__(
        self, part: str, documents: dict[str, list[_Node]], options: ImportOptions, problems: Problems
    ) -> None:
        self._part, self._problems, self._base = part, problems, options.base
        self._wanted = options.language
        # A target missing in the file may be in a framework that this one extends or builds on.
        self._joined = bool(options.into_framework or options.extends)
        self._tags: dict[str, int] = {}
        self._nodes: dict[str, _Node] = {}
        self._file_of: dict[str, str] = {}
        for file, graph in documents.items():
            for number, node in enumerate(graph, start=1):
                self._add(f"{file}: node {number}", file, node)
        problems.close()
        self._ranks: dict[str, int] = {}

    def _add(self, place: str, file: str, node: _Node) -> None:
        name = str(node.get("@id") or "")
        fields = {key: value for key, value in node.items() if value not in (None, "", [], {})}
        self._problems.account.find(self._part, "fields", sum(not key.startswith("@") for key in fields))
        if not is_iri(name):
            self._problems.add(place, f'@id "{name}" is not an absolute IRI, such as https://example.org/1')
        elif name in self._nodes:
            where = "" if self._file_of[name] == file else f" (also in {self._file_of[name]})"
            self._problems.add(place, f'@id "{name}" occurs twice{where}; keep one')
        else:
            self._nodes[name], self._file_of[name] = fields, file

    def _place(self, name: str) -> str:
        """Return the place of a node for messages."""
        return f"{self._file_of[name]}: {name}"

    def read(self) -> Reading:
        """Read the source, and return its triples, metadata and account."""
        lines: dict[str, None] = {}
        for model in self._typed(_MODEL):
            lines |= dict.fromkeys(self._scale(model))
        skills = {it: label for it in self._typed(_COMPETENCY) if (label := self._names(it))}
        parents = {it: self._parents(it, skills) for it in skills}
        described = {it: level for it in skills if (level := self._descriptor(it, parents[it]))}
        for it, names in skills.items():
            if it in described:
                lines |= dict.fromkeys(self._described(it, parents[it][0], described[it], names))
            else:
                lines |= dict.fromkeys(self._skill(it, names, [its for its in parents[it] if its not in described]))
        known = skills.keys() - described.keys()
        for role in self._typed(*_ROLES):
            lines |= dict.fromkeys(self._role(role, known))
        about = self._about()
        self._close()
        language = self._wanted or min(self._tags, key=lambda tag: (-self._tags[tag], tag), default="en")
        return Reading(lines=list(lines), title=about[0], license=about[1], language=language)

    # ------------------------------------------------------------------ nodes and fields

    def _typed(self, *types: str) -> list[str]:
        wanted = set(types)
        return [it for it, node in self._nodes.items() if wanted.intersection(map(str, _each(node.get("@type"))))]

    def _take(self, name: str, *fields: str) -> list[Any]:
        """Return the values of fields, and count them as read."""
        node = self._nodes[name]
        found = [node.pop(field) for field in fields if field in node]
        self._problems.account.read(self._part, "fields", len(found))
        return [value for it in found for value in _each(it)]

    def _texts(self, name: str, *fields: str) -> list[tuple[str, str]]:
        """Return texts with their language tags; the values are maps from tag to one or more texts."""
        found = []
        for value in self._take(name, *fields):
            given = value if isinstance(value, dict) else {self._wanted or "en": value}
            for tag, texts in given.items():
                for text in _each(texts):
                    if not isinstance(text, str) or not is_language(str(tag)):
                        self._problems.add(
                            self._place(name), f"{fields[0]} is not a text by language: {str(value)[:60]}"
                        )
                    elif text.strip():
                        found.append((text.strip(), str(tag)))
                        self._tags[str(tag)] = self._tags.get(str(tag), 0) + 1
        return found

    def _links(self, name: str, *fields: str) -> list[str]:
        links = (it.get("@id") if isinstance(it, dict) else it for it in self._take(name, *fields))
        return [it for it in links if isinstance(it, str) and is_iri(it)]

    def _names(self, name: str) -> list[tuple[str, str]]:
        found = self._texts(name, "ceasn:competencyLabel") or self._texts(name, "ceasn:competencyText")
        if not found:
            self._problems.add(self._place(name), "there is no ceasn:competencyText; every competency needs one")
        return found

    def _parents(self, name: str, skills: Container[str]) -> list[str]:
        inverse = [it for it, node in self._nodes.items() if name in _ids(node.get("ceasn:hasChild"))]
        found = dict.fromkeys([*self._links(name, "ceasn:isChildOf"), *inverse])
        return [it for it in found if it in skills and it != name]

    def _close(self) -> None:
        account = self._problems.account
        for node in self._nodes.values():
            if "ceasn:hasChild" in node:
                account.read(self._part, "fields")
            for field in node:
                if not field.startswith("@") and field != "ceasn:hasChild":
                    reason = f"{field} has no place in the model"
                    account.leave(self._part, "fields", reason, expected=field in _EXPECTED)

    def _about(self) -> tuple[str, str]:
        """Return title and licence of the only framework."""
        found = self._typed(_FRAMEWORK)
        if len(found) != 1:
            return "", ""
        titles = self._texts(found[0], "ceasn:name")
        rights = self._links(found[0], "ceasn:license")
        return titles[0][0] if titles else "", rights[0] if rights else ""

    # ------------------------------------------------------------------ triples

    def _scale(self, model: str) -> Iterator[str]:
        levels = [it for it in self._typed(_LEVEL) if model in _ids(self._nodes[it].get("ceasn:inProgressionModel"))]
        own = [
            *_ids(self._nodes[model].get("skos:hasTopConcept")),
            *_ids(self._nodes[model].get("asn:hasProgressionLevel")),
        ]
        levels = list(dict.fromkeys([*(it for it in own if it in self._nodes), *levels]))
        order: TopologicalSorter[str] = TopologicalSorter()
        for it in levels:
            order.add(it)
        for it in levels:
            for other in self._links(it, "ceterms:precedes"):
                if other in levels:
                    order.add(other, it)
            for other in self._links(it, "ceterms:precededBy"):
                if other in levels:
                    order.add(it, other)
        try:
            ranked = list(order.static_order())
        except CycleError:
            self._problems.add(self._place(model), "its levels form a cycle; remove one ceterms:precedes")
            return
        self._take(model, "asn:hasProgressionLevel")
        yield f"{iri(model)} {A} {ecg('ProficiencyScale')} .\n"
        names = self._texts(model, "ceasn:name") or [("Progression model", "en")]
        yield from (f"{iri(model)} {term('skos', 'prefLabel')} {literal(*it)} .\n" for it in names)
        for rank, level in enumerate(ranked, start=1):
            self._ranks[level] = rank
            yield from self._level(level, model, rank)

    def _level(self, level: str, model: str, rank: int) -> Iterator[str]:
        yield f"{iri(level)} {A} {ecg('ProficiencyLevel')} .\n"
        yield f"{iri(level)} {term('skos', 'inScheme')} {iri(model)} .\n"
        yield f"{iri(level)} {ecg('rank')} {integer(rank)} .\n"
        names = self._texts(level, "skos:prefLabel") or [(f"Level {rank}", "en")]
        texts = {"prefLabel": names, "definition": self._texts(level, "skos:definition")}
        for name, values in texts.items():
            yield from (f"{iri(level)} {term('skos', name)} {literal(*it)} .\n" for it in values)
        for notation in self._take(level, "skos:notation"):
            yield f"{iri(level)} {term('skos', 'notation')} {literal(str(notation))} .\n"

    def _descriptor(self, name: str, parents: list[str]) -> str:
        """Return the level for which a competency describes its only parent; ``""`` if it does not."""
        found = [it for it in _ids(self._nodes[name].get("asn:hasProgressionLevel")) if it in self._ranks]
        if len(found) != 1 or len(parents) != 1:
            return ""
        self._take(name, "asn:hasProgressionLevel")
        return found[0]

    def _described(self, name: str, skill: str, level: str, names: list[tuple[str, str]]) -> Iterator[str]:
        yield f"{iri(name)} {A} {ecg('LevelDescriptor')} .\n"
        yield f"{iri(name)} {ecg('ofSkill')} {iri(skill)} .\n"
        yield f"{iri(name)} {ecg('atProficiencyLevel')} {iri(level)} .\n"
        texts = self._texts(name, "ceasn:competencyText") or names
        yield from (f"{iri(name)} {term('skos', 'definition')} {literal(*it)} .\n" for it in texts)

    def _skill(self, name: str, names: list[tuple[str, str]], parents: list[str]) -> Iterator[str]:
        subject = iri(name)
        yield f"{subject} {A} {ecg('Skill')} .\n"
        texts = {
            "prefLabel": names,
            "definition": self._texts(name, "ceasn:competencyText"),
            "scopeNote": self._texts(name, "ceasn:comment"),
            "altLabel": [it for it in self._texts(name, "ceasn:conceptKeyword") if it not in names],
        }
        for relation, values in texts.items():
            yield from (f"{subject} {term('skos', relation)} {literal(*it)} .\n" for it in values)
        for code in self._take(name, "ceasn:codedNotation"):
            yield f"{subject} {term('skos', 'notation')} {literal(str(code))} .\n"
        yield from (f"{subject} {term('skos', 'broader')} {iri(it)} .\n" for it in parents)
        for field, relation in _ALIGNMENTS.items():
            for target in self._links(name, field):
                if target != name:
                    yield f"{subject} {term('skos', relation)} {iri(target)} .\n"

    def _role(self, role: str, skills: Container[str]) -> Iterator[str]:
        names = self._texts(role, "ceterms:name")
        if not names:
            self._problems.add(self._place(role), "there is no ceterms:name; every role needs one")
        yield f"{iri(role)} {A} {ecg('Role')} .\n"
        yield from (f"{iri(role)} {term('skos', 'prefLabel')} {literal(*it)} .\n" for it in names)
        for it in self._texts(role, "ceterms:alternateName"):
            yield f"{iri(role)} {term('skos', 'altLabel')} {literal(*it)} .\n"
        for other in self._links(role, "ceterms:isSpecializationOf"):
            if other in self._typed(*_ROLES) and other != role:
                yield f"{iri(role)} {term('skos', 'broader')} {iri(other)} .\n"
        for it in self._texts(role, "ceterms:description"):
            yield f"{iri(role)} {term('skos', 'definition')} {literal(*it)} .\n"
        needs: dict[str, str] = {}
        for name, importance in _CONDITIONS.items():
            profiles = [it for it in self._take(role, f"ceterms:{name}") if isinstance(it, dict)]
            targets = (it for profile in profiles for it in _each(profile.get("ceterms:targetCompetency")))
            found = _ids([it.get("ceterms:targetNode") if isinstance(it, dict) else it for it in targets])
            needs |= dict.fromkeys(found, importance)
        needs |= dict.fromkeys(self._links(role, *_EMBODIED), "essential")
        for skill, importance in needs.items():
            self._problems.account.find(self._part, "requirements")
            if skill in skills or self._joined:
                self._problems.account.read(self._part, "requirements")
                requirement = f"{self._base}requirement/{slug_of(role)}--{slug_of(skill)}"
                yield from requirement_lines(requirement, role, skill, importance)
            else:
                reason = "of competencies in another file; import that one first, and name it with --extends"
                self._problems.account.leave(self._part, "requirements", reason)


def _each(value: object) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _ids(value: object) -> list[str]:
    found = (it.get("@id") if isinstance(it, dict) else it for it in _each(value))
    return [it for it in found if isinstance(it, str)]
