"""Read plain SKOS back, and check what SKOS tools look for without inference."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from ecomgraph.namespace import ECG, PREFIXES
from tests.exchange.facts import CLASSES, RDF, SKOS, Facts

if TYPE_CHECKING:
    from pathlib import Path

    import ecomgraph

FORMAT = "skos"
DCTERMS = PREFIXES["dcterms"]
UNNAMED = {"requirement", "collaboration", "transition", "passage", "source", "level-descriptor", "statement"}
CONCEPTS = set(CLASSES) - UNNAMED - {"learning-resource"}
ABOVE = {"profile": ECG.narrowsRole, "proficiency-level": SKOS + "inScheme"}


def pairs(graph: ox.Dataset, name: str) -> set[tuple[str, str]]:
    """Subjects and objects of a property, as terms are spelled in N-Triples."""
    return {(str(it.subject), str(it.object)) for it in graph if it.predicate.value == name}


def check(graph: ecomgraph.CareerGraph, path: Path) -> ecomgraph.ExportReport:
    """Concepts, texts in all languages, and relations both ways, in one scheme."""
    report = graph.export("skos", path)
    facts = Facts(graph)
    found = ox.Dataset(ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE))
    of_type = pairs(found, RDF + "type")
    concepts = {subject.strip("<>") for subject, kind in of_type if kind == f"<{SKOS}Concept>"}
    assert concepts == facts.iris(*CONCEPTS)
    (scheme,) = {subject for subject, kind in of_type if kind == f"<{SKOS}ConceptScheme>"}
    assert pairs(found, SKOS + "inScheme") == {(f"<{it}>", scheme) for it in concepts}
    broader = {
        (f"<{iri}>", f"<{above}>")
        for kind in CONCEPTS
        for iri in facts.iris(kind)
        for above in (*facts.to(iri, SKOS + "broader"), *(facts.to(iri, ABOVE[kind]) if kind in ABOVE else []))
    }
    assert pairs(found, SKOS + "broader") == broader
    assert pairs(found, SKOS + "narrower") == {(above, it) for it, above in broader}
    tops = {f"<{it}>" for it in concepts} - {it for it, _ in broader}
    assert pairs(found, SKOS + "topConceptOf") == {(it, scheme) for it in tops}
    assert pairs(found, SKOS + "hasTopConcept") == {(scheme, it) for it in tops}
    members = pairs(found, SKOS + "member")
    assert {it for _, it in members} == {f"<{it}>" for it in concepts}
    _compare_texts(facts, found, concepts)
    for name in ("closeMatch", "broadMatch", "relatedMatch"):
        expected = {(f"<{iri}>", f"<{to}>") for iri in concepts for to in facts.to(iri, SKOS + name)}
        assert pairs(found, SKOS + name) == expected
    collections = sum(1 for _, kind in of_type if kind == f"<{SKOS}Collection>")
    assert dict(report.records) == {"collections": collections, "concepts": len(concepts), "schemes": 1}
    return report


def _compare_texts(facts: Facts, found: ox.Dataset, concepts: set[str]) -> None:
    preferred: dict[tuple[str, str], int] = {}
    for quad in found:
        if isinstance(quad.object, ox.Literal) and quad.subject.value in concepts:
            if quad.predicate.value != SKOS + "notation":
                assert quad.object.language
            if quad.predicate.value == SKOS + "prefLabel":
                key = quad.subject.value, str(quad.object.language)
                preferred[key] = preferred.get(key, 0) + 1
    assert set(preferred.values()) <= {1}
    assert {iri for iri, _ in preferred} == concepts
    labels = {SKOS + "prefLabel", SKOS + "altLabel"}
    for properties in (labels, {SKOS + "definition"}, {SKOS + "scopeNote"}, {SKOS + "editorialNote"}):
        told = {(q.subject.value, q.object.value) for q in found if q.predicate.value in properties}
        expected = {
            (iri, term.value)
            for iri in concepts
            for name in properties
            for term in facts.literals(iri, name)
            if term.value.strip()
        }
        assert {it for it in told if it[0] in concepts} >= expected


def rights(path: Path) -> str:
    """The licence of the scheme."""
    quads = ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE)
    names = {DCTERMS + "license", DCTERMS + "rights"}
    return " ".join(str(getattr(it.object, "value", "")) for it in quads if it.predicate.value in names)
