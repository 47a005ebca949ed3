"""Read tables, graphs and RDF back, and compare them with the graph."""

from __future__ import annotations

import csv
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import networkx as nx
import pyoxigraph as ox
from lxml import etree

from ecomgraph.exchange.cells import from_ooxml, plain, split
from ecomgraph.namespace import ECG, PREFIXES
from ecomgraph.store.dataset import ASSERTED, DERIVED, VOCABULARY
from tests.exchange.facts import CLASSES, OWL, RDF, SKOS, Facts, clean, line

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import ecomgraph

DCTERMS = PREFIXES["dcterms"]
SCHEMA = "https://schema.org/"
Tables = dict[str, list[dict[str, str]]]

# What the columns of the tables say, written down once more, independently of the exporter.
TEXTS = {"label": SKOS + "prefLabel", "definition": SKOS + "definition", "note": SKOS + "editorialNote"}
TEXTS |= {"section": ECG.inSection, "digest": ECG.textDigest, "title": DCTERMS + "title"}
TEXTS |= {"notation": SKOS + "notation", "abstract": DCTERMS + "abstract"}
NUMBERS = {"rank": ECG.rank, "proficiency": ECG.proficiency, "months": ECG.typicalMonths, "ordinal": ECG.ordinal}
NUMBERS |= {"importance_rating": ECG.importanceRating}
NUMBERS |= {"start": ECG.startOffset, "end": ECG.endOffset, "extent": DCTERMS + "extent"}
LISTS = {"alt_labels": SKOS + "altLabel", "scope_notes": SKOS + "scopeNote"}
VALUES = {"basis": ECG.hasBasis, "importance": ECG.importance, "kind": ECG.transitionKind, "facet": ECG.facet}
VALUES |= {"modality": ECG.modality, "type": ECG.skillType, "predicate": OWL + "annotatedProperty"}
IRIS = {"close_matches": SKOS + "closeMatch", "broad_matches": SKOS + "broadMatch"}
IRIS |= {"related_matches": SKOS + "relatedMatch"}
IRIS |= {"url": SCHEMA + "url", "document_type": DCTERMS + "type"}
LINKS = {
    "levels": (ECG.hasLevel, "level"),
    "specializations": (ECG.hasSpecialization, "specialization"),
    "responsibilities": (ECG.hasResponsibility, "responsibility"),
    "activities": (ECG.performsActivity, "activity"),
    "objectives": (ECG.pursuesObjective, "objective"),
    "challenges": (ECG.facesChallenge, "challenge"),
    "characteristics": (ECG.hasCharacteristic, "characteristic"),
    "collaborations": (ECG.hasCollaboration, "collaboration"),
    "team_roles": (ECG.leadsTeamRole, "team-role"),
    "evidence": (ECG.hasEvidence, "passage"),
    "role": (ECG.narrowsRole, "role"),
    "level": (ECG.atLevel, "level"),
    "specialization": (ECG.inSpecialization, "specialization"),
    "next_level": (ECG.nextLevel, "level"),
    "related": (SKOS + "related", "skill"),
    "skill": (ECG.requiredSkill, "skill"),
    "function": (ECG.collaboratesWith, "function"),
    "purposes": (ECG.hasPurpose, "objective"),
    "contrasts_with": (ECG.contrastsWith, "characteristic"),
    "source": (DCTERMS + "isPartOf", "source"),
    "from": (ECG.transitionFrom, ""),
    "to": (ECG.transitionTo, ""),
    "subject": (OWL + "annotatedSource", ""),
    "object": (OWL + "annotatedTarget", ""),
    "inherits_from": (ECG.inheritsFrom, ""),
    "builds_on": (ECG.buildsOn, ""),
    "scale": (ECG.usesScale, "proficiency-scale"),
    "required_level": (ECG.requiredLevel, "proficiency-level"),
}
# Columns whose property depends on the table.
OF_KIND = {
    ("proficiency-level", "scale"): (SKOS + "inScheme", "proficiency-scale"),
    ("level-descriptor", "skill"): (ECG.ofSkill, "skill"),
    ("level-descriptor", "level"): (ECG.atProficiencyLevel, "proficiency-level"),
    ("learning-resource", "skill"): (SCHEMA + "teaches", "skill"),
    ("learning-resource", "level"): (ECG.atProficiencyLevel, "proficiency-level"),
}
# What the tables do not carry, as the list of formats says: schemes, and what the rules conclude again.
LOST = {RDF + "type", SKOS + "inScheme", SKOS + "topConceptOf", PREFIXES["prov"] + "wasGeneratedBy"}
LOST |= {ECG.advancesTo, ECG.worksWith, *(DCTERMS + name for name in ("title", "license", "creator"))}
LOST |= {ECG.requiresSkill, ECG.requiresEssentialSkill, ECG.requiresOptionalSkill}
LOST |= {PREFIXES["rdfs"] + "label", SKOS + "narrower", SKOS + "hasTopConcept"}


