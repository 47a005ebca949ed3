"""A ladder of nine skills and eight roles, written as tables with texts: what an HR person is told about it."""

from __future__ import annotations

import csv
import shutil
from typing import TYPE_CHECKING

import pytest

import ecomgraph
from ecomgraph import FrameworkError, ImportOptions, import_framework
from tests.careers.test_ladder import LEVELS, RANKS, ROLES, SKILLS
from tests.samples import sampled

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    from ecomgraph import CareerGraph

    Run = Callable[..., Result]

LEADERSHIP = ("Delivery", "Coaching", "Hiring", "Budgets")


def write(folder: Path, name: str, *rows: tuple[object, ...]) -> None:
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tables") / "ladder"
    folder.mkdir()
    write(folder, "proficiency-scales", ("id", "label"), ("mastery", "Mastery"))
    levels = [(level.lower(), level, "mastery", rank) for rank, level in enumerate(LEVELS, 1)]
    write(folder, "proficiency-levels", ("id", "label", "scale", "rank"), *levels)
    skills = [
        (skill.lower(), skill, "attitude" if skill == "Strategy" else "skill", group(skill), "mastery")
        for skill in SKILLS
    ]
    groups = (("leadership", "Leading people", "skill", "", ""), ("craft", "Craft", "skill", "", ""))
    write(folder, "skills", ("id", "label", "type", "broader", "scale"), *groups, *skills)
    ladder = [(role.lower(), role, f"role:{before.lower()}" if before else "") for before, role in steps()]
    write(folder, "roles", ("id", "label", "builds_on"), *ladder)
    needs = [
        (f"role:{role.lower()}", skill.lower(), "optional" if skill == "Budgets" else "essential", level(skill, number))
        for number, role in enumerate(ROLES)
        for skill in SKILLS
        if RANKS[skill][number]
    ]
    write(folder, "requirements", ("holders", "skill", "importance", "required_level"), *needs)
    rises = [(f"role:{before.lower()}", f"role:{role.lower()}", "promotion") for before, role in steps() if before]
    write(folder, "transitions", ("from", "to", "kind"), *rises)
    texts = [(skill.lower(), level.lower(), f"{skill}, {level}: in words") for skill in SKILLS for level in LEVELS]
    write(folder, "level-descriptors", ("skill", "level", "definition"), *texts)
    courses = (
        ("course", "SQL from scratch", "https://learn.example/sql", "sql", "solid"),
        ("clinic", "Query clinic", "https://learn.example/clinic", "sql", "advanced"),
        ("circle", "Coaching circle", "", "coaching; hiring", ""),
    )
    write(folder, "learning-resources", ("id", "label", "url", "skill", "level"), *courses)
    return folder


def steps() -> list[tuple[str, str]]:
    return list(zip(("", *ROLES), ROLES, strict=False))


def group(skill: str) -> str:
    return "" if skill == "Strategy" else "leadership" if skill in LEADERSHIP else "craft"


def level(skill: str, role: int) -> str:
    return LEVELS[RANKS[skill][role] - 1].lower()


@pytest.fixture(scope="module")
def database(tables: Path) -> Path:
    database = tables.parent / "career.db"
    assert import_framework(tables, database, options=ImportOptions(name="ladder")).applied
    return database


@pytest.fixture(scope="module")
def graph(database: Path) -> CareerGraph:
    return ecomgraph.open(database)


@pytest.mark.long
def test_where_a_skill_can_be_learnt_depends_on_the_level(graph: CareerGraph) -> None:
    assert [(it.label, it.level and it.level.label) for it in graph.resources("sql")] == [
        ("SQL from scratch", "Solid"),
        ("Query clinic", "Advanced"),
    ]
    assert [(it.label, it.url) for it in graph.resources("coaching")] == [("Coaching circle", "")]
    learnt = {
        (step.node.label, lesson.skill.label): [it.label for it in lesson.resources]
        for step in graph.plan({}, "staff", source="engineer").steps
        for lesson in step.lessons
    }
    assert learnt["Senior", "SQL"] == ["SQL from scratch"]
    assert learnt["Staff", "SQL"] == ["Query clinic"]
    assert learnt["Staff", "Coaching"] == ["Coaching circle"]
    assert learnt["Staff", "Design"] == []
    needed = {it.skill.label: [place.label for place in it.resources] for it in graph.skills("lead")}
    assert needed["SQL"] == ["SQL from scratch"], "the lead needs no more than Solid"


@pytest.mark.long
def test_a_plan_and_a_node_say_where_to_learn(run: Run, database: Path) -> None:
    plan = run("plan", "staff", "--from", "engineer", "--db", database).stdout
    assert "learn at: SQL from scratch (Solid) https://learn.example/sql\n" in plan
    assert plan.startswith("`- start at Engineer\n"), "what is needed where somebody stands is not to be learnt"
    shown = run("show", "senior", "--db", database).stdout
    assert "SQL from scratch (Solid) https://learn.example/sql\n" in shown
    sheet = run("plan", "staff", "--from", "engineer", "--format", "html", "--db", database).stdout
    assert ">SQL from scratch</a> (Solid)</span>" in sheet
    assert ">Query clinic</a> (Advanced)</span>" in sheet


