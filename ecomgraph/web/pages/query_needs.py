"""Which terms of the vocabulary a stored query cannot do without: where a graph uses none of one, nothing is found."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ecomgraph.namespace import PREFIXES
from ecomgraph.reading.reader import TYPE

if TYPE_CHECKING:
    from ecomgraph.store import Dataset

__all__ = ["has_all", "needed_terms"]

# Strings, IRIs and comments, in which nothing counts, and what does.
_TOKENS = re.compile(
    r'"[^"\n]*"|\'[^\'\n]*\'|<[^<>\s]*>|#.*'
    r"|(?P<skip>\b(?:OPTIONAL|MINUS|EXISTS|VALUES|GRAPH)\b)|(?P<union>\bUNION\b)|(?P<bracket>[{}()])"
    r"|(?P<alternative>\|)?\s*\^?ecg:(?P<term>\w+)(?P<after>(?=[*?]|\s*\|))?",
    re.IGNORECASE,
)


def needed_terms(text: str) -> frozenset[str]:
    """Return the local names of terms (``ecg:``) in those patterns of a query that every solution must match.

    What is optional, one of several alternatives, or in round brackets is left out, so terms may be missing, but none
    is there without need.

    >>> sorted(needed_terms("SELECT ?a { ?a ecg:requiresSkill ?b ; ecg:buildsOn* ?c OPTIONAL { ?a ecg:rank ?d } }"))
    ['requiresSkill']
    """
    found: list[set[str]] = [set()]
    needless = [False]
    skip = False
    last: set[str] = set()
    for token in _TOKENS.finditer(text):
        if token["skip"]:
            skip = True
        elif token["union"]:
            # The group before it was one of several, and so is the next.
            found[-1] -= last
            skip = True
        elif (bracket := token["bracket"]) and bracket in "{(":
            found.append(set())
            needless.append(needless[-1] or skip or bracket == "(")
            skip = False
        elif bracket and len(found) > 1:
            terms, optional = found.pop(), needless.pop()
            last = set() if optional else terms - found[-1]
            found[-1] |= last
        elif token["term"] and not (token["alternative"] or token["after"] is not None or needless[-1]):
            found[-1].add(token["term"])
    return frozenset(found[0])


def has_all(dataset: Dataset, terms: frozenset[str]) -> bool:
    """Return whether the graph has a triple with each property and an instance of each class among some terms."""
    return all(_is_used(dataset, PREFIXES["ecg"] + term) for term in terms)


def _is_used(dataset: Dataset, iri: str) -> bool:
    term = ox.NamedNode(iri)
    patterns = (None, term, None), (None, ox.NamedNode(TYPE), term)
    return any(
        next(iter(dataset.store.quads_for_pattern(*pattern, dataset.everywhere)), None) is not None
        for pattern in patterns
    )
