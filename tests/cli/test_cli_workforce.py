"""ecomgraph workforce without an engine: which question is asked, and how answers are shown and written."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ecomgraph import CareerGraph
from ecomgraph.workforce.resolve import Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from click.testing import Result

    Run = Callable[..., Result]

SEO = "https://w3id.org/ecomgraph/skill/search-engine-optimization"


class Answer:
    """A table with as many rows as it is asked for."""

    def __init__(self, *columns: str, count: int = 2) -> None:
        self.columns, self.count = columns, count

    def limit(self, count: int) -> Answer:
        return Answer(*self.columns, count=min(count, self.count))


class Crowd:
    """Stands for a Workforce; it keeps what it was asked."""

    def __init__(self, count: int = 2) -> None:
        self.asked: list[tuple[Any, ...]] = []
        self.unknown = (Unknown("jugling", "skill", 3), Unknown("boss", "role", 4))
        self.count = count

    def workforce(self, _: CareerGraph, skills: str, people: str | None, **settings: Any) -> Crowd:
        self.asked.append(("workforce", skills, people, settings["backend"], settings["memory"], settings["keep"]))
        settings["progress"]("reading names")
        return self

    def where(self, **equal: str) -> Crowd:
        self.asked.append(("where", equal))
        return self

    def _answered(self, *question: Any) -> Answer:
        self.asked.append(question)
        return Answer("person", "skill", "weight", count=self.count)

    def best(self, node: str, n: int) -> Answer:
        return self._answered("best", node, n)

    def lacking(self, node: str) -> Answer:
        return self._answered("lacking", node)

    def nearest(self, n: int) -> Answer:
        return self._answered("nearest", n)

    def next_steps(self) -> Answer:
        return self._answered("next")

    def gaps(self, by: str | None) -> Answer:
        return self._answered("gaps", by)

    def unknown_names(self) -> Answer:
        return self._answered("unknown")

    def label(self, iri: str) -> str:
        return {SEO: "Search engine optimization"}[iri]

    def rows(self, table: Answer) -> Iterator[list[tuple[str, str, float]]]:
        yield from ([(f"P{at}", SEO, at / 3)] for at in range(table.count))

    def write(self, _: Answer, path: str) -> None:
        self.asked.append(("write", path))


@pytest.fixture
def crowd(monkeypatch: pytest.MonkeyPatch) -> Crowd:
    found = Crowd()
    monkeypatch.setattr(CareerGraph, "workforce", lambda *args, **settings: found.workforce(*args, **settings))
    return found


@pytest.mark.parametrize(
    ("arguments", "asked"),
    [
        (("best", "cdo"), ("best", "cdo", 20)),
        (("best", "cdo", "-n", 3), ("best", "cdo", 3)),
        (("lacking", "cdo"), ("lacking", "cdo")),
        (("nearest",), ("nearest", 5)),
        (("next",), ("next",)),
        (("gaps",), ("gaps", None)),
        (("gaps", "--by", "site"), ("gaps", "site")),
        (("unknown",), ("unknown",)),
    ],
)
def test_each_question_reaches_its_method(
    run: Run, crowd: Crowd, arguments: tuple[str, ...], asked: tuple[object, ...]
) -> None:
    options = ("--skills", "s.csv", "--people", "p.csv", "--where", "site = north", "--backend", "local[2]")
    result = run("workforce", *arguments, *options, "--memory", "1GB", "--keep", "kept")
    assert result.exit_code == 0
    first = ("workforce", "s.csv", "p.csv", "local[2]", "1GB", "kept")
    assert crowd.asked == [first, ("where", {"site": "north"}), asked]
    note = "note: 7 rows with 2 unknown names are not counted; 'ecomgraph workforce unknown' lists them"
    assert result.stderr.splitlines() == ["reading names", *([] if arguments == ("unknown",) else [note])]


def test_a_table_has_labels_and_short_numbers(run: Run, crowd: Crowd) -> None:
    crowd.count = 101
    result = run("workforce", "next", "--skills", "s.csv", "--quiet")
    lines = result.stdout.splitlines()
    assert lines[0].split() == ["person", "skill", "weight"]
    assert lines[2].split() == ["P1", "Search", "engine", "optimization", "0.333"]
    assert lines[-1].startswith("P99")
    assert "note: these are the first 100 rows; --out FILE writes all of them" in result.stderr
    assert "reading names" not in result.stderr


@pytest.mark.long
@pytest.mark.parametrize("count", [0, 2])
def test_other_forms_have_iris_and_all_digits(run: Run, crowd: Crowd, count: int, tmp_path: Path) -> None:
    crowd.count = count
    rows = [{"person": f"P{at}", "skill": SEO, "weight": at / 3} for at in range(count)]
    for form in ("csv", "json"):
        printed = run("workforce", "next", "--skills", "s.csv", "--format", form)
        file = tmp_path / f"{count}.{form}"
        assert run("workforce", "next", "--skills", "s.csv", "--out", file).stdout == ""
        assert file.read_text(encoding="utf-8") == printed.stdout
        if form == "json":
            assert json.loads(printed.stdout) == rows
        else:
            found = list(csv.DictReader(io.StringIO(printed.stdout)))
            assert [{**row, "weight": float(row["weight"])} for row in found] == rows


def test_parquet_is_written_by_the_engine(run: Run, crowd: Crowd, tmp_path: Path) -> None:
    result = run("workforce", "next", "--skills", "s.csv", "--out", tmp_path / "o.parquet")
    assert (result.exit_code, result.stdout) == (0, "")
    assert crowd.asked[-1] == ("write", str(tmp_path / "o.parquet"))


@pytest.mark.long
def test_made_up_people_come_in_two_files(run: Run, crowd: Crowd, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[list[dict[str, str]]] = []

    def workforce(_: CareerGraph, *files: str, **__: object) -> Crowd:
        for file in files:
            with Path(file).open(encoding="utf-8", newline="") as lines:
                read.append(list(csv.DictReader(lines)))
        return crowd

    monkeypatch.setattr(CareerGraph, "workforce", workforce)
    result = run("workforce", "gaps", "--demo", "--by", "department")
    assert result.stderr.startswith("1,000 people are made up\n")
    skills, people = read
    assert list(people[0]) == ["person", "role", "department", "country"]
    assert len({it["person"] for it in people}) == len(people) == 1_000
    assert {it["person"] for it in skills} <= {it["person"] for it in people}
