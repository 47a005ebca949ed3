"""Answers about a whole graph: its contents, roles and stored queries, and its validation by the shapes."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, NotRequired, TypedDict, cast

import pyoxigraph as ox

from ecomgraph.namespace import ECG
from ecomgraph.web.answers.things import Count, ThingJson, filled, thing_json

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ecomgraph.graph import CareerGraph
    from ecomgraph.model import CareerNode, Role
    from ecomgraph.queries import StoredQuery
    from ecomgraph.reasoning.validation import ValidationReport

__all__ = [
    "InfoJson",
    "QueryJson",
    "RoleJson",
    "ValidationJson",
    "frameworks_json",
    "info_json",
    "listed_roles",
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
_LICENSES = "SELECT ?licensed ?license { ?licensed dcterms:license ?license } ORDER BY ?licensed ?license"


class TriplesJson(TypedDict):
    """Numbers of triples."""

    asserted: Count
    derived: Count
    vocabulary: Count


class DocumentJson(TypedDict):
    """A source document of the graph."""

    iri: str
    title: str


class LicenseJson(TypedDict):
    """The license of a part of the graph."""

    iri: str
    license: str


class FrameworkJson(TypedDict):
    """A framework; fields that the catalog does not state are empty."""

    name: str
    title: str
    version: str
    language: str
    publisher: str
    license: str
    attribution: str
    grading: Annotated[str, "what its degrees and importances mean"]
    iri: Annotated[str, "its own IRI"]
    id: Annotated[str, "its identifier in other tools"]
    base: Annotated[str, "the common start of the IRIs of its things"]
    bases: Annotated[list[str], "the names of the frameworks that it builds on"]
    current: Annotated[bool, "whether a name that several frameworks have refers to this one"]
    format: str
    source: str
    digest: str
    imported: Annotated[str, "the time of the import"]
    triples: Annotated[int, "the number of asserted triples", ("minimum", 0)]
    classes: Annotated[dict[str, int], "the number of things of each class"]


class InfoJson(TypedDict):
    """The contents of the graph."""

    version: str
    triples: TriplesJson
    classes: dict[str, Count]
    rules: list[str]
    sources: list[DocumentJson]
    licenses: list[LicenseJson]
    frameworks: list[FrameworkJson]


class GroupCountJson(ThingJson):
    """A group of skills."""

    skills: Annotated[Count, "the number of its skills that are required"]


class DetailsJson(TypedDict):
    """The details of a role or a profile, given if requested."""

    definition: NotRequired[str]
    skills: NotRequired[Annotated[Count, "the number of skills that it requires"]]
    groups: NotRequired[Annotated[list[GroupCountJson], "the top groups of these skills, the largest first"]]
    moves: NotRequired[Annotated[Count, "the number of other nodes that its transitions lead to"]]


class _NarrowedJson(ThingJson):
    level: ThingJson | None
    specialization: ThingJson | None


class ProfileJson(_NarrowedJson, DetailsJson):
    """A role narrowed by a level, a specialization or both."""


class RoleJson(ThingJson, DetailsJson):
    """A role, with its profiles and details if requested."""

    profiles: NotRequired[list[ProfileJson]]
    level: NotRequired[Annotated[ThingJson | None, "its level, if it has exactly one"]]
    framework: NotRequired[Annotated[str, "the name of its framework, if there are several"]]


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
    """A validation result; IRIs are in full, and a key without a value is empty."""

    focus_node: str
    result_path: str
    value: str
    source_shape: str
    component: str
    severity: str
    message: str


class ValidationJson(TypedDict):
    """The result of validating the graph with the SHACL shapes."""

    conforms: bool
    results: list[ValidationResultJson]
    notes: list[str]


def info_json(graph: CareerGraph) -> InfoJson:
    """Return the contents of a graph: triples, things per class, rules, sources, licenses, frameworks.

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
        "frameworks": [it for it in frameworks_json(graph) if it["imported"]],
    }


def frameworks_json(graph: CareerGraph) -> list[FrameworkJson]:
    """Return the catalog entry of each framework, by name.

    >>> from ecomgraph import load
    >>> [(it["name"], it["id"], it["current"]) for it in frameworks_json(load())]
    [('bundled', 'ecomgraph-roles', True)]
    """
    from ecomgraph.exchange.framework import framework_id
    from ecomgraph.store.framework_value import current_of

    found = graph.frameworks()
    meant = current_of(found)
    return [
        {
            "name": it.name,
            "title": it.title,
            "version": it.version,
            "language": it.language,
            "publisher": it.publisher,
            "license": it.license,
            "attribution": it.attribution,
            "grading": it.grading,
            "iri": it.iri,
            "id": framework_id(it.iri),
            "base": it.base,
            "bases": list(it.bases),
            "current": meant is not None and it.name == meant.name,
            "format": it.format,
            "source": it.source,
            "digest": it.digest,
            "imported": it.imported,
            "triples": it.triples,
            "classes": dict(it.classes),
        }
        for it in found
    ]


