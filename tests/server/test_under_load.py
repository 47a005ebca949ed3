"""A server under load, while its database is imported into, killed, removed and exchanged, and clients are slow."""

from __future__ import annotations

import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING

import httpx
import pytest

from ecomgraph import Database, ImportOptions, Packaged, import_framework
from tests.server.conftest import running
from tests.server.test_rebuilt_databases import GONE, QUERY, make

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name != "posix", reason="signals of POSIX, and open folders that can be removed"),
]
CLIENTS = 4
KILLS = 4
BUSY = "too many long queries are running: try again later"
SLOW = 60
EVERYTHING = "GET /sparql?query=SELECT%20%2A%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D HTTP/1.1\r\nHost: localhost\r\n\r\n"
HEAD = (
    "POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\nContent-Length: 900\r\n\r\n"
)


def look(client: httpx.Client) -> tuple[int, frozenset[str]]:
    """What SPARQL tells of the roles: the status, and the labels or the error; where it is too busy, later."""
    for _ in range(60):
        reply = client.get("/sparql", params=QUERY, headers={"accept": "text/csv"})
        if BUSY not in reply.text:
            break
        assert (reply.status_code, reply.headers["retry-after"].isdigit()) == (503, True)
        time.sleep(1)
    return reply.status_code, frozenset(reply.text.split("\r\n")[1:-1] if reply.status_code == 200 else [reply.text])


@contextmanager
def asking(address: str) -> Iterator[list[tuple[int, frozenset[str]]]]:
    """Ask with several clients again and again; give the list that what they see is added to."""
    seen: list[tuple[int, frozenset[str]]] = []
    ended = threading.Event()

    def ask() -> None:
        with httpx.Client(base_url=address, timeout=60) as client:
            while not ended.wait(0.05):
                seen.append(look(client))

    threads = [threading.Thread(target=ask) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    try:
        yield seen
    finally:
        ended.set()
        for thread in threads:
            thread.join()


def importing(source: Path, database: Path, name: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "ecomgraph", "import", str(source), "--name", name, "--into", str(database)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)  # noqa: S603


def test_a_database_that_is_removed_moved_and_exchanged_is_answered_from_whole(tmp_path: Path) -> None:
    database, other = make(tmp_path / "o.db", "Before"), make(tmp_path / "p.db", "Third")
    with running("--db", database) as address, httpx.Client(base_url=address, timeout=60) as client:
        with asking(address) as seen:
            for step in range(2):
                shutil.rmtree(database)
                assert look(client) == (503, frozenset({f"{GONE}\n"}))
                make(database, "After")
                assert look(client) == (200, frozenset({"After"}))
                database.rename(tmp_path / f"away{step}")
                assert look(client)[0] == 503
                shutil.copytree(other, database)
                assert look(client) == (200, frozenset({"Third"}))
                shutil.rmtree(database)
                (tmp_path / f"away{step}").rename(database)
                assert look(client) == (200, frozenset({"After"}))
        allowed = {(200, frozenset({label})) for label in ("Before", "After", "Third")} | {
            (503, frozenset({f"{GONE}\n"}))
        }
        assert set(seen) <= allowed
        assert {status for status, _ in seen} == {200, 503}


def test_imports_that_are_killed_leave_the_server_its_version(tmp_path: Path) -> None:
    database = make(tmp_path / "o.db", "Before")
    source = tmp_path / "large.ttl"
    lines = [f'<urn:r:{number}> a ecg:Role ; skos:prefLabel "Role {number}" .' for number in range(3000)]
    source.write_text((tmp_path / "o.Before.ttl").read_text(encoding="utf-8") + "\n".join(lines), encoding="utf-8")
    chance = random.Random(4)  # noqa: S311
    before, whole = frozenset({"Before"}), frozenset({"Before", *(f"Role {number}" for number in range(3000))})
    with running("--db", database) as address, httpx.Client(base_url=address, timeout=60) as client:
        with asking(address) as seen:
            for _ in range(KILLS):
                process = importing(source, database, "large")
                time.sleep(chance.uniform(0.3, 4))
                process.send_signal(signal.SIGKILL)
                process.communicate()
                if process.returncode == 0:
                    break
                assert look(client)[1] in {before, whole}
            done = importing(source, database, "last")
            output, errors = done.communicate()
            assert done.returncode == 0, output + errors
            assert look(client) == (200, whole)
        assert set(seen) <= {(200, before), (200, whole)}
    # The current version and the one before it, and nothing of the imports that were killed.
    assert len(list((database / "versions").iterdir())) <= 2


def test_of_two_imports_at_once_each_is_whole_or_refused(tmp_path: Path) -> None:
    database = make(tmp_path / "o.db", "Before")
    held = {"ours"}
    for step in range(2):
        sources = {}
        for name in (f"one{step}", f"two{step}"):
            sources[name] = tmp_path / f"{name}.ttl"
            text = (tmp_path / "o.Before.ttl").read_text(encoding="utf-8")
            sources[name].write_text(text.replace("Before", name).replace("/a>", f"/{name}>"), encoding="utf-8")
        processes = {name: importing(source, database, name) for name, source in sources.items()}
        for name, process in processes.items():
            _, errors = process.communicate()
            assert process.returncode in {0, 2}
            assert process.returncode == 0 or "is being written by another process" in errors
            held |= {name} if process.returncode == 0 else set()
        assert {record.name for record in Database(database).frameworks()} == held
    assert len(held) >= 3
    with running("--db", database) as address, httpx.Client(base_url=address, timeout=60) as client:
        assert look(client) == (200, frozenset({"Before", *(held - {"ours"})}))


def test_slow_clients_hold_nobody_up(tmp_path: Path) -> None:
    """They send a byte now and then, or read nothing of a large answer; each is cut off in the end."""
    import_framework(Packaged.BUNDLED, tmp_path / "o.db", options=ImportOptions())
    with running("--db", tmp_path / "o.db") as address, ExitStack() as stack:
        port = int(address.rpartition(":")[2])

        def connected(sent: str) -> socket.socket:
            connection = stack.enter_context(socket.socket())
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.connect(("127.0.0.1", port))
            connection.sendall(sent.encode())
            return connection

        readers = [connected(EVERYTHING) for _ in range(SLOW)]
        for connection in readers:
            # The server's time limit on reading starts with the answer.
            connection.settimeout(60)
            connection.recv(1, socket.MSG_PEEK)
        senders = [connected(sent) for sent in ("GET / HTTP/1.1\r\nX-", HEAD) for _ in range(SLOW)]
        begun = time.monotonic()
        with httpx.Client(base_url=address, timeout=30) as client:
            while time.monotonic() - begun < 35:
                for connection in senders:
                    with suppress(OSError):
                        connection.sendall(b"x")
                reply = client.get("/sparql", params={"query": "ASK {}"})
                assert reply.status_code == 200 or BUSY in reply.text
                assert client.get("/api/roles").status_code == 200
                time.sleep(1)
        for connection in (*senders, *readers):
            connection.settimeout(10)
            received = 0
            with suppress(ConnectionError):
                while data := connection.recv(1 << 20):
                    received += len(data)
            # The system holds up to 4 MiB of an answer on its way; the whole one is larger.
            assert received < 5 << 20
