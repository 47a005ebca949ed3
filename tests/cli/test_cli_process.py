"""The command as a process: what it imports, and how it behaves at the ends of a pipe."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from functools import partial
from importlib.metadata import version
from typing import TYPE_CHECKING

import click
import pytest

from ecomgraph.cli.app import COMMANDS, cli
from ecomgraph.cli.summaries import SUMMARIES
from ecomgraph.isolation.bounds import cpu_seconds
from tests.samples import sampled

if TYPE_CHECKING:
    from pathlib import Path

HEAVY = ("networkx", "oxrdflib", "pyshacl", "rdflib", "rich")
COMMAND = [sys.executable, "-m", "ecomgraph"]


def imported_by(code: str) -> set[str]:
    """Return the heavy libraries that a fresh interpreter has imported after some code."""
    report = f"\nimport sys\nprint(*(name for name in {HEAVY!r} if name in sys.modules), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code + report], capture_output=True, text=True, check=True)  # noqa: S603
    return set(done.stderr.split())


@pytest.mark.long
def test_importing_the_package_imports_nothing_heavy() -> None:
    assert imported_by("import ecomgraph; ecomgraph.load()") == set()


@pytest.mark.long
@pytest.mark.parametrize(
    "arguments",
    sampled(
        [
            ["path", "ecommerce-manager", "chief-digital-officer"],
            ["path", "ecommerce-manager", "chief-digital-officer", "--format", "json"],
            ["skills", "ecommerce-director"],
            ["sparql", "ASK { }"],
            ["roles", "--profiles"],
        ],
        3,
    ),
)
def test_a_command_that_is_piped_imports_nothing_heavy(arguments: list[str]) -> None:
    code = f"""
from ecomgraph.cli.app import cli
try:
    cli.main({arguments!r}, prog_name="ecomgraph")
except SystemExit as done:
    assert done.code == 0
"""
    assert imported_by(code) == set()


@pytest.mark.long
def test_the_probe_sees_what_is_heavy() -> None:
    assert imported_by("import ecomgraph; ecomgraph.load().to_networkx()") == {"networkx"}


def test_version() -> None:
    done = subprocess.run([*COMMAND, "--version"], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout == f"ecomgraph {version('ecomgraph')}\n"


@pytest.mark.long
def test_output_is_utf_8_whatever_the_locale(bakery: Path) -> None:
    bakery.write_text(bakery.read_text(encoding="utf-8").replace("Apprentice", "Bäckerlehrling"), encoding="utf-8")
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    command = [*COMMAND, "roles", "--graph", str(bakery)]
    done = subprocess.run(command, capture_output=True, env=environment, check=True)  # noqa: S603
    assert "apprentice  Bäckerlehrling" in done.stdout.decode("utf-8").splitlines()


@pytest.mark.skipif(os.name != "posix", reason="pipes and signals as POSIX has them")
class TestPosix:
    """What happens at the end of a pipe, and on Ctrl-C."""

    @pytest.mark.long
    def test_a_reader_that_goes_away_ends_it_silently(self) -> None:
        reading, writing = os.pipe()
        os.close(reading)
        done = subprocess.run([*COMMAND, "roles"], stdout=writing, stderr=subprocess.PIPE, check=False)  # noqa: S603
        os.close(writing)
        assert (done.returncode, done.stderr) == (141, b"")

    @pytest.mark.long
    @pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full")  # noqa: PTH110
    def test_a_full_disk_is_said_in_one_line(self) -> None:
        with open("/dev/full", "w") as full:  # noqa: PTH123
            done = subprocess.run([*COMMAND, "roles"], stdout=full, stderr=subprocess.PIPE, check=False)  # noqa: S603
        assert done.returncode == 2
        assert done.stderr == b"ecomgraph: standard output: cannot be written: No space left on device\n"

    @pytest.mark.long
    def test_ctrl_c_ends_a_query_that_the_engine_is_busy_with(self) -> None:
        query = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
        # Whoever runs the tests in the background may have had interrupts ignored.
        heed = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
        command = [*COMMAND, "sparql", query]
        with subprocess.Popen(command, stderr=subprocess.PIPE, preexec_fn=heed) as running:  # noqa: S603
            try:
                # Starting takes much less of a processor.
                for tick in range(1200):
                    spent = cpu_seconds(running.pid)
                    if (tick / 10 if spent is None else spent) > 2:
                        break
                    time.sleep(0.1)
                assert running.poll() is None
                running.send_signal(signal.SIGINT)
                assert running.wait(timeout=120) == -signal.SIGINT
                assert running.stderr is not None
                assert running.stderr.read() == b""
            finally:
                running.kill()


def own_modules(*arguments: str) -> set[str]:
    """Return the modules of the package that a command imports."""
    code = (
        "import sys\nfrom ecomgraph.cli import main\n"
        "try: main()\nexcept SystemExit: pass\nprint(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)  # noqa: S603
    return {name for name in done.stderr.split() if name.startswith("ecomgraph.")}


def test_help_imports_no_command() -> None:
    found = own_modules("--help")
    assert "ecomgraph.cli.summaries" in found
    assert not {target.partition(":")[0] for target in COMMANDS.values()} & found


@pytest.mark.long
def test_a_path_imports_no_answers_and_no_exchange() -> None:
    found = own_modules("path", "ecommerce-manager", "chief-digital-officer")
    assert "ecomgraph.careers.paths" in found
    assert not {name for name in found if name.startswith(("ecomgraph.web", "ecomgraph.exchange", "ecomgraph.queries"))}


def test_the_summaries_are_those_of_the_commands() -> None:
    context = click.Context(cli)
    commands = {name: cli.get_command(context, name) for name in COMMANDS}
    found = {name: command.get_short_help_str(limit=200) for name, command in commands.items() if command}
    assert found == SUMMARIES
