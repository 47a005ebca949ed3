"""Standard input and output, pipes, signals, and names in any encoding, of real processes."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

import ecomgraph
from tests.environment import uncounted
from tests.samples import sampled

Run = Callable[..., Result]
posix = pytest.mark.skipif(os.name != "posix", reason="signals, pipes and names of POSIX")
COMMAND = [sys.executable, "-c", "from ecomgraph.cli import main; main()"]
C_LOCALE = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
ODD = "caf\udce9"


def process(*arguments: object, **options: Any) -> subprocess.CompletedProcess[bytes]:
    """Run ``ecomgraph`` to its end."""
    command = [os.fsencode(str(it)) for it in (*COMMAND, *arguments)]
    settings: dict[str, Any] = {"capture_output": True, "check": False, "env": os.environ, **options}
    done: subprocess.CompletedProcess[bytes] = subprocess.run(command, **settings)  # noqa: S603
    return done


def one_line(result: Result | subprocess.CompletedProcess[bytes]) -> str:
    """The only line on standard error."""
    errors = result.stderr if isinstance(result.stderr, str) else result.stderr.decode()
    assert errors.count("\n") == 1, errors
    return errors.removeprefix("ecomgraph: ").rstrip("\n")


# ------------------------------------------------------------------ standard input


@pytest.mark.parametrize(
    "command", [("roles", "--graph", "-"), ("validate", "-"), ("roles", "--graph", "/dev/stdin")], ids=" ".join
)
def test_a_graph_comes_by_standard_input(command: tuple[str, ...], run: Run, bakery: Path) -> None:
    result = run(*command, stdin=bakery.read_bytes())
    assert (result.exit_code, result.stderr) == (0, "")
    assert "Apprentice" in result.stdout or result.stdout.startswith("Conforms")


@pytest.mark.parametrize("command", ["sparql", "query"])
def test_a_query_comes_by_standard_input(command: str, run: Run, bakery: Path) -> None:
    text = "SELECT ?l { ?r a ecg:Role ; skos:prefLabel ?l } ORDER BY STR(?l)"
    result = run(command, "--file", "-", "--graph", bakery, "--format", "csv", stdin=text)
    assert (result.exit_code, result.stdout.split("\n")[:2]) == (0, ["l", "Apprentice"])


def test_errors_of_standard_input_name_it(run: Run, tmp_path: Path) -> None:
    assert one_line(run("roles", "--graph", "-", stdin="@prefix")).startswith("standard input:1:")
    assert one_line(run("query", "--file", "-", stdin=b"\xff")) == (
        "standard input:1: not UTF-8 text; save the file as UTF-8"
    )
    for text, problem in (("<urn:a> <urn:b> .", ":1:17: . is not"), ('{"a": 1}', ": is JSON, but neither")):
        line = one_line(run("import", "-", "--into", tmp_path / "o.db", stdin=text))
        assert line.startswith(f"standard input{problem}")


def test_standard_input_is_read_once(run: Run) -> None:
    result = run("sparql", "-", "--graph", "-", stdin="ASK { }")
    assert result.exit_code == 2
    assert "standard input: has already been read; use - once" in result.stderr


@posix
@pytest.mark.parametrize("command", [("sparql", "ASK {}", "--timeout", 5), ("serve", "--port", 0)])
def test_what_another_process_would_have_to_read_is_no_stream(
    command: tuple[object, ...], run: Run, tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / "pipe.ttl")
    for source in ("-", tmp_path / "pipe.ttl"):
        assert "can be read once, and by this process only; save it as a file first" in one_line(
            run(*command, "--graph", source)
        )


@pytest.mark.long
@pytest.mark.parametrize("form", sampled(["turtle", "trig", "xlsx", "case", "jsonld"], 2))
def test_a_framework_comes_by_standard_input(form: str, run: Run, graph: ecomgraph.CareerGraph, tmp_path: Path) -> None:
    file, database = tmp_path / "file", tmp_path / "o.db"
    graph.export(form, file, role="ecommerce-manager")
    result = run("import", "-", "--into", database, "--quiet", "--name", "ours", stdin=file.read_bytes())
    assert (result.exit_code, result.stderr.replace("note: ", "")[:9]) in ((0, ""), (0, "standard-"))
    assert [role.label for role in ecomgraph.open(database).roles()] == ["Ecommerce Manager"]


def test_a_source_that_is_too_large_for_standard_input(run: Run, tmp_path: Path) -> None:
    result = run("import", "-", "--into", tmp_path / "o.db", "--max-size", "1M", stdin=b"#" * (1024**2 + 1))
    assert one_line(result).startswith("standard input: holds more than 1 MiB, which is the limit; ")


# ------------------------------------------------------------------ standard output


@pytest.mark.long
@posix
@pytest.mark.parametrize("form", sampled(["xlsx", "turtle", "case"], 3))
def test_an_export_to_standard_output_is_what_a_file_would_be(form: str, bakery: Path, tmp_path: Path) -> None:
    ecomgraph.load(bakery).export(form, tmp_path / "out")
    for name in ("-", "/dev/stdout"):
        done = process("export", form, name, "--graph", bakery, cwd=tmp_path)
        assert (done.returncode, done.stdout) == (0, (tmp_path / "out").read_bytes())
        assert done.stderr.startswith(b"what ")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bakery.ttl", "out"]


@pytest.mark.long
def test_a_workbook_to_fill_in_goes_to_standard_output(run: Run) -> None:
    assert run("template", "-").stdout_bytes.startswith(b"PK")


@pytest.mark.slow
def test_a_workbook_with_examples_comes_back_by_standard_input(run: Run, tmp_path: Path) -> None:
    result = run("template", "-", "--example")
    done = run("import", "-", "--into", tmp_path / "o.db", "--quiet", "--name", "ours", stdin=result.stdout_bytes)
    assert done.exit_code == 0


@pytest.mark.parametrize(
    ("command", "problem"),
    [
        (("export", "csv", "-"), "is not a folder, and csv makes one; choose another name"),
        (("site", "-", "--quiet"), "cannot hold a folder; name a folder"),
    ],
)
def test_folders_do_not_go_to_standard_output(command: tuple[str, ...], problem: str, run: Run) -> None:
    result = run(*command)
    assert (result.exit_code, one_line(result)) == (2, f"standard output: {problem}")


def test_an_import_does_not_go_to_standard_output(run: Run, bakery: Path) -> None:
    assert one_line(run("import", bakery, "--into", "-")).startswith("-: has no extension of a known format")


@pytest.mark.long
@posix
@pytest.mark.parametrize("form", ["ntriples", "xlsx"])
def test_a_reader_that_goes_ends_an_export_quietly(form: str) -> None:
    command = [*COMMAND, "export", form, "-"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as writer:  # noqa: S603
        assert writer.stdout is not None
        assert writer.stderr is not None
        assert writer.stdout.read(2)
        writer.stdout.close()
        assert writer.stderr.read() == b""
    assert writer.returncode == 141


@pytest.mark.long
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_standard_output_that_is_full_is_told_in_one_line(bakery: Path) -> None:
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        done = process(
            "export", "turtle", "-", "--graph", bakery, stdout=full, stderr=subprocess.PIPE, capture_output=False
        )
    assert (done.returncode, one_line(done)) == (2, "standard output: cannot be written: No space left on device")


# ------------------------------------------------------------------ a source that is the target


@posix
@pytest.mark.parametrize("names", [("ours.ttl", "ours.ttl"), ("ours.ttl", "hard.ttl"), ("link.ttl", "ours.ttl")])
def test_an_import_never_rewrites_its_source(names: tuple[str, str], run: Run, bakery: Path, tmp_path: Path) -> None:
    source, target = (tmp_path / name for name in names)
    before = bakery.rename(tmp_path / "ours.ttl").read_bytes()
    os.link(tmp_path / "ours.ttl", tmp_path / "hard.ttl")
    (tmp_path / "link.ttl").symlink_to("ours.ttl")
    result = run("import", source, "--into", target, "--replace")
    assert one_line(result) == f"{target}: is, or contains, the source of the import ({source}); choose another name"
    assert (tmp_path / "ours.ttl").read_bytes() == before


@pytest.mark.long
def test_a_source_in_the_target_or_a_target_among_the_tables(run: Run, bakery: Path, tmp_path: Path) -> None:
    database, tables = tmp_path / "o.db", tmp_path / "tables"
    assert run("import", bakery, "--into", database).exit_code == 0
    inside = database / "versions" / "more.ttl"
    inside.write_bytes(bakery.read_bytes())
    assert "is, or contains, the source of the import" in one_line(run("import", inside, "--into", database))
    ecomgraph.load(bakery).export("csv", tables)
    os.link(tables / "roles.csv", tables / "roles.ttl")
    result = run("import", tables, "--into", tables / "roles.ttl", "--replace")
    assert "is, or contains, the source of the import" in one_line(result)
    # A database beside the tables is not among what is read.
    assert run("import", tables, "--into", tables / "own.db").exit_code == 0


@pytest.mark.long
@posix
def test_standard_input_that_is_the_target(bakery: Path) -> None:
    with bakery.open("rb") as file:
        done = process("import", "-", "--into", bakery, "--replace", stdin=file)
    assert (done.returncode, one_line(done).partition(": ")[2][:15]) == (2, "is, or contains")


# ------------------------------------------------------------------ signals


def begun(command: list[str], folder: Path) -> subprocess.Popen[bytes]:
    """Start a command, and wait until there is something of it in a folder."""
    started = subprocess.Popen([*COMMAND, *command], cwd=folder, env=uncounted(), stderr=subprocess.PIPE)  # noqa: S603
    before = set(folder.iterdir())
    end = time.monotonic() + 60
    while set(folder.iterdir()) == before and time.monotonic() < end:
        time.sleep(0.02)
    return started


@posix
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
@pytest.mark.parametrize(
    "command", [["site", "public", "--quiet"], ["import", "--bundled", "--into", "o.db", "--quiet"]], ids=["site", "db"]
)
@pytest.mark.slow
def test_a_process_that_is_told_to_end_leaves_nothing(name: str, command: list[str], tmp_path: Path) -> None:
    number = signal.Signals[name]
    started = begun(command, tmp_path)
    assert list(tmp_path.iterdir())
    started.send_signal(number)
    _, errors = started.communicate(timeout=60)
    assert started.returncode == 128 + number
    # After the ^C that a terminal shows, the message has a line of its own.
    assert errors.lstrip() == (b"ecomgraph: interrupted\n" if name == "SIGINT" else b"")
    assert list(tmp_path.iterdir()) == []


# ------------------------------------------------------------------ names and locales


@posix
@pytest.mark.parametrize("place", [(ODD, C_LOCALE), (ODD, {}), ("café", C_LOCALE)], ids=repr)
@pytest.mark.slow
def test_names_in_any_encoding(place: tuple[str, dict[str, str]], bakery: Path, tmp_path: Path) -> None:
    name, environment = place
    source = tmp_path / f"{name}.ttl"
    source.write_bytes(bakery.read_bytes())
    options = {"cwd": tmp_path, "env": {**os.environ, **environment}}
    database = "o.db" if name == ODD else f"{name}.db"
    stem = "caf-xe9" if name == ODD else "cafe"
    done = process("import", source.name, "--into", database, "--title", "Bäckerei", "--format", "json", **options)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert (found["framework"]["title"], found["framework"]["name"]) == ("Bäckerei", stem)
    assert found["framework"]["source"] == ("caf\\xe9.ttl" if name == ODD else "café.ttl")
    for command in (
        ["roles", "--graph", source.name],
        ["skills", "Bäckermeister", "--db", database],
        ["info", "--db", database, "--format", "csv"],
        ["sparql", "ASK { ?r skos:prefLabel 'Bäckermeister'@de }", "--db", database, "--timeout", "60"],
        ["export", "turtle", f"{name}2.ttl", "--db", database],
        ["export", "csv", f"{name}-tables", "--db", database],
        ["import", f"{name}-tables", "--name", "two", "--into", database, "--quiet"],
        ["import", source.name, "--into", f"{name}.nt", "--quiet"],
        ["serve", "--help"],
    ):
        done = process(*command, **options)
        assert done.returncode == 0, (command, done)
    done = process("roles", "--graph", f"{name}-none.ttl", **options)
    assert done.returncode == 2
    assert one_line(done).endswith("none.ttl: cannot be read: No such file or directory")


@posix
def test_names_that_are_no_text_where_text_is_needed(run: Run, bakery: Path, tmp_path: Path) -> None:
    for command, message in (
        (("import", bakery, "--into", tmp_path / f"{ODD}.db"), "caf\\xe9.db: cannot be a database: its name"),
        (("skills", ODD), "invalid value for 'NODE': 'caf\\\\xe9' is not UTF-8"),
        (("import", bakery, "--into", tmp_path / "o.db", "--title", ODD), "invalid value for '--title'"),
    ):
        result = run(*command)
        assert result.exit_code == 2
        assert message in one_line(result)
    assert [path.name for path in tmp_path.iterdir()] == ["bakery.ttl"]
