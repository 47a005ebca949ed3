"""What readers of one language are shown of frameworks in several: names, order, groups, counts, suggestions."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest

import ecomgraph
from ecomgraph import ImportOptions, import_framework
from ecomgraph.reading.reader import ALT_LABEL, Reader, Thing
from tests.frameworks.miniatures import ESCO, ESCO_FILES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    Run = Callable[..., Result]

PREFIXES = """
@prefix ecg: <https://w3id.org/ecomgraph/ns#> .
@prefix importance: <https://w3id.org/ecomgraph/importance/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix : <https://atelier.example/> .
"""
SEWING = """
<https://atelier.example> dcterms:language "fr" .
:tailor a ecg:Role ; skos:prefLabel "Tailleur"@fr, "仕立て屋"@ja ; ecg:hasSkillRequirement :n1, :n2, :n3 .
:sewing a ecg:Skill ; skos:prefLabel "Couture"@fr ; skos:altLabel "お針"@ja, "縫製"@ja .
:cutting a ecg:Skill ; skos:prefLabel "Coupe"@fr ; skos:altLabel "Taille"@fr, "تفصيل"@ar ; skos:broader :sewing .
:colour a ecg:Skill ; skos:prefLabel "染色"@ja ; skos:altLabel "色"@ja .
:n1 a ecg:SkillRequirement ; ecg:requiredSkill :sewing ; ecg:importance importance:essential .
:n2 a ecg:SkillRequirement ; ecg:requiredSkill :cutting ; ecg:importance importance:essential .
:n3 a ecg:SkillRequirement ; ecg:requiredSkill :colour ; ecg:importance importance:optional .
"""


def loaded(folder: Path, text: str) -> ecomgraph.CareerGraph:
    (folder / "ours.ttl").write_text(PREFIXES + text, encoding="utf-8")
    return ecomgraph.load(folder / "ours.ttl")


@pytest.mark.parametrize(
    ("language", "sewing", "cutting", "colour"),
    [
        ("", (), ("Taille",), ("色",)),
        ("ja", ("お針", "縫製"), ("Taille",), ("色",)),
        ("ar", (), ("تفصيل",), ("色",)),
    ],
)
def test_other_names_are_in_a_language_that_the_reader_asks_for(
    tmp_path: Path, language: str, sewing: tuple[str, ...], cutting: tuple[str, ...], colour: tuple[str, ...]
) -> None:
    graph = loaded(tmp_path, SEWING)
    reader = Reader(graph.dataset.store, language, "fr")
    found = {it.skill.id: tuple(Thing(reader, it.skill.iri).texts(ALT_LABEL)) for it in graph.skills("tailor")}
    assert found == {"sewing": sewing, "cutting": cutting, "colour": colour}
    # Names in every language are found.
    assert graph.skill_gap({"縫製": None, "تفصيل": None}, "tailor").shared


def test_exports_put_no_other_language_beside_a_label(tmp_path: Path) -> None:
    loaded(tmp_path, SEWING).export("esco", tmp_path / "out", date="2026-01-01")
    rows = csv.DictReader((tmp_path / "out" / "skills_fr.csv").read_text("utf-8").splitlines())
    assert {row["preferredLabel"]: row["altLabels"] for row in rows} == {"Couture": "", "Coupe": "Taille", "染色": "色"}


def test_accents_do_not_change_the_order(tmp_path: Path) -> None:
    labels = ["Zoologue", "Écrivain", "eau", "Äbtissin", "apprenti", "がか", "かし", "きし"]
    roles = "".join(f':r{number} a ecg:Role ; skos:prefLabel "{it}"@fr .\n' for number, it in enumerate(labels))
    found = [it.label for it in loaded(tmp_path, roles).roles()]
    assert found == ["Äbtissin", "apprenti", "eau", "Écrivain", "Zoologue", "がか", "かし", "きし"]


def test_the_top_skill_of_a_group_is_listed_in_it(tmp_path: Path, run: Run) -> None:
    loaded(tmp_path, SEWING)
    lines = run("skills", "tailor", "--graph", tmp_path / "ours.ttl").stdout.splitlines()
    assert [line.split("  ")[0] for line in lines] == ["group", "Couture (2)", "", "Other skills (1)"]


def test_the_files_of_another_language_that_nothing_reads_are_said_to_have_no_place(esco: Path) -> None:
    for tag in ("en", "de"):
        (esco / f"ISCOGroups_{tag}.csv").write_text("code\n1\n", encoding="utf-8")
    (esco / "skills_de.csv").write_text(ESCO_FILES["skills_en"], encoding="utf-8")
    report = import_framework(esco, esco.parent / "out.nt", options=ImportOptions(language="en"))
    reasons = {it.part: list(dict(it.left_out)) for it in report.account}
    assert reasons["ISCOGroups_de.csv"] == reasons["ISCOGroups_en.csv"] == ["no place in the model"]
    assert reasons["skills_de.csv"] == ["in another language; --language de reads them"]


def test_codes_groups_and_broader_occupations_of_esco_come_back(esco: Path, tmp_path: Path) -> None:
    (esco / "broaderRelationsOccPillar_en.csv").write_text(
        f"conceptType,conceptUri,broaderType,broaderUri\nOccupation,{ESCO}occupation/1,Occupation,{ESCO}occupation/2\n",
        encoding="utf-8",
    )
    import_framework(esco, tmp_path / "first.nt")
    ecomgraph.load(tmp_path / "first.nt").export("esco", tmp_path / "again", date="2026-01-01")
    rows = csv.DictReader((tmp_path / "again" / "occupations_en.csv").read_text("utf-8").splitlines())
    assert {(row["code"], row["iscoGroup"]) for row in rows} == {("2431.1", "2431"), ("1221.2", "1221")}
    import_framework(tmp_path / "again", tmp_path / "second.nt")
    for name in ("broader", "broadMatch", "notation"):
        one, other = (
            {line for line in (tmp_path / it).read_text("utf-8").splitlines() if f"#{name}>" in line}
            for it in ("first.nt", "second.nt")
        )
        assert one == other != set()


# ------------------------------------------------------------------ names that are not there


def test_a_name_of_another_kind_is_told(tmp_path: Path, run: Run) -> None:
    graph = loaded(tmp_path, SEWING)
    with pytest.raises(ecomgraph.UnknownNameError, match=r"is called 'couture' \(it is a skill\)") as failure:
        graph.skills("couture")
    assert failure.value.found_as == "skill"
    failed = run("show", "縫製", "--graph", tmp_path / "ours.ttl")
    assert (failed.exit_code, "(it is a skill)" in failed.stderr) == (2, True)


@pytest.mark.long
def test_the_nearest_names_of_all_frameworks_are_offered_with_their_labels(tmp_path: Path, run: Run) -> None:
    loaded(tmp_path, SEWING.replace("Tailleur", "Bouche"))
    import_framework(tmp_path / "ours.ttl", tmp_path / "career.db", options=ImportOptions(name="aa"))
    # The framework that is last by name has the nearest role.
    (tmp_path / "others.ttl").write_text(
        PREFIXES.replace("atelier.", "z.") + ':r-7 a ecg:Role ; skos:prefLabel "Boucher"@fr .', encoding="utf-8"
    )
    import_framework(tmp_path / "others.ttl", tmp_path / "career.db", options=ImportOptions(name="zz"))
    failed = run("skills", "Bouchers", "--db", tmp_path / "career.db")
    offered = "did you mean 'Boucher' or 'tailor' (Bouche)?"
    assert failed.stderr == f"ecomgraph: no career node is called 'Bouchers'; {offered}\n"


def test_a_reference_to_another_framework_says_how_to_make_one(tables: Path) -> None:
    (tables / "transitions.csv").write_text("from,to\nmaster,https://other.example/role/chef\n", encoding="utf-8")
    with pytest.raises(
        ecomgraph.FrameworkError, match="add a row with its IRI in the column iri, and import with --ext"
    ):
        import_framework(tables, tables.parent / "out.nt")


def test_levels_are_called_by_name_in_queries() -> None:
    rows = [
        list(ecomgraph.load().query("who-asks-above-level", skill="seo", level=it)) for it in ("Working", "working")
    ]
    assert rows[0] == rows[1] != []


def test_values_without_their_option_are_told(run: Run) -> None:
    failed = run("query", "next-moves", "node=senior-director")
    assert (failed.exit_code, "-p node=senior-director" in failed.stderr) == (2, True)
    missing = run("query", "who-pursues")
    assert "the name of an objective is needed" in missing.stderr


@pytest.mark.long
def test_changes_and_crosswalk_say_how_much_and_that_there_is_nothing(releases: Path, run: Run) -> None:
    shown = run("changes", "onet-a", "onet-b", "--db", releases)
    counts = "note: 1 role changed, 1 requirement changed\n"
    assert shown.stderr == counts
    none = run("changes", "onet-a", "onet-a", "--db", releases)
    assert none.stderr == "note: nothing changed from onet-a to onet-a\n"
    nothing = run("crosswalk", "11-2022.00", "--framework", "onet-a", "--to", "bundled", "--db", releases)
    assert (nothing.exit_code, nothing.stderr.startswith("note: no role of bundled is mapped to ")) == (1, True)
    assert json.loads(run("changes", "onet-a", "onet-b", "--db", releases, "--format", "json").stdout)["changes"]
