"""The content of the vocabulary's reference documentation, read from the files that ship with the package."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ecomgraph.namespace import ECG, PREFIXES
from ecomgraph.reading.names import curie, slug_of
from ecomgraph.reading.reader import RDF, SKOS, TYPE
from ecomgraph.schema import sentence
from ecomgraph.store.dataset import ASSERTED, VOCABULARY, Dataset
from ecomgraph.store.packaged import packaged_files
from ecomgraph.web.pages.links import ONTOLOGY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Group", "Rule", "Scheme", "Term", "Vocabulary", "vocabulary"]

_RDFS, _OWL, _DCTERMS = PREFIXES["rdfs"], PREFIXES["owl"], PREFIXES["dcterms"]
_VANN = "http://purl.org/vocab/vann/"
_HEADING = re.compile(r"# -{8,} (?:(?:classes|properties): )?(.+)")
_SUBJECT = re.compile(r"ecg:(\w+)")
_KINDS = {
    _OWL + "Class": "class",
    _OWL + "AnnotationProperty": "annotation",
    _OWL + "ObjectProperty": "property to a thing",
    _OWL + "DatatypeProperty": "property to a value",
}
_CHARACTERISTICS = {
    _OWL + "FunctionalProperty": "functional: at most one value",
    _OWL + "SymmetricProperty": "symmetric: holds in both directions",
    _OWL + "TransitiveProperty": "transitive: holds along chains",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A class or a property; other terms are given by their IRIs."""

    iri: str
    name: str
    label: str
    kind: str
    definition: str
    notes: tuple[str, ...]
    examples: tuple[str, ...]
    characteristics: tuple[str, ...]
    parents: tuple[str, ...]
    children: tuple[str, ...]
    disjoint: tuple[str, ...]
    domain: tuple[str, ...]
    range: tuple[str, ...]
    # For a class: the properties that have it as domain, and those that have it as range.
    properties: tuple[str, ...]
    pointing: tuple[str, ...]
    # Equivalent or similar terms of other vocabularies.
    matches: tuple[str, ...]

    @property
    def is_class(self) -> bool:
        """Whether the term is a class, not a property."""
        return self.kind == "class"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Terms under one heading of the ontology's file."""

    heading: str
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """A controlled vocabulary: IRI, label and definition, and for each value the same and a note."""

    iri: str
    label: str
    definition: str
    values: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A derivation rule: its purpose and its CONSTRUCT query."""

    iri: str
    name: str
    label: str
    definition: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The content of the reference documentation."""

    title: str
    description: str
    facts: tuple[tuple[str, str], ...]
    classes: tuple[Group, ...]
    properties: tuple[Group, ...]
    schemes: tuple[Scheme, ...]
    rules: tuple[Rule, ...]

    @property
    def terms(self) -> dict[str, Term]:
        """All terms by IRI."""
        return {term.iri: term for group in (*self.classes, *self.properties) for term in group.terms}


@cache
def vocabulary() -> Vocabulary:
    """Return the vocabulary that ships with the package.

    >>> vocabulary().terms["https://w3id.org/ecomgraph/ns#Role"].parents
    ('https://w3id.org/ecomgraph/ns#CareerNode',)
    """
    dataset, elsewhere = Dataset(), Dataset()
    dataset.add_packaged("vocabulary", VOCABULARY)
    for file in packaged_files("alignments"):
        # The other files contain mappings of things, not of terms.
        if file.name == "vocabulary.ttl":
            elsewhere.store.load(file.read_bytes(), format=ox.RdfFormat.TURTLE, to_graph=ASSERTED)
    groups = [
        Group(heading=heading, terms=tuple(_term(dataset, elsewhere, iri) for iri in iris))
        for heading, iris in _groups(dataset)
    ]
    return Vocabulary(
        title=dataset.literal(ONTOLOGY, _DCTERMS + "title"),
        description=dataset.literal(ONTOLOGY, _DCTERMS + "description"),
        facts=tuple(_facts(dataset)),
        classes=tuple(group for group in groups if group.terms[0].is_class),
        properties=tuple(group for group in groups if not group.terms[0].is_class),
        schemes=tuple(_schemes(dataset)),
        rules=tuple(_rules(dataset)),
    )


