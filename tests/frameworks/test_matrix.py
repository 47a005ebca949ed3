"""A matrix of skills and roles: what its cells say, how its layout is understood, and what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.frameworks.made_workbooks import Rows, book
from tests.frameworks.matrices import LEVELS, csv_matrix, scaled
from tests.frameworks.read_forms import read, refused

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl import Workbook


# ------------------------------------------------------------------ cells


@pytest.mark.parametrize(
    ("cell", "need"),
    [
        *((it, "Working") for it in ("Working", "working", "W", "2", "2.0", " 2 ")),
        *((it, "x") for it in ("✓", "✔", "☑", "x", "X", "●", "yes", "YES", "TRUE")),
        *((it, None) for it in ("", "☐", "\N{EN DASH}", "-", "no", "n/a", "N/A", "0", "0 %", "0%", "FALSE")),
        *((it, "0.4") for it in ("40%", "40 %", "0.4")),
        ("100%", "1"),
        ("4", "Expert"),
    ],
)
def test_a_cell_is_a_level_a_rank_a_percentage_or_a_mark(cell: str, need: str | None, tmp_path: Path) -> None:
    found = read(scaled(tmp_path / "ours", f"skill,Baker\nKneading,{cell}\n"))
    assert found.needs.get("Baker", {}) == ({"Kneading": need} if need else {})
    assert list(found.of("Skill")) == ["Kneading"]
    assert list(found.of("Role")) == ["Baker"]


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("Wroking", 'is neither a level nor a mark; did you mean "Working"?'),
        ("perhaps", "is neither a level nor a mark; the levels are Aware, Working, Expert"),
        ("3", "is not a rank of the scale Mastery, which has 1 Aware, 2 Working, 4 Expert"),
        ("2.5", "is not a whole number; write the rank of a level"),
        ("-2", "is below 0; write a rank, a percentage or x"),
        ("140%", "is more than 100 %; write a percentage of full mastery"),
    ],
)
def test_any_other_cell_is_refused_with_its_name(cell: str, reason: str, tmp_path: Path) -> None:
    source = scaled(tmp_path / "ours", f"skill,Baker,Clerk\nKneading,1,{cell}\n")
    assert refused(source) == [f'matrix.csv!C2: "{cell}" {reason}']


def test_without_a_scale_whole_numbers_are_ranks_up_to_the_greatest(tmp_path: Path) -> None:
    source = csv_matrix(tmp_path / "ours", "skill,Baker,Clerk\nKneading,1,3\nSelling,x,60%\n")
    found = read(source)
    assert found.needs == {"Baker": {"Kneading": "1", "Selling": "x"}, "Clerk": {"Kneading": "3", "Selling": "0.6"}}
    assert found.ranks == {"1": 1, "2": 2, "3": 3}
    assert (
        "matrix.csv: numbers are ranks of one scale from 1 to 3 (the greatest number, C2)" in found.reading.understood
    )
    found = read(source, top=5)
    assert found.ranks == {str(rank): rank for rank in range(1, 6)}
    assert "matrix.csv: numbers are ranks of one scale from 1 to 5 (--top)" in found.reading.understood
    assert refused(source, top=2)[0] == "matrix.csv!C2: 3 is above 2, the top of the scale (--top)"


def test_a_number_between_0_and_1_makes_all_of_them_fractions(tmp_path: Path) -> None:
    source = csv_matrix(tmp_path / "ours", "skill,Baker,Clerk\nKneading,1,0.25\nSelling,0.5,30%\n")
    found = read(source)
    assert found.needs == {
        "Baker": {"Kneading": "1", "Selling": "0.5"},
        "Clerk": {"Kneading": "0.25", "Selling": "0.3"},
    }
    assert not found.ranks
    assert "matrix.csv: numbers up to 1 are fractions of full mastery" in found.reading.understood
    mixed = csv_matrix(tmp_path / "mixed", "skill,Baker,Clerk\nKneading,3,0.25\n")
    assert refused(mixed) == [
        'matrix.csv!B2: "3" is above 1, while other numbers are fractions; write all as fractions, or all as ranks'
    ]
    # Percentages alone make no fractions of whole numbers.
    assert read(csv_matrix(tmp_path / "percent", "skill,Baker\nKneading,1\nSelling,50%\n")).ranks == {"1": 1}


def test_a_skill_names_its_scale_where_there_are_several(tmp_path: Path) -> None:
    scales = LEVELS["proficiency-scales"] + "cefr,Languages\n"
    levels = LEVELS["proficiency-levels"] + "a1,A1,cefr,1,\nb1,B1,cefr,2,\n"
    tables = {"proficiency-scales": scales, "proficiency-levels": levels}
    text = "skill,scale,Clerk\nFrench,cefr,2\nSelling,Mastery,2\n"
    found = read(csv_matrix(tmp_path / "ours", text, **tables))
    assert found.needs == {"Clerk": {"French": "B1", "Selling": "Working"}}
    other = csv_matrix(tmp_path / "other", "skill,Clerk\nFrench,2\nSelling,Working\n", **tables)
    advice = "name the scale of the skill in a column scale"
    assert refused(other) == [f'matrix.csv!B2: "2" may be a rank of Mastery, Languages; {advice}']


# ------------------------------------------------------------------ layout


def test_groups_ladders_and_what_falls(tmp_path: Path) -> None:
    text = "Our skills,,,\n,,,\nSkill,Group,Junior,Senior\nKneading,Craft,2,1\nBaking,,1,2\nSelling,Trade,,1\n"
    source = csv_matrix(tmp_path / "ours", text)
    found = read(source, cumulative=True)
    broader = {name: it.get("broader") for name, it in found.of("Skill").items()}
    assert broader == {"Craft": None, "Trade": None, "Kneading": ["Craft"], "Baking": ["Craft"], "Selling": ["Trade"]}
    assert found.transitions == [("Junior", "promotion", "Senior")]
    assert found.of("Role")["Senior"]["buildsOn"] == ["Junior"]
    assert found.reading.understood == (
        "matrix.csv: numbers are ranks of one scale from 1 to 2 (the greatest number, C4)",
        "matrix.csv: 3 skills in A4:A6",
        "matrix.csv: groups in B4:B6; empty cells take the group above them: B5",
        "matrix.csv: 2 roles in C3:D3: Junior, Senior",
        "matrix.csv: 5 requirements in C4:D6",
        "matrix.csv: promotions Junior → Senior, each builds on the one before",
    )
    falls = 'matrix.csv: Kneading falls from "2" (C4) to "1" (D4); Senior builds on Junior, so the higher level counts'
    above = 'matrix.csv: 1 cell left out: line 1, "Our skills", is above the header'
    assert found.notes == (falls, above)
    assert read(source, ladder=True).of("Role")["Senior"].get("buildsOn") is None


def test_merged_headings_over_repeated_names_are_roles_with_levels(tmp_path: Path) -> None:
    rows: Rows = [
        ["Group", "Skill", "Engineer", None, "Lead", None],
        [None, None, "Junior", "Senior", "Junior", "Senior"],
        ["Craft", "SQL", "A", "W", "W", "E"],
        [None, "Python", 1, 2, "x", "n/a"],
        ["People", None, None, None, None, None],
        [None, "Coaching", None, "A", "W", "E"],
    ]
    legend: Rows = [["Sign", "Level", "Meaning"], ["A", "Aware", "Knows of it"], ["W", "Working"], ["E", "Expert"]]

    def merge(made: Workbook) -> None:
        for cells in ("C1:D1", "E1:F1", "A1:A2", "A3:A4", "A5:F5"):
            made["Ladder"].merge_cells(cells)

    found = read(book(tmp_path / "ours.xlsx", merge, Ladder=rows, Legend=legend), cumulative=True)
    assert found.ranks == {"Aware": 1, "Working": 2, "Expert": 3}
    assert found.of("ProficiencyLevel")["Aware"]["definition"] == ["Knows of it"]
    assert found.needs["Lead (Senior)"] == {"SQL": "Expert", "Coaching": "Expert"}
    assert found.needs["Lead (Junior)"] == {"SQL": "Working", "Python": "x", "Coaching": "Working"}
    assert found.of("RoleProfile")["Engineer (Senior)"]["narrowsRole"] == ["Engineer"]
    assert found.of("RoleProfile")["Engineer (Senior)"]["buildsOn"] == ["Engineer (Junior)"]
    assert {name: it["rank"] for name, it in found.of("ExperienceLevel").items()} == {"Junior": ["1"], "Senior": ["2"]}
    assert [found.of("Skill")[it]["broader"] for it in ("SQL", "Python", "Coaching")] == [
        ["Craft"],
        ["Craft"],
        ["People"],
    ]
    assert found.transitions == []


def test_headings_over_names_of_their_own_are_kept_as_notes(tmp_path: Path) -> None:
    text = ",Bakery,,Shop\nskill,Apprentice,Baker,Clerk\nKneading,1,2,\nSelling,,,1\n"
    found = read(csv_matrix(tmp_path / "ours", text), ladder=True)
    assert {name: it.get("scopeNote") for name, it in found.of("Role").items()} == {
        "Apprentice": ["Bakery"],
        "Baker": ["Bakery"],
        "Clerk": ["Shop"],
    }
    assert found.transitions == [("Apprentice", "promotion", "Baker")]
    grades = "skill,Junior baker,Baker\n,G3,G4\nKneading,1,2\n"
    assert read(csv_matrix(tmp_path / "grades", grades)).of("Role")["Baker"]["altLabel"] == ["G4"]


def test_columns_may_be_levels_of_one_role(tmp_path: Path) -> None:
    text = "skill,Junior,Senior,Lead engineer\nSQL,1,2,3\n"
    found = read(csv_matrix(tmp_path / "ours", text), role="Engineer", cumulative=True)
    assert sorted(found.of("RoleProfile")) == ["Engineer (Junior)", "Engineer (Senior)", "Lead engineer"]
    assert found.of("Role")["Engineer"]["hasLevel"] == ["Junior", "Senior", "Lead engineer"]
    assert found.of("RoleProfile")["Lead engineer"]["buildsOn"] == ["Engineer (Senior)"]
    headed = ",Engineer,\nskill,Junior,Senior\nSQL,1,2\n"
    assert list(read(csv_matrix(tmp_path / "headed", headed), role="@header").of("Role")) == ["Engineer"]
    assert refused(csv_matrix(tmp_path / "bare", "skill,Junior\nSQL,1\n"), role="@header")[0] == (
        "matrix.csv:1: no heading above the columns names a role"
    )


def test_several_sheets_are_families_or_roles(tmp_path: Path) -> None:
    data: Rows = [["Skill", "Analyst", "Data lead"], ["SQL", 1, 2]]
    design: Rows = [["Skill", "Designer", "Data lead"], ["Drawing", 2, 1], ["SQL", None, 2]]
    found = read(book(tmp_path / "ours.xlsx", Data=data, Design=design))
    assert found.needs == {
        "Analyst": {"SQL": "1"},
        "Data lead": {"SQL": "2", "Drawing": "1"},
        "Designer": {"Drawing": "2"},
    }
    assert {name: it.get("scopeNote") for name, it in found.of("Role").items()} == {
        "Analyst": ["Data"],
        "Data lead": None,
        "Designer": ["Design"],
    }
    assert any(
        it.startswith("columns with the same name in several sheets are read as one role: Data lead;")
        for it in found.reading.understood
    )
    levels: Rows = [["Skill", "Junior", "Senior"], ["SQL", 1, 2]]
    found = read(book(tmp_path / "levels.xlsx", Analyst=levels, Designer=levels), role="@sheet")
    assert sorted(found.of("Role")) == ["Analyst", "Designer"]
    assert found.needs["Designer (Senior)"] == {"SQL": "2"}
    design = [["Skill", "Data lead"], ["SQL", 1]]
    assert refused(book(tmp_path / "twice.xlsx", Data=data, Design=design)) == [
        "twice.xlsx:Design!B2: Data lead has another requirement for SQL in twice.xlsx:Data!C2; keep one"
    ]


def test_tables_beside_a_matrix_declare_what_it_names(tmp_path: Path) -> None:
    tables = {
        "roles": "id,label,alt_labels\nbaker,Baker,Bread maker\n",
        "skills": "id,label,broader\nkneading,Kneading,craft\ncraft,Craft,\n",
    }
    text = "skill,group,Bread maker,Clerk\nkneading,Craft,x,\nSelling,Trade,,x\n"
    found = read(csv_matrix(tmp_path / "ours", text, **tables))
    assert found.needs == {"Baker": {"Kneading": "x"}, "Clerk": {"Selling": "x"}}
    assert sorted(found.of("Skill")) == ["Craft", "Kneading", "Selling", "Trade"]
    assert found.notes == ()
    other = csv_matrix(tmp_path / "other", text.replace("kneading,Craft", "kneading,Dough"), **tables)
    note = "matrix.csv: 1 cell left out: the table skills declares the skill, where its group belongs"
    assert read(other).notes == (note,)
    built = csv_matrix(tmp_path / "built", "skill,Clerk,Baker\nSelling,x,x\n", **tables)
    assert refused(built, cumulative=True) == [
        "matrix.csv:1: Baker is in the table roles; write the nodes it builds on there, in the column builds_on"
    ]


# ------------------------------------------------------------------ descriptions


def test_columns_that_are_levels_describe_skills(tmp_path: Path) -> None:
    text = 'skill,definition,Aware,W,Level 4\nKneading,"By hand, or not",Helps,"Does it; alone",\N{EN DASH}\n'
    found = read(scaled(tmp_path / "ours", text))
    assert found.texts == {("Kneading", "Aware"): "Helps", ("Kneading", "Working"): "Does it; alone"}
    assert found.of("Skill")["Kneading"]["definition"] == ["By hand, or not"]
    assert found.of("Role") == {}


def test_descriptors_make_a_scale_of_the_columns_and_needs_of_a_ladder(tmp_path: Path) -> None:
    text = "skill,Junior,Senior\nSQL,Reads it,Writes it\nCoaching,,Coaches\n"
    source = csv_matrix(tmp_path / "ours", text)
    found = read(source, descriptors=True)
    assert found.ranks == {"Junior": 1, "Senior": 2}
    assert found.texts[("SQL", "Senior")] == "Writes it"
    assert found.needs == {}
    found = read(source, descriptors=True, role="Engineer")
    assert found.needs == {
        "Engineer (Junior)": {"SQL": "Junior"},
        "Engineer (Senior)": {"SQL": "Senior", "Coaching": "Senior"},
    }
    found = read(source, descriptors=True, ladder=True)
    assert found.transitions == [("Junior", "promotion", "Senior")]
    told = refused(csv_matrix(tmp_path / "long", f"skill,Junior\nSQL,{'long ' * 20}\n"))
    assert told[0].endswith("is a text, not a level; --descriptors reads texts as level descriptors")