def test_a_plan_as_csv_is_read_back(run: Run, database: Path, tmp_path: Path) -> None:
    file = tmp_path / "plan.csv"
    file.write_text(run("plan", "senior", "--from", "junior", "--format", "csv", "--db", database).stdout)
    again = run("gap", "senior", "--have-file", file, "--db", database, "--format", "json")
    assert again.exit_code == 0
    rows = list(csv.DictReader(file.read_text().splitlines()))
    for row in rows:
        row["level"] = row["required level"]
    with file.open("w", newline="") as opened:
        writer = csv.DictWriter(opened, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    filled_in = run("gap", "senior", "--have-file", file, "--db", database).stdout
    assert "to learn 0.2 by weight" in filled_in, "what the first role asks for as well is not in the plan"


def test_a_node_begins_with_what_sets_it_apart(run: Run, database: Path, graph: CareerGraph) -> None:
    shown = run("show", "lead", "--db", database).stdout
    common = graph.common_skills("lead")
    own = [it for it in graph.skills("lead") if it.skill not in common]
    assert f"Skills ({len(common) + len(own)}, {len(own)} of which set it apart)" in shown
    assert "and 3 skills of Senior, on which it builds\n" in shown
    assert {skill.label for skill in common} == {"SQL", "Testing", "Security"}
    assert "Security  " not in shown
    assert "Security  " in run("show", "lead", "--all", "--db", database).stdout


@pytest.mark.long
def test_lists_are_grouped_with_counts_and_attitudes_apart(run: Run, database: Path) -> None:
    for command in (("skills", "director"), ("diff", "junior", "director")):
        told = run(*command, "--db", database).stdout
        assert "Leading people (" in told
        assert told.index("Leading people (") < told.index("Attitudes (1)")
    told = run("gap", "junior", "director", "--db", database, "--definitions").stdout
    assert "Delivery, Expert: in words" in told


@pytest.mark.parametrize("pair", [("junior", "director"), ("director", "junior"), ("senior", "staff")])
def test_parts_sum_to_the_total(graph: CareerGraph, run: Run, database: Path, pair: tuple[str, str]) -> None:
    gap = graph.skill_gap(*pair)
    assert sum(it.weight for it in (*gap.missing, *gap.raises)) == pytest.approx(gap.weight)
    rows = csv.DictReader(run("gap", *pair, "--format", "csv", "--db", database).stdout.splitlines())
    assert sum(float(row["weight"]) for row in rows if row["weight"]) == pytest.approx(gap.weight)


def test_explain_names_the_degree_and_where_it_comes_from(run: Run, database: Path) -> None:
    told = run("explain", "lead", "sql", "--db", database).stdout
    assert told.startswith("Lead requires SQL: Solid\n<- Lead (essential, Solid)\n")
    assert "<- Senior (essential, Solid), built on\n" in told
    assert run("explain", "director", "budgets", "--db", database).stdout.startswith(
        "Director requires Budgets: Expert (optional)\n"
    )


@pytest.mark.long
@pytest.mark.parametrize("form", sampled(["csv", "xlsx"], 2))
def test_it_comes_back_as_it_was(database: Path, tmp_path: Path, form: str) -> None:
    graph = ecomgraph.open(database)
    exported = tmp_path / ("out" if form == "csv" else "out.xlsx")
    graph.export(form, exported)
    import_framework(exported, tmp_path / "again.db", options=ImportOptions(name="ladder"))
    again = ecomgraph.open(tmp_path / "again.db")
    for one in ROLES:
        assert again.skills(one) == graph.skills(one)
        for skill in SKILLS:
            assert again.explain(one, skill) == graph.explain(one, skill)
    assert [again.descriptors(it) for it in SKILLS] == [graph.descriptors(it) for it in SKILLS]
    assert [again.resources(it) for it in SKILLS] == [graph.resources(it) for it in SKILLS]


@pytest.mark.parametrize(
    ("table", "row", "said"),
    [
        ("requirements", ("role:junior", "coaching", "essential", "advancd"), 'required_level "advancd" is not in'),
        ("level-descriptors", ("sqll", "aware", "Text"), 'skill "sqll" is not in skills.csv; did you mean "sql"?'),
        ("learning-resources", ("x", "X", "", "cooking", ""), 'skill "cooking" is not in skills.csv'),
        ("proficiency-levels", ("twin", "Twin", "mastery", 1), 'rank "1" is already that of proficiency-levels.csv:2'),
        ("roles", ("loop", "Loop", "role:loop"), 'builds_on "loop" leads to itself'),
        ("proficiency-levels", ("top", "Top", "masterly", 6), 'scale "masterly" is not in proficiency-scales.csv'),
    ],
)
def test_what_is_unknown_is_told_in_one_line(
    tables: Path, tmp_path: Path, table: str, row: tuple[object, ...], said: str
) -> None:
    folder = changed(tables, tmp_path, table, row)
    with pytest.raises(FrameworkError) as caught:
        import_framework(folder, tmp_path / "never.db")
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "never.db").exists()


@pytest.mark.long
def test_a_proficiency_may_be_a_percentage(tables: Path, tmp_path: Path) -> None:
    folder = changed(tables, tmp_path, "requirements")
    head = ("holders", "skill", "importance", "proficiency")
    write(
        folder, "requirements", head, ("role:lead", "sql", "essential", "60 %"), ("role:head", "sql", "optional", 0.4)
    )
    assert import_framework(folder, tmp_path / "career.db").applied
    graph = ecomgraph.open(tmp_path / "career.db")
    assert graph.skills("lead")[0].required_level == "Solid"
    write(folder, "requirements", head, ("role:lead", "sql", "essential", "140%"))
    with pytest.raises(FrameworkError, match='proficiency "140%" is out of range'):
        import_framework(folder, tmp_path / "never.db")
    write(folder, "requirements", head, ("role:lead", "sql", "essential", "most"))
    with pytest.raises(FrameworkError, match=r'proficiency "most" is not a number, such as 0\.4 or 40%'):
        import_framework(folder, tmp_path / "never.db")


def changed(tables: Path, tmp_path: Path, table: str, *rows: tuple[object, ...]) -> Path:
    folder = tmp_path / "changed"
    shutil.copytree(tables, folder)
    with (folder / f"{table}.csv").open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return folder