# ---------------------------------------------------------------- csv, xlsx


def csv_tables(graph: ecomgraph.CareerGraph, folder: Path, *, derived: bool = False) -> ecomgraph.ExportReport:
    """Rebuild every fact of the folder of tables, with nothing but the columns to go by."""
    report = graph.export("csv", folder, derived=derived)
    tables: Tables = {}
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            header, *rows = list(csv.reader(file, strict=True))
        assert not any(cell.startswith(("=", "+", "@", "\t", "\r")) for row in rows for cell in row)
        tables[path.stem] = [dict(zip(header, map(plain, row), strict=True)) for row in rows]
    _compare_tables(Facts(graph, derived=derived), tables, clean)
    assert {kind: count for kind, count in report.records if count} == {
        it: len(tables[it]) for it in tables if tables[it]
    }
    return report


def xlsx(graph: ecomgraph.CareerGraph, path: Path, *, derived: bool = False) -> ecomgraph.ExportReport:
    """Rebuild every fact of the workbook; no cell is a formula, the header is frozen and filtered."""
    from openpyxl import load_workbook

    report = graph.export("xlsx", path, derived=derived)
    tables: Tables = {}
    with path.open("rb") as file:
        book = load_workbook(file)
    for sheet in book.worksheets:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions
        rows = list(sheet.iter_rows())
        assert all(cell.data_type in "sn" for row in rows for cell in row)
        header = [str(cell.value) for cell in rows[0]]
        name = sheet.title.lower().replace(" ", "-")
        tables[name] = [dict(zip(header, (_cell(cell.value) for cell in row), strict=True)) for row in rows[1:]]
        assert header[-1] == "iri" or name == "required-skills"
    _compare_tables(Facts(graph, derived=derived), tables, str)
    return report


def _cell(value: object) -> str:
    return "" if value is None else plain(from_ooxml(str(value)))


def _compare_tables(facts: Facts, tables: Tables, seen: Callable[[str], str]) -> None:
    keys = {
        (kind, row["id"]): row["iri"]
        for table, kind in zip(tables, map(_kind_of, tables), strict=True)
        for row in tables[table]
        if kind
    }
    for table, rows in tables.items():
        kind = _kind_of(table)
        if not kind:
            found = {(_resolve(row["node"], "", keys), keys["skill", row["skill"]], row["importance"]) for row in rows}
            nodes = facts.iris("role", "profile")
            assert found == {(node, *needed) for node in nodes for needed in facts.required(node).items()}
            continue
        assert {row["iri"] for row in rows} == facts.iris(kind)
        assert len({row["id"] for row in rows}) == len(rows)
        for row in rows:
            carried = {_predicate(column, kind) for column in row} | (
                {ECG.hasSkillRequirement} if table in HOLDERS else set()
            )
            assert facts.predicates(row["iri"]) <= carried | LOST, facts.predicates(row["iri"]) - carried - LOST
            for column, cell in row.items():
                if column not in ("id", "iri"):
                    _compare_cell(facts, row["iri"], column, cell, kind, keys, seen)
    assert {_kind_of(table) for table in tables} >= CLASSES.keys()


