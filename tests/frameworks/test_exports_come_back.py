"""What ecomgraph exports to a format that it also imports comes back; the report names what does not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

import ecomgraph
from ecomgraph import ImportOptions, import_framework
from tests.exchange.small_graphs import FRENCH, LADDER, graph_of

if TYPE_CHECKING:
    from pathlib import Path

Need = tuple[str, str, str, str, float | None]
# Scales that are imported count from 1.
OURS = LADDER.replace(
    ':none a ecg:ProficiencyLevel ; skos:prefLabel "None"@en ; ecg:rank 0 ; skos:inScheme :craft .', ""
)
ENDINGS = {
    "case": ".json",
    "xlsx": ".xlsx",
    "moodle": ".csv",
    "jsonld": ".jsonld",
    "ntriples": ".nt",
    "rdfxml": ".rdf",
    "trig": ".trig",
    "turtle": ".ttl",
}
WHOLE = ("csv", "xlsx", "case 1.1", "jsonld", "ntriples", "rdfxml", "trig", "turtle")
# These have no levels of requirements, and say so.
WITHOUT_LEVELS = {"case 1.0": "level that a requirement asks for", "ctdl-asn": "required level", "esco": "proficiency"}


def again(graph: ecomgraph.CareerGraph, name: str, folder: Path) -> tuple[ecomgraph.CareerGraph, str]:
    """Return a graph as it comes back, and what the export says is lost."""
    name, _, version = name.partition(" ")
    target = folder / f"out{ENDINGS.get(name, '')}"
    report = graph.export(name, target, version=version)
    done = import_framework(
        target, folder / "back.ttl", options=ImportOptions(map="flat" if name == "mapping" else None)
    )
    assert done.accepted, done.violations
    return ecomgraph.load(folder / "back.ttl"), "\n".join(report.lost)


def needs(graph: ecomgraph.CareerGraph, *, levels: bool) -> set[Need]:
    return {
        (
            node.label,
            it.skill.label,
            it.importance,
            (it.required_level or "") if levels else "",
            float(it.degree) if levels and it.degree is not None else None,
        )
        for node in graph.roles()
        for it in graph.skills(node)
    }


@pytest.fixture
def ladder(tmp_path: Path) -> ecomgraph.CareerGraph:
    return graph_of(tmp_path, OURS)


@pytest.mark.long
@pytest.mark.parametrize("name", WHOLE)
def test_requirements_come_back_with_importance_and_level(
    name: str, ladder: ecomgraph.CareerGraph, tmp_path: Path
) -> None:
    back, _ = again(ladder, name, tmp_path)
    assert len(needs(ladder, levels=True)) == 6
    assert needs(back, levels=True) == needs(ladder, levels=True)
    assert back.descriptors("tact") == ladder.descriptors("tact") or name == "case 1.1"
    assert [[it.definition for it in graph.descriptors("tact")] for graph in (back, ladder)] == [
        ["Calms an angry customer."]
    ] * 2
    assert {(it.kind, it.source, it.target) for it in back.transitions()} == {
        (it.kind, it.source, it.target) for it in ladder.transitions()
    }
    assert [[(it.iri, it.rank) for it in scale.levels] for scale in back.scales()] == [
        [(it.iri, it.rank) for it in scale.levels] for scale in ladder.scales()
    ]


@pytest.mark.parametrize("name", WITHOUT_LEVELS)
def test_other_formats_bring_requirements_back_and_say_that_levels_are_lost(
    name: str, ladder: ecomgraph.CareerGraph, tmp_path: Path
) -> None:
    back, lost = again(ladder, name, tmp_path)
    assert needs(back, levels=False) == needs(ladder, levels=False)
    assert WITHOUT_LEVELS[name] in lost


def test_plain_tables_bring_back_what_roles_ask_for_themselves(ladder: ecomgraph.CareerGraph, tmp_path: Path) -> None:
    back, lost = again(ladder, "mapping", tmp_path)
    missing = needs(ladder, levels=True) - needs(back, levels=True)
    assert {it[:2] for it in missing} == {("Boss", "French"), ("Boss", "Stock keeping"), ("Clerk", "French")}
    assert "ecg:buildsOn" in lost
    assert "ecg:usesScale" in lost


def test_moodle_brings_skills_of_roles_back_and_says_that_importance_is_lost(
    ladder: ecomgraph.CareerGraph, tmp_path: Path
) -> None:
    back, lost = again(ladder, "moodle", tmp_path)
    assert {it[:2] for it in needs(back, levels=False)} == {it[:2] for it in needs(ladder, levels=False)}
    assert "importance and level of single requirements" in lost


@pytest.mark.long
@pytest.mark.parametrize("name", [*WHOLE, *WITHOUT_LEVELS, "moodle"])
def test_texts_in_french_come_back_as_french(name: str, tmp_path: Path) -> None:
    graph = graph_of(tmp_path, FRENCH)
    back, lost = again(graph, name, tmp_path)
    values = (quad.object for quad in back.dataset.store)
    tags = {it.language for it in values if isinstance(it, ox.Literal) and it.value == "Vendeuse"}
    assert tags == {"fr"} or (tags == {"en"} and "the language of texts" in lost)
    (role,), (own,) = back.roles(), graph.roles()
    assert (role.label, role.definition) == (own.label, own.definition)
    assert needs(back, levels=False) == needs(graph, levels=False)


def test_case_1_1_brings_mappings_back(tmp_path: Path) -> None:
    graph = graph_of(
        tmp_path,
        OURS + ":tact skos:closeMatch <http://data.europa.eu/esco/skill/x> ; skos:narrowMatch <urn:a:b> ."
        ":boss skos:exactMatch <https://www.onetonline.org/link/summary/1> ; skos:relatedMatch <urn:a:c> .",
    )
    back, _ = again(graph, "case 1.1", tmp_path)
    for name in ("closeMatch", "narrowMatch", "exactMatch", "relatedMatch"):
        relation = f"http://www.w3.org/2004/02/skos/core#{name}"
        assert sorted(back.dataset.pairs(relation)) == sorted(graph.dataset.pairs(relation))
        assert len(list(back.dataset.pairs(relation))) == 1


def test_extensions_of_case_that_say_nothing_sensible_are_told(ladder: ecomgraph.CareerGraph, tmp_path: Path) -> None:
    ladder.export("case", tmp_path / "c.json", version="1.1")
    package = json.loads((tmp_path / "c.json").read_text("utf-8"))
    (stock,) = (it for it in package["CFItems"] if it["abbreviatedStatement"] == "Stock keeping")
    stock["extensions"] = {"ext:usesScale": "https://shop.example/nowhere"}
    needs_ = [it for it in package["CFAssociations"] if it["associationType"] == "ext:requires"]
    needs_[0]["extensions"] = {"ext:proficiency": 1.5}
    needs_[1]["extensions"], needs_[1]["notes"] = {}, "Required level: as agreed"
    (tmp_path / "c.json").write_text(json.dumps(package), encoding="utf-8")
    report = import_framework(tmp_path / "c.json", tmp_path / "back.ttl")
    notes = "\n".join(report.notes)
    assert "ext:proficiency 1.5 is not a number above 0 and up to 1, and was left out" in notes
    assert "the scale https://shop.example/nowhere of a skill is not a rubric, and was left out" in notes
    assert "Required level: as agreed" in (tmp_path / "back.ttl").read_text("utf-8")


def test_folder_of_ctdl_asn_with_other_files_counts_them(ladder: ecomgraph.CareerGraph, tmp_path: Path) -> None:
    ladder.export("ctdl-asn", tmp_path / "out")
    (tmp_path / "out" / "notes.txt").write_text("ours", encoding="utf-8")
    report = import_framework(tmp_path / "out", tmp_path / "back.ttl")
    (files,) = (it for it in report.account if it.unit == "files")
    assert (files.found, files.read, dict(files.left_out)) == (5, 4, {"not JSON-LD": 1})
    (tmp_path / "out" / "framework.jsonld").write_text('{"@graph": 1, "ceasn:Competency": 0}', encoding="utf-8")
    with pytest.raises(ecomgraph.EcomgraphError, match="@graph is not a list of objects"):
        import_framework(tmp_path / "out", tmp_path / "other.ttl")
