"""Separate asserted from derived triples in data that does not mark them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from ecomgraph.namespace import ECG, PREFIXES
from ecomgraph.reasoning.derived_claims import split_claims
from ecomgraph.store.packaged import packaged_files
from ecomgraph.store.query_guard import check_query

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ecomgraph.store.dataset import Dataset

__all__ = ["candidates"]

_TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
_MADE_BY = ox.NamedNode(PREFIXES["prov"] + "wasGeneratedBy")
_INHERITS = ox.NamedNode(ECG.inheritsFrom)
_LEVEL, _PROFICIENCY = ox.NamedNode(ECG.requiredLevel), ox.NamedNode(ECG.proficiency)
_BROADER = f"""
PREFIX rdfs: <{PREFIXES["rdfs"]}>
SELECT DISTINCT ?own ?class {{ ?own rdfs:subClassOf+ ?class FILTER(STRSTARTS(STR(?own), "{ECG.NAMESPACE}")) }}
"""


def candidates(triples: Iterable[ox.Triple], vocabulary: Dataset) -> set[ox.Triple]:
    """Return the triples that rules may have derived; running the rules on the others shows whether they did.

    These are the triples of things that rules create, triples with properties that only rules assert, inheritance,
    numbers beside levels, and triples for general tools. Asserted triples that are also derivable are included, because
    they cannot be distinguished. Takes linear time.
    """
    triples = list(triples)
    made = {triple.subject for triple in triples if triple.predicate == _MADE_BY}
    levelled = {triple.subject for triple in triples if triple.predicate == _LEVEL}
    words = {
        ox.NamedNode(iri)
        for file in packaged_files("general")
        for iri in check_query(file.read_text(encoding="utf-8")).template
    } - {_TYPE}
    broader = {(row[0], row[1]) for row in vocabulary.select(_BROADER)}
    types: dict[object, set[object]] = {}
    for triple in triples:
        if triple.predicate == _TYPE:
            types.setdefault(triple.subject, set()).add(triple.object)
    _, claims = split_claims([ox.Quad(*triple) for triple in triples])
    return {
        *claims,
        *(
            triple
            for triple in triples
            if triple.subject in made
            or triple.object in made
            or triple.predicate in words
            or triple.predicate == _INHERITS
            or (triple.predicate == _PROFICIENCY and triple.subject in levelled)
            or (triple.predicate == _TYPE and any((own, triple.object) in broader for own in types[triple.subject]))
        ),
    }
