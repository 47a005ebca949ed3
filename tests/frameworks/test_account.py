"""Everything that comes in is in the graph or counted with a reason, in every format, on changed inputs too."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

import ecomgraph
from ecomgraph import EcomgraphError, FrameworkError, ImportOptions, QueryResult, import_framework
from lab import import_corpus
from tests.frameworks.miniatures import ESCO_FILES, ONET, write_onet, write_tables
from tests.samples import sampled

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    from ecomgraph.exchange.importers import ImportReport

    Run = Callable[..., Result]


def report_of(source: Path, **options: object) -> ImportReport:
    report = import_framework(source, source.parent / "out.nt", options=ImportOptions(**options), replace=True)  # type: ignore[arg-type]
    assert report.accepted, report.violations
    return report


def found(report: ImportReport, unit: str) -> dict[str, int]:
    return {it.part: it.found for it in report.account if it.unit == unit}


def unbalanced(report: ImportReport) -> list[object]:
    return [it for it in report.account if not it.balanced]


def cells_in(text: str) -> int:
    return sum(bool(cell.strip()) for row in list(csv.reader(io.StringIO(text)))[1:] for cell in row)


def test_the_cells_of_tables_are_those_of_the_files(tables: Path) -> None:
    (tables / "roles.csv").write_text(
        "id,label,Remarks,,alt_labels,\napprentice,Apprentice,new,,,\nbaker,Baker,,x,;,y\n# a,comment,,,,\n"
        "master,Master,,,,\n",
        encoding="utf-8",
    )
    report = report_of(tables)
    expected = {path.name: cells_in(path.read_text(encoding="utf-8")) for path in tables.glob("*.csv")}
    assert found(report, "cells") == expected
    assert unbalanced(report) == []
    roles = next(it for it in report.account if it.part == "roles.csv")
    assert dict(roles.left_out) == {
        "comments in line 4": 2,
        "only separators": 1,
        'the column "Remarks" is not known': 1,
        "column 4 has no header": 1,
        "column 6 has no header": 1,
    }


def test_the_rows_of_esco_are_those_of_the_files(esco: Path) -> None:
    (esco / "greenSkillsCollection_en.csv").write_text("conceptUri\nhttp://x.example/a\n", encoding="utf-8")
    report = report_of(esco)
    expected = {f"{name}.csv": len(list(csv.reader(io.StringIO(text)))) - 1 for name, text in ESCO_FILES.items()}
    assert found(report, "rows") == {**expected, "greenSkillsCollection_en.csv": 1}
    assert unbalanced(report) == []
    assert "greenSkillsCollection_en.csv: 1 row left out: no place in the model" in report.notes


@pytest.mark.parametrize("parts", [(), ("all",), ("none",)], ids=["default", "all", "none"])
def test_the_rows_of_o_net_are_those_of_the_files(tmp_path: Path, parts: tuple[str, ...]) -> None:
    onet = write_onet(tmp_path / "onet")
    add_parts(onet)
    report = report_of(onet, include=parts)
    expected = {f"{name}.txt": text.count("\n") - 1 for name, text in {**ONET, **PARTS}.items()}
    assert found(report, "rows") == expected
    assert unbalanced(report) == []


@pytest.mark.long
def test_the_triples_of_rdf_are_those_of_the_file(tmp_path: Path) -> None:
    ecomgraph.load().write(tmp_path / "ours.nq", derived=True)
    report = report_of(tmp_path / "ours.nq")
    lines = (tmp_path / "ours.nq").read_text(encoding="utf-8").splitlines()
    assert found(report, "triples") == {"ours.nq": len(lines)}
    assert unbalanced(report) == []


def test_the_items_and_associations_of_case_are_those_of_the_package(tmp_path: Path) -> None:
    write_tables(tmp_path / "bakery")
    import_framework(tmp_path / "bakery", tmp_path / "bakery.ttl")
    ecomgraph.load(tmp_path / "bakery.ttl").export("case", tmp_path / "case.json")
    package = json.loads((tmp_path / "case.json").read_bytes())
    report = report_of(tmp_path / "case.json")
    assert found(report, "items") == {"case.json": len(package["CFItems"])}
    assert found(report, "associations") == {"case.json": len(package["CFAssociations"])}
    assert found(report, "fields")["case.json: items"] == sum(map(len, package["CFItems"]))
    assert unbalanced(report) == []


@pytest.mark.long
@pytest.mark.parametrize("form", sampled(import_corpus.FORMATS, 4))
def test_the_sum_holds_for_changed_inputs(form: str, tmp_path: Path) -> None:
    accepted = number = 0
    known = "" if form == "zip" else form.removesuffix("-xlsx")
    while accepted < 2:
        number += 1
        assert number < 400, "hardly any input is accepted"
        folder = tmp_path / str(number)
        folder.mkdir()
        document = dict(import_corpus.case(form, 7, number))
        mapping = document.pop(import_corpus.MAP, None)
        if mapping is not None:
            (tmp_path / import_corpus.MAP).write_bytes(mapping)
        for name, data in document.items():
            (folder / name).write_bytes(data)
        single = len(document) == 1 and next(iter(document)).startswith("ours.")
        source = folder / next(iter(document)) if single else folder
        try:
            report = import_framework(
                source,
                tmp_path / "out.nt",
                options=ImportOptions(
                    format=known, name="fuzzed", map=tmp_path / import_corpus.MAP if mapping is not None else None
                ),
                dry_run=True,
            )
        except EcomgraphError:
            continue
        accepted += 1
        assert report.account, number
        assert unbalanced(report) == [], number


# ------------------------------------------------------------------ parts of O*NET


PARTS = {
    "Task Statements": "O*NET-SOC Code\tTask ID\tTask\tTask Type\n"
    "11-1011.00\t8823\tDirect budgets.\tCore\n13-1199.06\t21\tWrite descriptions.\tSupplemental\n",
    "Technology Skills": "O*NET-SOC Code\tExample\tCommodity Code\tCommodity Title\tHot Technology\tIn Demand\n"
    "11-1011.00\tC\t43232402\tLanguages\tN\tN\n11-1011.00\tC++\t43232402\tLanguages\tY\tY\n"
    "13-1199.06\tLanguages\t43232402\tLanguages\tN\tN\n13-1199.06\tC++\t43232402\tLanguages\tY\tN\n",
    "Tools Used": "O*NET-SOC Code\tExample\tCommodity Code\tCommodity Title\n"
    "11-1011.00\tAbacus\t44101809\tCalculator\n",
    "Work Activities": ONET["Skills"].split("\n", 1)[0]
    + "\n11-1011.00\t4.A.1.a.1\tGetting Information\tIM\t4.50\t8\tN\tn/a\n"
    "11-1011.00\t4.A.1.a.1\tGetting Information\tLV\t5.00\t8\tN\tN\n"
    "13-1199.06\t4.A.1.a.1\tGetting Information\tIM\t2.50\t8\tN\tn/a\n",
}


def add_parts(onet: Path) -> None:
    for name, text in PARTS.items():
        (onet / f"{name}.txt").write_text(text, encoding="utf-8")


def graph_of(onet: Path, **options: object) -> ecomgraph.CareerGraph:
    report_of(onet, **options)
    return ecomgraph.load(onet.parent / "out.nt")


def test_tasks_and_important_work_activities_are_activities(onet: Path) -> None:
    add_parts(onet)
    graph = graph_of(onet)
    assert [it.label for it in graph.activities("Chief Executives")] == ["Direct budgets", "Getting Information"]
    assert [it.label for it in graph.activities("Online Merchants")] == ["Write descriptions"]
    assert not any(it.skill.type == "technology" for it in graph.skills("Chief Executives"))


def test_technologies_are_optional_skills_grouped_by_commodity(onet: Path) -> None:
    add_parts(onet)
    graph = graph_of(onet, include=("technologies", "tools"))
    required = {it.skill.label: it for it in graph.skills("Chief Executives") if it.skill.type == "technology"}
    assert {label: it.importance for label, it in required.items()} == dict.fromkeys(("Abacus", "C", "C++"), "optional")
    assert len({it.skill.iri for it in required.values()}) == 3
    groups = {label: it.group.label for label, it in required.items() if it.group}
    assert groups == {"Abacus": "Calculator", "C": "Languages (group)", "C++": "Languages (group)"}
    notes = graph.sparql(
        "SELECT ?note (COUNT(*) AS ?count) { ?it skos:note ?note"
        " FILTER(?note IN ('in demand'@en, 'hot technology'@en)) } GROUP BY ?note ORDER BY STR(?note)"
    )
    assert isinstance(notes, QueryResult)
    assert [tuple(map(str, row)) for row in notes] == [("hot technology", "1"), ("in demand", "1")]


def test_ratings_of_importance_are_kept_and_order_skills(onet: Path) -> None:
    graph = graph_of(onet)
    assert [it.skill.label for it in graph.skills("Chief Executives")] == [
        "Mathematics (knowledge)",
        "Mathematics (skill)",
    ]
    text = (onet / "Knowledge.txt").read_text(encoding="utf-8").replace("\tIM\t4.50", "\tIM\t3.00")
    (onet / "Knowledge.txt").write_text(text, encoding="utf-8")
    text = (onet / "Skills.txt").read_text(encoding="utf-8").replace("\tIM\t3.00", "\tIM\t5.00")
    (onet / "Skills.txt").write_text(text, encoding="utf-8")
    assert [it.skill.label for it in graph_of(onet).skills("Chief Executives")] == [
        "Mathematics (skill)",
        "Mathematics (knowledge)",
    ]


def test_lists_show_ratings_of_importance_and_follow_them(onet: Path, run: Run) -> None:
    target = onet.parent / "onet.nt"
    import_framework(onet, target)
    skills = "skills", "Chief Executives", "--graph", str(target)
    answer = json.loads(run(*skills, "--format", "json").stdout)["skills"]
    shown = {it["label"]: it["importance_rating"] for it in answer}
    assert shown == {it.skill.label: it.importance_rating for it in ecomgraph.load(target).skills("Chief Executives")}
    assert list(shown.values()) == sorted(shown.values(), reverse=True)
    listed = list(csv.DictReader(io.StringIO(run(*skills, "--format", "csv").stdout)))
    assert {row["skill"]: float(row["importance rating"]) for row in listed} == shown
    assert "importance rating" in run(*skills).stdout


def test_a_part_that_onet_does_not_have_is_refused(onet: Path, tmp_path: Path) -> None:
    with pytest.raises(ecomgraph.UnknownNameError, match="tolls"):
        import_framework(onet, tmp_path / "out.nt", options=ImportOptions(include=("tolls",)))


def test_notes_that_name_the_cause_come_with_the_problem(tmp_path: Path) -> None:
    tables = write_tables(tmp_path / "bakery", roles="")
    (tables / "rollen.csv").write_text("id,label\nbaker,Baker\n", encoding="utf-8")
    with pytest.raises(FrameworkError) as caught:
        import_framework(tables, tmp_path / "out.nt")
    assert caught.value.notes[0].startswith("rollen.csv: 1 row left out: none of the tables has this name")
