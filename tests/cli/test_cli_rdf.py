"""``ecomgraph sparql`` and ``ecomgraph validate``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    Run = Callable[..., Result]

BAKERS = """
PREFIX : <https://bakery.example/>
SELECT ?role ?label ?months {
  ?role skos:prefLabel ?label ; a ecg:Role
  OPTIONAL { ?transition ecg:transitionFrom ?role ; ecg:typicalMonths ?months }
} ORDER BY ?label LIMIT 2
"""


def test_select_as_sparql_results_json(run: Run, bakery: Path) -> None:
    result = run("sparql", BAKERS, "--graph", bakery, "--format", "json")

    assert json.loads(result.stdout) == {
        "head": {"vars": ["role", "label", "months"]},
        "results": {
            "bindings": [
                {
                    "role": {"type": "uri", "value": "https://bakery.example/apprentice"},
                    "label": {"type": "literal", "value": "Apprentice"},
                    "months": {
                        "type": "literal",
                        "value": "36",
                        "datatype": "http://www.w3.org/2001/XMLSchema#integer",
                    },
                },
                {
                    "role": {"type": "uri", "value": "https://bakery.example/baker"},
                    "label": {"type": "literal", "value": "Baker"},
                },
            ]
        },
    }


def test_select_as_table_and_csv(run: Run, bakery: Path) -> None:
    assert run("sparql", BAKERS, "--graph", bakery, "--format", "csv").stdout == (
        "role,label,months\nhttps://bakery.example/apprentice,Apprentice,36\nhttps://bakery.example/baker,Baker,\n"
    )
    assert run("sparql", BAKERS, "--graph", bakery).stdout == (
        "role                               label       months\n"
        "https://bakery.example/apprentice  Apprentice  36\n"
        "https://bakery.example/baker       Baker\n"
    )


def test_tables_shorten_iris_but_csv_does_not(run: Run) -> None:
    query = "SELECT ?role { BIND(role:ecommerce-manager AS ?role) }"

    assert run("sparql", query).stdout == "role\nrole:ecommerce-manager\n"
    assert run("sparql", query, "--format", "csv").stdout == (
        "role\nhttps://w3id.org/ecomgraph/role/ecommerce-manager\n"
    )


def test_csv_has_no_formulas_but_negative_numbers(run: Run) -> None:
    query = """SELECT * { VALUES ?cell { "=1+1" "+1" "-1+1" "@A1" "\\tA" "\\rA" -1.5 "safe" } }"""

    assert run("sparql", query, "--format", "csv").stdout == (
        "cell\n'=1+1\n'+1\n'-1+1\n'@A1\n'\tA\n\"'\rA\"\n-1.5\nsafe\n"
    )


@pytest.mark.long
@pytest.mark.parametrize(
    ("query", "code", "table", "csv", "value"),
    [
        ("ASK { role:ecommerce-manager a ecg:Role }", 0, "true\n", "answer\ntrue\n", True),
        ("ASK { role:ecommerce-manager a ecg:Skill }", 1, "false\n", "answer\nfalse\n", False),
    ],
)
def test_ask(run: Run, query: str, code: int, table: str, csv: str, value: bool) -> None:
    results = [run("sparql", query, "--format", form) for form in ("table", "csv", "json")]

    assert [result.exit_code for result in results] == [code] * 3
    assert [result.stdout for result in results[:2]] == [table, csv]
    assert json.loads(results[2].stdout) == {"head": {}, "boolean": value}


def test_construct_prints_turtle(run: Run, bakery: Path) -> None:
    query = "CONSTRUCT { ?role skos:altLabel ?label } WHERE { ?role skos:altLabel ?label }"
    result = run("sparql", query, "--graph", bakery)

    assert result.stdout == (
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        '<https://bakery.example/baker> skos:altLabel "Journeyman" .\n'
    )


@pytest.mark.parametrize("form", ["json", "csv"])
def test_triples_are_no_rows(run: Run, bakery: Path, form: str) -> None:
    result = run("sparql", "DESCRIBE <https://bakery.example/baker>", "--graph", bakery, "--format", form)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"ecomgraph: triples are printed as Turtle, not as {form}: leave --format out")


def test_queries_from_files_and_standard_input(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "query.rq"
    file.write_text("ASK { ?café a ecg:Role }", encoding="utf-8")

    assert run("sparql", "--file", file).stdout == "true\n"
    assert run("sparql", "-", stdin=file.read_bytes()).stdout == "true\n"


def test_solutions_without_columns_have_a_line_each(run: Run) -> None:
    assert json.loads(run("sparql", "SELECT * { }", "--format", "json").stdout) == {
        "head": {"vars": []},
        "results": {"bindings": [{}]},
    }
    assert run("sparql", "SELECT * { }").exit_code == 0


def test_validate_says_that_a_file_conforms(run: Run, bakery: Path) -> None:
    result = run("validate", bakery, "--format", "json")

    assert json.loads(result.stdout) == {"conforms": True, "results": [], "notes": []}
    assert result.exit_code == 0
    assert run("validate", bakery).stdout.startswith("Conforms: ")


DANGLING = """
@prefix ecg: <https://w3id.org/ecomgraph/ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

