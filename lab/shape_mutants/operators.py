"""Break a graph in one place at a time, with typical mistakes of people and programs."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ecomgraph.namespace import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = ["OPERATORS", "Mutant", "mutants"]

Graph = frozenset[ox.Triple]
Value = ox.NamedNode | ox.Literal
RDF_TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
_XSD = PREFIXES["xsd"]
_COPY, _GONE = "-copy", "-gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """The change of one operator to one triple: the triples removed and added.

    ``predicate`` and ``subject_class`` are those of the triple. ``lines`` is the content of a file, for operators
    that change how a graph is written, not its triples.
    """

    operator: str
    predicate: str
    subject_class: str
    removed: Graph = frozenset()
    added: Graph = frozenset()
    lines: tuple[str, ...] = ()

    def apply(self, graph: Iterable[ox.Triple]) -> set[ox.Triple]:
        """Return the mutated graph."""
        if self.lines:
            text = "\n".join(self.lines).encode()
            return {quad.triple for quad in ox.parse(text, format=ox.RdfFormat.N_TRIPLES)}
        return set(graph) - self.removed | self.added


@dataclass(slots=True)
class _Place:
    """A triple to mutate, its graph and a random state; its methods return replacements for operators."""

    triple: ox.Triple
    graph: _Indexed
    chance: random.Random

    def with_object(self, value: Value) -> ox.Triple:
        return ox.Triple(self.triple.subject, self.triple.predicate, value)

    def sibling(self) -> Value | None:
        """Return another value of the predicate: a wrong fact of the right kind."""
        return self._other(self.graph.values[self.triple.predicate])

    def stranger(self) -> Value | None:
        """Return a thing of another class than the object."""
        own = self.graph.classes.get(self.triple.object)
        cls = self._other([cls for cls in self.graph.members if cls != own])
        return self._other(self.graph.members[cls]) if cls else None

    def _other(self, values: list[Value]) -> Value | None:
        for _ in range(10):
            value = self.chance.choice(values) if values else None
            if value is not None and value != self.triple.object and self.with_object(value) not in self.graph.triples:
                return value
        return None


@dataclass(slots=True)
class _Indexed:
    """Triples, indexed for operators."""

    triples: set[ox.Triple]
    about: dict[object, list[ox.Triple]] = field(default_factory=lambda: defaultdict(list))
    pointing_at: dict[object, list[ox.Triple]] = field(default_factory=lambda: defaultdict(list))
    with_predicate: dict[object, list[ox.Triple]] = field(default_factory=lambda: defaultdict(list))
    values: dict[object, list[Value]] = field(default_factory=lambda: defaultdict(list))
    classes: dict[object, Value] = field(default_factory=dict)
    members: dict[Value, list[Value]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for triple in sorted(self.triples, key=str):
            self.about[triple.subject].append(triple)
            self.pointing_at[triple.object].append(triple)
            self.with_predicate[triple.predicate].append(triple)
            if triple.predicate == RDF_TYPE and isinstance(triple.object, ox.NamedNode):
                self.classes.setdefault(triple.subject, triple.object)
        for subject, cls in self.classes.items():
            if isinstance(subject, ox.NamedNode):
                self.members[cls].append(subject)
        for predicate, triples in self.with_predicate.items():
            found = {triple.object for triple in triples if isinstance(triple.object, ox.NamedNode | ox.Literal)}
            self.values[predicate] = sorted(found, key=str)


Change = tuple[list[ox.Triple], list[ox.Triple]]


def _delete(place: _Place) -> Change:
    return [place.triple], []


def _wrong_type(place: _Place) -> Change | None:
    """Use another class; for a link, a thing of another class than its object."""
    if place.triple.predicate == RDF_TYPE:
        value = place.sibling()
    else:
        value = place.stranger() if place.triple.object in place.graph.classes else None
    return ([place.triple], [place.with_object(value)]) if value else None


def _wrong_datatype(place: _Place) -> Change | None:
    """Make a text a date, a number a text, English French, an IRI a string."""
    value = place.triple.object
    if isinstance(value, ox.NamedNode):
        wrong = [ox.Literal(value.value, datatype=ox.NamedNode(_XSD + "anyURI")), ox.Literal(value.value)]
    elif not isinstance(value, ox.Literal):
        return None
    elif value.language:
        wrong = [
            ox.Literal(value.value),
            ox.Literal(value.value, language="fr"),
            ox.Literal(value.value, datatype=ox.NamedNode(_XSD + "date")),
        ]
    elif value.datatype.value == _XSD + "string":
        wrong = [
            ox.Literal(value.value, language="en"),
            ox.Literal(value.value, datatype=ox.NamedNode(_XSD + "integer")),
            ox.Literal(value.value, datatype=ox.NamedNode(_XSD + "token")),
        ]
    else:
        wrong = [
            ox.Literal(value.value),
            ox.Literal(value.value, datatype=ox.NamedNode(_XSD + "decimal")),
            ox.Literal(value.value + "x", datatype=value.datatype),
        ]
    return [place.triple], [place.with_object(place.chance.choice(wrong))]


def _dangling(place: _Place) -> Change | None:
    value = place.triple.object
    if not isinstance(value, ox.NamedNode):
        return None
    return [place.triple], [place.with_object(ox.NamedNode(value.value + _GONE))]


def _misspelt_predicate(place: _Place) -> Change:
    """Drop a letter, change the case of the first one, or change the end of the namespace."""
    iri = place.triple.predicate.value
    cut = max(iri.rfind("/"), iri.rfind("#"))
    wrong = (
        iri[:-1],
        iri[: cut + 1] + iri[cut + 1].swapcase() + iri[cut + 2 :],
        iri[:cut] + ("/" if iri[cut] == "#" else "#") + iri[cut + 1 :],
    )
    misspelt = ox.NamedNode(place.chance.choice(wrong))
    return [place.triple], [ox.Triple(place.triple.subject, misspelt, place.triple.object)]


def _extra_value(place: _Place) -> Change | None:
    value = place.sibling() or place.stranger()
    return ([], [place.with_object(value)]) if value else None


def _retarget(place: _Place) -> Change | None:
    value = place.sibling()
    return ([place.triple], [place.with_object(value)]) if value else None


def _swap(place: _Place) -> Change | None:
    """Exchange the objects of two triples of one predicate."""
    mine = place.triple
    for _ in range(10):
        other = place.chance.choice(place.graph.with_predicate[mine.predicate])
        if other.object != mine.object and other.subject != mine.subject:
            crossed = [
                ox.Triple(mine.subject, mine.predicate, other.object),
                ox.Triple(other.subject, other.predicate, mine.object),
            ]
            return [mine, other], [triple for triple in crossed if triple not in place.graph.triples]
    return None


def _duplicate(place: _Place) -> Change | None:
    """Copy the subject to another IRI, sometimes with all links to it."""
    subject = place.triple.subject
    if place.triple.predicate != RDF_TYPE or not isinstance(subject, ox.NamedNode):
        return None
    copy = ox.NamedNode(subject.value + _COPY)
    added = [ox.Triple(copy, triple.predicate, triple.object) for triple in place.graph.about[subject]]
    if place.chance.random() < 0.5:
        added += [
            ox.Triple(triple.subject, triple.predicate, copy)
            for triple in place.graph.pointing_at[subject]
            if triple.subject != subject
        ]
    return [], added


_CHANGES: dict[str, Callable[[_Place], Change | None]] = {
    "delete": _delete,
    "wrong type": _wrong_type,
    "wrong datatype": _wrong_datatype,
    "dangling": _dangling,
    "misspelt predicate": _misspelt_predicate,
    "extra value": _extra_value,
    "retarget": _retarget,
    "swap": _swap,
    "duplicate": _duplicate,
}
_REWRITINGS = ("repeat", "reorder")
OPERATORS = (*_CHANGES, *_REWRITINGS)


def mutants(triples: Iterable[ox.Triple], count: int, seed: int) -> Iterator[Mutant]:
    """Yield ``count`` mutants, fewer if a graph has fewer places; the same ones for the same graph and seed.

    Operators take turns, and each takes turns among pairs of predicate and class of the subject, so that rare ones are
    mutated as often as frequent ones until they have no place left. No triple is mutated twice by one operator.
    Every fiftieth mutant only changes how the graph is written.
    """
    graph = _Indexed(set(triples))
    chance = random.Random(seed)  # noqa: S311 - reproducible
    streams = {operator: _changes(operator, graph, chance) for operator in _CHANGES}
    made = 0
    while streams and made < count:
        for operator in list(streams):
            if made == count:
                break
            if made % 50 == 49:
                yield _rewritten(_REWRITINGS[made // 50 % 2], graph, chance)
                made += 1
                continue
            mutant = next(streams[operator], None)
            if mutant is None:
                del streams[operator]
            else:
                yield mutant
                made += 1


def _changes(operator: str, graph: _Indexed, chance: random.Random) -> Iterator[Mutant]:
    strata: dict[tuple[str, str], list[ox.Triple]] = defaultdict(list)
    for triple in sorted(graph.triples, key=str):
        strata[triple.predicate.value, _class_of(graph, triple)].append(triple)
    for places in strata.values():
        chance.shuffle(places)
    while strata:
        for key in list(strata):
            triple = strata[key].pop()
            if not strata[key]:
                del strata[key]
            change = _CHANGES[operator](_Place(triple, graph, chance))
            if change is not None:
                removed, added = map(frozenset, change)
                yield Mutant(
                    operator=operator, predicate=key[0], subject_class=key[1], removed=removed, added=added - removed
                )


def _rewritten(operator: str, graph: _Indexed, chance: random.Random) -> Mutant:
    """Write the graph with a triple twice, or in another order."""
    triples = sorted(graph.triples, key=str)
    lines = [f"{triple} ." for triple in triples]
    triple = chance.choice(triples)
    if operator == "repeat":
        lines.append(f"{triple} .")
    else:
        chance.shuffle(lines)
    return Mutant(
        operator=operator,
        predicate=triple.predicate.value,
        subject_class=_class_of(graph, triple),
        lines=tuple(lines),
    )


def _class_of(graph: _Indexed, triple: ox.Triple) -> str:
    cls = graph.classes.get(triple.subject)
    return cls.value if cls else ""
