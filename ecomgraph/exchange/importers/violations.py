"""Say what the shapes object to in the terms of the source: place and column instead of IRIs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ecomgraph.exchange.importers.problems import LIMIT
from ecomgraph.namespace import BASE
from ecomgraph.reasoning.claims import unfounded
from ecomgraph.reasoning.validation import validate
from ecomgraph.schema import KINDS

if TYPE_CHECKING:
    from ecomgraph.arguments import Paths
    from ecomgraph.exchange.importers.import_options import Reading
    from ecomgraph.reasoning.validation import ValidationResult
    from ecomgraph.store.dataset import Dataset

__all__ = ["violations"]

_IRI = re.compile(r"https?://[^\s<>]+/([a-z-]+)/([^\s<>/]*[^\s<>/,.;:)])")
_LABEL_ONCE = f"{BASE}shape#Skill-prefLabel-once"
# Skills that share their label with another one of the same framework.
_SHARED_LABELS = """
PREFIX ecg: <https://w3id.org/ecomgraph/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?skill ?other {
  GRAPH ?graph { ?skill skos:prefLabel ?label . ?other skos:prefLabel ?label }
  FILTER(STR(?other) < STR(?skill))
}
"""


def violations(dataset: Dataset, reading: Reading, shapes: Paths = ()) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Validate a dataset and return what is wrong, at most 50 of it, and notes on how it was validated.

    Two frameworks may have a skill under the same label, which the shapes allow in neither of them.
    """
    report = validate(dataset, shapes=shapes)
    results = report.results
    if any(result.source_shape == _LABEL_ONCE for result in results):
        rows = dataset.store.query(_SHARED_LABELS)
        assert isinstance(rows, ox.QuerySolutions)
        within: dict[str, list[str]] = {}
        for row in rows:
            if isinstance(row["skill"], ox.NamedNode) and isinstance(row["other"], ox.NamedNode):
                within.setdefault(row["skill"].value, []).append(row["other"].value)
        results = tuple(
            result
            for result in results
            if result.source_shape != _LABEL_ONCE or dict(result.bindings).get("other") in within.get(result.value, ())
        )
    told = _unfounded(dataset, reading)
    shown = [said for _, said in sorted(_placed(result, reading) for result in results[:LIMIT])]
    if len(results) > LIMIT:
        shown.append(f"and {len(results) - LIMIT} more")
    return (*told, *shown), report.notes


def _unfounded(dataset: Dataset, reading: Reading) -> list[str]:
    found = unfounded(dataset, reading.claims)
    more = [f"and {len(found) - LIMIT} more of this kind"] if len(found) > LIMIT else []
    return [*found[:LIMIT], *more]


def _placed(result: ValidationResult, reading: Reading) -> tuple[tuple[str, int], str]:
    """Return what a result says, and the table and the line by which it is sorted."""
    thing = next((it for it in (result.focus_node, result.value) if it in reading.places), "")
    column = reading.columns.get(result.result_path, "")
    place = reading.places.get(thing) or f"<{result.value or result.focus_node}>"
    told = result.value in {"", thing} or result.value in result.message
    said = f" ({result.value})" if thing == result.focus_node and not told else ""
    table, _, line = place.rpartition(":")
    key = (table, int(line)) if thing and line.isdigit() else (place, 0)
    return key, _IRI.sub(_short, f"{place}: {f'{column}: ' if column else ''}{result.message}{said}")


def _short(found: re.Match[str]) -> str:
    """Return the kind and the id of a thing, as tables name it, for an IRI that ends with both."""
    return f"{found[1]}:{found[2]}" if found[1] in KINDS else found[0]
