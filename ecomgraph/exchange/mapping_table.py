"""Write mappings between things of two frameworks as an SSSOM table."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from ecomgraph.namespace import BASE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ecomgraph.model import Entity, NameMatch

__all__ = ["mapping_table"]

_UNSPECIFIED = "https://w3id.org/sssom/license/unspecified"
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
    """Return a table of close matches from things of a framework to what their names matched in another.

    Names say that two things may be the same, not that they are: the relation is ``skos:closeMatch``, and the
    confidence is how alike the names are, from 0 to 1. Rows keep their order; matches of nothing are left out.
    """
    namespaces: dict[str, str] = {}
    lines = []
    for thing, match in pairs:
        if match.thing is None or match.thing.iri == thing.iri:
            continue
        subject, target = (_curie(iri, name, namespaces) for iri, name in ((thing.iri, one), (match.thing.iri, other)))
        reason = _SIMILAR if match.by == "close" else "semapv:LexicalMatching"
        labels = (" ".join(it.label.split()) for it in (thing, match.thing))
        cells = (subject, next(labels), "skos:closeMatch", target, next(labels), reason, f"{match.score:.4g}")
        lines.append(cells)
    head = [
        f"#mapping_set_id: {BASE}mapping-set/{one}--{other}",
        f"#license: {_UNSPECIFIED}",
        "#curie_map:",
        *(f"#  {prefix}: {namespace}" for namespace, prefix in namespaces.items()),
    ]
    text = io.StringIO()
    csv.writer(text, delimiter="\t", lineterminator="\n").writerows([_COLUMNS, *lines])
    return "\n".join(head) + "\n" + text.getvalue()


def _curie(iri: str, name: str, namespaces: dict[str, str]) -> str:
    """Return an IRI with a prefix after the name of its framework, and note the prefix."""
    cut = max(iri.rfind("/"), iri.rfind("#"), iri.rfind(":")) + 1
    if iri[:cut] not in namespaces:
        taken = set(namespaces.values())
        spelled = name.replace("-", "_")
        names = (f"{spelled}{number}" for number in ("", *range(2, len(taken) + 3)))
        namespaces[iri[:cut]] = next(it for it in names if it not in taken)
    return f"{namespaces[iri[:cut]]}:{iri[cut:]}"
