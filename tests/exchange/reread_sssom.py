"""Read the table of mappings as its specification says."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

from tests.exchange.facts import SKOS, Facts

if TYPE_CHECKING:
    from pathlib import Path

    import ecomgraph

FORMAT = "sssom"
MATCHES = {f"{name}Match" for name in ("exact", "close", "broad", "narrow", "related")}


def read(path: Path) -> tuple[dict[str, str], dict[str, str], list[dict[str, str]]]:
    """The fields of the head, its prefixes, and the rows."""
    lines = path.read_text(encoding="utf-8").split("\n")
    head = [line.removeprefix("# ") for line in lines if line.startswith("#")]
    fields = {
        name: json.loads(value) for name, _, value in (it.partition(": ") for it in head) if name[0] != " " and value
    }
    prefixes = {
        name.strip(): json.loads(value) for name, _, value in (it.partition(": ") for it in head) if name[0] == " "
    }
    body = "\n".join(line for line in lines if not line.startswith("#"))
    return fields, prefixes, list(csv.DictReader(body.splitlines(keepends=True), delimiter="\t", strict=True))


def check(graph: ecomgraph.CareerGraph, path: Path) -> ecomgraph.ExportReport:
    """Every mapping of a thing is a row; with the bundled mappings, where there are none."""
    report = graph.export("sssom", path)
    if not dict(report.records)["mappings"]:
        assert any("there are none" in it for it in report.warnings)
        graph = _mapped(graph)
        report = graph.export("sssom", path, force=True)
    fields, prefixes, rows = read(path)
    assert fields["mapping_set_id"]
    assert fields["license"]
    prefixes |= {"skos": SKOS, "semapv": "https://w3id.org/semapv/vocab/"}

    def iri(curie: str) -> str:
        prefix, _, local = curie.partition(":")
        return prefixes[prefix] + local

    facts = Facts(graph)
    found = {(iri(row["subject_id"]), iri(row["predicate_id"]), iri(row["object_id"])) for row in rows}
    expected = {
        (subject, SKOS + name, target)
        for subject in facts.subjects()
        for name in MATCHES
        for target in facts.to(subject, SKOS + name)
    }
    assert found == expected
    assert len(found) == len(rows)
    assert {iri(row["mapping_justification"]).rpartition("/")[2] for row in rows} <= {
        "ManualMappingCuration",
        "UnspecifiedMatching",
    }
    assert all(row["predicate_modifier"] == "" and 0 < float(row["confidence"] or 1) <= 1 for row in rows)
    assert dict(report.records) == {"mappings": len(rows)}
    return report


def _mapped(graph: ecomgraph.CareerGraph) -> ecomgraph.CareerGraph:
    """The same graph with a mapping of one of its skills."""
    import pyoxigraph as ox

    import ecomgraph
    from ecomgraph.store.dataset import Dataset

    dataset = Dataset()
    dataset.store.bulk_extend(graph.dataset.store)
    dataset.language = graph.dataset.language
    skill = ox.NamedNode(graph.skill(min(Facts(graph).iris("skill"))).iri)
    match, target = ox.NamedNode(SKOS + "closeMatch"), ox.NamedNode("https://elsewhere.example/skills?id=1&b=ü")
    dataset.add([ox.Triple(skill, match, target)])
    copy = ecomgraph.CareerGraph(dataset, graph.language)
    copy._known = graph._frameworks()
    return copy


def rights(path: Path) -> str:
    """The licence and the field for all else."""
    fields, *_ = read(path)
    return f"{fields['license']} {fields.get('other', '')}"
