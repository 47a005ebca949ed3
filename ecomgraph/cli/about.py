"""Commands about a graph as a whole: what is in it, and its roles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ecomgraph.cli.options import format_option, graph_option
from ecomgraph.cli.output import emit, node_json

if TYPE_CHECKING:
    from ecomgraph.cli.output import Row
    from ecomgraph.graph import CareerGraph
    from ecomgraph.model import Entity, RoleProfile

__all__ = ["info", "roles"]

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


@click.command(epilog="Example: ecomgraph info --format json")
@format_option
@graph_option
def info(graph: CareerGraph, form: str) -> None:
    """Show what the graph holds.

    Triples, things per class, rules, sources, licenses, and of a database the frameworks in it.
    """
    from importlib.metadata import version

    from ecomgraph.names import slug_of
    from ecomgraph.rules import packaged_rules

    release = version("ecomgraph")
    triples = _triples(graph)
    classes = {slug_of(iri): int(count) for iri, count in _select(graph, _CLASSES)}
    rules = sorted(rule.name for rule in packaged_rules())
    sources = _select(graph, _SOURCES)
    licenses = _select(graph, _LICENSES)
    frameworks = _frameworks(graph)
    rows: list[Row] = [
        ("version", "ecomgraph", release),
        *(("triples", part, count) for part, count in triples.items()),
        *(("class", name, count) for name, count in classes.items()),
        *(("rule", name, "") for name in rules),
        *(("source", *source) for source in sources),
        *(("license", *license_) for license_ in licenses),
        *(("framework", it["name"], f"{it['title']}: {it['triples']} triples, {it['imported']}") for it in frameworks),
        *(("attribution", it["name"], it["attribution"]) for it in frameworks if it["attribution"]),
    ]
    value = {
        "version": release,
        "triples": triples,
        "classes": classes,
        "rules": rules,
        "sources": [{"iri": iri, "title": title} for iri, title in sources],
        "licenses": [{"iri": iri, "license": license_} for iri, license_ in licenses],
        "frameworks": frameworks,
    }
    emit(form, ["what", "name", "value"], rows, value)


def _frameworks(graph: CareerGraph) -> list[dict[str, str | int]]:
    from ecomgraph.names import slug_of
    from ecomgraph.queries import QueryResult

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


@click.command(epilog="Example: ecomgraph roles --profiles")
@click.option("--profiles", is_flag=True, help="List the profiles of each role, too.")
@format_option
@graph_option
def roles(graph: CareerGraph, profiles: bool, form: str) -> None:
    """List the roles."""
    listed = [(role, graph.profiles(role) if profiles else ()) for role in graph.roles()]
    rows: list[Row] = []
    for role, narrower in listed:
        rows.append((role.id, role.label, "", "") if profiles else (role.id, role.label))
        rows += [(it.id, it.label, _id(it.level), _id(it.specialization)) for it in narrower]
    value = [
        {**node_json(role), **({"profiles": [_profile_json(it) for it in narrower]} if profiles else {})}
        for role, narrower in listed
    ]
    emit(form, ["id", "role", "level", "specialization"][: 4 if profiles else 2], rows, value)


def _id(entity: Entity | None) -> str:
    return entity.id if entity else ""


def _profile_json(profile: RoleProfile) -> dict[str, object]:
    return {
        **node_json(profile),
        "level": node_json(profile.level) if profile.level else None,
        "specialization": node_json(profile.specialization) if profile.specialization else None,
    }
