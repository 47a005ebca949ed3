"""OWL tools know only what a file declares: the vocabulary declares each term that it uses, as one kind."""

from collections import defaultdict
from pathlib import Path

import pyoxigraph as ox

from ecomgraph.namespace import PREFIXES
from ecomgraph.store.packaged import packaged_files

OWL, RDF, RDFS = PREFIXES["owl"], PREFIXES["rdf"], PREFIXES["rdfs"]
BUILT_IN = (OWL, RDF, RDFS, PREFIXES["xsd"])
KINDS = {f"{OWL}{kind}" for kind in ("AnnotationProperty", "Class", "DatatypeProperty", "ObjectProperty")}
# OWL 2 DL knows these characteristics of object and data properties only.
CHARACTERISTICS = {f"{OWL}{kind}Property" for kind in ("Functional", "Symmetric", "Transitive")}


def triples(files: list[Path]) -> set[ox.Triple]:
    return {quad.triple for file in files for quad in ox.parse(path=str(file))}


def kinds(found: set[ox.Triple]) -> dict[str, set[str]]:
    """The types that OWL is about, by term."""
    types: dict[str, set[str]] = defaultdict(set)
    for triple in found:
        if triple.predicate.value == f"{RDF}type" and isinstance(triple.object, ox.NamedNode):
            types[str(triple.subject)].add(triple.object.value)
    return types


def undeclared(found: set[ox.Triple], declared: dict[str, set[str]]) -> set[str]:
    """Properties and classes that are used and have no declaration."""
    used = {triple.predicate for triple in found}
    used |= {
        term
        for triple in found
        for term in (triple.object,)
        if triple.predicate.value in {f"{RDF}type", f"{RDFS}subClassOf", f"{RDFS}domain"}
        and isinstance(term, ox.NamedNode)
    }
    return {
        term.value
        for term in used
        if not term.value.startswith(BUILT_IN) and not declared.get(str(term), set()) & KINDS
    }


def test_the_vocabulary_declares_each_term_that_it_uses() -> None:
    (file, *_) = packaged_files("vocabulary")
    own = triples([file])
    assert undeclared(own, kinds(own)) == set()


def test_the_vocabulary_declares_each_term_that_the_controlled_values_and_the_bundled_framework_use() -> None:
    (file, *_) = packaged_files("vocabulary")
    rest = triples([*packaged_files("vocabulary"), *packaged_files("data"), *packaged_files("derived")])
    assert undeclared(rest, kinds(triples([file]))) == set()


def test_each_term_is_of_one_kind_and_annotations_have_no_characteristics() -> None:
    declared = kinds(triples(packaged_files("vocabulary")))
    assert {term: types for term, types in declared.items() if len(types & KINDS) > 1} == {}
    assert {
        term for term, types in declared.items() if f"{OWL}AnnotationProperty" in types and types & CHARACTERISTICS
    } == set()
