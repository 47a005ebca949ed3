"""Answers about a graph as a whole: what it holds, its roles, its stored queries, its verdict by the shapes."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from ecomgraph.web.answers.things import thing_json

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ecomgraph.graph import CareerGraph
    from ecomgraph.model import RoleProfile
    from ecomgraph.queries import StoredQuery
    from ecomgraph.reasoning.validation import ValidationReport
    from ecomgraph.web.answers.things import Json

__all__ = ["info_json", "queries_json", "roles_json", "validation_json"]

_CLASSES = """
SELECT ?class (COUNT(?thing) AS ?count) {
  ?thing a ?class
  FILTER(STRSTARTS(STR(?class), STR(ecg:)))
} GROUP BY ?class ORDER BY ?class
"""
_SOURCES = """
SELECT ?source ?title {
  ?source a ecg:SourceDocument
  OPTIONAL { ?source dcterms:title ?title }
} ORDER BY ?source ?title
"""
_FRAMEWORKS = """
SELECT ?graph ?title ?source ?language ?license ?attribution ?imported ?triples {
  GRAPH graph:catalog {
    ?graph prov:generatedAtTime ?imported ; <http://rdfs.org/ns/void#triples> ?triples .
    OPTIONAL { ?graph dcterms:title ?title }
    OPTIONAL { ?graph dcterms:source ?source }
    OPTIONAL { ?graph dcterms:language ?language }
    OPTIONAL { ?graph dcterms:license ?license }
    OPTIONAL { ?graph dcterms:rights ?attribution }
  }
} ORDER BY ?graph
"""
_LICENSES = "SELECT ?licensed ?license { ?licensed dcterms:license ?license } ORDER BY ?licensed ?license"


def info_json(graph: CareerGraph) -> Json:
    """Return what a graph holds: triples, things per class, rules, sources, licenses, frameworks.

    >>> from ecomgraph import load
    >>> info_json(load())["classes"]["Role"]
    5
    """
    from importlib.metadata import version

    from ecomgraph.reading.names import slug_of
    from ecomgraph.reasoning.rules import packaged_rules

    return {
        "version": version("ecomgraph"),
        "triples": _triples(graph),
        "classes": {slug_of(iri): int(count) for iri, count in _select(graph, _CLASSES)},
        "rules": sorted(rule.name for rule in packaged_rules()),
        "sources": [{"iri": iri, "title": title} for iri, title in _select(graph, _SOURCES)],
        "licenses": [{"iri": iri, "license": license_} for iri, license_ in _select(graph, _LICENSES)],
        "frameworks": _frameworks(graph),
    }


def _frameworks(graph: CareerGraph) -> list[dict[str, str | int]]:
    from ecomgraph.queries import QueryResult
    from ecomgraph.reading.names import slug_of

    answer = graph.sparql(_FRAMEWORKS)
    assert isinstance(answer, QueryResult)
    found: list[dict[str, str | int]] = []
    for iri, *values, triples in answer:
        about = {
            name: "" if value is None else str(value) for name, value in zip(answer.columns[1:-1], values, strict=True)
        }
        found.append({"name": slug_of(str(iri)), **about, "triples": int(str(triples))})
    return found


def _triples(graph: CareerGraph) -> dict[str, int]:
    from ecomgraph.store.dataset import DERIVED, VOCABULARY

    derived, vocabulary = graph.dataset.count(DERIVED), graph.dataset.count(VOCABULARY)
    # What inputs put into graphs of their own is asserted, too.
    return {"asserted": graph.dataset.count() - derived - vocabulary, "derived": derived, "vocabulary": vocabulary}


def _select(graph: CareerGraph, query: str) -> list[tuple[str, str]]:
    from ecomgraph.queries import QueryResult

    answer = graph.sparql(query)
    assert isinstance(answer, QueryResult)
    return [(str(one), "" if two is None else str(two)) for one, two in answer]


def roles_json(graph: CareerGraph, *, profiles: bool = False) -> list[Json]:
    """Return the roles, by label, with ``profiles`` include the profiles of each role.

    >>> from ecomgraph import load
    >>> [role["id"] for role in roles_json(load())][:2]
    ['chief-digital-officer', 'ecommerce-director']
    """
    return [
        {**thing_json(role), **({"profiles": list(map(_profile_json, graph.profiles(role)))} if profiles else {})}
        for role in graph.roles()
    ]


def _profile_json(profile: RoleProfile) -> Json:
    return {
        **thing_json(profile),
        "level": thing_json(profile.level) if profile.level else None,
        "specialization": thing_json(profile.specialization) if profile.specialization else None,
    }


def queries_json(queries: Iterable[StoredQuery]) -> list[Json]:
    """Return what stored queries ask, and which parameters they take."""
    return [
        {
            "name": it.name,
            "topic": it.topic,
            "summary": it.summary,
            "question": it.question,
            "parameters": [asdict(parameter) for parameter in it.parameters],
            "returns": it.returns,
            "needs": it.needs,
            "example": dict(it.example),
        }
        for it in queries
    ]


def validation_json(report: ValidationReport) -> Json:
    """Return what the shapes object to."""
    return {"conforms": report.conforms, "results": [asdict(result) for result in report.results]}
