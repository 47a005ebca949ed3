"""Answers about a graph as a whole: what it holds, its roles, its stored queries, its verdict by the shapes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NotRequired, TypedDict, cast

from ecomgraph.web.answers.things import Count, ThingJson, filled, thing_json

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ecomgraph.graph import CareerGraph
    from ecomgraph.queries import StoredQuery
    from ecomgraph.reasoning.validation import ValidationReport

__all__ = [
    "InfoJson",
    "QueryJson",
    "RoleJson",
    "ValidationJson",
    "info_json",
    "queries_json",
    "roles_json",
    "validation_json",
]

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


class TriplesJson(TypedDict):
    """How many triples there are."""

    asserted: Count
    derived: Count
    vocabulary: Count


class DocumentJson(TypedDict):
    """A document that the graph was made from."""

    iri: str
    title: str


class LicenseJson(TypedDict):
    """The license of something in the graph."""

    iri: str
    license: str


class FrameworkJson(TypedDict):
    """A framework in a database; what its catalog does not say is empty."""

    name: str
    title: str
    source: str
    language: str
    license: str
    attribution: str
    imported: str
    triples: Count


class InfoJson(TypedDict):
    """What the graph holds."""

    version: str
    triples: TriplesJson
    classes: dict[str, Count]
    rules: list[str]
    sources: list[DocumentJson]
    licenses: list[LicenseJson]
    frameworks: list[FrameworkJson]


class ProfileJson(ThingJson):
    """A role narrowed by a level, a specialization or both."""

    level: ThingJson | None
    specialization: ThingJson | None


class RoleJson(ThingJson):
    """A role; its profiles are there when they are asked for."""

    profiles: NotRequired[list[ProfileJson]]


class QueryParameterJson(TypedDict):
    """A parameter of a stored query."""

    name: str
    kind: str
    of: str | None
    required: bool
    default: str | None
    summary: str


class QueryJson(TypedDict):
    """A stored query."""

    name: str
    topic: str
    summary: str
    question: str
    parameters: list[QueryParameterJson]
    returns: list[str]
    needs: list[str]
    example: dict[str, str]


class ValidationResultJson(TypedDict):
    """One thing that shapes object to; IRIs are in full, what a result does not have is empty."""

    focus_node: str
    result_path: str
    value: str
    source_shape: str
    component: str
    severity: str
    message: str


class ValidationJson(TypedDict):
    """The graph judged by the SHACL shapes."""

    conforms: bool
    results: list[ValidationResultJson]
    notes: list[str]


def info_json(graph: CareerGraph) -> InfoJson:
    """Return what a graph holds: triples, things per class, rules, sources, licenses, frameworks.

    >>> from ecomgraph import load
    >>> info_json(load())["classes"]["Role"]
    5
    """
    from importlib.metadata import version

    from ecomgraph.reading.names import slug_of

    return {
        "version": version("ecomgraph"),
        "triples": _triples(graph),
        "classes": {slug_of(iri): int(count) for iri, count in _select(graph, _CLASSES)},
        "rules": list(graph.rules()),
        "sources": [{"iri": iri, "title": title} for iri, title in _select(graph, _SOURCES)],
        "licenses": [{"iri": iri, "license": license_} for iri, license_ in _select(graph, _LICENSES)],
        "frameworks": _frameworks(graph),
    }


def _frameworks(graph: CareerGraph) -> list[FrameworkJson]:
    from ecomgraph.queries import QueryResult
    from ecomgraph.reading.names import slug_of

    answer = graph.sparql(_FRAMEWORKS)
    assert isinstance(answer, QueryResult)
    found: list[FrameworkJson] = []
    for iri, *values, triples in answer:
        title, source, language, license_, attribution, imported = (
            "" if value is None else str(value) for value in values
        )
        found.append(
            {
                "name": slug_of(str(iri)),
                "title": title,
                "source": source,
                "language": language,
                "license": license_,
                "attribution": attribution,
                "imported": imported,
                "triples": int(str(triples)),
            }
        )
    return found


def _triples(graph: CareerGraph) -> TriplesJson:
    from ecomgraph.store.dataset import DERIVED, VOCABULARY

    derived, vocabulary = graph.dataset.count(DERIVED), graph.dataset.count(VOCABULARY)
    # What inputs put into graphs of their own is asserted, too.
    return {"asserted": graph.dataset.count() - derived - vocabulary, "derived": derived, "vocabulary": vocabulary}


def _select(graph: CareerGraph, query: str) -> list[tuple[str, str]]:
    from ecomgraph.queries import QueryResult

    answer = graph.sparql(query)
    assert isinstance(answer, QueryResult)
    return [(str(one), "" if two is None else str(two)) for one, two in answer]


def roles_json(graph: CareerGraph, *, profiles: bool = False) -> list[RoleJson]:
    """Return the roles, by label, with ``profiles`` also the profiles of each.

    >>> from ecomgraph import load
    >>> [role["id"] for role in roles_json(load())][:2]
    ['chief-digital-officer', 'ecommerce-director']
    """
    if not profiles:
        return [cast("RoleJson", thing_json(role)) for role in graph.roles()]
    return [
        {**thing_json(role), "profiles": [filled(ProfileJson, it) for it in graph.profiles(role)]}
        for role in graph.roles()
    ]


def queries_json(queries: Iterable[StoredQuery]) -> list[QueryJson]:
    """Return what stored queries ask, and which parameters they take."""
    return [filled(QueryJson, it) for it in queries]


def validation_json(report: ValidationReport) -> ValidationJson:
    """Return what the shapes object to."""
    return filled(ValidationJson, report)
