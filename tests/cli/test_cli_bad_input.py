"""Whatever is wrong, the command line says it in one line, and never in a traceback."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click
import pytest

from ecomgraph.cli import app

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    Run = Callable[..., Result]

MANAGER = "ecommerce-manager"


def line(result: Result) -> str:
    """Return what was said on stderr, which must be one line of ecomgraph's."""
    assert result.stdout == ""
    assert result.stderr.endswith("\n")
    [said] = result.stderr.splitlines()
    assert said.startswith("ecomgraph: ")
    return said.removeprefix("ecomgraph: ")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["rolls"], "no command is called 'rolls'; did you mean 'roles'?"),
        (["path", MANAGER], "missing argument 'B' (see 'ecomgraph path --help')"),
        (
            ["path", MANAGER, "vp-of-ecommerse"],
            "no career node is called 'vp-of-ecommerse'; did you mean 'vp-of-ecommerce'",
        ),
        (["path", MANAGER, MANAGER, "--minimize", "pain"], "invalid value for '--minimize': paths can be compared by "),
        (["path", MANAGER, MANAGER, "-k", "0"], "invalid value for '-k': 0 is not in the range"),
        (["show", "ecommerce-director", "--level", "midd"], "no level is called 'midd'; did you mean 'mid'?"),
        (
            ["show", MANAGER, "--level", "mid"],
            "'Ecommerce Manager' has neither levels nor specializations: leave --level out",
        ),
        (["skills", "ecommerce-director", "--specialization", "analytic"], "no specialization is called 'analytic'"),
        (["show", "ecommerce-director-mid", "--level", "mid"], "no role is called 'ecommerce-director-mid'"),
        (
            ["explain", MANAGER, "serach engine optimization"],
            "no skill is called 'serach engine optimization'; did you",
        ),
        (["show", MANAGER, "--format", "xml"], "invalid value for '--format': 'xml' is not one of"),
        (["roles", "--graf", "x"], "no such option"),
        (["sparql"], "give one query: QUERY, --file FILE, or - for standard input"),
        (["sparql", "ASK {}", "--file", "q.rq"], "give one query: QUERY, --file FILE, or - for standard input"),
        (["sparql", "SELECT ?x WHERE { ?x a }"], "not a SPARQL query: line 1, column 24: } is not expected after a"),
        (["sparql", "DELETE WHERE { ?s ?p ?o }"], "line 1: DELETE is an update; only queries are supported"),
        (["sparql", "SELECT (<urn:f>(1) AS ?x) { }"], "the query can"),
        (["sparql", "ASK { '\udcff' a ecg:Role }"], "invalid value for '[QUERY]': "),
        (["sparql", "--file", "/nowhere/query.rq"], "/nowhere/query.rq: cannot be read: No such file or directory"),
        (["roles", "--graph", "/nowhere/ours.ttl"], "/nowhere/ours.ttl: cannot be read: No such file or directory"),
        (["validate", "ours.docx"], "ours.docx: the ending '.docx' is not a known RDF format"),
        (["evidence"], "missing option '--source' (see 'ecomgraph evidence --help')"),
        (
            ["evidence", "--source", "/nowhere/guide.txt"],
            "/nowhere/guide.txt: cannot be read: No such file or directory",
        ),
    ],
)
def test_wrong_usage_and_bad_input(run: Run, arguments: list[str], message: str) -> None:
    result = run(*arguments)

    assert line(result).startswith(message)
    assert result.exit_code == 2


