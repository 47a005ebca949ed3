"""Remove from input the triples that only rules may derive, and check afterwards that the rules derive them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from ecomgraph.namespace import ECG
from ecomgraph.reading.names import curie
from ecomgraph.schema import LINKS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ecomgraph.store.dataset import Dataset

__all__ = ["split_claims", "unfounded"]

# The closure of transitions in files of version 0.1.0.
_CLOSURE = f"{ECG.NAMESPACE}leadsTo"
_CLAIMED = frozenset({*(link.iri for link in LINKS.values() if link.derived and link.own), _CLOSURE})
_ADVANCES = ox.NamedNode(ECG.advancesTo)
# The source of each derived property, in words.
_REQUIREMENT = "a requirement (ecg:hasSkillRequirement)"
_INSTEAD = {
    ECG.advancesTo: "a transition (ecg:Transition)",
    _CLOSURE: "transitions (ecg:Transition)",
    ECG.worksWith: "a collaboration (ecg:hasCollaboration)",
}


def split_claims(quads: Sequence[ox.Quad]) -> tuple[Sequence[ox.Quad], list[ox.Triple]]:
    """Return the quads without those of derived properties, and the distinct sorted triples of the latter.

    Takes time linear in the number of quads; without such a property the quads are returned as they are.

    >>> claim = ox.Quad(ox.NamedNode("x:clerk"), ox.NamedNode(ECG.advancesTo), ox.NamedNode("x:boss"))
    >>> kept, claims = split_claims([claim])
    >>> len(kept), len(claims)
    (0, 1)
    """
    claims = {quad.triple for quad in quads if quad.predicate.value in _CLAIMED}
    if not claims:
        return quads, []
    return [quad for quad in quads if quad.predicate.value not in _CLAIMED], sorted(claims, key=str)


def unfounded(dataset: Dataset, claims: Iterable[ox.Triple], shown: Callable[[str], str] = "<{}>".format) -> list[str]:
    """Return a remedy for each claim that the rules did not derive, in order.

    ``shown`` turns IRIs into names.
    """
    return [_told(claim, shown) for claim in claims if not _holds(dataset, claim)]


def _told(claim: ox.Triple, shown: Callable[[str], str]) -> str:
    subject, value = (shown(getattr(it, "value", str(it))) for it in (claim.subject, claim.object))
    remedy = _INSTEAD.get(claim.predicate.value, _REQUIREMENT)
    said = f"{subject}: {curie(claim.predicate.value)} {value}"
    return f"{said} is for rules to derive, and they do not; state {remedy} instead"


def _holds(dataset: Dataset, claim: ox.Triple) -> bool:
    if claim.predicate.value == _CLOSURE:
        return claim.object in _reached(dataset, claim.subject)
    return next(dataset.store.quads_for_pattern(claim.subject, claim.predicate, claim.object, None), None) is not None


def _reached(dataset: Dataset, start: object) -> Iterator[object]:
    seen, due = {start}, [start]
    while due:
        for quad in dataset.store.quads_for_pattern(due.pop(), _ADVANCES, None, None):  # type: ignore[arg-type]
            yield quad.object
            if quad.object not in seen:
                seen.add(quad.object)
                due.append(quad.object)
