"""A server like the one that people start, in a process of its own, asked over real sockets."""

import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx
import pytest

COMMAND = [sys.executable, "-c", "from ecomgraph.cli import main; main()", "serve", "--port", "0"]
Serve = Callable[..., str]


@contextmanager
def running(*arguments: object, command: list[str] = COMMAND) -> Iterator[str]:
    """Run ``ecomgraph serve`` and give its address; it ends as after Ctrl-C, without complaint."""
    command = [*command, *map(str, arguments)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:  # noqa: S603
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            match = re.fullmatch(r"Serving at (http://\S+)/ \(Ctrl-C ends it\)\n", line)
            assert match, line + process.communicate()[1]
            yield match[1]
        finally:
            process.send_signal(signal.SIGINT)
            try:
                output, errors = process.communicate(timeout=30)
            finally:
                process.kill()
    assert (process.returncode, output, errors) == (0, "", "")


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """The address of a server with the bundled graph."""
    with running("--timeout", 3, "--memory", "256MB") as address:
        yield address


@pytest.fixture(scope="session")
def client(address: str) -> Iterator[httpx.Client]:
    """A client of that server, which follows nothing by itself."""
    with httpx.Client(base_url=address, timeout=30) as client:
        yield client
