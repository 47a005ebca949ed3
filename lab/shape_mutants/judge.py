"""Judge mutants of the bundled framework by its shapes: complete, derive, then validate, as an import does.

Only queries that a mutant can affect run again. A query whose triple patterns all name their predicates reads only
triples with these predicates (and, for ``rdf:type``, these classes): if none of them was removed or added, its answer
is unchanged. The same holds for rules. :meth:`Judge.conforms_in_full` takes no such shortcut, for comparison.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from ecomgraph.namespace import PREFIXES
from ecomgraph.queries import stored_queries
from ecomgraph.reasoning.compiled_shapes import compile_checks
from ecomgraph.reasoning.rules import conclude, describe_generally, packaged_rules, stratified
from ecomgraph.reasoning.validation import packaged_shapes, validate
from ecomgraph.store.dataset import ASSERTED, DERIVED, VOCABULARY, Dataset
from ecomgraph.store.implied_triples import completed
from ecomgraph.store.packaged import packaged_files
from tools.generate_coverage import coverage_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ecomgraph.reasoning.compiled_shapes import Check
    from ecomgraph.reasoning.rules import Rule
    from lab.shape_mutants.operators import Mutant

__all__ = ["Finding", "Judge", "asserted_triples", "dataset_of"]

_TYPE, _SUBCLASS = PREFIXES["rdf"] + "type", PREFIXES["rdfs"] + "subClassOf"
# A store in memory keeps removed triples for a while, so it is rebuilt from time to time.
_FRESH_AFTER = 300


def asserted_triples() -> set[ox.Triple]:
    """Return the asserted triples of the bundled framework."""
    dataset = Dataset()
    dataset.add_packaged("data", ASSERTED)
    return set(dataset.triples(ASSERTED))


def as_loaded(triples: Iterable[ox.Triple]) -> set[ox.Triple]:
    """Return the triples and those that loading adds, such as the type of a resource with both ends of a transition."""
    found = set(triples)
    return found.union(quad.triple for quad in completed([ox.Quad(*triple) for triple in found]))


def dataset_of(triples: Iterable[ox.Triple]) -> Dataset:
    """Return a dataset of the vocabulary, the triples as loaded, and all triples derived from both."""
    dataset = _concluded_from(triples)
    describe_generally(dataset)
    return dataset


def _concluded_from(triples: Iterable[ox.Triple]) -> Dataset:
    dataset = Dataset()
    dataset.add_packaged("vocabulary", VOCABULARY)
    dataset.add(as_loaded(triples))
    conclude(dataset)
    return dataset


@dataclass(frozen=True, slots=True)
class _Question:
    """A query, and the keys of the triples that it reads; ``None`` if it may read any."""

    select: str
    sees: frozenset[str] | None

    def may_see(self, keys: set[str]) -> bool:
        return self.sees is None or not self.sees.isdisjoint(keys)


@dataclass(frozen=True, slots=True)
class Finding:
    """Whether a mutant conforms; if so, whether the derived triples changed, and which other gates stop it."""

    conforms: bool
    same_conclusions: bool = False
    gates: tuple[str, ...] = ()


class Judge:
    """Tells whether a mutant of some triples conforms; works on one store, and restores it afterwards."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self.triples = frozenset(triples)
        self._rules = stratified(packaged_rules())
        self._used = 0
        self._begin()
        self._vocabulary = frozenset(self._dataset.triples(VOCABULARY))
        self._derived = frozenset(self._dataset.triples(DERIVED))
        self._concluded = {rule.name: self._conclusions(rule) for rule in self._rules}
        # Triples for general tools, which no rule derives.
        self._general = self._derived.difference(_concluded_from(self.triples).triples(DERIVED))
        self._general_sees = _seen_by_general()
        self._coverage = coverage_text(self._dataset)[0]
        self._checks = [query.text for query in stored_queries() if query.topic == "checks" and not query.needs]
        shapes = packaged_shapes(house_style=True)
        questions = [_Question(it.select, _seen_by(it)) for it in compile_checks(self._dataset, shapes)]
        above = (it.object for it in self._vocabulary if it.predicate.value == _SUBCLASS)
        superclasses = {cls.value for cls in above if isinstance(cls, ox.NamedNode)}
        written = frozenset({_TYPE}).union(superclasses, _keys(self._general), *(it.writes for it in self._rules))
        # Predicates that no rule writes are the same before and after derivation.
        self._before = [it for it in questions if it.sees is not None and it.sees.isdisjoint(written)]
        self._after = [it for it in questions if it.sees is None or not it.sees.isdisjoint(written)]
        self._answered: Counter[_Question] = Counter()

    def examine(self, mutant: Mutant) -> Finding:
        """Judge one mutant."""
        if self._used == _FRESH_AFTER:
            self._begin()
        self._used += 1
        triples = as_loaded(mutant.apply(self.triples))
        removed = set(self.triples - triples)
        added = triples - self.triples - self._vocabulary
        self._replace(removed, added, ASSERTED)
        try:
            return self._examine(removed, added)
        finally:
            self._replace(added, removed, ASSERTED)
            derived = self._derived_now()
            self._replace(derived - self._derived, self._derived - derived, DERIVED)
            self._derived_anew = False

    def conforms_in_full(self, mutant: Mutant) -> bool:
        """Return whether it conforms, from a new dataset with full derivation and validation."""
        return validate(dataset_of(mutant.apply(self.triples)), house_style=True).conforms

    def _begin(self) -> None:
        self._dataset, self._used, self._derived_anew = dataset_of(self.triples), 0, False

    def _examine(self, removed: set[ox.Triple], added: set[ox.Triple]) -> Finding:
        changed = _keys(removed | added)
        if self._violated(self._before, changed):
            return Finding(conforms=False)
        self._derive_again(removed, added)
        self._describe_again(changed)
        derived = self._derived_now()
        if self._violated(self._after, changed | _keys(derived ^ self._derived)):
            return Finding(conforms=False)
        closure_changed = (removed | self._derived - derived) != (added | derived - self._derived)
        gates = []
        if any(self._answers(text) for text in self._checks):
            gates.append("checks")
        if derived != self._derived or coverage_text(self._dataset)[0] != self._coverage:
            gates.append("generated files")
        return Finding(conforms=True, same_conclusions=not closure_changed, gates=tuple(gates))

    def _derive_again(self, removed: set[ox.Triple], added: set[ox.Triple]) -> None:
        """Run the affected rules again, in the order of their dependencies."""
        named = _iris(removed | added)
        concluded = dict(self._concluded)
        authored = added & self._derived
        due = {triple for triple in removed if any(triple in found for found in concluded.values())}
        self._derived_anew = bool(authored or due)
        self._replace(authored, due, DERIVED)
        for rule in self._rules:
            if named.isdisjoint(rule.reads):
                continue
            self._derived_anew = True
            others = [found for name, found in concluded.items() if name != rule.name]
            own = {it for it in concluded[rule.name] if not any(it in found for found in others)}
            self._replace(own, set(), DERIVED)
            while self._dataset.add_derived(self._conclusions(rule)):
                pass
            found = self._conclusions(rule)
            named |= _iris(found ^ concluded[rule.name])
            concluded[rule.name] = found

    def _describe_again(self, changed: set[str]) -> None:
        """Generate the triples for general tools again if their input may have changed."""
        concluded = _keys(self._derived_now() ^ self._derived)
        if self._general_sees.isdisjoint(changed | concluded):
            return
        self._derived_anew = True
        self._replace(self._general, set(), DERIVED)
        describe_generally(self._dataset)

    def _derived_now(self) -> frozenset[ox.Triple]:
        return frozenset(self._dataset.triples(DERIVED)) if self._derived_anew else self._derived

    def _conclusions(self, rule: Rule) -> frozenset[ox.Triple]:
        found = self._dataset.store.query(rule.text, use_default_graph_as_union=True)
        assert isinstance(found, ox.QueryTriples)
        return frozenset(found)

    def _replace(self, old: Iterable[ox.Triple], new: Iterable[ox.Triple], graph: ox.NamedNode) -> None:
        store = self._dataset.store
        for triple in old:
            store.remove(ox.Quad(triple.subject, triple.predicate, triple.object, graph))
        store.extend(ox.Quad(triple.subject, triple.predicate, triple.object, graph) for triple in new)

    def _violated(self, questions: Iterable[_Question], changed: set[str]) -> bool:
        """Return whether any query has an answer; those with the most answers so far run first."""
        due = [question for question in questions if question.may_see(changed)]
        for question in sorted(due, key=lambda question: (question.sees is None, -self._answered[question])):
            if self._answers(question.select):
                self._answered[question] += 1
                return True
        return False

    def _answers(self, select: str) -> bool:
        rows = self._dataset.store.query(select, use_default_graph_as_union=True)
        assert isinstance(rows, ox.QuerySolutions)
        return next(rows, None) is not None