def test_malformed_turtle_is_located(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "broken.ttl"
    path.write_text("@prefix : <https://bakery.example/> .\n:baker a .", encoding="utf-8")

    for arguments in (["validate", path], ["roles", "--graph", path]):
        result = run(*arguments)
        assert line(result).startswith(f"{path}:2:10: ")
        assert result.exit_code == 2


def test_a_query_that_is_no_text(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "query.rq"
    path.write_bytes(b"ASK { ?caf\xe9 a ecg:Role }")

    assert line(run("sparql", "--file", path)) == f"{path}:1: not UTF-8 text; save the file as UTF-8"
    assert line(run("sparql", "-", stdin=path.read_bytes())).startswith("standard input:1: not UTF-8 text")


def test_a_folder_is_no_file(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "ours.ttl"
    folder.mkdir()

    assert line(run("roles", "--graph", folder)) == f"{folder}: cannot be read: Is a directory"


NUMBERS = """
@prefix : <https://bakery.example/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix ecg: <https://w3id.org/ecomgraph/ns#> .
:master a ecg:Role ; ecg:hasLevel :first .
:first a ecg:ExperienceLevel ; ecg:rank "1st" .
:baker a ecg:Role ; ecg:hasSkillRequirement :need .
:need a ecg:SkillRequirement ; ecg:requiredSkill :rye ; ecg:hasEvidence :page ; ecg:proficiency "high" .
:rye a ecg:Skill .
:page a ecg:Passage ; dcterms:isPartOf :book ; ecg:startOffset "two" .
"""


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["show", "master"], "https://bakery.example/first: expected a number as ecg:rank, not '1st'"),
        (
            ["skills", "baker"],
            "https://bakery.example/need: expected a number over 0, up to 1, as ecg:proficiency, not 'high'",
        ),
        (["explain", "baker", "rye"], "https://bakery.example/page: expected a number as ecg:startOffset, not 'two'"),
    ],
)
def test_a_number_that_is_none(run: Run, tmp_path: Path, arguments: list[str], message: str) -> None:
    path = tmp_path / "numbers.ttl"
    # Reasons are read after degrees.
    text = NUMBERS.replace('"high"', "0.5") if "explain" in arguments else NUMBERS
    path.write_text(text, encoding="utf-8")
    result = run(*arguments, "--graph", path)

    assert line(result) == f"{message}; validate the graph for more"
    assert result.exit_code == 2


def test_an_ambiguous_name_is_answered_with_all_that_have_it(run: Run, bakery: Path) -> None:
    twin = "\n<https://twin.example/baker> a ecg:Role ."
    bakery.write_text(bakery.read_text(encoding="utf-8") + twin, encoding="utf-8")
    result = run("show", "baker", "--graph", bakery)

    assert result.exit_code == 2
    assert line(result) == (
        "'baker' is the name of more than one career node; "
        "use one of https://bakery.example/baker, https://twin.example/baker"
    )


def test_names_cannot_steer_the_terminal_or_break_the_line(run: Run) -> None:
    said = line(run("show", "a\nb\x1b[2J"))

    assert "\x1b" not in said


def test_labels_cannot_steer_the_terminal(run: Run, bakery: Path) -> None:
    bakery.write_text(bakery.read_text(encoding="utf-8").replace('"Baker"', '"Ba\\u001B[2J\\nker"'), encoding="utf-8")

    assert "baker       Ba\\x1b[2J ker\n" in run("roles", "--graph", bakery).stdout


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Callable[[BaseException], None]:
    """Make every command raise an exception."""

    def fail(error: BaseException) -> None:
        @click.command()
        def command() -> None:
            raise error

        monkeypatch.setattr(app.LazyGroup, "get_command", lambda *_: command)

    return fail


def test_an_interruption(run: Run, failing: Callable[[BaseException], None]) -> None:
    failing(KeyboardInterrupt())
    result = run("roles")

    assert result.exit_code == 130
    assert result.stderr.splitlines()[-1] == "ecomgraph: interrupted"


def test_a_defect_is_one_line_too(run: Run, failing: Callable[[BaseException], None]) -> None:
    failing(ZeroDivisionError("a\nb"))
    result = run("roles")

    assert line(result) == "internal error: ZeroDivisionError: a b (ECOMGRAPH_DEBUG=1 shows where)"
    assert result.exit_code == 70


def test_a_defect_shows_its_traceback_on_request(
    failing: Callable[[BaseException], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(ZeroDivisionError())
    monkeypatch.setenv("ECOMGRAPH_DEBUG", "1")

    with pytest.raises(ZeroDivisionError):
        app.cli.main(["roles"], prog_name="ecomgraph")


def test_help_lists_every_command_in_a_full_line(run: Run) -> None:
    result = run("--help")
    commands = result.stdout[result.stdout.index("Commands:") :].splitlines()[1:]

    assert [entry.split()[0] for entry in commands] == sorted(app.COMMANDS)
    assert not [entry for entry in commands if entry.endswith("...")]
    assert run().stdout == result.stdout


@pytest.mark.parametrize("command", sorted(app.COMMANDS))
def test_help_of_a_command_has_an_example(run: Run, command: str) -> None:
    assert re.search(rf"Examples?: ecomgraph {command} ", run(command, "--help").stdout)
