"""Say what the shapes object to in the terms of the source: place and column instead of IRIs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from ecomgraph.exchange.importers.problems import LIMIT
from ecomgraph.reading.names import slug_of
from ecomgraph.reasoning.validation import validate

if TYPE_CHECKING:
    from ecomgraph.exchange.importers.import_options import Reading
    from ecomgraph.reasoning.validation import ValidationResult
    from ecomgraph.store.dataset import Dataset

__all__ = ["violations"]

_LABEL_ONCE = "Skill-prefLabel-once"
# Skills that share their label with another one of the same framework.
_SHARED_LABELS = """
PREFIX ecg: <https://w3id.org/ecomgraph/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?skill ?other {
  GRAPH ?graph { ?skill skos:prefLabel ?label . ?other skos:prefLabel ?label }
  FILTER(STR(?other) < STR(?skill))
}
"""


def violations(dataset: Dataset, reading: Reading) -> tuple[str, ...]:
    """Validate a dataset and return what is wrong, at most 50 of it.

    Two frameworks may have a skill under the same label, which the shapes allow in neither of them.
    """
    results = validate(dataset).results
    if any(slug_of(result.source_shape).endswith(_LABEL_ONCE) for result in results):
        rows = dataset.store.query(_SHARED_LABELS)
        assert isinstance(rows, ox.QuerySolutions)
        within: dict[str, list[str]] = {}
        for row in rows:
            if isinstance(row["skill"], ox.NamedNode) and isinstance(row["other"], ox.NamedNode):
                within.setdefault(row["skill"].value, []).append(row["other"].value)
        results = tuple(
            result
            for result in results
            if not slug_of(result.source_shape).endswith(_LABEL_ONCE)
            or any(f" {other} " in result.message for other in within.get(result.value, ()))
        )
    shown = sorted((_say(result, reading) for result in results[:LIMIT]), key=_in_order)
    if len(results) > LIMIT:
        shown.append(f"and {len(results) - LIMIT} more")
    return tuple(shown)


def _in_order(violation: str) -> tuple[str, int, str]:
    """Return what sorts violations by table, then line."""
    place = violation.split(": ", 1)[0]
    table, _, line = place.rpartition(":")
    return (table, int(line), violation) if line.isdigit() else (place, 0, violation)


def _say(result: ValidationResult, reading: Reading) -> str:
    thing = next((it for it in (result.focus_node, result.value) if it in reading.places), "")
    column = reading.columns.get(result.result_path, "")
    place = reading.places.get(thing) or f"<{result.value or result.focus_node}>"
    said = f" ({result.value})" if thing == result.focus_node and result.value not in {"", thing} else ""
    return f"{place}: {f'{column}: ' if column else ''}{result.message}{said}"