def _iris(triples: Iterable[ox.Triple]) -> set[str]:
    return {term.value for triple in triples for term in triple if isinstance(term, ox.NamedNode)}


def _keys(triples: Iterable[ox.Triple]) -> set[str]:
    """Return the keys of triples: the predicate, and for ``rdf:type`` the class as well."""
    found: set[str] = set()
    for triple in triples:
        found.add(triple.predicate.value)
        if triple.predicate.value == _TYPE and isinstance(triple.object, ox.NamedNode):
            found.add(triple.object.value)
    return found


def _seen_by_general() -> frozenset[str]:
    """Return the keys of the triples from which those for general tools are made; each query names its predicates."""
    seen = [seen_by(file.read_text(encoding="utf-8")) for file in packaged_files("general")]
    assert None not in seen
    return frozenset().union(*(keys for keys in seen if keys is not None))


def _seen_by(check: Check) -> frozenset[str] | None:
    if check.component.endswith("#SPARQLConstraintComponent"):
        return seen_by(check.select)
    # Compiled queries of other components name all predicates, and all classes after rdf:type.
    return frozenset(re.findall("<([^<>]*)>", check.select)) - {_TYPE}


def seen_by(select: str) -> frozenset[str] | None:
    """Return the keys of triples that a query can read: predicates, or classes if it names one; ``None`` for any.

    >>> sorted(seen_by("SELECT * { ?a <urn:p>/^<urn:q> ?b FILTER NOT EXISTS { ?b a <urn:C> } }"))
    ['urn:C', 'urn:p', 'urn:q']
    >>> seen_by("SELECT * { ?a ?b ?c }")
    """
    from rdflib.plugins.sparql import prepareQuery

    found: set[str] = set()
    for _, predicate, obj in _patterns(prepareQuery(re.sub(r"\$(?=\w)", "?", select), initNs=PREFIXES).algebra):
        keys = _path_keys(predicate)
        if keys is None:
            return None
        found |= {str(obj)} if keys == {_TYPE} and not _is_variable(obj) else keys
    return frozenset(found)


def _patterns(part: Any) -> Iterator[tuple[Any, Any, Any]]:
    if isinstance(part, dict):
        for key, value in part.items():
            if key == "triples":
                for block in value:  # one triple, or several in a row
                    yield from zip(block[::3], block[1::3], block[2::3], strict=True)
            else:
                yield from _patterns(value)
    elif isinstance(part, list | tuple | set):
        for member in part:
            yield from _patterns(member)


def _path_keys(predicate: Any) -> set[str] | None:
    from rdflib import URIRef
    from rdflib.paths import AlternativePath, InvPath, MulPath, SequencePath

    if isinstance(predicate, URIRef):
        return {str(predicate)}
    parts: Iterable[object]
    match predicate:
        case AlternativePath() | SequencePath():
            parts = predicate.args
        case InvPath():
            parts = [predicate.arg]
        case MulPath():
            if predicate.mod in {"*", "?"}:
                return None  # Zero-length paths lead from any node to itself.
            parts = [predicate.path]
        case _:
            return None
    found: set[str] = set()
    for part in parts:
        keys = _path_keys(part)
        if keys is None:
            return None
        found |= keys
    return found


def _is_variable(term: object) -> bool:
    from rdflib import Variable

    return isinstance(term, Variable)
