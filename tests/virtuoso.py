"""Debian's Virtuoso, started in a folder of its own, with what tests put into it."""

from __future__ import annotations

import contextlib
import shutil
import socket
import subprocess
from typing import TYPE_CHECKING
from urllib.parse import quote

import pyoxigraph as ox
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

SETTINGS = """\
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = temp.db
TransactionFile = temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DirsAllowed = {folder}
NumberOfBuffers = 10000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
[SPARQL]
ResultSetMaxRows = {most}
"""


class Virtuoso:
    """A running server; its ``url`` answers queries on the default graph that is named in it."""

    def __init__(self, folder: Path, sql: int, http: int) -> None:
        self._folder, self._sql, self._http = folder, sql, http

    def url(self, graph: str) -> str:
        """Return the address at which queries without FROM are asked of a graph."""
        return f"http://127.0.0.1:{self._http}/sparql?default-graph-uri={quote(graph, safe='')}"

    def load(self, graph: str, triples: Iterable[ox.Triple]) -> None:
        """Put triples into a named graph."""
        file = self._folder / "load.nt"
        file.write_bytes(ox.serialize(set(triples), format=ox.RdfFormat.N_TRIPLES) or b"")
        self.run(f"DB.DBA.TTLP_MT(file_to_string_output('{file}'), '', '{graph}', 512);")

    def run(self, statement: str) -> str:
        """Run a statement of its SQL."""
        program = shutil.which("isql-vt")
        assert program is not None
        command = [program, f"127.0.0.1:{self._sql}", "dba", "dba", "ERRORS=STDOUT", f"exec={statement}"]
        done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
        assert "*** Error" not in done.stdout, done.stdout
        return done.stdout


@contextlib.contextmanager
def virtuoso(folder: Path, *, most: int = 1_000_000) -> Iterator[Virtuoso]:
    """Start a server that gives at most ``most`` rows; skip the test where there is none."""
    program = shutil.which("virtuoso-t")
    if program is None:
        pytest.skip("there is no Virtuoso here: install virtuoso-opensource-7-bin")
    with socket.socket() as one, socket.socket() as other:
        one.bind(("127.0.0.1", 0))
        other.bind(("127.0.0.1", 0))
        sql, http = one.getsockname()[1], other.getsockname()[1]
    (folder / "virtuoso.ini").write_text(SETTINGS.format(folder=folder, sql=sql, http=http, most=most))
    # It makes its database, goes to the background and returns when it answers.
    subprocess.run([program, "+configfile", "virtuoso.ini", "+wait"], cwd=folder, check=True)  # noqa: S603
    server = Virtuoso(folder, sql, http)
    try:
        yield server
    finally:
        with contextlib.suppress(subprocess.CalledProcessError, AssertionError):
            server.run("raw_exit();")