def _triples(graph: CareerGraph) -> TriplesJson:
    from ecomgraph.store.dataset import VOCABULARY, is_derived

    dataset = graph.dataset
    graphs = [name for name in dataset.store.named_graphs() if isinstance(name, ox.NamedNode)]
    derived, vocabulary = sum(map(dataset.count, filter(is_derived, graphs))), dataset.count(VOCABULARY)
    # Named graphs of the input are asserted, too; graphs of several frameworks may share triples.
    everything = dataset.count() if dataset.everywhere is None else sum(map(dataset.count, graphs))
    return {"asserted": everything - derived - vocabulary, "derived": derived, "vocabulary": vocabulary}


def _select(graph: CareerGraph, query: str) -> list[tuple[str, str]]:
    from ecomgraph.queries import QueryResult

    answer = graph.sparql(query)
    assert isinstance(answer, QueryResult)
    return [(str(one), "" if two is None else str(two)) for one, two in answer]


def roles_json(graph: CareerGraph, *, profiles: bool = False, details: bool = False) -> list[RoleJson]:
    """Return the roles by label; ``profiles`` adds their profiles, ``details`` the fields of ``DetailsJson``.

    >>> from ecomgraph import load
    >>> [role["id"] for role in roles_json(load())][:2]
    ['chief-digital-officer', 'ecommerce-director']
    """
    found = []
    read: dict[int, _Details] = {}
    for role, own, name in listed_roles(graph):
        value = cast("RoleJson", thing_json(role))
        if (profiles or details) and id(own) not in read:
            read[id(own)] = _Details(own)
        if profiles:
            told = read[id(own)]
            value["profiles"] = [
                cast("ProfileJson", {**filled(_NarrowedJson, it), **(told.of(it) if details else {})})
                for it in (own.profiles(role) if role.iri in told.narrowed else ())
            ]
        if details:
            value |= cast("RoleJson", read[id(own)].of(role))
            value["level"] = read[id(own)].level(role)
        if name:
            value["framework"] = name
        found.append(value)
    return found


class _Details:
    """The details of the roles and profiles of one graph; shared data is read once."""

    def __init__(self, graph: CareerGraph) -> None:
        self._graph = graph
        self._catalog = graph.network.catalog
        self.narrowed = {role for _, role in graph.dataset.pairs(ECG.narrowsRole)}

    @cached_property
    def _skills(self) -> dict[str, list[str]]:
        return _lists(self._graph.dataset.pairs(ECG.requiresSkill))

    @cached_property
    def _levels(self) -> dict[str, list[str]]:
        return _lists(self._graph.dataset.pairs(ECG.hasLevel))

    @cached_property
    def _level_values(self) -> dict[str, ThingJson]:
        return {it.iri: thing_json(it) for it in self._graph.levels()}

    @cached_property
    def _led_to(self) -> dict[int, list[int]]:
        network = self._graph.network
        return network.neighbours(range(len(network.transition_iris)))

    def of(self, node: CareerNode) -> DetailsJson:
        number, skills = self._graph.network.index[node.iri], set(self._skills.get(node.iri, ()))
        groups = Counter(group.iri for skill in skills if (group := self._catalog.group(skill)))
        counted = [GroupCountJson(**thing_json(self._catalog.skill(iri)), skills=groups[iri]) for iri in groups]
        return {
            "definition": node.definition,
            "skills": len(skills),
            "groups": sorted(counted, key=lambda it: (-it["skills"], it["label"], it["iri"])),
            "moves": len({*self._led_to.get(number, ())} - {number}),
        }

    def level(self, role: Role) -> ThingJson | None:
        levels = self._levels.get(role.iri, ())
        return self._level_values.get(levels[0]) if len(levels) == 1 else None


def _lists(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one, other in pairs:
        found.setdefault(one, []).append(other)
    return found


def listed_roles(graph: CareerGraph) -> list[tuple[Role, CareerGraph, str]]:
    """Return the roles by label, IRI and framework, each with its graph and, if there are several, its framework."""
    from ecomgraph.graph.several_frameworks import SeveralFrameworks
    from ecomgraph.reading.reader import label_key

    if not isinstance(graph, SeveralFrameworks):
        return [(role, graph, "") for role in graph.roles()]
    names = [it.name for it in graph.frameworks()]
    found = [(role, graph.framework(name), name) for name in names for role in graph.roles_of(name)]
    return sorted(found, key=lambda it: (*label_key(it[0]), it[2]))


def queries_json(queries: Iterable[StoredQuery]) -> list[QueryJson]:
    """Return the stored queries with their questions and parameters."""
    return [filled(QueryJson, it) for it in queries]


def validation_json(report: ValidationReport) -> ValidationJson:
    """Return the validation report."""
    return filled(ValidationJson, report)