HOLDERS = {"roles", "profiles", "responsibilities", "activities", "transitions"}


def _predicate(column: str, kind: str) -> str:
    if (kind, column) in OF_KIND:
        return OF_KIND[kind, column][0]
    mapped = TEXTS | NUMBERS | LISTS | VALUES | IRIS | {name: predicate for name, (predicate, _) in LINKS.items()}
    return mapped.get(column, SKOS + "broader" if column == "broader" else "")


def _kind_of(table: str) -> str:
    singular = {"responsibilities": "responsibility", "activities": "activity", "required-skills": ""}
    return singular.get(table, table.removesuffix("s"))


def _compare_cell(
    facts: Facts,
    iri: str,
    column: str,
    cell: str,
    kind: str,
    keys: dict[tuple[str, str], str],
    seen: Callable[[str], str],
) -> None:
    if column == "label":
        label = facts.label(iri)
        assert cell == seen(label) if line(label) else cell
    elif column in TEXTS:
        assert cell == seen(facts.text(iri, TEXTS[column]))
    elif column in NUMBERS:
        text = facts.text(iri, NUMBERS[column])
        assert (float(cell) if cell else None) == (float(text) if text else None)
    elif column in LISTS:
        assert set(split(cell)) == {text for raw in facts.texts(iri, LISTS[column]) if (text := seen(raw).strip())}
    elif column in VALUES:
        expected = facts.to(iri, VALUES[column])
        assert ([cell] if cell else []) == [it.rpartition("#")[2].rpartition("/")[2] for it in expected]
    elif column in IRIS:
        assert split(cell) == facts.to(iri, IRIS[column])
    elif column == "holders":
        assert {_resolve(ref, "", keys) for ref in split(cell)} == facts.holders(iri)
    elif column == "broader":
        assert {keys[kind, ref] for ref in split(cell)} == set(facts.to(iri, SKOS + "broader"))
    else:
        predicate, target = OF_KIND.get((kind, column)) or LINKS[column]
        refs = split(cell) if (kind, column) == ("learning-resource", "skill") else _refs(column, cell)
        assert {_resolve(ref, target, keys) for ref in refs} == set(facts.to(iri, predicate))


def _refs(column: str, cell: str) -> list[str]:
    return (
        split(cell)
        if column.endswith("s") or column in ("evidence", "related", "contrasts_with", "inherits_from", "builds_on")
        else [cell]
        if cell
        else []
    )


def _resolve(ref: str, kind: str, keys: dict[tuple[str, str], str]) -> str:
    if kind:
        return keys[kind, ref]
    found, _, slug = ref.partition(":")
    return keys[found, slug]


# ---------------------------------------------------------------- property-graph, graphml, gexf

EDGES = {
    predicate: re.sub(r"(?<=[a-z])(?=[A-Z])", "_", predicate.rpartition("#")[2].rpartition("/")[2]).upper()
    for predicate in {
        *(predicate for predicate, _ in LINKS.values()),
        *(SKOS + "broader", ECG.advancesTo, ECG.worksWith),
    }
    - {ECG.requiredSkill, ECG.transitionFrom, ECG.transitionTo, OWL + "annotatedSource", OWL + "annotatedTarget"}
}
NODE_KINDS = set(CLASSES) - {"requirement", "transition", "statement"}


def property_graph(graph: ecomgraph.CareerGraph, folder: Path) -> ecomgraph.ExportReport:
    """Read both files by their headers."""
    report = graph.export("property-graph", folder)
    with (folder / "nodes.csv").open(encoding="utf-8", newline="") as file:
        nodes = list(csv.DictReader(file, strict=True))
    with (folder / "relationships.csv").open(encoding="utf-8", newline="") as file:
        edges = list(csv.DictReader(file, strict=True))
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for row in nodes:
        attributes = {name.partition(":")[0]: value for name, value in row.items() if value}
        network.add_node(row["id:ID"], **attributes)
    for row in edges:
        attributes = {name.partition(":")[0]: value for name, value in row.items() if value and name[0] != ":"}
        network.add_edge(row[":START_ID"], row[":END_ID"], type=row[":TYPE"], **attributes)
    assert len(network) == len(nodes)
    _compare_network(Facts(graph), network, report)
    return report


