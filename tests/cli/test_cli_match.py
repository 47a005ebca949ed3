"""ecomgraph match: a column of names becomes a table to check, to use as --have-file, and as a mapping to import."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook

from ecomgraph import import_framework

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    Run = Callable[..., Result]


@pytest.fixture
def skills(tmp_path: Path) -> Path:
    file = tmp_path / "skills.csv"
    file.write_text("skill,level\nSEO,40%\nserach engine optimization,\njuggling,\n", encoding="utf-8")
    return file


@pytest.mark.parametrize(("text", "noted"), [("SEO\njuggling\n", True), ("skill\nSEO\njuggling\n", False)])
def test_a_list_without_a_header_loses_no_name(text: str, noted: bool, run: Run, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(text, encoding="utf-8")
    result = run("match", str(tmp_path / "list.csv"), "--format", "csv")
    assert [row["name"] for row in csv.DictReader(io.StringIO(result.stdout))] == ["SEO", "juggling"]
    assert ("line 1 counts as a name; if 'SEO' is a header, say so with --column" in result.stderr) is noted


@pytest.mark.long
def test_the_answer_once_checked_is_what_a_person_has(run: Run, skills: Path, tmp_path: Path) -> None:
    result = run("match", str(skills), "--format", "csv")
    assert result.exit_code == 0
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert [(row["name"], row["skill"], row["level"], row["by"]) for row in rows] == [
        ("SEO", "Search engine optimization", "40%", "exact"),
        ("serach engine optimization", "Search engine optimization", "", "close"),
        ("juggling", "", "", "none"),
    ]
    assert "note: 1 exact, 1 close, 1 none" in result.stderr
    (tmp_path / "have.csv").write_text(result.stdout, encoding="utf-8")
    gap = run("gap", "chief-digital-officer", "--have-file", str(tmp_path / "have.csv"), "--format", "json")
    assert [it["id"] for it in json.loads(gap.stdout)["shared"]] == ["search-engine-optimization"]


@pytest.mark.long
@pytest.mark.parametrize(
    ("rows", "arguments"),
    [
        ("SEO,Deep\nSEO,20%\nseo,40%\n", []),
        ("SEO,20%\n", ["--have", "SEO=Deep"]),
        ("SEO,20%\nSearch engine optimization,Deep\n", []),
    ],
)
def test_of_a_skill_in_several_rows_the_greatest_level_counts(
    run: Run, tmp_path: Path, rows: str, arguments: list[str]
) -> None:
    (tmp_path / "have.csv").write_text(f"skill,level\n{rows}", encoding="utf-8")
    file = str(tmp_path / "have.csv")
    gap = run("gap", "chief-digital-officer", "--have-file", file, *arguments, "--format", "json")
    assert [it["held"]["level"] for it in json.loads(gap.stdout)["shared"]] == ["Deep"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--have", "SEO=0,5,leadership"], "--have: a comma separates skills; write 0.5, or a percentage, not 0,5"),
        (["--have-file", "have.xlsx"], "have.xlsx: is a workbook or an archive; save the table in it as CSV"),
    ],
)
def test_what_a_person_has_is_told_where_it_is_wrong(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Workbook().save("have.xlsx")
    result = run("gap", "chief-digital-officer", *arguments)
    assert (result.exit_code, result.stderr.strip()) == (2, f"ecomgraph: {message}")


def test_letters_for_genders_after_a_job_title_do_not_count(run: Run, tmp_path: Path) -> None:
    (tmp_path / "jobs.txt").write_text("Ecommerce Director (m/w/d)\nEcommerce Managr H/F\n", encoding="utf-8")
    found = json.loads(run("match", str(tmp_path / "jobs.txt"), "--kind", "role", "--format", "json").stdout)
    assert [(it["by"], it["thing"]["label"]) for it in found] == [
        ("folded", "Ecommerce Director"),
        ("close", "Ecommerce Manager"),
    ]


def test_people_of_a_table_are_kept(run: Run, tmp_path: Path) -> None:
    (tmp_path / "all.csv").write_text("Person,Skill,Level\nAnn,SEO,40%\nBob,,\nCy,seo,\n", encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(run("match", str(tmp_path / "all.csv"), "--format", "csv").stdout)))
    assert [(it["person"], it["skill"], it["level"]) for it in rows] == [
        ("Ann", "Search engine optimization", "40%"),
        ("Cy", "Search engine optimization", ""),
    ]


def test_a_list_and_a_workbook_are_read_too(run: Run, tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("SEO\n\n  seo\n", encoding="utf-8")
    found = json.loads(run("match", str(tmp_path / "list.txt"), "--format", "json").stdout)
    assert [(it["name"], it["by"], it["thing"]["id"]) for it in found] == [
        ("SEO", "exact", "search-engine-optimization"),
        ("seo", "folded", "search-engine-optimization"),
    ]
    book = Workbook()
    for row in (["Person", "Job title"], ["Ann", "ecommerce manger"], ["Bob", None]):
        book.worksheets[0].append(row)
    book.save(tmp_path / "people.xlsx")
    result = run("match", str(tmp_path / "people.xlsx"), "--kind", "role")
    assert "Ecommerce Manager" in result.stdout
    assert result.exit_code == 0


@pytest.mark.slow
def test_matches_become_a_table_of_mappings(run: Run, tmp_path: Path) -> None:
    prefixes = (
        "@prefix ecg: <https://w3id.org/ecomgraph/ns#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
    )
    for name, label in (("ours", "Shop manager"), ("theirs", "Manager, shop")):
        text = f'{prefixes}<https://{name}.example/r/1> a ecg:Role ; skos:prefLabel "{label}"@en .\n'
        (tmp_path / f"{name}.ttl").write_text(text, encoding="utf-8")
        import_framework(tmp_path / f"{name}.ttl", tmp_path / "career.db")
    (tmp_path / "roles.csv").write_text("role\nShop manager\nBaker\n", encoding="utf-8")
    table = tmp_path / "m.sssom.tsv"
    arguments = ["match", str(tmp_path / "roles.csv"), "--kind", "role", "--db", str(tmp_path / "career.db")]
    result = run(*arguments, "--from", "ours", "--to", "theirs", "--close", "0.7", "--mapping", str(table))
    assert result.exit_code == 0, result.stderr
    assert "1 name not in ours, and so not in the mapping" in result.stderr
    lines = table.read_text(encoding="utf-8").splitlines()
    assert lines[-1].split("\t") == [
        "ours:1",
        "Shop manager",
        "skos:closeMatch",
        "theirs:1",
        "Manager, shop",
        "semapv:LexicalSimilarityThresholdMatching",
        "0.96",
    ]
    assert "#  ours: https://ours.example/r/" in lines
    again = run(*arguments, "--from", "ours", "--to", "theirs", "--mapping", str(table))
    assert again.exit_code == 2
    assert "--force" in again.stderr


@pytest.mark.parametrize(
    ("name", "content", "arguments", "message"),
    [
        ("a.csv", "x,y\n1,2\n", [], "the column with the names is not clear; name it with --column; there are x, y"),
        ("a.csv", "skill\nSEO\n", ["--column", "skil"], "there is no column 'skil'; there are skill; did you mean"),
        ("a.csv", "", [], "a.csv: is empty"),
        ("a.csv", "skill\nSEO, SEM\n", [], "a.csv:2: 2 cells, but the header has 1"),
        ("a.csv", 'skill\n"SEO\n', [], "a.csv:2: "),
        ("a.csv", "skill\nSEO\n", ["--to", "nowhere"], "no framework is called 'nowhere'"),
        ("a.csv", "skill\nSEO\n", ["--close", "0"], "invalid value for '--close'"),
        ("a.csv", "skill\nSEO\n", ["--from", "bundled"], "--mapping FILE and --from NAME go together"),
        ("a.csv", "skill\nSEO\n", ["--max-size", "3"], "a.csv: has 0.0 MiB, more than 0.0"),
        ("a.xlsx", "skill\nSEO\n", [], "is not a workbook"),
        ("a.txt", "SEO\0\n", [], "a NUL character"),
        ("b.csv", None, [], "b.csv: cannot be read: No such file"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(
    run: Run, tmp_path: Path, name: str, content: str | None, arguments: list[str], message: str
) -> None:
    if content is not None:
        (tmp_path / name).write_text(content, encoding="utf-8")
    result = run("match", str(tmp_path / name), *arguments)
    assert result.exit_code == 2
    assert message in " ".join(result.stderr.split())
    assert "Traceback" not in result.stderr


def test_no_match_at_all_is_the_answer_no(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("skill\njuggling\n", encoding="utf-8")
    assert run("match", str(tmp_path / "a.csv"), "--exact").exit_code == 1
