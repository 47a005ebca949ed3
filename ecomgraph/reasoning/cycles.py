"""Check in linear time that links have no cycle; a property path takes time quadratic in the longest chain."""

from __future__ import annotations

import re
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

import pyoxigraph as ox

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ecomgraph.store.dataset import Dataset

__all__ = ["finds_cycles_of", "has_cycle"]

_BODY = re.compile(r"WHERE\s*\{\s*\$this (\S+) \?value \.\s*\?value \(?([^\s()]+)\)?\* \$this \.\s*\}\s*$")
_PREFIX = re.compile(r"^PREFIX (\S*): <(.*)>$", re.MULTILINE)


def finds_cycles_of(select: str) -> frozenset[str]:
    """Return the properties (IRIs) whose cycles a query finds; empty if the query does anything else.

    Such a query has the pattern ``$this p ?value . ?value (p|q)* $this .`` with prefixed names.

    >>> sorted(finds_cycles_of('''PREFIX : <urn:>
    ... SELECT $this WHERE { $this :p ?value . ?value (:p|:q)* $this . }'''))
    ['urn:p', 'urn:q']
    >>> finds_cycles_of("SELECT $this WHERE { $this ?p ?value }")
    frozenset()
    """
    body = _BODY.search(select)
    if body is None:
        return frozenset()
    namespaces = dict(_PREFIX.findall(select))
    names = [name.partition(":") for name in (body[1], *body[2].split("|"))]
    if any(prefix not in namespaces for prefix, _, _ in names):
        return frozenset()
    return frozenset(namespaces[prefix] + local for prefix, _, local in names)


def has_cycle(dataset: Dataset, predicates: Iterable[str]) -> bool:
    """Return whether the links of these properties (IRIs), taken together, have a cycle.

    The time is linear in the number of links.
    """
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for predicate in predicates:
        for quad in dataset.store.quads_for_pattern(None, ox.NamedNode(predicate), None, None):
            if quad.subject == quad.object:
                return True
            sorter.add(str(quad.subject), str(quad.object))
    try:
        sorter.prepare()
    except CycleError:
        return True
    return False
