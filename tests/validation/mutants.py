"""Break a graph in one place at a time, in the ways that people and programs do."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pyoxigraph as ox

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Graph = set[ox.Triple]
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def with_object(triple: ox.Triple, value: ox.NamedNode | ox.Literal) -> ox.Triple:
    return ox.Triple(triple.subject, triple.predicate, value)


def delete(graph: Graph, triple: ox.Triple, _: random.Random) -> Graph:
    return graph - {triple}


def dangling(graph: Graph, triple: ox.Triple, _: random.Random) -> Graph:
    if isinstance(triple.object, ox.Literal):
        return graph
    return graph - {triple} | {with_object(triple, ox.NamedNode(f"{triple.object.value}-gone"))}  # type: ignore[union-attr]


def misspelt_predicate(graph: Graph, triple: ox.Triple, _: random.Random) -> Graph:
    misspelt = ox.NamedNode(triple.predicate.value[:-1])
    return graph - {triple} | {ox.Triple(triple.subject, misspelt, triple.object)}


def wrong_datatype(graph: Graph, triple: ox.Triple, _: random.Random) -> Graph:
    if not isinstance(triple.object, ox.Literal):
        return graph
    date = ox.NamedNode("http://www.w3.org/2001/XMLSchema#date")
    return graph - {triple} | {with_object(triple, ox.Literal(triple.object.value, datatype=date))}


def another_value(graph: Graph, triple: ox.Triple, choose: random.Random) -> ox.Triple:
    """The triple with an object that some other triple has, of whatever class."""
    objects = sorted({it.object for it in graph if type(it.object) is type(triple.object)}, key=str)
    chosen = choose.choice(objects)
    assert isinstance(chosen, ox.NamedNode | ox.Literal)
    return with_object(triple, chosen)


def retarget(graph: Graph, triple: ox.Triple, choose: random.Random) -> Graph:
    return graph - {triple} | {another_value(graph, triple, choose)}


def extra_value(graph: Graph, triple: ox.Triple, choose: random.Random) -> Graph:
    return graph | {another_value(graph, triple, choose)}


def swap(graph: Graph, triple: ox.Triple, choose: random.Random) -> Graph:
    alike = sorted((it for it in graph if it.predicate == triple.predicate), key=str)
    other = choose.choice(alike)
    return graph - {triple, other} | {
        ox.Triple(triple.subject, triple.predicate, other.object),
        ox.Triple(other.subject, other.predicate, triple.object),
    }


def duplicate(graph: Graph, triple: ox.Triple, _: random.Random) -> Graph:
    """A copy of the subject under another IRI."""
    assert isinstance(triple.subject, ox.NamedNode)
    copy = ox.NamedNode(f"{triple.subject.value}-copy")
    return graph | {ox.Triple(copy, it.predicate, it.object) for it in graph if it.subject == triple.subject}


OPERATORS: tuple[Callable[[Graph, ox.Triple, random.Random], Graph], ...] = (
    dangling,
    delete,
    duplicate,
    extra_value,
    misspelt_predicate,
    retarget,
    swap,
    wrong_datatype,
)


def mutants(graph: Graph, count: int, seed: int) -> Iterator[tuple[str, Graph]]:
    """Yield mutants that differ from the graph, with the operator's name, operators in turn."""
    choose = random.Random(seed)  # noqa: S311
    triples = sorted(graph, key=str)
    made = 0
    while made < count:
        operator = OPERATORS[made % len(OPERATORS)]
        mutant = operator(graph, choose.choice(triples), choose)
        if mutant != graph:
            made += 1
            yield operator.__name__, mutant
