"""Decide which violations for shared skill labels are allowed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from ecomgraph.namespace import BASE
from ecomgraph.reading.reader import PREF_LABEL

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ecomgraph.reasoning.validation_report import ValidationResult
    from ecomgraph.store.dataset import Dataset

__all__ = ["without_allowed"]

_LABEL_ONCE = f"{BASE}shape#Skill-prefLabel-once"
# Selects pairs of skills in one framework that share a label.
_SHARED_LABELS = """
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?skill ?other {
  GRAPH ?graph { ?skill skos:prefLabel ?label . ?other skos:prefLabel ?label }
  FILTER(STR(?other) < STR(?skill))
}
"""


def without_allowed(
    results: tuple[ValidationResult, ...], dataset: Dataset, others: Iterable[Dataset]
) -> tuple[tuple[ValidationResult, ...], tuple[str, ...]]:
    """Return results without allowed violations for shared labels, and notes on those within one framework.

    It is allowed that a framework and one of its bases have a skill with the same label; the shapes forbid this only
    within one framework. Two skills of one framework may share a label if one of ``others``, such as the same framework
    in another language, has both under different labels.
    """
    if all(result.source_shape != _LABEL_ONCE for result in results):
        return results, ()
    within: dict[str, list[str]] = {}
    for skill, other in dataset.select(_SHARED_LABELS):
        if isinstance(skill, ox.NamedNode) and isinstance(other, ox.NamedNode):
            within.setdefault(skill.value, []).append(other.value)
    opened = list(others)
    kept, notes = [], []
    for result in results:
        bound = dict(result.bindings)
        other = bound.get("other", "")
        if result.source_shape == _LABEL_ONCE and other not in within.get(result.value, ()):
            continue
        if result.source_shape == _LABEL_ONCE and any(_told_apart(it, result.value, other) for it in opened):
            notes.append(f"<{other}> and <{result.value}> share the label {bound.get('label', '')!r}")
        else:
            kept.append(result)
    return tuple(kept), tuple(sorted(notes))


def _told_apart(dataset: Dataset, one: str, other: str) -> bool:
    """Return whether two things have labels that differ in every language in which both have one."""
    labels, others = (
        {it.language: it.value for it in dataset.objects(iri, PREF_LABEL) if isinstance(it, ox.Literal)}
        for iri in (one, other)
    )
    shared = labels.keys() & others.keys()
    return bool(shared) and all(labels[it] != others[it] for it in shared)
