"""What single tools want: versions, scales and levels, lengths, edges that are not folded, declarations."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest

import ecomgraph
from ecomgraph.exchange.exporters import moodle
from ecomgraph.namespace import PREFIXES
from tests.exchange import reread_odoo
from tests.exchange.reread_sssom import read as read_sssom
from tests.exchange.small_graphs import FRENCH, LADDER, graph_of

if TYPE_CHECKING:
    from pathlib import Path

OWL, RDF, SKOS = PREFIXES["owl"], PREFIXES["rdf"], PREFIXES["skos"]


@pytest.fixture
def ladder(tmp_path: Path) -> ecomgraph.CareerGraph:
    """A ladder of two roles with degrees on two scales."""
    return graph_of(tmp_path, LADDER)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


# ---------------------------------------------------------------- versions


@pytest.mark.parametrize(
    ("name", "version", "message"),
    [
        ("odoo", "16", "odoo has no version '16'; choose one of 17, 18, 19"),
        ("turtle", "1.2", "turtle has no versions; leave version '1.2' out"),
    ],
)
def test_a_version_that_a_format_has_not_is_refused(
    name: str, version: str, message: str, ladder: ecomgraph.CareerGraph, tmp_path: Path
) -> None:
    with pytest.raises(ecomgraph.ArgumentError, match=message):
        ladder.export(name, tmp_path / "out", version=version)
    assert not (tmp_path / "out").exists()


# ---------------------------------------------------------------- Odoo


def test_odoo_19_has_a_record_for_each_skill_of_a_job(ladder: ecomgraph.CareerGraph, tmp_path: Path) -> None:
    ladder.export("odoo", tmp_path / "o")
    types, _ = reread_odoo.read_types(tmp_path / "o")
    levels = {iri: name for found in types.values() for iri, (name, _) in found["levels"].items()}
    found = {
        (row["job_id/id"].rpartition("_")[2], row["skill_id/id"].rpartition("_")[2], levels[row["skill_level_id/id"]])
        for row in rows_of(tmp_path / "o" / "hr.job.skill.csv")
    }
    # 0.6 of the scale is above its second level; the lowest level stands for a need without one.
    assert found == {
        ("clerk", "tact", "With help"),
        ("clerk", "stock", "Expert"),
        ("clerk", "french", "A1"),
        ("boss", "tact", "Expert"),
        ("boss", "stock", "Expert"),
        ("boss", "french", "A1"),
    }
    assert {found["name"]: list(found["levels"].values()) for found in types.values()} == {
        "Practical skill (Craft)": [("With help", 25), ("Alone", 50), ("Expert", 100)],
        "Practical skill (Languages)": [("A1", 50), ("C2", 100)],
    }
    assert all(it["id"].startswith("ecomgraph_") for it in rows_of(tmp_path / "o" / "hr.job.skill.csv"))


def test_odoo_18_has_expected_skills_and_17_has_text(ladder: ecomgraph.CareerGraph, tmp_path: Path) -> None:
    for version in ("17", "18"):
        report = ladder.export("odoo", tmp_path / version, version=version)
        assert not (tmp_path / version / "hr.job.skill.csv").exists()
        assert any(it.startswith(f"Odoo {version}: requirements as links") for it in report.lost)
    (boss,) = (it for it in rows_of(tmp_path / "18" / "hr.job.csv") if it["name"] == "Boss")
    assert [it.rpartition("_")[2] for it in boss["skill_ids/id"].split(",")] == ["stock", "tact", "french"]
    assert "- Tact (Expert)" in boss["requirements"]
    (boss,) = (it for it in rows_of(tmp_path / "17" / "hr.job.csv") if it["name"] == "Boss")
    assert "skill_ids/id" not in boss
    assert "- Tact (Expert)" in boss["requirements"]


def test_odoo_gets_tenths_where_degrees_have_no_scale(tmp_path: Path) -> None:
    graph = graph_of(tmp_path, FRENCH + ":besoin ecg:proficiency 0.42 .")
    report = graph.export("odoo", tmp_path / "o")
    types, _ = reread_odoo.read_types(tmp_path / "o")
    (found,) = types.values()
    (row,) = rows_of(tmp_path / "o" / "hr.job.skill.csv")
    assert found["levels"][row["skill_level_id/id"]] == ("50%", 50)
    assert any("rounded up to tenths" in it for it in report.lost)


def test_odoo_asked_of_what_is_asserted(ladder: ecomgraph.CareerGraph, tmp_path: Path) -> None:
    ladder.export("odoo", tmp_path / "o", derived=False)
    jobs = [row["job_id/id"].rpartition("_")[2] for row in rows_of(tmp_path / "o" / "hr.job.skill.csv")]
    assert sorted(jobs) == ["boss", "boss", "clerk", "clerk", "clerk"]


# ---------------------------------------------------------------- Moodle


def test_moodle_has_the_scale_of_the_framework_and_others_at_their_skills(
    ladder: ecomgraph.CareerGraph, tmp_path: Path
) -> None:
    ladder.export("moodle", tmp_path / "m.csv")
    framework, *rows = rows_of(tmp_path / "m.csv")
    assert framework["Scale values"] == "Not yet,With help,Alone,Expert"
    proficient = [it.get("proficient") for it in json.loads(framework["Scale configuration"])[1:]]
    assert proficient == [0, 1, 1, 1]
    assert {it["Short name"]: it["Scale values"] for it in rows if it["Scale values"]} == {"French": "Not yet,A1,C2"}


def test_moodle_counts_as_proficient_what_is_asked_for(tmp_path: Path) -> None:
    graph = graph_of(tmp_path, LADDER.replace("ecg:requiredLevel :helped", "ecg:requiredLevel :alone"))
    graph.export("moodle", tmp_path / "m.csv")
    framework, *_ = rows_of(tmp_path / "m.csv")
    assert [it["id"] for it in json.loads(framework["Scale configuration"])[1:]] == [1, 3, 4]


def test_moodle_says_when_rows_are_many(
    ladder: ecomgraph.CareerGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ladder.export("moodle", tmp_path / "m.csv").warnings == ()
    monkeypatch.setattr(moodle, "MANY_ROWS", 5)
    (warning,) = ladder.export("moodle", tmp_path / "m.csv", force=True).warnings
    assert warning.startswith("moodle.csv: 6 rows: raise PHP's max_execution_time")


# ---------------------------------------------------------------- CASE


def test_case_1_1_says_which_level_is_required(ladder: ecomgraph.CareerGraph, tmp_path: Path) -> None:
    ladder.dataset.add(
        ox.parse(
            f"<https://shop.example/tact> <{SKOS}closeMatch> <http://data.europa.eu/esco/skill/x> .",
            format=ox.RdfFormat.TURTLE,
        )
    )
    report = ladder.export("case", tmp_path / "c.json", version="1.1")
    package = json.loads((tmp_path / "c.json").read_text("utf-8"))
    assert package["CFDocument"]["caseVersion"] == "1.1"
    needs = {
        (it["originNodeURI"]["title"], it["destinationNodeURI"]["title"]): (it["extensions"], it["notes"])
        for it in package["CFAssociations"]
        if it["associationType"] == "ext:requires"
    }
    expert = {"ext:requiredLevel": "https://shop.example/expert"}
    assert needs["Boss", "Tact"] == (expert, "Required level: Expert")
    assert len(needs) == 6
    (match,) = (it for it in package["CFAssociations"] if it["associationType"] == "ext:closeMatch")
    assert match["destinationNodeURI"]["targetType"] == "ext:esco"
    assert not any(it.startswith("CASE 1.0") for it in report.lost)


def test_case_1_0_has_nothing_that_1_0_readers_refuse(ladder: ecomgraph.CareerGraph, tmp_path: Path) -> None:
    """And nothing that the schema of 1.1 refuses: such keys, texts where lists belong, or null."""
    report = ladder.export("case", tmp_path / "c.json")
    text = (tmp_path / "c.json").read_text("utf-8")
    package = json.loads(text)
    assert not any(it in text for it in ("ext:", "targetType", "caseVersion", "CFDocumentURI", "CFPackageURI", "null"))
    assert all(isinstance(it.get("conceptKeywords", []), list) for it in package["CFItems"])
    assert all(it["description"] for it in package["CFDefinitions"]["CFItemTypes"])
    assert any(it.startswith("CASE 1.0: has no place for the level") for it in report.lost)


def test_case_shortens_what_registries_refuse(ladder: ecomgraph.CareerGraph, tmp_path: Path) -> None:
    report = ladder.export("case", tmp_path / "c.json", title="x" * 130)
    document = json.loads((tmp_path / "c.json").read_text("utf-8"))["CFDocument"]
    assert len(document["title"]) == 120
    assert f"Title: {'x' * 130}" in document["notes"]
    assert report.repaired == (
        "title: over 120 characters, which registries refuse, so it is shortened; the notes have the full text",
    )
    iri = f"<https://shop.example/{'b' * 300}>"
    long = graph_of(
        tmp_path, LADDER.replace(":boss a", f"{iri} a").replace("transitionTo :boss", f"transitionTo {iri}")
    )
    assert any("its uri has over 300 characters" for it in long.export("case", tmp_path / "d.json").warnings)


# ---------------------------------------------------------------- graphs


def test_gexf_tells_two_transitions_between_two_roles_apart(tmp_path: Path) -> None:
    ends = "ecg:transitionFrom :clerk ; ecg:transitionTo :boss"
    again = f":again a ecg:Transition ; {ends} ; ecg:transitionKind kind:level-up ."
    graph_of(tmp_path, LADDER + again).export("gexf", tmp_path / "g.gexf")
    edges = ElementTree.parse(tmp_path / "g.gexf").findall(".//{*}edge")  # noqa: S314
    found = [(it.get("label"), it.get("kind")) for it in edges if it.get("label") == "TRANSITION"]
    assert sorted(found) == [("TRANSITION", "TRANSITION"), ("TRANSITION", "TRANSITION 2")]


def test_property_graph_for_memgraph_has_a_file_for_each_label(ladder: ecomgraph.CareerGraph, tmp_path: Path) -> None:
    report = ladder.export("property-graph", tmp_path / "out", version="memgraph")
    names = {it.rpartition("/")[2] for it in report.files}
    assert {"nodes-Role.csv", "nodes-Skill.csv", "relationships-REQUIRES-Role-Skill.csv", "load.cypher"} <= names
    script = (tmp_path / "out" / "load.cypher").read_text("utf-8").splitlines()
    loads = [line for line in script if line.startswith("LOAD CSV")]
    assert {line.split('"')[1].rpartition("/")[2] for line in loads} == names - {"load.cypher", "license.txt"}
    (roles,) = (line for line in loads if "nodes-Role.csv" in line)
    assert "CREATE (:Role:CareerNode {`id`: row.`id`" in roles
    assert "`rank`: toInteger(row.`rank`)" in roles
    rows = sum(len(rows_of(tmp_path / "out" / it)) for it in names if it.endswith(".csv"))
    assert rows == sum(count for _, count in report.records)


# ---------------------------------------------------------------- lists of skills and workbooks


def test_osmt_puts_the_name_before_statements_that_skills_share(tmp_path: Path) -> None:
    graph = graph_of(tmp_path, LADDER.replace("Knows what is there.", "spares  People."))
    report = graph.export("osmt", tmp_path / "o.csv")
    found = {row["RSD Name"]: row["Skill Statement"] for row in rows_of(tmp_path / "o.csv")}
    assert found["Tact"] == "Tact: Spares people."
    assert found["Stock keeping"] == "Stock keeping: spares  People."
    assert found["French"] == "Speaks French."
    assert len(report.repaired) == 2


@pytest.mark.long
def test_workbook_shortens_a_text_that_no_cell_holds(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    graph = graph_of(tmp_path, LADDER.replace("Spares people.", "k" * 32764 + "\\u0007" + "k" * 20))
    report = graph.export("xlsx", tmp_path / "o.xlsx")
    (lost,) = (it for it in report.lost if it.startswith("skill tact"))
    assert lost == "skill tact, definition: 21 characters of a text over 32767; csv has all"
    sheet = openpyxl.load_workbook(tmp_path / "o.xlsx")["Skills"]
    assert "k" * 32764 in {cell.value for row in sheet.iter_rows() for cell in row}


# ---------------------------------------------------------------- RDF


def test_rdfxml_declares_terms_that_nothing_else_declares(tmp_path: Path) -> None:
    text = LADDER + ":tact :likes :french ; :nickname 'T' . :french a :Tongue ."
    report = graph_of(tmp_path, text).export("rdfxml", tmp_path / "o.rdf")
    quads = ox.parse((tmp_path / "o.rdf").read_bytes(), format=ox.RdfFormat.RDF_XML)
    types = {it.subject.value: it.object.value for it in quads if it.predicate.value == RDF + "type"}
    assert types["https://shop.example/likes"] == OWL + "ObjectProperty"
    assert types["https://shop.example/nickname"] == OWL + "AnnotationProperty"
    assert types["https://shop.example/Tongue"] == OWL + "Class"
    assert OWL + "Ontology" in types.values()
    assert dict(report.records)["declarations"] > 10
    assert any("007 is written as 7" in it for it in report.lost)


def test_rdfxml_with_declarations_is_loaded_like_the_graph_itself(
    ladder: ecomgraph.CareerGraph, tmp_path: Path
) -> None:
    ladder.export("rdfxml", tmp_path / "o.rdf")
    again = ecomgraph.load(tmp_path / "o.rdf")
    assert [it.iri for it in again.roles()] == [it.iri for it in ladder.roles()]
    assert again.skills("boss") == ladder.skills("boss")
    assert again.validate().conforms == ladder.validate().conforms


def test_skos_drops_a_relation_that_its_own_rules_forbid(tmp_path: Path) -> None:
    both = ":stock skos:broader :tact ; skos:exactMatch <urn:x> ; skos:broadMatch <urn:x> ; skos:prefLabel 'Stock' ."
    report = graph_of(tmp_path, LADDER + both).export("skos", tmp_path / "o.ttl")
    assert any("related to tact, which is also broader or narrower: SKOS S27" in it for it in report.lost)
    assert any("broadMatch to urn:x, which is also an exact match: SKOS S46" in it for it in report.lost)
    what = "a second preferred label in a language was written as an alternative label"
    assert report.repaired == (f"skill stock: {what}",)
    found = {(it.predicate.value, str(it.object)) for it in ox.parse(path=str(tmp_path / "o.ttl"))}
    assert (SKOS + "exactMatch", "<urn:x>") in found
    assert not {it for it in found if it[0] in (SKOS + "related", SKOS + "broadMatch")}


def test_sssom_keeps_what_axioms_say_and_denials(tmp_path: Path) -> None:
    axioms = """
    @prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix sssom: <https://w3id.org/sssom/> .
    @prefix semapv: <https://w3id.org/semapv/vocab/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    :tact skos:closeMatch <https://a.example/1> .
    :m1 a owl:Axiom ; owl:annotatedSource :tact ; owl:annotatedProperty skos:closeMatch ;
        owl:annotatedTarget <https://a.example/1> ; sssom:confidence 0.8e0 ; rdfs:comment "Much the same."@en ;
        sssom:object_label "Tactfulness" ; sssom:mapping_justification semapv:ManualMappingCuration .
    :m2 a owl:Axiom ; owl:annotatedSource :french ; owl:annotatedProperty skos:exactMatch ;
        owl:annotatedTarget <https://a.example/2> ; sssom:predicate_modifier sssom:NegatedPredicate ;
        sssom:mapping_justification semapv:MappingReview ."""
    report = graph_of(tmp_path, LADDER + axioms).export("sssom", tmp_path / "m.tsv")
    fields, prefixes, (french, tact) = read_sssom(tmp_path / "m.tsv")
    assert (tact["confidence"], tact["comment"], tact["object_label"]) == ("0.8", "Much the same.", "Tactfulness")
    assert tact["mapping_justification"] == "semapv:ManualMappingCuration"
    assert (french["predicate_modifier"], french["subject_label"]) == ("Not", "French")
    assert prefixes[tact["object_id"].partition(":")[0]] == "https://a.example/"
    assert "license: SSSOM requires one, and the framework states none" in report.warnings
    assert fields["license"].startswith("https://")
