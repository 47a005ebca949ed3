"""``ecomgraph query``: run a stored query, list them, show their text, run one's own."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ecomgraph.queries import stored_queries

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

    Run = Callable[..., Result]

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "competency-questions.md"
ANSWERS = re.findall(
    r"```sh\necomgraph (.*)\n```\n\n(?:<details>.*\n\n)?```text\n([^`]*)```", DOCUMENT.read_text("utf-8")
)
MINE = """\
#+ params: {role: {kind: iri, of: role}}
#+ returns: [skill]
SELECT ?role ?skill WHERE { ?role ecg:requiresSkill ?skill } ORDER BY ?skill
"""


def test_a_table_has_the_declared_columns_and_short_names(run: Run, bakery: Path) -> None:
    result = run("query", "skills-for-role", "--param", "role=baker", "--graph", bakery)

    assert result.stdout.splitlines() == [
        "skill                             label      type  importance",
        "https://bakery.example/kneading   Kneading         importance:essential",
        "https://bakery.example/sourdough  Sourdough        importance:optional",
    ]


def test_formats_of_the_w3c(run: Run, bakery: Path) -> None:
    asked = ("query", "other-names", "-p", "thing=baker", "--graph", bakery, "--format")

    assert json.loads(run(*asked, "json").stdout) == {
        "head": {"vars": ["name"]},
        "results": {"bindings": [{"name": {"type": "literal", "value": "Journeyman"}}]},
    }
    assert run(*asked, "csv").stdout == "name\nJourneyman\n"
    assert run(*asked, "tsv").stdout == '?name\n"Journeyman"\n'
    assert "<literal>Journeyman</literal>" in run(*asked, "xml").stdout


def test_the_list_can_be_searched(run: Run) -> None:
    assert run("query", "--list", "esco", "codes").stdout.splitlines() == [
        "topic       query          parameters         question",
        "alignments  esco-for-role  role [confidence]  Which ESCO codes correspond to an Ecommerce Manager?",
    ]
    (described,) = json.loads(run("query", "--list", "esco", "codes", "--format", "json").stdout)
    assert (described["name"], described["example"]) == ("esco-for-role", {"role": "ecommerce-manager"})
    assert len(run("query", "--list").stdout.splitlines()) > 45


def test_show_prints_the_file_or_a_text_with_the_values_in_it(run: Run) -> None:
    text = run("query", "skill-gap", "--show").stdout
    bound = run("query", "skill-gap", "--show", "-p", "source=cdo", "-p", "target=vp-of-ecommerce").stdout

    assert text.startswith((DOCUMENT.parents[1] / "queries" / "skills" / "skill-gap.rq").read_text("utf-8")[:500])
    assert 'FILTER(LANG(?label) = "en" || NOT EXISTS' in text
    assert run("sparql", text).exit_code == 0
    assert "VALUES ?source { <https://w3id.org/ecomgraph/role/chief-digital-officer> }" in bound
    assert run("sparql", bound).exit_code == 0


def test_mappings_are_loaded_where_a_query_needs_them(run: Run, bakery: Path) -> None:
    assert "eBusiness manager" in run("query", "esco-for-role", "-p", "role=ecommerce-manager").stdout
    assert run("query", "esco-for-role", "-p", "role=baker", "--graph", bakery).stderr == (
        "ecomgraph: esco-for-role needs the alignments: use ecomgraph.load(alignments=True) or --alignments; to add"
        " them to a database, ecomgraph import --alignments --into DB\n"
    )


def test_a_query_of_ones_own(run: Run, bakery: Path, tmp_path: Path) -> None:
    path = tmp_path / "mine.rq"
    path.write_text(MINE, encoding="utf-8")

    result = run("query", "--file", path, "-p", "role=apprentice", "--graph", bakery, "--format", "csv")

    assert result.stdout == "skill\nhttps://bakery.example/kneading\n"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (MINE.replace("kind: iri", "kind: url"), "header: parameter 'role' must have one of the kinds"),
        (MINE.replace("{role:", "{rolle:"), "header: parameter 'rolle' does not occur in the query as ?rolle"),
        ("DELETE WHERE { ?s ?p ?o }", "line 1: DELETE is an update; only queries are supported"),
        ("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", "line 1: SERVICE is refused"),
        ("SELECT * FROM <file:///etc/hostname> { ?s ?p ?o }", "FROM <file:///etc/hostname> is refused"),
        ("SELECT * { " + "{" * 200 + "}" * 200 + "}", "line 1: more than 128 nested brackets and negations"),
    ],
)
def test_a_file_that_may_not_run_is_refused_in_one_line(text: str, reason: str, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "mine.rq"
    path.write_text(text, encoding="utf-8")

    result = run("query", "--file", path)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"ecomgraph: {path}: {reason}")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ([], "give one query: NAME or --file FILE; --list lists the names"),
        (["skill-gap", "--file", "mine.rq"], "give one query: NAME or --file FILE"),
        (["skill-gaps"], "no stored query is called 'skill-gaps'; did you mean 'skill-gap'"),
        (
            ["skill-gap", "-p", "source=cdo"],
            "skill-gap: parameter 'target': missing; the name of a career node is needed",
        ),
        (["skill-gap", "-p", "from=cdo"], "skill-gap: parameter 'from': no such parameter; it has source, target"),
        (["skill-gap", "-p", "source"], "--param source: write NAME=VALUE"),
        (["skill-gap", "-p", "source=a", "-p", "source=b"], "--param source is given twice"),
        (["skills-for-role", "-p", "role=nobody"], "no career node is called 'nobody'"),
        (
            ["skills-by-profile-count", "-p", "minimum=many"],
            "skills-by-profile-count: parameter 'minimum': 'many' is not",
        ),
        (["--list", "--format", "xml"], "queries are listed as table, json or csv, not as xml"),
    ],
)
def test_wrong_usage_is_one_line(arguments: list[str], reason: str, run: Run) -> None:
    result = run("query", *arguments)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"ecomgraph: {reason}")
    assert result.stderr.count("\n") == 1


@pytest.mark.long
@pytest.mark.parametrize(("command", "printed"), ANSWERS[::9], ids=[command.split()[1] for command, _ in ANSWERS[::9]])
def test_the_documented_commands_print_the_documented_answers(command: str, printed: str, run: Run) -> None:
    assert run(*shlex.split(command)).stdout == printed


def test_the_document_has_every_query() -> None:
    assert sorted(command.split()[1] for command, _ in ANSWERS) == sorted(query.name for query in stored_queries())
