"""Read the documents as a registry does: nodes by IRI, texts as language maps, every link inside resolved."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from tests.exchange.facts import SKOS, Facts, clean, line

if TYPE_CHECKING:
    from pathlib import Path

    import ecomgraph

FORMAT = "ctdl-asn"
CTID = re.compile(r"ce-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
REQUIRED = {
    "ceasn:CompetencyFramework": {"ceasn:name", "ceasn:description", "ceasn:inLanguage"},
    "ceasn:Competency": {"ceasn:competencyText", "ceasn:inLanguage", "ceasn:isPartOf"},
    "asn:ProgressionModel": {"ceasn:name", "ceasn:description", "skos:hasTopConcept"},
    "asn:ProgressionLevel": {"skos:prefLabel", "ceasn:inProgressionModel"},
    "ceterms:Occupation": {"ceterms:name", "ceterms:description"},
}
TEXTS = {"name", "description", "competencyText", "competencyLabel", "competencyCategory", "prefLabel", "definition"}


def nodes_of(path: Path) -> list[dict[str, Any]]:
    """The nodes of one document."""
    document = json.loads(path.read_text(encoding="utf-8"))
    assert CTID.fullmatch(document["@id"].rpartition("/")[2])
    found: list[dict[str, Any]] = document["@graph"]
    return found


def check(graph: ecomgraph.CareerGraph, folder: Path) -> ecomgraph.ExportReport:
    """What the registry requires is there; the tree goes both ways; needs and levels are those of the graph."""
    report = graph.export("ctdl-asn", folder)
    facts = Facts(graph)
    framework, *competencies = nodes_of(folder / "framework.jsonld")
    models = [nodes_of(path) for path in sorted(folder.glob("progression-model-*"))]
    occupations = nodes_of(folder / "occupations.jsonld")
    everything = [framework, *competencies, *occupations, *(node for model in models for node in model)]
    assert len({node["@id"] for node in everything}) == len(everything)
    assert len({node["ceterms:ctid"] for node in everything}) == len(everything)
    for node in everything:
        assert CTID.fullmatch(node["ceterms:ctid"])
        assert node.keys() >= REQUIRED[node["@type"]]
        assert all(isinstance(value, dict) for name, value in node.items() if name.rpartition(":")[2] in TEXTS)
    skills = {node["@id"]: node for node in competencies if "asn:hasProgressionLevel" not in node}
    assert skills.keys() == facts.iris("skill")
    kept = {*skills, *(node["@id"] for node in competencies)}
    for iri, node in skills.items():
        (label,), (text,) = node["ceasn:competencyLabel"].values(), node["ceasn:competencyText"].values()
        assert label == line(facts.label(iri))
        definition = clean(facts.text(iri, SKOS + "definition"))
        assert text == (definition if definition.strip() else label)
        parents = node.get("ceasn:isChildOf", [])
        assert parents == facts.to(iri, SKOS + "broader")
        assert all(iri in skills[parent]["ceasn:hasChild"] for parent in parents)
        assert set(node.get("ceasn:hasChild", [])) <= kept
    assert framework["ceasn:hasTopChild"] == [iri for iri in skills if "ceasn:isTopChildOf" in skills[iri]]
    told = sorted(
        (node["ceasn:isChildOf"][0], node["asn:hasProgressionLevel"][0])
        for node in competencies
        if "asn:hasProgressionLevel" in node
    )
    assert told == sorted((it, text.level.iri) for it in skills for text in graph.descriptors(it))
    assert {model[0]["@id"]: model[0]["skos:hasTopConcept"] for model in models} == {
        scale.iri: [level.iri for level in scale.levels if level.rank] for scale in graph.scales()
    }
    asked = {
        (node["@id"], target["ceterms:targetNode"]): importance
        for node in occupations
        for link, importance in (("ceterms:requires", "essential"), ("ceterms:recommends", "optional"))
        for profile in node.get(link, [])
        for target in profile["ceterms:targetCompetency"]
    }
    nodes = facts.iris("role", "profile")
    assert asked == {(node, it): how for node in nodes for it, how in facts.required(node).items()}
    assert {node["@id"] for node in occupations} == nodes
    links = dict(report.records).get("alignments", 0) + dict(report.records).get("target competencies", 0)
    assert sum(count for _, count in report.records) - links == len(everything)
    return report


def rights(folder: Path) -> str:
    """The licence and the rights of the framework."""
    framework, *_ = nodes_of(folder / "framework.jsonld")
    return f"{framework['ceasn:license']} {framework['ceasn:rights']}"
