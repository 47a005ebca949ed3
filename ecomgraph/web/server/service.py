"""The SPARQL 1.1 Service Description, with VoID."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from ecomgraph.namespace import PREFIXES
from ecomgraph.web.server.negotiate import GRAPHS, RESULTS

if TYPE_CHECKING:
    from ecomgraph.store.dataset import Dataset, Term

__all__ = ["description"]

_SD = "http://www.w3.org/ns/sparql-service-description#"
_VOID = "http://rdfs.org/ns/void#"
_TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
# A query without FROM runs on the union of the graphs.
_FEATURES = ("UnionDefaultGraph",)


def description(dataset: Dataset, endpoint: str) -> list[ox.Triple]:
    """Return the description of the service at a URL: languages, result formats and graphs."""
    triples: list[ox.Triple] = []

    def say(subject: ox.NamedNode | ox.BlankNode, predicate: str, value: Term) -> None:
        triples.append(ox.Triple(subject, ox.NamedNode(predicate), value))

    service, union = ox.NamedNode(endpoint), ox.BlankNode("default")
    everything = ox.BlankNode("dataset")
    say(service, _TYPE.value, ox.NamedNode(_SD + "Service"))
    say(service, _SD + "endpoint", service)
    say(service, _SD + "supportedLanguage", ox.NamedNode(_SD + "SPARQL11Query"))
    for feature in _FEATURES:
        say(service, _SD + "feature", ox.NamedNode(_SD + feature))
    forms = {it.iri for it in RESULTS.values()} | {it.iri for it in GRAPHS.values()}
    for form in sorted(forms):
        say(service, _SD + "resultFormat", ox.NamedNode(form))
    say(service, _SD + "defaultDataset", everything)
    say(everything, _TYPE.value, ox.NamedNode(_SD + "Dataset"))
    say(everything, _SD + "defaultGraph", union)
    say(union, _TYPE.value, ox.NamedNode(_SD + "Graph"))
    say(union, _VOID + "triples", ox.Literal(dataset.count()))
    names = sorted(graph.value for graph in dataset.store.named_graphs() if isinstance(graph, ox.NamedNode))
    for number, name in enumerate(names, 1):
        named, graph = ox.BlankNode(f"named{number}"), ox.BlankNode(f"graph{number}")
        say(everything, _SD + "namedGraph", named)
        say(named, _TYPE.value, ox.NamedNode(_SD + "NamedGraph"))
        say(named, _SD + "name", ox.NamedNode(name))
        say(named, _SD + "graph", graph)
        say(graph, _TYPE.value, ox.NamedNode(_SD + "Graph"))
        say(graph, _VOID + "triples", ox.Literal(dataset.count(ox.NamedNode(name))))
    return triples
