"""``--timeout`` and ``--memory`` end a query; with them, answers are what they are without."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from benchmarks.killers import KILLERS
from tests.samples import sampled

Run = Callable[..., Result]
BOUNDS = ("--timeout", "60", "--memory", "1G")


@pytest.mark.long
@pytest.mark.parametrize(
    "arguments",
    sampled(
        [
            ("sparql", "SELECT ?role ?l { ?role a ecg:Role ; skos:prefLabel ?l } ORDER BY ?role"),
            ("sparql", "SELECT ?x ?y { VALUES (?x ?y) { (1 UNDEF) ('a'@en <urn:b>) } }", "--format", "json"),
            ("sparql", "ASK { role:senior-director a ecg:Skill }"),
            ("sparql", "CONSTRUCT WHERE { role:senior-director ?p ?o }"),
            ("sparql", "SELECT ?role { SERVICE <urn:x> { } }"),
            ("sparql", "SELECT ?role {\n ?x }"),
            ("sparql", "ASK { }", "--graph", "nowhere.ttl"),
            ("sparql", "ASK { }", "--db", "nowhere"),
            ("query", "skill-gap", "--param", "source=cdo", "--param", "target=vp-of-ecommerce", "--format", "csv"),
            *(
                ("query", "skill-gap", "--param", "source=cdo", "--param", "target=vp-of-ecommerce", "--format", form)
                for form in ("json", "tsv", "xml")
            ),
            ("query", "skill-gap", "--param", "source=cdo", "--param", "target=cfo"),
            ("query", "esco-for-role", "--param", "role=ecommerce-manager"),
        ],
        3,
    ),
    ids=" ".join,
)
def test_answers_and_errors_are_the_same(run: Run, arguments: tuple[str, ...]) -> None:
    without, bounded = run(*arguments), run(*arguments, *BOUNDS)
    assert (bounded.exit_code, bounded.stdout, bounded.stderr) == (without.exit_code, without.stdout, without.stderr)


@pytest.mark.long
@pytest.mark.parametrize("form", sampled(["json", "tsv", "xml"], 3))
def test_a_printed_table_is_not_read_again(run: Run, monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    """What the other process has written in the format wanted is printed as it is."""
    monkeypatch.setattr("ecomgraph.isolation.jobs.ox.parse_query_results", None)
    found = run("query", "skill-gap", "-p", "source=cdo", "-p", "target=vp-of-ecommerce", "--format", form, *BOUNDS)
    assert (found.exit_code, found.stderr) == (0, "")


@pytest.mark.long
def test_time_is_limited(run: Run) -> None:
    result = run("sparql", "--timeout", "0.5", KILLERS["cartesian product"])
    assert result.exit_code == 2
    assert result.stderr == "ecomgraph: stopped after 0.5 s: request less, or raise the time limit\n"


@pytest.mark.long
def test_memory_is_limited(run: Run) -> None:
    result = run("sparql", "--memory", "64MB", KILLERS["doubled string"])
    assert result.exit_code == 2
    assert "more than 64 MiB of memory" in result.stderr


@pytest.mark.long
def test_a_stored_query_is_limited(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "theirs.rq"
    file.write_text(KILLERS["cartesian product"], encoding="utf-8")
    assert "stopped after 0.5 s" in run("query", "--file", file, "--timeout", "0.5").stderr


@pytest.mark.long
def test_another_graph_is_asked(run: Run, bakery: Path) -> None:
    query = "SELECT ?name { ?role a ecg:Role ; skos:prefLabel ?name } ORDER BY ?name"
    result = run("sparql", query, "--graph", bakery, *BOUNDS)
    assert result.stdout.splitlines() == ["name", "Apprentice", "Baker", "Bäckermeister", "Master baker"]


@pytest.mark.parametrize("size", ["0", "much", "5 PB", "-1G", ""])
def test_what_is_no_size_is_refused(run: Run, size: str) -> None:
    result = run("sparql", "ASK { }", "--memory", size)
    assert result.exit_code == 2
    assert "is not a size: write it as 512MB or 2G" in result.stderr
