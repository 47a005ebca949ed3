"""The label policy as a SPARQL filter in a stored query."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ecomgraph.namespace import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ecomgraph.languages import LabelPolicy
    from ecomgraph.queries.stored import StoredQuery

__all__ = ["declared_patterns", "text_for", "with_label_policy"]

_PATTERN = re.compile(r"OPTIONAL \{ (\?\w+) ([\w-]+:[\w-]+) \?(\w+) \}")


def declared_patterns(text: str) -> set[str]:
    """Return the variables that a query binds to texts in patterns of the form ``OPTIONAL { ?it p:q ?text }``.

    >>> sorted(declared_patterns("OPTIONAL { ?skill skos:prefLabel ?label } ?skill a ?type"))
    ['label']
    """
    return {found[3] for found in _PATTERN.finditer(text)}


def text_for(query: StoredQuery, policy: LabelPolicy, tags: Callable[[str], Iterable[str]] | None = None) -> str:
    """Return the text of a query with its labels in the best language for a reader."""
    return with_label_policy(query.text, query.labels, policy, tags)


def with_label_policy(
    text: str, labels: Iterable[str], policy: LabelPolicy, tags: Callable[[str], Iterable[str]] | None = None
) -> str:
    """Return a query that binds the variables ``labels`` only to texts in the best language for the reader.

    The pattern of each variable gets a filter in plain SPARQL 1.1, which works on any engine and any data. Its first
    half accepts a text in the preferred language without comparing it with the others. ``tags`` is a function that
    returns the language tags of the values of a property (an IRI), in lower case. With it, the filter is shorter, but
    valid only for this data; no filter is added if all texts are in one language.

    >>> from ecomgraph.languages import policy_of
    >>> query = "{ OPTIONAL { ?skill skos:prefLabel ?label } }"
    >>> print(with_label_policy(query, ["label"], policy_of("fr"), lambda _: ["en", "fr", ""]))
    { OPTIONAL { ?skill skos:prefLabel ?label . FILTER(LANG(?label) = "fr" || NOT EXISTS {
        ?skill skos:prefLabel ?nearer_label
        FILTER(STRLEN(STRBEFORE(" fr en  ", CONCAT(" ", LANG(?nearer_label), " "))) <
          STRLEN(STRBEFORE(" fr en  ", CONCAT(" ", LANG(?label), " "))))
      }) } }
    >>> with_label_policy(query, ["label"], policy_of("fr"), lambda _: ["en"]) == query
    True
    """
    chosen = set(labels)

    def condition(found: re.Match[str]) -> str:
        thing, predicate, label = found.groups()
        known = sorted(tags(_iri(text, predicate)), key=policy.rank) if tags else None
        if label not in chosen or (known is not None and len(known) < 2):
            return found[0]
        nearer = f"nearer_{label}"
        return (
            f'OPTIONAL {{ {thing} {predicate} ?{label} . FILTER(LANG(?{label}) = "{(known or policy.ranges)[0]}"'
            f" || NOT EXISTS {{\n    {thing} {predicate} ?{nearer}\n"
            f"    FILTER({_rank(nearer, policy, known)} <\n      {_rank(label, policy, known)})\n  }}) }}"
        )

    return _PATTERN.sub(condition, text) if chosen else text


def _iri(text: str, name: str) -> str:
    """Return the IRI of a prefixed name in a query."""
    prefix, _, local = name.partition(":")
    declared = re.search(rf"\bPREFIX\s+{prefix}:\s*<([^>]*)>", text, re.IGNORECASE)
    return (declared[1] if declared else PREFIXES.get(prefix, "")) + local


def _rank(variable: str, policy: LabelPolicy, known: Sequence[str] | None) -> str:
    """Return an expression that ranks texts like :meth:`LabelPolicy.rank`; ``known`` are all tags, sorted by rank."""
    tag = f"LANG(?{variable})"
    if known:
        # The position of the tag in the list.
        return f'STRLEN(STRBEFORE(" {" ".join(known)} ", CONCAT(" ", {tag}, " ")))'
    steps = policy.steps
    expression = f'IF({tag} = "", "{len(steps):02}", CONCAT("{len(steps) + 1:02}", LCASE({tag})))'
    for number, (wanted, longer) in reversed(list(enumerate(steps))):
        if longer:
            expression = f'IF(LANGMATCHES({tag}, "{wanted}"), CONCAT("{number:02}", LCASE({tag})), {expression})'
        else:
            expression = f'IF(LCASE({tag}) = "{wanted}", "{number:02}", {expression})'
    return expression
