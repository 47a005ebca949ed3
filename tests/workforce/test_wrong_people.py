"""What is wrong with tables of people, or with a call, is told in a sentence; the command for many people."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from click.testing import Result

import ecomgraph
from ecomgraph import ArgumentError, CareerGraph, SourceError
from ecomgraph.workforce import engines, held
from ecomgraph.workforce.made_up import MadeUp
from tests.workforce.made_people import rows_of, written

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("ibis")
pytest.importorskip("duckdb")

Run = Callable[..., Result]
# ------------------------------------------------------------------ bad input


@pytest.mark.slow
@pytest.mark.parametrize(
    ("skills", "people", "reason"),
    [
        ("person,skill\n", None, "has no rows: give a row for each skill of a person"),
        ("who,skill\na,s1\n", None, r"has no column 'person': rename one to that \(there are who, skill\)"),
        ("person,skill,level\na,s1,Guru\n", None, "'Skill 1' cannot be held to 'Guru': use a level"),
        ("person,skill\n,s1\n", None, "has no person in 1 row"),
        ("person,skill\na,s1\n ,s1\n,s2\n", "person\na\n", "has no person in 2 rows"),
        ("person,skill\na,s1\n", "person\na\n \n", "has no person in 1 row"),
        ("person,skill\na,s1\n", "person\n", "has no rows: give a row for each person"),
        ("person,skill\na,s1\n", "person\na\na\nb\n", "has 3 rows for 2 different people"),
        (
            "person,skill\na,s1\n",
            "person,number\na,1\n",
            "has a column 'number', which is a reserved name; rename the column",
        ),
        ("person,skill\na,s1,x,y\n", None, "has no|not a well-formed table"),
        ("", None, "has no column|not a well-formed table"),
    ],
)
def test_bad_tables_are_refused_in_a_sentence(
    team: tuple[CareerGraph, Path, Path], skills: str, people: str | None, reason: str, tmp_path: Path
) -> None:
    graph, *_ = team
    one, other = tmp_path / "one.csv", tmp_path / "other.csv"
    one.write_text(skills)
    other.write_text(people or "")
    with pytest.raises(SourceError, match=reason) as error:
        graph.workforce(one, other if people is not None else None)
    assert "\n" not in str(error.value)


@pytest.mark.long
def test_what_cannot_be_read_is_refused(team: tuple[CareerGraph, Path, Path], tmp_path: Path) -> None:
    graph, skills, _ = team
    wrong = tmp_path / "wrong.parquet"
    wrong.write_text("no parquet")
    (tmp_path / "wrong.xls").write_text("")
    (tmp_path / "empty").mkdir()
    for path, reason in (
        ("none.csv", "no such file"),
        ("wrong.xls", "neither CSV nor"),
        ("empty", "holds no file that ends in .parquet"),
        ("wrong.parquet", "not a Parq"),
    ):
        with pytest.raises(SourceError, match=reason):
            graph.workforce(tmp_path / path)
    with pytest.raises(ArgumentError, match="the backend must be duckdb"):
        graph.workforce(skills, backend="postgres")
    for memory in ("much", "-1GB"):
        with pytest.raises(ArgumentError, match=f"the memory must be a size such as 2GB, not '{memory}'"):
            graph.workforce(skills, memory=memory)
    with pytest.raises(ArgumentError, match="n must be a whole number"):
        graph.workforce(skills).nearest(0)
    with pytest.raises(ArgumentError, match="'r6' is not described"):
        graph.workforce(skills).best("r6")


def test_no_person_is_named_where_the_first_line_is_missing(
    team: tuple[CareerGraph, Path, Path], tmp_path: Path
) -> None:
    graph, *_ = team
    longer = [("person", "skill"), ("ann", "s1", "x", "y"), ("bob", "s1", "x", "y")]
    for rows in ([("ann", "s1"), ("bob", "s2")], longer):
        with pytest.raises(SourceError, match="has no column 'person': the first line must name the columns") as error:
            graph.workforce(written(tmp_path / "s.csv", *rows))
        assert "ann" not in str(error.value)


def test_an_answer_does_not_replace_a_table(run: Run, team: tuple[CareerGraph, Path, Path]) -> None:
    _, skills, people = team
    before = people.read_text()
    result = run("workforce", "best", "r0", "--skills", skills, "--people", people, "--out", people)
    assert (result.exit_code, people.read_text()) == (2, before)
    assert "--out is one of the tables of people, which it would replace" in result.stderr


def test_a_group_is_not_called_as_another_column(team: tuple[CareerGraph, Path, Path], tmp_path: Path) -> None:
    graph, skills, _ = team
    people = written(tmp_path / "p.csv", ("person", "role", "skill"), ("ann", "r0", "x"))
    with pytest.raises(ArgumentError, match="the answer has a column 'skill' of its own: rename that column"):
        graph.workforce(skills, people).gaps("skill")


@pytest.mark.skipif(os.name == "nt", reason="no modes of files")
def test_a_folder_that_others_can_read_is_shut_or_refused(team: tuple[CareerGraph, Path, Path], tmp_path: Path) -> None:
    graph, skills, _ = team
    tmp_path.chmod(0o755)
    other = tmp_path / "other.txt"
    other.write_text("")
    with pytest.raises(SourceError, match="is readable by other users and has other files: name a new folder"):
        graph.workforce(skills, keep=tmp_path)
    assert (other.exists(), tmp_path.stat().st_mode & 0o777) == (True, 0o755)
    empty = tmp_path / "empty"
    empty.mkdir(mode=0o755)
    graph.workforce(skills, keep=empty)
    assert empty.stat().st_mode & 0o777 == 0o700


@pytest.mark.long
def test_dates_can_be_written_as_json_and_all_conditions_hold(
    run: Run, team: tuple[CareerGraph, Path, Path], tmp_path: Path
) -> None:
    import duckdb

    _, skills, _ = team
    people = tmp_path / "p.parquet"
    values = "SELECT 'ann' AS person, 'r0' AS role, DATE '2020-01-31' AS since, 'nan'::DOUBLE AS score"
    duckdb.sql(f"COPY ({values}) TO '{people}'")
    files = ("--skills", str(skills), "--people", str(people), "--graph", str(skills.parent / "graph.ttl"))
    for by, value in (("since", "2020-01-31"), ("score", None)):
        result = run("workforce", "gaps", "--by", by, "--format", "json", "--quiet", *files)
        assert {row[by] for row in json.loads(result.stdout)} == {value}
    both = ("--where", "role=r1", "--where", "role=r0")
    result = run("workforce", "best", "r0", "--format", "json", "--quiet", *both, *files)
    assert json.loads(result.stdout) == []


@pytest.mark.slow
def test_a_full_disk_is_said_to_be_full(team: tuple[CareerGraph, Path, Path]) -> None:
    graph, skills, _ = team
    found = graph.workforce(skills)
    with pytest.raises(SourceError, match="cannot be written"):
        found.write(found.best("r0"), skills.parent / "none" / "out.parquet")
    import duckdb

    full = duckdb.IOException('Could not write file "x": No space left on device')
    with pytest.raises(SourceError, match="not enough room"), found._engine.explained("out.parquet"):
        raise full


def test_an_interrupted_engine_is_no_failure(tmp_path: Path) -> None:
    import duckdb

    engine = engines.Engine(None, tmp_path, name="duckdb")
    for error in (RuntimeError("Query interrupted"), duckdb.InterruptException("INTERRUPT Error: Interrupted!")):
        with pytest.raises(KeyboardInterrupt), engine.explained("skills.csv"):
            raise error


def test_missing_packages_are_named(team: tuple[CareerGraph, Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    graph, skills, _ = team
    for package, backend, extra in (
        ("ibis", None, "workforce"),
        ("duckdb", None, "workforce"),
        ("pyspark", "local[1]", "spark"),
    ):
        monkeypatch.setattr(engines, "find_spec", lambda name, missing=package: None if name == missing else name)
        with pytest.raises(ecomgraph.MissingDependencyError, match=rf"pip install 'ecomgraph\[{extra}\]'"):
            graph.workforce(skills, backend=backend)


def test_a_master_that_does_not_answer_is_named(team: tuple[CareerGraph, Path, Path]) -> None:
    pytest.importorskip("pyspark")
    graph, skills, _ = team
    with pytest.raises(SourceError, match=r"spark://127\.0\.0\.1:1: no Spark master answers there"):
        graph.workforce(skills, backend="spark://127.0.0.1:1")


@pytest.mark.long
def test_the_greatest_level_counts_by_either_way_of_finding_it(
    team: tuple[CareerGraph, Path, Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    graph, _, _ = team
    rows = [("b", "s1", "Able"), ("b", "Skill 1", "Expert"), ("a", "s0", "0%"), ("a", "s2", "Aware"), ("b", "s1", "1")]
    skills = written(tmp_path / "s.csv", ("person", "skill", "level"), *rows)
    sorted_rows = rows_of(graph.workforce(skills)._numbers.held)
    assert [row[:2] for row in sorted_rows] == sorted({row[:2] for row in sorted_rows})
    assert [row[2] / max(row[2] for row in sorted_rows) for row in sorted_rows] == [pytest.approx(1 / 3), 1]
    with monkeypatch.context() as changed:
        changed.setattr(held, "_AT_ONCE", 4)
        assert rows_of(graph.workforce(skills)._numbers.held) == sorted_rows, "in parts"
    monkeypatch.setattr(held, "_BITS", 0)
    assert rows_of(graph.workforce(skills)._numbers.held) == sorted_rows, "by the engine"


# ------------------------------------------------------------------ the command


@pytest.mark.slow
def test_the_first_screen_needs_no_files(run: Run) -> None:
    result = run("workforce", "gaps", "--demo", "--by", "department", "--quiet")
    assert (result.exit_code, result.stderr.count("\n")) == (0, 1)
    assert result.stdout.splitlines()[0].split() == ["department", "skill", "demand", "supply", "missing"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "columns"),
    [
        (("best", "r0", "-n", "2"), "person,weight,coverage"),
        (("lacking", "r0"), "person,skill,have,need,weight"),
        (("nearest", "-n", "1", "--where", "age=31"), "person,node,rank,weight,coverage"),
        (("next",), "person,node,weight,coverage"),
        (("unknown",), "name,kind,rows,suggestion"),
    ],
)
def test_every_question_can_be_written_to_a_file(
    run: Run, team: tuple[CareerGraph, Path, Path], arguments: tuple[str, ...], columns: str
) -> None:
    _, skills, people = team
    common = ("--graph", skills.parent / "graph.ttl", "--skills", skills, "--people", people, "--quiet")
    out = skills.parent / "out.csv"
    assert run("workforce", *arguments, *common, "--out", out).exit_code == 0
    assert out.read_text().splitlines()[0] == columns
    printed = run("workforce", *arguments, *common, "--format", "csv")
    assert printed.stdout == out.read_text()
    result = run("workforce", *arguments, *common, "--out", out.with_suffix(".json"))
    assert (result.exit_code, result.stdout) == (0, "")
    import json

    assert len(json.loads(out.with_suffix(".json").read_text())) == out.read_text().count("\n") - 1


@pytest.mark.slow
def test_parquet_has_what_the_table_has(run: Run, team: tuple[CareerGraph, Path, Path], tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    _, skills, people = team
    out = tmp_path / "out.parquet"
    common = ("--graph", skills.parent / "graph.ttl", "--skills", skills, "--people", people)
    result = run("workforce", "best", "r0", *common, "--out", out)
    assert result.exit_code == 0
    note = "note: 2 rows with 2 unknown names and 1 row of people who are not in the table of people are not counted; "
    assert note in result.stderr
    assert pq.read_table(out).column_names == ["person", "weight", "coverage"]


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("best", "--demo"), "best takes a node"),
        (("gaps", "r0", "--demo"), "gaps takes no node"),
        (("gaps",), "give a table of skills with --skills, or --demo"),
        (("gaps", "--demo", "--out", "x.xls"), "--out must end in .parquet, .csv or .json"),
        (("gaps", "--demo", "-n", "3"), "-n is for best and nearest"),
        (("nearest", "--demo", "--by", "role"), "--by is for gaps"),
        (("gaps", "--demo", "--where", "role"), "--where must be COLUMN=VALUE, not 'role'"),
    ],
)
def test_wrong_usage_is_refused(run: Run, arguments: tuple[str, ...], reason: str) -> None:
    result = run("workforce", *arguments, "--quiet")
    assert result.exit_code == 2
    assert reason in result.stderr
    assert result.stderr.count("\n") == 1


def test_made_up_people_are_the_same_each_time(graph: CareerGraph) -> None:
    made = MadeUp(graph.network)
    assert list(made.skills(5)) == list(made.skills(5))
    assert [person for person, *_ in made.people(2)] == ["P0000001", "P0000002"]


@pytest.mark.long
def test_a_name_with_wildcards_means_one_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "w[12].csv").write_text("person,skill,level\nasked for,SEO,\n", encoding="utf-8")
    (tmp_path / "w1.csv").write_text("person,skill,level\nanother,SEO,\n", encoding="utf-8")
    shown = run("workforce", "nearest", "--skills", tmp_path / "w[12].csv", "-n", 1, "--format", "csv").stdout
    assert "asked for" in shown
    assert "another" not in shown
