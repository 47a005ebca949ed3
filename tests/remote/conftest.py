"""A real server, on which a remote graph is compared with the local one."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import urlopen

import pyoxigraph as ox
import pytest

from ecomgraph import CareerGraph, connect, load

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The ``oxigraph`` server with the bundled graph."""
    program = shutil.which("oxigraph") or next(map(str, Path(ox.__file__).parents[4].glob("bin/oxigraph")), None)
    if program is None:
        pytest.skip("needs the oxigraph server: pip install oxigraph")
    folder = tmp_path_factory.mktemp("oxigraph")
    load().write(folder / "all.nt", derived=True, vocabulary=True)
    store = str(folder / "store")
    command = [program, "load", "--location", store, "--file", str(folder / "all.nt")]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [program, "serve-read-only", "--location", store, "--bind", f"127.0.0.1:{port}"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:  # noqa: S603
        try:
            for _ in range(600):
                try:
                    urlopen(f"http://127.0.0.1:{port}/", timeout=5).close()
                    break
                except OSError:
                    time.sleep(0.05)
            yield f"http://127.0.0.1:{port}/query"
        finally:
            running.kill()


@pytest.fixture(scope="module")
def remote(real: str) -> CareerGraph:
    return connect(real)
