"""The verdict on a mutant: caught by the shapes, equivalent, or a survivor that other gates may stop."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ecomgraph.namespace import PREFIXES
from ecomgraph.store.write import serialize

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lab.shape_mutants.judge import Judge
    from lab.shape_mutants.operators import Mutant

__all__ = ["Reason", "Verdict", "curie", "digest", "reasons", "verdict_on"]

_REASONS = Path(__file__).with_name("survivors.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """``outcome`` is caught, same triples, same conclusions, or survived; ``gates`` are others that stop a survivor."""

    operator: str
    predicate: str
    outcome: str
    gates: tuple[str, ...] = ()
    example: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """The reason why no shape catches mutants of some operators and predicates."""

    operators: frozenset[str]
    predicates: frozenset[str]
    reason: str

    def covers(self, verdict: Verdict) -> bool:
        """Return whether this is the reason for a survivor."""
        return verdict.operator in self.operators and verdict.predicate in self.predicates


@cache
def reasons() -> tuple[Reason, ...]:
    """Return the written reasons, one for each group of survivors."""
    entries = tomllib.loads(_REASONS.read_text(encoding="utf-8"))["survivor"]
    return tuple(
        Reason(operators=frozenset(it["operators"]), predicates=frozenset(it["predicates"]), reason=it["reason"])
        for it in entries
    )


def verdict_on(mutant: Mutant, judge: Judge) -> Verdict:
    """Judge one mutant: first whether it is the same graph, then by the shapes, then by its derived triples.

    There are two rules of equivalence: graphs with the same canonical digest are the same set of triples, however they
    are written; and graphs with exactly the same derived triples are equivalent.
    """

    def verdict(outcome: str) -> Verdict:
        return Verdict(operator=mutant.operator, predicate=curie(mutant.predicate), outcome=outcome)

    # Any other mutant has a triple more or less, so it is not the same set.
    if mutant.lines and digest(mutant.apply(judge.triples)) == digest(judge.triples):
        return verdict("same triples")
    finding = judge.examine(mutant)
    if not finding.conforms:
        return verdict("caught")
    if finding.same_conclusions:
        return verdict("same conclusions")
    return replace(verdict("survived"), gates=finding.gates, example=_example(mutant))


def digest(triples: Iterable[ox.Triple]) -> str:
    """Return the SHA-256 of the triples as sorted N-Triples, which is canonical if there are no blank nodes.

    >>> a, b = ox.NamedNode("urn:a"), ox.NamedNode("urn:b")
    >>> digest([ox.Triple(a, a, a), ox.Triple(b, b, b)]) == digest([ox.Triple(b, b, b), ox.Triple(a, a, a)])
    True
    """
    return sha256(serialize(set(triples), ox.RdfFormat.N_TRIPLES)).hexdigest()


def curie(iri: str) -> str:
    """Return an IRI in prefixed form.

    >>> curie("http://www.w3.org/2004/02/skos/core#broader")
    'skos:broader'
    """
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and "/" not in iri.removeprefix(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def _example(mutant: Mutant) -> str:
    changes = [("-", triple) for triple in sorted(mutant.removed, key=str)]
    changes += [("+", triple) for triple in sorted(mutant.added, key=str)]
    return " ".join(f"{sign} {' '.join(map(_short, triple))}" for sign, triple in changes[:4])


def _short(term: object) -> str:
    return curie(term.value) if isinstance(term, ox.NamedNode) else str(term)[:60]
