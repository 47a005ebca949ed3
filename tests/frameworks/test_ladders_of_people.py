"""Ladders as people keep them, in other languages and forms: what is understood, and the figures that come of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import ecomgraph
from ecomgraph import CareerGraph, ImportOptions, import_framework
from tests.frameworks.made_workbooks import Rows, book
from tests.frameworks.read_forms import read, refused

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from openpyxl import Workbook

    from ecomgraph.model import GapSkill

LEVELS: Rows = [["Nivel", "Nombre"], [0, "Ninguno"], [1, "Básico"], [2, "Autónomo"], [3, "Avanzado"], [4, "Experto"]]
SPANISH: Rows = [
    ["Matriz de competencias 2026"],
    [],
    ["Área", "Competencia", "Analista", None, "Ingeniero", None],
    [None, None, "Júnior", "Sénior", "Júnior", "Sénior"],
    ["Datos", "SQL", 1, 3, 2, 4],
    [None, "Estadística", "\N{EN DASH}", 2, 1, 2],
    ["Personas", "Mentoría", "no", 1, "sí", 3],
]
WARD: Rows = [
    ["Capability", "Step 1", "Step 2", "Step 3"],
    ["Wound care", "Changes dressings.", "Chooses dressings.", "Teaches it."],
    ["Medication", "Under watch.", "Alone.", None],
]


def imported(path: Path, **options: object) -> CareerGraph:
    target = path.parent / "career.db"
    assert import_framework(path, target, options=ImportOptions(**options)).accepted  # type: ignore[arg-type]
    return ecomgraph.open(target)


def _step(raised: GapSkill) -> tuple[str, str | None, str | None]:
    return raised.skill.label, raised.held.level if raised.held else None, raised.required_level


def merged(sheet: str, *ranges: str) -> Callable[[Workbook], object]:
    return lambda made: [made[sheet].merge_cells(it) for it in ranges]


@pytest.mark.long
def test_a_spanish_matrix_with_levels_below_roles_and_a_legend(tmp_path: Path) -> None:
    change = merged("Equipo", "A1:F1", "C3:D3", "E3:F3", "A5:A6")
    graph = imported(book(tmp_path / "m.xlsx", change, Equipo=SPANISH, Leyenda=LEVELS), language="es")
    gap = graph.skill_gap("Analista (Júnior)", "Analista (Sénior)")
    assert [it.skill.label for it in gap.missing] == ["Estadística", "Mentoría"]
    assert [_step(it) for it in gap.raises] == [("SQL", "Básico", "Avanzado")]
    # Of 3 + 2 + 1 steps of a quarter, one is held.
    assert gap.coverage == pytest.approx(1 / 6)
    assert [it.kind for it in graph.find_path("Analista (Júnior)", "Analista (Sénior)").transitions] == ["level-up"]
    assert graph.skill("SQL").broader == (graph.skill("Datos").iri,)


@pytest.mark.parametrize(
    "rows",
    [
        LEVELS,
        [["Was es heißt", "wie es heißt"], *LEVELS[1:]],
        [["1 = Básico"], ["2 = Autónomo"], ["3 = Avanzado"], ["4 = Experto"]],
        [["Stufe", "Bezeichnung", "Bedeutung"], *([*row, "x"] for row in LEVELS[1:])],
    ],
)
def test_a_legend_begins_at_its_first_number(rows: Rows, tmp_path: Path) -> None:
    found = read(book(tmp_path / "m.xlsx", Equipo=SPANISH[2:], Leyenda=rows))
    assert found.ranks == {"Básico": 1, "Autónomo": 2, "Avanzado": 3, "Experto": 4}


@pytest.mark.parametrize("header", ["Kompetenz", "Compétence", "Competenza", "Umiejętność", "Навык", "技能", "المهارة"])
def test_headers_of_other_languages(header: str, tmp_path: Path) -> None:
    (tmp_path / "team.csv").write_text(f"{header};A;B\nSQL;50 %;37,5 %\n", encoding="utf-8-sig")
    assert read(tmp_path / "team.csv").needs == {"A": {"SQL": "0.5"}, "B": {"SQL": "0.375"}}


def test_texts_that_describe_levels_of_two_roles(tmp_path: Path) -> None:
    other: Rows = [WARD[0], ["Wound care", None, "Chooses dressings.", None]]
    path = book(tmp_path / "ward.xlsx", Nurse=WARD, Midwife=other)
    found = read(path, descriptors=True, role="@sheet")
    assert found.texts[("Wound care", "Step 2")] == "Chooses dressings."
    assert len(found.of("LevelDescriptor")) == 5
    assert found.needs["Midwife (Step 2)"] == {"Wound care": "Step 2"}
    assert "ward.xlsx:Midwife: no text in B1:D1: Step 1, Step 3" in found.reading.understood
    other = [WARD[0], ["Wound care", None, "Chooses.", None]]
    assert refused(book(tmp_path / "ward.xlsx", Nurse=WARD, Midwife=other), descriptors=True, role="@sheet") == [
        'ward.xlsx:Midwife!C2: "Wound care" at Step 2 has another description in ward.xlsx:Nurse!C2; write the'
        " same text in both, or give this skill another name"
    ]


@pytest.mark.long
def test_a_cumulative_ladder_keeps_what_is_not_repeated(tmp_path: Path) -> None:
    path = book(tmp_path / "ward.xlsx", Nurse=WARD)
    graph = imported(path, descriptors=True, role="@sheet", cumulative=True)
    gap = graph.skill_gap("Nurse (Step 1)", "Nurse (Step 3)")
    assert [_step(it) for it in gap.raises] == [("Medication", "Step 1", "Step 2"), ("Wound care", "Step 1", "Step 3")]


def test_codes_comments_and_totals_are_neither_skills_nor_roles(tmp_path: Path) -> None:
    (tmp_path / "team.csv").write_text(
        "No.,Skill,Junior,Senior,Average,Comment\n"
        "1,SQL,1,3,2,fine\n2,Excel,2,2,2,\n,Updated in May,,,,\n,Total,3,5,,\n",
        encoding="utf-8",
    )
    found = read(tmp_path / "team.csv")
    assert found.needs == {"Junior": {"SQL": "1", "Excel": "2"}, "Senior": {"SQL": "3", "Excel": "2"}}
    assert set(found.of("Skill")) == {"SQL", "Excel", "Updated in May"}
    assert "team.csv: 1 skill without a requirement: line 4 (Updated in May)" in found.reading.understood
    assert {"team.csv: 3 cells left out: line 5 is \"Total\", not a skill",
            "team.csv: 1 cell left out: column F is \"Comment\", not a role"} <= set(found.notes)  # fmt: skip


def test_hidden_rows_and_columns_are_told(tmp_path: Path) -> None:
    def hide(made: Workbook) -> None:
        for line in (3, 4, 9):
            made["Team"].row_dimensions[line].hidden = True
        made["Team"].column_dimensions["C"].hidden = True
        made["Other"].row_dimensions[2].hidden = True

    rows: list[list[object]] = [["Skill", "A", "B"], ["SQL", 1, 2], ["Excel", 2, 1], ["R", 1, 1], ["Go", 2, 2]]
    notes = read(book(tmp_path / "team.xlsx", hide, Team=rows, Other=rows[:2])).notes
    assert "team.xlsx:Team: 2 hidden rows and 1 hidden column read like the others" in notes
    assert "team.xlsx:Other: 1 hidden row read like the others" in notes


def test_a_hidden_sheet_is_told(tmp_path: Path) -> None:
    def hide(made: Workbook) -> None:
        made["Old"].sheet_state = "hidden"

    path = book(tmp_path / "team.xlsx", hide, Team=[["Skill", "A", "B"], ["SQL", 1, 2]], Old=[["Notes"], ["x"]])
    assert "team.xlsx:Old: this sheet is hidden, but was read like the others" in read(path).notes
