"""Derive what the rules conclude: SPARQL CONSTRUCTs over the dataset, run until none adds anything."""

from __future__ import annotations

from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ecomgraph.errors import QueryError, RuleError
from ecomgraph.store.packaged import packaged_files
from ecomgraph.store.query_guard import check_query

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ecomgraph.store.dataset import Dataset

__all__ = ["Rule", "derive", "packaged_rules", "stratified"]

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
        return cls(name=name, text=text, writes=query.template, reads=query.pattern)


def packaged_rules() -> list[Rule]:
    """Return the rules that ship with the package, by name.

    >>> [rule.name for rule in packaged_rules()][:2]
    ['advances', 'collaborations']
    """
    return [
        Rule.parse(file.name.removesuffix(".rq"), file.read_text(encoding="utf-8")) for file in packaged_files("rules")
    ]


def stratified(rules: Iterable[Rule]) -> list[Rule]:
    """Return rules so that each comes after those whose conclusions it builds on, as negation in a pattern demands."""
    by_name = {rule.name: rule for rule in rules}
    graph = {
        name: [other for other in sorted(by_name) if other != name and by_name[other].writes & rule.reads]
        for name, rule in sorted(by_name.items())
    }
    try:
        return [by_name[name] for name in TopologicalSorter(graph).static_order()]
    except CycleError as error:
        raise RuleError(f"rules depend on each other in a cycle:  {' <- '.join(error.args[1])}") from None


def derive(dataset: Dataset, rules: Iterable[Rule] | None = None) -> int:
    """Run rules to a fixpoint, put what is new into the derived graph, and return how many triples that was.

    Rules run one after the other, each until it adds nothing, in an order in which each finds complete what it builds
    on: a pattern that says what must not be there is asked only when no more of it can come. What rules write is built
    from terms that are there, so that this comes to an end; a rule that still adds something in its 100th round raises
    :class:`~ecomgraph.RuleError`.
    """
    return sum(_fixpoint(dataset, rule) for rule in stratified(packaged_rules() if rules is None else rules))


def _fixpoint(dataset: Dataset, rule: Rule) -> int:
    total = 0
    for _ in range(MAX_ROUNDS):
        added = _run(dataset, rule)
        total += len(added)
        # A rule that reads nothing of what it wrote would only conclude the same once more.
        if not {term.value for triple in added for term in triple if isinstance(term, ox.NamedNode)} & rule.reads:
            return total
    raise RuleError(f"rule {rule.name} still derives new triples after {MAX_ROUNDS} rounds")


def _run(dataset: Dataset, rule: Rule) -> set[ox.Triple]:
    concluded = dataset.store.query(check_query(rule.text).rendering, use_default_graph_as_union=True)
    assert isinstance(concluded, ox.QueryTriples)
    return dataset.add_derived(concluded)
