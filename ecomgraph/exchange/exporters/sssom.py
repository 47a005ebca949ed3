"""sssom: mappings to other vocabularies as a Simple Standard for Sharing Ontological Mappings (SSSOM) table."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ecomgraph.exchange.export_report import Format
from ecomgraph.exchange.framework import Identity, last_change
from ecomgraph.exchange.lint import one_line
from ecomgraph.exchange.rights import all_rights, as_text
from ecomgraph.exchange.sssom_curies import NO_LICENSE, Curies
from ecomgraph.namespace import PREFIXES
from ecomgraph.reading.reader import PROPERTY, SKOS, SOURCE, TARGET, key_of
from ecomgraph.schema import KINDS

if TYPE_CHECKING:
    from ecomgraph.exchange.content import Content
    from ecomgraph.exchange.lint import Ledger
    from ecomgraph.exchange.sink import Sink

__all__ = ["COLUMNS", "FORMAT", "write"]

FORMAT = Format(
    name="sssom",
    tool="SSSOM 1.0 table: sssom-py and tools for mappings",
    filename="careers.sssom.tsv",
    derived=False,
    lost=(
        "everything but mappings to other vocabularies; --alignments adds those that come with ecomgraph",
        "mappings of things without an IRI",
    ),
)
COLUMNS = (
    "subject_id",
    "subject_label",
    "predicate_id",
    "predicate_modifier",
    "object_id",
    "object_label",
    "mapping_justification",
    "confidence",
    "comment",
)
_MATCHES = tuple(SKOS + f"{name}Match" for name in ("exact", "close", "broad", "narrow", "related"))
_SSSOM, _COMMENT = PREFIXES["sssom"], PREFIXES["rdfs"] + "comment"
_UNKNOWN = "semapv:UnspecifiedMatching"
_KNOWN = {iri: prefix for prefix, iri in PREFIXES.items()} | {
    "http://data.europa.eu/esco/skill/": "escoskill",
    "http://data.europa.eu/esco/occupation/": "escooccupation",
    "https://www.onetonline.org/link/summary/": "onet",
}
_Row = dict[str, str]


def write(content: Content, sink: Sink, ledger: Ledger) -> None:
    """Write the metadata of the set, and one row per mapping, by subject, predicate and object."""
    curies = Curies(_KNOWN)
    rows = sorted(_rows(content, curies, ledger), key=lambda row: [row[name] for name in COLUMNS])
    if not rows:
        ledger.warn("mappings", "there are none; --alignments adds those of the bundled framework to ESCO and O*NET")
    with sink.text(FORMAT.filename) as file:
        file.writelines(f"# {line}\n" for line in _head(content, curies, ledger))
        writer = csv.DictWriter(file, COLUMNS, delimiter="\t", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    ledger.records["mappings"] += len(rows)


def _head(content: Content, curies: Curies, ledger: Ledger) -> list[str]:
    identity = Identity(content)
    rights = all_rights(content)
    license_ = next((it.license for it in rights if it.license), "")
    if not license_:
        license_ = NO_LICENSE
        ledger.warn("license", "SSSOM requires one, and the framework states none")
    fields = {
        "mapping_set_id": f"{identity.iri}/mappings",
        "mapping_set_title": f"{ledger.name(identity.title, 'title')}: mappings",
        "mapping_set_version": identity.version,
        "mapping_date": last_change(content),
        "license": license_,
        "other": as_text(rights, ledger),
    }
    # A JSON string is a quoted string of YAML, so that versions and dates stay what they are.
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in fields.items() if value]
    declared = sorted(curies.declared.items())
    return [
        *lines,
        *(["curie_map:"] if declared else []),
        *(f"  {prefix}: {json.dumps(iri)}" for prefix, iri in declared),
    ]


def _rows(content: Content, curies: Curies, ledger: Ledger) -> list[_Row]:
    """Return the stated mappings, each with the annotations of its axiom, and the negated ones."""
    told: dict[tuple[str, str, str], _Row] = {}
    for quad in content.store.quads_for_pattern(None, ox.NamedNode(PROPERTY), None, None):
        if content.takes(quad) and key_of(quad.object) in _MATCHES:
            axiom = key_of(quad.subject)
            starts, ends = (_values(content, axiom, it) for it in (SOURCE, TARGET))
            if starts and ends and content.within(starts[0]):
                told[starts[0], key_of(quad.object), ends[0]] = _details(content, axiom, curies, ledger)
    for kind in KINDS:
        for thing in content.things(kind):
            for match in _MATCHES:
                for iri in thing.iris(match) if thing.iri else ():
                    told.setdefault((thing.iri, match, iri), {})
    rows = []
    for (source, match, target), details in sorted(told.items()):
        if source.startswith("_:") or target.startswith("_:"):
            continue
        label = ledger.name(content.label(source), content.where(source)) if content.kind(source) else ""
        rows.append(
            dict.fromkeys(COLUMNS, "")
            | {"mapping_justification": _UNKNOWN}
            | details
            | {
                "subject_id": curies.of(source),
                "subject_label": label,
                "predicate_id": curies.of(match),
                "object_id": curies.of(target),
            }
        )
    return rows


def _details(content: Content, axiom: str, curies: Curies, ledger: Ledger) -> _Row:
    found: _Row = {}
    for name in ("object_label", "confidence"):
        if values := _values(content, axiom, _SSSOM + name):
            found[name] = one_line(ledger.text(values[0], axiom))
    for comment in (_COMMENT, _SSSOM + "comment"):
        if values := _values(content, axiom, comment):
            found["comment"] = one_line(ledger.text(values[0], axiom))
            break
    if "confidence" in found:
        found["confidence"] = repr(float(found["confidence"]))
    if values := _values(content, axiom, _SSSOM + "mapping_justification"):
        found["mapping_justification"] = curies.of(values[0])
    if any("Negated" in it or it == "Not" for it in _values(content, axiom, _SSSOM + "predicate_modifier")):
        found["predicate_modifier"] = "Not"
    return found


def _values(content: Content, key: str, predicate: str) -> list[str]:
    found = (quad.object for quad in content.quads(key, predicate))
    return sorted(it.value for it in found if isinstance(it, ox.NamedNode | ox.Literal))
