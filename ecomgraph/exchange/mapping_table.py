"""Write mappings between things of two frameworks as an SSSOM table."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from ecomgraph.exchange.sssom_curies import NO_LICENSE, Curies
from ecomgraph.namespace import BASE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ecomgraph.model import Entity, NameMatch

__all__ = ["mapping_table"]

_COLUMNS = (
    "subject_id",
    "subject_label",
    "predicate_id",
    "object_id",
    "object_label",
    "mapping_justification",
    "confidence",
)
_SIMILAR = "semapv:LexicalSimilarityThresholdMatching"


def mapping_table(pairs: Iterable[tuple[Entity, NameMatch]], one: str, other: str) -> str:
    """Return a table of close matches between things of a framework and the things matched by name in another.

    Equal names do not prove that two things are the same, so the relation is ``skos:closeMatch``, and the confidence is
    the similarity of the names, from 0 to 1. Rows keep their order; names without a match are left out.
    """
    curies = Curies()
    prefixes = (one.replace("-", "_"), other.replace("-", "_"))
    lines = []
    for thing, match in pairs:
        if match.thing is None or match.thing.iri == thing.iri:
            continue
        subject, target = map(curies.of, (thing.iri, match.thing.iri), prefixes)
        reason = _SIMILAR if match.by == "close" else "semapv:LexicalMatching"
        labels = (" ".join(it.label.split()) for it in (thing, match.thing))
        cells = (subject, next(labels), "skos:closeMatch", target, next(labels), reason, f"{match.score:.4g}")
        lines.append(cells)
    head = [
        f"#mapping_set_id: {BASE}mapping-set/{one}--{other}",
        f"#license: {NO_LICENSE}",
        "#curie_map:",
        *(f"#  {prefix}: {namespace}" for prefix, namespace in curies.declared.items()),
    ]
    text = io.StringIO()
    csv.writer(text, delimiter="\t", lineterminator="\n").writerows([_COLUMNS, *lines])
    return "\n".join(head) + "\n" + text.getvalue()
