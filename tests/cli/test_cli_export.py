"""``ecomgraph export``: formats are listed, graphs written, problems told."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest

from ecomgraph.exchange.registry import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    Run = Callable[..., Result]


def test_list_says_what_each_format_is_for_and_what_is_lost(run: Run) -> None:
    listed = json.loads(run("export", "--list", "--format", "json").stdout)
    assert [it["format"] for it in listed] == list(FORMATS)
    assert {it["carries"] for it in listed} == {"asserted", "asserted and derived"}
    for it in listed:
        assert it["tool"]
        assert it["lost"]
    table = run("export", "--list").stdout.splitlines()
    assert table[0].split() == ["format", "makes", "carries", "tool", "lost"]
    assert [line.split()[0] for line in table[1:]] == list(FORMATS)


def test_report_names_files_and_counts(run: Run, tmp_path: Path) -> None:
    options = ("--odoo", "17", "--role", "ecommerce-manager", "--format", "json")
    result = run("export", "odoo", tmp_path / "odoo", *options)
    assert result.exit_code == 0
    report = json.loads(result.stdout)
    assert report["format"] == "odoo"
    assert report["files"] == [str(tmp_path / "odoo" / name) for name in ("hr.job.csv", "hr.skill.type.csv")]
    assert report["records"]["jobs"] == 1
    assert report["repaired"] == report["warnings"] == []
    *lost, kinds, unread, links = report["lost"]
    assert links.startswith("Odoo 17: requirements as links")
    assert lost == list(FORMATS["odoo"].lost)
    assert "ecg:textDigest" in kinds
    assert "ecg:hasResponsibility" not in unread
    with (tmp_path / "odoo" / "hr.skill.type.csv").open(encoding="utf-8", newline="") as file:
        assert sum(1 for row in csv.DictReader(file) if row["skill_ids/id"]) == report["records"]["skills"]


def test_option_of_another_format_is_wrong_usage(run: Run, tmp_path: Path) -> None:
    result = run("export", "case", tmp_path / "c.json", "--odoo", "18")
    assert result.exit_code == 2
    assert "--odoo is for the format odoo, not for case" in result.stderr
    assert not (tmp_path / "c.json").exists()


def test_table_has_a_line_per_file_and_kind(run: Run, tmp_path: Path) -> None:
    lines = run("export", "osmt", tmp_path / "osmt.csv").stdout.splitlines()
    assert lines[0].split() == ["what", "name", "count"]
    assert lines[1].split() == ["file", str(tmp_path / "osmt.csv")]
    assert lines[2].split()[:2] == ["records", "skills"]


@pytest.mark.long
def test_part_and_force(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "out.ttl"
    options = ("turtle", path, "--role", "ecommerce-director", "--level", "mid", "--specialization", "analytics")
    assert run("export", *options).exit_code == 0
    size = path.stat().st_size
    result = run("export", "turtle", path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"ecomgraph: {path}: already exists; choose another name, or replace it (--force)\n"
    assert path.stat().st_size == size
    assert run("export", "turtle", path, "--force").exit_code == 0
    assert path.stat().st_size > size
    assert run("export", "turtle", path, "--force", "--derived").exit_code == 0
    assert "profile:ecommerce-director-mid-analytics" in path.read_text(encoding="utf-8")


@pytest.mark.long
def test_alignments_are_added_on_request(run: Run, tmp_path: Path) -> None:
    assert run("export", "turtle", tmp_path / "without.ttl").exit_code == 0
    assert run("export", "turtle", tmp_path / "with.ttl", "--alignments").exit_code == 0
    assert "data.europa.eu/esco" not in (tmp_path / "without.ttl").read_text(encoding="utf-8")
    assert "data.europa.eu/esco" in (tmp_path / "with.ttl").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["moodle"], "give FORMAT and DEST, or --list to see the formats (see 'ecomgraph export --help')"),
        (["mooodle", "x"], "no export format is called 'mooodle'; did you mean 'moodle'?"),
        (["moodle", "no/such/folder.csv"], "no/such/folder.csv: cannot be written: No such file or directory"),
        (["csv", "x", "--role", "ecommerce-manger"], "no role is called 'ecommerce-manger'; did you mean"),
        (["csv", "x", "--language", "tlh"], "no label is in the language 'tlh'; there are labels in: en"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(
    run: Run, arguments: list[str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("export", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"ecomgraph: {message}")
    assert result.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_problems_are_all_told(run: Run, bakery: Path, tmp_path: Path) -> None:
    path = tmp_path / "many.ttl"
    levels = "\n".join(f':l{at} a ecg:ExperienceLevel ; skos:prefLabel "Level, {at}" .' for at in range(12))
    path.write_text(bakery.read_text(encoding="utf-8") + levels, encoding="utf-8")
    result = run("export", "moodle", tmp_path / "out.csv", "--graph", path)
    assert result.exit_code == 2
    *rest, last = result.stderr.splitlines()
    assert len(rest) == 2
    assert all("has a comma" in line for line in rest)
    assert last.startswith("ecomgraph: nothing was exported to moodle: level Level, 0: the name has a comma")
    assert last.endswith("and 2 more")
    assert not (tmp_path / "out.csv").exists()
