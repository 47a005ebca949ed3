"""The terms of the vocabulary that a graph must use for a stored query to have any results."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ecomgraph.namespace import PREFIXES
from ecomgraph.reading.reader import TYPE

if TYPE_CHECKING:
    from ecomgraph.store.dataset import Dataset

__all__ = ["has_all", "needed_terms"]

# Strings, IRIs and comments, which are skipped, and the tokens that are evaluated.
_TOKENS = re.compile(
    r'"[^"\n]*"|\'[^\'\n]*\'|<[^<>\s]*>|#.*'
    r"|(?P<skip>\b(?:OPTIONAL|MINUS|EXISTS|VALUES|GRAPH)\b)|(?P<union>\bUNION\b)|(?P<bracket>[{}()])"
    r"|(?P<alternative>\|)?\s*\^?ecg:(?P<term>\w+)(?P<after>(?=[*?]|\s*\|))?",
    re.IGNORECASE,
)


def needed_terms(text: str) -> frozenset[str]:
    """Return the local names of terms (``ecg:``) in those patterns of a query that every solution must match.

    Terms in optional patterns, in alternatives or in parentheses are left out, so the result may be incomplete, but
    every term in it is needed.

    >>> sorted(needed_terms("SELECT ?a { ?a ecg:requiresSkill ?b ; ecg:buildsOn* ?c OPTIONAL { ?a ecg:rank ?d } }"))
    ['requiresSkill']
    """
    groups = [_Group()]
    skip, before = False, None
    for token in _TOKENS.finditer(text):
        group, bracket = groups[-1], token["bracket"]
        if token["skip"]:
            skip = True
        elif token["union"]:
            before = group.last
        elif bracket and bracket in "{(":
            groups.append(_Group(needless=group.needless or skip or bracket == "(", before=before))
            skip, before = False, None
        elif bracket and len(groups) > 1:
            groups.pop()
            groups[-1].take(group)
        elif token["term"] and not (token["alternative"] or token["after"] is not None or group.needless):
            group.terms.add(token["term"])
    return frozenset(groups[0].all)


@dataclass
class _Group:
    """A group of patterns: its own terms, those of its inner groups, and those of the last inner group."""

    needless: bool = False
    before: set[str] | None = None
    terms: set[str] = field(default_factory=set)
    inner: list[set[str]] = field(default_factory=list)

    @property
    def all(self) -> set[str]:
        return self.terms.union(*self.inner)

    @property
    def last(self) -> set[str]:
        return self.inner[-1] if self.inner else set()

    def take(self, group: _Group) -> None:
        """Add an inner group; of alternatives, only the terms that all of them have."""
        if group.before is not None and self.inner:
            self.inner[-1] = self.inner[-1] & group.all
        else:
            self.inner.append(set() if group.needless else group.all)


def has_all(dataset: Dataset, terms: frozenset[str]) -> bool:
    """Return whether the graph has a triple with each property and an instance of each class among some terms."""
    return all(_is_used(dataset, PREFIXES["ecg"] + term) for term in terms)


def _is_used(dataset: Dataset, iri: str) -> bool:
    term, store, named = ox.NamedNode(iri), dataset.store, dataset.everywhere
    triples = store.quads_for_pattern(None, term, None, named)
    instances = store.quads_for_pattern(None, ox.NamedNode(TYPE), term, named)
    return any(next(iter(found), None) is not None for found in (triples, instances))