<https://bakery.example/baker> a ecg:Role ;
    skos:prefLabel "Baker"@en ;
    ecg:pursuesObjective <https://bakery.example/nothing> .
"""


@pytest.fixture
def dangling(tmp_path: Path) -> Path:
    """A role that pursues an objective which is none."""
    path = tmp_path / "dangling.ttl"
    path.write_text(DANGLING, encoding="utf-8")
    return path


def test_validate_reports_what_does_not_conform(run: Run, dangling: Path) -> None:
    result = run("validate", dangling, "--format", "json")
    report = json.loads(result.stdout)
    [found] = report["results"]

    assert result.exit_code == 1
    assert report["conforms"] is False
    assert "objective" in found.pop("message")
    assert found == {
        "focus_node": "https://bakery.example/baker",
        "result_path": "https://w3id.org/ecomgraph/ns#pursuesObjective",
        "value": "https://bakery.example/nothing",
        "source_shape": "https://w3id.org/ecomgraph/shape#CareerNode-pursuesObjective-class",
        "component": "http://www.w3.org/ns/shacl#ClassConstraintComponent",
        "severity": "http://www.w3.org/ns/shacl#Violation",
    }


def test_validate_as_table_and_csv(run: Run, dangling: Path) -> None:
    table, rows = run("validate", dangling), run("validate", dangling, "--format", "csv")
    lines = table.stdout.splitlines()

    assert (table.exit_code, rows.exit_code) == (1, 1)
    assert lines[:2] == ["Does not conform: 1 result", ""]
    assert lines[2].split("  ")[0] == "focus node"
    assert "ecg:pursuesObjective" in lines[3]
    assert rows.stdout.splitlines()[0] == "focus_node,result_path,value,source_shape,component,severity,message"


def test_house_style_asks_for_more(run: Run, bakery: Path) -> None:
    strict = run("validate", bakery, "--house-style", "--format", "json")

    assert strict.exit_code == 1
    assert any("#House" in result["source_shape"] for result in json.loads(strict.stdout)["results"])


@pytest.mark.slow
def test_the_reference_engine_gives_the_same_report(run: Run, bakery: Path) -> None:
    judged = [
        run("validate", bakery, "--house-style", "--engine", engine, "--format", "json").stdout
        for engine in ("compiled", "pyshacl")
    ]
    assert judged[0] == judged[1]
    assert json.loads(judged[0])["results"]


@pytest.mark.long
def test_the_bundled_graph_keeps_to_the_house_style(run: Run) -> None:
    assert json.loads(run("validate", "--format", "json").stdout) == {"conforms": True, "results": [], "notes": []}


def test_validate_notes_what_pyshacl_had_to_run(run: Run, bakery: Path, tmp_path: Path) -> None:
    shapes = tmp_path / "ours.ttl"
    shapes.write_text(
        """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ecg: <https://w3id.org/ecomgraph/ns#> .
        <https://example.org/Role> a sh:NodeShape ; sh:targetClass ecg:Role ; sh:closed false .""",
        encoding="utf-8",
    )
    result = run("validate", str(bakery), "--shapes", str(shapes), "--format", "json")
    assert result.exit_code == 0
    (note,) = json.loads(result.stdout)["notes"]
    assert "https://example.org/Role: sh:closed is not supported by the compiled engine" in note
    assert result.stderr == f"note: {note}\n"


def test_rules_are_not_added_to_a_database(run: Run, tmp_path: Path) -> None:
    result = run("sparql", "ASK { }", "--db", str(tmp_path), "--rules", "mine.rq")
    assert result.exit_code == 2
    assert "a database has the rules that it was imported with" in result.stderr
