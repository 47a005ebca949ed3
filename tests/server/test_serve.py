"""``ecomgraph serve`` starts, says where it is, follows its database, and touches nothing else."""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from click.testing import Result

from benchmarks.killers import KILLERS
from tests.server.conftest import running

Run = Callable[..., Result]
LABELS = {"query": "SELECT ?l { ?r a ecg:Role ; skos:prefLabel ?l } ORDER BY ?l"}


def labels(client: httpx.Client) -> list[str]:
    rows = client.get("/sparql", params=LABELS).json()["results"]["bindings"]
    return [row["l"]["value"] for row in rows]


def test_a_port_that_is_taken(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = run("serve", "--port", port)
    assert result.exit_code == 2
    assert result.stderr == f"ecomgraph: 127.0.0.1:{port}: cannot be listened on: Address already in use; " + (
        "choose another --port\n"
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--graph", "nowhere.ttl"), "nowhere.ttl: cannot be read: No such file or directory"),
        (("--db", "nowhere"), "nowhere: is not a database; 'ecomgraph import SOURCE --into DIR' makes one"),
        (("--db", "a", "--graph", "b"), "name files or a database, not both"),
        (("--host", "no such host"), "cannot be listened on"),
        (("--port", "65536"), "invalid value for '--port'"),
        (("--memory", "plenty"), "is not a size"),
    ],
)
def test_what_cannot_be_served(run: Run, arguments: tuple[str, ...], message: str) -> None:
    result = run("serve", "--port", 0, *arguments) if "--port" not in arguments else run("serve", *arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.long
@pytest.mark.parametrize("library", ["uvicorn", "starlette", "jinja2", "httptools"])
def test_what_is_not_installed_is_said(library: str) -> None:
    code = f"import sys; sys.modules[{library!r}] = None; from ecomgraph.cli import main; main()"
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code, "serve", "--port", "0"], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 2
    assert done.stderr == f"ecomgraph: serving needs {library}: pip install 'ecomgraph[serve]'\n"


@pytest.mark.long
def test_files_of_ones_own(bakery: Path) -> None:
    with running("--graph", bakery) as address, httpx.Client(base_url=address, timeout=60) as client:
        assert labels(client) == ["Apprentice", "Baker", "Bäckermeister", "Master baker"]
        assert client.get("/api/path?from=apprentice&to=baker").json()["paths"][0]["cost"] == 1
        for path in ("/", "/query", "/api", "/ns", "/resource?iri=https://bakery.example/baker"):
            assert client.get(path, headers={"Accept": "text/html"}).status_code == 200


@pytest.mark.slow
def test_a_database_that_is_replaced_meanwhile(run: Run, bakery: Path, tmp_path: Path) -> None:
    database = tmp_path / "career.db"
    assert run("import", bakery, "--into", database).exit_code == 0
    with running("--db", database) as address, httpx.Client(base_url=address, timeout=60) as client:
        assert labels(client) == ["Apprentice", "Baker", "Bäckermeister", "Master baker"]
        more = tmp_path / "more.ttl"
        more.write_text(bakery.read_text(encoding="utf-8").replace("Journeyman", "Fellow").replace('"Baker"', '"Boss"'))
        assert run("import", more, "--into", database, "--name", "bakery", "--replace").exit_code == 0
        until = time.monotonic() + 30
        while "Boss" not in labels(client) and time.monotonic() < until:
            time.sleep(0.2)
        assert labels(client) == ["Apprentice", "Boss", "Bäckermeister", "Master baker"]
        assert client.get("/api/roles").status_code == 200


def test_who_hangs_up_is_not_answered(address: str, client: httpx.Client) -> None:
    """The places of killer queries are free again when their clients are gone."""
    port = int(address.rpartition(":")[2])
    for number in range(30):
        query = f"{KILLERS['cartesian product']} # gone {number}".encode()
        with socket.create_connection(("127.0.0.1", port)) as connection:
            head = "POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
            connection.sendall(f"{head}Content-Length: {len(query)}\r\n\r\n".encode() + query)
    assert len(labels(client)) == 5
    assert client.get("/sparql", params={"query": KILLERS["path closure"]}).status_code == 504


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
@pytest.mark.slow
def test_nothing_goes_out_and_nothing_else_is_read(tmp_path: Path, bakery: Path) -> None:
    """What all its processes connect to and open for writing while they are asked hostile things."""
    trace = tmp_path / "trace"
    command = [
        "strace",
        "-D",
        "-f",
        "-qq",
        "-o",
        str(trace),
        "-e",
        "trace=connect,bind,openat,unlink,rename,mkdir,execve",
    ]
    code = "from ecomgraph.cli import main; main()"
    with (
        running("--graph", bakery, command=[*command, sys.executable, "-c", code, "serve", "--port", "0"]) as address,
        httpx.Client(base_url=address, timeout=60) as client,
    ):
        labels(client)
        mark = len(trace.read_text(encoding="utf-8", errors="replace").splitlines())
        for query in (
            "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
            "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
            "LOAD <file:///etc/passwd>",
            "SELECT * { BIND(REGEX('a', 'a') AS ?x) }",
        ):
            client.get("/sparql", params={"query": query})
            client.get("/sparql", params={"query": query, "default-graph-uri": "file:///etc/passwd"})
        for path in (
            "/assets/..%2f..%2fetc%2fpasswd",
            "/resource?iri=file:///etc/passwd",
            "/role/x",
            "/",
            "/api/validate",
        ):
            client.get(path)
        lines = trace.read_text(encoding="utf-8", errors="replace").splitlines()
    connects = [line for line in lines if "connect(" in line]
    assert connects == []
    assert [line for line in lines if "bind(" in line and '"127.0.0.1"' not in line] == []
    opened = [line for line in lines[mark:] if "openat(" in line and "ENOENT" not in line]
    assert not [line for line in opened if "passwd" in line]
    written = [line for line in opened if any(flag in line for flag in ("O_WRONLY", "O_RDWR", "O_CREAT"))]
    assert [line for line in written if "/dev/null" not in line] == []
    assert [line for line in lines[mark:] if any(call in line for call in ("unlink(", "rename(", "mkdir("))] == []
