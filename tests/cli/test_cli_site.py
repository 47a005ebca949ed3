"""``ecomgraph site``: a folder with a site in it, or one line that says why not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    Run = Callable[..., Result]


@pytest.mark.long
def test_writes_a_site_of_somebody_elses_graph(run: Run, bakery: Path, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    result = run("site", folder, "--graph", bakery, "--format", "json", "--base-url", "https://example.org")
    assert result.exit_code == 0
    report = json.loads(result.stdout)
    written = [path for path in folder.rglob("*") if path.is_file()]
    assert report["folder"] == str(folder)
    assert report["files"] == len(written)
    assert report["bytes"] == sum(path.stat().st_size for path in written)
    assert report["left_out"] == []
    assert "page 1 of" in result.stderr
    assert "Master baker" in (folder / "index.html").read_text()
    assert (folder / "sitemap.xml").is_file()


@pytest.mark.long
def test_quiet_table_and_second_run(run: Run, bakery: Path, tmp_path: Path) -> None:
    result = run("site", tmp_path / "site", "--graph", bakery, "--quiet")
    assert (result.exit_code, result.stderr) == (0, "")
    assert [line.split()[0] for line in result.stdout.splitlines()] == ["what", "pages", "files", "bytes"]
    again = run("site", tmp_path / "site", "--graph", bakery, "--quiet")
    assert again.exit_code == 2
    assert again.stderr == (
        f"ecomgraph: {tmp_path / 'site'}: already exists; choose another name, or replace it (--force)\n"
    )
    assert run("site", tmp_path / "site", "--graph", bakery, "--quiet", "--force").exit_code == 0


def test_foreign_folder_and_wrong_address(run: Run, bakery: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear")
    result = run("site", tmp_path / "mine", "--graph", bakery, "--force")
    assert result.exit_code == 2
    assert "is not a site written by ecomgraph" in result.stderr
    assert (tmp_path / "mine" / "letter.txt").read_text() == "dear"
    result = run("site", tmp_path / "other", "--graph", bakery, "--base-url", "example.org")
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1


def test_no_name_is_not_the_working_directory(run: Run) -> None:
    result = run("site", "", "--force", "--quiet")
    assert (result.exit_code, result.stderr) == (
        2,
        "ecomgraph: the folder of the site has no name; the working directory is '.'\n",
    )
