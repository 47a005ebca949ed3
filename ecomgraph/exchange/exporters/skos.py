"""skos: plain SKOS for Skosmos, VocBench and SkoHub, complete without inference: one scheme that holds all concepts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from ecomgraph.exchange.export_report import Format
from ecomgraph.exchange.framework import Identity, broader_tree, last_change
from ecomgraph.exchange.rights import all_rights
from ecomgraph.namespace import BASE, ECG, PREFIXES
from ecomgraph.reading.reader import ALT_LABEL, BROADER, DEFINITION, PREF_LABEL, SKOS, TYPE, term_of
from ecomgraph.schema import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecomgraph.exchange.content import Content, Thing
    from ecomgraph.exchange.lint import Ledger
    from ecomgraph.exchange.sink import Sink

__all__ = ["CONCEPTS", "FORMAT", "write"]

FORMAT = Format(
    name="skos",
    tool="SKOS in Turtle: Skosmos, VocBench, SkoHub",
    filename="careers.skos.ttl",
    lost=(
        "requirements, transitions, collaborations and other links of nodes: SKOS has no such relations",
        "types of skills, ranks, basis and evidence; passages, sources and learning resources",
    ),
)
# Things with a title instead of a label.
_DOCUMENTS = ("learning-resource", "source")
# The kinds of labelled things that become concepts, in order.
CONCEPTS = tuple(it.key for it in KINDS.values() if it.table and it.named and it.key not in _DOCUMENTS)
_NOTES = ("scopeNote", "example", "editorialNote", "note", "changeNote", "historyNote")
_MATCHES = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")
# Properties, besides skos:broader, with a broader thing as value.
_ABOVE = {"profile": ECG.narrowsRole, "proficiency-level": SKOS + "inScheme"}
_DCTERMS, _VANN = PREFIXES["dcterms"], "http://purl.org/vocab/vann/"
_TREES = ("skill", "responsibility", "function")


class _Links(NamedTuple):
    broader: dict[str, list[str]]
    narrower: dict[str, list[str]]
    related: dict[str, set[str]]


def write(content: Content, sink: Sink, ledger: Ledger) -> None:
    """Write the scheme, its concepts, and one collection per kind of concept."""
    identity = Identity(content)
    scheme = f"{identity.iri}/concepts"
    for kind in _TREES:
        broader_tree(content, kind, BROADER, ledger)
    links = _links(content, ledger)
    tops = [key for kind in CONCEPTS for key in content.keys(kind) if not links.broader.get(key)]
    kinds = {kind: f"{scheme}/{kind}" for kind in CONCEPTS if content.keys(kind)}

    def triples() -> Iterator[ox.Triple]:
        yield from _scheme(content, identity, scheme, tops, ledger)
        for kind, collection in kinds.items():
            ledger.records["collections"] += 1
            yield _said(collection, TYPE, ox.NamedNode(SKOS + "Collection"))
            yield _said(collection, PREF_LABEL, ox.Literal(KINDS[kind].table.replace("-", " "), language="en"))
            for key in content.keys(kind):
                yield _said(collection, SKOS + "member", term_of(key))
        for thing in content.things(*kinds):
            ledger.records["concepts"] += 1
            yield from _concept(content, thing, scheme, links, ledger)

    names = {prefix: iri for prefix, iri in PREFIXES.items() if iri.startswith(BASE) or prefix in ("dcterms", "skos")}
    with sink.binary(FORMAT.filename) as file:
        ox.serialize(triples(), file, format=ox.RdfFormat.TURTLE, prefixes={**names, "vann": _VANN})


def _said(subject: str, predicate: str, value: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> ox.Triple:
    return ox.Triple(term_of(subject), ox.NamedNode(predicate), value)


def _scheme(content: Content, identity: Identity, scheme: str, tops: list[str], ledger: Ledger) -> Iterator[ox.Triple]:
    ledger.records["schemes"] += 1
    language = content.language or "en"
    yield _said(scheme, TYPE, ox.NamedNode(SKOS + "ConceptScheme"))
    title = ledger.name(identity.title, "title")
    for predicate in (_DCTERMS + "title", PREF_LABEL):
        yield _said(scheme, predicate, ox.Literal(title, language=language))
    if identity.definition:
        yield _said(scheme, _DCTERMS + "description", ox.Literal(identity.definition, language=language))
    yield _said(scheme, _VANN + "preferredNamespaceUri", ox.Literal(f"{identity.iri}/"))
    modified = ox.Literal(last_change(content), datatype=ox.NamedNode(PREFIXES["xsd"] + "date"))
    yield _said(scheme, _DCTERMS + "modified", modified)
    for rights in all_rights(content):
        if rights.license.startswith("http"):
            yield _said(scheme, _DCTERMS + "license", ox.NamedNode(rights.license))
        if str(rights):
            yield _said(scheme, _DCTERMS + "rights", ox.Literal(str(rights)))
    for key in tops:
        yield _said(scheme, SKOS + "hasTopConcept", term_of(key))


def _links(content: Content, ledger: Ledger) -> _Links:
    """Return the broader, narrower and related concepts of each concept, stated in both directions."""
    links = _Links({}, {}, {})
    for thing in content.things(*CONCEPTS):
        above = [*thing.keys(BROADER), *(thing.keys(_ABOVE[thing.kind]) if thing.kind in _ABOVE else [])]
        for key in above:
            if content.kind(key) in CONCEPTS and content.within(key):
                links.broader.setdefault(thing.key, []).append(key)
                links.narrower.setdefault(key, []).append(thing.key)
    for thing in content.things("skill"):
        for key in thing.keys(SKOS + "related"):
            if content.kind(key) != "skill" or not content.within(key) or key == thing.key:
                continue
            if key in _above(links, thing.key) or thing.key in _above(links, key):
                ledger.lose(thing.where, f"related to {content.id(key)}, which is also broader or narrower: SKOS S27")
                continue
            links.related.setdefault(thing.key, set()).add(key)
            links.related.setdefault(key, set()).add(thing.key)
    return links


def _above(links: _Links, key: str) -> set[str]:
    found: set[str] = set()
    due = [key]
    while due:
        for broader in links.broader.get(due.pop(), ()):
            if broader not in found:
                found.add(broader)
                due.append(broader)
    return found


def _concept(content: Content, thing: Thing, scheme: str, links: _Links, ledger: Ledger) -> Iterator[ox.Triple]:
    yield _said(thing.key, TYPE, ox.NamedNode(SKOS + "Concept"))
    yield _said(thing.key, SKOS + "inScheme", ox.NamedNode(scheme))
    above = links.broader.get(thing.key, [])
    if not above:
        yield _said(thing.key, SKOS + "topConceptOf", ox.NamedNode(scheme))
    for predicate, keys in (
        ("broader", above),
        ("narrower", links.narrower.get(thing.key, [])),
        ("related", sorted(links.related.get(thing.key, ()))),
    ):
        for key in dict.fromkeys(keys):
            yield _said(thing.key, SKOS + predicate, term_of(key))
    yield from _labels(content, thing, ledger)
    for predicate in (DEFINITION, *(SKOS + name for name in _NOTES)):
        for text in _literals(content, thing, predicate):
            yield _said(thing.key, predicate, text)
    for term in thing.terms(SKOS + "notation"):
        if isinstance(term, ox.Literal):
            yield _said(thing.key, SKOS + "notation", ox.Literal(term.value))
    yield from _mappings(thing, ledger)


def _labels(content: Content, thing: Thing, ledger: Ledger) -> Iterator[ox.Triple]:
    """Yield one preferred label per language, and the other labels without it."""
    preferred: dict[str, ox.Literal] = {}
    other: dict[ox.Literal, None] = {}
    for text in _literals(content, thing, PREF_LABEL):
        if preferred.setdefault((text.language or "").lower(), text) != text:
            other[text] = None
            ledger.repair(thing.where, "a second preferred label in a language was written as an alternative label")
    if not preferred:
        preferred[""] = ox.Literal(thing.label, language=content.language or "en")
    for text in preferred.values():
        yield _said(thing.key, PREF_LABEL, text)
    other |= dict.fromkeys(_literals(content, thing, ALT_LABEL))
    for text in other:
        if text not in preferred.values():
            yield _said(thing.key, ALT_LABEL, text)


def _literals(content: Content, thing: Thing, predicate: str) -> list[ox.Literal]:
    """Return the texts of a property in all languages, sorted; one without a tag gets the framework's language."""
    found = [term for term in thing.terms(predicate) if isinstance(term, ox.Literal) and term.value.strip()]
    tagged = {it if it.language else ox.Literal(it.value, language=content.language or "en") for it in found}
    return sorted(tagged, key=lambda it: (it.language or "", it.value))


def _mappings(thing: Thing, ledger: Ledger) -> Iterator[ox.Triple]:
    exact = set(thing.iris(SKOS + "exactMatch"))
    for name in _MATCHES:
        for iri in dict.fromkeys(thing.iris(SKOS + name)):
            if name in ("broadMatch", "narrowMatch", "relatedMatch") and iri in exact:
                ledger.lose(thing.where, f"{name} to {iri}, which is also an exact match: SKOS S46")
            else:
                yield _said(thing.key, SKOS + name, ox.NamedNode(iri))