def graphml(graph: ecomgraph.CareerGraph, path: Path) -> ecomgraph.ExportReport:
    """Read it with networkx."""
    report = graph.export("graphml", path)
    _compare_network(Facts(graph), nx.read_graphml(path, force_multigraph=True), report)
    return report


def gexf(graph: ecomgraph.CareerGraph, path: Path) -> ecomgraph.ExportReport:
    """Read it with networkx, which gives an edge's label under that name."""
    report = graph.export("gexf", path)
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph(nx.read_gexf(path))
    # Gephi folds edges of one kind between two nodes into one.
    kinds = [(it.get("source"), it.get("target"), it.get("kind")) for it in etree.parse(path).iter("{*}edge")]
    assert len(kinds) == len(set(kinds)) == network.number_of_edges()
    for *_, data in network.edges(data=True):
        data["type"] = data.pop("label")
    _compare_network(Facts(graph), network, report)
    return report


def _compare_network(facts: Facts, network: Any, report: ecomgraph.ExportReport) -> None:
    iris = {node: data["iri"] for node, data in network.nodes(data=True)}
    assert set(iris.values()) == facts.iris(*NODE_KINDS)
    assert len(set(iris.values())) == len(network)
    for _, data in network.nodes(data=True):
        iri = data["iri"]
        if line(facts.label(iri)):
            assert data["label"] == line(facts.label(iri))
        assert data.get("definition", "") == clean(facts.text(iri, SKOS + "definition"))
        alternatives = {text for raw in facts.texts(iri, SKOS + "altLabel") if (text := clean(raw).strip())}
        assert set(split(data.get("alt_labels", ""))) == alternatives
        assert str(data.get("rank", "")) == facts.text(iri, ECG.rank)
        assert iri in facts.iris(data["kind"])
    found = Counter((data["type"], iris[source], iris[target]) for source, target, data in network.edges(data=True))
    assert found == _expected_edges(facts)
    assert sum(count for kind, count in report.records) == network.number_of_nodes() + network.number_of_edges()
    degrees = {(data["type"], iris[source], iris[target]): data for source, target, data in network.edges(data=True)}
    for node in facts.iris("role", "profile") if facts.derived else ():
        for it in facts.graph.skills(node):
            data = degrees["REQUIRES_SKILL", node, it.skill.iri]
            assert (float(data["degree"]) if "degree" in data else None) == it.degree
            assert ("required_level" in data) == (it.required_level is not None)
    reasons = {data["iri"]: data for *_, data in network.edges(data=True) if "iri" in data}
    for iri in facts.iris("statement"):
        assert reasons[iri]["type"] == EDGES[facts.to(iri, OWL + "annotatedProperty")[0]]
    for iri in facts.iris("transition"):
        asked = {facts.to(it, ECG.requiredSkill)[0] for it in facts.to(iri, ECG.hasSkillRequirement)}
        named = {network.nodes[f"skill:{ref}"]["iri"] for ref in split(reasons[iri].get("required_skills", ""))}
        assert named == asked
    for iri in facts.iris("requirement", "transition", "statement"):
        if iri in reasons:
            passages = {network.nodes[f"passage:{ref}"]["iri"] for ref in split(reasons[iri].get("evidence", ""))}
            assert passages == set(facts.to(iri, ECG.hasEvidence))
            assert reasons[iri].get("note", "") == clean(facts.text(iri, SKOS + "editorialNote"))
            importance = [it.rpartition("/")[2] for it in facts.to(iri, ECG.importance)]
            assert [reasons[iri][key] for key in ("importance",) if key in reasons[iri]] == importance


