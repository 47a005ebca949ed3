"""Releases of O*NET and ESCO: what becomes of their files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook

import ecomgraph
from ecomgraph import FrameworkError, ImportOptions, SourceError, import_framework
from ecomgraph.exchange.importers.onet_groups import group_lines
from tests.frameworks.import_outcomes import imported, rows
from tests.frameworks.miniatures import ESCO, ESCO_FILES, ONET

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result


WEB = "https://www.onetonline.org/"


# ------------------------------------------------------------------ O*NET


@pytest.mark.long
def test_occupations_are_roles_and_related_ones_a_way_that_is_no_promotion(onet: Path) -> None:
    graph = imported(onet)
    assert graph.role("CEO").iri == f"{WEB}link/summary/11-1011.00"
    path = graph.find_path("Online Merchants", "Chief Executives")
    assert [it.kind for it in path.transitions] == ["related", "related"]
    assert [node.label for node in path.nodes] == ["Online Merchants", "Sales Managers", "Chief Executives"]
    assert rows(graph, "SELECT ?from ?to { ?from ecg:advancesTo ?to }") == []
    assert rows(graph, "SELECT ?note { ?transition a ecg:Transition ; skos:note ?note } ORDER BY ?note") == [
        ("Primary-Short, 1",),
        ("Supplemental, 12",),
    ]


@pytest.mark.long
def test_ratings_are_requirements_unless_low_suppressed_or_not_relevant(onet: Path) -> None:
    graph = imported(onet)
    found = rows(
        graph,
        "SELECT ?role ?skill ?importance ?level { ?role ecg:hasSkillRequirement ?it ."
        " ?it ecg:requiredSkill/skos:prefLabel ?skill ; ecg:importance/skos:prefLabel ?importance"
        " OPTIONAL { ?it ecg:proficiency ?level } } ORDER BY ?role ?skill",
    )
    assert found == [
        (f"{WEB}link/summary/11-1011.00", "Mathematics (knowledge)", "Essential", "1"),
        (f"{WEB}link/summary/11-1011.00", "Mathematics (skill)", "Essential", "0.5"),
        (f"{WEB}link/summary/13-1199.06", "Mathematics (skill)", "Optional", "None"),
    ]
    groups = {it.skill.label: it.group and it.group.label for it in graph.skills("Chief Executives")}
    assert groups == {"Mathematics (knowledge)": "Mathematics and Science", "Mathematics (skill)": "Basic Skills"}


def test_groups_of_the_content_model_have_names_of_their_own() -> None:
    lines = list(group_lines("urn:base/", ["2.C.3.b", "2.C.3.c", "2.C.10", "2.B.1.a"], {"Engineering and Technology"}))
    labels = [line for line in lines if "prefLabel" in line]
    assert [line.split('"')[1] for line in labels] == ["Social Skills", "Engineering and Technology (group)"]
    assert [line.split()[0] for line in lines if "broader" in line] == [
        f"<{WEB}find/descriptor/result/{element}>" for element in ("2.B.1.a", "2.C.3.b", "2.C.3.c")
    ]


@pytest.mark.long
def test_people_are_told_once_what_degrees_of_o_net_mean(onet: Path, run: Callable[..., Result]) -> None:
    graph = imported(onet)
    [framework] = graph.frameworks()
    told = "Degrees are on O*NET's level scale, 0 to 7, as percentages: 7 is 100%."
    assert framework.grading.startswith(told)
    database = onet.parent / "career.db"
    for command in (
        ("show", "CEO"),
        ("skills", "CEO"),
        ("gap", "Online Merchants", "CEO"),
        ("plan", "CEO"),
        ("plan", "CEO", "--format", "html"),
    ):
        text = run(*command, "--db", database).stdout.replace("&#39;", "'")
        assert text.count(told) == 1, command
    assert told not in run("skills", "Sales Managers", "--db", database).stdout


@pytest.mark.long
def test_what_was_left_out_is_counted(onet: Path, tmp_path: Path) -> None:
    report = import_framework(onet, tmp_path / "career.db")
    assert report.notes == (
        "Skills.txt: 1 row left out: importance below 2.5",
        "Skills.txt: 1 row left out: importance of an element that is not relevant",
        "Skills.txt: 2 rows left out: level of an element that is not needed",
        "Skills.txt: 1 row left out: level that O*NET recommends to suppress",
        "Knowledge.txt: 1 row left out: importance that O*NET recommends to suppress",
        "Knowledge.txt: 1 row left out: level of an element that is not needed",
    )


@pytest.mark.long
def test_job_zones_are_ranked_levels(onet: Path) -> None:
    graph = imported(onet)
    assert [(level.label, level.rank) for level in graph.levels("Chief Executives")] == [("Job zone 5", 5)]
    assert [level.rank for level in graph.levels()] == [3, 5]


@pytest.mark.long
def test_licence_and_attribution_travel_with_o_net(onet: Path, tmp_path: Path) -> None:
    graph = imported(onet)
    graph.export("turtle", tmp_path / "out.ttl")
    text = (tmp_path / "out.ttl").read_text(encoding="utf-8")
    assert 'dcterms:title "O*NET 29.2 Database"' in text
    assert "dcterms:license <https://creativecommons.org/licenses/by/4.0/>" in text
    assert "O*NET is a trademark of USDOL/ETA." in text
    again = import_framework(tmp_path / "out.ttl", tmp_path / "again.db")
    assert again.framework.title == "O*NET 29.2 Database"
    assert again.framework.license == "https://creativecommons.org/licenses/by/4.0/"


@pytest.mark.long
def test_o_net_comes_back_from_its_export_as_tables(onet: Path, tmp_path: Path) -> None:
    graph = imported(onet)
    graph.export("csv", tmp_path / "tables")
    again = import_framework(tmp_path / "tables", tmp_path / "again.db")
    assert again.accepted
    assert again.framework.license == "https://creativecommons.org/licenses/by/4.0/"
    assert "O*NET is a trademark of USDOL/ETA." in again.framework.attribution
    path = ecomgraph.open(tmp_path / "again.db").find_path("Online Merchants", "Chief Executives")
    assert [it.kind for it in path.transitions] == ["related", "related"]


@pytest.mark.long
def test_proposed_transitions_come_back_from_an_export_as_tables(esco: Path, tmp_path: Path) -> None:
    graph = imported(esco, propose=0.6)
    graph.export("csv", tmp_path / "tables")
    assert import_framework(tmp_path / "tables", tmp_path / "again.db").accepted
    transitions = ecomgraph.open(tmp_path / "again.db").transitions()
    assert [(it.kind, it.basis) for it in transitions] == [("similar-skills", "derived")] * 2


@pytest.mark.long
def test_the_excel_files_of_o_net_hold_the_same(onet: Path, tmp_path: Path) -> None:
    import_framework(onet, tmp_path / "text.nt")
    (tmp_path / "excel").mkdir()
    for name, text in ONET.items():
        book = Workbook()
        for number, line in enumerate(text.splitlines()):
            cells = line.split("\t")
            # The Excel files have further columns, empty cells, and numbers that are numbers.
            typed = [float(it) if it.replace(".", "").isdigit() and number else it for it in cells]
            book.worksheets[0].append([cells[0], *("" if it == "n/a" else it for it in typed[1:])])
        book.save(tmp_path / "excel" / f"{name}.xlsx")
    import_framework(tmp_path / "excel", tmp_path / "excel.nt")
    as_text, as_excel = (
        [line for line in (tmp_path / name).read_text().splitlines() if "graph/framework" not in line]
        for name in ("text.nt", "excel.nt")
    )
    assert as_text == as_excel


def test_an_occupation_that_is_not_described_is_told(onet: Path, tmp_path: Path) -> None:
    (onet / "Job Zones.txt").write_text("O*NET-SOC Code\tJob Zone\n99-9999.00\t4\n11-1011.00\t6\n", encoding="utf-8")
    with pytest.raises(FrameworkError) as caught:
        import_framework(onet, tmp_path / "career.db")
    assert caught.value.problems == (
        'Job Zones.txt:2: occupation "99-9999.00" is not in Occupation Data; use files of one release',
        'Job Zones.txt:3: job zone "6" is not a number from 1 to 5',
    )


def test_a_file_without_the_columns_of_o_net_is_told(onet: Path, tmp_path: Path) -> None:
    (onet / "Related Occupations.txt").write_text("O*NET-SOC Code\tCareer Changers\n", encoding="utf-8")
    with pytest.raises(
        FrameworkError, match="there is no column 'Relatedness Tier'; there are O\\*NET-SOC Code, Career"
    ):
        import_framework(onet, tmp_path / "career.db")


# ------------------------------------------------------------------ ESCO


def test_esco_keeps_its_iris_and_labels(esco: Path) -> None:
    graph = imported(esco)
    assert graph.role("e-commerce manager").iri == f"{ESCO}occupation/1"
    assert graph.role("online manager").label == "eBusiness manager"
    assert [role.label for role in graph.roles()] == ["commercial director", "eBusiness manager"]
    assert rows(graph, "SELECT ?match { ?role skos:broadMatch ?match } ORDER BY ?match") == [
        (f"{ESCO}isco/C1221",),
        (f"{ESCO}isco/C2431",),
    ]


def test_a_skill_called_for_twice_is_essential_and_labels_are_told_apart(esco: Path) -> None:
    graph = imported(esco)
    assert [(it.skill.label, it.importance) for it in graph.skills("eBusiness manager")] == [
        ("web analytics (knowledge)", "essential"),
        ("plan sales", "optional"),
    ]
    assert graph.skill("web analytics (skill)").broader == (f"{ESCO}skill/c",)
    assert rows(graph, "SELECT ?a ?b { ?a skos:related ?b }") == [(f"{ESCO}skill/b", f"{ESCO}skill/a")]


def test_what_is_left_out_of_esco_is_said(esco: Path, tmp_path: Path) -> None:
    assert import_framework(esco, tmp_path / "career.db").notes == (
        "broaderRelationsOccPillar_en.csv is not in the folder, so nothing was read from it",
        "occupations_en.csv: 1 row left out: status is not released",
        "occupationSkillRelations_en.csv: 1 row left out: a repeated pair, essential if either is",
        "broaderRelationsSkillPillar_en.csv: 1 row left out: about groups or other concepts, not occupations or skills",
        "skillSkillRelations_en.csv: 1 row left out: one of them is broader than the other",
    )


@pytest.mark.long
def test_esco_has_no_transitions_but_those_that_are_asked_for(esco: Path) -> None:
    assert imported(esco, name="plain").transitions() == ()
    graph = imported(esco, propose=0.6)
    assert {(it.source.label, it.target.label, it.kind, it.basis) for it in graph.transitions()} == {
        ("eBusiness manager", "commercial director", "similar-skills", "derived"),
        ("commercial director", "eBusiness manager", "similar-skills", "derived"),
    }
    # Essential for both, and optional for one: 1 of 1.5.
    score = "SELECT DISTINCT ?score ?rule { ?transition sssom:similarity_score ?score ; prov:wasGeneratedBy ?rule }"
    assert rows(graph, score) == [("0.6667", "https://w3id.org/ecomgraph/rule/shared-skills")]


def test_no_transition_is_proposed_below_the_threshold(esco: Path) -> None:
    assert imported(esco, propose=0.7).transitions() == ()


def test_no_transition_is_proposed_where_the_source_has_one(tmp_path: Path) -> None:
    (tmp_path / "roles.csv").write_text("id,label\na,A\nb,B\n")
    (tmp_path / "skills.csv").write_text("id,label\ns,S\n")
    (tmp_path / "requirements.csv").write_text("holders,skill,importance\na,s,essential\nb,s,essential\n")
    (tmp_path / "transitions.csv").write_text("from,to,kind\na,b,promotion\n")
    transitions = {(it.source.id, it.target.id, it.kind) for it in imported(tmp_path, propose=0.5).transitions()}
    assert transitions == {("a", "b", "promotion"), ("b", "a", "similar-skills")}


def test_the_language_of_esco_files_is_that_of_their_names(esco: Path, tmp_path: Path) -> None:
    for name, text in ESCO_FILES.items():
        (esco / f"{name.removesuffix('_en')}_de.csv").write_text(
            text.replace("plan sales", "Verkauf"), encoding="utf-8"
        )
    with pytest.raises(SourceError, match="is in de, en; choose one with --language"):
        import_framework(esco, tmp_path / "career.db")
    graph = imported(esco, language="de")
    assert rows(graph, f"SELECT (LANG(?label) AS ?tag) {{ <{ESCO}skill/c> skos:prefLabel ?label }}") == [("de",)]
    with pytest.raises(SourceError, match=r"has no occupations_fr\.csv; there is de, en"):
        import_framework(esco, tmp_path / "other.db", options=ImportOptions(language="fr"))


def test_a_relation_to_nothing_is_told(esco: Path, tmp_path: Path) -> None:
    path = esco / "occupationSkillRelations_en.csv"
    path.write_text(path.read_text(encoding="utf-8") + f"{ESCO}occupation/9,vital,,{ESCO}skill/a\n", encoding="utf-8")
    with pytest.raises(FrameworkError) as caught:
        import_framework(esco, tmp_path / "career.db")
    assert caught.value.problems == (
        f'occupationSkillRelations_en.csv:6: occupationUri "{ESCO}occupation/9" is not in occupations_en.csv',
        'occupationSkillRelations_en.csv:6: relationType "vital" is neither essential nor optional',
    )
