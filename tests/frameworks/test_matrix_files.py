"""Matrices as people keep them: legends, several sheets and files, and those that are refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import ecomgraph
from ecomgraph import ArgumentError, ImportOptions, import_framework
from ecomgraph.exchange.importers.matrix_layout import cell_range
from tests.frameworks.made_workbooks import Rows, book, unchanged
from tests.frameworks.matrices import csv_matrix, scaled
from tests.frameworks.read_forms import read, refused

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl import Workbook


# ------------------------------------------------------------------ what is refused


NO_HEADER = "matrix.csv: has no header with the cell skill and a column for each role beside it"
TOO_MANY = "has too many levels; declare its levels in proficiency-levels, or write percentages"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "Competence,Baker\nSQL,perhaps\n",
            'B2: "perhaps" is neither a level nor a mark; write a number',
        ),
        ("Thing,Baker\nSQL,x\n", NO_HEADER),
        ("skill\nSQL\n", NO_HEADER),
        ("skill,Baker\n,x\n", 'matrix.csv!B2: "x" is in a row without a skill; name the skill in column 1'),
        ("skill,Baker\nSQL,x\nsql,x\n", 'matrix.csv:3: the skill "sql" is already in line 2; merge the two rows'),
        ("skill,Baker,baker\nSQL,x,1\n", 'matrix.csv:1: the column "Baker" occurs twice; put a heading above each'),
        ("skill,Baker\nSQL,2024\n", f"matrix.csv!B2: a scale from 1 to 2024 {TOO_MANY}"),
        ("", "matrix.csv: the file is empty; it needs at least a header"),
    ],
)
def test_wrong_matrices_are_refused(text: str, problem: str, tmp_path: Path) -> None:
    told = refused(csv_matrix(tmp_path / "ours", text, roles="label\nBaker\n" if not text else ""))
    assert problem in " | ".join(told)


def test_wrong_workbooks_are_refused(tmp_path: Path) -> None:
    rows: Rows = [["Skill", "Baker", "Clerk"], ["SQL", "=1/2", 1], ["Coaching", 2, None]]
    formula = "=1/2"
    told = refused(book(tmp_path / "formula.xlsx", Matrix=rows))
    assert told[0].startswith(f"formula.xlsx!B2: the formula {formula} has no stored value")

    def merge(made: Workbook) -> None:
        made["Matrix"].merge_cells("B3:C3")

    rows = [rows[0], ["SQL", 1, 1], rows[2]]
    assert refused(book(tmp_path / "merged.xlsx", merge, Matrix=rows)) == [
        "merged.xlsx:3: cells B3:C3 are merged; unmerge them and fill in each"
    ]
    legend: Rows = [["1", "Aware"], ["1", "Working"]]
    assert refused(book(tmp_path / "legend.xlsx", Matrix=rows, Key=legend))[0] == (
        "legend.xlsx:Key:2: 1 is already the level of line 1; keep one"
    )
    first: Rows = [["Skill", "a", "b"], ["SQL", 1, 1]]
    other: Rows = [["Skill", "b", "a"], ["SQL", 1, 1]]
    assert refused(book(tmp_path / "orders.xlsx", One=first, Two=other), role="@sheet")[0] == (
        "orders.xlsx:One:1: levels are in different orders, a → b and b → a; correct one"
    )
    assert (
        "there are several; --role @sheet reads each sheet as a role" in refused(tmp_path / "orders.xlsx", role="X")[0]
    )


def test_options_of_a_matrix_are_refused_elsewhere(tmp_path: Path) -> None:
    folder = tmp_path / "ours"
    folder.mkdir()
    (folder / "roles.csv").write_text("label\nBaker\n", encoding="utf-8")
    with pytest.raises(ArgumentError, match="are for a matrix; there is none"):
        read(folder, ladder=True)
    with pytest.raises(ArgumentError, match="--top is for a matrix of numbers without a scale"):
        read(scaled(tmp_path / "scaled", "skill,Baker\nSQL,1\n"), top=3)
    told = refused(scaled(tmp_path / "columns", "skill,Junior\nSQL,text\n"), descriptors=True)
    assert told == [
        "matrix.csv: its columns are not the levels that are declared (1 Aware, 2 Working, 4 Expert); correct either"
    ]


# ------------------------------------------------------------------ legends and files


@pytest.mark.parametrize(
    "rows",
    [
        [["Level", "Name", "Meaning"], [1, "Aware", "Knows"], [2, "Working", "Does"]],
        [["Level", "Meaning"], ["Aware", "Knows"], ["Working", "Does"]],
        [["0 = none"], ["1 = Aware"], ["2 = Working"]],
        [["How to read it"], [], [1, "Aware"], [2, "Working"]],
    ],
)
@pytest.mark.parametrize("name", ["Legend", "Levels"])
def test_a_legend_names_the_levels(rows: Rows, name: str, tmp_path: Path) -> None:
    matrix: Rows = [["Skill", "Baker", "Clerk"], ["SQL", 1, "working"]]
    found = read(book(tmp_path / "ours.xlsx", unchanged, **{"Team matrix": matrix, name: rows}))
    assert found.ranks == {"Aware": 1, "Working": 2}
    assert found.needs == {"Baker": {"SQL": "Aware"}, "Clerk": {"SQL": "Working"}}


def test_one_file_is_enough_whatever_is_between_its_cells(tmp_path: Path) -> None:
    for name, text, encoding in (
        ("team.csv", "Skill;Baker\nSQL;0,5\n", "utf-8"),
        ("team.txt", 'Skill\tBaker\r\nSQL\t"0,5"\r\n', "utf-16"),
        ("Team - Matrix.csv", "Skill,Baker\nSQL,0.5\n", "utf-8"),
    ):
        (tmp_path / name).write_text(text, encoding=encoding, newline="")
        assert read(tmp_path / name).needs == {"Baker": {"SQL": "0.5"}}, name


def test_tables_as_unicode_text_of_excel(tmp_path: Path) -> None:
    folder = tmp_path / "ours"
    folder.mkdir()
    texts = {
        "Modell - Roles.txt": "id\tlabel\r\nb\tBäcker\r\n",
        "skills.tsv": "id\tlabel\r\nk\tKneten\r\n",
        "requirements.txt": 'holders\tskill\timportance\tproficiency\r\nb\tk\tessential\t"0,5"\r\n',
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-16", newline="")
    (folder / "Notes.txt").write_text("Nothing", encoding="utf-8")
    found = read(folder)
    assert found.needs == {"Bäcker": {"Kneten": "0.5"}}
    assert found.notes[-1] == "Notes.txt: 1 file left out: no table"


def test_a_list_of_skills_beside_requirements_is_no_matrix(tmp_path: Path) -> None:
    tables: dict[str, Rows] = {
        "Roles": [["id", "label"], ["b", "Baker"]],
        "Skills": [["id", "label"], ["k", "Kneading"]],
        "Requirements": [["holders", "skill", "importance"], ["b", "k", "essential"]],
        "To do": [["Skill", "Who"], ["Kneading", "Ann"]],
    }
    found = read(book(tmp_path / "ours.xlsx", unchanged, **tables))
    assert found.needs == {"Baker": {"Kneading": "x"}}
    assert found.notes == ("ours.xlsx:To do: 1 row left out: none of the tables has this name",)


def test_a_range_is_called_as_a_spreadsheet_calls_it() -> None:
    assert cell_range([4], [27]) == "AB4"


def test_a_matrix_answers_as_its_cells_say(tmp_path: Path) -> None:
    text = "skill,Apprentice,Baker,Master\nKneading,1,3,4\nSelling,,2,4\nBooks,,,x\n"
    import_framework(csv_matrix(tmp_path / "ours", text), tmp_path / "o.ttl", options=ImportOptions(ladder=True))
    graph = ecomgraph.load(tmp_path / "o.ttl")
    gap = graph.skill_gap("Apprentice", "Master")
    assert {it.skill.label: it.degree for it in gap.missing} == {"Selling": 1, "Books": 0.25}
    assert [it.skill.label for it in gap.raises] == ["Kneading"]
    path = graph.find_path("Apprentice", "Master")
    assert path is not None
    assert [it.target.label for it in path.transitions] == ["Baker", "Master"]


def test_many_groups_and_skills_of_several_sheets(tmp_path: Path) -> None:
    lines = [f"s{number},{f'g{number}' if number % 2 else ''},1" for number in range(1, 20)]
    found = read(csv_matrix(tmp_path / "ours", "\n".join(["skill,group,Baker", *lines])))
    (told,) = [it for it in found.reading.understood if ": groups in" in it]
    assert told.endswith("B3, B5, B7, B9, B11, B13, and so on")
    one: Rows = [["Skill", "Group", "Definition", "Baker"], ["SQL", "SQL", "Asks", 1]]
    two: Rows = [["Skill", "Group", "Definition", "Clerk"], ["SQL", "Data", "Queries", 1]]
    found = read(book(tmp_path / "ours.xlsx", One=one, Two=two))
    assert found.of("Skill")["SQL"]["definition"] == ["Asks"]
    assert found.of("Skill")["SQL"].get("broader") is None
    assert found.notes == (
        "ours.xlsx:Two: 1 cell left out: another matrix declares the skill, where its definition belongs",
        "ours.xlsx:Two: 1 cell left out: another matrix declares the skill, where its group belongs",
    )


def test_marks_do_not_describe_a_level(tmp_path: Path) -> None:
    found = read(scaled(tmp_path / "ours", "skill,Aware,Working\nSQL,x,Writes it\n"))
    assert found.texts == {("SQL", "Working"): "Writes it"}
    assert found.notes == ("matrix.csv: 1 cell left out: a mark does not describe a level",)


def test_cells_without_a_header_are_counted(tmp_path: Path) -> None:
    found = read(csv_matrix(tmp_path / "ours", "skill,Baker,,Clerk\nSQL,1,2,1,new\n"))
    assert found.needs == {"Baker": {"SQL": "1"}, "Clerk": {"SQL": "1"}}
    assert found.notes == (
        "matrix.csv: 1 cell left out: column C has no header",
        "matrix.csv: 1 cell left out: column E has no header",
    )