def _expected_edges(facts: Facts) -> Counter[tuple[str, str, str]]:
    found: Counter[tuple[str, str, str]] = Counter()
    for iri in facts.iris(*NODE_KINDS):
        for predicate, kind in EDGES.items():
            found.update((kind, iri, target) for target in facts.to(iri, predicate))
    for kind, predicate, edge in (
        ("proficiency-level", SKOS + "inScheme", "IN_SCHEME"),
        ("level-descriptor", ECG.ofSkill, "OF_SKILL"),
        ("learning-resource", SCHEMA + "teaches", "TEACHES"),
        ("level-descriptor", ECG.atProficiencyLevel, "AT_PROFICIENCY_LEVEL"),
        ("learning-resource", ECG.atProficiencyLevel, "AT_PROFICIENCY_LEVEL"),
    ):
        for iri in facts.iris(kind):
            found.update((edge, iri, target) for target in facts.to(iri, predicate))
    for node in facts.iris("role", "profile"):
        found.update(("REQUIRES_SKILL", node, skill) for skill in facts.required(node))
    for requirement in facts.iris("requirement"):
        (skill,) = facts.to(requirement, ECG.requiredSkill)
        holders = set(facts.holders(requirement)) - facts.iris("transition")
        found.update(("REQUIRES", holder, skill) for holder in holders)
    for transition in facts.iris("transition"):
        ends = (facts.to(transition, end)[0] for end in (ECG.transitionFrom, ECG.transitionTo))
        found["TRANSITION", *ends] += 1  # type: ignore[index]
    return found


# ---------------------------------------------------------------- RDF

RDF_FORMATS = {
    "jsonld": ox.RdfFormat.JSON_LD,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "trig": ox.RdfFormat.TRIG,
    "turtle": ox.RdfFormat.TURTLE,
}


def rdf(graph: ecomgraph.CareerGraph, path: Path, name: str, *, derived: bool = True) -> ecomgraph.ExportReport:
    """Parse it again and compare canonical forms (RDFC-1.0): the same graph, whatever blank nodes are called."""
    report = graph.export(name, path, derived=derived)
    found = ox.Dataset(ox.parse(path.read_bytes(), format=RDF_FORMATS[name]))
    wanted = ox.Dataset(
        ox.Quad(quad.subject, quad.predicate, quad.object, _graph_in(name, quad))
        for quad in graph.dataset.store
        if quad.graph_name != VOCABULARY and (derived or quad.graph_name != DERIVED)
    )
    records = dict(report.records)
    if name == "rdfxml":
        _compare_declarations(found, wanted, records.pop("declarations"))
    for dataset in (found, wanted):
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    assert found == wanted
    assert records == {"triples": len(wanted)}
    return report


def _compare_declarations(found: ox.Dataset, wanted: ox.Dataset, count: int) -> None:
    """Take the declarations out of what was found: each property and class has one kind, and there is one header."""
    kinds = {OWL + name for name in ("AnnotationProperty", "Class", "DatatypeProperty", "ObjectProperty")}
    types = {quad for quad in found if quad.predicate.value == RDF + "type" and isinstance(quad.object, ox.NamedNode)}
    declared = {quad.subject.value for quad in types if quad.object.value in kinds}
    built_in = (OWL, RDF, PREFIXES["rdfs"])
    used = {quad.predicate.value for quad in wanted} | {quad.object.value for quad in types}
    assert {it for it in used if not it.startswith(built_in)} <= declared
    added = [quad for quad in types if quad.object.value in kinds | {OWL + "Ontology"} and quad not in wanted]
    assert sum(1 for quad in added if quad.object.value == OWL + "Ontology") == 1
    assert len(added) == count
    for quad in added:
        found.discard(quad)


def _graph_in(name: str, quad: ox.Quad) -> ox.NamedNode | ox.BlankNode | ox.DefaultGraph:
    if name == "trig" or (name == "jsonld" and quad.graph_name != ASSERTED):
        return quad.graph_name
    return ox.DefaultGraph()
