"""What tests of endpoints share."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from ecomgraph import (
    CareerGraph,
    load,
)
from tests.remote.endpoints import Server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import pyoxigraph as ox


@pytest.fixture
def served() -> Iterator[Callable[[ox.Store], Server]]:
    servers: list[Server] = []

    def served(store: ox.Store) -> Server:
        server = Server(store)
        servers.append(server)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return server

    yield served
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def small(bakery: Path) -> CareerGraph:
    return load(bakery)
