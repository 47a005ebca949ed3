"""Connections that wait do not keep others out, and a server that is ended says so to those who wait."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import httpx
import pytest

from benchmarks.killers import KILLERS
from tests.limits.elsewhere import REASON, environment_of_another_machine
from tests.samples import case
from tests.server.conftest import COMMAND

resource = pytest.importorskip("resource", reason="signals and limits are others on this system")

# More than are let in at a time.
MANY = 1300
LONG = f"{KILLERS['cartesian product']} # to the end"
HEAD = (
    "POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\nContent-Length: 900\r\n\r\n"
)


@pytest.fixture
def many_files() -> Iterator[None]:
    """Let this process have so many connections."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < MANY + 200:
        pytest.skip("too few files may be open")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, MANY + 200), hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.mark.long
@pytest.mark.usefixtures("many_files")
@pytest.mark.parametrize(
    "sent",
    ["", "GET / HTTP/1.1\r\nHost: loc", HEAD, "GET /api/roles HTTP/1.1\r\nHost: localhost\r\n\r\n"],
    ids=["nothing", "part of a head", "no body", "a request before"],
)
def test_whoever_asks_is_let_in_however_many_wait(address: str, sent: str) -> None:
    port = int(address.rpartition(":")[2])
    with ExitStack() as stack:
        for _ in range(MANY):
            connection = stack.enter_context(socket.create_connection(("127.0.0.1", port)))
            connection.sendall(sent.encode())
        for _ in range(5):
            with httpx.Client(base_url=address, timeout=10) as client:
                assert client.get("/sparql", params={"query": "ASK {}"}).status_code == 200
                # Nor is the connection that is used taken from it.
                assert client.get("/api/roles").status_code == 200


@pytest.mark.slow
def test_no_connection_waits_without_end(address: str) -> None:
    """Whatever is sent after a reply, short of another request."""
    port = int(address.rpartition(":")[2])
    sent = {"an empty line": "\r\n", "the rest of a request that was answered": "x" * 20, "nothing": ""}
    with ExitStack() as stack:
        waiting = {}
        for name, after in sent.items():
            connection = stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=25))
            body = "Content-Length: 20\r\n" if after.startswith("x") else ""
            connection.sendall(f"GET /nothing HTTP/1.1\r\nHost: localhost\r\n{body}\r\n".encode())
            waiting[name] = connection
        time.sleep(1)
        for name, connection in waiting.items():
            assert connection.recv(65536).startswith(b"HTTP/1.1 404 "), name
            connection.sendall(sent[name].encode())
        begun = time.monotonic()
        for name, connection in waiting.items():
            with case(name), suppress(ConnectionError):
                assert connection.recv(65536) == b""
        assert time.monotonic() - begun < 20


@contextmanager
def served(*arguments: str, **options: object) -> Iterator[tuple[subprocess.Popen[str], str]]:
    command = [*COMMAND, *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options) as process:  # type: ignore[call-overload] # noqa: S603
        try:
            assert process.stdout is not None
            yield process, process.stdout.readline().split()[2].rstrip("/")
        finally:
            process.kill()


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_server_that_is_ended_while_it_answers(number: signal.Signals) -> None:
    """Within seconds, without a traceback, and whoever waits is told."""
    with served("--timeout", "60") as (process, address), ThreadPoolExecutor(2) as others:
        waiting = [
            others.submit(httpx.post, f"{address}/sparql", data={"query": f"{LONG} {it}"}, timeout=60) for it in (1, 2)
        ]
        with socket.create_connection(("127.0.0.1", int(address.rpartition(":")[2]))) as slow:
            slow.sendall(HEAD.encode() + b"S")
            time.sleep(1)
            begun = time.monotonic()
            process.send_signal(number)
            output, errors = process.communicate(timeout=30)
        assert time.monotonic() - begun < 10
        for future in waiting:
            response = future.result()
            assert (response.status_code, response.text) == (503, "the server is shutting down: try again later\n")
            assert response.headers["retry-after"] == "5"
    assert (process.returncode, output, errors) == (0, "", "")


@pytest.mark.slow
def test_interrupted_twice_it_ends_at_once() -> None:
    with served("--timeout", "60") as (process, address), ThreadPoolExecutor(1) as other:
        other.submit(httpx.post, f"{address}/sparql", data={"query": LONG}, timeout=60)
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=30)
    assert (process.returncode, output, errors) == (0, "", "")


@pytest.mark.long
def test_interrupted_before_it_serves() -> None:
    with subprocess.Popen(COMMAND, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:  # noqa: S603
        try:
            time.sleep(1.5)
            process.send_signal(signal.SIGINT)
            _, errors = process.communicate(timeout=30)
        finally:
            process.kill()
    assert "Traceback" not in errors


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have other reasons")
@pytest.mark.slow
def test_where_workers_can_reach_the_network_it_is_said(tmp_path: Path) -> None:
    environment = environment_of_another_machine(tmp_path / "site")
    with served(env=environment) as (process, address):
        assert httpx.get(f"{address}/sparql", params={"query": "ASK {}"}).status_code == 200
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=30)
    assert errors == f"workers have network access: {REASON}; the query guard refuses SERVICE\n"
