"""Read a SKOS scheme: its concepts are skills, or roles if the user says so."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ecomgraph.errors import UnknownNameError
from ecomgraph.exchange.importers.distinct_labels import told_apart
from ecomgraph.exchange.importers.import_options import Reading, SourceKind
from ecomgraph.exchange.importers.ntriples_text import A, ecg, is_iri, literal, term
from ecomgraph.exchange.importers.statements import GENERAL, TYPE, Statements, key_of, mentions
from ecomgraph.namespace import PREFIXES
from ecomgraph.reading.names import curie, slug_of
from ecomgraph.spelling import counted, folded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ecomgraph.exchange.importers.detect import Source
    from ecomgraph.exchange.importers.import_options import ImportOptions
    from ecomgraph.exchange.importers.problems import Problems

__all__ = ["KIND", "read"]

SKOS, DCT, OWL = PREFIXES["skos"], PREFIXES["dcterms"], PREFIXES["owl"]
XL = "http://www.w3.org/2008/05/skos-xl#"
_LABELS = ("prefLabel", "altLabel", "hiddenLabel")
_TEXTS = ("definition", "scopeNote", "note", "example", "editorialNote", "historyNote", "changeNote")
_MATCHES = ("closeMatch", "exactMatch", "broadMatch", "narrowMatch", "relatedMatch")
_IN_SCHEME = (SKOS + "inScheme", SKOS + "topConceptOf")
# Properties of a scheme and of the position of concepts in it, which have nothing to import.
_EXPECTED = (
    *_IN_SCHEME,
    *(SKOS + name for name in ("hasTopConcept", "broaderTransitive", "narrowerTransitive")),
    *(DCT + name for name in ("created", "modified", "issued", "identifier")),
    XL + "literalForm",
    TYPE,
)
_TITLES = (DCT + "title", "http://purl.org/dc/elements/1.1/title", SKOS + "prefLabel", PREFIXES["rdfs"] + "label")


def _fits(source: Source) -> bool:
    return mentions(source, SKOS, "Concept", none_of=("https://w3id.org/sssom/",))


KIND = SourceKind(
    name="skos", what="a SKOS scheme: concepts as skills, with --roles as roles", fits=_fits, refines=GENERAL
)


def read(path: Path, options: ImportOptions, problems: Problems) -> Reading:
    """Read concepts with their labels, texts, relations and mappings; ``options.roles`` says which are roles.

    Concepts without an IRI or a label, and those with ``owl:deprecated``, are left out and counted. Equal labels of
    concepts of one kind are made unique by the broader concept, else by the scheme.
    """
    return _Skos(path, options, problems).read()


class _Skos:
    def __init__(self, path: Path, options: ImportOptions, problems: Problems) -> None:
        self._path, self._problems, self._options = path, problems, options
        self._said = Statements(path, problems)
        self._schemes = self._said.typed(SKOS + "ConceptScheme")
        self._language = options.language
        self._labels: dict[str, dict[str, list[tuple[str, str]]]] = {}

    def read(self) -> Reading:
        """Read the source, and return its triples, metadata and account."""
        said = self._said
        concepts = [it for it in self._concepts() if self._labelled(it)]
        known = set(concepts)
        role_concepts = self._roles(concepts)
        kinds = {it: "Role" if it in role_concepts else "Skill" for it in concepts}
        lines = [f"<{it}> {A} {ecg(kind)} .\n" for it, kind in kinds.items()]
        broader = self._pairs(known, "broader", "narrower", kinds)
        parents: dict[str, str] = {}
        for one, other in sorted(broader):
            parents.setdefault(one, other)
        lines += self._named(kinds, parents)
        lines += (line for it in concepts for line in self._told(it))
        lines += (f"<{one}> {term('skos', 'broader')} <{two}> .\n" for one, two in sorted(broader))
        related = self._pairs(known, "related", "related", kinds)
        related -= {*broader, *(pair[::-1] for pair in broader)}
        lines += (f"<{one}> {term('skos', 'related')} <{two}> .\n" for one, two in sorted(related))
        about = self._about()
        said.close(_EXPECTED)
        return replace(about, lines=lines, language=self._language or self._usual())

    # ------------------------------------------------------------------ which concepts

    def _concepts(self) -> Iterator[str]:
        for it in self._said.typed(SKOS + "Concept"):
            deprecated = any(
                key_of(value).lower() in {"true", "1"} for value in self._said.peek(it, OWL + "deprecated")
            )
            if it.startswith("_:"):
                self._said.leave(it, "about concepts without an IRI")
            elif deprecated:
                self._said.leave(it, "about deprecated concepts")
            else:
                yield it

    def _labelled(self, concept: str) -> bool:
        """Read the labels of a concept; return whether there is a preferred one."""
        found = {name: self._texts(concept, XL + name, SKOS + name) for name in _LABELS}
        if not found["prefLabel"]:
            found["prefLabel"] = self._texts(concept, PREFIXES["rdfs"] + "label")
        if not found["prefLabel"]:
            self._said.leave(concept, "about concepts without a label")
            return False
        self._labels[concept] = found
        return True

    def _texts(self, concept: str, *names: str) -> list[tuple[str, str]]:
        """Return distinct texts with their language tags; SKOS-XL labels are separate nodes."""
        found: dict[tuple[str, str], None] = {}
        for value in self._said.take(concept, *names):
            texts = [value] if isinstance(value, ox.Literal) else self._said.peek(key_of(value), XL + "literalForm")
            for it in texts:
                if isinstance(it, ox.Literal) and it.value.strip():
                    found[" ".join(it.value.split()), it.language or self._options.language] = None
        return list(found)

    def _roles(self, concepts: list[str]) -> set[str]:
        """Return the concepts of the schemes, collections or types that the user named as roles."""
        named: dict[str, set[str]] = {}
        for it in concepts:
            for group in map(key_of, self._said.peek(it, *_IN_SCHEME, TYPE)):
                for name in self._names_of(group):
                    named.setdefault(folded(name), set()).add(it)
        groups = dict.fromkeys(self._schemes, "hasTopConcept")
        groups |= dict.fromkeys(self._said.typed(SKOS + "Collection", SKOS + "OrderedCollection"), "member")
        for group, relation in groups.items():
            for it in map(key_of, self._said.peek(group, SKOS + relation)):
                for name in self._names_of(group):
                    named.setdefault(folded(name), set()).add(it)
        found: set[str] = set()
        for wanted in self._options.roles:
            if folded(wanted) not in named:
                known = sorted(
                    {curie(g) for it in concepts for g in map(key_of, self._said.peek(it, *_IN_SCHEME, TYPE))}
                )
                raise UnknownNameError(wanted, "scheme or type of concepts (--roles)", known)
            found |= named[folded(wanted)]
        return found & set(concepts)

    def _names_of(self, group: str) -> set[str]:
        titles = {it.value for it in self._said.peek(group, *_TITLES) if isinstance(it, ox.Literal)}
        return {group, curie(group), slug_of(group), *titles}

    # ------------------------------------------------------------------ properties of concepts

    def _named(self, kinds: dict[str, str], parents: dict[str, str]) -> Iterator[str]:
        """Yield labels; if two concepts of a kind share one in a language, the broader concept is appended."""
        by_tag: dict[tuple[str, str], dict[str, str]] = {}
        for concept, kind in kinds.items():
            for label, tag in self._labels[concept]["prefLabel"]:
                by_tag.setdefault((kind, tag), {}).setdefault(concept, label)
        apart = {
            (concept, tag): label
            for (_, tag), labels in by_tag.items()
            for concept, label in told_apart(
                {it: (label, self._beside(it, parents, tag)) for it, label in labels.items()}
            ).items()
        }
        for concept in kinds:
            labels = self._labels[concept]
            given = [(text, tag) for text, tag in labels["prefLabel"]]
            shown = [
                (apart[concept, tag] if text == by_tag[kinds[concept], tag][concept] else text, tag)
                for text, tag in given
            ]
            others = [*labels["altLabel"], *(it for it in given if it not in shown)]
            hidden = [it for it in labels["hiddenLabel"] if it not in shown and it not in others]
            texts = {"prefLabel": shown, "altLabel": [it for it in others if it not in shown], "hiddenLabel": hidden}
            for name, values in texts.items():
                yield from (f"<{concept}> {term('skos', name)} {literal(*it)} .\n" for it in dict.fromkeys(values))

    def _beside(self, concept: str, parents: dict[str, str], tag: str) -> str:
        parent = parents.get(concept, "")
        labels = {it[1]: it[0] for it in reversed(self._labels.get(parent, {}).get("prefLabel", []))}
        schemes = [key_of(it) for it in self._said.peek(concept, *_IN_SCHEME)]
        return labels.get(tag) or (slug_of(schemes[0]) if schemes else "concept")

    def _told(self, concept: str) -> Iterator[str]:
        subject = f"<{concept}>"
        for name in _TEXTS:
            found = self._texts(concept, SKOS + name)
            if name == "definition":
                found = found or self._texts(concept, DCT + "description", PREFIXES["rdfs"] + "comment")
            yield from (f"{subject} {term('skos', name)} {literal(*it)} .\n" for it in found)
        for value in self._said.take(concept, SKOS + "notation"):
            yield f"{subject} {term('skos', 'notation')} {literal(key_of(value))} .\n"
        for name in _MATCHES:
            for target in map(key_of, self._said.take(concept, SKOS + name)):
                if is_iri(target) and target != concept:
                    yield f"{subject} {term('skos', name)} <{target}> .\n"

    def _pairs(self, known: set[str], name: str, inverse: str, kinds: dict[str, str]) -> set[tuple[str, str]]:
        """Return the pairs of different concepts of one kind that a property or its inverse joins."""
        reason = "with something other than the concepts read"
        found = {(one, it) for one in sorted(known) for it in self._said.targets(one, SKOS + name, known, reason)}
        if inverse != name:
            found |= {
                (it, one) for one in sorted(known) for it in self._said.targets(one, SKOS + inverse, known, reason)
            }
        mixed = {pair for pair in found if kinds[pair[0]] != kinds[pair[1]]}
        if mixed:
            self._problems.note(
                f"{self._path.name}: {counted(len(mixed), 'links')} skos:{name} between roles and skills left out"
            )
        return {pair for pair in found - mixed if pair[0] != pair[1]}

    # ------------------------------------------------------------------ the scheme itself

    def _about(self) -> Reading:
        """Return the metadata of the only scheme; several schemes have no common metadata."""
        if len(self._schemes) != 1:
            return Reading(lines=[])
        [scheme] = self._schemes
        said = self._said
        titles = [it for it in said.take(scheme, *_TITLES) if isinstance(it, ox.Literal)]
        wanted = self._language or self._usual()
        titles.sort(key=lambda it: (it.language != wanted, bool(it.language) and it.language != "en"))
        rights, publisher, version = (
            next(iter(map(key_of, said.take(scheme, it))), "")
            for it in (DCT + "license", DCT + "publisher", OWL + "versionInfo")
        )
        return Reading(
            lines=[],
            title=titles[0].value if titles else "",
            license=rights,
            publisher="" if publisher.startswith("_:") else publisher,
            version=version,
        )

    def _usual(self) -> str:
        """Return the language in which most concepts have a label, the first on a tie."""
        counts: dict[str, int] = {}
        for labels in self._labels.values():
            for tag in {tag for _, tag in labels["prefLabel"]}:
                counts[tag] = counts.get(tag, 0) + 1
        return min(counts, key=lambda tag: (-counts[tag], tag), default="")
