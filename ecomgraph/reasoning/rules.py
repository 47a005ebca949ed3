"""Run the derivation rules: stratified SPARQL CONSTRUCT queries over the dataset, each run to a fixpoint."""

from __future__ import annotations

from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ecomgraph.errors import QueryError, RuleError
from ecomgraph.store.packaged import packaged_files
from ecomgraph.store.query_guard import check_query
from ecomgraph.store.syntax_error import explained

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ecomgraph.store.dataset import Dataset

__all__ = ["Rule", "conclude", "derive", "describe_generally", "packaged_rules", "stratified"]

MAX_ROUNDS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One CONSTRUCT; ``writes`` and ``reads`` are the IRIs named in its template and in its pattern."""

    name: str
    text: str
    writes: frozenset[str]
    reads: frozenset[str]

    @classmethod
    def parse(cls, name: str, text: str) -> Rule:
        """Read a rule from the text of its query."""
        try:
            query = check_query(text)
        except QueryError as error:
            raise RuleError(f"rule {name}: {error}") from None
        if query.form != "CONSTRUCT" or query.where_begins < 0:
            raise RuleError(f"rule {name}: expected CONSTRUCT {{ … }} WHERE {{ … }}")
        if query.graphs:
            raise RuleError(f"rule {name}: a rule reads all graphs; leave FROM <{query.graphs[0]}> out")
        return cls(name=name, text=text, writes=query.template, reads=query.pattern)


def packaged_rules() -> list[Rule]:
    """Return the packaged rules, sorted by name.

    >>> [rule.name for rule in packaged_rules()][:2]
    ['advances', 'collaborations']
    """
    return [
        Rule.parse(file.name.removesuffix(".rq"), file.read_text(encoding="utf-8")) for file in packaged_files("rules")
    ]


def stratified(rules: Iterable[Rule]) -> list[Rule]:
    """Return the rules in an order in which each comes after those whose output it reads, as negation requires."""
    by_name = {rule.name: rule for rule in rules}
    graph = {
        name: [other for other in sorted(by_name) if other != name and by_name[other].writes & rule.reads]
        for name, rule in sorted(by_name.items())
    }
    try:
        return [by_name[name] for name in TopologicalSorter(graph).static_order()]
    except CycleError as error:
        raise RuleError(f"rules depend on each other in a cycle: {' <- '.join(error.args[1])}") from None


def derive(dataset: Dataset, rules: Iterable[Rule] | None = None) -> int:
    """Run rules to a fixpoint, add new triples to the derived graph, and return their number.

    Rules run one after the other, each until it adds nothing more. A rule runs after the rules whose output it reads,
    so that negated patterns are evaluated only on complete data. Rules build their output from existing terms, so each
    terminates; a rule that still adds triples in its 100th round raises :class:`~ecomgraph.RuleError`.

    At the end, triples for general tools are added: the superclasses of the vocabulary's classes, such as
    ``skos:Concept``, ``rdfs:label``, ``skos:narrower`` and the top concepts of all schemes.
    """
    return conclude(dataset, rules) + describe_generally(dataset)


def conclude(dataset: Dataset, rules: Iterable[Rule] | None = None) -> int:
    """Run the rules as :func:`derive` does, without adding the triples for general tools."""
    return sum(_fixpoint(dataset, rule) for rule in stratified(packaged_rules() if rules is None else rules))


def describe_generally(dataset: Dataset) -> int:
    """Add triples for general tools, such as ``rdfs:label`` and ``skos:narrower``; call this after the rules."""
    before = len(dataset.store)
    for file in packaged_files("general"):
        said = dataset.store.query(file.read_text(encoding="utf-8"), use_default_graph_as_union=True)
        assert isinstance(said, ox.QueryTriples)
        dataset.extend_derived(said)
    return len(dataset.store) - before


def _fixpoint(dataset: Dataset, rule: Rule) -> int:
    total = 0
    for _ in range(MAX_ROUNDS):
        added, text = _run(dataset, rule)
        total += added
        # A rule that does not read its own output would only derive the same triples again.
        if not added or not any(f"<{iri}>".encode() in text for iri in rule.reads):
            return total
    raise RuleError(f"rule {rule.name} still derives new triples after {MAX_ROUNDS} rounds")


def _run(dataset: Dataset, rule: Rule) -> tuple[int, bytes]:
    query = check_query(rule.text)
    try:
        concluded = dataset.store.query(query.rendering, use_default_graph_as_union=True)
    except (SyntaxError, RuntimeError, ValueError) as error:
        raise RuleError(f"rule {rule.name}: {explained(query, str(error))}") from None
    assert isinstance(concluded, ox.QueryTriples)
    return dataset.add_concluded(concluded)