def _groups(dataset: Dataset) -> Iterator[tuple[str, list[str]]]:
    """Yield each heading of the ontology's file with the IRIs of the terms under it, in the order of the file."""
    (file, *_) = packaged_files("vocabulary")
    heading, found = "Terms", list[str]()
    for line in file.read_text(encoding="utf-8").splitlines():
        if match := _HEADING.fullmatch(line):
            if found:
                yield heading, found
            heading, found = sentence(match[1]), []
        elif (match := _SUBJECT.fullmatch(line)) and dataset.iris(ECG.NAMESPACE + match[1], TYPE):
            found.append(ECG.NAMESPACE + match[1])
    if found:
        yield heading, found


def _facts(dataset: Dataset) -> Iterator[tuple[str, str]]:
    yield "IRI", ONTOLOGY
    for label, predicate in (
        ("Namespace", _VANN + "preferredNamespaceUri"),
        ("Prefix", _VANN + "preferredNamespacePrefix"),
        ("Version", _OWL + "versionInfo"),
        ("Version IRI", _OWL + "versionIRI"),
        ("Created", _DCTERMS + "created"),
        ("Creator", _DCTERMS + "creator"),
        ("Licence", _DCTERMS + "license"),
    ):
        if values := dataset.iris(ONTOLOGY, predicate) or _texts(dataset, ONTOLOGY, predicate):
            yield label, ", ".join(values)


def _term(dataset: Dataset, elsewhere: Dataset, iri: str) -> Term:
    types = dataset.iris(iri, TYPE)
    broader = (_RDFS + "subClassOf", _RDFS + "subPropertyOf")
    return Term(
        iri=iri,
        name=slug_of(iri),
        label=dataset.literal(iri, SKOS + "prefLabel"),
        kind=next(_KINDS[it] for it in types if it in _KINDS),
        definition=dataset.literal(iri, SKOS + "definition"),
        notes=_texts(dataset, iri, SKOS + "scopeNote"),
        examples=_texts(dataset, iri, SKOS + "example"),
        characteristics=tuple(_CHARACTERISTICS[it] for it in types if it in _CHARACTERISTICS),
        parents=tuple(parent for link in broader for parent in dataset.iris(iri, link)),
        children=tuple(child for link in broader for child in dataset.subjects(link, iri)),
        disjoint=tuple(sorted(_disjoint(dataset, iri))),
        domain=tuple(dataset.iris(iri, _RDFS + "domain")),
        range=tuple(dataset.iris(iri, _RDFS + "range")),
        properties=tuple(_current(dataset, dataset.subjects(_RDFS + "domain", iri))),
        pointing=tuple(_current(dataset, dataset.subjects(_RDFS + "range", iri))),
        matches=tuple(match for link in (*broader, SKOS + "closeMatch") for match in elsewhere.iris(iri, link)),
    )


def _current(dataset: Dataset, iris: Iterable[str]) -> Iterator[str]:
    """Yield the terms that are not deprecated."""
    return (iri for iri in iris if not dataset.objects(iri, _OWL + "deprecated"))


def _disjoint(dataset: Dataset, iri: str) -> Iterable[str]:
    for link in (_OWL + "disjointWith", _OWL + "propertyDisjointWith"):
        yield from dataset.iris(iri, link)
        yield from dataset.subjects(link, iri)


def _schemes(dataset: Dataset) -> Iterator[Scheme]:
    for iri in dataset.subjects(TYPE, SKOS + "ConceptScheme"):
        values = tuple(
            (value, *_literals(dataset, value, "prefLabel", "definition"), dataset.literal(value, SKOS + "scopeNote"))
            for value in dataset.subjects(SKOS + "inScheme", iri)
            if PREFIXES["prov"] + "Plan" not in dataset.iris(value, RDF + "type")
        )
        if values:
            label, definition = _literals(dataset, iri, "prefLabel", "definition")
            yield Scheme(iri=iri, label=label, definition=definition, values=values)


def _rules(dataset: Dataset) -> Iterator[Rule]:
    from ecomgraph.reasoning.rules import packaged_rules

    for rule in packaged_rules():
        iri = PREFIXES["rule"] + rule.name
        label, definition = _literals(dataset, iri, "prefLabel", "definition")
        yield Rule(iri=iri, name=rule.name, label=label or curie(iri), definition=definition, text=rule.text.strip())


def _literals(dataset: Dataset, iri: str, one: str, other: str) -> tuple[str, str]:
    return dataset.literal(iri, SKOS + one), dataset.literal(iri, SKOS + other)


def _texts(dataset: Dataset, iri: str, predicate: str) -> tuple[str, ...]:
    return tuple(term.value for term in dataset.objects(iri, predicate) if isinstance(term, ox.Literal))
