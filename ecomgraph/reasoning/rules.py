"""Derive what the rules conclude: SPARQL CONSTRUCTs over the dataset, run until none adds anything."""

from __future__ import annotations

from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ecomgraph.errors import QueryError, RuleError
from ecomgraph.namespace import PREFIXES
from ecomgraph.store.packaged import packaged_files
from ecomgraph.store.query_guard import check_query, template_and_pattern

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
            graphs = check_query(text)
            parts = template_and_pattern(text)
        except QueryError as error:
            raise RuleError(f"rule {name}: {error}") from None
        if parts is None:
            raise RuleError(f"rule {name}: expected CONSTRUCT {{ … }} WHERE {{ … }}")
        if graphs:
            raise RuleError(f"rule {name}: a rule reads all graphs; leave FROM <{graphs[0]}> out")
        return cls(name=name, text=text, writes=parts[0], reads=parts[1])


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
        raise RuleError(f"rules build on each other in a circle: {' <- '.join(error.args[1])}") from None


def derive(dataset: Dataset, rules: Iterable[Rule] | None = None) -> int:
    """Run rules to a fixpoint, put what is new into the derived graph, and return how many triples that was.

    Rules run in an order in which each finds complete what it builds on, so that theirs does not matter.
    A rule runs again only when something was concluded that its pattern names. What rules write is built from terms
    that are there, so that this comes to an end; a set that does not within 100 rounds raises
    :class:`~ecomgraph.RuleError`.
    """
    ordered = stratified(packaged_rules() if rules is None else rules)
    due = {rule.name for rule in ordered}
    total = 0
    for _ in range(MAX_ROUNDS):
        for rule in ordered:
            if rule.name in due:
                due.remove(rule.name)
                added = _run(dataset, rule)
                total += len(added)
                named = {term.value for triple in added for term in triple if isinstance(term, ox.NamedNode)}
                due.update(other.name for other in ordered if named & other.reads)
        if not due:
            return total
    raise RuleError(f"rules still conclude new triples after {MAX_ROUNDS} rounds: {', '.join(sorted(due))}")


def _run(dataset: Dataset, rule: Rule) -> set[ox.Triple]:
    try:
        concluded = dataset.store.query(rule.text, prefixes=PREFIXES, use_default_graph_as_union=True)
    except (SyntaxError, RuntimeError, ValueError) as error:
        raise RuleError(f"rule {rule.name}: {' '.join(str(error).split())}") from None
    assert isinstance(concluded, ox.QueryTriples)
    return dataset.add_derived(concluded)
