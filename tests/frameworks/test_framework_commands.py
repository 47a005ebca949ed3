"""The commands: what they print, where they say no, and with which exit code."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import ecomgraph
from ecomgraph.cli.app import cli
from ecomgraph.cli.import_progress import ImportProgress
from tests.frameworks.miniatures import TABLES, write_tables

README = Path(__file__).resolve().parents[2] / "README.md"


def run(*arguments: object, code: int = 0) -> tuple[str, str]:
    result = CliRunner().invoke(cli, [str(it) for it in arguments])
    assert result.exit_code == code, result.output
    return result.stdout, result.stderr


def test_import_says_what_it_did(tables: Path, tmp_path: Path) -> None:
    out, err = run("import", tables, "--into", tmp_path / "career.db", "--title", "Our bakery", "--quiet")
    out = re.sub(r"[\d,]+ triples asserted in all, [\d,]+ derived", "N triples asserted in all, M derived", out)
    assert out.replace(str(tmp_path), "…") == (
        "bakery (Our bakery) imported into …/career.db: 37 triples\n\n"
        "class             added  removed  changed\n"
        "Role                  3        0        0\n"
        "Skill                 3        0        0\n"
        "SkillRequirement      2        0        0\n"
        "Transition            2        0        0\n\n"
        "N triples asserted in all, M derived; the shapes agree\n"
    )
    assert err == ""


def test_import_as_json(tables: Path, tmp_path: Path) -> None:
    out, _ = run("import", tables, "--into", tmp_path / "career.db", "--dry-run", "--format", "json")
    report = json.loads(out)
    assert (report["accepted"], report["applied"], report["violations"]) == (True, False, [])
    assert report["framework"]["classes"] == {"Role": 3, "Skill": 3, "SkillRequirement": 2, "Transition": 2}
    assert report["changes"][0] == {"class": "Role", "added": 3, "removed": 0, "changed": 0}
    assert not (tmp_path / "career.db").exists()


@pytest.mark.long
def test_every_command_takes_a_database(tables: Path, tmp_path: Path) -> None:
    database = tmp_path / "career.db"
    run("import", tables, "--into", database)
    assert run("roles", "--db", database)[0].split() == [
        *("id", "role", "apprentice", "Apprentice", "baker", "Baker", "master", "Master", "baker")
    ]
    out, _ = run("path", "apprentice", "Master baker", "--db", database, "--format", "json")
    assert json.loads(out)["paths"][0]["cost"] == 2
    assert "Conforms" in run("validate", "--db", database)[0]
    out, _ = run("query", "skills-for-role", "--param", "role=baker", "--db", database, "--format", "json")
    assert {row["skill"]["value"] for row in json.loads(out)["results"]["bindings"]} == {
        it.skill.iri for it in ecomgraph.open(database).skills("baker")
    }
    _, err = run("query", "skills-for-role", "--param", "role=baker", "--db", database, "--alignments", code=2)
    assert f"ecomgraph import --alignments --into {database}" in err
    _, err = run("roles", "--db", database, "--graph", "x.ttl", code=2)
    assert "name files or a database, not both" in err


@pytest.mark.long
def test_info_lists_the_frameworks_of_a_database(onet: Path, tmp_path: Path) -> None:
    run("import", onet, "--into", tmp_path / "career.db")
    (framework,) = json.loads(run("info", "--db", tmp_path / "career.db", "--format", "json")[0])["frameworks"]
    assert {name: framework[name] for name in ("name", "title", "source", "license")} == {
        "name": "onet",
        "title": "O*NET 29.2 Database",
        "source": "onet",
        "license": "https://creativecommons.org/licenses/by/4.0/",
    }
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", framework["imported"])
    assert "O*NET is a trademark of USDOL/ETA." in run("info", "--db", tmp_path / "career.db")[0]


def test_problems_are_listed_each_on_a_line(tmp_path: Path) -> None:
    folder = write_tables(tmp_path / "bakery", requirements="holders,skill,importance\nbakr,SEO,optional\nx,y,z\n")
    out, err = run("import", folder, "--into", tmp_path / "career.db", code=2)
    assert out == ""
    assert err.splitlines() == [
        'requirements.csv:2: holders "bakr" is not in roles.csv or transitions.csv; did you mean "baker"?',
        'requirements.csv:3: holders "x" is not in roles.csv or transitions.csv; '
        "the existing ids are apprentice, baker, master, apprentice--baker, baker--master",
        'requirements.csv:3: skill "y" is not in skills.csv; the existing ids are baking, SEO, kneading',
        'requirements.csv:3: importance "z" is not known; write one of essential, optional',
        "ecomgraph: 4 problems in bakery, nothing was imported",
    ]


def test_what_the_shapes_object_to_makes_exit_code_1(tmp_path: Path) -> None:
    folder = write_tables(tmp_path / "bakery", skills=TABLES["skills"] + "mixing,Kneading,skill,\n")
    out, err = run("import", folder, "--into", tmp_path / "career.db", code=1)
    assert out.startswith(f"bakery (bakery) not imported into {tmp_path}/career.db: 40 triples\n\n")
    assert err.splitlines()[-2].startswith("skills.csv:5: label: Found the two skills")
    assert err.splitlines()[-1] == "ecomgraph: this framework violates the shapes; nothing was imported"


@pytest.mark.long
def test_remove_and_crosswalk(tables: Path, onet: Path, tmp_path: Path) -> None:
    database = tmp_path / "career.db"
    run("import", tables, "--into", database)
    run("import", onet, "--into", database)
    _, note = run("crosswalk", "baker", "--to", "onet", "--db", database, code=1)
    assert note == "note: no role of onet is mapped to Baker, has its name or shares a skill with it\n"
    out, _ = run("crosswalk", "Online Merchants", "--to", "onet", "--db", database, "--format", "json")
    assert [it["role"]["label"] for it in json.loads(out)["counterparts"]] == ["Chief Executives"]
    asked = ("crosswalk", "ceo", "--to", "bakery", "--framework", "onet", "--db", database, "--format", "json")
    assert json.loads(run(*asked, code=1)[0])["role"]["label"] == "Chief Executives"
    _, err = run("changes", "bakery", "onet", "--framework", "onet", "--db", database, code=2)
    assert "the frameworks are A and B; leave --framework out" in err
    assert run("remove", "onet", "--db", database)[0].startswith("onet removed from ")
    assert "'Online Merchants'" in run("show", "Online Merchants", "--db", database, code=2)[1]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["import", "--into", "x.db"], "give one of SOURCE, --bundled and --alignments"),
        (["import", "ours", "--bundled", "--into", "x.db"], "give one of SOURCE, --bundled and --alignments"),
        (["import", "ours", "--into", "x.db", "--max-size", "much"], "'much' is not a size: write it as 512MB or 2G"),
        (["import", "nowhere", "--into", "x.db"], "nowhere: cannot be read: No such file or directory"),
        (["remove", "ours", "--db", "nowhere.db"], "nowhere.db: is not a database"),
        (["roles", "--db", "nowhere.db"], "nowhere.db: is not a database"),
    ],
)
def test_wrong_usage_is_told_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    _, err = run(*arguments, code=2)
    assert said in err
    assert err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_progress_says_step_rate_and_time_left(capsys: pytest.CaptureFixture[str]) -> None:
    with ImportProgress(quiet=False) as progress:
        progress.step("read", 32_000_000)
        assert capsys.readouterr().err == ""
        progress._begin()
        assert capsys.readouterr().err == "read: 32 MB\n"
        progress.step("sort", 680_000)
        found = capsys.readouterr().err
    assert re.fullmatch(r"sort: 680,000 triples \(read took \d\.\d s, [\d,.]+ MB/s; about \d+ s left\)\n", found)


@pytest.mark.long
def test_the_readme_leads_to_a_path_between_two_roles_of_ones_own(tmp_path: Path) -> None:
    """Every command of the section, word for word, in a shell."""
    section = README.read_text(encoding="utf-8").split("## Your own framework", 1)[1].split("\n## ", 1)[0]
    script = "\n".join(re.findall(r"```console\n(.*?)```", section, re.DOTALL))
    assert "ecomgraph template" in script
    alias = f'ecomgraph() {{ {shlex.quote(sys.executable)} -m ecomgraph "$@"; }}\nset -e\n'
    done = subprocess.run(  # noqa: S603
        ["/bin/bash", "-c", alias + script],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "promotion -> Store manager" in done.stdout


def test_a_problem_with_a_long_cell_is_short(tmp_path: Path) -> None:
    folder = write_tables(tmp_path / "bakery", requirements=f"holders,skill,importance\n{'x' * 9000},SEO,optional\n")
    _, err = run("import", folder, "--into", tmp_path / "career.db", code=2)
    assert len(err) < 3000
    assert "is not in roles.csv or transitions.csv" in err


@pytest.mark.long
def test_a_crosswalk_within_one_graph_takes_the_framework_of_the_role() -> None:
    graph = ecomgraph.load()
    assert graph.crosswalk("CDO", "bundled", 2, source="bundled") == graph.crosswalk("CDO", "bundled", 2)
