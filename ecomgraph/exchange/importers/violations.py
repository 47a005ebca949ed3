"""Report validation results in terms of the source: place and column instead of IRIs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ecomgraph.exchange.importers.ntriples_text import is_iri
from ecomgraph.exchange.importers.problems import LIMIT
from ecomgraph.reading.names import curie
from ecomgraph.reasoning.derived_claims import unfounded
from ecomgraph.reasoning.shared_labels import without_allowed
from ecomgraph.reasoning.validation import validate
from ecomgraph.schema import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ecomgraph.arguments import Paths
    from ecomgraph.exchange.importers.import_options import Reading
    from ecomgraph.reasoning.validation import ValidationResult
    from ecomgraph.store.dataset import Dataset

__all__ = ["violations"]

_IRI = re.compile(r"https?://[^\s<>]+/([a-z-]+)/([^\s<>/]*[^\s<>/,.;:)])")


def violations(
    dataset: Dataset, reading: Reading, shapes: Paths = (), others: Iterable[Dataset] = ()
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Validate a dataset and return at most 50 violations, and notes on the validation.

    ``others`` are the other frameworks of the database, whose labels in other languages may distinguish equal labels.
    """
    report = validate(dataset, shapes=shapes)
    results, notes = without_allowed(report.results, dataset, others)
    notes = (*report.notes, *notes)
    told = _unfounded(dataset, reading)
    shown = [said for _, said in sorted(_placed(result, reading) for result in results[:LIMIT])]
    if len(results) > LIMIT:
        shown.append(f"and {len(results) - LIMIT} more")
    return (*told, *shown), notes


def _unfounded(dataset: Dataset, reading: Reading) -> list[str]:
    found = unfounded(dataset, reading.claims)
    more = [f"and {len(found) - LIMIT} more of this kind"] if len(found) > LIMIT else []
    return [*found[:LIMIT], *more]


def _placed(result: ValidationResult, reading: Reading) -> tuple[tuple[str, int], str]:
    """Return the text of a result, and the table and the line by which it is sorted."""
    thing = next((it for it in (result.focus_node, result.value) if it in reading.places), "")
    column = reading.columns.get(result.result_path, "")
    message = result.message.replace(curie(result.result_path), column) if column else result.message
    place = reading.places.get(thing) or f"<{result.value if is_iri(result.value) else result.focus_node}>"
    told = result.value in {"", thing} or result.value in result.message
    is_told_of = thing == result.focus_node or not is_iri(result.value)
    said = f" ({result.value})" if is_told_of and not told else ""
    table, _, line = place.rpartition(":")
    key = (table, int(line)) if thing and line.isdigit() else (place, 0)
    return key, _IRI.sub(_short, f"{place}: {f'{column}: ' if column else ''}{message}{said}")


def _short(found: re.Match[str]) -> str:
    """Return kind and id of a thing, as in tables, for an IRI that ends with both."""
    return f"{found[1]}:{found[2]}" if found[1] in KINDS else found[0]
